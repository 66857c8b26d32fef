"""Sixteen digits that came through spreadsheets: the cleaning NIK and KK numbers share.

Registers pass through Excel, e-mail and many hands. Decoration (dots, spaces, quotes,
a leading apostrophe, ``="…"``) is taken off; whatever may have *changed* a digit
(scientific notation, a decimal number, a missing or extra digit) is refused, because
a guessed identity is worse than a rejected row.

The same rules stand here twice, for one value in Python and for a whole column in
DuckDB; a property test holds the two together.

>>> clean_sixteen(" '990501.410190.0001 ")
('9905014101900001', <DigitReason.OK: 0>)
>>> clean_sixteen("9,90501E+15")
('', <DigitReason.SCIENTIFIC: 1>)
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final, NamedTuple


class DigitReason(IntEnum):
    """Why a text is no sixteen-digit number; the value is what DuckDB returns."""

    OK = 0
    SCIENTIFIC = 1
    DECIMAL = 2
    NONE = 3
    NOT_DIGITS = 4
    FIFTEEN_DIGITS = 5
    SEVENTEEN_DIGITS = 6
    WRONG_LENGTH = 7
    TEMPORARY = 8
    FILLER = 9


DECORATION: Final = (
    " \t\n\r\v\f\u00a0\u2002\u2003\u2007\u2009\u200b\u200c\u200d\u200e\u202f\u2060\ufeff"
    "'\"`\u00b4\u2018\u2019\u201a\u201c\u201d\u201e\u2032="
)
SEPARATORS: Final = ".,-/_:\u2010\u2011\u2012\u2013\u2014\u00b7"
NO_NUMBER: Final = frozenset(
    (
        "X NULL NIL NAN NONE NA N/A #N/A #REF! #VALUE! TIDAKTAHU TIDAKADA TIDAKPUNYA TDKTAHU "
        "TDKTH TDKADA BELUMADA BELUMPUNYA BLMADA TIDAKDIKETAHUI KOSONG"
    )
    .replace("/", "")
    .split()
)
FILLERS: Final = tuple(str(digit) * 16 for digit in range(1, 10))

_SCIENTIFIC: Final = r"[+]?[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+"
# "…0.0" is a number cell printed as text. Fifteen digits and ".0" would otherwise join
# into sixteen and pass for a NIK with one invented digit.
_DECIMAL: Final = r"[0-9]{13,}[.,]0{1,2}"
_SIXTEEN: Final = r"[1-9][0-9]{15}"

_is_scientific = re.compile(_SCIENTIFIC).fullmatch
_is_decimal = re.compile(_DECIMAL).fullmatch
_is_digits = re.compile(r"[0-9]+").fullmatch
_is_sixteen = re.compile(_SIXTEEN).fullmatch
_UNDECORATED: Final = dict.fromkeys(map(ord, DECORATION))
_LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
# ASCII only, so that both engines fold alike whatever their Unicode tables say.
_JOINED: Final = dict.fromkeys(map(ord, SEPARATORS)) | {ord(c): c.upper() for c in _LOWER}
_BY_LENGTH: Final = {15: DigitReason.FIFTEEN_DIGITS, 17: DigitReason.SEVENTEEN_DIGITS}


def clean_sixteen(raw: str | None) -> tuple[str, DigitReason]:
    """The sixteen digits inside *raw* and ``OK``, or ``""`` and the reason it is refused.

    A temporary number (sixteen digits, the first a 0) is returned with its reason, since
    the office may want to find the row again.
    """
    if raw is not None and _is_sixteen(raw):
        return (raw, DigitReason.OK) if raw not in FILLERS else ("", DigitReason.FILLER)
    bare = (raw or "").translate(_UNDECORATED)
    if _is_scientific(bare):
        return "", DigitReason.SCIENTIFIC
    if _is_decimal(bare):
        return "", DigitReason.DECIMAL
    return _judged(bare.translate(_JOINED))


def _judged(joined: str) -> tuple[str, DigitReason]:
    if not joined.strip("0") or joined in NO_NUMBER:
        return "", DigitReason.NONE
    if not _is_digits(joined):
        return "", DigitReason.NOT_DIGITS
    if len(joined) != 16:
        return "", _BY_LENGTH.get(len(joined), DigitReason.WRONG_LENGTH)
    if joined[0] == "0":
        return joined, DigitReason.TEMPORARY
    return (joined, DigitReason.OK) if joined not in FILLERS else ("", DigitReason.FILLER)


def literal(text: str) -> str:
    """*text* as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


# An IN over many words becomes a hash join for all rows, even under a CASE that needs it
# for none (measured: 5 µs a row instead of 0.2): alternatives stand in patterns instead.
_NO_NUMBER_SQL: Final = literal("|".join(map(re.escape, sorted(NO_NUMBER))))
_FILLER_SQL: Final = literal("|".join(f"{digit}{{16}}" for digit in range(1, 10)))


