"""Groups of people reached together: a dated list of who they are and how long that is kept.

A group is a rule (age, island) or comes from another agency's matched list. Lists of the ill,
the disabled and those with mental illness become one group only, *needs a home visit*: what
is stored is the service somebody needs, never why.

>>> from datetime import date
>>> held = kinds(date(2023, 6, 14))
>>> held["elderly"].first_age, held["home_visit"].health
(60, True)
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final


class Rule(StrEnum):
    """How one comes to be in a group."""

    AGE = "age"
    ISLAND = "island"
    LIST = "list"
    EVENT = "event"  # turns 17 before a dated event


@dataclass(frozen=True, slots=True)
class Kind:
    """One group.

    Attributes:
        id, en: its words.
        first_age, last_age: full years, for :attr:`Rule.AGE`.
        health: only staff see who is in it; never shown through a link.
        keep_days: how long a list holds; 0 for rules, which are asked anew each day.
    """

    code: str
    id: str
    en: str
    rule: Rule
    first_age: int
    last_age: int
    health: bool
    keep_days: int


HOME_VISIT: Final = "home_visit"
STUDENTS: Final = "students"


def kinds(on: date) -> dict[str, Kind]:
    """The groups in force on day *on*, in the order of the table."""
    found: dict[str, Kind] = {}
    for starts, kind in _rows():
        if starts <= on:
            found[kind.code] = kind
    return found


@cache
def _rows() -> list[tuple[date, Kind]]:
    content = files("tuntas.outreach").joinpath("data/cohorts.csv").read_text("utf-8")
    return [
        (
            date.fromisoformat(row["starts"]),
            Kind(
                row["code"],
                row["id"],
                row["en"],
                Rule(row["rule"]),
                int(row["first_age"]),
                int(row["last_age"]),
                row["health"] == "1",
                int(row["keep_days"]),
            ),
        )
        for row in csv.DictReader(content.splitlines())
    ]
