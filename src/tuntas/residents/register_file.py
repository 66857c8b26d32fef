"""A register file, opened: every cell as text with its line, in a private DuckDB.

Title lines above the header, empty lines, totals below, several worksheets: as offices
have them. What the cells *mean* is not decided here (``register_check``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from tuntas.residents.register_mapping import ColumnMapping, detect
from tuntas.residents.register_text import PlainText, plain_file, rewritten
from tuntas.residents.sixteen import literal
from tuntas.residents.vocabulary import Column, match_headers

Likeness = Callable[[Sequence[str]], int]
ZIP_SIGN: Final = b"PK\x03\x04"
OLD_EXCEL_SIGN: Final = b"\xd0\xcf\x11\xe0"
MAX_COLUMNS: Final = 400
NO_BREAK_SPACE: Final = "\u00a0"
SEARCHED_LINES: Final = 60
"""How far down a header is looked for."""


class FileRefused(Exception):
    """The whole file cannot be taken; *code* stands in ``rejections.FILE_REFUSALS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class OpenFile:
    """An opened file.

    Attributes:
        con: holds table ``raw(line BIGINT, c0 … VARCHAR)``; lines count from 1 as the
            office sees them, rows above and including the header are gone.
        width: number of columns c0 … c(width-1).
        headers: texts of the header line, one for each column of the table.
        spoilt: columns whose long numbers stood in number cells; their last digits are lost.
        is_tidy: no cell has blanks at its ends, two in a row, or signs that cannot be seen.
    """

    con: duckdb.DuckDBPyConnection
    width: int
    headers: tuple[str, ...]
    header_line: int
    titles: tuple[str, ...]
    form: str
    spoilt: frozenset[Column] = frozenset()
    is_tidy: bool = False

    @property
    def named_width(self) -> int:
        """Columns that the header names; cells beyond are there by mistake."""
        return max((at + 1 for at, text in enumerate(self.headers) if text.strip()), default=0)

    def detected(self) -> ColumnMapping:
        return detect(self.headers)

    def first_rows(self, count: int = 5) -> list[tuple[int, tuple[str, ...]]]:
        """(line, cells) of the first rows below the header."""
        rows = self.con.execute(f"SELECT * FROM raw ORDER BY line LIMIT {int(count)}").fetchall()
        return [(row[0], tuple(cell or "" for cell in row[1:])) for row in rows]

    def close(self) -> None:
        self.con.close()


def columns_named(cells: Sequence[str]) -> int:
    """How many columns of a register a line names: the header names the most."""
    return len(match_headers(list(cells)))


def open_file(
    path: Path, work_dir: Path, likeness: Callable[[Sequence[str]], int] = columns_named
) -> OpenFile:
    """Open a CSV or XLSX file.

    Args:
        likeness: how much a line looks like the header; below two it is none.
        work_dir: an empty private folder for a plain copy and for what does not fit into
            memory; the caller removes it.
    Raises:
        FileRefused: empty, unreadable, or without a line that looks like a header.
    """
    with path.open("rb") as file:
        sign = file.read(8)
    if sign.startswith(OLD_EXCEL_SIGN):
        raise FileRefused("file_old_excel")
    con = connect(work_dir)
    try:
        if sign.startswith(ZIP_SIGN):
            opened = _open_workbook(con, path, likeness)
        else:
            opened = _open_text(con, path, work_dir, likeness)
    except BaseException:
        con.close()
        raise
    return opened


