"""What is true of one person over time: five tracks, each a list of dated changes.

A track holds the value from its first day onward, future changes included
(a seventeenth birthday, the end of a permit are already in it). Each track
belongs to one room, which derives the *whole* track from its own facts.

Specification: ``docs/ledger.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Final, NamedTuple, TypeAlias

OUT: Final = 0
"""Value of the ``place`` track of somebody who is not here (no village)."""


class Standing(IntEnum):
    """Must this person hold a KTP-el (*wajib KTP*)?"""

    MINOR = 0  # not obliged: too young and never married, or a foreigner without a permanent permit
    UNKNOWN = 1
    DUE = 2


class Enrol(IntEnum):
    """How far the recording (*perekaman*) has come."""

    NONE = 0
    CAPTURED = 1
    UNIQUE = 2  # the centre proved that the person is one (*tunggal*, PRR)


class Card(IntEnum):
    """Where the card is."""

    NONE = 0
    PRINTED = 1
    IN_HAND = 2


class Change(NamedTuple):
    """From day *on* the track has *value*; *cause* names the act or the rule."""

    on: date
    value: int
    cause: str


Changes: TypeAlias = tuple[Change, ...]

TRACKS: Final = ("place", "standing", "aside", "enrol", "card")
"""Names of the tracks, in the order in which one day's arcs are written."""


class TrackSet(NamedTuple):
    """All tracks of one person as known at one moment; an empty track means its zero value."""

    place: Changes = ()
    standing: Changes = ()
    aside: Changes = ()
    enrol: Changes = ()
    card: Changes = ()


EMPTY: Final = TrackSet()


def settle(changes: Sequence[Change]) -> Changes:
    """Changes in order of day, the last of a day winning, without those that change nothing.

    *changes* come in the order in which they became known; among changes of
    one day the later known one counts.

    >>> d = date
    >>> settle([Change(d(2023, 1, 1), 1, "a"), Change(d(2023, 1, 1), 2, "b"),
    ...         Change(d(2023, 2, 1), 2, "c")])
    (Change(on=datetime.date(2023, 1, 1), value=2, cause='b'),)
    """
    if len(changes) < 2:
        return tuple([change for change in changes if change.value])
    by_day = {change.on: change for change in changes}
    settled: list[Change] = []
    value = 0
    for on in sorted(by_day):
        change = by_day[on]
        if change.value != value:
            settled.append(change)
            value = change.value
    return tuple(settled)


def value_on(changes: Changes, on: date) -> int:
    """Value of a settled track on a day; 0 before its first change.

    >>> value_on((Change(date(2023, 1, 2), 7, "x"),), date(2023, 1, 1))
    0
    """
    value = 0
    for change in changes:
        if change.on > on:
            break
        value = change.value
    return value


def dump(tracks: TrackSet) -> str:
    """Canonical text of a track set, as stored in ``ledger_course``.

    >>> dump(EMPTY._replace(place=(Change(date(2020, 6, 30), 45, "start"),)))
    '{"place":[["2020-06-30",45,"start"]]}'
    """
    courses = [
        f'"{name}":[{",".join(map(dumped, changes))}]'
        for name, changes in zip(TRACKS, tracks, strict=True)
        if changes
    ]
    return "{" + ",".join(courses) + "}"


NOTHING: Final = dump(EMPTY)
"""The text of somebody of whom the ledger has never heard."""


def dumped(change: Change) -> str:
    """One change as :func:`dump` has it."""
    on, value, cause = change
    return f'["{iso(on)}",{value:d},{encode_basestring_ascii(cause)}]'


@lru_cache(maxsize=1 << 12)
def iso(on: date) -> str:
    """A day as text. What an office writes in a week speaks of few days, of each many times.

    >>> iso(date(2023, 6, 20))
    '2023-06-20'
    """
    return on.isoformat()


def load(text: str) -> TrackSet:
    """Inverse of :func:`dump`.

    >>> load('{"enrol":[["2023-06-20",1,"recorded"]]}').enrol
    (Change(on=datetime.date(2023, 6, 20), value=1, cause='recorded'),)
    """
    body: Mapping[str, list[tuple[str, int, str]]] = json.loads(text)
    day = date.fromisoformat
    return TrackSet(
        **{
            name: tuple([Change(day(on), value, cause) for on, value, cause in course])
            for name, course in body.items()
        }
    )
