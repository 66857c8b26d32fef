"""Images go N days after the decision, templates after their own period; their keys first.

The row is marked when the files are gone. A crash between the two destroys what is destroyed
already, which changes nothing, and then marks it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tuntas.accounts.principals import system
from tuntas.audit.actions import write_act
from tuntas.centre import parameters as centre
from tuntas.centre.models import Identity, Job
from tuntas.centre.workshop import Galleries
from tuntas.enrolment.parameters import asked
from tuntas.packets.custody import Custody


def due_on(decided_on: date) -> date:
    """The day on which the images of a recording decided on a day are destroyed."""
    return decided_on + timedelta(days=asked(decided_on).keep_images_days)


def destroy_due(*, custody: Custody, on: date, now: datetime) -> int:
    """Destroy every packet whose time has come by business day *on*; how many."""
    waiting = Job.objects.filter(state=Job.State.DECIDED, destroyed_on__isnull=True)
    due = [job for job in waiting.order_by("id") if job.decided_on and due_on(job.decided_on) <= on]
    for job in due:
        custody.destroy(job.packet)
        _mark(job, on, now)
    return len(due)


def _mark(job: Job, on: date, now: datetime) -> None:
    with transaction.atomic():
        marked = Job.objects.filter(
            pk=job.pk, state=Job.State.DECIDED, destroyed_on__isnull=True
        ).update(destroyed_on=on)
        if marked:
            write_act(
                actor=system("centre").ref,
                verb="centre.destroy_images",
                subjects=[job.person] if job.person else [],
                detail={"packet": job.packet, "digest": job.digest},
                at=now,
            )


def templates_due_on(entered_on: date) -> date:
    """The day on which the templates of somebody known since a day are destroyed."""
    return entered_on + timedelta(days=centre.asked(entered_on).keep_templates_days)


def templates_due(on: date) -> QuerySet[Identity]:
    """Whose period has passed by business day *on*."""
    kept = Identity.objects.filter(destroyed_on__isnull=True)
    # Each has the period that was in force when it came.
    oldest = on - timedelta(days=centre.shortest_template_period())
    due = [
        row.pk
        for row in kept.filter(entered_on__lte=oldest).only("pk", "entered_on")
        if templates_due_on(row.entered_on) <= on
    ]
    return kept.filter(pk__in=due)


def destroy_templates_due(*, galleries: Galleries, on: date, now: datetime) -> int:
    """Destroy what is kept of everybody whose period has passed; of how many people.

    Gallery first, then the row's key, then its templates: a crash leaves work, never templates
    that nobody counts. The row stays and says when.
    """
    due = list(templates_due(on))
    galleries.citizens.delete_many([row.ref for row in due])
    for row in due:
        with transaction.atomic():
            Identity.objects.filter(pk=row.pk).update(key=None)
            Identity.objects.filter(pk=row.pk).update(
                face=None, iris_right=None, iris_left=None, destroyed_on=on
            )
            write_act(
                actor=system("centre").ref,
                verb="centre.destroy_templates",
                subjects=[row.person],
                detail={"packet": row.ref, "entered_on": row.entered_on.isoformat()},
                at=now,
            )
    return len(due)
