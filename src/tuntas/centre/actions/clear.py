"""Poor evidence: the recording is taken back here and at the centre, and the person comes again.

Without this somebody whose fingers could not be read would stay "recorded" for ever and never
get a card: a recording is made once in a lifetime, unless it is deleted first.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.centre.errors import NotPoor
from tuntas.centre.models import Job
from tuntas.enrolment.actions import observe_statuses, void_recording
from tuntas.enrolment.errors import NothingToVoid


def clear_for_recapture(*, actor: Principal, packet: str, on: date, now: datetime) -> None:
    """Count the person as unrecorded again, from day *on*. Raises NotPoor: twice is once."""
    with transaction.atomic():
        poor = Job.objects.filter(packet=packet, outcome=Job.Outcome.POOR, cleared_on__isnull=True)
        job = poor.first()
        if job is None or not poor.update(cleared_on=on):
            raise NotPoor
        with suppress(NothingToVoid):  # recorded elsewhere, or taken back already
            void_recording(
                actor=actor, person_ref=job.person, reason="bukti kurang", on=on, now=now
            )
        observe_statuses(
            actor=actor,
            rows=[(job.person, "UNREGISTERED")],
            on=on,
            source=f"centre {packet}",
            known_on=on,
            now=now,
        )
        write_act(
            actor=actor.ref,
            verb="centre.clear",
            subjects=[job.person],
            detail={"packet": packet},
            at=now,
        )
