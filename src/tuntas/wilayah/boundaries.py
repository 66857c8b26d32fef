"""Checking the boundaries an office loads: GeoJSON (RFC 7946), WGS84, one feature per region.

Each feature is taken or listed with its reason; none is repaired in silence, because a
moved border is a statement about land.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import MultiPolygon, Polygon, is_valid_reason, set_precision, simplify

from tuntas.wilayah import codes
from tuntas.wilayah.errors import NotGeoJson

CODE_PROPERTIES = ("kode", "code", "kode_desa", "kode_wilayah", "kdppum", "id")
# About 11 m on the ground: invisible on a map of a regency, a tenth of the size.
OUTLINE_TOLERANCE_DEGREES = 0.0001
MOST_POINTS = 200_000


@dataclass(frozen=True, slots=True)
class CheckedBoundary:
    """A boundary ready to keep: the geometry as loaded and the outline that maps draw."""

    code: str
    geojson: str
    outline: str


@dataclass(frozen=True, slots=True)
class RejectedBoundary:
    """A feature that was not taken: its place in the file (from 1), its code as written, why."""

    feature: int
    code: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    accepted: tuple[CheckedBoundary, ...]
    rejected: tuple[RejectedBoundary, ...]


class _Fault(Exception):
    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def check(text: str, known_codes: Collection[str]) -> Checked:
    """Every feature of a FeatureCollection, taken or rejected.

    Raises:
        NotGeoJson: the text is no FeatureCollection in WGS84.
    """
    accepted: list[CheckedBoundary] = []
    rejected: list[RejectedBoundary] = []
    seen: set[str] = set()
    for number, feature in enumerate(_features(text), start=1):
        written = _written_code(feature)
        try:
            code = _known_code(written, known_codes, seen)
            accepted.append(_checked(code, feature))
            seen.add(code)
        except _Fault as fault:
            rejected.append(RejectedBoundary(number, written, fault.reason, fault.detail))
    return Checked(tuple(accepted), tuple(rejected))


def _features(text: str) -> list[Any]:
    try:
        document = json.loads(text)
    except ValueError as fault:
        raise NotGeoJson("json") from fault
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise NotGeoJson("type")
    named = str(document.get("crs", ""))
    if named and not any(good in named for good in ("CRS84", "4326")):
        raise NotGeoJson("crs")
    features = document.get("features")
    if not isinstance(features, list):
        raise NotGeoJson("features")
    return features


def _written_code(feature: Any) -> str:
    if not isinstance(feature, dict):
        return ""
    properties = feature.get("properties")
    lowered = (
        {str(key).lower(): value for key, value in properties.items()}
        if isinstance(properties, dict)
        else {}
    )
    for candidate in (
        *(lowered.get(name) for name in CODE_PROPERTIES),
        feature.get("id"),
    ):
        if candidate is not None and codes.normal(str(candidate)):
            return str(candidate)
    return next((str(lowered[name]) for name in CODE_PROPERTIES if lowered.get(name)), "")


def _known_code(written: str, known: Collection[str], seen: Collection[str]) -> str:
    code = codes.normal(written) if written else None
    if code is None:
        raise _Fault("no_code")
    if code not in known:
        raise _Fault("unknown_code")
    if code in seen:
        raise _Fault("repeated_code")
    return code


def _checked(code: str, feature: dict[str, Any]) -> CheckedBoundary:
    geometry = feature.get("geometry")
    shape = _shape(geometry if isinstance(geometry, dict) else {})
    if not shape.is_valid:
        raise _Fault("invalid_geometry", is_valid_reason(shape))
    plain = {"type": "MultiPolygon", "coordinates": _coordinates(shape)}
    return CheckedBoundary(code, json.dumps(plain, separators=(",", ":")), outline(shape))


def _shape(geometry: dict[str, Any]) -> MultiPolygon:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Fault("not_a_polygon", str(kind))
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise _Fault("empty_geometry")
    rings = [[_ring(ring) for ring in _list(polygon)] for polygon in polygons]
    if sum(len(ring) for polygon in rings for ring in polygon) > MOST_POINTS:
        raise _Fault("too_many_points")
    return MultiPolygon([Polygon(polygon[0], polygon[1:]) for polygon in rings])


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _Fault("empty_geometry")
    return value


def _ring(ring: Any) -> list[tuple[float, float]]:
    points = [_point(point) for point in _list(ring)]
    if len(points) < 4:
        raise _Fault("ring_too_short")
    if points[0] != points[-1]:
        raise _Fault("ring_not_closed")
    return points


def _point(point: Any) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) < 2:
        raise _Fault("bad_coordinate")
    lng, lat = point[0], point[1]
    numbers = all(type(value) in (int, float) and math.isfinite(value) for value in (lng, lat))
    if not numbers:
        raise _Fault("bad_coordinate")
    if abs(lat) > 90 and abs(lng) <= 90 and abs(lat) <= 180:
        raise _Fault("lat_lng_swapped", f"{lng}, {lat}")
    if not (-180 <= lng <= 180 and -90 <= lat <= 90):
        raise _Fault("not_wgs84", f"{lng}, {lat}")
    return float(lng), float(lat)


def _coordinates(shape: MultiPolygon) -> list[list[list[list[float]]]]:
    return [
        [_round(ring.coords, 6) for ring in (part.exterior, *part.interiors)]
        for part in shape.geoms
    ]


def _round(coords: Sequence[tuple[float, ...]], places: int) -> list[list[float]]:
    return [[round(point[0], places), round(point[1], places)] for point in coords]


def outline(shape: MultiPolygon) -> str:
    """Compact JSON of the simplified polygons: polygons → rings → [lng, lat]."""
    simple = set_precision(simplify(shape, OUTLINE_TOLERANCE_DEGREES), 0.00001)
    parts = [part for part in _polygons(simple) if not part.is_empty] or list(shape.geoms)
    rings = [[_round(ring.coords, 5) for ring in (p.exterior, *p.interiors)] for p in parts]
    return json.dumps(rings, separators=(",", ":"))


def _polygons(shape: Any) -> Iterator[Polygon]:
    if isinstance(shape, Polygon):
        yield shape
    else:
        for part in getattr(shape, "geoms", ()):
            yield from _polygons(part)
