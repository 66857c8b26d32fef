"""The region facts that ship with the program, read from ``data/`` (sources in its README)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

SOURCE = "Kepmendagri 300.2.2-2430/2025; BIG"
OFFICE_CODE = "75.05"
OFFICE_LAT, OFFICE_LNG = 0.785, 122.873
OFFICE_VILLAGE_CODE = "75.05.02.2002"

# No province has 99; in the demo its districts stand for those of 75.05.
DEMO_PROVINCE = "99"


@dataclass(frozen=True, slots=True)
class ShippedRegion:
    code: str
    name: str
    lat: float | None
    lng: float | None
    area_km2: float | None
    is_island: bool


@dataclass(frozen=True, slots=True)
class VillageVoters:
    """Voters of the 2024 election in one desa; *imputed* where a station published no count."""

    code: str
    stations: int
    stations_missing: int
    voters_observed: int
    voters: int

    @property
    def imputed(self) -> bool:
        return self.stations_missing > 0


@dataclass(frozen=True, slots=True)
class ShippedParameter:
    name: str
    value: float
    unit: str
    valid_from: date
    source: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("tuntas.wilayah").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _number(text: str) -> float | None:
    return float(text) if text else None


def regions() -> list[ShippedRegion]:
    """Province 75, its regencies, and the kecamatan and desa of 75.05, parents first."""
    return [
        ShippedRegion(
            row["code"],
            row["name"],
            _number(row["lat"]),
            _number(row["lng"]),
            _number(row["area_km2"]),
            row["is_island"] == "1",
        )
        for row in _rows("regions.csv")
    ]


def village_voters() -> list[VillageVoters]:
    """Polling-station counts per desa of 75.05, by code."""
    return [
        VillageVoters(
            row["code"],
            int(row["stations"]),
            int(row["stations_missing"]),
            int(row["voters_observed"]),
            int(row["voters"]),
        )
        for row in _rows("voters_2024.csv")
    ]


def nik_prefixes() -> list[str]:
    return [row["prefix6"] for row in _rows("nik_prefixes.csv")]


def travel_parameters() -> list[ShippedParameter]:
    return [
        ShippedParameter(
            row["name"],
            float(row["value"]),
            row["unit"],
            date.fromisoformat(row["valid_from"]),
            row["source"],
        )
        for row in _rows("travel_parameters.csv")
    ]


def demo_nik_prefix(district_code: str) -> str:
    """The prefix under which the demo makes NIKs of a kecamatan; no real NIK begins so.

    >>> demo_nik_prefix("75.05.03")
    '990503'
    """
    return DEMO_PROVINCE + district_code.replace(".", "")[2:6]
