"""Appending many rows at once, on either database, with plain SQL.

The ORM builds an object a row; a first import appends over a million rows.
Measured in ``docs/decisions/0010-plain-sql-on-the-hot-path.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from django.db import connection

COPY_FROM_ROWS: Final = 64
"""From this many rows on, PostgreSQL gets them by COPY."""

IN_CHUNK: Final = 500
"""Values asked for in one ``IN (…)``: below SQLite's limit of variables."""

Row = Sequence[Any]
T = TypeVar("T")


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """*values* in pieces of at most :data:`IN_CHUNK`.

    >>> [len(piece) for piece in chunks(range(1200))]
    [500, 500, 200]
    """
    for start in range(0, len(values), IN_CHUNK):
        yield values[start : start + IN_CHUNK]


def places(values: Sequence[Any]) -> str:
    """Placeholders for *values* in a statement.

    >>> places("ab")
    '%s, %s'
    """
    return ", ".join(["%s"] * len(values))


def rows_of(select: str, keys: Sequence[Any], ending: str = "") -> Iterator[tuple[Any, ...]]:
    """Rows of a plain ``SELECT``, asked for some *keys* at a time.

    Args:
        select: ends with the column that is one of *keys*.
        ending: follows them, within each piece.
    """
    with connection.cursor() as cursor:
        for chunk in chunks(keys):
            cursor.execute(f"{select} IN ({places(chunk)}) {ending}", chunk)
            yield from cursor.fetchall()


def day(value: date | str) -> date:
    """A day as either driver gives it.

    >>> day("2023-06-20")
    datetime.date(2023, 6, 20)
    """
    return value if isinstance(value, date) else date.fromisoformat(value)


def array(values: Sequence[Any]) -> str:
    """*values*, none of them None, as PostgreSQL writes an array; cast it: ``%s::date[]``.

    The driver makes a dumper's call of every value, five times as long.

    >>> array([1, "ALI"])
    '{"1","ALI"}'
    """
    text = '","'.join(map(str, values))
    if text.count('"') != 2 * (len(values) - 1) or "\\" in text:
        escaped = (str(v).replace("\\", "\\\\").replace('"', '\\"') for v in values)
        text = '","'.join(escaped)
    return f'{{"{text}"}}' if values else "{}"


def insert(
    table: str, columns: Sequence[str], rows: Sequence[Row], lines: str | None = None
) -> None:
    """Append *rows* to *table*, in their order; days as ISO text, times as ISO text in UTC.

    Args:
        lines: the same rows as ``facts.line`` writes them, when they are written already.
    Raises:
        django.db.IntegrityError: when a constraint of the table says no.
    """
    if not rows:
        return
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM_ROWS:
        if lines:
            copy_lines(table, columns, lines.encode())
        else:
            copy(table, columns, _texts(rows))
        return
    with connection.cursor() as cursor:
        statement = insert_statement(table, columns)
        if len(rows) == 1:
            cursor.execute(statement, rows[0])
        else:
            cursor.executemany(statement, rows)


def insert_statement(table: str, columns: Sequence[str]) -> str:
    """``INSERT`` with a placeholder for each column.

    >>> insert_statement("t", ("a", "b"))
    'INSERT INTO t (a, b) VALUES (%s, %s)'
    """
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"


def reserve_ids(table: str, n: int) -> list[int]:
    """*n* new ids for *table*, in rising order; the caller holds the ledger's lock.

    COPY and ``executemany`` give no ids back, and facts must name the people they speak of.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Whoever else took a number between the two steps, against the rule, would meet
            # the primary key.
            cursor.execute(
                "SELECT setval(s.name, nextval(s.name) + %s) FROM"
                " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) s",
                [n - 1, table],
            )
            last = int(cursor.fetchone()[0])
            return list(range(last - n + 1, last + 1))
        # AUTOINCREMENT: an id once given to a row that is gone is not given again.
        cursor.execute(
            f"SELECT MAX((SELECT COALESCE(MAX(id), 0) FROM {table}),"
            " COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        last = int(cursor.fetchone()[0])
    return list(range(last + 1, last + n + 1))


def copy_lines(table: str, columns: Sequence[str], lines: bytes) -> None:
    """Append rows that are written as ``facts.line`` writes them; PostgreSQL only."""
    text = _as_copy_reads(lines)
    if text is not None:
        copy(table, columns, [text])
        return
    rows = [line.split("\x1f") for line in lines.decode().split("\x1e")[:-1]]
    copy(table, columns, _texts([[None if cell == "\\N" else cell for cell in r] for r in rows]))


def copy(table: str, columns: Sequence[str], texts: Iterable[str | bytes]) -> None:
    """Append rows that are written as COPY reads them (:func:`copy_text`); PostgreSQL only."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as sent,
    ):
        for text in texts:
            sent.write(text)


def _texts(rows: Sequence[Row]) -> Iterator[str]:
    for start in range(0, len(rows), _COPY_ROWS):
        yield copy_text(rows[start : start + _COPY_ROWS])


def _as_copy_reads(lines: bytes) -> bytes | None:
    """The digest's text of rows as COPY's, when no cell needs more than other separators.

    >>> _as_copy_reads(b"1\x1fA\x1f\\\\N\x1e") == b"1\\tA\\t\\\\N\\n"
    True
    >>> _as_copy_reads(b"1\x1fA\\tB\x1e") is None
    True
    """
    # None is written alike by both; a cell cannot hold "\\N": JSON doubles its backslashes.
    if lines.count(b"\\") != lines.count(b"\\N") or any(sign in lines for sign in _SIGNS):
        return None
    return lines.replace(b"\x1f", b"\t").replace(b"\x1e", b"\n")


_SIGNS: Final = (b"\t", b"\n", b"\r")
_COPY_ROWS: Final = 1_000
_SPECIAL: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_text(rows: Sequence[Row]) -> str:
    """*rows* as PostgreSQL's COPY reads them in its text format.

    Half of what the driver's way a row costs: the rows are formatted as they are and only
    looked at twice when some cell turns out to hold a character that means something.

    >>> copy_text([(1, "ALI", None), (2, "A\\tB", "x")])
    '1\\tALI\\t\\\\N\\n2\\tA\\\\tB\\tx\\n'
    """
    columns = list(zip(*rows, strict=True))
    empty = [column.count(None) for column in columns]
    if all(n in (0, len(rows)) for n in empty):
        # "%.0s" takes a value and writes nothing of it.
        pattern = "\t".join("\\N%.0s" if n else "%s" for n in empty) + "\n"
        text = "".join([pattern % tuple(row) for row in rows])
    else:
        text = "".join(
            ["\t".join(["\\N" if v is None else str(v) for v in row]) + "\n" for row in rows]
        )
    plain = (
        text.count("\\") == sum(empty)
        and text.count("\t") == len(rows) * (len(columns) - 1)
        and text.count("\n") == len(rows)
        and "\r" not in text
    )
    return text if plain else "".join(map(_escaped, rows))


def copy_cell(text: str) -> str:
    """One text as COPY reads it.

    >>> copy_cell("A\\tB")
    'A\\\\tB'
    """
    return text.translate(_SPECIAL)


def _escaped(row: Row) -> str:
    cells = ["\\N" if value is None else copy_cell(str(value)) for value in row]
    return "\t".join(cells) + "\n"
