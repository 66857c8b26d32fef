"""The unchanging part of a map, drawn once: outlines or circles, districts, names, scale.

An :class:`Atlas` holds two sheets, for a page's width and for a phone's; on a wide flat
regency the phone's sheet is cut into strips. ``drawing`` adds the values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np
from shapely import MultiPolygon, Point

from tuntas.wilayah import geometry
from tuntas.wilayah.geometry import Bounds, Frame, Projection, Rings
from tuntas.wilayah.labels import LabelWish, PlacedLabel, place_labels

LETTER_WIDTH = 7.3
LINE_HEIGHT = 15.0
MARGIN = 8.0
# Room above and below for names that do not fit between villages.
HEADROOM = 20.0
STRIP_GAP = 16.0
# Each cut asks the reader to look twice: it must show the villages much larger.
WORTH_A_STRIP = 1.25
_SHORTER = (("Kepulauan", "Kep."), ("Timur", "Tim."), ("Selatan", "Sel."), ("Tengah", "Teng."))


@dataclass(frozen=True, slots=True)
class MapVillage:
    """One village to draw.

    ``name`` is its full name, told apart from its namesakes; ``label`` is short, for the
    map of a single kecamatan, where there are none.
    """

    id: int
    code: str
    name: str
    label: str
    district_id: int
    lat: float
    lng: float
    is_island: bool = False
    outline: Rings | None = None


@dataclass(frozen=True, slots=True)
class MapDistrict:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class SheetSize:
    """Width in drawing units, and the height a sheet may take before strips get no larger."""

    name: str
    width: float
    most_height: float
    full_radius: float


WIDE = SheetSize("wide", 760, 520, 7.5)
NARROW = SheetSize("narrow", 340, 420, 7.0)
# The radii above suit a regency of this many villages.
USUAL_VILLAGES = 123


@dataclass(frozen=True, slots=True)
class VillageMark:
    """The fixed text around one village's changing value, shade and size."""

    id: int
    head: str  # … <title>Desa Biau, Kecamatan Biau
    shape: str  # the rest of the element whose class comes before it
    core: str  # the same for the core of a circle
    tail: str


@dataclass(frozen=True, slots=True)
class Sheet:
    size: SheetSize
    height: float
    radius: float
    behind: str
    marks: tuple[VillageMark, ...]
    before: str


@dataclass(frozen=True, slots=True)
class Atlas:
    sheets: tuple[Sheet, ...]
    with_outlines: bool


# --- building ------------------------------------------------------------------------------------


def build(
    villages: Sequence[MapVillage],
    districts: Sequence[MapDistrict],
    islets: Sequence[geometry.Point] = (),
    href: str = "",
) -> Atlas:
    """Both sheets of the villages.

    Args:
        islets: (lng, lat) of named islands, drawn as dots where there are no outlines.
        href: address of a village's page with ``{code}`` in it; empty for no links.
    """
    # A few missing outlines are drawn as discs among the others; a few alone are no map.
    outlined = sum(1 for village in villages if village.outline)
    with_outlines = outlined * 2 > len(villages)
    sheets = tuple(
        _sheet(size, villages, districts, () if with_outlines else islets, href, with_outlines)
        for size in (_sized(WIDE, len(villages)), _sized(NARROW, len(villages)))
        if villages
    )
    return Atlas(sheets, with_outlines)


def _mark(village: MapVillage, painter: _Painter, href: str) -> VillageMark:
    x, y = painter.centres[village.id]
    opening, tail = _wrapped(href, village.code)
    at = f'" cx="{x}" cy="{y}" r="'
    outline = painter.paths.get(village.id)
    shape = f'" d="{outline}"/>' if outline is not None else f'{at}{painter.radius}"/>'
    return VillageMark(village.id, f"{opening}<title>{escape(village.name)}", shape, at, tail)


def _wrapped(href: str, code: str) -> tuple[str, str]:
    """Links stand out of the order of tabs: the table beside a map leads to the same pages."""
    if not href:
        return "<g>", "</g>"
    return f'<a href="{escape(href.format(code=code))}" tabindex="-1">', "</a>"


def _sized(size: SheetSize, villages: int) -> SheetSize:
    """The fewer the villages, the larger each circle, up to the width of a thumb."""
    grown = size.full_radius * math.sqrt(USUAL_VILLAGES / max(1, villages))
    lower = size.most_height if villages > 30 else min(size.most_height, 400.0)
    return replace(size, full_radius=round(min(max(5.0, grown), 16.0), 1), most_height=lower)


@dataclass(frozen=True, slots=True)
class _Strip:
    villages: tuple[MapVillage, ...]
    bounds: Bounds
    frame: Frame
    top: float


