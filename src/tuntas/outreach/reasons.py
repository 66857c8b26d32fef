"""Why somebody is unrecorded: a dated list with what it needs, who acts next and how it ends.

>>> from datetime import date
>>> held = reasons(date(2023, 6, 14))
>>> held["MENINGGAL_BELUM_LAPOR"].leaves_by, held["MENINGGAL_BELUM_LAPOR"].owner
(<LeavesBy.DEATH_REGISTERED: 'death_registered'>, 'capil')
>>> held["MENOLAK"].aside
False
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Evidence(StrEnum):
    """What a reason needs before anybody is set aside for it."""

    NONE = "none"
    NOTE = "note"
    """A sentence."""
    DOCUMENT = "document"
    """A document with its number, or a scan of it."""
    FILE = "file"
    """A scan, besides the number."""
    STATUS = "status"
    """A status at the centre."""


class LeavesBy(StrEnum):
    """The event that takes such a person off the list."""

    RECORDED = "recorded"
    DEATH_REGISTERED = "death_registered"
    MOVED_OUT = "moved_out"
    MOVED_ABROAD = "moved_abroad"
    DEACTIVATED = "deactivated"
    STATUS_SYNCED = "status_synced"
    BIRTH_CORRECTED = "birth_corrected"


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of the list.

    Attributes:
        id, en: its words.
        evidence: what setting aside needs; *visits*: and how many visits without meeting them.
        owner: who acts next (`duties.Owner`); *days*: within how many.
        step: what they do (`duties.Step`).
        aside: whether two persons may set somebody aside for it.
        priority: 1 (first) to 9.
        health: never shown outside the office (UU 27/2022: specific data).
    """

    code: str
    id: str
    en: str
    evidence: Evidence
    visits: int
    owner: str
    days: int
    step: str
    leaves_by: LeavesBy
    aside: bool
    priority: int
    health: bool
    starts: date
    source: str


def reasons(on: date) -> dict[str, Reason]:
    """The list in force on a day, by code, in the order of the file."""
    held: dict[str, Reason] = {}
    for row in _rows():
        if row.starts <= on:
            held[row.code] = row
    return held


def words(code: str) -> Reason | None:
    """The newest row of *code*, for whoever only needs its words; None for an older list's."""
    return next((row for row in reversed(_rows()) if row.code == code), None)


@cache
def _rows() -> tuple[Reason, ...]:
    content = files("tuntas.outreach").joinpath("data/reasons.csv").read_text("utf-8")
    rows = [
        Reason(
            row["code"],
            row["id"],
            row["en"],
            Evidence(row["evidence"]),
            int(row["visits"]),
            row["owner"],
            int(row["days"]),
            row["step"],
            LeavesBy(row["leaves_by"]),
            row["aside"] == "1",
            int(row["priority"]),
            row["health"] == "1",
            date.fromisoformat(row["starts"]),
            row["source"],
        )
        for row in csv.DictReader(content.splitlines())
    ]
    return tuple(sorted(rows, key=lambda row: row.starts))
