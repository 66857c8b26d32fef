"""How many a day, between two days for which the text gives the same figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from tuntas.reports.claims.figures import Figure
from tuntas.reports.claims.findings import Finding
from tuntas.reports.claims.quantities import to_decimal
from tuntas.reports.claims.reading import Reading, state
from tuntas.reports.claims.roles import Role

# Beyond a year too much else has happened to the denominator.
_MOST_DAYS = 366


def judge_pace(reading: Reading) -> list[Finding]:
    """The daily pace between successive days: of those left, and of those recorded."""
    return [
        finding
        for role in (Role.UNRECORDED, Role.RECORDED)
        for series in _series([f for f in reading.counts(role) if _usable(f)])
        for finding in _paces(series)
    ]


def _usable(figure: Figure) -> bool:
    return figure.solid and figure.count.exact and figure.of_people and not figure.partial


def day_of(figure: Figure) -> date | None:
    """The day of a figure: its own, or the one of the sentence before that it continues."""
    period = figure.scope.period or figure.inferred
    return period.date if period else None


def _series(figures: list[Figure]) -> Iterator[list[Figure]]:
    """Figures of the same people and place, one for each day, in order of days."""
    rest = [f for f in figures if day_of(f)]
    while rest:
        first = rest[0].scope
        alike = [f for f in rest if f.scope.same_kind(first) and f.scope.same_place(first)]
        rest = [f for f in rest if f not in alike]
        by_day: dict[date, list[Figure]] = {}
        for figure in alike:
            day = day_of(figure)
            assert day
            by_day.setdefault(day, []).append(figure)
        clear = {d: fs for d, fs in by_day.items() if len({f.value for f in fs}) == 1}
        yield [clear[day][0] for day in sorted(clear)]


def _paces(series: list[Figure]) -> Iterator[Finding]:
    for earlier, later in pairwise(series):
        first, second = day_of(earlier), day_of(later)
        assert first
        assert second
        days = (second - first).days
        change = earlier.value - later.value
        if later.role is Role.RECORDED:
            change = -change
        if 0 < days <= _MOST_DAYS and change:
            per_day = to_decimal(Fraction(change, days), 1)
            computed = f"{per_day:f}".removesuffix(".0")
            counts = (earlier.value, later.value)
            yield state("implies", "pace", later, counts, computed, "pace", shown=False)