def _sheet(
    size: SheetSize,
    villages: Sequence[MapVillage],
    districts: Sequence[MapDistrict],
    islets: Sequence[geometry.Point],
    href: str,
    with_outlines: bool,
) -> Sheet:
    projection = Projection(sum(village.lat for village in villages) / len(villages))
    strips = _strips(size, villages, projection, with_outlines)
    height = strips[-1].top + strips[-1].bounds.height * strips[-1].frame.units_per_km
    height += HEADROOM + MARGIN
    painter = _painter(size, strips, projection, with_outlines)
    names = _labels(size, height, villages, districts, painter)
    marks = tuple(_mark(village, painter, href) for village in villages)
    behind = painter.behind + _islets(islets, strips, projection, painter)
    before = painter.before + names + _scale_bar(strips[0].frame, size, height)
    return Sheet(size, height, painter.radius, behind, marks, before)


def _strips(
    size: SheetSize, villages: Sequence[MapVillage], projection: Projection, outlined: bool
) -> list[_Strip]:
    """As many strips as make the drawing largest within the height it may take."""
    spans: dict[int, Bounds] = {}
    for village in villages:
        bounds = _extent(village, projection, outlined)
        known = spans.get(village.district_id)
        spans[village.district_id] = known.joined(bounds) if known else bounds
    best = _laid_out(size, villages, spans, 1)
    for rows in (2, 3):
        strips = _laid_out(size, villages, spans, rows)
        if strips[0].frame.units_per_km > best[0].frame.units_per_km * WORTH_A_STRIP:
            best = strips
    return best


def _laid_out(
    size: SheetSize, villages: Sequence[MapVillage], spans: Mapping[int, Bounds], rows: int
) -> list[_Strip]:
    groups = geometry.rows_by_width(spans, rows) if size.width < 500 else [list(spans)]
    bounds = [_joined([spans[key] for key in group]) for group in groups]
    # As far as the ground around a circle reaches.
    pad = size.full_radius * 1.7 + 2
    across = (size.width - 2 * (MARGIN + pad)) / max(1e-06, *(b.width for b in bounds))
    room = size.most_height - 2 * HEADROOM - MARGIN - (len(groups) - 1) * (STRIP_GAP + 2 * pad)
    down = room / max(1e-6, sum(b.height for b in bounds))
    scale = min(across, down)
    strips: list[_Strip] = []
    top = HEADROOM + pad
    for group, box in zip(groups, bounds, strict=True):
        left = (size.width - box.width * scale) / 2
        frame = Frame.fitted(box, units_per_km=scale, left=left, top=top)
        inside = tuple(village for village in villages if village.district_id in set(group))
        strips.append(_Strip(inside, box, frame, top))
        top += box.height * scale + STRIP_GAP + 2 * pad
    return strips


def _joined(boxes: Sequence[Bounds]) -> Bounds:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.joined(box)
    return whole


def _extent(village: MapVillage, projection: Projection, outlined: bool) -> Bounds:
    if outlined and village.outline:
        return Bounds.around(
            projection.km(point[0], point[1]) for polygon in village.outline for point in polygon[0]
        )
    return Bounds.around([projection.km(village.lng, village.lat)])


# --- two ways of painting ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Painter:
    """Where everything stands on one sheet."""

    centres: Mapping[int, geometry.Point]
    paths: Mapping[int, str]
    owners: Mapping[int, int]
    homes: Mapping[int, Bounds]
    weights: Mapping[int, float]
    radius: float
    behind: str
    before: str


def _painter(
    size: SheetSize, strips: Sequence[_Strip], projection: Projection, outlined: bool
) -> _Painter:
    paint = _paint_outlines if outlined else _paint_circles
    return paint(size, strips, projection)


def _paint_outlines(size: SheetSize, strips: Sequence[_Strip], projection: Projection) -> _Painter:
    shapes = {
        village.id: _shape(village, projection, strip.frame)
        for strip in strips
        for village in strip.villages
    }
    members = _by_district(strips)
    borders = {
        district: geometry.merged([shapes[village.id] for village in inside])
        for district, inside in members.items()
    }
    centres = {id_: _inner_point(shape) for id_, shape in shapes.items()}
    homes: dict[int, Bounds] = {}
    for district, border in borders.items():
        x, y = border.representative_point().coords[0]
        half = min(40.0, (border.bounds[2] - border.bounds[0]) / 4)
        homes[district] = Bounds(x - half, y - LINE_HEIGHT / 2, x + half, y + LINE_HEIGHT / 2)
    lines = "".join(geometry.path(border) for border in borders.values())
    before = f'<path class="m-border" d="{lines}"/>'
    return _Painter(
        centres,
        {id_: geometry.path(shape) for id_, shape in shapes.items()},
        _owners(strips),
        homes,
        {district: float(border.area) for district, border in borders.items()},
        0.0,
        "",
        before,
    )


def _shape(village: MapVillage, projection: Projection, frame: Frame) -> MultiPolygon:
    if village.outline:
        return geometry.drawn_shape(village.outline, projection, frame)
    disc = Point(frame.place(projection.km(village.lng, village.lat))).buffer(4.0, quad_segs=4)
    return MultiPolygon([disc])


def _inner_point(shape: MultiPolygon) -> geometry.Point:
    x, y = shape.representative_point().coords[0]
    return round(x, 1), round(y, 1)


