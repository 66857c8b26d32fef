"""Where no denominator is stated: the range that a count and its percentage imply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tuntas.reports.claims.dates import Period
from tuntas.reports.claims.figures import Figure
from tuntas.reports.claims.findings import Finding
from tuntas.reports.claims.quantities import implied_whole
from tuntas.reports.claims.reading import Reading, distance, meet, state
from tuntas.reports.claims.roles import Role
from tuntas.reports.claims.shares import Judged

_COVERAGE = (Role.RECORDED, Role.UNRECORDED)
# Denominators of two days may be compared when about as many people turned 17 as rounding hides.
_MOST_DAYS_APART = 62


@dataclass(frozen=True)
class Implied:
    """A count, its percentage, and the wholes between *low* and *high* that give the print."""

    part: Figure
    percent: Figure
    low: int
    high: int

    @property
    def finding(self) -> Finding:
        return state(
            "implies", "denominator", self.percent, (self.part.value,), None, "implied",
            low=self.low, high=self.high,
        )  # fmt: skip

    @property
    def period(self) -> Period | None:
        figures = (self.part, self.percent)
        said = next((f.scope.period for f in figures if f.scope.period), None)
        return said or next((f.inferred for f in figures if f.inferred), None)


def judge_denominators(reading: Reading, shares: Sequence[Judged]) -> list[Finding]:
    """Implied denominators, and whether those of the same time can be one and the same."""
    implied = _unlike(_implied(reading, shares))
    return [one.finding for one in implied] + list(_compared(implied))


def _unlike(implied: Iterator[Implied]) -> list[Implied]:
    """Each pair of count and print once, however often the text says it."""
    return list({(i.part.value, i.percent.percent): i for i in reversed(list(implied))}.values())[
        ::-1
    ]


def _implied(reading: Reading, shares: Sequence[Judged]) -> Iterator[Implied]:
    unjudged = {j.percent.token.start: j for j in shares}
    for line in reading.lines:
        for percent in line.percents:
            judged = unjudged.get(percent.token.start)
            if judged and (judged.finding or judged.has_whole):
                continue
            if not percent.solid or percent.aim or percent.role not in _COVERAGE:
                continue
            part = line.partner(percent) or _part_nearby(reading, percent)
            if part and part.role in _COVERAGE and part.solid and part.count.exact:
                yield from _range(percent, part)


def _part_nearby(reading: Reading, percent: Figure) -> Figure | None:
    """ "… naik menjadi 99,40 persen. Sisanya 554 jiwa": the count is in the next sentence."""
    line = reading.line_of(percent)
    if percent.percent.value in (0, 100) or any(reading.counts(Role.OBLIGED)):
        return None
    found = [
        figure
        for near in reading.around(percent, 1)
        for figure in near.counts
        if figure.role is Role.UNRECORDED
        and near.paragraph == line.paragraph
        and near.partner(figure) is None
        and meet(percent, figure)
        and not figure.partial
    ]
    after = [f for f in found if (f.line, f.position) > (percent.line, percent.position)]
    candidates = after or found
    return candidates[0] if len(candidates) == 1 else None


def _range(percent: Figure, part: Figure) -> Iterator[Implied]:
    crossed = percent.role is not part.role
    low, high = implied_whole(part.value, percent.percent, complement=crossed)
    if 0 < low <= high and part.value > 0:
        yield Implied(part, percent, low, high)


def _compared(implied: Sequence[Implied]) -> Iterator[Finding]:
    for group in _groups(implied):
        low, high = max(i.low for i in group), min(i.high for i in group)
        last = group[-1].percent
        counts = tuple(i.part.value for i in group)
        if low <= high:
            yield state(
                "agrees", "denominator", last, counts, None, "compatible", low=low, high=high
            )
        elif _same_day(group) and high * 100 < low * 99:
            # A hundredth of room: truncated prints and rounded ones must not accuse each other.
            yield state("contradicts", "denominator", last, counts, None, "disjoint",
                        low=low, high=high)  # fmt: skip


def _groups(implied: Sequence[Implied]) -> Iterator[list[Implied]]:
    """Ranges of the same people and place, at most two months apart."""
    rest = list(implied)
    while rest:
        first = rest.pop(0)
        group = [first, *(i for i in rest if _comparable(first, i))]
        rest = [i for i in rest if i not in group]
        if len(group) > 1:
            yield group


def _comparable(one: Implied, other: Implied) -> bool:
    scopes = one.part.scope, other.part.scope
    if not (scopes[0].same_kind(scopes[1]) and scopes[0].same_place(scopes[1])):
        return False
    if one.period is None or other.period is None:
        return one.period == other.period and distance(one.part, other.part) <= 2
    first, second = one.period.date, other.period.date
    if first and second:
        return abs((first - second).days) <= _MOST_DAYS_APART
    return not one.period.clashes(other.period)


def _same_day(group: Sequence[Implied]) -> bool:
    return all(one.period == other.period for one, other in pairwise(group))
