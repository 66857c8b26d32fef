"""Tables that were pasted as plain text: a heading that names the columns, then rows of numbers.

A heading is a line in which at least two columns name a measure (*wajib KTP*, *sudah rekam*, …). A
row belongs to it when it has exactly as many numbers as the heading has columns for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tuntas.reports.claims.findings import Finding, Kind, Relation
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.quantities import (
    Count,
    Percent,
    computed_share,
    how_printed,
    read_count,
    read_percent,
)
from tuntas.reports.claims.tokens import Token, read_tokens


class Column(StrEnum):
    """What the numbers of a column are."""

    OBLIGED = "obliged"
    RECORDED = "recorded"
    UNRECORDED = "unrecorded"
    PRINTED = "printed"
    UNPRINTED = "unprinted"
    PERCENT = "percent"
    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


_COLUMN_OF = {
    T.OBLIGED: Column.OBLIGED,
    T.RECORDING_TARGET: Column.OBLIGED,
    T.RECORDED: Column.RECORDED,
    T.RECORDING: Column.RECORDED,
    T.DONE: Column.RECORDED,
    T.UNRECORDED: Column.UNRECORDED,
    T.NOT_YET: Column.UNRECORDED,
    T.REST: Column.UNRECORDED,
    T.PRINTED: Column.PRINTED,
    T.UNPRINTED: Column.UNPRINTED,
    T.MALE: Column.MALE,
    T.FEMALE: Column.FEMALE,
    T.PERSON: Column.OTHER,
}
_MEASURES = frozenset(_COLUMN_OF.values()) - {Column.OTHER, Column.MALE, Column.FEMALE}
_PERCENT_HEAD = re.compile(r"%|\bpersen|\bprosen|\bcapaian\b|\bcakupan\b", re.I)
# Cheap signs, looked for before a line is taken apart.
_MEASURE_WORD = re.compile(r"wajib|rekam|cetak|belum|sudah|target|sisa|%|persen", re.I)
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’)]*\s*$")
_LABEL_HEAD = re.compile(
    r"^\W*(?:no\.?|nomor|kode|nama(?: \w+)?|kecamatan|desa(?:/kelurahan)?|kelurahan|kabupaten"
    r"(?:/kota)?|kab(?:/kota)?|kota|wilayah|daerah|sekolah|lokasi|tanggal|dusun)\W*$",
    re.I,
)
_SPLIT = re.compile(r"\s*[|\t;]\s*|\s{2,}")
_RULE = re.compile(r"^[\s|+=_-]*$")
_NUMBER = re.compile(r"(?<![\w.,])[0-9]+(?:[.,][0-9]+)*(?=[\s|;%]|$)")
_INDEX = re.compile(r"^[\s|]*[0-9]{1,3}[.)]?(?=[\s|])")
_TOTAL = re.compile(r"^[\s|]*(?:jumlah|total|keseluruhan|grand total)\b", re.I)
_MOST_COLUMNS = 12


@dataclass(frozen=True)
class Cell:
    """A number of a row, where it stands, and what its column says it is."""

    column: Column
    start: int
    text: str

    @property
    def count(self) -> Count | None:
        return read_count(self.text)

    @property
    def percent(self) -> Percent | None:
        return read_percent(self.text)


@dataclass(frozen=True)
class Table:
    """Rows of cells under one heading; ``text[start:end]`` is taken up by it."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None


def find_tables(text: str) -> list[Table]:
    """The tables of *text*.

    >>> found = find_tables("Kecamatan  Wajib KTP  Sudah Rekam\\nBiau  100  90\\nMonano  50  50")
    >>> [[cell.text for cell in row] for row in found[0].rows]
    [['100', '90'], ['50', '50']]
    """
    lines = list(_lines(text))
    tables, index = [], 0
    while index < len(lines):
        columns = _heading(lines[index][1])
        table, used = _read_rows(lines, index, columns) if columns else (None, 0)
        if table:
            tables.append(table)
        index += max(1, used)
    return tables


def blank_out(text: str, tables: Sequence[Table]) -> str:
    """*text* with its tables blank, every other character where it was."""
    for table in tables:
        gap = re.sub(r"[^\n]", " ", text[table.start : table.end])
        text = text[: table.start] + gap + text[table.end :]
    return text


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line.rstrip("\r\n")
        start += len(line)


def _heading(line: str) -> list[Column] | None:
    if len(line) > 300 or len(_MEASURE_WORD.findall(line)) < 2 or _ENDS_SENTENCE.search(line):
        return None
    if _NUMBER.search(re.sub(r"\b17\b", "", line)):
        return None
    cells = [cell for cell in _SPLIT.split(line.strip(" |\t")) if cell.strip()]
    columns = _split_heading(cells) if len(cells) >= 3 else _run_heading(line)
    if columns is None or not 2 <= len(columns) <= _MOST_COLUMNS:
        return None
    return columns if len(_MEASURES.intersection(columns)) >= 2 else None


def _split_heading(cells: Sequence[str]) -> list[Column] | None:
    columns = [_column(cell) for cell in cells if not _LABEL_HEAD.match(cell)]
    return columns or None


