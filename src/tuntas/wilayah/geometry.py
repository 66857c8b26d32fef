"""Drawing geometry: from degrees to a drawing, outlines, circles that do not overlap.

Pure: numbers in, numbers and SVG path strings out. Drawing units are about one CSS pixel;
``y`` grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon, simplify
from shapely.geometry import MultiPoint
from shapely.ops import unary_union

KM_PER_DEGREE = 111.195  # of latitude, mean sphere

Point = tuple[float, float]
Rings = Sequence[Sequence[Sequence[Sequence[float]]]]  # polygons → rings → [lng, lat]


@dataclass(frozen=True, slots=True)
class Bounds:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @staticmethod
    def around(points: Iterable[Point]) -> Bounds:
        """
        >>> Bounds.around([(1, 5), (3, 2)])
        Bounds(left=1, top=2, right=3, bottom=5)
        """
        xs, ys = zip(*points, strict=True)
        return Bounds(min(xs), min(ys), max(xs), max(ys))

    def joined(self, other: Bounds) -> Bounds:
        return Bounds(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular at a standard latitude: true to scale there, in kilometres, north up.

    For a regency (one or two degrees) the error of shape is below one part in a thousand.

    >>> [round(v, 3) for v in Projection(0.0).km(1.0, 1.0)]
    [111.195, -111.195]
    """

    standard_lat: float

    def km(self, lng: float, lat: float) -> Point:
        shrink = math.cos(math.radians(self.standard_lat))
        return lng * KM_PER_DEGREE * shrink, -lat * KM_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a plane in kilometres falls on the drawing: one scale for both directions."""

    units_per_km: float
    dx: float
    dy: float

    @staticmethod
    def fitted(bounds: Bounds, *, units_per_km: float, left: float, top: float) -> Frame:
        return Frame(
            units_per_km, left - bounds.left * units_per_km, top - bounds.top * units_per_km
        )

    def place(self, point: Point) -> Point:
        return point[0] * self.units_per_km + self.dx, point[1] * self.units_per_km + self.dy


# --- outlines ------------------------------------------------------------------------------------

SIMPLIFY_UNITS = 0.3
SMALLEST_PART_UNITS2 = 0.8


def drawn_shape(rings: Rings, projection: Projection, frame: Frame) -> MultiPolygon:
    """Polygons in degrees as simplified polygons in drawing units; no part is lost.

    A part too small to draw (an islet) becomes a dot of one unit, because an island that
    is left off the map is forgotten.
    """
    parts: list[Polygon] = []
    for polygon in rings:
        placed = [[frame.place(projection.km(p[0], p[1])) for p in ring] for ring in polygon]
        shape = Polygon(placed[0], placed[1:])
        if shape.area < SMALLEST_PART_UNITS2:
            parts.append(_dot(placed[0]))
        else:
            simple = simplify(shape, SIMPLIFY_UNITS, preserve_topology=True)
            parts.append(simple if isinstance(simple, Polygon) else shape)
    return MultiPolygon(parts)


def _dot(ring: Sequence[Point]) -> Polygon:
    bounds = Bounds.around(ring)
    x, y = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
    return Polygon([(x - 0.5, y), (x, y - 0.5), (x + 0.5, y), (x, y + 0.5)])


def path(shape: MultiPolygon | Polygon) -> str:
    """The ``d`` of an SVG path, to a tenth of a unit, relative after each start.

    >>> path(Polygon([(0, 0), (10, 0), (10, 5.04), (0, 5.04)]))
    'M0 0l10 0 0 5 -10 0z'
    """
    polygons = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return "".join(
        _ring_path(list(ring.coords))
        for polygon in polygons
        for ring in (polygon.exterior, *polygon.interiors)
    )


def _ring_path(coords: Sequence[Sequence[float]]) -> str:
    """Steps are taken between rounded points, so that rounding never adds up."""
    tenths = [(round(c[0] * 10), round(c[1] * 10)) for c in coords]
    if tenths and tenths[0] == tenths[-1]:
        tenths.pop()
    steps = [f"{_tenth(b[0] - a[0])} {_tenth(b[1] - a[1])}" for a, b in pairwise(tenths) if a != b]
    if len(steps) < 2:
        return ""
    return f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l{' '.join(steps)}z"


def _tenth(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def merged(shapes: Sequence[MultiPolygon]) -> MultiPolygon | Polygon:
    """One outline around neighbours, with the hairline gaps between them closed."""
    joined = unary_union([shape.buffer(0.6) for shape in shapes]).buffer(-0.6)
    return simplify(joined, SIMPLIFY_UNITS)


def soft_shape(points: Sequence[Point], radius: float) -> MultiPolygon | Polygon:
    """A calm background around circles: their neighbourhood with rounded bays."""
    near = MultiPoint(points).buffer(radius * 2.6).buffer(-radius * 0.9)
    return simplify(near, 0.4)


# --- circles -------------------------------------------------------------------------------------

RELAX_ROUNDS = 200
# Who is near whom changes slowly.
LOOK_AROUND_EVERY = 8
# Smaller than this a shade cannot be told from another.
SMALLEST_CORE = 0.38


def spread(anchors: NDArray[np.float64], radius: float, gap: float = 1.0) -> NDArray[np.float64]:
    """Move equal circles apart until none overlaps, each staying near its anchor.

    Args:
        anchors: shape (n, 2), drawing units.
        radius: of every circle.
        gap: least space between two circles.
    Returns:
        Centres, shape (n, 2): deterministic, at least ``2 × radius + gap`` apart but for
        a hundredth of a unit.

    >>> apart = spread(np.array([[0.0, 0.0], [1.0, 0.0]]), 5.0)
    >>> bool(np.linalg.norm(apart[0] - apart[1]) >= 10.99)
    True
    """
    centres = anchors.astype(np.float64).copy()
    n = len(centres)
    # Equal anchors would have no direction to part in: a tiny spiral gives each one.
    turn = np.arange(n) * 2.399963
    centres += np.column_stack([np.cos(turn), np.sin(turn)]) * 1e-3
    wanted = 2 * radius + gap
    pairs = np.triu_indices(n, k=1)
    first, second = pairs
    for round_ in range(RELAX_ROUNDS * 5):
        if round_ % LOOK_AROUND_EVERY == 0:
            first, second = _neighbours(centres, pairs, wanted * 2)
        if round_ < RELAX_ROUNDS:
            centres += (anchors - centres) * 0.05 * (1 - round_ / RELAX_ROUNDS)
        between = centres[second] - centres[first]
        distance = np.hypot(between[:, 0], between[:, 1])
        short = wanted - distance
        near = short > 0.005
        if near.any():
            push = between[near] / np.maximum(distance[near], 1e-9)[:, None]
            push *= (short[near] * 0.45)[:, None]
            np.add.at(centres, second[near], push)
            np.add.at(centres, first[near], -push)
        elif round_ >= RELAX_ROUNDS and round_ % LOOK_AROUND_EVERY == 0:
            break
    return centres


def _neighbours(
    centres: NDArray[np.float64],
    pairs: tuple[NDArray[np.intp], ...],
    reach: float,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    first, second = pairs
    between = centres[second] - centres[first]
    near = np.hypot(between[:, 0], between[:, 1]) < reach
    return first[near], second[near]


def radius_for(value: int, largest: int, full_radius: float) -> float:
    """A circle whose *area* is in proportion; one person is still seen.

    >>> radius_for(25, 100, 10.0), radius_for(1, 100, 10.0), radius_for(0, 100, 10.0)
    (5.0, 3.8, 0.0)
    """
    if value <= 0 or largest <= 0:
        return 0.0
    return max(SMALLEST_CORE * full_radius, full_radius * math.sqrt(min(1.0, value / largest)))


# --- rows for narrow screens ---------------------------------------------------------------------


def rows_by_width(spans: Mapping[int, Bounds], rows: int) -> list[list[int]]:
    """Cut groups, west to east, into rows whose widest is as narrow as can be.

    A regency along a coast is four times as wide as high: on a phone it is drawn as two
    strips, the western above. No group is cut.

    >>> spans = {1: Bounds(0, 0, 4, 1), 2: Bounds(4, 0, 6, 1), 3: Bounds(6, 0, 10, 1)}
    >>> rows_by_width(spans, 2)
    [[1], [2, 3]]
    """
    order = sorted(spans, key=lambda key: (spans[key].left + spans[key].right, key))
    best: list[list[int]] = [order]
    best_width = _width(order, spans)
    for cuts in _cuts(len(order), rows):
        parts = [order[a:b] for a, b in zip((0, *cuts), (*cuts, len(order)), strict=True)]
        width = max(_width(part, spans) for part in parts)
        if width < best_width - 1e-9:
            best, best_width = parts, width
    return best


def _cuts(n: int, rows: int) -> Iterable[tuple[int, ...]]:
    return combinations(range(1, n), rows - 1) if 1 < rows <= n else ()


def _width(keys: Sequence[int], spans: Mapping[int, Bounds]) -> float:
    return max(spans[key].right for key in keys) - min(spans[key].left for key in keys)
