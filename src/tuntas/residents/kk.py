"""The number of a family card (KK): parsed, not guessed.

Sixteen digits: region (six), registration date DDMMYY, serial. The number changes when a
family gets a new head or moves, so it finds a household and identifies nobody.

>>> parse_kk(Kk("9905011203100007")).registered_on(as_of=date(2023, 6, 14))
datetime.date(2010, 3, 12)
"""

from __future__ import annotations

from collections.abc import Collection
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

Kk = NewType("Kk", str)
KkReason = DigitReason


@dataclass(frozen=True, slots=True)
class CleanKk:
    """A usable KK number; *tidied* says that decoration was taken off."""

    kk: Kk
    tidied: bool


@dataclass(frozen=True, slots=True)
class KkProblem:
    """A text that is no KK number; never carries the text itself."""

    reason: KkReason

    @property
    def explanation(self) -> Explanation:
        return KK_EXPLANATIONS[self.reason]


def clean_kk(raw: str | None) -> CleanKk | KkProblem:
    """The KK number inside a register cell, or why there is none.

    >>> clean_kk("9905 0112 0310 0007")
    CleanKk(kk='9905011203100007', tidied=True)
    >>> clean_kk("9.90501E+15").reason.name
    'SCIENTIFIC'
    """
    digits, reason = clean_sixteen(raw)
    if reason is DigitReason.OK:
        return CleanKk(Kk(digits), digits != raw)
    return KkProblem(reason)


@dataclass(frozen=True, slots=True)
class KkParts:
    """What the digits of a KK number say."""

    district: str
    day: int
    month: int
    year_of_century: int
    serial: int

    def registered_on(self, *, as_of: date) -> date | None:
        """The registration day, never in the future of *as_of*; None when impossible."""
        for century in (2000, 1900):
            try:
                registered = date(century + self.year_of_century, self.month, self.day)
            except ValueError:
                continue
            if registered <= as_of:
                return registered
        return None


def parse_kk(kk: Kk) -> KkParts:
    """Takes a cleaned KK number apart; impossible dates are tolerated."""
    return KkParts(kk[:6], int(kk[6:8]), int(kk[8:10]), int(kk[10:12]), int(kk[12:]))


class KkWarning(IntEnum):
    """Oddities worth keeping beside the number; each value is one bit of a mask."""

    DATE_IMPOSSIBLE = 1
    REGION_UNKNOWN = 2
    SERIAL_ZERO = 4
    LOOKS_LIKE_NIK = 8

    @property
    def explanation(self) -> Explanation:
        return KK_WARNING_EXPLANATIONS[self]


def kk_warnings(
    kk: Kk, known_prefixes: Collection[str] | None, *, as_of: date, nik: str | None = None
) -> tuple[KkWarning, ...]:
    """What is odd about *kk*.

    A day above 40 is a woman's NIK typed into the KK column, or the same number in both.

    >>> kk_warnings(Kk("9905015203100007"), {"990501"}, as_of=date(2023, 6, 14))
    (<KkWarning.DATE_IMPOSSIBLE: 1>, <KkWarning.LOOKS_LIKE_NIK: 8>)
    """
    parts = parse_kk(kk)
    found = []
    if parts.registered_on(as_of=as_of) is None:
        found.append(KkWarning.DATE_IMPOSSIBLE)
    if known_prefixes is not None and parts.district not in known_prefixes:
        found.append(KkWarning.REGION_UNKNOWN)
    if parts.serial == 0:
        found.append(KkWarning.SERIAL_ZERO)
    if kk == nik or 41 <= parts.day <= 71:
        found.append(KkWarning.LOOKS_LIKE_NIK)
    return tuple(found)


DUCKDB_KK: Final = duckdb_stages("kk_raw", "kk")
"""Columns of DuckDB over a VARCHAR column ``kk_raw``: ``kk`` and ``kk_reason``, an integer."""

