"""Official totals per desa: read, checked row by row, and turned into an opening.

The other way to start: an office without a register export has a document with numbers.
The numbers of one desa must add up (obliged = recorded + unrecorded), or the row is
rejected; nobody chooses which of the three is wrong.

>>> judge({"obliged": 100, "captured": 98, "left": None})
(Totals(obliged=100, captured=98, left=2, printed=None), '')
>>> judge({"obliged": 100, "captured": 90, "left": 2})[1]
'totals_do_not_add_up'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tuntas.residents.explanation import Explanation
from tuntas.residents.vocabulary import fold_word

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "obliged": ("WAJIBKTP", "WAJIBKTPEL", "WAJIBEKTP", "JUMLAHWAJIBKTP", "JUMLAHWAJIBKTPEL"),
    "captured": ("SUDAHREKAM", "SDHREKAM", "PEREKAMAN", "SUDAHPEREKAMAN", "REKAM", "TEREKAM"),
    "left": ("BELUMREKAM", "BLMREKAM", "SISA", "BELUMPEREKAMAN", "BELUMMEREKAM"),
    "printed": ("CETAK", "SUDAHCETAK", "TERCETAK", "SDHCETAK"),
}
"""Number → folded headers."""

_COLUMN_BY_HEADER: Final = {word: name for name, words in HEADERS.items() for word in words}
_GROUPED: Final = re.compile(r"\d{1,3}([.,' ]\d{3})+")


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers of one desa; *printed* counts people with a card, not cards."""

    obliged: int
    captured: int
    left: int
    printed: int | None


def match_number_header(text: str) -> str | None:
    """
    >>> match_number_header("Wajib KTP-el"), match_number_header("Nama Desa")
    ('obliged', None)
    """
    return _COLUMN_BY_HEADER.get(fold_word(text))


def read_count(text: str) -> int | None:
    """A number of people as documents write it; None when it is none.

    >>> read_count("90.060"), read_count("1 569 jiwa"), read_count("98,26"), read_count("-")
    (90060, 1569, None, None)
    """
    bare = re.sub(r"(?i)\s*(jiwa|orang|org)\.?\s*$", "", text.replace("\u00a0", " ").strip())
    if bare.isascii() and bare.isdigit():
        return int(bare)
    if _GROUPED.fullmatch(bare):
        return int(re.sub(r"\D", "", bare))
    # A number cell of a spreadsheet, printed with its zero.
    return int(bare[:-2]) if re.fullmatch(r"\d+\.0", bare) else None


def judge(said: Mapping[str, int | None]) -> tuple[Totals | None, str]:
    """The totals of one row, or why they cannot be taken; two of the three numbers suffice."""
    obliged, captured, left = said.get("obliged"), said.get("captured"), said.get("left")
    if obliged is None and captured is not None and left is not None:
        obliged = captured + left
    if captured is None and obliged is not None and left is not None:
        captured = obliged - left
    if left is None and obliged is not None and captured is not None:
        left = obliged - captured
    if obliged is None or captured is None or left is None:
        return None, "totals_missing"
    if captured < 0 or left < 0:
        # More recorded than obliged happens in documents, but nobody is left then, not −5.
        return None, "totals_above_obliged"
    if obliged != captured + left:
        return None, "totals_do_not_add_up"
    printed = said.get("printed")
    if printed is not None and printed > captured:
        return None, "totals_printed_above_captured"
    return Totals(obliged, captured, left, printed), ""


EXPLANATIONS: Final = {
    why.code: why
    for why in (
        Explanation(
            "totals_missing",
            "Kurang angka: perlu dua dari wajib KTP, sudah rekam, belum rekam.",
            "Numbers are missing: two of obliged, recorded and unrecorded are needed.",
            "Lengkapi baris ini dari dokumennya.",
            "Fill in this row from the document.",
        ),
        Explanation(
            "totals_do_not_add_up",
            "Wajib KTP tidak sama dengan sudah rekam + belum rekam.",
            "Obliged is not recorded + unrecorded.",
            "Cocokkan ketiga angka dengan dokumennya; jangan memilih sendiri yang benar.",
            "Compare the three numbers with the document; do not choose which one is right.",
        ),
        Explanation(
            "totals_above_obliged",
            "Sudah rekam lebih besar daripada wajib KTP.",
            "More are recorded than are obliged.",
            "Pakai wajib KTP dan perekaman dari tanggal potong yang sama.",
            "Use obliged and recorded of the same cut-off.",
        ),
        Explanation(
            "totals_printed_above_captured",
            "Cetak lebih besar daripada sudah rekam; mungkin yang dihitung keping, bukan orang.",
            "More are printed than recorded; perhaps cards were counted, not people.",
            "Kosongkan kolom cetak, atau isi jumlah orang yang sudah dicetak.",
            "Leave the printed column empty, or count the people whose card is printed.",
        ),
        Explanation(
            "totals_twice",
            "Desa ini muncul dua kali.",
            "This desa appears twice.",
            "Sisakan satu baris untuk tiap desa.",
            "Keep one row for each desa.",
        ),
        Explanation(
            "totals_people_known",
            "Desa ini sudah punya orang atau angka pembukaan di buku besar.",
            "The ledger has people or an opening total of this desa already.",
            "Angka ini dicatat sebagai angka resmi saja, di samping buku besar.",
            "These numbers stand beside the ledger as official figures only.",
        ),
    )
}
