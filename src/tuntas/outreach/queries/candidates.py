"""Whom a slot could invite: the left of an area, narrowed by hamlet, reason and cohort."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tuntas.ledger import bulk, cells
from tuntas.ledger.models import SpellRow
from tuntas.ledger.tracks import Enrol
from tuntas.outreach import cohorts as groups
from tuntas.outreach.cohort_wording import words
from tuntas.outreach.models import Reason, Slot
from tuntas.outreach.queries.links import Unrecorded, left_in, unrecorded
from tuntas.outreach.queries.slots import invited_since, invited_to
from tuntas.residents.models import Person
from tuntas.wilayah import queries as wilayah


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the choice; empty means any. *region*: code of a kecamatan or desa."""

    region: str = ""
    hamlet: str = ""
    reason: str = ""
    cohort: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be invited; *waiting*: has another invitation that is still to come."""

    person: Unrecorded
    reason: str
    waiting: bool


def candidates(
    slot: Slot, wanted: Wanted, on: date, villages: Collection[int] | None
) -> list[Candidate]:
    """The left who are not invited to *slot*, those without any invitation first."""
    area = wilayah.region_by_code(wanted.region, on) if wanted.region else None
    where = wilayah.subtree_village_ids(area.id if area else wilayah.office_region().id)
    if villages is not None:
        where &= frozenset(villages)
    people = _group(wanted, where, on) if wanted.cohort else left_in(where, on, wanted.hamlet)
    invited = {row.person_id for row in invited_to(slot.ref)}
    people = [person for person in people if person.id not in invited]
    ids = [person.id for person in people]
    reasons = _reasons(ids)
    waiting = set[int]().union(*(invited_since(chunk, on) for chunk in bulk.chunks(ids)))
    found = [
        Candidate(person, reasons.get(person.id, ""), person.id in waiting)
        for person in people
        if not wanted.reason or reasons.get(person.id) == wanted.reason
    ]
    return sorted(found, key=lambda one: one.waiting)


def visible(refs: Sequence[str], villages: Collection[int] | None) -> list[str]:
    """Those of *refs* who live in *villages* (None: anywhere), in the order given."""
    asked = [ref for ref in dict.fromkeys(refs) if len(ref) == 32]
    known: set[str] = set()
    for chunk in bulk.chunks(asked):
        people = Person.objects.filter(ref__in=chunk)
        if villages is not None:
            people = people.filter(village_id__in=list(villages))
        known.update(ref.hex for ref in people.values_list("ref", flat=True))
    return [ref for ref in asked if ref in known]


def _group(wanted: Wanted, where: frozenset[int], on: date) -> list[Unrecorded]:
    """Members of a group who can be recorded: also those of sixteen, who are not left yet."""
    ids = sorted(groups.members(wanted.cohort, on, where))
    return unrecorded(sorted(_without_recording(ids, on)), wanted.hamlet)


def _without_recording(ids: Sequence[int], on: date) -> set[int]:
    found: set[int] = set()
    for chunk in bulk.chunks(ids):
        spells = SpellRow.objects.filter(person_id__in=chunk, from_on__lte=on, to_on__gt=on)
        found.update(
            person
            for person, cell in spells.values_list("person_id", "cell")
            if cells.decode(cell).enrol == Enrol.NONE
        )
    return found


def _reasons(ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in bulk.chunks(ids):
        rows = Reason.objects.filter(person_id__in=chunk, ended_on__isnull=True)
        found.update(rows.values_list("person_id", "code"))
    return found


def cohorts(on: date) -> list[tuple[str, str]]:
    """What staff can choose, with its words."""
    return [(choice.code, words(choice)) for choice in groups.choosable(on, staff=True)]
