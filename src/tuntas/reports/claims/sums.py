"""Totals against their parts: lists (*terdiri dari*, *rinciannya*), men and women, percentages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tuntas.reports.claims.figures import Figure, Line, Unit
from tuntas.reports.claims.findings import Finding
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.reading import FARTHEST_LINES, Reading, distance, meet, only, state
from tuntas.reports.claims.roles import Role
from tuntas.reports.claims.shares import Judged
from tuntas.reports.claims.tokens import Token

# Words that promise the parts are all there; the others only introduce examples.
_COMPLETE = ("terdiri", "rincian", "dirinci", "perincian")
_SUPERLATIVES = ("terbanyak", "tertinggi", "terbesar", "terbanyaknya", "paling", "terendah")
_MOST_TOKENS_TO_LIST = 12
_MOST_TOKENS_OF_ITEM = 9
# Beyond this the list and the total speak of different things.
_BELIEVABLE_FACTOR = 2.5


@dataclass(frozen=True)
class Parts:
    """A total and what the text lists under it; *complete* lists may accuse."""

    total: Figure
    items: tuple[Figure, ...]
    complete: bool
    rule: str


def judge_sums(reading: Reading, shares: Sequence[Judged]) -> list[Finding]:
    """Sums of counts, and of the percentages of recorded and unrecorded."""
    found: dict[tuple[int, int], Finding] = {}
    for parts in _all_parts(reading):
        finding = _judge(parts)
        # One list is judged once: a total that fits silences those that do not.
        place = (parts.items[0].token.start, parts.items[1].token.start) if finding else (0, 0)
        if finding and (place not in found or finding.kind == "agrees"):
            found[place] = finding
    return [*found.values(), *_percent_sums(reading, shares)]


def _all_parts(reading: Reading) -> Iterator[Parts]:
    for line in reading.lines:
        yield from _listed(reading, line)
        yield from _by_sex(reading, line)
        yield from _totalled(line)
        yield from _after_colon(line)
        yield from _enumerated(reading, line)
    yield from _line_by_line(reading)


def _judge(parts: Parts) -> Finding | None:
    items, total = list(parts.items), parts.total
    if not all(figure.count.exact for figure in (*items, total)):
        return None
    flat = _flatten(items)
    for row in (items, flat):
        values = [item.value for item in row]
        if sum(values) == total.value:
            counts = (*values, total.value)
            return state("agrees", "sum", total, counts, str(total.value), parts.rule)
    summed = sum(item.value for item in items)
    if len(flat) < len(items) or not parts.complete or not _believable(total, items, summed):
        return None
    counts = (*(item.value for item in items), total.value)
    return state("contradicts", "sum", total, counts, str(summed), parts.rule)


def _flatten(items: Sequence[Figure]) -> list[Figure]:
    """Drop items that only break down the one before them: "45.060 jiwa (45.000 + 60)"."""
    kept: list[Figure] = []
    index = 0
    while index < len(items):
        kept.append(items[index])
        index += 1 + _breakdown(items, index)
    return kept


def _breakdown(items: Sequence[Figure], index: int) -> int:
    summed = 0
    for offset, item in enumerate(items[index + 1 :], start=1):
        summed += item.value
        if summed == items[index].value and offset >= 2:
            return offset
    return 0


def _believable(total: Figure, items: Sequence[Figure], summed: int) -> bool:
    largest = max(item.value for item in items)
    solid = not any(f.about or f.bounded or f.change or f.partial for f in (*items, total))
    near = max(total.value, summed) <= _BELIEVABLE_FACTOR * max(1, min(total.value, summed))
    roles = {item.role for item in items if item.role}
    repeats = total.role is not None and total.role in roles and len(roles) > 1
    other = bool(items[0].role and total.role) and total.role is not Role.OBLIGED
    unlike = other and roles == {items[0].role} and items[0].role is not total.role
    return solid and near and largest < total.value and not repeats and not unlike


def _listed(reading: Reading, line: Line) -> Iterator[Parts]:
    """ "2.450 jiwa, terdiri dari 1.200 laki-laki dan 1.250 perempuan"."""
    for position, token in enumerate(line.tokens):
        if token.kind is not T.LIST:
            continue
        items = _items_after(line, position)
        if not _counts_papers(line) and len({i.unit for i in items} - {Unit.UNSAID}) > 1:
            continue
        if len(items) < 2:
            continue
        word = token.text.lower()
        complete = any(mark in word for mark in _COMPLETE) and not _is_sample(line)
        exact_word = complete or (word in ("yakni", "yaitu") and not _is_sample(line))
        for total, close in _totals_before(reading, line, position, items):
            sure = exact_word and close and (complete or total.line == line.number)
            yield Parts(total, tuple(items), sure, "list")


def _items_after(line: Line, position: int) -> list[Figure]:
    items: list[Figure] = []
    for later in range(position + 1, len(line.tokens)):
        token = line.tokens[later]
        if token.kind is T.BUT and token.text != ";" and items:
            break
        if token.kind is T.TOTAL and len(items) > 1:
            break
        figure = line.figures.get(later)
        if figure and figure.is_count and later not in line.links.wholes:
            items.append(figure)
    mixed = len({item.unit for item in items} - {Unit.UNSAID}) > 1 and _counts_papers(line)
    return items if mixed else [item for item in items if _alike(items[0], item)]


def _counts_papers(line: Line) -> bool:
    """ "245 dokumen, terdiri dari 120 KTP-el, 80 KK …": the total counts unlike things."""
    return any(token.text.lower() in ("dokumen", "berkas", "permohonan") for token in line.tokens)


def _alike(one: Figure, other: Figure) -> bool:
    cards = Unit.CARD in (one.unit, other.unit) and not (one.unit and other.unit)
    return one.like(other) or cards


def _is_sample(line: Line) -> bool:
    words = {token.text.lower() for token in line.tokens}
    return any(t.kind is T.PARTLY for t in line.tokens) or not words.isdisjoint(_SUPERLATIVES)


def _totals_before(
    reading: Reading, line: Line, position: int, items: Sequence[Figure]
) -> Iterator[tuple[Figure, bool]]:
    """Counts the list may break down, and whether the grammar leaves no doubt about it."""
    papers = _counts_papers(line)
    here = [f for f in line.counts if f.position < position and (papers or _alike(f, items[0]))]
    if here:
        gap = line.tokens[here[-1].position + 1 : position]
        close = len(gap) <= _MOST_TOKENS_TO_LIST and all(
            t.kind not in (T.PERCENT, T.BUT) for t in gap
        )
        # "terbanyak di dua kecamatan, yakni" names some, "tersebar di dua kecamatan, yakni" all.
        close = close and (_spreads(gap) or all(t.kind is not T.PLACE_UNIT for t in gap))
        for figure in reversed(here):
            yield figure, close and figure is here[-1]
        return
    for steps in (1, 2):
        for before in reading.lines[max(0, line.number - steps) : line.number - steps + 1]:
            counts = [f for f in before.counts if _alike(f, items[0])]
            for figure in counts:
                yield figure, steps == 1 and position <= 2 and len(counts) == 1


def _spreads(gap: Sequence[Token]) -> bool:
    return any(token.text.lower() in ("tersebar", "terbagi") for token in gap)


def _by_sex(reading: Reading, line: Line) -> Iterator[Parts]:
    """ "90.060 jiwa, laki-laki 45.000 dan perempuan 45.060"."""
    for one, other in pairwise(line.counts):
        if {one.scope.sex, other.scope.sex} != {"male", "female"}:
            continue
        before = [f for f in line.counts if f.position < one.position and _alike(f, one)]
        whole = [f for f in before if not f.scope.sex][-1:]
        plain = one.role in (other.role, None) or other.role is None
        if whole:
            adjacent = before[-1] is whole[0] and not _is_sample(line)
            roles_fit = whole[0].role in (None, one.role, other.role) or plain
            complete = adjacent and roles_fit and not _part_of(line, one, whole[0])
            yield Parts(whole[0], (one, other), complete and _joined(line, one, other), "sex")
        elif not before and line.number:
            total = only(f for f in reading.lines[line.number - 1].counts if _alike(f, one))
            if total and not total.scope.sex:
                near = abs(one.value + other.value - total.value) * 5 <= total.value
                fits = plain and _joined(line, one, other) and one.role in (None, total.role)
                yield Parts(total, (one, other), near and fits and not _is_sample(line), "sex")


def _part_of(line: Line, one: Figure, whole: Figure) -> bool:
    """ "Dari 90.060 wajib KTP, laki-laki 44.000 sudah merekam …": a part, not a breakdown."""
    return line.links.opening == whole.position and one.role not in (None, whole.role)


def _joined(line: Line, one: Figure, other: Figure) -> bool:
    between = line.tokens[one.position + 1 : other.position]
    return any(t.kind in (T.AND, T.COMMA, T.BUT) for t in between) and len(between) <= 6


def _totalled(line: Line) -> Iterator[Parts]:
    """ "A 120, B 80, C 40, sehingga total 240": the total comes last."""
    for figure in line.counts:
        if not _is_total(line, figure):
            continue
        items = [f for f in line.counts if f.position < figure.position and _alike(f, figure)]
        if len(items) >= 2 and figure.position not in line.links.wholes:
            both_sexes = len(items) == 2 and {i.scope.sex for i in items} == {"male", "female"}
            listed = both_sexes or (len(items) >= 3 and _is_enumeration(line, items))
            yield Parts(figure, tuple(items), listed and not _is_sample(line), "total")


def _after_colon(line: Line) -> Iterator[Parts]:
    """ "1.500 jiwa belum merekam: 600 lansia, 500 pelajar dan 400 perantau"."""
    for position, token in enumerate(line.tokens):
        before = [f for f in line.counts if f.position < position]
        items = [f for f in line.counts if f.position > position]
        if token.kind is not T.COLON or len(before) != 1 or len(items) < 3:
            continue
        gap = line.tokens[before[0].position + 1 : position]
        alike = all(_alike(before[0], item) for item in items)
        close = len(gap) <= (8 if _spreads(gap) else 4) and not any(
            t.kind in (T.COMMA, T.AND, T.OF) for t in gap
        )
        if alike and _is_enumeration(line, items):
            same = None in (items[0].role, before[0].role) or items[0].role is before[0].role
            yield Parts(before[0], tuple(items), close and same and not _is_sample(line), "colon")


def _is_total(line: Line, figure: Figure) -> bool:
    before = line.tokens[max(0, figure.position - 4) : figure.position]
    return any(token.kind is T.TOTAL for token in before)


def _is_enumeration(line: Line, items: Sequence[Figure]) -> bool:
    gaps = [line.tokens[a.position + 1 : b.position] for a, b in pairwise(items)]
    return (
        all(
            len(gap) <= _MOST_TOKENS_OF_ITEM
            and any(t.kind in (T.COMMA, T.AND, T.BUT) for t in gap)
            and all(t.kind not in (T.OF, T.OR, T.OBLIGED) for t in gap)
            for gap in gaps
        )
        and len({item.role for item in items if item.role}) <= 1
    )


def _enumerated(reading: Reading, line: Line) -> Iterator[Parts]:
    """Three or more counts in a row that happen to fill a count stated shortly before."""
    items = [f for f in line.counts if f.position not in line.links.wholes]
    for start in range(min(3, max(0, len(items) - 2))):
        row = items[start:]
        if not _is_enumeration(line, row):
            continue
        for near in reading.around(row[0], 2):
            for total in near.counts:
                announced = total.line <= line.number or _is_total(near, total)
                if total not in row and _alike(total, row[0]) and announced:
                    yield Parts(total, tuple(row), False, "row")


def _line_by_line(reading: Reading) -> Iterator[Parts]:
    """A list with one count on each line, under a line with the total or above one."""
    number = 0
    while number < len(reading.lines):
        block = _block(reading, number)
        if len(block) >= 2:
            yield from _block_totals(reading, number, block)
        number += max(1, len(block))


def _is_item(line: Line) -> bool:
    """A name and a number, not a sentence: "Satu alat mampu melayani 95 orang per hari"."""
    words = [t for t in line.tokens if t.kind is T.WORD and t.text.islower()]
    counted = any(figure.rate or figure.position in line.links.wholes for figure in line.counts)
    return len(words) <= 1 and not counted


def _block(reading: Reading, number: int) -> list[Figure]:
    block: list[Figure] = []
    for line in reading.lines[number:]:
        is_total = any(t.kind is T.TOTAL for t in line.tokens[:2])
        if len(line.counts) != 1 or len(line.tokens) > _MOST_TOKENS_OF_ITEM or is_total:
            break
        item = line.counts[0]
        other_role = item.role and not (block and block[0].role is item.role)
        if other_role and (block or item.firm):
            break
        if block and line.paragraph == reading.lines[number].paragraph:
            break
        block.append(item)
    return block


def _block_totals(reading: Reading, number: int, block: list[Figure]) -> Iterator[Parts]:
    after = reading.lines[number + len(block) : number + len(block) + 1]
    for line in after:
        if len(line.counts) == 1 and any(t.kind is T.TOTAL for t in line.tokens[:2]):
            items = reading.lines[number : number + len(block)]
            total = line.counts[0]
            alike = all(_alike(total, item) for item in block)
            yield Parts(total, tuple(block), alike and all(map(_is_item, (*items, line))), "lines")
    for line in reading.lines[max(0, number - 1) : number]:
        ends = [t.kind for t in line.tokens[-1:]]
        promised = any(
            t.kind is T.LIST and any(mark in t.text.lower() for mark in _COMPLETE)
            for t in line.tokens
        )
        totals = [f for f in line.counts if _alike(f, block[0])]
        for total in totals:
            sure = len(totals) == 1 and ends == [T.COLON] and promised
            yield Parts(total, tuple(block), sure and not _is_sample(line), "lines")


def _percent_sums(reading: Reading, shares: Sequence[Judged]) -> Iterator[Finding]:
    """Recorded and unrecorded make a hundred, whatever the counts say."""
    blamed = {j.percent.token.start for j in shares if j.finding}
    percents = [f for line in reading.lines for f in line.percents if not f.aim and f.solid]
    seen: set[str] = set()
    done = [f for f in percents if f.role is Role.RECORDED]
    left = [f for f in percents if f.role is Role.UNRECORDED]
    for one in done:
        for other in left:
            if (
                distance(one, other) > FARTHEST_LINES
                or not meet(one, other)
                or other.token.printed in seen
            ):
                continue
            finding = _hundred(reading, one, other, blamed)
            if finding:
                seen.add(other.token.printed)
                yield finding


def _hundred(reading: Reading, one: Figure, other: Figure, blamed: set[int]) -> Finding | None:
    rest = 100 - one.percent.value
    step = max(one.percent.step, other.percent.step)
    if one.percent.value == 0 or one.percent.value >= 100:
        return None
    if rest == other.percent.value:
        return state("agrees", "sum", other, (), "100", "hundred")
    judged = one.token.start in blamed or other.token.start in blamed
    near = distance(one, other) <= 1 and abs(rest - other.percent.value) <= 5
    fine = min(one.percent.decimals, other.percent.decimals) >= 1 and one.firm and other.firm
    if judged or not near or not fine or abs(rest - other.percent.value) <= step:
        return None
    counted = any(reading.counts(Role.OBLIGED))
    return None if counted else state("contradicts", "sum", other, (), f"{rest:f}", "hundred")
