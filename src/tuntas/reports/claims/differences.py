"""What is left: the obliged without the recorded are the unrecorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tuntas.reports.claims.figures import Figure, Line
from tuntas.reports.claims.findings import Finding
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.reading import (
    FARTHEST_LINES,
    Reading,
    distance,
    meet,
    nearest,
    only,
    state,
)
from tuntas.reports.claims.roles import Role
from tuntas.reports.claims.shares import Judged

# Wholes, part, rest. Only the first row is good enough to accuse with: a card may be printed twice
# and a person may hold one from elsewhere.
_TRIPLES = (
    ((Role.OBLIGED,), Role.RECORDED, Role.UNRECORDED),
    ((Role.RECORDED, Role.OBLIGED), Role.PRINTED, Role.UNPRINTED),
    ((Role.OBLIGED, Role.RECORDED), Role.HELD, Role.UNHELD),
)
_STOCKS = frozenset({Role.RECORDED, Role.UNRECORDED, Role.PRINTED, Role.UNPRINTED, Role.HELD,
                     Role.UNHELD})  # fmt: skip
# The stated rest and the computed one differ at most by this factor, or they are not the same rest.
_BELIEVABLE_NEAR = 12
_BELIEVABLE_FAR = 2


def judge_differences(reading: Reading, shares: Iterable[Judged]) -> list[Finding]:
    """Differences that the text states, between roles and after *sisanya*."""
    found = [finding for triple in _TRIPLES for finding in _agreements(reading, *triple)]
    settled = {value for finding in found for value in finding.counts[-1:]}
    used = {finding.counts[:-1] for finding in found}
    accused = list(_accusations(reading, list(shares), settled, used))
    rests = [finding for line in reading.lines for finding in _rests(reading, line)]
    rests += _changes(reading)
    known = {frozenset(f.counts) for f in (*found, *accused)}
    places = {f.start for f in (*found, *accused)}
    fresh = [f for f in rests if frozenset(f.counts) not in known and f.start not in places]
    return [*found, *accused, *fresh]


def _agreements(
    reading: Reading, whole_roles: tuple[Role, ...], part_role: Role, rest_role: Role
) -> Iterator[Finding]:
    parts = _Parts(f for f in reading.counts(part_role) if f.value)
    seen: set[int] = set()
    for rest in reading.counts(rest_role):
        if rest.value not in seen:
            wholes = [f for f in reading.counts(*whole_roles) if _within_reach(f, rest)]
            finding = _agreement(reading, wholes, parts, rest)
            if finding:
                seen.add(rest.value)
                yield finding


def _within_reach(one: Figure, other: Figure) -> bool:
    return distance(one, other) <= FARTHEST_LINES


class _Parts:
    """Parts found by what they would have to be, so that long texts stay quick."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._exact: dict[int, list[Figure]] = {}
        self._rounded: list[Figure] = []
        for figure in figures:
            if figure.count.exact:
                self._exact.setdefault(figure.value, []).append(figure)
            else:
                self._rounded.append(figure)

    def that_leave(self, rest: Figure, whole: Figure, gone: Figure | None = None) -> list[Figure]:
        away = [gone] if gone else []
        if all(figure.count.exact for figure in (rest, whole, *away)):
            needed = whole.value - rest.value - sum(figure.value for figure in away)
            candidates = [*self._exact.get(needed, ()), *self._rounded]
        else:
            candidates = [*(f for fs in self._exact.values() for f in fs), *self._rounded]
        return [f for f in candidates if _leaves(whole, [f, *away], rest)]


def _agreement(
    reading: Reading, wholes: list[Figure], parts: _Parts, rest: Figure
) -> Finding | None:
    away = [f for f in reading.counts(Role.EXCLUDED) if distance(f, rest) <= 3]
    computed = str(rest.value)
    for whole in wholes:
        for part in parts.that_leave(rest, whole):
            if meet(whole, part, rest):
                counts = (whole.value, part.value, rest.value)
                return state("agrees", "difference", rest, counts, computed, "role")
        for gone in away:
            for part in parts.that_leave(rest, whole, gone):
                if meet(whole, part, rest):
                    four = (whole.value, part.value, gone.value, rest.value)
                    return state("agrees", "difference", rest, four, computed, "role-excluded")
    return None


def _leaves(whole: Figure, parts: list[Figure], rest: Figure) -> bool:
    low = whole.count.low - sum(p.count.high for p in parts)
    high = whole.count.high - sum(p.count.low for p in parts)
    if low == high and rest.count.exact:
        return low == rest.value
    # A rounded whole proves nothing when it is coarser than the rest itself.
    return high - low <= rest.value and low <= rest.count.high and rest.count.low <= high


def _accusations(
    reading: Reading,
    shares: list[Judged],
    settled: set[int],
    used: set[tuple[int, ...]],
) -> Iterator[Finding]:
    seen: set[int] = set()
    for rest in reading.counts(Role.UNRECORDED):
        if rest.value in settled | seen or not rest.solid or rest.partial or not rest.of_people:
            continue
        pair = _whole_and_part(reading, shares, rest)
        if pair is None or (pair[0].value, pair[1].value) in used:
            continue
        whole, part = pair
        left = whole.value - part.value
        if _believable(whole, part, rest, left) and not _fits_otherwise(reading, pair, rest):
            seen.add(rest.value)
            counts = (whole.value, part.value, rest.value)
            yield state("contradicts", "difference", rest, counts, str(left), "role")