def _column(cell: str) -> Column:
    if _PERCENT_HEAD.search(cell):
        return Column.PERCENT
    if cell.strip().upper() in ("L", "P"):
        return Column.MALE if cell.strip().upper() == "L" else Column.FEMALE
    kinds = (_COLUMN_OF.get(token.kind) for token in read_tokens(cell))
    return next((column for column in kinds if column), Column.OTHER)


def _run_heading(line: str) -> list[Column] | None:
    """ "Kecamatan Wajib KTP Sudah Rekam Belum Rekam": one blank between the columns."""
    columns: list[Column] = []
    for token in read_tokens(line):
        if _PERCENT_HEAD.search(token.text) and token.kind is not T.OBLIGED:
            columns.append(Column.PERCENT)
        elif token.kind in _COLUMN_OF:
            columns.append(_COLUMN_OF[token.kind])
        elif not _is_label(token):
            return None
    return columns


def _is_label(token: Token) -> bool:
    return bool(_LABEL_HEAD.match(token.text)) or token.kind in (T.PLACE_UNIT, T.EKTP)


def _read_rows(
    lines: Sequence[tuple[int, str]], index: int, columns: Sequence[Column]
) -> tuple[Table | None, int]:
    rows: list[tuple[Cell, ...]] = []
    total: tuple[Cell, ...] | None = None
    used, end = 1, 0
    for start, line in lines[index + 1 :]:
        cells = _cells(start, line, columns)
        if cells is None and not _RULE.match(line):
            break
        used += 1
        if cells is not None:
            end = start + len(line)
            if _TOTAL.match(line):
                total = cells
                break
            rows.append(cells)
    if not rows:
        return None, 0
    return Table(lines[index][0], end, tuple(rows), total), used


def _cells(start: int, line: str, columns: Sequence[Column]) -> tuple[Cell, ...] | None:
    if not line.strip() or len(line) > 300:
        return None
    index = _INDEX.match(line)
    found = list(_NUMBER.finditer(line, index.end() if index else 0))
    if index and len(found) < len(columns):
        found = list(_NUMBER.finditer(line))
    if len(found) != len(columns):
        return None
    return tuple(
        Cell(column, start + number.start(), number[0])
        for column, number in zip(columns, found, strict=True)
    )


def judge_tables(tables: Sequence[Table]) -> list[Finding]:
    """Differences and shares within rows, and sums down the columns."""
    found: list[Finding] = []
    for table in tables:
        for row in (*table.rows, *([table.total] if table.total else [])):
            found.extend(_judge_row(row))
        found.extend(_column_sums(table))
    return found


def _judge_row(row: Sequence[Cell]) -> Iterator[Finding]:
    by_column = {c: [cell for cell in row if cell.column is c] for c in Column}
    single = {c: cells[0] for c, cells in by_column.items() if len(cells) == 1}
    yield from _row_difference(single)
    if Column.PERCENT in single:
        yield from _row_share(single)


def _row_difference(single: dict[Column, Cell]) -> Iterator[Finding]:
    trio = [single.get(c) for c in (Column.OBLIGED, Column.RECORDED, Column.UNRECORDED)]
    counts = [cell.count if cell else None for cell in trio]
    rest = trio[2]
    if rest is None or any(count is None for count in counts):
        return
    whole, part, left = (count.low for count in counts if count)
    kind: Kind = "agrees" if whole - part == left else "contradicts"
    # An office may write the surplus of a village above 100 % as 0 or without its sign.
    if whole - part >= 0 or kind == "agrees":
        yield _found(kind, "difference", rest, (whole, part, left), str(whole - part))


def _row_share(single: dict[Column, Cell]) -> Iterator[Finding]:
    cell = single[Column.PERCENT]
    printed = cell.percent
    pairs = [
        (single[part].count, single[whole].count)
        for part in (Column.RECORDED, Column.UNRECORDED, Column.PRINTED)
        for whole in (Column.OBLIGED, Column.RECORDED)
        if part in single and whole in single and part is not whole
    ]
    usable = [(part, whole) for part, whole in pairs if part and whole and whole.low]
    if printed is None or not usable:
        return
    for part, whole in usable:
        how = how_printed(part, whole, printed)
        if how:
            computed = computed_share(part, whole, printed)
            yield _found("agrees", "share", cell, (part.low, whole.low), computed, how)
            return
    part, whole = usable[0]
    computed = computed_share(part, whole, printed)
    yield _found("contradicts", "share", cell, (part.low, whole.low), computed)


def _column_sums(table: Table) -> Iterator[Finding]:
    if table.total is None or len(table.rows) < 2:
        return
    for number, total in enumerate(table.total):
        counts = [row[number].count for row in table.rows]
        stated = total.count
        values = [count.low for count in counts if count]
        if total.column is Column.PERCENT or stated is None or len(values) != len(counts):
            continue
        summed = sum(values)
        kind: Kind = "agrees" if summed == stated.low else "contradicts"
        yield _found(kind, "sum", total, (*values, stated.low), str(summed))


def _found(
    kind: Kind,
    relation: Relation,
    cell: Cell,
    counts: tuple[int, ...],
    computed: str,
    how: str = "",
) -> Finding:
    return Finding(
        kind,
        relation,
        counts,
        printed=cell.text,
        computed=computed,
        start=cell.start,
        end=cell.start + len(cell.text),
        rule=f"table:{how}" if how else "table",
    )
