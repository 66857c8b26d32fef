"""The NIK: parsed, not guessed.

Sixteen digits: region of *first* registration (province, regency, district, two digits
each), birth date DDMMYY with 40 added to the day for women, serial from 0001. There is
no check digit. It is always text: a spreadsheet number keeps fifteen digits, and the
last one of a NIK silently becomes 0.

A NIK is never corrected (PP 40/2019 art. 30(2)): when the birth date, the sex or the
region in it disagrees with the person's data, that is a *warning* kept on the person,
never an error. Residence is never read from it.

>>> parts = parse_nik(Nik("9905015708900003"))
>>> parts.district, parts.day, parts.month, parts.female, parts.serial
('990501', 17, 8, True, 3)
>>> parts.birth_candidates
(datetime.date(1990, 8, 17), datetime.date(2090, 8, 17))
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final, NewType

from tuntas.residents.explanation import Explanation
from tuntas.residents.sixteen import (
    DigitReason,
    clean_sixteen,
    duckdb_stages,
)
from tuntas.residents.vocabulary import Sex

Nik = NewType("Nik", str)
NikReason = DigitReason


@dataclass(frozen=True, slots=True)
class CleanNik:
    """A usable NIK; *tidied* says that decoration was taken off."""

    nik: Nik
    tidied: bool


@dataclass(frozen=True, slots=True)
class NikProblem:
    """A text that is no NIK; never carries the text itself."""

    reason: NikReason

    @property
    def explanation(self) -> Explanation:
        return NIK_EXPLANATIONS[self.reason]


def clean_nik(raw: str | None) -> CleanNik | NikProblem:
    """The NIK inside a register cell, or why there is none.

    >>> clean_nik("'9905.0141.0190.0001")
    CleanNik(nik='9905014101900001', tidied=True)
    >>> clean_nik("0").reason.name, clean_nik("0905014101900001").reason.name
    ('NONE', 'TEMPORARY')
    """
    digits, reason = clean_sixteen(raw)
    if reason is DigitReason.OK:
        return CleanNik(Nik(digits), digits != raw)
    return NikProblem(reason)


@dataclass(frozen=True, slots=True)
class NikParts:
    """What the digits of a NIK say. ``day`` is without the 40 of women.

    ``birth_candidates`` holds the possible birth dates, oldest first: the year has two
    digits, so 19yy and 20yy are tried; empty when no calendar holds such a day.
    """

    province: str
    regency: str
    district: str
    day: int
    month: int
    year_of_century: int
    female: bool
    serial: int
    birth_candidates: tuple[date, ...]

    def birth_on(self, *, as_of: date) -> date | None:
        """The latest candidate that is not in the future of *as_of*.

        >>> parse_nik(Nik("9905011708050003")).birth_on(as_of=date(2023, 6, 14))
        datetime.date(2005, 8, 17)
        """
        past = [day for day in self.birth_candidates if day <= as_of]
        return past[-1] if past else None


_CENTURIES: Final = (1900, 2000)


def parse_nik(nik: Nik) -> NikParts:
    """Takes a cleaned NIK apart; impossible dates are tolerated (no candidates)."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    female = day > 40
    day -= 40 * female
    return NikParts(
        province=nik[:2],
        regency=nik[:4],
        district=nik[:6],
        day=day,
        month=month,
        year_of_century=year,
        female=female,
        serial=int(nik[12:]),
        birth_candidates=_birth_candidates(day, month, year),
    )


def _birth_candidates(day: int, month: int, year: int) -> tuple[date, ...]:
    found = []
    for century in _CENTURIES:
        try:
            found.append(date(century + year, month, day))
        except ValueError:
            continue
    return tuple(found)


class NikWarning(IntEnum):
    """Disagreements worth keeping on the person; each value is one bit of a mask."""

    DATE_MISMATCH = 1
    SEX_MISMATCH = 2
    REGION_UNKNOWN = 4
    SERIAL_ZERO = 8
    DATE_IMPOSSIBLE = 16

    @property
    def explanation(self) -> Explanation:
        return NIK_WARNING_EXPLANATIONS[self]


