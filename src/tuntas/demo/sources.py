"""The small tables the invented people are made from, read once from this package."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class GivenNames:
    """Given names of one sex: today's first names, first names in old spelling, second names."""

    first: tuple[str, ...]
    old: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """``age_shares[a]``: share of residents aged *a* completed years; sums to about 1."""

    age_shares: NDArray[np.float64]
    family_names: tuple[str, ...]
    men: GivenNames
    women: GivenNames


def read() -> Sources:
    """The shipped tables; each file says in its first lines where it comes from."""
    given = list(csv.DictReader(_lines("given_names.csv")))
    return Sources(
        age_shares=np.array(
            [float(row["share"]) for row in csv.DictReader(_lines("age_shares.csv"))]
        ),
        family_names=tuple(_lines("family_names.txt")),
        men=_given(given, "L"),
        women=_given(given, "P"),
    )


def _given(rows: list[dict[str, str]], sex: str) -> GivenNames:
    def of(position: str) -> tuple[str, ...]:
        return tuple(r["name"] for r in rows if r["sex"] == sex and r["position"] == position)

    return GivenNames(first=of("first"), old=of("old"), second=of("second"))


def _lines(name: str) -> Iterator[str]:
    text = resources.files("tuntas.demo").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
