"""Who becomes obliged in a stretch of days, by name: whom to invite before the birthday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from tuntas.accounts.principals import Principal
from tuntas.ledger import cells
from tuntas.ledger.models import SpellRow
from tuntas.residents.models import Person
from tuntas.wilayah import queries as wilayah

DUE_CELLS = tuple(n for n, due in enumerate(cells.OBLIGED) if due)


@dataclass(frozen=True, slots=True)
class ComingRow:
    """Somebody who becomes obliged on a day, and whether they are recorded already."""

    ref: str
    name: str
    birth_on: date | None
    due_on: date
    recorded: bool
    village_name: str
    kecamatan_name: str
    dusun: str


def coming(*, principal: Principal, first: date, last: date, region: str = "") -> list[ComingRow]:
    """People here who become obliged on the days first ≤ day ≤ last, in order of that day.

    They were here and not obliged the day before; who arrives already obliged is not among them.
    """
    before = SpellRow.objects.filter(
        person_id=OuterRef("person_id"), to_on=OuterRef("from_on")
    ).exclude(cell__in=DUE_CELLS)
    spells = SpellRow.objects.filter(
        Exists(before), from_on__range=(first, last), cell__in=DUE_CELLS
    )
    villages = _villages(principal, region)
    if villages is not None:
        spells = spells.filter(village__in=sorted(villages))
    return _rows(list(spells.order_by("from_on", "village", "person_id")))


def _villages(principal: Principal, region: str) -> frozenset[int] | None:
    scope = principal.village_ids("see_names")
    area = wilayah.region_by_code(region) if region else None
    if area is None:
        return scope
    inside = wilayah.subtree_village_ids(area.id)
    return inside if scope is None else inside & scope


def _rows(spells: Sequence[SpellRow]) -> list[ComingRow]:
    people = Person.objects.in_bulk([spell.person_id for spell in spells])
    tree = wilayah.tree()
    rows = []
    for spell in spells:
        person = people[spell.person_id]
        village = tree.areas.get(spell.village)
        above = tree.areas.get(village.parent_id) if village and village.parent_id else None
        rows.append(
            ComingRow(
                ref=person.ref.hex,
                name=person.name,
                birth_on=person.birth_on,
                due_on=spell.from_on,
                recorded=cells.decode(spell.cell).enrol > 0,
                village_name=village.name if village else "",
                kecamatan_name=above.name if above else "",
                dusun=person.dusun,
            )
        )
    return rows