_AS_TEXT_ID = "Ekspor ulang dengan kolom nomor KK berformat teks, lalu unggah lagi."
_AS_TEXT_EN = "Export again with the KK column formatted as text, then upload again."
_CHECK_ID = "Cocokkan nomor KK dengan SIAK atau lembar KK, lalu perbaiki di berkas."
_CHECK_EN = "Compare the KK number with SIAK or the family card, then correct it in the file."

KK_EXPLANATIONS: Final[dict[KkReason, Explanation]] = {
    KkReason.SCIENTIFIC: Explanation(
        "kk_scientific",
        "Nomor KK tertulis sebagai notasi ilmiah; digit di belakangnya sudah hilang.",
        "The KK number is written in scientific notation; its last digits are already lost.",
        _AS_TEXT_ID,
        _AS_TEXT_EN,
    ),
    KkReason.DECIMAL: Explanation(
        "kk_decimal",
        "Nomor KK tertulis sebagai bilangan desimal; digit terakhirnya tidak dapat dipercaya.",
        "The KK number is written as a decimal number; its last digits cannot be trusted.",
        _AS_TEXT_ID,
        _AS_TEXT_EN,
    ),
    KkReason.NONE: Explanation(
        "kk_none",
        "Nomor KK kosong atau 0.",
        "The KK number is empty or 0.",
        "Lengkapi nomor KK dari SIAK; baris tetap dapat dipakai tanpa nomor KK.",
        "Fill in the KK number from SIAK; the row can be used without it.",
    ),
    KkReason.NOT_DIGITS: Explanation(
        "kk_not_digits",
        "Nomor KK memuat huruf atau tanda lain.",
        "The KK number contains letters or other signs.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkReason.FIFTEEN_DIGITS: Explanation(
        "kk_fifteen_digits",
        "Nomor KK hanya 15 digit; satu digit hilang.",
        "The KK number has only 15 digits; one is missing.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkReason.SEVENTEEN_DIGITS: Explanation(
        "kk_seventeen_digits",
        "Nomor KK 17 digit; ada satu digit berlebih.",
        "The KK number has 17 digits; one too many.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkReason.WRONG_LENGTH: Explanation(
        "kk_wrong_length",
        "Nomor KK harus 16 digit.",
        "A KK number has 16 digits.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkReason.TEMPORARY: Explanation(
        "kk_temporary",
        "Nomor KK sementara (berawalan 0), bukan nomor dari SIAK.",
        "A temporary KK number (starting with 0), not one issued by SIAK.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkReason.FILLER: Explanation(
        "kk_filler",
        "Nomor KK berisi satu angka yang diulang; ini isian asal.",
        "The KK number repeats one digit; it is a filler.",
        _CHECK_ID,
        _CHECK_EN,
    ),
}

KK_WARNING_EXPLANATIONS: Final[dict[KkWarning, Explanation]] = {
    KkWarning.DATE_IMPOSSIBLE: Explanation(
        "kk_date_impossible",
        "Tanggal pendaftaran di nomor KK tidak ada di kalender atau di masa depan.",
        "The registration date in the KK number is on no calendar or in the future.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkWarning.REGION_UNKNOWN: Explanation(
        "kk_region_unknown",
        "Kode wilayah di nomor KK tidak dikenal, termasuk kode lama.",
        "The region code in the KK number is not known, old codes included.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkWarning.SERIAL_ZERO: Explanation(
        "kk_serial_zero",
        "Nomor urut KK 0000, padahal nomor urut mulai dari 0001.",
        "The serial of the KK number is 0000, but serials start at 0001.",
        _CHECK_ID,
        _CHECK_EN,
    ),
    KkWarning.LOOKS_LIKE_NIK: Explanation(
        "kk_looks_like_nik",
        "Kolom nomor KK tampaknya berisi NIK.",
        "The KK column seems to hold a NIK.",
        "Periksa apakah kolom NIK dan nomor KK tertukar.",
        "Check whether the NIK and KK columns were swapped.",
    ),
}
