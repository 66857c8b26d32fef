"""Kemendagri region codes: ``75``, ``75.05``, ``75.05.01``, ``75.05.01.2003``.

Source of the form: Permendagri 137/2017 and Kepmendagri 300.2.2-2430/2025.
BPS numbers the same places otherwise (75.01 and 75.02 are swapped in Gorontalo),
so a code is only taken as Kemendagri's; nothing is translated by guesswork.
"""

from __future__ import annotations

import re

_DIGITS_BY_LEVEL = {2: 1, 4: 2, 6: 3, 10: 4}
_WRITTEN = re.compile(r"^\d{2}(?:[.\-/ ]?\d{2}(?:[.\-/ ]?\d{2}(?:[.\-/ ]?\d{4})?)?)?$")


def normal(text: str) -> str | None:
    """The dotted form of a code however it was written; ``None`` when it is not one.

    >>> normal(" 7505012003 "), normal("75.05.01.2003"), normal("'75-05")
    ('75.05.01.2003', '75.05.01.2003', '75.05')
    >>> normal("7505010") is None and normal("Biau") is None
    True
    """
    text = text.strip().lstrip("'").strip().strip(".")
    if not text.isascii() or not _WRITTEN.match(text):
        return None
    return dotted(re.sub(r"\D", "", text))


def dotted(digits: str) -> str:
    """
    >>> dotted("7505012003")
    '75.05.01.2003'
    """
    parts = (digits[0:2], digits[2:4], digits[4:6], digits[6:10])
    return ".".join(part for part in parts if part)


def digits(code: str) -> str:
    """
    >>> digits("75.05.01.2003")
    '7505012003'
    """
    return code.replace(".", "")


def level(code: str) -> int:
    """1 province, 2 regency, 3 district, 4 village.

    >>> [level(code) for code in ("75", "75.05", "75.05.01", "75.05.01.2003")]
    [1, 2, 3, 4]
    """
    return _DIGITS_BY_LEVEL[len(digits(code))]


def parent(code: str) -> str | None:
    """
    >>> parent("75.05.01.2003"), parent("75")
    ('75.05.01', None)
    """
    return code.rpartition(".")[0] or None


def nik_prefix(district_code: str) -> str:
    """The six digits with which a NIK issued in this district begins.

    >>> nik_prefix("75.05.01")
    '750501'
    """
    return digits(district_code)[:6]


def is_kelurahan(village_code: str) -> bool:
    """
    >>> is_kelurahan("75.71.01.1001"), is_kelurahan("75.05.01.2003")
    (True, False)
    """
    return level(village_code) == 4 and village_code.split(".")[3].startswith("1")
