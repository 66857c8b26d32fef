"""What the centre decides by, by date: rows of data with unit and source.

>>> from datetime import date
>>> held = asked(date(2023, 6, 20))
>>> held.searches_per_false_candidate, held.rate_for(500), held.rate_for(1_000_000)
(1000, 1e-08, 1e-09)
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Asked:
    """searches_per_false_candidate: the budget; one search of so many may name a stranger.
    least_gallery: the budget is shared among at least so many people. least_fingers: usable ones
    that prove by themselves. finger_goodness: percent of a full finger that makes it usable.
    one_stranger_passes_of: of so many strangers one may pass as a person, finger against finger.
    keep_templates_days: since somebody became known, whatever period comes later."""

    searches_per_false_candidate: int
    least_gallery: int
    least_fingers: int
    finger_goodness: int
    one_stranger_passes_of: int
    keep_templates_days: int

    def rate_for(self, enrolled: int) -> float:
        """The share of strangers that may look so alike, with *enrolled* people to look among.

        A search names a stranger with a chance of about enrolled × rate.
        """
        return 1 / (self.searches_per_false_candidate * max(enrolled, self.least_gallery))


def asked(on: date) -> Asked:
    """The values in force on day *on*."""
    held = {
        field.name: [
            value for name, starts, value in _rows() if name == field.name and starts <= on
        ]
        for field in fields(Asked)
    }
    return Asked(**{name: values[-1] for name, values in held.items()})


def shortest_template_period() -> int:
    """Days: nobody's templates are due earlier, whichever period was in force when they came."""
    return min(value for name, _, value in _rows() if name == "keep_templates_days")


@cache
def _rows() -> list[tuple[str, date, int]]:
    content = files("tuntas.centre").joinpath("data/centre_parameters.csv").read_text("utf-8")
    return sorted(
        (row["name"], date.fromisoformat(row["starts"]), int(row["value"]))
        for row in csv.DictReader(content.splitlines())
    )
