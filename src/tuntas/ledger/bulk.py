"""Appending many rows at once, on either database, with plain SQL.

The ORM builds an object a row; a first import appends over a million rows.
Measured in ``docs/decisions/0010-plain-sql-on-the-hot-path.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


def insert(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Append *rows* to *table*, in their order; days as ISO text, times as ISO text in UTC.

    Raises:
        django.db.IntegrityError: when a constraint of the table says no.
    """
    if not rows:
        return
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM_ROWS:
        _copy(table, columns, rows)
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
            cursor.execute(
                "SELECT nextval(s.name) FROM"
                " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) s,"
                " generate_series(1, %s)",
                [table, n],
            )
            return sorted(row[0] for row in cursor.fetchall())
        # AUTOINCREMENT: an id once given to a row that is gone is not given again.
        cursor.execute(
            f"SELECT MAX((SELECT COALESCE(MAX(id), 0) FROM {table}),"
            " COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        last = int(cursor.fetchone()[0])
    return list(range(last + 1, last + n + 1))


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
