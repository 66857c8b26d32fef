"""Reading the regions. ``tree()`` is one small query; hold it while you answer one request.

An office's tree has every province and regency, and everything below its own region;
other districts and villages of a national list are asked from the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from tuntas.wilayah import resolve, revision
from tuntas.wilayah.errors import NoOffice
from tuntas.wilayah.models import (
    Boundary,
    Dusun,
    Island,
    NikPrefix,
    Office,
    Region,
    RegionName,
    RegionSuccession,
    RukunTetangga,
    ServicePoint,
)
from tuntas.wilayah.resolve import Unresolved
from tuntas.wilayah.tree import DISTRICT, VILLAGE, Area, FormerName, Succession, Tree

_AREA_FIELDS = (
    "id",
    "code",
    "name",
    "level",
    "parent_id",
    "valid_from",
    "valid_to",
    "lat",
    "lng",
    "area_km2",
    "is_island",
)


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    region: Area
    name: str
    short_name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class _Remembered:
    mark: str
    tree: Tree
    nik_prefixes: frozenset[str]
    office: OfficeFacts | None


_remembered: _Remembered | None = None
_loading = Lock()


def tree() -> Tree:
    """The areas of this office as this transaction sees them."""
    return _current().tree


def marked_tree() -> tuple[str, Tree]:
    """The tree with the mark of the state it shows, for those who remember what they made of it.

    The mark is empty while the store has no region: then nothing may be remembered.
    """
    known = _current()
    return known.mark, known.tree


def _current() -> _Remembered:
    global _remembered
    mark = revision.current()
    known = _remembered
    if known is None or not mark or known.mark != mark:
        with _loading:
            loaded = _load_tree()
            known = _Remembered(mark, loaded, _load_prefixes(), _load_office(loaded))
            _remembered = known
    return known


def _load_tree() -> Tree:
    root_id = Office.objects.values_list("region_id", flat=True).first()
    successions = [
        Succession(*row)
        for row in RegionSuccession.objects.order_by("effective_on", "id").values_list(
            "predecessor_id", "successor_id", "effective_on", "kind"
        )
    ]
    rows = Region.objects.values_list(*_AREA_FIELDS)
    if root_id is not None:
        rows = rows.filter(id__in=_ids_to_hold(root_id, successions))
    areas = [Area(*row) for row in rows]
    names = [
        FormerName(*row) for row in RegionName.objects.values_list("region_id", "name", "valid_to")
    ]
    return Tree.of(areas, successions, names, root_id)


def _ids_to_hold(root_id: int, successions: Sequence[Succession]) -> set[int]:
    """All provinces and regencies, what lies below the office, and wherever succession leads."""
    held: set[int] = set()
    frontier = {root_id}
    while frontier:
        held |= frontier
        below = set(Region.objects.filter(parent_id__in=frontier).values_list("id", flat=True)) | {
            other for s in successions for other in _other_ends(s, frontier)
        }
        frontier = below - held
    # Districts above a held village of a neighbour, so that its full name is complete.
    above = Region.objects.filter(id__in=held).values_list("parent_id", flat=True)
    upper = Region.objects.filter(level__lte=2).values_list("id", flat=True)
    return held | set(upper) | set(filter(None, above))


def _other_ends(succession: Succession, ids: set[int]) -> list[int]:
    ends = {succession.predecessor_id, succession.successor_id}
    return list(ends - ids) if ends & ids else []


def _load_office(held: Tree) -> OfficeFacts | None:
    row = Office.objects.first()
    if row is None:
        return None
    return OfficeFacts(held.areas[row.region_id], row.name, row.short_name, row.time_zone)


def _load_prefixes() -> frozenset[str]:
    return frozenset(NikPrefix.objects.values_list("prefix6", flat=True))


# --- one region ------------------------------------------------------------------------------


def region_by_code(code: str, on: date | None = None) -> Area | None:
    """The region bearing dotted *code* on the day; without a day in force, else the last one."""
    found = tree().by_code(code, on)
    if found is not None:
        return found
    rows = Region.objects.filter(code=code).order_by("valid_from").values_list(*_AREA_FIELDS)
    return Tree.of(Area(*row) for row in rows).by_code(code, on)


def region(region_id: int) -> Area | None:
    found = tree().areas.get(region_id)
    if found is not None:
        return found
    row = Region.objects.filter(id=region_id).values_list(*_AREA_FIELDS).first()
    return Area(*row) if row else None


def children(region_id: int | None, on: date | None = None) -> list[Area]:
    """Regions directly below, in force on the day, in the order of their codes."""
    held = tree()
    if region_id is None or held.children(region_id):
        return held.children(region_id, on)
    rows = Region.objects.filter(parent_id=region_id).values_list(*_AREA_FIELDS)
    return Tree.of(Area(*row) for row in rows).children(region_id, on)


def full_name(region_id: int) -> str:
    """``Desa Biau, Kecamatan Biau``: never a bare name that another region bears too."""
    return tree().full_name(region_id)


def resolve_village(
    *, village: str = "", district: str = "", code: str = "", on: date | None = None
) -> Area | Unresolved:
    """The one village a file means, or the reason why none can be named. Never guesses."""
    return resolve.resolve_village(tree(), village=village, district=district, code=code, on=on)


# --- the office's own area -------------------------------------------------------------------


def office() -> OfficeFacts:
    """The office of this store.

    Raises:
        NoOffice: nothing has been set up yet.
    """
    found = _current().office
    if found is None:
        raise NoOffice
    return found


def has_office() -> bool:
    return Office.objects.exists()


def office_region() -> Area:
    """The regency (or province) of the office; ``NoOffice`` before set-up."""
    held = tree()
    return held.areas[root_of(held)]


def root_of(held: Tree) -> int:
    """The id of the office's region in a tree that the caller holds already."""
    if held.root_id is None:
        raise NoOffice
    return held.root_id


