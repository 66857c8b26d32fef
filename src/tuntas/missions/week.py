"""The regency's week: 862 unrecorded people, four teams, seven days; and variations of it.

What the planner is measured on. The people are those of the demo's story on the evening of 14
June 2023, frozen by desa in ``data/unrecorded_2023_06_14.csv``; the way between desa is the
office's own estimate; how likely people come is drawn by desa, since nobody has measured it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources

import numpy as np

from tuntas.missions.planning.problem import (
    OPERATOR,
    Costs,
    Gear,
    Group,
    Officer,
    Place,
    Problem,
    Rules,
    Session,
    Team,
    Travel,
    Venue,
)
from tuntas.wilayah import shipped, travel

BASE = "kantor"
_OFFICE = travel.Place(shipped.OFFICE_LAT, shipped.OFFICE_LNG)
_DRAWN = 75_05


@dataclass(frozen=True, slots=True)
class Variation:
    """A week that differs: teams, days, minutes, kits a team, budget in rupiah, boats."""

    teams: int = 4
    days: int = 7
    minutes: float = 10.0
    setup: int = 60
    kits: int = 1
    boats: int = 2
    hours: int = 8
    budget: int | None = None
    draw: int = _DRAWN


def variations() -> tuple[Variation, ...]:
    """Twenty weeks around the regency's: teams, times and budgets."""
    return (
        Variation(teams=2), Variation(teams=3), Variation(teams=5), Variation(teams=6),
        Variation(days=3), Variation(days=5), Variation(days=10),
        Variation(minutes=5.0), Variation(minutes=15.0), Variation(minutes=20.0),
        Variation(setup=30), Variation(setup=90), Variation(hours=6), Variation(hours=10),
        Variation(teams=3, kits=2, minutes=15.0), Variation(boats=1, teams=6),
        Variation(budget=24_000_000), Variation(budget=20_000_000), Variation(budget=15_000_000),
        Variation(teams=2, days=5, minutes=5.0, setup=30, draw=75_06),
    )  # fmt: skip


def unrecorded() -> dict[str, int]:
    """By the code of each desa, on the evening of 14 June 2023 of the demo's story."""
    packaged = resources.files(__package__).joinpath("data/unrecorded_2023_06_14.csv")
    lines = packaged.read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["code"]: int(row["unrecorded"]) for row in rows}


def problem(variation: Variation | None = None) -> Problem:
    """The week as a problem of the planner; without an argument the one that is published."""
    asked = variation or Variation()
    regions = {region.code: region for region in shipped.regions()}
    counts = unrecorded()
    rng = np.random.default_rng(asked.draw)
    coming = dict(zip(counts, rng.uniform(0.35, 0.8, len(counts)), strict=True))
    places = tuple(
        Place(
            code,
            regions[code].name,
            code.rpartition(".")[0],
            regions[code.rpartition(".")[0]].name,
            regions[code].is_island,
        )
        for code in counts
    )
    first = date(2023, 6, 14)
    return Problem(
        places=(*places, Place(BASE, "Kantor", "75.05.02", "Kwandang")),
        venues=tuple(
            Venue(code, code, (Group(people, float(coming[code]), asked.minutes),), most_visits=1)
            for code, people in counts.items()
        ),
        teams=tuple(Team(f"tim-{n + 1}", BASE, _crew(n, asked.kits)) for n in range(asked.teams)),
        gear=(
            *(Gear(f"kit-{n + 1}", "kit") for n in range(asked.teams * asked.kits)),
            *(Gear(f"perahu-{n + 1}", "boat", seats=6, cost=500_000) for n in range(asked.boats)),
        ),
        sessions=tuple(
            Session(first + timedelta(days=n), starts=480, ends=480 + 60 * asked.hours)
            for n in range(asked.days)
        ),
        travel=_travel(list(counts), regions),
        rules=Rules(setup_minutes=asked.setup),
        costs=Costs(officer_session=200_000, road_km=3_000, sea_km=10_000),
        budget=asked.budget,
    )


def _crew(team: int, operators: int) -> tuple[Officer, ...]:
    """Three people, one for each kit an operator."""
    return tuple(
        Officer(f"{team + 1}-{n + 1}", (OPERATOR,) if n < operators else ()) for n in range(3)
    )


def _travel(codes: Sequence[str], regions: dict[str, shipped.ShippedRegion]) -> Travel:
    """The office's own estimate of every way, both directions alike."""
    there = [_place(regions[code]) for code in codes] + [_OFFICE]
    landings = [place for place in there if not place.is_island]
    parameters = travel.Parameters()
    size = len(there)
    minutes = np.zeros((size, size), np.int64)
    road, sea = np.zeros((size, size)), np.zeros((size, size))
    for a in range(size):
        for b in range(a):
            way = travel.estimate(there[a], there[b], landings, parameters)
            minutes[a, b] = minutes[b, a] = way.minutes
            road[a, b] = road[b, a] = round(way.road_km, 1)
            sea[a, b] = sea[b, a] = round(way.sea_km, 1)
    return Travel(
        (*codes, BASE),
        tuple(map(tuple, minutes.tolist())),
        tuple(map(tuple, road.tolist())),
        tuple(map(tuple, sea.tolist())),
    )


def _place(region: shipped.ShippedRegion) -> travel.Place:
    assert region.lat is not None  # every shipped desa has its place
    assert region.lng is not None
    return travel.Place(region.lat, region.lng, region.is_island)
