"""Rows that bring somebody new, read by columns: what a first import takes of a checked file.

The same verdicts as ``register_check.rows`` in a quarter of its time: a column comes out of
DuckDB as one array, and only the columns that are stored come at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np

from tuntas.residents import register_check
from tuntas.residents.eligibility import RULES
from tuntas.residents.register_check import Row, payload_expression
from tuntas.residents.register_file import OpenFile
from tuntas.residents.sixteen import literal
from tuntas.residents.vocabulary import EVER_MARRIED, Citizenship

FIELDS: Final = Row._fields[4:20]
"""The columns of a person, in the order of ``Row.stated``."""

_GROWN_YEARS: Final = max(rule.age_years for rule in RULES) + 1
"""Whoever was born before the calendar year so long ago is of age under every rule."""


class Span(NamedTuple):
    """Lines of a file, first and last, and how many rows they are."""

    first: int
    last: int
    rows: int


class Verdicts(NamedTuple):
    """What became of the rows of a span that bring nobody.

    ``rejected``: (line, column, code); ``same``: accepted all the same; ``warned``: of all
    accepted rows but repetitions.
    """

    rejected: list[tuple[int, str, str]]
    same: int
    warned: int


class Arrival(NamedTuple):
    """What the tracks of a newcomer follow from beside the village; empty where it is silent.

    Days of birth of those long grown up are one day: nothing follows from which it was.
    """

    birth_on: str
    married: bool
    foreign: bool
    permit_from: str
    permit_until: str
    status: str


class Columns(NamedTuple):
    """The newcomers of a span in the order of the file, a list for each column.

    ``arrivals``: texts to be read by :func:`arrival`; equal ones mean equal tracks. ``people``:
    lists of :data:`FIELDS`, village and warnings; or one list of all of these as PostgreSQL's
    COPY reads them.
    """

    names: list[str]
    villages: list[int]
    payloads: list[str]
    arrivals: list[str]
    people: list[list[Any]]


def spans(file: OpenFile, *, after_line: int, size: int) -> Iterator[Span]:
    """The file's rows beyond a line in pieces of *size*."""
    found = file.con.execute(
        "SELECT line FROM checked WHERE line > ? ORDER BY line", [after_line]
    ).fetchnumpy()["line"]
    for start in range(0, len(found), size):
        piece = found[start : start + size]
        yield Span(int(piece[0]), int(piece[-1]), len(piece))


def rows_of(file: OpenFile, span: Span) -> list[Row]:
    """The rows of *span*, for whoever must look at each."""
    before = span.first - 1
    return next(register_check.rows(file, after_line=before, size=span.rows, until=span.last))


def verdicts(file: OpenFile, span: Span, gone: Collection[str]) -> Verdicts:
    """What became of the others; *gone*: register statuses of people who are not here."""
    within = f"line BETWEEN {span.first} AND {span.last}"
    rejected = file.con.execute(
        f"SELECT line, \"column\", code FROM checked WHERE {within} AND code <> '' ORDER BY line"
    ).fetchall()
    counted = file.con.execute(
        f"SELECT count(*) FILTER (twin OR NOT {_is_here(gone)}),"
        f" count(*) FILTER (warnings <> '' AND NOT twin) FROM checked WHERE {within} AND code = ''"
    ).fetchone()
    assert counted is not None
    return Verdicts(rejected, *counted)


def _is_here(gone: Collection[str]) -> str:
    return f"register_status NOT IN ({', '.join(map(literal, sorted(gone)))})"


class Reader:
    """Reads the newcomers of one file, span by span.

    Args:
        gone: register statuses of people who are not here.
        status: what is said of the KTP-el of people whose row says nothing of it.
        as_copy_reads: people as one text for COPY, not as columns.
    """

    def __init__(
        self,
        file: OpenFile,
        *,
        on: date,
        gone: Collection[str],
        status: str,
        as_copy_reads: bool,
    ) -> None:
        self.con = file.con
        self.people = (
            {"copied": _copied(file)}
            if as_copy_reads
            else {name: f'"{name}"' for name in (*FIELDS, "village", "warnings")}
        )
        columns = {
            "line": "line",
            "told_name": "name",
            "place": "village",
            "payload": payload_expression(file),
            "arrival": _arrival(on, status),
            **self.people,
        }
        chosen = ", ".join(f"{text} AS {name}" for name, text in columns.items())
        self.select = (
            f"SELECT {chosen} FROM checked WHERE code = '' AND NOT twin AND {_is_here(gone)}"
        )

    def read(self, span: Span) -> Columns:
        found = self.con.execute(
            f"{self.select} AND line BETWEEN {span.first} AND {span.last}"
        ).fetchnumpy()
        lines = found["line"]
        if np.any(lines[1:] < lines[:-1]):
            order = np.argsort(lines)
            found = {name: column[order] for name, column in found.items()}
        return Columns(
            found["told_name"].tolist(),
            found["place"].tolist(),
            found["payload"].tolist(),
            found["arrival"].tolist(),
            [found[name].tolist() for name in self.people],
        )


# --- what follows from a row ----------------------------------------------------------------

_PART: Final = "\x1f"


def _arrival(on: date, status: str) -> str:
    """SQL for an :class:`Arrival` as one text."""
    grown = literal(date(on.year - _GROWN_YEARS, 1, 1).isoformat())
    married = ", ".join(literal(value) for value in sorted(EVER_MARRIED))
    parts = [
        f"CASE WHEN birth_on < {grown} THEN {grown} ELSE coalesce(birth_on, '') END",
        f"CASE WHEN marital IN ({married}) THEN '1' ELSE '' END",
        f"CASE WHEN citizenship = {literal(Citizenship.WNA)} THEN concat('1', {literal(_PART)},"
        f" permit_from, {literal(_PART)}, permit_until) ELSE {literal(2 * _PART)} END",
        f"CASE WHEN ktp_status = '' THEN {literal(status)} ELSE ktp_status END",
    ]
    return f"concat({f', {literal(_PART)}, '.join(parts)})"


def arrival(text: str) -> Arrival:
    """One of ``Columns.arrivals``, read."""
    birth_on, married, foreign, permit_from, permit_until, status = text.split(_PART, 5)
    return Arrival(birth_on, bool(married), bool(foreign), permit_from, permit_until, status)


# --- people as COPY reads them --------------------------------------------------------------

_MEANT: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def _copied(file: OpenFile) -> str:
    """SQL for a person's columns, tab between them, as PostgreSQL's COPY reads them."""
    names = [f'"{name}"' for name in (*FIELDS, "warnings")]
    whole = f"concat_ws({literal(_PART)}, {', '.join(names)})"
    signs = " OR ".join(f"contains(whole, {literal(sign)})" for sign in _MEANT)
    found = file.con.execute(
        f"SELECT bool_or({signs}) FROM (SELECT {whole} AS whole FROM checked)"
    ).fetchone()
    if found and found[0]:
        names = [_escaped(name) for name in names]
    cells = [f"coalesce({name}, '\\N')" for name in names]
    return f"concat_ws({literal(chr(9))}, {', '.join([*cells[:-1], 'village', cells[-1]])})"


def _escaped(text: str) -> str:
    for sign, written in _MEANT.items():
        text = f"replace({text}, {literal(sign)}, {literal(written)})"
    return text
