"""The number of a letter, written as the office writes it.

>>> pattern = Pattern("{klasifikasi}/{nomor:3}/{unit}/{bulan}/{tahun}")
>>> pattern.write(number=7, classification="800.1.11", unit="DUKCAPIL", on=date(2021, 10, 5))
'800.1.11/007/DUKCAPIL/X/2021'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from tuntas.letters.errors import PatternUnusable

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PLACE: Final = re.compile(r"\{([a-z_]+)(?::([1-9]))?\}")
_KNOWN: Final = frozenset({"nomor", "klasifikasi", "unit", "bulan", "bulan_angka", "tahun"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text with places in braces; ``{nomor:3}`` writes at least three digits.

    Number and year must both stand in it: a series starts again each year, and two letters
    must never be told apart by anything but their number.

    Raises:
        PatternUnusable
    """

    text: str

    def __post_init__(self) -> None:
        named = [match[1] for match in _PLACE.finditer(self.text)]
        rest = _PLACE.sub("", self.text)
        wrong = set(named) - _KNOWN or {"nomor", "tahun"} - set(named)
        if wrong or "{" in rest or "}" in rest or len(self.text) > 80:
            raise PatternUnusable

    def write(self, *, number: int, classification: str, unit: str, on: date) -> str:
        """The number's text for a letter of day *on*."""
        said = {
            "nomor": str(number),
            "klasifikasi": classification,
            "unit": unit,
            "bulan": ROMAN[on.month - 1],
            "bulan_angka": f"{on.month:02}",
            "tahun": str(on.year),
        }
        return _PLACE.sub(lambda m: said[m[1]].rjust(int(m[2] or 0), "0"), self.text)
