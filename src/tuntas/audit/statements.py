"""Plain statements inside an open transaction, past Django's cursor.

Django's cursor rewrites, wraps and checks every statement it is given: 25 µs each, where
SQLite itself needs 5. An act of the office is ten statements (measured in
``docs/decisions/0012-few-pages-few-statements.md``), so the ledger and the log go straight
to the driver. Errors still come as those of ``django.db``, and the transaction is
still ``transaction.atomic``: this module begins, ends and retries nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

from tuntas.audit.errors import OutsideTransaction

Values = Sequence[Any]

FEW: Final = 8
"""Up to this many rows go into one :meth:`Session.append`; for more there is ``ledger.bulk``."""


class Statement:
    """SQL with ``%s`` for its values, kept as each driver wants it.

    >>> Statement("SELECT n FROM t WHERE id = %s").sqlite
    'SELECT n FROM t WHERE id = ?'
    """

    __slots__ = ("postgresql", "sqlite")

    def __init__(self, text: str) -> None:
        self.postgresql = text
        self.sqlite = text.replace("%s", "?")


class Insert:
    """``INSERT`` into the columns of a table, of as many rows as there are.

    Args:
        ending: follows the values.

    >>> Insert("t", ("a", "b"), " ON CONFLICT DO NOTHING").of(2).postgresql
    'INSERT INTO t (a, b) VALUES (%s, %s), (%s, %s) ON CONFLICT DO NOTHING'
    """

    __slots__ = ("_of", "columns", "ending", "one", "table")

    def __init__(self, table: str, columns: tuple[str, ...], ending: str = "") -> None:
        self.table = table
        self.columns = columns
        self.ending = ending
        self._of: dict[int, Statement] = {}
        self.one = self.of(1)

    def of(self, n: int) -> Statement:
        """The statement for *n* rows."""
        if n not in self._of:
            row = f"({', '.join(['%s'] * len(self.columns))})"
            self._of[n] = Statement(
                f"INSERT INTO {self.table} ({', '.join(self.columns)}) "
                f"VALUES {', '.join([row] * n)}{self.ending}"
            )
        return self._of[n]


class Session:
    """The driver's connection for the rest of the transaction that is open.

    Raises:
        OutsideTransaction: none is open.
    """

    __slots__ = ("_cursor", "_errors", "_execute", "_lite", "vendor")

    def __init__(self) -> None:
        wrapper = connections[DEFAULT_DB_ALIAS]
        if not wrapper.in_atomic_block:
            raise OutsideTransaction
        # One cursor for all: the driver makes another for each statement otherwise.
        self._cursor: Any = wrapper.connection.cursor()
        self._execute = self._cursor.execute
        self._errors = wrapper.wrap_database_errors
        self.vendor = wrapper.vendor
        self._lite = wrapper.vendor == "sqlite"

    def run(self, statement: Statement, values: Values) -> None:
        try:
            self._execute(statement.sqlite if self._lite else statement.postgresql, values)
        except Exception:
            with self._errors:
                raise

    def row(self, statement: Statement, values: Values) -> tuple[Any, ...] | None:
        """The first row of the answer."""
        try:
            text = statement.sqlite if self._lite else statement.postgresql
            found = self._execute(text, values).fetchone()
        except Exception:
            with self._errors:
                raise
        return None if found is None else tuple(found)

    def rows(self, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        try:
            text = statement.sqlite if self._lite else statement.postgresql
            return list(self._execute(text, values).fetchall())
        except Exception:
            with self._errors:
                raise

    def each(self, statement: Statement, rows: Sequence[Values]) -> None:
        """The same statement for every row of values."""
        if len(rows) == 1:
            self.run(statement, rows[0])
        elif rows:
            with self._errors:
                text = statement.sqlite if self._lite else statement.postgresql
                self._cursor.executemany(text, rows)

    def append(self, insert: Insert, rows: Sequence[Values]) -> None:
        """A few rows in one ``INSERT``, in their order."""
        if not rows:
            return
        n = len(rows)
        if n == 1:
            values, statement = rows[0], insert.one
        else:
            values, statement = [value for row in rows for value in row], insert.of(n)
        # As in `run`: every call of an act is paid for right after a commit, with cold caches.
        try:
            self._execute(statement.sqlite if self._lite else statement.postgresql, values)
        except Exception:
            with self._errors:
                raise
