"""Maps of the office's villages as SVG: built once per change of the regions, then coloured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tuntas.web import numerals
from tuntas.wilayah import atlas, drawing, queries, shading
from tuntas.wilayah.atlas import Atlas, MapDistrict, MapVillage
from tuntas.wilayah.geometry import Rings
from tuntas.wilayah.models import Boundary
from tuntas.wilayah.tree import DISTRICT, VILLAGE, Tree

# The state of the regions, the root, the villages of an earlier day, the address of a village.
_Key = tuple[str, int, tuple[int, ...] | None, str]
_MOST_REMEMBERED = 40
_remembered: dict[_Key, Atlas] = {}
_building = Lock()


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One shade with its words; *class_* goes on the swatch."""

    class_: str
    name: str


def choropleth_svg(
    values: Mapping[int, int],
    *,
    title: str,
    unit: str,
    description: str = "",
    href: str = "",
    key: str = "peta",
    region_id: int | None = None,
    on: date | None = None,
    shade: str = "left",
) -> str:
    """A map of the villages of *region_id* (the office's region by default), as SVG text.

    Two drawings, one for a page and one for a phone; the stylesheet shows the fitting one.

    Args:
        values: by village id; a village that is missing is drawn as *unknown*.
        unit: words after a number in the tooltip: ``orang belum rekam``.
        description: for those who cannot see it; where most are left, when not given.
        href: address of a village's page with ``{code}`` in it; empty for no links.
        key: an id that is unique on the page.
        shade: ``left`` (red: asks for action) or ``ink`` (plain quantity).
    """
    mark, held = queries.marked_tree()
    drawn = _atlas(mark, held, _root(held, region_id), on, href)
    language = get_language() or "id"
    numbers = {id_: numerals.whole(value, language) for id_, value in values.items()}
    words = drawing.Wording(
        key=key,
        title=title,
        description=description or _summary(held, values, numbers, unit),
        unit=unit,
        shade=shade,
        linked=bool(href),
    )
    return drawing.draw(drawn, values, numbers, words)


def legend(values: Mapping[int, int]) -> list[LegendItem]:
    """The shades that :func:`choropleth_svg` gives these values, for ``components/legend``."""
    language = get_language() or "id"
    bounds = shading.class_bounds(values.values())
    items = [LegendItem("m-0", numerals.whole(0, language))]
    for place, low in enumerate(bounds, start=1):
        high = bounds[place] - 1 if place < len(bounds) else None
        items.append(LegendItem(f"m-{place}", _range(low, high, language)))
    return items


def _range(low: int, high: int | None, language: str) -> str:
    first = numerals.whole(low, language)
    if high is None:
        return _("%(low)s atau lebih") % {"low": first}
    if high == low:
        return first
    return f"{first}–{numerals.whole(high, language)}"


def has_outlines(region_id: int | None = None) -> bool:
    """Whether the map is drawn from boundaries that the office has loaded."""
    mark, held = queries.marked_tree()
    return _atlas(mark, held, _root(held, region_id), None, "").with_outlines


def outlines() -> dict[str, Rings]:
    """Outlines of the office's villages by code, polygons → rings → [lng, lat]; empty while the
    office has loaded none."""
    held = queries.tree()
    areas = {area.id: area.code for area in held.at_level(_root(held, None), VILLAGE)}
    return {areas[id_]: rings for id_, rings in _outlines(list(areas)).items()}


def _root(held: Tree, region_id: int | None) -> int:
    return region_id if region_id is not None else queries.root_of(held)


def _summary(held: Tree, values: Mapping[int, int], numbers: Mapping[int, str], unit: str) -> str:
    """The three largest in words: what a glance at the map says."""
    most = sorted((id_ for id_ in values if values[id_] > 0), key=lambda id_: -values[id_])
    if not most:
        return _("Tidak ada desa dengan angka di atas nol.")
    told = "; ".join(f"{held.full_name(id_)}: {numbers[id_]} {unit}" for id_ in most[:3])
    return ngettext(
        "Terbanyak di %(count)d desa dengan angka: %(most)s.",
        "Terbanyak dari %(count)d desa dengan angka: %(most)s.",
        len(most),
    ) % {"count": len(most), "most": told}


def _atlas(mark: str, held: Tree, root: int, on: date | None, href: str) -> Atlas:
    # Most days have the same villages: an earlier day is remembered by them, not by its date.
    ids = tuple(area.id for area in held.at_level(root, VILLAGE, on)) if on else None
    key = (mark, root, ids, href)
    found = _remembered.get(key) if mark else None
    if found is None:
        with _building:
            found = _build(held, root, on, href)
            if len(_remembered) >= _MOST_REMEMBERED:
                _remembered.clear()
            _remembered[key] = found
    return found


def _build(held: Tree, root: int, on: date | None, href: str) -> Atlas:
    inside = held.at_level(root, VILLAGE, on)
    outlines = _outlines([area.id for area in inside])
    villages = [
        MapVillage(
            area.id,
            area.code,
            held.full_name(area.id),
            area.name,
            area.parent_id or 0,
            area.lat,
            area.lng,
            area.is_island,
            outlines.get(area.id),
        )
        for area in inside
        if area.lat is not None and area.lng is not None
    ]
    parents = {village.district_id for village in villages}
    districts = [
        MapDistrict(area.id, area.name)
        for area in held.areas.values()
        if area.level == DISTRICT and area.id in parents
    ]
    islets = [
        (island.lng, island.lat)
        for island in queries.islands()
        if island.lat is not None and island.lng is not None
    ]
    return atlas.build(villages, districts, islets if root == held.root_id else (), href)


def _outlines(village_ids: list[int]) -> dict[int, Rings]:
    rows = Boundary.objects.filter(region_id__in=village_ids)
    return {id_: json.loads(text) for id_, text in rows.values_list("region_id", "outline")}
