"""Dates and periods as press texts write them, and whether two of them can be the same time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tuntas.reports.claims.quantities import read_words

MONTHS = {
    "januari": 1, "jan": 1, "january": 1, "februari": 2, "pebruari": 2, "feb": 2, "peb": 2,
    "february": 2, "maret": 3, "mar": 3, "mrt": 3, "march": 3, "april": 4, "apr": 4, "mei": 5,
    "may": 5, "juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7, "agustus": 8,
    "agu": 8, "ags": 8, "agt": 8, "agust": 8, "aug": 8, "august": 8, "september": 9, "sep": 9,
    "sept": 9, "oktober": 10, "okt": 10, "oct": 10, "october": 10, "november": 11, "nopember": 11,
    "nov": 11, "nop": 11, "desember": 12, "des": 12, "dec": 12, "december": 12,
}  # fmt: skip
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad")

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR_DIGITS = r"(?:19|20)[0-9]{2}"
_YEAR = rf"{_YEAR_DIGITS}\b(?!\.[0-9]{{3}})"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_DAY_WORDS = (
    r"(?:(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh)\s+)+"
)
_YEAR_WORDS = r"dua\s+ribu(?:\s+(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh))*"  # noqa: E501
_DAY_SPAN = rf"{_DAY}\s?(?:-|–|s/d|sampai|hingga|dan)\s?(?=[0-9])"

# One alternation per shape; the scanner puts them together, the reader below takes them apart.
DATE_PATTERN = (
    rf"(?:{_DAY_SPAN})?\b{_DAY}\s+{_MONTH}(?:\s+(?:tahun\s+)?{_YEAR})?"
    rf"|\b{_DAY_WORDS}{_MONTH}(?:\s+(?:tahun\s+)?(?:{_YEAR}|{_YEAR_WORDS}))?"
    rf"|\b{_YEAR_DIGITS}-[01][0-9]-[0-3][0-9]\b"
    rf"|\b{_DAY}[/-](?:1[0-2]|0?[1-9])[/-](?:{_YEAR}|[0-9]{{2}}\b)"
    rf"|(?<=\(){_DAY}/(?:1[0-2]|0?[1-9])(?=\))"
    rf"|\b{_MONTH}\s+(?:tahun\s+)?{_YEAR}"
    rf"|\b(?:semester|smt|triwulan)\s+(?:iv|iii|ii|i|[1-4])\b(?:\s*(?:tahun|/|,)?\s*{_YEAR})?"
    rf"|\b(?:tahun\s+anggaran|tahun|ta|thn|th|t\.a\.)\s+{_YEAR}"
    rf"|\b{_YEAR}(?!\s?(?:%|persen|jiwa|orang|pemilih|warga|keping|lembar|wajib|kk\b|siswa))"
)
# Times that are told apart from "now" without saying when they were.
EARLIER_PATTERN = (
    r"(?:tahun|bulan|pekan|minggu|semester|periode) (?:lalu|sebelumnya|kemarin)"
    r"|sebelumnya|semula|awalnya|mulanya|dahulu|awal tahun|kemarin"
)

_FULL = re.compile(rf"({_DAY})\s+({_MONTH})(?:\s+(?:tahun\s+)?({_YEAR}))?$", re.I)
_SPELLED = re.compile(
    rf"((?:\w+\s+)+?)({_MONTH})(?:\s+(?:tahun\s+)?(?:({_YEAR})|({_YEAR_WORDS})))?$", re.I
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})(?:[/-]([0-9]{2,4}))?$")
_MONTHLY = re.compile(rf"({_MONTH})\s+(?:tahun\s+)?({_YEAR})$", re.I)
_SEMESTER = re.compile(r"(semester|smt|triwulan)\s+(iv|iii|ii|i|[1-4])\b\D*([0-9]{4})?$", re.I)
_YEARLY = re.compile(rf"({_YEAR})$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Period:
    """A day, month, part of a year or year; what is not said is None.

    *part* keeps apart what has no calendar months of its own: ``semester 2``, ``earlier``.

    >>> Period(2023, 6, 19).clashes(Period(2023)), Period(2023, 6).clashes(Period(2023, 5))
    (False, True)
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""

    def clashes(self, other: Period) -> bool:
        """Whether both cannot be the same time."""
        return any(
            mine and theirs and mine != theirs
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
            )
        ) or self._parts_clash(other)

    def _parts_clash(self, other: Period) -> bool:
        """ "Earlier" is never the same as now; two semesters only clash when both are named."""
        if self.part == other.part:
            return False
        return "earlier" in (self.part, other.part) or bool(self.part and other.part)

    @property
    def date(self) -> date | None:
        """The day, when it is one; a day without any year is set in a year without 29 February."""
        if not (self.month and self.day):
            return None
        try:
            return date(self.year or 2001, self.month, self.day)
        except ValueError:
            return None


EARLIER = Period(part="earlier")


def read_period(text: str) -> Period | None:
    """The period that *text* (one match of ``DATE_PATTERN``) names.

    >>> read_period("30 September 2021"), read_period("19/6").month, read_period("TA 2020").year
    (Period(year=2021, month=9, day=30, part=''), 6, 2020)
    >>> read_period("dua puluh Juni dua ribu dua puluh tiga").date
    datetime.date(2023, 6, 20)
    >>> read_period("31 Juni 2023") is None
    True
    """
    period = _read(re.sub(r"\s+", " ", text.strip()))
    if period and period.day and period.date is None:
        return None
    return period


def _read(text: str) -> Period | None:
    if found := _ISO.match(text):
        year, month, day = found.groups()
        return Period(int(year), int(month), int(day))
    if found := _SLASHED.match(text):
        day, month, year = found.groups()
        return Period(_full_year(year), int(month), int(day))
    if found := _SEMESTER.search(text):
        kind, number, year = found.groups()
        ordinal = _ROMAN.get(number.lower()) or int(number)
        kind = "triwulan" if kind.lower() == "triwulan" else "semester"
        return Period(_full_year(year), part=f"{kind} {ordinal}")
    if found := _FULL.search(text):
        day, month, year = found.groups()
        return Period(_full_year(year), _month(month), int(day))
    if found := _SPELLED.match(text):
        return _spelled(found)
    if found := _MONTHLY.search(text):
        return Period(int(found[2]), _month(found[1]))
    found = _YEARLY.search(text)
    return Period(int(found[1])) if found else None


def _spelled(found: re.Match[str]) -> Period | None:
    days, month, year, year_words = found.groups()
    day = read_words(days)
    if not day or day > 31:
        return None
    in_words = read_words(year_words) if year_words else None
    return Period(int(year) if year else in_words, _month(month), day)


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _full_year(digits: str | None) -> int | None:
    if not digits:
        return None
    return int(digits) + (2000 if len(digits) == 2 else 0)


def fill_years(periods: Sequence[Period]) -> list[Period]:
    """Give days without a year the year of the nearest earlier full date, else the next one.

    >>> fill_years([Period(2023, 6, 14), Period(None, 6, 19)])[1].year
    2023
    """
    known = [(i, p.year) for i, p in enumerate(periods) if p.year and p.month]
    return [
        replace(p, year=_nearest_year(known, i)) if p.month and not p.year else p
        for i, p in enumerate(periods)
    ]


def _nearest_year(known: Iterable[tuple[int, int | None]], index: int) -> int | None:
    before, after = None, None
    for i, year in known:
        if i < index:
            before = year
        elif after is None:
            after = year
    return before or after
