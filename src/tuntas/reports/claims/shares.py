"""Percentages against the counts they are shares of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from tuntas.reports.claims.figures import Figure, Line
from tuntas.reports.claims.findings import Finding
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.quantities import Count, computed_share, how_printed, share
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

_COMPLEMENT = {
    Role.RECORDED: Role.UNRECORDED, Role.UNRECORDED: Role.RECORDED,
    Role.PRINTED: Role.UNPRINTED, Role.UNPRINTED: Role.PRINTED,
    Role.HELD: Role.UNHELD, Role.UNHELD: Role.HELD,
}  # fmt: skip
_COVERAGE = (Role.RECORDED, Role.UNRECORDED)
# How far (in percentage points) print and counts may lie apart before we rather believe that we
# linked figures of different things: by how many lines lie between them.
_BELIEVABLE_POINTS = {0: 100, 1: 12, 2: 12}
_BELIEVABLE_FAR = 3
_BELIEVABLE_BARE = 2
_FAR_ALONE = 5
# Beyond the nearest few, agreement is chance.
_MOST_CANDIDATES = 6


@dataclass(frozen=True)
class Whole:
    """A possible denominator; *computed* ones stand nowhere in the text.

    *sure* is True when the sentence itself ties part and whole together.
    """

    count: Count
    figure: Figure | None
    rule: str
    sure: bool = False


@dataclass(frozen=True)
class Judged:
    """The outcome for one percentage: a finding, or whether any denominator was there at all."""

    percent: Figure
    finding: Finding | None
    has_whole: bool
    whole: Figure | None = None
    part: Figure | None = None


def judge_shares(reading: Reading) -> list[Judged]:
    """One judgement for each percentage of the text that is a share of people or cards."""
    judged = [_judge(reading, line, p) for line in reading.lines for p in line.percents]
    done = [outcome for outcome in judged if outcome]
    stated = {(o.percent.percent.value, o.percent.role) for o in done if o.part}
    bare = [
        _judge_bare(reading, line, p)
        for line in reading.lines
        for p in line.percents
        if line.partner(p) is None and (p.percent.value, p.role) not in stated
    ]
    return done + [outcome for outcome in bare if outcome]


def _judge(reading: Reading, line: Line, percent: Figure) -> Judged | None:
    part = line.partner(percent)
    if part is None or percent.change or percent.rate or percent.percent.value == 0:
        return None
    if percent.aim and part.role is Role.UNRECORDED:
        return None  # "target 99,5 persen, masih tersisa 554 jiwa": what is left is left today
    sure = [*_sure(line, percent, part), *_referred(reading, line, part)]
    likely = list(_likely(reading, percent, part))
    for whole in (*sure, *likely):
        finding = _agreement(percent, part, whole)
        if finding:
            return Judged(percent, finding, True, whole.figure, part)
    by_chance = _by_chance(reading, line, percent, part)
    if by_chance:
        return Judged(percent, by_chance.finding, True, by_chance.whole, part)
    finding = _accusation(reading, percent, part, sure, likely)
    has_whole = bool(sure or likely or list(_obliged(reading, part)))
    return Judged(percent, finding, has_whole, None, part)


def _sure(line: Line, percent: Figure, part: Figure) -> Iterator[Whole]:
    for figure, rule in ((line.whole(percent), "percent-of"), (line.whole(part), "part-of")):
        if figure and _comparable(part, figure):
            yield Whole(figure.count, figure, rule, sure=True)
    opening = line.opening
    if opening and line.whole(part) is None and _opens_for(line, opening, part):
        yield Whole(opening.count, opening, "of-whole", sure=True)


def _opens_for(line: Line, opening: Figure, part: Figure) -> bool:
    """Whether nothing nearer than the opening whole can be the whole of *part*.

    In "Dari 131.991 penduduk dan 92.310 wajib KTP, 91.756 …" the obliged stand nearer; in "Dari
    5.000 siswa, 4.000 berusia 17, 3.500 di antaranya …" the second count does.
    """
    between = [f for f in line.counts if opening.position < f.position < part.position]
    obliged = any(f.role is Role.OBLIGED for f in between)
    near = line.tokens[max(0, part.position - 3) : part.position + 4]
    among = any(t.kind is T.PARTLY for t in near) and any(f.value >= part.value for f in between)
    precedes = opening.position < part.position
    return precedes and not obliged and not among and _comparable(part, opening)


def _referred(reading: Reading, line: Line, part: Figure) -> Iterator[Whole]:
    """ "Dari jumlah itu, …": the one count of the sentence before."""
    first = [token.kind for token in line.tokens[:4] if token.kind is not T.MARK]
    points_back = first[:2] == [T.OF, T.TOTAL] and T.COUNT not in first
    says_so = any(t.text.lower() in ("itu", "tersebut", "tadi", "ini") for t in line.tokens[:4])
    if not (points_back and says_so and line.number and line.opening is None):
        return
    before = only(f for f in reading.lines[line.number - 1].counts if _comparable(part, f))
    if before and line.whole(part) is None:
        yield Whole(before.count, before, "that-number", sure=True)


def _comparable(part: Figure, whole: Figure) -> bool:
    unsaid = not part.unit or not whole.unit
    return (part.like(whole) or unsaid) and part.token != whole.token and whole.count.low > 0


def _likely(reading: Reading, percent: Figure, part: Figure) -> Iterator[Whole]:
    """Obliged residents elsewhere in the text: the same sentence first, then ever farther."""
    if part.role not in _COVERAGE or not part.of_people:
        return
    wholes = sorted(_obliged(reading, part), key=lambda f: distance(part, f))
    for figure in wholes[:_MOST_CANDIDATES]:
        yield Whole(figure.count, figure, "role")
    for figure in wholes[:_MOST_CANDIDATES]:
        for away in reading.counts(Role.EXCLUDED):
            if distance(figure, away) <= 3 and away.value < figure.value:
                yield Whole(_minus(figure.count, away.count), figure, "role-less-excluded")
    if not wholes:
        yield from _summed(reading, part)


def _obliged(reading: Reading, part: Figure) -> Iterator[Figure]:
    for figure in reading.counts(Role.OBLIGED):
        if (
            distance(part, figure) <= FARTHEST_LINES
            and meet(part, figure)
            and figure.token != part.token
            and figure.count.low > 0
        ):
            yield figure


def _minus(one: Count, other: Count) -> Count:
    return Count(max(1, one.low - other.high), max(1, one.high - other.low))


def _summed(reading: Reading, part: Figure) -> Iterator[Whole]:
    """Where nobody states the whole: recorded and unrecorded together are the obliged."""
    assert part.role
    others = [
        figure
        for figure in reading.counts(_COMPLEMENT[part.role])
        if distance(part, figure) <= 1 and meet(part, figure) and not figure.partial
    ]
    other = only(others)
    if other and part.count.low + other.count.low > 0:
        whole = Count(part.count.low + other.count.low, part.count.high + other.count.high)
        yield Whole(whole, None, "role-summed")


def _agreement(percent: Figure, part: Figure, whole: Whole) -> Finding | None:
    for measured in _measured(percent, part, whole.count):
        how = how_printed(measured, whole.count, percent.percent)
        if how or _near_enough(percent, part, whole, measured):
            counts = (measured.middle, whole.count.middle)
            computed = computed_share(measured, whole.count, percent.percent)
            rule = f"{whole.rule}:{how or 'hedged'}"
            return state("agrees", "share", percent, counts, computed, rule)
    return None


def _measured(percent: Figure, part: Figure, whole: Count) -> Iterator[Count]:
    """The count whose share is printed: the part, or all the others ("650 left or 99,30 %")."""
    others = _minus(whole, part.count)
    crossed = bool(part.role and percent.role and percent.role is _COMPLEMENT.get(part.role))
    if crossed:
        yield others
    yield part.count
    if not crossed and part.role in _COVERAGE and percent.percent.value > 50:
        yield others


def _near_enough(percent: Figure, part: Figure, whole: Whole, measured: Count) -> bool:
    """*sekitar* and *lebih dari* are not measured to the last digit."""
    loose = percent.about or percent.bounded or part.about or part.bounded
    loose = loose or bool(whole.figure and (whole.figure.about or whole.figure.bounded))
    if not loose:
        return False
    low, _ = share(measured, whole.count)
    tolerance = max(Fraction(1), 2 * Fraction(percent.percent.step))
    return abs(low - Fraction(percent.percent.value)) <= tolerance


def _by_chance(reading: Reading, line: Line, percent: Figure, part: Figure) -> Judged | None:
    """A denominator we would not have chosen but that fits: then nobody is accused."""
    for other in (f for near in reading.around(part, 2) for f in near.counts):
        if other.value >= part.value and _comparable(part, other):
            how = how_printed(part.count, other.count, percent.percent)
            if how and (part.value != other.value):
                speaks = percent.percent.decimals >= 2 and distance(part, other) <= 1
                speaks = speaks and {part.role, other.role} != set(_COVERAGE)
                computed = computed_share(part.count, other.count, percent.percent)
                counts = (part.value, other.value)
                finding = state("agrees", "share", percent, counts, computed, f"fits:{how}")
                return Judged(percent, finding if speaks else None, True, other, part)
    return None


def _accusation(
    reading: Reading, percent: Figure, part: Figure, sure: list[Whole], likely: list[Whole]
) -> Finding | None:
    if not (percent.solid and part.solid) or (part.partial and not sure):
        return None
    whole = _firmest(part, sure, likely)
    if whole is None or (whole.figure and not whole.figure.solid):
        return None
    measured = next(_measured(percent, part, whole.count))
    if not _is_believable(percent, part, whole, measured):
        return None
    computed = computed_share(measured, whole.count, percent.percent)
    counts = (measured.middle, whole.count.middle)
    return state("contradicts", "share", percent, counts, computed, whole.rule)


def _firmest(part: Figure, sure: list[Whole], likely: list[Whole]) -> Whole | None:
    if sure:
        return sure[0]
    stated = [whole.figure for whole in likely if whole.rule == "role" and whole.figure]
    if not stated:
        return next((whole for whole in likely if whole.rule == "role-summed"), None)
    chosen = only(nearest(part, stated))
    if chosen is None or (distance(part, chosen) > 1 and only(stated) is None):
        return None
    return Whole(chosen.count, chosen, "role")


def _is_believable(percent: Figure, part: Figure, whole: Whole, measured: Count) -> bool:
    low, high = share(measured, whole.count)
    printed = Fraction(percent.percent.value)
    gap = max(low - printed, printed - high, Fraction(0))
    if whole.sure:
        return 2 * part.value <= 3 * whole.count.high
    lines = distance(part, whole.figure) if whole.figure else 1
    return gap <= _BELIEVABLE_POINTS.get(lines, _BELIEVABLE_FAR)


def _judge_bare(reading: Reading, line: Line, percent: Figure) -> Judged | None:
    """A percentage with no count beside it: "Capaian perekaman 98,26 persen"."""
    skip = percent.aim or percent.change or percent.rate or percent.percent.value in (0, 100)
    if skip or percent.role not in _COVERAGE:
        return None
    explicit = line.whole(percent)
    wholes = [explicit] if explicit else list(_obliged(reading, percent))
    within = [f for f in reading.counts(*_COVERAGE) if distance(percent, f) <= FARTHEST_LINES]
    parts = [f for f in within if meet(percent, f) and not f.partial]
    close = sorted(parts, key=lambda f: distance(percent, f))[:_MOST_CANDIDATES]
    near = sorted(wholes, key=lambda f: distance(percent, f))[:_MOST_CANDIDATES]
    pairs = [(p, w) for p in close for w in near if meet(p, w) and p.token != w.token]
    for part, whole in pairs:
        finding = _agreement(percent, part, Whole(whole.count, whole, "bare"))
        if finding:
            return Judged(percent, finding, True, whole, part)
    finding = _bare_accusation(percent, parts, wholes)
    finding = finding or _others_accusation(line, percent, wholes)
    return Judged(percent, finding, bool(wholes), None, None)


def _others_accusation(line: Line, percent: Figure, wholes: list[Figure]) -> Finding | None:
    """ "Dari 75.000 wajib KTP, 98 persen sudah merekam, artinya 2.500 jiwa belum"."""
    opposite = _COMPLEMENT.get(percent.role) if percent.role else None
    others = [f for f in line.counts if f.role and f.role is opposite]
    part, whole = only(others), only(f for f in wholes if f.line == line.number)
    if part is None or whole is None or line.partner(part) or part.partial:
        return None
    if not (percent.solid and part.solid and whole.solid and meet(part, whole)):
        return None
    measured = _minus(whole.count, part.count)
    low, high = share(measured, whole.count)
    printed = Fraction(percent.percent.value)
    if max(low - printed, printed - high) > _BELIEVABLE_FAR:
        return None
    computed = computed_share(measured, whole.count, percent.percent)
    counts = (measured.middle, whole.value)
    return state("contradicts", "share", percent, counts, computed, "others")


def _the_only(percent: Figure, figures: Iterable[Figure]) -> Figure | None:
    """The one count nearby, or a little farther the only one there is at all."""
    found = list(figures)
    near = only([f for f in found if distance(percent, f) <= 2])
    return near or only(
        [f for f in found if distance(percent, f) <= _FAR_ALONE] if only(found) else []
    )


def _bare_accusation(
    percent: Figure, parts: Iterable[Figure], wholes: Iterable[Figure]
) -> Finding | None:
    same = [f for f in parts if f.role is percent.role]
    part = _the_only(percent, same)
    whole = _the_only(percent, wholes)
    usable = part and whole and percent.solid and part.solid and whole.solid and percent.firm
    if not (part and whole and usable) or percent.percent.decimals == 0:
        return None
    if percent.scope.period not in (None, part.scope.period, whole.scope.period):
        return None  # "Sebelumnya pada 2021 capaian 93,98 persen", beside counts of now
    low, high = share(part.count, whole.count)
    printed = Fraction(percent.percent.value)
    if max(low - printed, printed - high) > _BELIEVABLE_BARE:
        return None
    computed = computed_share(part.count, whole.count, percent.percent)
    counts = (part.value, whole.value)
    return state("contradicts", "share", percent, counts, computed, "bare")
