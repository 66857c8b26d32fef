"""Images go N days after the decision, by their key first; the log says which and when.

The row is marked when the files are gone. A crash between the two destroys what is destroyed
already, which changes nothing, and then marks it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from tuntas.accounts.principals import system
from tuntas.audit.actions import write_act
from tuntas.centre.models import Job
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
