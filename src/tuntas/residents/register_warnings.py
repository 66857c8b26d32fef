"""What is odd about a row of a register: found by a few questions, written for those it concerns.

Of a thousand rows a handful carry a warning. Each row is asked whether one may be due
(:func:`odd`, numbers and flags only); the codes themselves are written afterwards, into
those rows alone (:func:`write`). Both in one pass cost half a second more for a million
rows: an expression for a handful of rows is set up anew for every two thousand.
"""

from __future__ import annotations

from typing import Final

import duckdb

from tuntas.residents import register_cells as cells
from tuntas.residents.kk import KK_EXPLANATIONS, KkReason
from tuntas.residents.nik import duckdb_nik_warnings
from tuntas.residents.sixteen import literal
from tuntas.residents.vocabulary import RegisterStatus

FLAGS: Final = {
    "birth_default": "birth_default",
    "sex_unread": "unread_sex",
    "marital_unread": "unread_marital",
    "citizenship_unread": "unread_citizenship",
    "permit_unread": "unread_permit OR permit_end_problem <> ''",
    "ktp_status_unknown": "unread_ktp_status",
    "register_status_unread": "unread_register_status",
    "text_cut": "was_cut",
}
"""Code of a warning → SQL of when, over the typed columns; one bit each, in this order."""


def flags() -> str:
    """SQL: the warnings of :data:`FLAGS` that hold, as the bits of one number."""
    bits = (f"CASE WHEN {when} THEN {1 << n} ELSE 0 END" for n, when in enumerate(FLAGS.values()))
    return f"({' + '.join(bits)})::USMALLINT"


def is_known_prefix(nik: str, nik_prefixes: frozenset[str]) -> str:
    """SQL: whether the first six digits are a district's, or of a province that is not judged."""
    prefixes = ", ".join(sorted(nik_prefixes)) or "0"
    provinces = ", ".join(sorted({prefix[:2] for prefix in nik_prefixes})) or "0"
    # A join with a small table: a list of constants is gone through from its beginning.
    known = f"SELECT unnest([{prefixes}]::BIGINT[])"
    return f"({nik} // {10**10} IN ({known}) OR {nik} // {10**14} NOT IN ({provinces}))"


def odd() -> str:
    """SQL: whether a warning may be due. Never false for a row that has one; seldom true else.

    Over the typed columns, ``flags`` and ``is_known_prefix`` among them.
    """
    # The digits of the NIK say just what the biodata says.
    digits = "birth_digits + CASE sex WHEN 'P' THEN 400000 WHEN 'L' THEN 0 END"
    agrees = (
        f"plain_nik // 10000 % 1000000 = {digits} AND plain_nik % 10000 <> 0 AND is_known_prefix"
    )
    kk = (
        "CASE WHEN plain_kk IS NULL THEN kk_raw <> ''"
        " ELSE plain_kk = plain_nik OR plain_kk // 100000000 % 100 BETWEEN 41 AND 71 END"
    )
    return (
        f"flags <> 0 OR NOT coalesce({agrees}, false) OR {kk} OR {_reported()} IS NOT NULL"
        f" OR {cells.name_remark('name')}"
    )


def write(con: duckdb.DuckDBPyConnection, nik_prefixes: frozenset[str]) -> None:
    """Put the codes of what is odd about each ``odd`` row of ``checked`` into its ``warnings``."""
    if con.execute("SELECT line FROM checked WHERE odd LIMIT 1").fetchone() is None:
        return
    con.execute(f"UPDATE checked SET warnings = {_words(nik_prefixes)} WHERE odd")
    most = cells.WARNINGS_LENGTH
    con.execute(
        f"UPDATE checked SET warnings = regexp_replace(left(warnings, {most + 1}), ' [^ ]*$', '')"
        f" WHERE odd AND length(warnings) > {most}"
    )


def _words(nik_prefixes: frozenset[str]) -> str:
    """SQL for the codes of what is odd about a row, parted by blanks."""
    prefixes = literal("|".join(["", *sorted(nik_prefixes)]))
    provinces = literal("|".join(["", *sorted({prefix[:2] for prefix in nik_prefixes})]))
    known = f"contains({prefixes}, '|' || left(nik, 6))"
    judged = f"CASE WHEN contains({provinces}, '|' || left(nik, 2)) THEN {known} END"
    mask = duckdb_nik_warnings("nik", "birth_on::DATE", "nullif(sex, '')", judged)
    flagged = [
        f"CASE WHEN flags & {1 << n} <> 0 THEN {literal(code)} END" for n, code in enumerate(FLAGS)
    ]
    parts = [
        f"CASE WHEN nik <> '' THEN {cells.nik_warning_words(f'({mask})')} END",
        _kk_reason_words(),
        cells.kk_warning_words("kk", "nik"),
        f"CASE WHEN {cells.name_remark('name')} THEN 'name_remark' END",
        *flagged[:-1],
        _reported(),
        flagged[-1],
    ]
    return f"concat_ws(' ', {', '.join(parts)})"


def _kk_reason_words() -> str:
    """A KK number that could not be used; its absence is no warning."""
    cases = " ".join(
        f"WHEN {int(reason)} THEN {literal(explanation.code)}"
        for reason, explanation in KK_EXPLANATIONS.items()
        if reason is not KkReason.NONE
    )
    return f"CASE kk_reason {cases} END"


def _reported() -> str:
    cases = " ".join(
        f"WHEN '{status}' THEN 'reported_{status}'"
        for status in (RegisterStatus.MISSING, RegisterStatus.AWAY, RegisterStatus.INVALID)
    )
    return f"CASE register_status {cases} END"
