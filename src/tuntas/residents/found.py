"""People found for what a clerk typed, as the principal may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuntas.accounts.principals import Principal
from tuntas.ledger import cells
from tuntas.ledger.cells import Cell
from tuntas.ledger.models import SpellRow
from tuntas.residents import search
from tuntas.residents.eligibility import age_years
from tuntas.residents.models import Person
from tuntas.residents.nik import mask_nik
from tuntas.wilayah import queries as wilayah

LIMIT = 20


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One person found; ``cell`` is the ledger's state on the day, ``None`` for nowhere."""

    ref: str
    name: str
    nik_masked: str
    birth_on: date | None
    age: int | None
    sex: str
    where: str
    status: str
    cell: Cell | None
    how: str


def find(*, principal: Principal, text: str, on: date, limit: int = LIMIT) -> list[FoundRow]:
    """The likest first, within the area where the principal may open a person."""
    hits = search.search(text, village_ids=principal.village_ids("see_person"), limit=limit)
    people = Person.objects.in_bulk([hit.person_id for hit in hits])
    states = _states(list(people), on)
    return [
        _row(people[hit.person_id], states.get(hit.person_id), hit.how, on)
        for hit in hits
        if hit.person_id in people
    ]


def _states(person_ids: Sequence[int], on: date) -> dict[int, Cell]:
    spells = SpellRow.objects.filter(person_id__in=person_ids, from_on__lte=on, to_on__gt=on)
    return {person: cells.decode(cell) for person, cell in spells.values_list("person_id", "cell")}


def _row(person: Person, cell: Cell | None, how: str, on: date) -> FoundRow:
    return FoundRow(
        ref=person.ref.hex,
        name=person.name,
        nik_masked=mask_nik(person.nik) if person.nik else "",
        birth_on=person.birth_on,
        age=age_years(person.birth_on, on) if person.birth_on else None,
        sex=person.sex,
        where=wilayah.full_name(person.village_id) if wilayah.region(person.village_id) else "",
        status=person.status,
        cell=cell,
        how=how,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by id, as much as a list needs."""

    ref: str
    name: str
    village_id: int
    where: str


def named(person_ids: Sequence[int]) -> dict[int, Named]:
    """People by id; whoever sees them was checked before (``principal.covers``)."""
    tree = wilayah.tree()
    return {
        person.id: Named(
            person.ref.hex,
            person.name,
            person.village_id,
            tree.full_name(person.village_id) if person.village_id in tree.areas else "",
        )
        for person in Person.objects.in_bulk(list(person_ids)).values()
    }