def nik_warnings(
    nik: Nik, birth_on: date | None, sex: Sex | None, known_prefixes: Collection[str] | None
) -> tuple[NikWarning, ...]:
    """What in *nik* disagrees with the rest of the person's data.

    Args:
        birth_on, sex: as the register says; None when unknown, then not compared.
        known_prefixes: six-digit district codes, old ones included; None = not compared.

    >>> nik_warnings(Nik("9905011708900003"), date(1991, 8, 17), Sex.FEMALE, {"990501"})
    (<NikWarning.DATE_MISMATCH: 1>, <NikWarning.SEX_MISMATCH: 2>)
    """
    found = []
    if birth_on is not None and nik[6:12] not in _birth_digits(birth_on):
        found.append(NikWarning.DATE_MISMATCH)
    if sex is not None and (nik[6:8] > "40") is not (sex is Sex.FEMALE):
        found.append(NikWarning.SEX_MISMATCH)
    if known_prefixes is not None and nik[:6] not in known_prefixes:
        found.append(NikWarning.REGION_UNKNOWN)
    if nik[12:] == "0000":
        found.append(NikWarning.SERIAL_ZERO)
    if not _date_exists(nik):
        found.append(NikWarning.DATE_IMPOSSIBLE)
    return tuple(found)


def _birth_digits(birth_on: date) -> tuple[str, str]:
    """DDMMYY as a man's and as a woman's NIK writes it.

    Both are right for the date alone: a wrong sex is its own warning, not two.
    """
    tail = f"{birth_on.month:02}{birth_on.year % 100:02}"
    return f"{birth_on.day:02}{tail}", f"{birth_on.day + 40}{tail}"


_LONGEST_MONTH: Final = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _date_exists(nik: Nik) -> bool:
    """Whether DDMM is a day of some year (a 29 February needs a leap year of the century)."""
    day, month = int(nik[6:8]), int(nik[8:10])
    day -= 40 * (day > 40)
    if not (1 <= month <= 12 and 1 <= day <= _LONGEST_MONTH[month]):
        return False
    return (day, month) != (29, 2) or int(nik[10:12]) % 4 == 0


def warning_mask(warnings: Iterable[NikWarning]) -> int:
    """Warnings as one integer, the form a person's row keeps."""
    return sum(set(warnings))


def warnings_of(mask: int) -> tuple[NikWarning, ...]:
    """The warnings in *mask*.

    >>> warnings_of(9)
    (<NikWarning.DATE_MISMATCH: 1>, <NikWarning.SERIAL_ZERO: 8>)
    """
    return tuple(warning for warning in NikWarning if mask & warning)


def mask_nik(nik: str) -> str:
    """First and last four digits; what may stand in a list that leaves the office.

    >>> mask_nik("9905014101900001")
    '9905********0001'
    """
    if len(nik) != 16:
        return "*" * len(nik)
    return f"{nik[:4]}********{nik[12:]}"


# --- Excel damage -----------------------------------------------------------------------

EXPECTED_ZERO_SHARE: Final = 0.10
# Serials start at 0001 for each day, sex and district, so honest lists lie *below* one in
# ten. Half as much again is no chance in a big file; the probability bound keeps small
# files from being accused of three zeros in ten.
SUSPICIOUS_ZERO_SHARE: Final = 0.15
SUSPICIOUS_PROBABILITY: Final = 1e-6


@dataclass(frozen=True, slots=True)
class ExcelDamage:
    """How many NIKs of a list end in 0, and whether chance explains it.

    Attributes:
        rows, zeros: NIKs looked at, and those ending in 0.
        share: zeros / rows, 0–1; 0.0 for an empty list.
        probability: upper bound of the chance of so many zeros in an undamaged list.
        suspicious: the list must be refused.
    """

    rows: int
    zeros: int
    share: float
    probability: float
    suspicious: bool


def trailing_zero_share(niks: Iterable[str]) -> float:
    """Share (0–1) of *niks* whose last digit is 0; 0.0 for none.

    >>> trailing_zero_share(["9905014101900001", "9905014101900010"])
    0.5
    """
    return excel_damage(niks).share


def excel_damage(niks: Iterable[str], min_rows: int = 10) -> ExcelDamage:
    """Whether *niks* went through a spreadsheet that keeps only fifteen digits.

    >>> excel_damage(["9905014101900010"] * 40).suspicious
    True
    """
    rows = zeros = 0
    for nik in niks:
        rows += 1
        zeros += nik.endswith("0")
    return excel_damage_of_counts(rows=rows, zeros=zeros, min_rows=min_rows)


