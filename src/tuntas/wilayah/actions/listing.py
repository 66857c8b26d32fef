"""Taking over a list of regions: what is new is added, what has another name is renamed by date.

The whole list is compared in memory and written with a few bulk statements, so that
91,599 rows take seconds; a second import of the same list changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tuntas.wilayah import codes, national, revision
from tuntas.wilayah.actions import acts
from tuntas.wilayah.actions.acts import Actor
from tuntas.wilayah.models import Island, Region, RegionName
from tuntas.wilayah.national import ListedIsland, ListedRegion, Rejected

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ListReport:
    """What an import did or, on a dry run, would do; ``read`` = taken + unchanged + rejected."""

    rows_read: int
    added: int
    renamed: int
    placed: int
    unchanged: int
    islands_added: int
    islands_changed: int
    islands_unchanged: int
    rejected: tuple[Rejected, ...]
    absent: tuple[str, ...]

    @property
    def changed(self) -> int:
        return self.added + self.renamed + self.placed + self.islands_added + self.islands_changed


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    name: str
    lat: float | None
    lng: float | None


@dataclass(slots=True)
class _Plan:
    new: list[ListedRegion] = field(default_factory=list)
    renamed: list[tuple[_Known, ListedRegion]] = field(default_factory=list)
    placed: list[tuple[_Known, ListedRegion]] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    # Codes whose days begin with this list: their parent's children were known before.
    dated: set[str] = field(default_factory=set)


def import_national_list(
    *,
    actor: Actor,
    path: Path,
    source: str,
    on: date,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ListReport:
    """Take over the national list at *path* as of business day *on*.

    A code with another name than ours is renamed from *on*; a code of ours that the
    list does not have is reported as absent and stays as it is.

    Raises:
        UnknownListLayout: the file has neither known layout.
    """
    return take_over(
        actor=actor,
        listed=national.read(path),
        source=source,
        on=on,
        now=now,
        dry_run=dry_run,
        progress=progress,
    )


def take_over(
    *,
    actor: Actor,
    listed: national.NationalList,
    source: str,
    on: date,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ListReport:
    """As :func:`import_national_list`, of a list already read. One transaction."""
    with transaction.atomic():
        known = _known()
        plan = _compare(listed, known, on)
        island_plan = _compare_islands(listed.islands, known, plan)
        report = _report(listed, plan, island_plan)
        if not dry_run and report.changed:
            _write_regions(plan, source, on, progress or (lambda done, total: None))
            _write_islands(island_plan, source)
            _write_nik_prefixes(listed.regions, source)
            revision.renew()
            counts = {name: getattr(report, name) for name in ("added", "renamed", "placed")}
            acts.write(actor, "import_list", now, source=source, on=on.isoformat(), **counts)
    return report


def _known() -> dict[str, _Known]:
    rows = Region.objects.filter(valid_to__isnull=True)
    return {
        code: _Known(id_, name, lat, lng)
        for code, id_, name, lat, lng in rows.values_list("code", "id", "name", "lat", "lng")
    }


def _compare(listed: national.NationalList, known: dict[str, _Known], on: date) -> _Plan:
    plan = _Plan(rejected=list(listed.rejected))
    codes_in_list = {region.code for region in listed.regions}
    siblings = Counter(codes.parent(code) for code in known)
    ended = set(Region.objects.filter(valid_to__isnull=False).values_list("code", flat=True))
    renamed_late = set(
        RegionName.objects.filter(valid_to__gt=on).values_list("region__code", flat=True)
    )
    accepted: set[str] = set()
    for region in listed.regions:
        parent = codes.parent(region.code)
        before = known.get(region.code)
        if parent is not None and parent not in known and parent not in accepted:
            plan.rejected.append(Rejected(*region.place, region.code, "parent_unknown"))
            continue
        accepted.add(region.code)
        if before is None:
            plan.new.append(region)
            # One province alone is what ships; more of them mean that a list was taken before.
            if region.code in ended or siblings[parent] > (1 if parent is None else 0):
                plan.dated.add(region.code)
        elif before.name != region.name and region.code in renamed_late:
            plan.rejected.append(Rejected(*region.place, region.code, "older_than_history"))
        else:
            _compare_one(plan, before, region)
    levels = {codes.level(code) for code in codes_in_list}
    plan.absent = sorted(
        code for code in known if codes.level(code) in levels and code not in codes_in_list
    )
    return plan


def _compare_one(plan: _Plan, before: _Known, region: ListedRegion) -> None:
    if before.name != region.name:
        plan.renamed.append((before, region))
    elif before.lat is None and region.lat is not None:
        plan.placed.append((before, region))
    else:
        plan.unchanged += 1


@dataclass(slots=True)
class _IslandPlan:
    new: list[ListedIsland] = field(default_factory=list)
    changed: list[ListedIsland] = field(default_factory=list)
    unchanged: int = 0


def _compare_islands(
    islands: Iterable[ListedIsland], known: dict[str, _Known], plan: _Plan
) -> _IslandPlan:
    found = _IslandPlan()
    regions = known.keys() | {region.code for region in plan.new}
    ours = {
        code: (name, lat, lng, populated)
        for code, name, lat, lng, populated in Island.objects.values_list(
            "code", "name", "lat", "lng", "populated"
        )
    }
    for island in islands:
        if island.region_code not in regions:
            plan.rejected.append(Rejected(*island.place, island.code, "parent_unknown"))
        elif island.code not in ours:
            found.new.append(island)
        elif ours[island.code] != (
            island.name,
            island.lat,
            island.lng,
            island.populated,
        ):
            found.changed.append(island)
        else:
            found.unchanged += 1
    return found


def _report(listed: national.NationalList, plan: _Plan, islands: _IslandPlan) -> ListReport:
    return ListReport(
        rows_read=listed.rows,
        added=len(plan.new),
        renamed=len(plan.renamed),
        placed=len(plan.placed),
        unchanged=plan.unchanged,
        islands_added=len(islands.new),
        islands_changed=len(islands.changed),
        islands_unchanged=islands.unchanged,
        rejected=tuple(plan.rejected),
        absent=tuple(plan.absent),
    )


# --- writing -----------------------------------------------------------------------------------

_INSERT_REGION = """
    INSERT INTO wilayah_region (code, name, level, parent_id, valid_from, valid_to,
                                lat, lng, area_km2, is_island, source)
    VALUES (%s, %s, %s, %s, %s, NULL, %s, %s, %s, %s, %s)
