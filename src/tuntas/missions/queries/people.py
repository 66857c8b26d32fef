"""Whose names belong to a place of a mission: the list, the work package, the day sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.missions.models import Stop
from tuntas.missions.queries.framing import home_bound, of_school
from tuntas.outreach.models import Contact, Invitation
from tuntas.residents.models import Person
from tuntas.residents.nik import mask_nik


@dataclass(frozen=True, slots=True)
class Listed:
    """One name of a stop's list, with as little as the team needs.

    ``outcome``: what was entered last, empty while open. ``home``: to be visited at home.
    """

    ref: str
    name: str
    nik_masked: str
    birth_year: int | None
    sex: str
    dusun: str
    rt: str
    rw: str
    code: str
    outcome: str
    home: bool


def expected_at(stop: Stop, on: date) -> list[str]:
    """Refs of the unrecorded whom this stop is for: home visits for the home-bound, school
    sessions for its pupils, everybody else of the village at the hall; the oldest names first."""
    left = {
        person
        for person, _village, _cell in ledger.people_in(
            on=on, cells=cells.LEFT_DYNAMIC_CELLS, villages=[stop.village_id]
        )
    }
    at_home = home_bound(left, on)
    if stop.kind == Stop.Kind.HOME:
        wanted = at_home
    elif stop.kind == Stop.Kind.SCHOOL:
        wanted = of_school(left - at_home, on)
    else:
        wanted = left - at_home
    people = Person.objects.filter(id__in=wanted).order_by("dusun", "name", "id")
    return [ref.hex for ref in people.values_list("ref", flat=True)]


def listed(stop: Stop, on: date) -> list[Listed]:
    """The list of a stop by hamlet and name."""
    rows = (
        Invitation.objects.filter(slot__ref=stop.slot)
        .exclude(state=Invitation.State.CANCELLED)
        .select_related("person")
    )
    held = list(rows)
    told = dict(
        Contact.objects.filter(slot__ref=stop.slot)
        .order_by("told_at", "id")
        .values_list("person_id", "outcome")
    )
    at_home = home_bound({row.person_id for row in held}, on)
    people = [
        Listed(
            ref=row.person.ref.hex,
            name=row.person.name,
            nik_masked=mask_nik(row.person.nik or ""),
            birth_year=row.person.birth_on.year if row.person.birth_on else None,
            sex=row.person.sex,
            dusun=row.person.dusun,
            rt=row.person.rt,
            rw=row.person.rw,
            code=row.code,
            outcome=told.get(row.person_id, ""),
            home=row.person_id in at_home,
        )
        for row in held
    ]
    return sorted(people, key=lambda each: (each.dusun, each.name, each.ref))
