"""What holds for lists of other agencies, by date: rows of data with unit and source.

>>> from datetime import date
>>> asked(date(2023, 6, 20)).voter_years
17
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ListParameters:
    """Days a list is kept after it came; years a voter has on voting day unless married."""

    keep_days: int
    voter_years: int


def asked(on: date) -> ListParameters:
    """The values in force on day *on*."""
    rows = _rows()
    held = {
        field.name: [value for name, starts, value in rows if name == field.name and starts <= on]
        for field in fields(ListParameters)
    }
    return ListParameters(**{name: values[-1] for name, values in held.items()})


@cache
def _rows() -> list[tuple[str, date, int]]:
    content = files("tuntas.residents").joinpath("data/list_parameters.csv").read_text("utf-8")
    return sorted(
        (row["name"], date.fromisoformat(row["starts"]), int(row["value"]))
        for row in csv.DictReader(content.splitlines())
    )