class Stages(NamedTuple):
    """The cleaning of a column as columns of nested SELECTs, each read from those before it.

    Equal to :func:`clean_sixteen` for every text. Hardly any row of millions needs more than
    the first column. One expression would have to bind what it computes once to a lambda,
    and a lambda is set up anew for every two thousand rows (0.2 ms, be it for one of them).

    Attributes:
        plain: BIGINT where the text is nothing but sixteen usable digits, else NULL.
        bare, joined: without decoration, without separators; NULL where *plain* is not.
        reason: the :class:`DigitReason` as an integer.
        digits: the digits, or ``''``.
    """

    plain: str
    bare: str
    joined: str
    reason: str
    digits: str


def staged(rows: str, *numbers: Stages) -> str:
    """SELECT of *rows*, a FROM clause, with the stages of *numbers* beside its own columns."""
    select = rows
    for stage in zip(*numbers, strict=True):
        select = f"(SELECT *, {', '.join(stage)} FROM {select})"
    return f"SELECT * FROM {select}"


def duckdb_stages(column: str, name: str) -> Stages:
    """The stages of the VARCHAR column *column*; the last is called *name*.

    The others are ``plain_name``, ``bare_name``, ``joined_name`` and ``name_reason``.
    """
    plain, bare, joined = f"plain_{name}", f"bare_{name}", f"joined_{name}"
    kept = f"{DigitReason.OK}, {DigitReason.TEMPORARY}"
    return Stages(
        f"{_duckdb_plain(column)} AS {plain}",
        f"CASE WHEN {plain} IS NULL THEN {_duckdb_bare(column)} END AS {bare}",
        f"CASE WHEN {plain} IS NULL THEN {_duckdb_joined(bare)} END AS {joined}",
        f"(CASE WHEN {plain} IS NOT NULL THEN {DigitReason.OK}"
        f" WHEN regexp_full_match({bare}, {literal(_SCIENTIFIC)}) THEN {DigitReason.SCIENTIFIC}"
        f" WHEN regexp_full_match({bare}, {literal(_DECIMAL)}) THEN {DigitReason.DECIMAL}"
        f" ELSE {_duckdb_judged(joined)} END)::UTINYINT AS {name}_reason",
        f"CASE WHEN {plain} IS NOT NULL THEN {column}"
        f" WHEN {name}_reason IN ({kept}) THEN {joined} ELSE '' END AS {name}",
    )


def _duckdb_plain(column: str) -> str:
    number = f"TRY_CAST({column} AS BIGINT)"
    # Written anew it is the same text: so no sign, blank, point or exponent was in it.
    same = f"{number}::VARCHAR = {column}"
    usable = f"{number} BETWEEN {10**15} AND {10**16 - 1} AND {number} % {_FILLER_STEP} <> 0"
    return f"CASE WHEN {usable} AND {same} THEN {number} END"


_FILLER_STEP: Final = int("1" * 16)
"""Of the numbers of sixteen digits its multiples are those that repeat one digit."""


def _duckdb_judged(joined: str) -> str:
    return (
        f"CASE WHEN regexp_full_match({joined}, '[1-9][0-9]{{15}}') THEN"
        f" CASE WHEN regexp_full_match({joined}, {_FILLER_SQL}) THEN {DigitReason.FILLER}"
        f" ELSE {DigitReason.OK} END"
        f" WHEN regexp_full_match({joined}, '0*') OR regexp_full_match({joined}, {_NO_NUMBER_SQL})"
        f" THEN {DigitReason.NONE}"
        f" WHEN NOT regexp_full_match({joined}, '[0-9]+') THEN {DigitReason.NOT_DIGITS}"
        f" WHEN length({joined}) = 15 THEN {DigitReason.FIFTEEN_DIGITS}"
        f" WHEN length({joined}) = 17 THEN {DigitReason.SEVENTEEN_DIGITS}"
        f" WHEN length({joined}) <> 16 THEN {DigitReason.WRONG_LENGTH}"
        f" ELSE {DigitReason.TEMPORARY} END"
    )


def _duckdb_bare(column: str) -> str:
    return f"regexp_replace(coalesce({column}, ''), {_any_of(DECORATION)}, '', 'g')"


def _duckdb_joined(bare: str) -> str:
    joined = f"regexp_replace({bare}, {_any_of(SEPARATORS)}, '', 'g')"
    upper = f"translate({joined}, '{_LOWER}', '{_LOWER.upper()}')"
    # translate() is slow and letters are rare.
    return f"CASE WHEN regexp_matches({bare}, '[a-z]') THEN {upper} ELSE {joined} END"


def _any_of(characters: str) -> str:
    return literal("[" + "".join(f"\\x{{{ord(character):X}}}" for character in characters) + "]+")
