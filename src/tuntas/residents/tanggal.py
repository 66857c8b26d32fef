"""Dates as registers write them, read without guessing, and written as Indonesians write them.

>>> parse_tanggal("5 Agt 85", pivot=date(2023, 6, 14))
datetime.date(1985, 8, 5)
>>> parse_tanggal("30 Februari 1990", pivot=date(2023, 6, 14))
<TanggalProblem.IMPOSSIBLE: 'impossible'>
>>> tanggal_panjang(date(2023, 6, 20))
'20 Juni 2023'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntFlag, StrEnum
from typing import Final

from tuntas.residents.explanation import Explanation
from tuntas.residents.vocabulary import is_unknown_word

BULAN: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


class TanggalProblem(StrEnum):
    """Why a text is no date."""

    EMPTY = "empty"  # nothing, "-", 00-00-0000, TIDAK TAHU: the register does not know
    IMPOSSIBLE = "impossible"
    YEAR_ONLY = "year_only"
    OUT_OF_RANGE = "out_of_range"
    UNREADABLE = "unreadable"

    @property
    def explanation(self) -> Explanation:
        return TANGGAL_EXPLANATIONS[self]


class DateNote(IntFlag):
    """What had to be decided to read a date; kept as a remark, never a refusal."""

    NONE = 0
    TWO_DIGIT_YEAR = 1
    MONTH_FIRST = 2  # 12/31/1990: a spreadsheet with American settings
    EXCEL_SERIAL = 4
    DEFAULT_DAY = 8  # 31-12, 01-07, 01-01: the day people get who do not know theirs


@dataclass(frozen=True, slots=True)
class ReadDate:
    on: date
    notes: DateNote


EARLIEST: Final = date(1850, 1, 1)
LATEST: Final = date(2199, 12, 31)
DEFAULT_DAYS: Final = frozenset({(31, 12), (1, 7), (1, 1)})

_MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan jnuari janwari",
            "februari february feb pebruari peb febuari",
            "maret march mar mrt",
            "april apr apl",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agt agst agu ags aug agus",
            "september sept sep",
            "oktober october okt oct",
            "november nov nopember nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
# Excel counts days from here, with a 29 February 1900 that never was already allowed for.
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_CLOCK: Final = re.compile(
    r"[T\s]+[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}([.,][0-9]+)?)?\s*([AP]M|Z)?$"
)
_NUMBERS: Final = re.compile(r"([0-9]{1,4})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,4})")
_DAY_NAME_YEAR: Final = re.compile(
    r"([0-9]{1,2})[\s.\-/,]*([A-Z]{3,9})[\s.\-/,']*([0-9]{4}|[0-9]{2})"
)
_NAME_DAY_YEAR: Final = re.compile(r"([A-Z]{3,9})[\s.\-/]*([0-9]{1,2})[\s,.\-/]+([0-9]{4})")
_SERIAL: Final = re.compile(r"([0-9]{5})([.,][0-9]*)?")
_EIGHT: Final = re.compile(r"[0-9]{8}")
_YEAR: Final = re.compile(r"[0-9]{4}")
_ZEROS: Final = re.compile(r"[0\s\-/.:T]*")
_WEEKDAY: Final = re.compile(r"^(SENIN|SELASA|RABU|KAMIS|JUM'?AT|SABTU|MINGGU|AHAD)\s*,?\s*")


def parse_tanggal(text: str | None, *, pivot: date) -> date | TanggalProblem:
    """The date in a register cell, or why there is none.

    Args:
        pivot: the cut-off of the file: a two-digit year is the latest one that does not
            put the date after it.
    """
    read = read_tanggal(text, pivot=pivot)
    return read if isinstance(read, TanggalProblem) else read.on


def read_tanggal(text: str | None, *, pivot: date) -> ReadDate | TanggalProblem:
    """The same with notes on what had to be decided.

    >>> read_tanggal("12/31/90", pivot=date(2023, 6, 14)).notes
    <DateNote.TWO_DIGIT_YEAR|MONTH_FIRST|DEFAULT_DAY: 11>
    """
    bare = (text or "").replace("\u00a0", " ").strip(" \t\r\n'\"").upper()
    if is_unknown_word(bare) or _ZEROS.fullmatch(bare):
        return TanggalProblem.EMPTY
    bare = _WEEKDAY.sub("", _CLOCK.sub("", bare))
    read = _read(bare, pivot)
    if isinstance(read, TanggalProblem):
        return read
    if not EARLIEST <= read.on <= LATEST:
        return TanggalProblem.OUT_OF_RANGE
    default = DateNote.DEFAULT_DAY if is_default_day(read.on) else DateNote.NONE
    return ReadDate(read.on, read.notes | default)


def is_default_day(on: date) -> bool:
    """Whether *on* is a day often written for an unknown one.

    >>> is_default_day(date(1955, 12, 31)), is_default_day(date(1955, 12, 30))
    (True, False)
    """
    return (on.day, on.month) in DEFAULT_DAYS


def _read(bare: str, pivot: date) -> ReadDate | TanggalProblem:
    if numbers := _NUMBERS.fullmatch(bare):
        return _from_numbers(numbers[1], numbers[2], numbers[3], pivot)
    if words := _DAY_NAME_YEAR.fullmatch(bare):
        return _from_name(words[1], words[2], words[3], pivot)
    if words := _NAME_DAY_YEAR.fullmatch(bare):
        return _from_name(words[2], words[1], words[3], pivot)
    if _EIGHT.fullmatch(bare):
        return _from_eight(bare)
    if serial := _SERIAL.fullmatch(bare):
        return ReadDate(_EXCEL_EPOCH + timedelta(days=int(serial[1])), DateNote.EXCEL_SERIAL)
    return TanggalProblem.YEAR_ONLY if _YEAR.fullmatch(bare) else TanggalProblem.UNREADABLE


def _from_numbers(first: str, second: str, third: str, pivot: date) -> ReadDate | TanggalProblem:
    if len(first) == 4:
        return _dated(int(first), int(second), int(third), DateNote.NONE)
    if len(first) == 3 or len(third) not in (2, 4):
        return TanggalProblem.UNREADABLE
    day, month, notes = int(first), int(second), DateNote.NONE
    if month > 12 >= day:
        day, month, notes = month, day, DateNote.MONTH_FIRST
    return _with_year(day, month, third, notes, pivot)


def _from_name(day: str, name: str, year: str, pivot: date) -> ReadDate | TanggalProblem:
    month = _MONTHS.get(name.lower())
    if month is None:
        return TanggalProblem.UNREADABLE
    return _with_year(int(day), month, year, DateNote.NONE, pivot)


def _with_year(
    day: int, month: int, year: str, notes: DateNote, pivot: date
) -> ReadDate | TanggalProblem:
    if len(year) == 4:
        return _dated(int(year), month, day, notes)
    # Of 31-12-23 with a cut-off of 14 June 2023: not yet, so a hundred years ago. 29-02-00
    # exists in 2000 and not in 1900: when one century has no such day the other is meant.
    notes |= DateNote.TWO_DIGIT_YEAR
    latest = pivot.year - (pivot.year - int(year)) % 100
    for candidate in (latest, latest - 100):
        read = _dated(candidate, month, day, notes)
        if isinstance(read, ReadDate) and read.on <= pivot:
            return read
    return TanggalProblem.IMPOSSIBLE


def _dated(year: int, month: int, day: int, notes: DateNote) -> ReadDate | TanggalProblem:
    try:
        return ReadDate(date(year, month, day), notes)
    except ValueError:
        return TanggalProblem.IMPOSSIBLE


def _from_eight(digits: str) -> ReadDate | TanggalProblem:
    """DDMMYYYY or YYYYMMDD. Never both: a century (18–21) is no month."""
    day_first = _dated(int(digits[4:]), int(digits[2:4]), int(digits[:2]), DateNote.NONE)
    if isinstance(day_first, ReadDate) and EARLIEST <= day_first.on <= LATEST:
        return day_first
    return _dated(int(digits[:4]), int(digits[4:6]), int(digits[6:]), DateNote.NONE)


def tanggal_panjang(on: date) -> str:
    """*on* in words.

    >>> tanggal_panjang(date(2021, 9, 1))
    '1 September 2021'
    """
    return f"{on.day} {BULAN[on.month - 1]} {on.year}"


def duckdb_tanggal(column: str) -> str:
    """DuckDB expression: the DATE of a VARCHAR expression in the common forms, else NULL.

    A fast path only: DD-MM-YYYY (also ``/`` and ``.``) and YYYY-MM-DD with an optional
    midnight. Where it gives a date, :func:`parse_tanggal` gives the same; read the other
    distinct texts with that.
    """
    in_range = f"BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}'"
    day_first = f"try_strptime({column}, ['%d-%m-%Y', '%d/%m/%Y', '%d.%m.%Y'])::DATE"
    year_first = f"try_strptime({column}[:10], '%Y-%m-%d')::DATE"
    midnight = f"(length({column}) = 10 OR {column}[11:] IN (' 00:00:00', 'T00:00:00'))"
    return (
        f"CASE WHEN length({column}) = 10 AND {column}[5] <> '-'"
        f" THEN CASE WHEN {day_first} {in_range} THEN {day_first} END"
        f" WHEN {column}[5] = '-' AND {column}[8] = '-' AND {midnight}"
        f" THEN CASE WHEN {year_first} {in_range} THEN {year_first} END END"
    )


_CHECK_ID = "Cocokkan dengan akta, ijazah atau KK, lalu tulis sebagai HH-BB-TTTT."
_CHECK_EN = "Compare with a certificate, a diploma or the family card, then write DD-MM-YYYY."

TANGGAL_EXPLANATIONS: Final[dict[TanggalProblem, Explanation]] = {
    TanggalProblem.EMPTY: Explanation(
        "date_empty",
        "Tanggal tidak diisi atau tidak diketahui.",
        "The date is not filled in or not known.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    TanggalProblem.IMPOSSIBLE: Explanation(
        "date_impossible",
        "Tanggal ini tidak ada di kalender.",
        "This date is on no calendar.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    TanggalProblem.YEAR_ONLY: Explanation(
        "date_year_only",
        "Hanya tahun yang tertulis.",
        "Only the year is written.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    TanggalProblem.OUT_OF_RANGE: Explanation(
        "date_out_of_range",
        "Tahun di luar rentang 1850–2199.",
        "The year is outside 1850–2199.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    TanggalProblem.UNREADABLE: Explanation(
        "date_unreadable",
        "Tulisan ini tidak terbaca sebagai tanggal.",
        "This text cannot be read as a date.",
        _CHECK_ID,
        _CHECK_EN,
    ),
}