def excel_damage_of_counts(*, rows: int, zeros: int, min_rows: int = 10) -> ExcelDamage:
    """The same test from counts, for lists counted in SQL.

    One-sided: the chance of *zeros* or more among *rows* at one in ten is at most
    ``exp(-rows × KL(share ‖ 0.1))`` (Chernoff–Hoeffding). Suspicious = below one in a
    million *and* at least 15 % *and* at least *min_rows* NIKs.

    >>> excel_damage_of_counts(rows=130_000, zeros=13_300).suspicious
    False
    >>> excel_damage_of_counts(rows=130_000, zeros=26_000).suspicious
    True
    """
    share = zeros / rows if rows else 0.0
    probability = math.exp(-rows * _divergence(share)) if share > EXPECTED_ZERO_SHARE else 1.0
    suspicious = (
        rows >= min_rows and share >= SUSPICIOUS_ZERO_SHARE and probability < SUSPICIOUS_PROBABILITY
    )
    return ExcelDamage(rows, zeros, share, probability, suspicious)


def _divergence(share: float) -> float:
    """Kullback–Leibler divergence of a coin of *share* from one of one in ten, in nats."""
    expected = EXPECTED_ZERO_SHARE
    if share >= 1:
        return -math.log(expected)
    return share * math.log(share / expected) + (1 - share) * math.log((1 - share) / (1 - expected))


EXCEL_DAMAGE: Final = Explanation(
    "excel_damage",
    "Terlalu banyak NIK berakhiran 0: digit terakhir hilang ketika berkas disimpan sebagai angka.",
    "Too many NIKs end in 0: the last digit was lost when the file was saved with number cells.",
    "Ekspor ulang dari aplikasi asal dengan kolom NIK dan KK sebagai teks; "
    "jangan perbaiki di lembar kerja ini.",
    "Export again from the source with the NIK and KK columns as text; "
    "do not repair this worksheet.",
)


# --- The same in DuckDB -----------------------------------------------------------------

DUCKDB_NIK: Final = duckdb_stages("nik_raw", "nik")
"""Columns of DuckDB over a VARCHAR column ``nik_raw``: ``nik`` and ``nik_reason``, an integer."""

DUCKDB_NIK_BEFORE: Final = duckdb_stages("nik_before_raw", "nik_before")
"""The same over a column ``nik_before_raw``."""


def duckdb_nik_warnings(nik: str, birth_on: str, sex: str, region_known: str) -> str:
    """DuckDB expression: the warning mask of cleaned NIKs.

    Args:
        nik: VARCHAR expression, sixteen digits; other lengths give 0.
        birth_on: DATE expression, may be NULL.
        sex: VARCHAR expression of :class:`Sex` values, may be NULL.
        region_known: BOOLEAN expression, NULL = not compared.
    """
    day = f"(substr({nik}, 7, 2)::INTEGER)"
    plain_day = f"({day} - CASE WHEN {day} > 40 THEN 40 ELSE 0 END)"
    month = f"(substr({nik}, 9, 2)::INTEGER)"
    year = f"(substr({nik}, 11, 2)::INTEGER)"
    longest = f"[{', '.join(map(str, _LONGEST_MONTH[1:]))}][{month}]"
    exists = (
        f"({month} BETWEEN 1 AND 12 AND {plain_day} BETWEEN 1 AND {longest}"
        f" AND ({plain_day} <> 29 OR {month} <> 2 OR {year} % 4 = 0))"
    )
    same_date = (
        f"({plain_day} = day({birth_on}) AND {month} = month({birth_on})"
        f" AND {year} = year({birth_on}) % 100)"
    )
    return (
        f"CASE WHEN length({nik}) <> 16 THEN 0 ELSE"
        f" coalesce(CASE WHEN {same_date} THEN 0 ELSE 1 END * (({birth_on}) IS NOT NULL)::INT, 0)"
        f" + coalesce((({day} > 40) <> (({sex}) = '{Sex.FEMALE}'))::INT"
        f" * {NikWarning.SEX_MISMATCH}, 0)"
        f" + coalesce((NOT ({region_known}))::INT * {NikWarning.REGION_UNKNOWN}, 0)"
        f" + (substr({nik}, 13, 4) = '0000')::INT * {NikWarning.SERIAL_ZERO}"
        f" + (NOT {exists})::INT * {NikWarning.DATE_IMPOSSIBLE} END"
    )


# --- Sentences --------------------------------------------------------------------------

_AS_TEXT_ID = "Ekspor ulang dengan kolom NIK berformat teks, lalu unggah lagi."
_AS_TEXT_EN = "Export again with the NIK column formatted as text, then upload again."
_CHECK_ID = "Cocokkan NIK dengan SIAK atau KTP-el yang bersangkutan, lalu perbaiki di berkas."
_CHECK_EN = "Compare the NIK with SIAK or the person's KTP-el, then correct it in the file."

