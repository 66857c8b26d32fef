"""How far and how long between two places: straight line × detour by road, boats to islands.

An estimate for planning, not a measurement; the office overrides a pair where it knows
better. Values come from dated rows with their sources (``TravelParameter``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Place:
    lat: float
    lng: float
    is_island: bool = False


@dataclass(frozen=True, slots=True)
class Parameters:
    """Ratios of track length to straight line, speeds in km/h, minutes for boarding a boat."""

    road_detour_factor: float = 1.4
    sea_detour_factor: float = 1.1
    road_speed_kmh: float = 35.0
    sea_speed_kmh: float = 15.0
    embarkation_minutes: float = 20.0


@dataclass(frozen=True, slots=True)
class Journey:
    """One way. ``basis``: ``estimate`` or ``override`` (the office's own figure)."""

    road_km: float
    sea_km: float
    minutes: int
    basis: str

    @property
    def total_km(self) -> float:
        return self.road_km + self.sea_km


def great_circle_km(a_lat: float, a_lng: float, b_lat: float, b_lng: float) -> float:
    """Straight line over the earth in kilometres (haversine).

    >>> round(great_circle_km(0.785, 122.873, 0.892, 122.785), 1)
    15.4
    """
    a, b = math.radians(a_lat), math.radians(b_lat)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(b_lng - a_lng) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def estimate(
    origin: Place, destination: Place, landings: Sequence[Place], parameters: Parameters
) -> Journey:
    """The quickest way by road and, to or from an island, by one boat over a landing.

    Args:
        landings: places on the main land where a boat may land; villages will do.

    >>> journey = estimate(Place(0.785, 122.873), Place(0.892, 122.785, True),
    ...     [Place(0.844, 122.784)], Parameters())
    >>> round(journey.road_km, 1), round(journey.sea_km, 1), journey.minutes
    (16.6, 5.9, 72)
    """
    if origin.is_island == destination.is_island:
        return _direct(origin, destination, parameters)
    island, other = (origin, destination) if origin.is_island else (destination, origin)
    shores = [place for place in landings if not place.is_island] or [other]
    ways = (_over(island, shore, other, parameters) for shore in shores)
    return min(ways, key=lambda way: (way.minutes, way.total_km))


def journey_minutes(road_km: float, sea_km: float, parameters: Parameters) -> int:
    road = 60 * road_km / parameters.road_speed_kmh
    sea = 60 * sea_km / parameters.sea_speed_kmh
    return round(road + sea + (parameters.embarkation_minutes if sea_km else 0))


def _direct(origin: Place, destination: Place, parameters: Parameters) -> Journey:
    """Both on the main land: by road. Both on islands: by boat."""
    line = great_circle_km(origin.lat, origin.lng, destination.lat, destination.lng)
    sea_km = line * parameters.sea_detour_factor if origin.is_island else 0.0
    road_km = 0.0 if origin.is_island else line * parameters.road_detour_factor
    return _journey(road_km, sea_km, parameters)


def _over(island: Place, shore: Place, other: Place, parameters: Parameters) -> Journey:
    sea = great_circle_km(island.lat, island.lng, shore.lat, shore.lng)
    road = great_circle_km(shore.lat, shore.lng, other.lat, other.lng)
    return _journey(
        road * parameters.road_detour_factor, sea * parameters.sea_detour_factor, parameters
    )


def _journey(road_km: float, sea_km: float, parameters: Parameters) -> Journey:
    return Journey(road_km, sea_km, journey_minutes(road_km, sea_km, parameters), "estimate")
