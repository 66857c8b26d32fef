"""The *daftar belum rekam*: the names behind the number that is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from tuntas.accounts.principals import Principal
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.ledger.models import SpellRow
from tuntas.residents import search
from tuntas.residents.eligibility import age_years, birthday
from tuntas.residents.models import Person
from tuntas.residents.nik import mask_nik
from tuntas.web.fragments import kept
from tuntas.wilayah import queries as wilayah

SORTS: Final = {
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "village": ("village_id", "dusun", "name", "id"),
    "-village": ("-village_id", "dusun", "name", "id"),
    "birth": ("birth_on", "id"),
    "-birth": ("-birth_on", "-id"),
    "since": ("since", "id"),
    "-since": ("-since", "-id"),
}

ASIDE_CELLS: Final = tuple(sorted(set(cells.LEFT_CELLS) - set(cells.LEFT_DYNAMIC_CELLS)))


@dataclass(frozen=True, slots=True)
class LeftFilter:
    """What narrows the list; empty means any. Ages in full years on the day asked about."""

    region: str = ""  # code of a kecamatan or desa
    dusun: str = ""
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    text: str = ""
    aside: bool | None = None


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One unrecorded person as the list shows them; the NIK masked."""

    ref: str
    name: str
    nik_masked: str
    birth_on: date | None
    age: int | None
    sex: str
    village_id: int
    village_name: str
    kecamatan_name: str
    dusun: str
    rt: str
    rw: str
    address: str
    since: date
    aside: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and how many there are in all."""

    rows: list[LeftRow]
    total: int
    number: int
    per_page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def left_list(
    *,
    principal: Principal,
    on: date,
    filters: LeftFilter = LeftFilter(),
    sort: str = "village",
    page: int = 1,
    per_page: int = 50,
) -> Page:
    """A page of the unrecorded on a day, as known now, within the principal's area."""
    ids = _ids(principal, on, filters, sort)
    number = min(max(page, 1), max(1, -(-len(ids) // per_page)))
    start = (number - 1) * per_page
    shown = ids[start : start + per_page]
    people = Person.objects.in_bulk(shown)
    chosen = [people[id_] for id_ in shown]
    return Page(_rows(chosen, on), len(ids), number, per_page)


def all_left(
    *, principal: Principal, on: date, filters: LeftFilter = LeftFilter(), sort: str = "village"
) -> list[LeftRow]:
    """The whole list, for an export."""
    return _rows(list(_sorted(principal, on, filters, sort)), on)


def dusun_names(village_ids: Iterable[int]) -> list[str]:
    """Hamlets that occur among the people of these villages, for the filter."""
    rows = Person.objects.filter(village_id__in=list(village_ids)).exclude(dusun="")
    return list(rows.order_by("dusun").values_list("dusun", flat=True).distinct())


def by_dusun(village_ids: Iterable[int], on: date) -> list[tuple[str, int]]:
    """The named unrecorded of some villages by hamlet, the most first; no hamlet is ``""``."""
    spells = SpellRow.objects.filter(
        unrecorded=True, from_on__lte=on, to_on__gt=on, village__in=list(village_ids)
    )
    people = Person.objects.filter(id__in=spells.values("person_id")).values("dusun")
    counted = people.annotate(n=Count("id")).order_by("-n", "dusun")
    return list(counted.values_list("dusun", "n"))


def _ids(principal: Principal, on: date, filters: LeftFilter, sort: str) -> Sequence[int]:
    """Who is on the list, in its order; kept while the ledger stays as it is.

    To put thousands of names in order takes a tenth of a second, and whoever turns a page
    would wait for it again. Only numbers are kept.
    """

    def in_order() -> list[int]:
        return list(_sorted(principal, on, filters, sort).values_list("id", flat=True))

    if filters.text.strip() or principal.hamlet_ids(_ability(principal)) is not None:
        return in_order()
    villages = _villages(principal, filters)
    return kept("left", ledger.state().mark, on, filters, sort, villages, make=in_order)


def _sorted(principal: Principal, on: date, filters: LeftFilter, sort: str) -> QuerySet[Person]:
    people, spells = _people(principal, on, filters)
    if sort.endswith("since"):
        since = spells.filter(person_id=OuterRef("id")).values("from_on")[:1]
        people = people.annotate(since=Subquery(since))
    return people.order_by(*SORTS.get(sort, SORTS["village"]))


def _people(
    principal: Principal, on: date, filters: LeftFilter
) -> tuple[QuerySet[Person], QuerySet[SpellRow]]:
    """The people, and the spells by which they are on the list."""
    spells = SpellRow.objects.filter(
        unrecorded=True, cell__in=_cells(filters.aside), from_on__lte=on, to_on__gt=on
    )
    villages = _villages(principal, filters)
    if villages is not None:
        spells = spells.filter(village__in=villages)
    people = Person.objects.filter(id__in=spells.values("person_id")).filter(_hamlets(principal))
    return _narrow(people, on, filters), spells


def _cells(aside: bool | None) -> Sequence[int]:
    if aside is None:
        return cells.LEFT_CELLS
    return ASIDE_CELLS if aside else cells.LEFT_DYNAMIC_CELLS


def _ability(principal: Principal) -> str:
    return "see_names" if principal.can("see_names") else "see_left_minimal"


def _villages(principal: Principal, filters: LeftFilter) -> list[int] | None:
    scope = principal.village_ids(_ability(principal))
    if not filters.region:
        return None if scope is None else sorted(scope)
    area = wilayah.region_by_code(filters.region)
    inside = wilayah.subtree_village_ids(area.id) if area else frozenset[int]()
    return sorted(inside if scope is None else inside & scope)


def _hamlets(principal: Principal) -> Q:
    """A hamlet head sees the own hamlet only; a person's hamlet is a word in the register."""
    hamlets = principal.hamlet_ids(_ability(principal))
    if hamlets is None:
        return Q()
    villages = principal.village_ids(_ability(principal)) or frozenset()
    narrow = Q(pk__in=[])
    for dusun in wilayah.dusun_of(villages):
        if dusun.id in hamlets:
            narrow |= Q(village_id=dusun.village_id, dusun__iexact=dusun.name)
    return narrow


def _narrow(people: QuerySet[Person], on: date, filters: LeftFilter) -> QuerySet[Person]:
    if filters.dusun:
        people = people.filter(dusun=filters.dusun)
    if filters.sex:
        people = people.filter(sex=filters.sex)
    if filters.age_from is not None:
        people = people.filter(birth_on__lte=_born_by(on, filters.age_from))
    if filters.age_to is not None:
        people = people.filter(birth_on__gt=_born_by(on, filters.age_to + 1))
    if filters.text.strip():
        people = people.filter(id__in=_found(filters.text))
    return people


def _born_by(on: date, years: int) -> date:
    """Who was born by this day is *years* old on *on*."""
    return birthday(on, -years, (2, 28))


def _found(text: str) -> list[int]:
    return [hit.person_id for hit in search.search(text, limit=500)]


def _rows(people: Sequence[Any], on: date) -> list[LeftRow]:
    since, aside = _standing([person.id for person in people], on)
    tree = wilayah.tree()
    rows = []
    for person in people:
        village = tree.areas.get(person.village_id)
        above = tree.areas.get(village.parent_id) if village and village.parent_id else None
        rows.append(
            LeftRow(
                ref=person.ref.hex,
                name=person.name,
                nik_masked=mask_nik(person.nik) if person.nik else "",
                birth_on=person.birth_on,
                age=age_years(person.birth_on, on) if person.birth_on else None,
                sex=person.sex,
                village_id=person.village_id,
                village_name=village.name if village else "",
                kecamatan_name=above.name if above else "",
                dusun=person.dusun,
                rt=person.rt,
                rw=person.rw,
                address=person.address,
                since=since.get(person.id, on),
                aside=person.id in aside,
            )
        )
    return rows


def _standing(person_ids: Sequence[int], on: date) -> tuple[dict[int, date], set[int]]:
    """Since when each has been unrecorded without a break (moves and setting aside are none),
    and who of them is set aside.
    """
    found: dict[int, date] = {}
    ended: dict[int, date] = {}
    aside: set[int] = set()
    spells = SpellRow.objects.filter(
        person_id__in=list(person_ids), unrecorded=True, from_on__lte=on
    ).order_by("person_id", "from_on")
    for person_id, from_on, to_on, cell in spells.values_list(
        "person_id", "from_on", "to_on", "cell"
    ):
        if ended.get(person_id) != from_on:
            found[person_id] = from_on
        ended[person_id] = to_on
        if cell in ASIDE_CELLS and to_on > on:
            aside.add(person_id)
    return found, aside