"""
_INSERT_FORMER_NAME = """
    INSERT INTO wilayah_regionname (region_id, name, valid_to, source)
    VALUES (%s, %s, %s, %s) ON CONFLICT (region_id, valid_to) DO NOTHING
"""
_RENAME = "UPDATE wilayah_region SET name = %s WHERE id = %s"
_PLACE = "UPDATE wilayah_region SET lat = %s, lng = %s WHERE id = %s"
_INSERT_PREFIX = """
    INSERT INTO wilayah_nikprefix (prefix6, region_id, valid_from, valid_to, source)
    VALUES (%s, %s, NULL, NULL, %s) ON CONFLICT (prefix6) DO NOTHING
"""
_UPSERT_ISLAND = """
    INSERT INTO wilayah_island (code, name, region_id, lat, lng, populated, source)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, region_id = excluded.region_id,
        lat = excluded.lat, lng = excluded.lng, populated = excluded.populated,
        source = excluded.source
"""


def _many(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _write_regions(plan: _Plan, source: str, on: date, progress: Progress) -> None:
    done = 0
    for level in (1, 2, 3, 4):
        rows = [region for region in plan.new if codes.level(region.code) == level]
        parents = _ids_at_level(level - 1) if rows and level > 1 else {}
        _many(
            _INSERT_REGION,
            [_region_row(region, level, parents, source, on, plan) for region in rows],
        )
        done += len(rows)
        progress(done, len(plan.new))
    _many(
        _INSERT_FORMER_NAME,
        [(known.id, known.name, on, source) for known, _ in plan.renamed],
    )
    _many(_RENAME, [(region.name, known.id) for known, region in plan.renamed])
    _many(_PLACE, [(region.lat, region.lng, known.id) for known, region in plan.placed])


def _region_row(
    region: ListedRegion,
    level: int,
    parents: dict[str, int],
    source: str,
    on: date,
    plan: _Plan,
) -> tuple[Any, ...]:
    return (
        region.code,
        region.name,
        level,
        parents.get(codes.parent(region.code) or ""),
        on if region.code in plan.dated else None,
        region.lat,
        region.lng,
        region.area_km2,
        region.is_island,
        source,
    )


def _ids_at_level(*levels: int) -> dict[str, int]:
    rows = Region.objects.filter(level__in=levels, valid_to__isnull=True)
    return dict(rows.values_list("code", "id"))


def _write_nik_prefixes(regions: Iterable[ListedRegion], source: str) -> None:
    districts = [region.code for region in regions if codes.level(region.code) == 3]
    ids = _ids_at_level(3) if districts else {}
    rows = [(codes.nik_prefix(code), ids[code], source) for code in districts if code in ids]
    _many(_INSERT_PREFIX, rows)


def _write_islands(plan: _IslandPlan, source: str) -> None:
    ids = _ids_at_level(1, 2) if plan.new or plan.changed else {}
    _many(
        _UPSERT_ISLAND,
        [
            (i.code, i.name, ids[i.region_code], i.lat, i.lng, i.populated, source)
            for i in (*plan.new, *plan.changed)
        ],
    )