def _paint_circles(size: SheetSize, strips: Sequence[_Strip], projection: Projection) -> _Painter:
    centres: dict[int, geometry.Point] = {}
    for strip in strips:
        anchors = np.array(
            [strip.frame.place(projection.km(v.lng, v.lat)) for v in strip.villages]
        ).reshape(-1, 2)
        apart = geometry.spread(anchors, size.full_radius)
        low, high = MARGIN + size.full_radius, size.width - MARGIN - size.full_radius
        apart[:, 0] = np.clip(apart[:, 0], low, high)
        for village, (x, y) in zip(strip.villages, apart, strict=True):
            centres[village.id] = (round(float(x), 1), round(float(y), 1))
    members = _by_district(strips)
    behind = "".join(
        _ground([centres[village.id] for village in inside], size) for inside in members.values()
    )
    homes = {
        district: Bounds.around([centres[village.id] for village in inside])
        for district, inside in members.items()
    }
    grown = {
        key: Bounds(
            box.left,
            box.top - size.full_radius,
            box.right,
            box.bottom + size.full_radius,
        )
        for key, box in homes.items()
    }
    weights = {district: float(len(inside)) for district, inside in members.items()}
    return _Painter(centres, {}, _owners(strips), grown, weights, size.full_radius, behind, "")


def _ground(points: Sequence[geometry.Point], size: SheetSize) -> str:
    shape = geometry.soft_shape(points, size.full_radius)
    return f'<path class="m-ground" d="{geometry.path(shape)}"/>'


def _owners(strips: Sequence[_Strip]) -> dict[int, int]:
    return {village.id: village.district_id for strip in strips for village in strip.villages}


def _by_district(strips: Sequence[_Strip]) -> dict[int, list[MapVillage]]:
    members: dict[int, list[MapVillage]] = {}
    for strip in strips:
        for village in strip.villages:
            members.setdefault(village.district_id, []).append(village)
    return members


# --- names, islets, scale ------------------------------------------------------------------------


def _labels(
    size: SheetSize,
    height: float,
    villages: Sequence[MapVillage],
    districts: Sequence[MapDistrict],
    painter: _Painter,
) -> str:
    """The names of the districts or, on the map of one district, of its villages."""
    alone = len(painter.homes) == 1
    wishes = _village_wishes(villages, painter) if alone else _district_wishes(districts, painter)
    circles = [
        (x, y, painter.radius, village_id if alone else painter.owners[village_id])
        for village_id, (x, y) in painter.centres.items()
        if painter.radius
    ]
    placed = place_labels(
        wishes,
        obstacles=np.array(circles, dtype=np.float64).reshape(-1, 4),
        page=Bounds(0, 0, size.width, height - MARGIN),
        letter_width=LETTER_WIDTH,
        line_height=LINE_HEIGHT,
    )
    return "".join(_label(label) for label in placed)


def _village_wishes(villages: Sequence[MapVillage], painter: _Painter) -> list[LabelWish]:
    half = max(painter.radius, 4.0)
    return [
        LabelWish(
            village.id, _short(village.label), Bounds(x - half, y - half, x + half, y + half), 1
        )
        for village in villages
        for x, y in [painter.centres[village.id]]
    ]


def _district_wishes(districts: Sequence[MapDistrict], painter: _Painter) -> list[LabelWish]:
    return [
        LabelWish(district.id, _short(district.name), painter.homes[district.id], weight)
        for district in districts
        if (weight := painter.weights.get(district.id)) is not None
    ]


def _label(label: PlacedLabel) -> str:
    return (
        f'<text class="m-label" x="{label.x:.0f}" y="{label.y:.0f}" text-anchor="middle"'
        f' font-size="13">{escape(label.text)}</text>'
    )


def _short(name: str) -> str:
    for long, short in _SHORTER:
        name = name.replace(f" {long}", f" {short}")
    return name


def _islets(
    islets: Sequence[geometry.Point],
    strips: Sequence[_Strip],
    projection: Projection,
    painter: _Painter,
) -> str:
    dots: list[str] = []
    for lng, lat in islets:
        point = projection.km(lng, lat)
        strip = min(strips, key=lambda s: _outside(point, s.bounds))
        x, y = strip.frame.place(point)
        dots.append(f"M{x - 1.2:.1f} {y:.1f}a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0 -2.4 0z")
    return f'<path class="m-islet" d="{"".join(dots)}"/>' if dots else ""


def _outside(point: geometry.Point, box: Bounds) -> float:
    return max(box.left - point[0], point[0] - box.right, 0.0)


def _scale_bar(frame: Frame, size: SheetSize, height: float) -> str:
    wanted = size.width / 6 / frame.units_per_km
    km = max((n for n in (1, 2, 5, 10, 20, 50, 100, 200) if n <= wanted), default=1)
    left, y = MARGIN, height - MARGIN
    return (
        f'<path class="m-scale" d="M{left:.0f} {y - 4:.0f}v4h{km * frame.units_per_km:.1f}v-4"/>'
        f'<text class="m-note" x="{left + km * frame.units_per_km + 6:.0f}" y="{y:.0f}"'
        f' font-size="12">{km} km</text>'
    )
