"""Why a card is printed, and what each case asks for: dated rows of data with their source.

>>> [one.code for one in required(Cause.LOST, date(2023, 6, 20))]
['f102', 'police', 'kk']
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final


class Cause(StrEnum):
    """Why a card is printed."""

    NEWCOMER = "newcomer"
    """The first card of somebody who reached the age lately (*pemula*)."""
    FIRST = "first"
    LOST = "lost"
    DAMAGED = "damaged"
    CHANGED = "changed"
    MOVED_IN = "moved_in"
    FACE = "face"
    OUTSIDE = "outside"
    """Printed here for somebody registered elsewhere (*luar domisili*)."""


FIRST_CARDS: Final = (Cause.NEWCOMER, Cause.FIRST)
CASES: Final = tuple(cause for cause in Cause if cause not in FIRST_CARDS)
"""Causes for which the person applies, with documents."""
GONE_AT_ONCE: Final = frozenset({Cause.LOST})
"""The old card is no longer in hand when the request is made; else it stays until exchanged."""


@dataclass(frozen=True, slots=True)
class Document:
    """What must be brought. confirmed: the office has checked the rule."""

    cause: Cause
    code: str
    title_id: str
    title_en: str
    starts: date
    ends: date | None
    source: str
    confirmed: bool


def required(cause: Cause, on: date) -> tuple[Document, ...]:
    """What a case asks for on a day, in the order of the table."""
    return tuple(
        row
        for row in _documents()
        if row.cause is cause and row.starts <= on and (row.ends is None or on <= row.ends)
    )


def lacking(cause: Cause, given: frozenset[str], on: date) -> tuple[Document, ...]:
    """What is still missing of a case's documents.

    >>> [one.code for one in lacking(Cause.DAMAGED, frozenset({"f102", "kk"}), date(2023, 6, 20))]
    ['old_card']
    """
    return tuple(one for one in required(cause, on) if one.code not in given)


def day_or_none(text: str) -> date | None:
    """An ISO day, None for an empty cell."""
    return date.fromisoformat(text) if text else None


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of this room's data files."""
    text = files("tuntas.cards").joinpath(f"data/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _documents() -> tuple[Document, ...]:
    return tuple(
        Document(
            Cause(row["cause"]),
            row["document"],
            row["title_id"],
            row["title_en"],
            date.fromisoformat(row["starts"]),
            day_or_none(row["ends"]),
            row["source"],
            row["confirmed"] == "1",
        )
        for row in table("requirements")
    )
