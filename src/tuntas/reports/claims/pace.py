"""How many a day, between two days for which the text gives the same figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from tuntas.reports.claims.figures import Figure, Line
from tuntas.reports.claims.findings import Finding
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.quantities import read_words, to_decimal
from tuntas.reports.claims.reading import Reading, state
from tuntas.reports.claims.roles import Role

# Beyond a year too much else has happened to the denominator.
_MOST_DAYS = 366


def judge_pace(reading: Reading) -> list[Finding]:
    """The daily pace between successive days: of those left, and of those recorded.

    And what the text itself says of it: so many in so many days, so many a day.
    """
    between = [
        finding
        for role in (Role.UNRECORDED, Role.RECORDED)
        for series in _series([f for f in reading.counts(role) if _usable(f)])
        for finding in _paces(series)
    ]
    return [*between, *(finding for line in reading.lines for finding in _stated(line))]


def _stated(line: Line) -> Iterator[Finding]:
    """ "Dalam tiga hari 174 warga direkam, rata-rata 58 orang per hari"."""
    days = [n for n in (_days(line, position) for position in range(len(line.tokens))) if n]
    rates = [f for f in line.counts if f.rate and not f.change and f.of_people and f.count.exact]
    done = [
        f
        for f in line.counts
        if f.of_people
        and f.count.exact
        and f not in rates
        and (f.change or f.role is Role.RECORDED)
        and line.whole(f) is None
    ]
    if len(days) != 1 or len(rates) != 1 or len(done) != 1 or days[0] < 2:
        return
    [span], [rate], [many] = days, rates, done
    pace = Fraction(many.value, span)
    counts = (many.value, span)
    shown = f"{to_decimal(pace, 1):f}".removesuffix(".0")
    if abs(pace - rate.value) < 1:
        yield state("agrees", "pace", rate, counts, shown, "stated")
    elif _is_mean(line, rate) and not (rate.about or rate.bounded or rate.aim or many.about):
        yield state("contradicts", "pace", rate, counts, shown, "stated")


def _is_mean(line: Line, rate: Figure) -> bool:
    """Only *rata-rata* says that it is the total by the days; a capacity or a best day is not."""
    near = line.tokens[max(0, rate.position - 4) : rate.position]
    return any(token.text.lower() == "rata-rata" for token in near)


_SPAN = re.compile(r"([0-9]{1,3})\s+hari", re.IGNORECASE)


def _days(line: Line, position: int) -> int | None:
    """Days that a span at *position* lasts: *6 hari*, *dalam enam hari*."""
    token = line.tokens[position]
    if token.kind is T.IGNORED:
        found = _SPAN.fullmatch(token.text)
        return int(found[1]) if found else None
    after = line.tokens[position + 1 : position + 2]
    if token.kind is T.WORD and after and after[0].text.lower() == "hari":
        return read_words(token.text)
    return None


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
