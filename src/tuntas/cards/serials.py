"""Serial numbers of blanks as ranges: what a carton, a count sheet and a movement say.

A serial is a text that ends in digits; what stands before them is its prefix. Blanks of one
delivery follow each other, so the office writes the first and the last.

>>> held = read("SPESIMEN-000001 – SPESIMEN-000500\\nSPESIMEN-000501")
>>> [str(one) for one in held]
['SPESIMEN-000001 – SPESIMEN-000501']
>>> [str(one) for one in without(held, read("SPESIMEN-000100"))]
['SPESIMEN-000001 – SPESIMEN-000099', 'SPESIMEN-000101 – SPESIMEN-000501']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tuntas.cards.errors import SerialUnreadable

_SERIAL: Final = re.compile(r"(?P<prefix>.{0,20}?)(?P<digits>[0-9]{1,18})")
_DASH: Final = re.compile(r"\s*(?:–|—|\.\.|\bs/d\b|\bsd\b)\s*|\s+-\s+")
MOST: Final = 100_000
"""Of one range: a mistyped digit must not ask for a million blanks."""


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Serials *first* to *last* (both belong to it), *width* digits each, after *prefix*.

    >>> one = Range("A", 8, 10, 3)
    >>> str(one), one.count, list(one)
    ('A008 – A010', 3, ['A008', 'A009', 'A010'])
    """

    prefix: str
    first: int
    last: int
    width: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[str]:
        return (self.serial(number) for number in range(self.first, self.last + 1))

    def __str__(self) -> str:
        if self.count == 1:
            return self.serial(self.first)
        return f"{self.serial(self.first)} – {self.serial(self.last)}"

    def serial(self, number: int) -> str:
        return f"{self.prefix}{number:0{self.width}d}"


def one(serial: str) -> Range:
    """The range that is *serial* alone. Raises SerialUnreadable.

    >>> one("spesimen-0007")
    Range(prefix='SPESIMEN-', first=7, last=7, width=4)
    """
    found = _SERIAL.fullmatch(serial.strip().upper())
    if found is None:
        raise SerialUnreadable(serial)
    number = int(found["digits"])
    return Range(found["prefix"], number, number, len(found["digits"]))


def read(text: str) -> list[Range]:
    """Ranges from what somebody typed: one serial or ``first – last`` a line, or after commas.

    Raises:
        SerialUnreadable: naming the part; also when a serial stands there twice.
    """
    parts = [part.strip() for line in text.splitlines() for part in re.split("[,;]", line)]
    found = [_range(part) for part in parts if part]
    merged = merge(found)
    if count(merged) != count(found):
        raise SerialUnreadable(_twice(found))
    return merged


def _range(part: str) -> Range:
    ends = [one(end) for end in _DASH.split(part)]
    first, last = ends[0], ends[-1]
    same = (first.prefix, first.width) == (last.prefix, last.width)
    if len(ends) > 2 or not same or not first.first <= last.first < first.first + MOST:
        raise SerialUnreadable(part)
    return Range(first.prefix, first.first, last.first, first.width)


def _twice(ranges: list[Range]) -> str:
    ordered = sorted(ranges)
    return next((str(b) for a, b in pairwise(ordered) if _touch(a, b) > 0), "")


def count(ranges: Iterable[Range]) -> int:
    return sum(each.count for each in ranges)


def merge(ranges: Iterable[Range]) -> list[Range]:
    """The same serials in as few ranges as can be, in order, none twice.

    >>> [str(each) for each in merge([Range("A", 3, 4, 1), Range("A", 1, 2, 1)])]
    ['A1 – A4']
    """
    merged: list[Range] = []
    for each in sorted(ranges):
        if merged and _touch(merged[-1], each) >= 0:
            before = merged[-1]
            merged[-1] = Range(each.prefix, before.first, max(before.last, each.last), each.width)
        else:
            merged.append(each)
    return merged


def _touch(a: Range, b: Range) -> int:
    """-1 apart, 0 next to each other, 1 sharing a serial; *a* does not begin after *b*."""
    if (a.prefix, a.width) != (b.prefix, b.width) or a.last + 1 < b.first:
        return -1
    return 0 if a.last + 1 == b.first else 1


def without(ranges: Iterable[Range], taken: Iterable[Range]) -> list[Range]:
    """The serials of *ranges* that are not in *taken*."""
    left = merge(ranges)
    for cut in merge(taken):
        left = [piece for each in left for piece in _cut(each, cut)]
    return left


def _cut(each: Range, cut: Range) -> list[Range]:
    if cut.prefix != each.prefix or cut.last < each.first or each.last < cut.first:
        return [each]
    pieces = ((each.first, cut.first - 1), (cut.last + 1, each.last))
    return [Range(each.prefix, a, b, each.width) for a, b in pieces if a <= b]


def shared(ranges: Iterable[Range], others: Iterable[Range]) -> list[Range]:
    """The serials that stand in both."""
    held = merge(ranges)
    return without(held, without(held, others))


def lowest(ranges: Iterable[Range], wanted: int) -> list[Range]:
    """The first *wanted* serials, fewer when there are not so many.

    >>> [str(each) for each in lowest(read("B1..B3, B7..B9"), 4)]
    ['B1 – B3', 'B7']
    """
    chosen: list[Range] = []
    for each in merge(ranges):
        take = min(each.count, wanted - count(chosen))
        if take <= 0:
            break
        chosen.append(Range(each.prefix, each.first, each.first + take - 1, each.width))
    return chosen