def _fits_otherwise(reading: Reading, pair: tuple[Figure, Figure], rest: Figure) -> bool:
    """Whether a count nearby, of whatever kind, would make the stated rest true."""
    whole, part = pair
    fitting = {part.value + rest.value, whole.value - rest.value}
    return any(f.value in fitting for line in reading.around(rest, 3) for f in line.counts)


def _whole_and_part(
    reading: Reading, shares: list[Judged], rest: Figure
) -> tuple[Figure, Figure] | None:
    recorded = [f for f in reading.counts(Role.RECORDED) if _within_reach(f, rest)]
    parts = [f for f in recorded if meet(f, rest) and f.solid]
    part = only(nearest(rest, parts))
    if part is None or not part.count.exact:
        return None
    proved = [j.whole for j in shares if j.whole and j.part and j.part.value == part.value]
    obliged = [f for f in proved or reading.counts(Role.OBLIGED) if _within_reach(f, rest)]
    wholes = [f for f in obliged if meet(f, part, rest) and f.solid]
    whole = only(nearest(part, wholes))
    if whole is None or not whole.count.exact or whole.role is not Role.OBLIGED:
        return None
    far = distance(rest, part) > 1 or distance(part, whole) > 2
    if far and (only(parts) is None or only(wholes) is None):
        return None
    return whole, part


def _believable(whole: Figure, part: Figure, rest: Figure, left: int) -> bool:
    if left <= 0 or rest.value <= 0 or not rest.count.exact:
        return False
    far = max(distance(whole, rest), distance(part, rest)) > 2
    if far and not rest.firm:
        return False
    factor = _BELIEVABLE_FAR if far else _BELIEVABLE_NEAR
    return max(left, rest.value) <= factor * min(left, rest.value)


def _changes(reading: Reading) -> Iterator[Finding]:
    """ "862 … 554 … berkurang 308": a rise or fall between two counts of one measure nearby."""
    for line in reading.lines:
        for change in line.counts:
            if change.change and change.count.exact and change.of_people and change.value:
                pair = _apart_by(reading, change)
                if pair:
                    counts = (*pair, change.value)
                    yield state("agrees", "difference", change, counts, str(change.value), "change")


def _apart_by(reading: Reading, change: Figure) -> tuple[int, int] | None:
    """The larger and the smaller of two counts that differ by *change*."""
    near = [
        f
        for line in reading.around(change, 2)
        for f in line.counts
        if f.count.exact and f.of_people and not (f.change or f.rate)
    ]
    said = {f.value: f.role for f in near if f.role is not None}
    for value in sorted({f.value for f in near}, reverse=True):
        less = value - change.value
        roles = {said[one] for one in (value, less) if one in said}
        if less in {f.value for f in near} and len(roles) == 1 and roles <= _STOCKS:
            return value, less
    return None


def _rests(reading: Reading, line: Line) -> Iterator[Finding]:
    """ "Dari 156 siswa, 68 langsung dicetak, sisanya 88 …": the rest after all parts named."""
    for rest in line.counts:
        if not _is_rest(line, rest):
            continue
        named = [f for f in line.counts if f.position < rest.position and _same_things(f, rest)]
        if len(named) < 2 and rest.line:
            before = reading.lines[rest.line - 1]
            if before.paragraph == line.paragraph or before.paragraph == line.paragraph - 1:
                named = [f for f in before.counts if _same_things(f, rest)] + named
        if len(named) >= 2:
            finding = _rest_after(line, named, rest)
            if finding:
                yield finding


def _is_rest(line: Line, figure: Figure) -> bool:
    before = line.tokens[max(0, figure.position - 5) : figure.position]
    after = line.tokens[figure.position + 1 : figure.position + 3]
    for token in reversed(before):
        if token.kind is T.REST:
            return True
        if token.kind in (T.COMMA, T.AND, T.COUNT, T.PERCENT):
            break
    return any(token.kind in (T.OTHERS, T.REST) for token in after[:1])


def _same_things(one: Figure, rest: Figure) -> bool:
    return (
        one.like(rest)
        and one.solid
        and one.token != rest.token
        and one.scope.same_place(rest.scope)
    )


def _rest_after(line: Line, named: list[Figure], rest: Figure) -> Finding | None:
    whole, parts = named[0], named[1:]
    if line.whole(whole) is parts[0]:  # "5.460 dari 12.000 siswa …, sisanya 6.540"
        whole, parts = parts[0], [whole, *parts[1:]]
    left = whole.value - sum(part.value for part in parts)
    counts = (whole.value, *(part.value for part in parts), rest.value)
    exact = all(figure.count.exact for figure in (*named, rest))
    if exact and left == rest.value:
        return state("agrees", "difference", rest, counts, str(left), "rest")
    opens = line.opening is not None and line.opening.token == whole.token
    is_sure = opens and len(parts) == 1 and exact and rest.solid and not rest.scope.sex
    tied = line.whole(parts[0]) is whole
    is_sure = is_sure or (tied and len(parts) == 1 and exact and rest.solid)
    plain = line.whole(parts[0]) in (None, whole) and not parts[0].partial
    if is_sure and plain and 0 < left <= _BELIEVABLE_NEAR * rest.value <= 144 * left:
        return state("contradicts", "difference", rest, counts, str(left), "rest")
    return None
