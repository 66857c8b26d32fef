"""Numbers as Indonesian texts write them, and the arithmetic of printed percentages.

A count is an interval of whole numbers: ``90.060`` is exact, ``2,6 juta`` may be anything that
rounds to it. A percentage keeps its printed decimals, because they say how finely it claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

MULTIPLIERS = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6}

_THOUSANDS = re.compile(r"\d{1,3}(?:([.,\s])\s?\d{3})(?:\1\s?\d{3})*")
_UNITS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7,
    "delapan": 8, "sembilan": 9,
}  # fmt: skip
_SCALES = {"puluh": 10, "ratus": 100}
_ONES = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
NUMBER_WORDS = (*_UNITS, *_SCALES, *_ONES, "belas", "ribu", "juta")


@dataclass(frozen=True)
class Count:
    """A whole number of things, known to lie between *low* and *high*, both included.

    >>> Count(5, 5).exact, Count(5, 6).exact
    (True, False)
    """

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def middle(self) -> int:
        return (self.low + self.high) // 2


@dataclass(frozen=True)
class Percent:
    """A printed percentage and the decimals it was printed with.

    >>> Percent(Decimal("98.18"), 2).step
    Decimal('0.01')
    """

    value: Decimal
    decimals: int

    @property
    def step(self) -> Decimal:
        return Decimal(1).scaleb(-self.decimals)


def read_count(digits: str, multiplier: str = "") -> Count | None:
    """The count that *digits* (and a word like *juta*) state; None when they state none.

    >>> read_count("90.060"), read_count("2,582,019").low, read_count("90 060").high
    (Count(low=90060, high=90060), 2582019, 90060)
    >>> read_count("2,6", "juta")
    Count(low=2550000, high=2650000)
    >>> read_count("98,18") is None
    True
    """
    if multiplier:
        return _scaled(digits, MULTIPLIERS[multiplier.lower()])
    if digits.isdecimal() or _THOUSANDS.fullmatch(digits):
        value = int(re.sub(r"\D", "", digits))
        return Count(value, value)
    return None


def _scaled(digits: str, factor: int) -> Count | None:
    plain = re.sub(r"\s", "", digits).replace(",", ".")
    if plain.count(".") > 1:
        return None
    value = Decimal(plain)
    half = Decimal(factor) / 2 * Decimal(1).scaleb(-_decimals(plain))
    return Count(int(value * factor - half), int(value * factor + half))


def read_percent(digits: str) -> Percent | None:
    """The percentage in *digits*, written with a comma or a point.

    >>> read_percent("98,18"), read_percent("98.26").value, read_percent("99, 21").value
    (Percent(value=Decimal('98.18'), decimals=2), Decimal('98.26'), Decimal('99.21'))
    """
    plain = re.sub(r"\s", "", digits).replace(",", ".")
    if plain.count(".") > 1:
        return None
    return Percent(Decimal(plain), _decimals(plain))


def _decimals(plain: str) -> int:
    return len(plain.partition(".")[2])


_MIXED = re.compile(r"(?:(\d{1,3})\s+(?:juta|jt)\s+)?(\d{1,3})\s+(?:ribu|rb)\s+(\d{1,3})", re.I)


def read_mixed(text: str) -> int | None:
    """The number that digits and *ribu* state together, to the last person; else None.

    >>> read_mixed("118 ribu 540"), read_mixed("2 juta 582 ribu 19"), read_mixed("118 ribu")
    (118540, 2582019, None)
    """
    found = _MIXED.fullmatch(text.strip())
    if found is None:
        return None
    millions, thousands, ones = (int(part or 0) for part in found.groups())
    return millions * 10**6 + thousands * 10**3 + ones


def read_words(words: str) -> int | None:
    """The number that Indonesian number words spell; None when they spell none.

    >>> read_words("sembilan puluh ribu enam puluh"), read_words("dua belas"), read_words("puluh")
    (90060, 12, None)
    """
    total, group, digit = 0, 0, None
    for word in words.lower().split():
        if word in _UNITS and digit is None:
            digit = _UNITS[word]
        elif word in _ONES and digit is None:
            group += _ONES[word]
            if word == "seribu":
                total, group = total + group, 0
        elif word == "belas" and digit:
            group, digit = group + 10 + digit, None
        elif word in _SCALES and digit:
            group, digit = group + digit * _SCALES[word], None
        elif word in MULTIPLIERS and (group or digit):
            total, group, digit = total + (group + (digit or 0)) * MULTIPLIERS[word], 0, None
        else:
            return None
    return total + group + (digit or 0)


def share(part: Count, whole: Count) -> tuple[Fraction, Fraction]:
    """Lowest and highest percentage that *part* of *whole* can be; ``whole.low`` ≥ 1.

    >>> share(Count(1, 1), Count(4, 4))
    (Fraction(25, 1), Fraction(25, 1))
    """
    return Fraction(100 * part.low, whole.high), Fraction(100 * part.high, whole.low)


def how_printed(part: Count, whole: Count, printed: Percent) -> str | None:
    """How *printed* follows from the counts: ``round``, ``truncate``, ``near`` or None.

    ``near`` is for counts that are themselves rounded: one step of the last printed digit is
    allowed, because the writer will have divided the unrounded counts.

    >>> how_printed(Count(88491, 88491), Count(90060, 90060), read_percent("98,26"))
    'round'
    >>> how_printed(Count(88491, 88491), Count(90060, 90060), read_percent("98,25"))
    'truncate'
    >>> how_printed(Count(88491, 88491), Count(90060, 90060), read_percent("98,18")) is None
    True
    """
    low, high = share(part, whole)
    if part.exact and whole.exact:
        if to_decimal(low, printed.decimals) == printed.value:
            return "round"
        cut = to_decimal(low, printed.decimals, ROUND_DOWN)
        return "truncate" if cut == printed.value else None
    step = Fraction(printed.step)
    return "near" if low - step <= Fraction(printed.value) <= high + step else None


def to_decimal(value: Fraction, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """*value* with so many decimals, without passing through a float.

    >>> to_decimal(Fraction(8849100, 90060), 2), to_decimal(Fraction(1, 200), 2)
    (Decimal('98.26'), Decimal('0.01'))
    """
    scaled = value * 10**decimals
    whole = floor(scaled + Fraction(1, 2)) if rounding == ROUND_HALF_UP else floor(scaled)
    return Decimal(whole).scaleb(-decimals)


def computed_share(part: Count, whole: Count, printed: Percent) -> str:
    """The true percentage at two decimals, or at as many as were printed when these are more.

    >>> computed_share(Count(1569, 1569), Count(90060, 90060), read_percent("1,82"))
    '1.74'
    """
    middle = Fraction(100 * part.middle, whole.middle)
    return f"{to_decimal(middle, max(2, printed.decimals)):f}"


def implied_whole(part: int, printed: Percent, *, complement: bool = False) -> tuple[int, int]:
    """Smallest and largest whole of which *part* gives *printed*, rounded half up.

    With *complement*, *printed* is the share of all the others (650 left at 99,30 per cent done).
    A share that includes zero on its lower side has no largest whole: (0, 0) is returned then.

    >>> implied_whole(650, read_percent("99,30"), complement=True)
    (92199, 93525)
    >>> implied_whole(1, read_percent("100"), complement=True)
    (0, 0)
    """
    value, half = Fraction(printed.value) / 100, Fraction(printed.step) / 200
    low_share, high_share = value - half, value + half
    if not complement:
        # low ≤ part / whole < high
        if low_share <= 0:
            return (0, 0)
        return floor(part / high_share) + 1, floor(part / low_share)
    # low ≤ 1 − part / whole < high
    if high_share >= 1:
        return (0, 0)
    return ceil(part / (1 - low_share)), ceil(part / (1 - high_share)) - 1
