"""NIKs of which a list shows only some digits.

Voter lists go out as ``750501******0001``, ``7505************`` or ``************0001``; a
NIK that went through a number cell has lost its last digit. Both become a pattern of
sixteen signs, digits and ``?``, and a pattern never agrees with a NIK that contradicts one
of its digits.

>>> read_pattern("990501******0001")
'990501??????0001'
>>> read_pattern("'9905.0141.0190.0001")
'9905014101900001'
>>> agrees("990501??????0001", "9905014101900001"), agrees("990501??????0002", "9905014101900001")
(True, False)
"""

from __future__ import annotations

import re
from typing import Final

from tuntas.residents.sixteen import DECORATION, FILLERS, SEPARATORS, clean_sixteen

LENGTH: Final = 16
UNSEEN: Final = "?"
FEWEST_SHOWN: Final = 4
"""With fewer digits a pattern says nothing about who it is."""

_MASKS: Final = "*xX#•●…_?"
_is_sixteen = re.compile(r"[1-9][0-9]{15}").fullmatch
_masked = re.compile(rf"[0-9{re.escape(_MASKS)}]+").fullmatch
_run = re.compile(r"\?+")
_to_unseen: Final = str.maketrans(dict.fromkeys(_MASKS, UNSEEN) | {"…": UNSEEN * 3})
# "_" hides a digit and parts numbers: as a mask it stands beside others only.
_undecorated: Final = dict.fromkeys(map(ord, DECORATION + SEPARATORS.replace("_", "")))


def read_pattern(raw: str | None, *, last_digit_lost: bool = False) -> str:
    """What a cell shows of a NIK: sixteen digits and ``?``, or ``""`` when it says nothing.

    A short masked text is stretched at its first run of masks: both ends are what people leave.

    Args:
        last_digit_lost: the column went through number cells, so the last digit is no digit.

    >>> read_pattern("7505**0001"), read_pattern("9,90501E+15"), read_pattern("0")
    ('7505????????0001', '', '')
    >>> read_pattern("9905014101900000", last_digit_lost=True)
    '990501410190000?'
    """
    if raw is None:
        return ""
    if not _is_sixteen(raw):
        raw = _shown(raw)
    elif raw in FILLERS:
        return ""
    if last_digit_lost and raw and UNSEEN not in raw:
        return raw[:-1] + UNSEEN
    return raw


def _shown(raw: str) -> str:
    clean, _reason = clean_sixteen(raw)
    if clean:
        return clean if clean[0] != "0" else ""  # a temporary number is nobody's
    bare = raw.translate(_undecorated)
    if not _masked(bare) or bare.isdigit():
        return ""
    pattern = bare.translate(_to_unseen)
    found = _run.search(pattern)
    if found is None:
        return ""
    missing = LENGTH - len(pattern)
    if missing < 0:
        return ""
    pattern = pattern[: found.start()] + UNSEEN * missing + pattern[found.start() :]
    return pattern if shown(pattern) >= FEWEST_SHOWN else ""


def shown(pattern: str) -> int:
    """How many digits a pattern shows, 0–16.

    >>> shown("7505????????0001")
    8
    """
    return len(pattern) - pattern.count(UNSEEN)


def agrees(pattern: str, nik: str) -> bool:
    """Whether no digit of *pattern* contradicts *nik*; ``""`` on either side agrees with nothing.

    >>> agrees("", "9905014101900001")
    False
    """
    return len(pattern) == len(nik) == LENGTH and all(
        sign in (UNSEEN, digit) for sign, digit in zip(pattern, nik, strict=True)
    )


def duckdb_agrees(pattern: str, nik: str) -> str:
    """DuckDB expression of :func:`agrees` for two VARCHAR expressions."""
    return f"({pattern} <> '' AND {nik} <> '' AND {nik} LIKE replace({pattern}, '?', '_'))"