def connect(work_dir: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that spills into *work_dir* only and loads nothing from elsewhere."""
    con = duckdb.connect(
        config={
            "temp_directory": str(work_dir / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
            "threads": str(os.cpu_count() or 1),
        }
    )
    # Lists of words stand in branches that hardly any row takes; made into joins, they would
    # be looked up for every row. Late materialisation (DuckDB 2.0.0) fails on ORDER BY … LIMIT
    # over a view that numbers a large table by its rowid, which `first_rows` needs.
    con.execute("SET disabled_optimizers = 'in_clause,late_materialization'")
    return con


def _open_text(
    con: duckdb.DuckDBPyConnection, path: Path, work_dir: Path, likeness: Likeness
) -> OpenFile:
    with path.open("rb") as file:
        text = plain_file(file)
    if not len(text.lines):
        raise FileRefused("file_empty")
    try:
        _load_text(con, text, path, work_dir)
    except duckdb.Error:
        # Quotes in the middle of cells, or more columns than the header: record by record.
        data = path.read_bytes() if text.data is None else text.data
        text = rewritten(data, text.encoding, text.delimiter, text.width)
        _load_text(con, text, path, work_dir)
    name = {"\t": "tab"}.get(text.delimiter, text.delimiter)
    opened = _below_header(con, text.width, f"CSV {text.encoding} {name}", likeness)
    opened.is_tidy = text.is_tidy
    return opened


def _load_text(con: duckdb.DuckDBPyConnection, text: PlainText, path: Path, work_dir: Path) -> None:
    if text.width > MAX_COLUMNS:
        raise FileRefused("file_too_many_columns")
    if text.data is not None:
        path = work_dir / "plain.csv"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(text.data)
    width = _load_records(con, text, path)
    lines = text.lines
    cells = ", ".join(["records.*", *(f"NULL::VARCHAR AS c{n}" for n in range(width, text.width))])
    if len(lines) and lines[-1] == len(lines):
        con.execute(
            f"CREATE OR REPLACE VIEW raw_all AS SELECT rowid + 1 AS line, {cells} FROM records"
        )
        return
    con.execute("CREATE OR REPLACE TABLE line_of (place BIGINT, line BIGINT)")
    con.execute(
        "INSERT INTO line_of SELECT unnest(range(len($lines))), unnest($lines)",
        {"lines": lines.tolist()},
    )
    con.execute(
        f"CREATE OR REPLACE VIEW raw_all AS SELECT line_of.line, {cells}"
        " FROM records JOIN line_of ON line_of.place = records.rowid"
    )


def _load_records(con: duckdb.DuckDBPyConnection, text: PlainText, path: Path) -> int:
    """Table ``records``, with no more columns than the file fills; how many these are.

    Hardly any file has a line that fills the spare columns, and for a million people they
    cost a quarter of a second to read and as much again to look at (``Cells.shifted``).
    """
    try:
        _read_csv(con, text, path, text.filled)
    except duckdb.Error:
        _read_csv(con, text, path, text.width)
        return text.width
    return text.filled


def _read_csv(con: duckdb.DuckDBPyConnection, text: PlainText, path: Path, width: int) -> None:
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    # Without quotes to look for the reader is a tenth faster.
    quote = "'\"'" if text.has_quotes else "''"
    con.execute(
        f"CREATE OR REPLACE TABLE records AS SELECT * FROM read_csv({literal(str(path))},"
        f" auto_detect=false, header=false, delim={literal(text.delimiter)}, quote={quote},"
        f" escape={quote}, null_padding=true, new_line='\\n', max_line_size=16000000,"
        f" columns={{{columns}}})"
    )
    counted = con.execute("SELECT count(*) FROM records").fetchone()
    if counted is None or counted[0] != len(text.lines):
        raise duckdb.InvalidInputException("records and lines differ")


def _open_workbook(con: duckdb.DuckDBPyConnection, path: Path, likeness: Likeness) -> OpenFile:
    # Brings two more libraries, which a CSV does without.
    from tuntas.residents.register_sheet import SheetUnreadable, Workbook

    try:
        book = Workbook.open(path)
        name = book.register_sheet()
        sheet = book.load(name)
    except SheetUnreadable as error:
        raise FileRefused("file_unreadable") from error
    if sheet is None:
        raise FileRefused("file_empty")
    if sheet.width > MAX_COLUMNS:
        raise FileRefused("file_too_many_columns")
    con.register("sheet", sheet)
    names = ", ".join(f"c{at}" for at in range(sheet.width))
    con.execute("CREATE TABLE cells AS SELECT * FROM sheet")
    con.unregister("sheet")
    shape = ", ".join(f"c{at} VARCHAR" for at in range(sheet.width))
    con.execute(f"CREATE TABLE records ({shape})")
    con.execute(f"INSERT INTO records ({names}) SELECT * FROM cells ORDER BY rowid")
    con.execute("DROP TABLE cells")
    con.execute("CREATE VIEW raw_all AS SELECT rowid + 1 AS line, * FROM records")
    form = f"XLSX {name}" if len(book.names) > 1 else "XLSX"
    opened = _below_header(con, sheet.width, form, likeness)
    positions = {
        column: at
        for column, at in opened.detected().positions
        if column in (Column.NIK, Column.NO_KK)
    }
    spoilt = book.spoilt_columns(name, list(positions.values()), opened.header_line + 1)
    opened.spoilt = frozenset(column for column, at in positions.items() if at in spoilt)
    return opened


def _below_header(
    con: duckdb.DuckDBPyConnection, width: int, form: str, likeness: Likeness
) -> OpenFile:
    """Find the header; view ``raw`` shows what stands below it and is not empty."""
    top = con.execute(
        f"SELECT * FROM raw_all WHERE line <= {SEARCHED_LINES} ORDER BY line"
    ).fetchall()
    rows = [(row[0], [cell or "" for cell in row[1:]]) for row in top]
    at = _header_at([likeness(cells) for _, cells in rows])
    header_line, headers = rows[at]
    con.execute("CREATE TABLE unused (line BIGINT)")
    numbered = [line for line, cells in rows[at + 1 :] if is_column_count(cells)][:1]
    unused = [*numbered, *_blank_lines(con, width)]
    con.execute("INSERT INTO unused SELECT unnest($lines)", {"lines": unused})
    # An empty set costs nothing, but asking whether a line is in it does.
    found = con.execute("SELECT count(*) FROM unused").fetchone()
    unless = " AND line NOT IN (SELECT line FROM unused)" if found and found[0] else ""
    con.execute(f"CREATE VIEW raw AS SELECT * FROM raw_all WHERE line > {header_line}{unless}")
    titles = [" ".join(filter(None, map(str.strip, cells))) for _, cells in rows[:at]]
    return OpenFile(con, width, tuple(headers), header_line, tuple(filter(None, titles)), form)


def _blank_lines(con: duckdb.DuckDBPyConnection, width: int) -> list[int]:
    """Lines whose cells are all empty."""
    maybe = f"coalesce(c0, '') < '!' OR starts_with(c0, '{NO_BREAK_SPACE}')"
    found = con.execute(f"SELECT count(*) FROM raw_all WHERE {maybe}").fetchone()
    # Most files have something in the first cell of every line: then one column was read, not all.
    if found is None or not found[0]:
        return []
    said = ", ".join(f"nullif(trim(c{n}, ' \t{NO_BREAK_SPACE}'), '')" for n in range(width))
    blank = f"SELECT line FROM raw_all WHERE ({maybe}) AND coalesce({said}, NULL) IS NULL"
    return [row[0] for row in con.execute(blank).fetchall()]


def is_column_count(cells: Sequence[str]) -> bool:
    """Whether it is the line of column numbers that official forms have below the header.

    >>> is_column_count(["(1)", "(2)", "(3)"]), is_column_count(["1", "SITI", "Biau"])
    (True, False)
    """
    numbers = [cell.strip(" ().") for cell in cells if cell.strip()]
    return len(numbers) >= 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _header_at(named: Sequence[int]) -> int:
    """Which of the first rows is the header: the one that names the most columns.

    Raises:
        FileRefused: no row names two columns.
    """
    best = max(named, default=0)
    if best < 2:
        raise FileRefused("file_no_header")
    return named.index(best)
