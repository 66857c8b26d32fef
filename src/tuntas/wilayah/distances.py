"""Distances between regions of the office, with its own figures first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tuntas.wilayah import queries, travel
from tuntas.wilayah.errors import SamePlace
from tuntas.wilayah.models import DistanceOverride, ServicePoint, TravelParameter
from tuntas.wilayah.travel import Journey, Parameters, Place
from tuntas.wilayah.tree import Area

_FIELD_OF = {
    "road_detour_factor": "road_detour_factor",
    "sea_detour_factor": "sea_detour_factor",
    "road_speed": "road_speed_kmh",
    "sea_speed": "sea_speed_kmh",
    "embarkation": "embarkation_minutes",
}


def travel_parameters(on: date) -> Parameters:
    """The values in force on the day; the shipped ones where the office has none."""
    rows = TravelParameter.objects.filter(valid_from__lte=on).order_by("valid_from")
    values = dict(rows.values_list("name", "value"))
    return Parameters(**{_FIELD_OF[name]: values[name] for name in _FIELD_OF if name in values})


def journey(origin_id: int, destination_id: int, *, on: date) -> Journey | None:
    """The way from one region to another; ``None`` where a place has no coordinates.

    Raises:
        SamePlace: there is no way from a place to itself.
    """
    if origin_id == destination_id:
        raise SamePlace
    parameters = travel_parameters(on)
    low, high = sorted((origin_id, destination_id))
    override = DistanceOverride.objects.filter(origin_id=low, destination_id=high).first()
    if override is not None:
        return _overridden(override, parameters)
    held = queries.tree()
    ends = [_place(held.areas.get(region_id)) for region_id in (origin_id, destination_id)]
    if ends[0] is None or ends[1] is None:
        return None
    return travel.estimate(ends[0], ends[1], _landings(), parameters)


def distance_km(origin_id: int, destination_id: int, *, on: date) -> float | None:
    """Kilometres of road and sea together; ``None`` where a place has no coordinates."""
    if origin_id == destination_id:
        return 0.0
    way = journey(origin_id, destination_id, on=on)
    return way.total_km if way else None


def journeys_from_office(*, on: date) -> dict[int, Journey]:
    """The way from the office to each village, by village id; empty while it has no place."""
    start = ServicePoint.objects.filter(kind="office", active=True).order_by("id").first()
    if start is None or start.lat is None or start.lng is None:
        return {}
    parameters, landings = travel_parameters(on), _landings()
    overrides = _overrides_of(start.region_id)
    here = Place(start.lat, start.lng)
    found: dict[int, Journey] = {}
    for village in queries.villages(on):
        there = _place(village)
        if village.id in overrides:
            found[village.id] = _overridden(overrides[village.id], parameters)
        elif there is not None:
            found[village.id] = travel.estimate(here, there, landings, parameters)
    return found


def between_all(region_ids: Sequence[int], *, on: date) -> list[list[Journey | None]]:
    """The ways between all of these regions, in their order; ``None`` without coordinates.

    A way is the same back, and none leads from a place to itself: minutes and kilometres 0.
    """
    parameters, landings = travel_parameters(on), _landings()
    held = queries.tree()
    places = [_place(held.areas.get(region_id)) for region_id in region_ids]
    stated = {
        (row.origin_id, row.destination_id): _overridden(row, parameters)
        for row in DistanceOverride.objects.filter(
            origin_id__in=region_ids, destination_id__in=region_ids
        )
    }
    here = Journey(0.0, 0.0, 0, "estimate")
    table: list[list[Journey | None]] = [[here] * len(places) for _ in places]
    for a, b in combinations(range(len(places)), 2):
        low, high = sorted((region_ids[a], region_ids[b]))
        start, end = places[a], places[b]
        way = stated.get((low, high))
        if way is None and start is not None and end is not None:
            way = travel.estimate(start, end, landings, parameters)
        table[a][b] = table[b][a] = way
    return table


@dataclass(frozen=True, slots=True)
class DistanceRow:
    id: int
    origin: Area
    destination: Area
    road_km: float
    sea_km: float
    minutes: int | None
    note: str
    source: str


def overrides() -> list[DistanceRow]:
    """The pairs the office has stated itself, by the codes of their ends."""
    held = queries.tree()
    rows = [
        DistanceRow(
            row.id,
            held.areas[row.origin_id],
            held.areas[row.destination_id],
            row.road_km,
            row.sea_km,
            row.minutes,
            row.note,
            row.source,
        )
        for row in DistanceOverride.objects.all()
        if row.origin_id in held.areas and row.destination_id in held.areas
    ]
    return sorted(rows, key=lambda row: (row.origin.code, row.destination.code))


def _overrides_of(region_id: int) -> dict[int, DistanceOverride]:
    rows = DistanceOverride.objects.filter(origin_id=region_id) | DistanceOverride.objects.filter(
        destination_id=region_id
    )
    return {
        row.destination_id if row.origin_id == region_id else row.origin_id: row for row in rows
    }


def _overridden(row: DistanceOverride, parameters: Parameters) -> Journey:
    minutes = row.minutes
    if minutes is None:
        minutes = travel.journey_minutes(row.road_km, row.sea_km, parameters)
    return Journey(row.road_km, row.sea_km, minutes, "override")


def _place(area: Area | None) -> Place | None:
    if area is None or area.lat is None or area.lng is None:
        return None
    return Place(area.lat, area.lng, area.is_island)


def _landings() -> list[Place]:
    places = (_place(village) for village in queries.villages())
    return [place for place in places if place is not None and not place.is_island]