NIK_EXPLANATIONS: Final[dict[NikReason, Explanation]] = {
    NikReason.SCIENTIFIC: Explanation(
        "nik_scientific",
        "NIK tertulis sebagai notasi ilmiah; digit di belakangnya sudah hilang.",
        "The NIK is written in scientific notation; its last digits are already lost.",
        _AS_TEXT_ID,
        _AS_TEXT_EN,
    ),
    NikReason.DECIMAL: Explanation(
        "nik_decimal",
        "NIK tertulis sebagai bilangan desimal; digit terakhirnya tidak dapat dipercaya.",
        "The NIK is written as a decimal number; its last digits cannot be trusted.",
        _AS_TEXT_ID,
        _AS_TEXT_EN,
    ),
    NikReason.NONE: Explanation(
        "nik_none",
        "NIK kosong atau 0.",
        "The NIK is empty or 0.",
        "Daftarkan biodata di SIAK agar NIK terbit, atau lengkapi NIK di berkas.",
        "Register the person in SIAK so that a NIK is issued, or fill in the NIK in the file.",
    ),
    NikReason.NOT_DIGITS: Explanation(
        "nik_not_digits",
        "NIK memuat huruf atau tanda lain.",
        "The NIK contains letters or other signs.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    NikReason.FIFTEEN_DIGITS: Explanation(
        "nik_fifteen_digits",
        "NIK hanya 15 digit; satu digit hilang.",
        "The NIK has only 15 digits; one is missing.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    NikReason.SEVENTEEN_DIGITS: Explanation(
        "nik_seventeen_digits",
        "NIK 17 digit; ada satu digit berlebih.",
        "The NIK has 17 digits; one too many.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    NikReason.WRONG_LENGTH: Explanation(
        "nik_wrong_length",
        "NIK harus 16 digit.",
        "A NIK has 16 digits.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    NikReason.TEMPORARY: Explanation(
        "nik_temporary",
        "NIK sementara (berawalan 0), bukan NIK dari SIAK.",
        "A temporary NIK (starting with 0), not one issued by SIAK.",
        "Cari orang ini di SIAK menurut nama dan tanggal lahir, lalu isi NIK yang sebenarnya.",
        "Look the person up in SIAK by name and birth date, then fill in the real NIK.",
    ),
    NikReason.FILLER: Explanation(
        "nik_filler",
        "NIK berisi satu angka yang diulang; ini isian asal, bukan NIK.",
        "The NIK repeats one digit; it is a filler, not a NIK.",
        _CHECK_ID,
        _CHECK_EN,
    ),
}

_KEEP_ID = "NIK tidak diubah; periksa biodata dan tandai bila sudah sesuai dokumen."
_KEEP_EN = "The NIK stays as it is; check the biodata and confirm it against the documents."

NIK_WARNING_EXPLANATIONS: Final[dict[NikWarning, Explanation]] = {
    NikWarning.DATE_MISMATCH: Explanation(
        "nik_date_mismatch",
        "Tanggal lahir di NIK berbeda dengan biodata.",
        "The birth date in the NIK differs from the biodata.",
        _KEEP_ID,
        _KEEP_EN,
    ),
    NikWarning.SEX_MISMATCH: Explanation(
        "nik_sex_mismatch",
        "Jenis kelamin menurut NIK berbeda dengan biodata.",
        "The sex in the NIK differs from the biodata.",
        _KEEP_ID,
        _KEEP_EN,
    ),
    NikWarning.REGION_UNKNOWN: Explanation(
        "nik_region_unknown",
        "Kode wilayah di NIK tidak dikenal, termasuk kode lama.",
        "The region code in the NIK is not known, old codes included.",
        "Periksa enam digit pertama; bila benar, tambahkan kode wilayah lama.",
        "Check the first six digits; if they are right, add the old region code.",
    ),
    NikWarning.SERIAL_ZERO: Explanation(
        "nik_serial_zero",
        "Nomor urut NIK 0000, padahal nomor urut mulai dari 0001.",
        "The serial of the NIK is 0000, but serials start at 0001.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    NikWarning.DATE_IMPOSSIBLE: Explanation(
        "nik_date_impossible",
        "Tanggal lahir di NIK tidak ada di kalender.",
        "The birth date in the NIK is on no calendar.",
        _CHECK_ID,
        _CHECK_EN,
    ),
}
