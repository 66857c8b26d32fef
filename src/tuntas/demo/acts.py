"""Acts of the story: what happened, on which day, and when the office learned of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from tuntas.demo import script


class Verb(StrEnum):
    """Kinds of acts; the first group reaches the office in files of the register."""

    BORN = "born"
    ARRIVED = "arrived"
    DIED = "died"
    LEFT = "left"
    MOVED = "moved"
    MARRIED = "married"
    BIRTH_CORRECTED = "birth_corrected"
    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"
    DEATH_WITHDRAWN = "death_withdrawn"

    RECORDED = "recorded"
    RECORDING_WITHDRAWN = "recording_withdrawn"
    STATUS_SEEN = "status_seen"
    ASIDE_PROPOSED = "aside_proposed"
    ASIDE_APPROVED = "aside_approved"
    ASIDE_DECLINED = "aside_declined"
    ASIDE_TAKEN_BACK = "aside_taken_back"


class Act(NamedTuple):
    """One act.

    Attributes:
        known_on: the business day on which the office enters it.
        effective_on: the day from which it holds.
        person: index into the story's people.
        village: index of the village moved to; -1 for other acts.
        text: place of a recording, status of the centre, reason of a proposal, or empty.
        born: the corrected birth date; None for other acts.
    """

    known_on: date
    effective_on: date
    verb: Verb
    person: int
    village: int = -1
    text: str = ""
    born: date | None = None


LAST: int = (script.ENDS_ON - script.OPENING_ON).days
NEVER: int = 1_000_000
"""Day number of what does not happen within the story."""


def day(number: int) -> date:
    """Date of a day number; 0 is the opening.

    >>> day(1)
    datetime.date(2020, 7, 1)
    """
    return script.OPENING_ON + timedelta(days=int(number))


def number(on: date) -> int:
    """Day number of a date.

    >>> number(date(2020, 7, 1))
    1
    """
    return (on - script.OPENING_ON).days


def _quarter_ends() -> Iterator[int]:
    on = script.OPENING_ON + timedelta(days=1)
    while on < script.OFTEN_FROM:
        if (on + timedelta(days=1)).day == 1 and on.month % 3 == 0:
            yield number(on)
        on += timedelta(days=1)


FILE_DAYS: tuple[int, ...] = (*_quarter_ends(), *map(number, script.FURTHER_FILES_ON))
"""Day numbers on which files of the register and snapshots of the centre arrive, rising."""

_ANCHOR_DAYS = tuple(number(anchor.on) for anchor in script.ANCHORS)


def file_day(effective: int, *, files_late: int = 0) -> int:
    """Day number of the file that brings what happened on day *effective*.

    A late report comes *files_late* files later, but never after the next anchor: the
    figures that were published stand, whether one asks as known then or as known now.

    >>> day(file_day(number(date(2022, 3, 3)), files_late=2))
    datetime.date(2022, 9, 30)
    >>> day(file_day(number(date(2021, 9, 3)), files_late=2))
    datetime.date(2021, 9, 30)
    """
    at = bisect_left(FILE_DAYS, effective)
    late = FILE_DAYS[min(at + files_late, len(FILE_DAYS) - 1)]
    next_anchor = bisect_left(_ANCHOR_DAYS, effective)
    return min(late, _ANCHOR_DAYS[next_anchor]) if next_anchor < len(_ANCHOR_DAYS) else late


def status_day(earliest: int) -> int:
    """First snapshot of the centre on or after a day number; ``NEVER`` after the last."""
    at = bisect_left(FILE_DAYS, earliest)
    return FILE_DAYS[at] if at < len(FILE_DAYS) else NEVER
