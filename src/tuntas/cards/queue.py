"""Who gets the next card: the order of the print queue, by rules that are dated data.

A queue is made of people whose recording is unique and who hold no card, and of people who
asked for another one. What holds somebody up is said; the others stand in order of

1. how the cause ranks on that day (in a shortage by the published rule),
2. a day by which the card is needed (an election, a school, what the request says),
3. the day since which the person waits.

In ordinary times whoever has waited longer than the service promises no longer stands behind
another cause: then only days count, so that no cause starves another.

>>> on = date(2023, 6, 20)
>>> lost = Waiting(1, Cause.LOST, date(2023, 6, 20))
>>> first = Waiting(2, Cause.FIRST, date(2023, 6, 20))
>>> [place.who.person for place in order([lost, first], on=on, short=False).ready]
[2, 1]
>>> line = order([lost, first], on=on, short=True)
>>> [p.who.person for p in line.ready], [p.who.person for p in line.deferred]
([2], [1])
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from tuntas.cards.causes import Cause, day_or_none, table


class Hold(StrEnum):
    """Why nobody may print this card now."""

    AGE = "age"
    """Under 17 and never married; *until* is the birthday."""
    DUPLICATE = "duplicate"
    """The centre is deciding whether this is somebody else."""
    DATA_CHANGE = "data_change"
    """A change of the data is on its way: print once it is in the register."""
    DOCUMENTS = "documents"
    """The request lacks documents."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person who needs a card.

    Attributes:
        person, village: ids.
        since: day since which the card could be printed, or was asked for.
        born: to know whom an election's deadline concerns.
        needed_by: the day the person needs it, as told.
        urgent: the office found the need pressing (a reason stands with the request).
        request: ref of the case; empty for a first card.
        holds: what keeps it, with the day it ends where that is known.
    """

    person: int
    cause: Cause
    since: date
    village: int = 0
    born: date | None = None
    needed_by: date | None = None
    urgent: bool = False
    request: str = ""
    holds: tuple[tuple[Hold, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands. deadline: the day the card is needed; reason: its code."""

    who: Waiting
    rank: int
    deadline: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The queue: ready in order; deferred by the rule of a shortage; held."""

    ready: list[Place] = field(default_factory=list)
    deferred: list[Place] = field(default_factory=list)
    held: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rule:
    """How a cause ranks in a mode. service_days: after so many days only the day counts; 0: never.

    deferred: put off (suket instead) unless urgent.
    """

    mode: str
    cause: Cause
    rank: int
    deferred: bool
    service_days: int
    starts: date
    ends: date | None
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which many need a card. eldest_age: whom it concerns, in years on that day."""

    code: str
    on: date
    window_days: int
    eldest_age: int
    title_id: str
    title_en: str


def order(people: Iterable[Waiting], *, on: date, short: bool) -> Line:
    """The queue on day *on*; *short*: a shortage is declared."""
    rules = {rule.cause: rule for rule in rules_on(on, short=short)}
    running = [one for one in deadlines() if one.on - timedelta(one.window_days) <= on <= one.on]
    line = Line()
    for who in people:
        if who.holds:
            line.held.append(who)
            continue
        place = _place(who, rules[who.cause], running, on)
        deferred = rules[who.cause].deferred and not who.urgent
        (line.deferred if deferred else line.ready).append(place)
    line.ready.sort(key=_key)
    line.deferred.sort(key=_key)
    line.held.sort(key=lambda who: (who.since, who.person))
    return line


def rules_on(on: date, *, short: bool) -> list[Rule]:
    """The rule in force on a day, one row a cause: what the public page shows."""
    mode = "shortage" if short else "normal"
    held = {
        rule.cause: rule
        for rule in _rules()
        if rule.mode == mode and rule.starts <= on and (rule.ends is None or on <= rule.ends)
    }
    # A cause that no row names yet (outside the domicile before 2016) stands last.
    last = max(rule.rank for rule in held.values()) + 1
    return [
        held.get(cause) or Rule(mode, cause, last, False, 0, on, None, "", False) for cause in Cause
    ]


def _place(who: Waiting, rule: Rule, running: Sequence[Deadline], on: date) -> Place:
    overdue = bool(rule.service_days) and (on - who.since).days > rule.service_days
    rank = 1 if overdue else rule.rank
    wanted = [(one.on, one.code) for one in running if _concerns(one, who)]
    if who.needed_by is not None and who.needed_by >= on:
        wanted.append((who.needed_by, "needed_by"))
    if not wanted:
        return Place(who, rank)
    return Place(who, rank, *min(wanted))


def _concerns(deadline: Deadline, who: Waiting) -> bool:
    if who.born is None:
        return False
    years = deadline.on.year - who.born.year
    years -= (deadline.on.month, deadline.on.day) < (who.born.month, who.born.day)
    return 17 <= years <= deadline.eldest_age


def _key(place: Place) -> tuple[int, date, date, int]:
    return (place.rank, place.deadline or date.max, place.who.since, place.who.person)


@cache
def deadlines() -> tuple[Deadline, ...]:
    """Days by which many need a card, as the office's data have them."""
    return tuple(
        Deadline(
            row["code"],
            date.fromisoformat(row["on"]),
            int(row["window_days"]),
            int(row["eldest_age"]),
            row["title_id"],
            row["title_en"],
        )
        for row in table("deadlines")
    )


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            row["mode"],
            Cause(row["cause"]),
            int(row["rank"]),
            row["deferred"] == "1",
            int(row["service_days"]),
            date.fromisoformat(row["starts"]),
            day_or_none(row["ends"]),
            row["source"],
            row["confirmed"] == "1",
        )
        for row in table("print_order")
    )
