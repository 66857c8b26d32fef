"""Recordings on their way: how long each step takes here, who is stuck, what has stopped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

import numpy as np
from django.db.models import Max, Q

from tuntas.enrolment import queries, statuses, waiting
from tuntas.enrolment.models import EnrolmentFact
from tuntas.enrolment.spells import Spell, course
from tuntas.enrolment.statuses import Status
from tuntas.enrolment.waiting import Flow

LOOKED_BACK: Final = timedelta(days=365)
"""Older spells say how the centre worked under another year's conditions."""
MONTHS: Final = 6
ON_THE_WAY: Final = (
    Q(kind__in=("recorded", "marked"))
    # Payloads are canonical JSON: level 1, or a status nobody could read and so without a level.
    | Q(kind="observed", payload__contains='"enrol":1')
    | (Q(kind="observed") & ~Q(payload__contains='"enrol":'))
)


@dataclass(frozen=True, slots=True)
class Month:
    """Spells of a status that began in a month: how many, how many ended, their median days."""

    month: date
    began: int
    ended: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One status. median_days, nine_of_ten: None where history does not say. limit: beyond it one
    is stuck; own: from the office's own history rather than the table."""

    status: Status
    waiting: int
    median_days: int | None
    nine_of_ten: int | None
    limit: int
    own: bool
    late: int
    flow: Flow
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody who is stuck. days: so far; at least, when nobody knows since when."""

    spell: Spell
    status: Status
    days: int
    limit: int


@dataclass(frozen=True, slots=True)
class Board:
    """lines: watched statuses in order. late: the longest over their limit first. unknown: what
    snapshots say and nobody knows, with how many people. fell_back: spells, the latest first.
    seen_on: the day of the last snapshot that brought news."""

    lines: tuple[Line, ...]
    late: tuple[Late, ...]
    unknown: tuple[tuple[str, int], ...]
    fell_back: tuple[Spell, ...]
    seen_on: date | None


def board(on: date) -> Board:
    """Everybody's recording on its way, as known on day *on*."""
    spells = _spells(on)
    by_status: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        by_status[spell.status].append(spell)
    lines, late = [], []
    for status in statuses.table().values():
        if not status.watched or status.code not in by_status:
            continue
        line, stuck = _line(status, by_status[status.code], on)
        lines.append(line)
        late += stuck
    last = [spell for spell in spells if spell.until is None]
    unknown = Counter(spell.verbatim for spell in last if not spell.known)
    fell_back = [spell for spell in last if spell.fell_back]
    return Board(
        tuple(lines),
        tuple(sorted(late, key=lambda one: (one.limit - one.days, one.spell.person_id))),
        tuple(unknown.most_common()),
        tuple(sorted(fell_back, key=lambda one: one.since, reverse=True)),
        EnrolmentFact.objects.filter(kind="observed", effective_on__lte=on).aggregate(
            last=Max("effective_on")
        )["last"],
    )


def course_of(person_id: int, on: date) -> tuple[Spell, ...]:
    """One person's statuses by day *on*, in the order of their days."""
    facts = queries.facts_of([person_id]).get(person_id, [])
    return course([fact for fact in facts if fact.effective_on <= on])


def _spells(on: date) -> list[Spell]:
    """Spells of everybody who ever was on the way."""
    people = EnrolmentFact.objects.filter(ON_THE_WAY, effective_on__lte=on)
    ids = list(people.values_list("person_id", flat=True).distinct())
    found: list[Spell] = []
    for facts in queries.facts_of(ids).values():
        found += course([fact for fact in facts if fact.effective_on <= on])
    return found


def _line(status: Status, spells: Sequence[Spell], on: date) -> tuple[Line, list[Late]]:
    taught = [one for one in spells if one.begun and one.since >= on - LOOKED_BACK]
    zero = (on - LOOKED_BACK).toordinal()
    began = np.array([one.since.toordinal() - zero for one in taught], int)
    ended = np.array(
        [one.until.toordinal() - zero if one.until else waiting.LASTS for one in taught], int
    )
    today = on.toordinal() - zero
    history = waiting.learnt(began, ended, today=today)
    limit = waiting.limit(history, status.patience_days)
    here = [one for one in spells if one.until is None]
    late = [Late(one, status, one.days(on), limit) for one in here if one.days(on) > limit]
    enough = history.ended >= waiting.LEAST
    nine_of_ten = waiting.quantile(history, 0.9) if enough else None
    line = Line(
        status=status,
        waiting=len(here),
        median_days=waiting.quantile(history, 0.5) if enough else None,
        nine_of_ten=nine_of_ten,
        limit=limit,
        own=nine_of_ten is not None,
        late=len(late),
        flow=waiting.flow(began, ended, history, today=today),
        months=tuple(_months(taught, on)),
    )
    return line, late


def _months(spells: Sequence[Spell], on: date) -> Iterator[Month]:
    """The last months, the newest first; those in which nothing began are left out."""
    by_month: dict[date, list[Spell]] = defaultdict(list)
    for spell in spells:
        by_month[spell.since.replace(day=1)].append(spell)
    for month in sorted(by_month, reverse=True)[:MONTHS]:
        lasted = [one.days(on) for one in by_month[month] if one.until is not None]
        yield Month(month, len(by_month[month]), len(lasted), median(lasted) if lasted else None)
