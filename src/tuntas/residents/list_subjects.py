"""The register's side of matching: who there is, what they are today, who a list should have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.ledger.tracks import Enrol
from tuntas.ledger.tracks import Standing as Obliged
from tuntas.residents import list_parameters
from tuntas.residents.eligibility import age_years
from tuntas.residents.matching.differences import Known, Standing
from tuntas.residents.matching.tables import People
from tuntas.residents.models import Person, PersonList
from tuntas.residents.queries_import import only_of
from tuntas.residents.vocabulary import Marital, ever_married
from tuntas.wilayah import queries as wilayah


def people_for(row: PersonList) -> People:
    """Everybody whom the rows of a list may be; those who left the register too."""
    people = Person.objects.order_by("id")
    only = only_of(row)
    if only is not None:
        people = people.filter(village_id__in=only)
    found = people.values_list(
        "id", "name", "nik", "kk", "sex", "birth_on", "birth_place", "village_id"
    )
    columns: list[list[object]] = [[] for _ in range(8)]
    for person in found.iterator(chunk_size=5_000):
        for column, value in zip(columns, person, strict=True):
            column.append(value)
    columns[2] = [nik or "" for nik in columns[2]]
    columns[5] = [day.isoformat() if isinstance(day, date) else "" for day in columns[5]]
    return People(*columns)  # type: ignore[arg-type]  # eight columns of eight kinds


def district_of() -> dict[int, int]:
    """village id → id of its kecamatan, for every village the tree holds."""
    areas = wilayah.tree().areas.values()
    return {area.id: area.parent_id or 0 for area in areas if area.level == 4}


def known_of(person_ids: Iterable[int]) -> dict[int, Known]:
    """What the register says about these people, as a difference is judged by it."""
    wanted = set(person_ids)
    rows = Person.objects.values_list("id", "status", "nik", "birth_on", "marital", "village_id")
    if len(wanted) < 500:
        rows = rows.filter(id__in=wanted)
    return {
        person: Known(status, nik or "", birth_on, _married(marital), village)
        for person, status, nik, birth_on, marital, village in rows.iterator(chunk_size=5_000)
        if person in wanted
    }


def _married(marital: str) -> bool:
    return bool(marital and ever_married(Marital(marital)))


def standings(on: date) -> dict[int, Standing]:
    """What everybody in the ledger is on a day; who is in no village is left out."""
    of_cell = {cell: _standing(cell) for cell in range(cells.N_CELLS)}
    return {
        person: of_cell[cell]
        for person, _village, cell in ledger.people_in(on=on, cells=range(cells.N_CELLS))
    }


def _standing(cell: int) -> Standing:
    told = cells.decode(cell)
    if told.enrol is not Enrol.NONE:
        return Standing.RECORDED
    if told.standing is Obliged.DUE:
        return Standing.UNRECORDED
    return Standing.COMING if told.standing is Obliged.MINOR else Standing.UNKNOWN


def at_least(row: PersonList) -> int:
    """Years that somebody on such a list must have on its day, unless married; 0 = any."""
    if row.kind != PersonList.Kind.VOTERS:
        return 0
    return list_parameters.asked(row.as_of).voter_years


def expected(row: PersonList) -> list[int]:
    """Whom a list that calls itself complete should have: who lives there and is old enough."""
    if not row.complete_for:
        return []
    area = wilayah.region_by_code(row.complete_for)
    villages = wilayah.subtree_village_ids(area.id) if area else frozenset[int]()
    here = Person.objects.filter(status=Person.Status.HERE, village_id__in=villages)
    years = at_least(row)
    return [
        person
        for person, birth_on, marital in here.order_by("id").values_list(
            "id", "birth_on", "marital"
        )
        if not years
        or _married(marital)
        or (birth_on is not None and age_years(birth_on, row.as_of) >= years)
    ]
