"""Days of grace and limits of outreach, by date: rows of data with unit and source.

>>> from datetime import date
>>> held = limits(date(2023, 6, 14))
>>> held.misses, held.newly_due_grace_days
(3, 90)
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Limits:
    """Days unless said otherwise; what each is for stands in ``data/outreach_parameters.csv``."""

    find_reason_days: int
    misses: int
    """Visits in a row without meeting somebody that make a case of its own."""
    plan_case_days: int
    decide_days: int
    write_letter_days: int
    answer_days: int
    enter_outcome_days: int
    newly_due_grace_days: int
    evidence_days: int


def limits(on: date) -> Limits:
    """The values in force on day *on*."""
    held = {name: value for name, starts, value in _rows() if starts <= on}
    return Limits(**{field.name: held[field.name] for field in fields(Limits)})


@cache
def _rows() -> list[tuple[str, date, int]]:
    """Oldest first, so that the newest of a name is met last."""
    content = files("tuntas.outreach").joinpath("data/outreach_parameters.csv").read_text("utf-8")
    rows = [
        (row["name"], date.fromisoformat(row["starts"]), int(row["value"]))
        for row in csv.DictReader(content.splitlines())
    ]
    return sorted(rows, key=lambda row: row[1])