def districts(on: date | None = None) -> list[Area]:
    """The kecamatan of the office in the order of their codes."""
    held = tree()
    return held.at_level(root_of(held), DISTRICT, on)


def villages(on: date | None = None) -> list[Area]:
    """The desa of the office in the order of their codes."""
    held = tree()
    return held.at_level(root_of(held), VILLAGE, on)


def villages_of(region_id: int, on: date | None = None) -> list[Area]:
    """The villages in *region_id* (itself, if it is one) in force on the day."""
    return tree().at_level(region_id, VILLAGE, on)


def subtree_village_ids(region_id: int) -> frozenset[int]:
    """Villages of all days in the region, its successors when it ended, and what it took over."""
    held = tree()
    return held.subtree_village_ids(region_id) if region_id in held.areas else frozenset()


def contains(ancestor_id: int, region_id: int) -> bool:
    """Whether a principal scoped to *ancestor_id* reaches *region_id*."""
    held = tree()
    return ancestor_id in held.areas and held.contains(ancestor_id, region_id)


# --- NIK prefixes ----------------------------------------------------------------------------


def known_nik_prefixes() -> frozenset[str]:
    """Six-digit beginnings a NIK may have: districts of today, of earlier days, of the demo."""
    return _current().nik_prefixes


def listed_nik_provinces() -> frozenset[str]:
    """Province digits whose districts are listed; a prefix of another province cannot be judged."""
    return frozenset(prefix[:2] for prefix in known_nik_prefixes())


def region_of_nik_prefix(prefix6: str) -> Area | None:
    """The district that issued it. Where a person was *first* listed, never where one lives."""
    region_id = (
        NikPrefix.objects.filter(prefix6=prefix6).values_list("region_id", flat=True).first()
    )
    return region(region_id) if region_id is not None else None


