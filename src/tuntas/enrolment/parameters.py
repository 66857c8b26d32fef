"""What capture asks for, by date: rows of data with unit and source, never constants in code.

>>> from datetime import date
>>> asked(date(2023, 6, 20)).finger_quality
40
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Asked:
    """Least quality (0–100) before an image is taken without a reason, attempts before it may be
    forced, the age below which a parent consents (0: nobody is asked), days images are kept."""

    finger_quality: int
    iris_quality: int
    face_quality: int
    attempts: int
    consent_under_age: int
    keep_images_days: int


def asked(on: date) -> Asked:
    """The values in force on day *on*."""
    rows = _rows()
    held = {
        field.name: [value for name, starts, value in rows if name == field.name and starts <= on]
        for field in fields(Asked)
    }
    return Asked(**{name: values[-1] for name, values in held.items()})


@cache
def _rows() -> list[tuple[str, date, int]]:
    content = files("tuntas.enrolment").joinpath("data/capture_parameters.csv").read_text("utf-8")
    return sorted(
        (row["name"], date.fromisoformat(row["starts"]), int(row["value"]))
        for row in csv.DictReader(content.splitlines())
    )
