"""Ways to ask people to come: which speak to one person, and when they must be silent.

>>> from datetime import time
>>> night = QuietHours(time(20), time(7))
>>> quiet(time(20, 30), night), quiet(time(7), night)
(True, False)
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final


class Channel(StrEnum):
    CALL_LETTER = "call_letter"
    LETTER = "letter"
    WHATSAPP = "whatsapp"
    MOSQUE = "mosque"
    IN_PERSON = "in_person"


DISTURBING: Final = frozenset({Channel.WHATSAPP, Channel.MOSQUE, Channel.IN_PERSON})
"""Channels that reach people at the very moment; paper waits on the table until morning."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From *starts* until before *ends* of the next morning nobody is disturbed."""

    starts: time
    ends: time


def quiet(at: time, hours: QuietHours) -> bool:
    """Whether wall clock *at* lies in *hours*; hours may go over midnight."""
    if hours.starts <= hours.ends:
        return hours.starts <= at < hours.ends
    return at >= hours.starts or at < hours.ends


def may_disturb(channel: str, at: time, on: date) -> bool:
    """Whether *channel* may be used at wall clock *at* on day *on*.

    >>> may_disturb("letter", time(23), date(2023, 6, 14))
    True
    >>> may_disturb("whatsapp", time(23), date(2023, 6, 14))
    False
    """
    return channel not in DISTURBING or not quiet(at, quiet_hours(on))


def quiet_hours(on: date) -> QuietHours:
    """The office's quiet hours in force on day *on* (``data/calling_parameters.csv``)."""
    return QuietHours(
        time.fromisoformat(parameter("quiet_from", on)),
        time.fromisoformat(parameter("quiet_until", on)),
    )


def parameter(name: str, on: date) -> str:
    """The value of a parameter of this room in force on day *on*; KeyError when there is none.

    >>> parameter("brought_names_a_day", date(2023, 6, 14))
    '100'
    """
    values = [value for held, starts, value in _rows() if held == name and starts <= on]
    if not values:
        raise KeyError(name)
    return values[-1]


@cache
def _rows() -> list[tuple[str, date, str]]:
    content = files("tuntas.outreach").joinpath("data/calling_parameters.csv").read_text("utf-8")
    return sorted(
        (row["name"], date.fromisoformat(row["starts"]), row["value"])
        for row in csv.DictReader(content.splitlines())
    )