# --- history ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened to a region: ``renamed``, ``split``, ``merge`` or ``recode``.

    *before* and *after* are names for a renaming, full names of regions for the others.
    """

    on: date
    kind: str
    before: str
    after: str
    source: str
    other: Area | None = None


def history(region_id: int) -> list[HistoryRow]:
    """What happened to the region, the latest first."""
    held = tree()
    return sorted(
        [*_renamings(held, region_id), *_successions(held, region_id)],
        key=lambda row: row.on,
        reverse=True,
    )


def _renamings(held: Tree, region_id: int) -> list[HistoryRow]:
    rows = RegionName.objects.filter(region_id=region_id).order_by("-valid_to")
    after = held.areas[region_id].name
    found: list[HistoryRow] = []
    for row in rows:
        found.append(HistoryRow(row.valid_to, "renamed", row.name, after, row.source))
        after = row.name
    return found


def _successions(held: Tree, region_id: int) -> list[HistoryRow]:
    rows = RegionSuccession.objects.filter(predecessor_id=region_id) | (
        RegionSuccession.objects.filter(successor_id=region_id)
    )
    return [
        HistoryRow(
            row.effective_on,
            row.kind,
            held.full_name(row.predecessor_id),
            held.full_name(row.successor_id),
            row.source,
            held.areas[row.successor_id if row.predecessor_id == region_id else row.predecessor_id],
        )
        for row in rows
        if row.predecessor_id in held.areas and row.successor_id in held.areas
    ]


def nik_prefixes_of(region_id: int) -> list[str]:
    """The prefixes that this district has issued, those of earlier codes included."""
    rows = NikPrefix.objects.filter(region_id=region_id).order_by("prefix6")
    return list(rows.values_list("prefix6", flat=True))


# --- below the desa, service points, islands ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class DusunRow:
    id: int
    village_id: int
    name: str
    number: int | None


def dusun_of(village_ids: Sequence[int] | frozenset[int]) -> list[DusunRow]:
    rows = Dusun.objects.filter(village_id__in=village_ids).order_by("village_id", "number", "name")
    return [DusunRow(*row) for row in rows.values_list("id", "village_id", "name", "number")]


def rukun_tetangga_of(village_id: int) -> list[tuple[int | None, str, str]]:
    """(dusun id, RW, RT) of the village, in order."""
    rows = RukunTetangga.objects.filter(village_id=village_id).order_by("dusun_id", "rw", "rt")
    return list(rows.values_list("dusun_id", "rw", "rt"))


@dataclass(frozen=True, slots=True)
class ServicePointRow:
    ref: str
    region_id: int
    kind: str
    name: str
    lat: float | None
    lng: float | None
    note: str
    active: bool


def service_points(region_id: int | None = None, *, active: bool = True) -> list[ServicePointRow]:
    """Places of service in the region (all of the office's without one), by name."""
    rows = ServicePoint.objects.order_by("kind", "name")
    if active:
        rows = rows.filter(active=True)
    if region_id is not None:
        held = tree()
        inside = {region_id} | {area.id for area in held.descendants(region_id)}
        rows = rows.filter(region_id__in=inside)
    return [
        ServicePointRow(*row)
        for row in rows.values_list(
            "ref", "region_id", "kind", "name", "lat", "lng", "note", "active"
        )
    ]


def service_point(ref: str) -> ServicePointRow | None:
    row = ServicePoint.objects.filter(ref=ref)
    found = row.values_list(
        "ref", "region_id", "kind", "name", "lat", "lng", "note", "active"
    ).first()
    return ServicePointRow(*found) if found else None


def boundary_counts() -> dict[str, int]:
    """How many kecamatan and desa of the office have a boundary, and how many there are."""
    held = tree()
    root = root_of(held)
    wanted = {level: {a.id for a in held.at_level(root, level)} for level in (DISTRICT, VILLAGE)}
    there = set(Boundary.objects.values_list("region_id", flat=True))
    return {
        "districts": len(wanted[DISTRICT] & there),
        "districts_of": len(wanted[DISTRICT]),
        "villages": len(wanted[VILLAGE] & there),
        "villages_of": len(wanted[VILLAGE]),
    }


@dataclass(frozen=True, slots=True)
class IslandRow:
    code: str
    name: str
    lat: float | None
    lng: float | None
    populated: bool


def islands() -> list[IslandRow]:
    """The named islands of the office's region; one name may stand for several codes."""
    held = tree()
    if held.root_id is None:
        return []
    inside = [held.root_id, *(area.id for area in held.descendants(held.root_id))]
    rows = Island.objects.filter(region_id__in=inside).order_by("code")
    return [IslandRow(*row) for row in rows.values_list("code", "name", "lat", "lng", "populated")]
