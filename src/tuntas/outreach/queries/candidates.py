"""Whom a slot could invite: the left of an area, narrowed by hamlet, reason and cohort."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tuntas.ledger import bulk
from tuntas.outreach.models import Reason, Slot
from tuntas.outreach.queries.links import Unrecorded, left_in
from tuntas.outreach.queries.slots import invited_since, invited_to
from tuntas.residents.eligibility import age_years
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
    people = left_in(where, on, wanted.hamlet)
    invited = {row.person_id for row in invited_to(slot.ref)}
    people = [person for person in people if person.id not in invited]
    ids = [person.id for person in people]
    reasons, members = _reasons(ids), _members(wanted.cohort, ids, on)
    waiting = set[int]().union(*(invited_since(chunk, on) for chunk in bulk.chunks(ids)))
    found = [
        Candidate(person, reasons.get(person.id, ""), person.id in waiting)
        for person in people
        if (not wanted.reason or reasons.get(person.id) == wanted.reason)
        and (members is None or person.id in members)
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


def _reasons(ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in bulk.chunks(ids):
        rows = Reason.objects.filter(person_id__in=chunk, ended_on__isnull=True)
        found.update(rows.values_list("person_id", "code"))
    return found


# --- cohorts by age; those that come from lists belong to the lists -------------------------

BY_AGE = {"first_timers": (0, 18), "elderly": (60, 200)}
"""First and last full year of age."""


def cohorts(on: date) -> list[tuple[str, str]]:
    """What can be chosen, with its words."""
    return [
        ("first_timers", str(_("Pemula (sampai 18 tahun)"))),
        ("elderly", str(_("Lansia (60 tahun ke atas)"))),
    ]


def _members(cohort: str, ids: Sequence[int], on: date) -> set[int] | None:
    """Who of *ids* belongs to *cohort*; None: no cohort was asked for."""
    if cohort not in BY_AGE:
        return None
    first, last = BY_AGE[cohort]
    found: set[int] = set()
    for chunk in bulk.chunks(ids):
        rows = Person.objects.filter(id__in=chunk, birth_on__isnull=False)
        found.update(
            person
            for person, born in rows.values_list("id", "birth_on")
            if born and first <= age_years(born, on) <= last
        )
    return found
