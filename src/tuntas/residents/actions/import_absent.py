"""Who is missing from a file that says it is complete: proposed, never removed.

And taken back when a newer file lists them again, before anybody has decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from tuntas.ledger import bulk
from tuntas.ledger.actions import Batch
from tuntas.residents.actions.import_plan import Job, former_niks
from tuntas.residents.models import ExitProposal
from tuntas.residents.register_check import readable_niks
from tuntas.residents.register_file import OpenFile
from tuntas.wilayah import queries as wilayah


def absent_people(file: OpenFile, scope: str, on: date) -> list[int]:
    """People who lived in the region *scope* on the file's day, still do, and are not in it.

    A row that was rejected names its person all the same.
    """
    region = wilayah.region_by_code(scope)
    if region is None:
        return []
    present = readable_niks(file)
    present_ids = {person for nik, person in former_niks().items() if nik in present}
    day = on.isoformat()
    absent: list[int] = []
    villages = sorted(wilayah.subtree_village_ids(region.id))
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(villages):
            cursor.execute(
                "SELECT s.person_id, p.nik FROM ledger_spell s"
                " JOIN residents_person p ON p.id = s.person_id"
                " WHERE s.from_on <= %s AND s.to_on > %s AND p.status = 'here'"
                f" AND s.village IN ({bulk.places(chunk)})",
                [day, day, *chunk],
            )
            absent += [
                person
                for person, nik in cursor.fetchall()
                if nik not in present and person not in present_ids
            ]
    return sorted(absent)


def withdrawable(listed: Sequence[int], cut_off: date) -> list[int]:
    """Open proposals "absent from the file" of *listed* people, as of *cut_off* or earlier.

    An older file that lists them says nothing new: they were missing later.
    """
    waiting = ExitProposal.objects.filter(
        state=ExitProposal.State.OPEN, kind=ExitProposal.Kind.ABSENT, effective_on__lte=cut_off
    )
    if not listed or not waiting.exists():
        return []
    found: list[int] = []
    for chunk in bulk.chunks(listed):
        found += waiting.filter(person_id__in=chunk).values_list("id", flat=True)
    return found


def withdraw(batch: Batch, job: Job, listed: Sequence[int]) -> int:
    """Take back the proposals of people whom this file lists again; how many.

    The proposal keeps by which import and batch; the batch's act in the log names the people.
    """
    withdrawn = 0
    for chunk in bulk.chunks(withdrawable(listed, job.cut_off)):
        # Whoever declines at this moment holds the row: what is decided stays decided.
        rows = ExitProposal.objects.select_for_update(of=("self",)).filter(
            id__in=chunk, state=ExitProposal.State.OPEN
        )
        held = list(rows.select_related("person").order_by("id"))
        ExitProposal.objects.filter(id__in=[row.pk for row in held]).update(
            state=ExitProposal.State.WITHDRAWN,
            decided_by=job.proposed_by,
            decided_on=job.known_on,
            seq=batch.seq,
            withdrawn_by=job.import_id,
        )
        batch.subjects += [row.person.ref.hex for row in held]
        withdrawn += len(held)
    return withdrawn
