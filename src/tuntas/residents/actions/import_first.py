"""What a database does row by row and a first import has done once, at its end.

**Foreign keys**, on PostgreSQL only: it looks every new fact's person up when the transaction
commits. A long chunk puts the keys off and lays them again, not yet validated, within its own
transaction: nobody ever sees the tables without them, whoever writes afterwards is checked as
ever, and a kill leaves nothing to repair. The end of the import validates all rows at once.

**Indexes** that only find (none that forbids) are dropped and their statements kept with the
import, in one transaction; the end of the import lays them again, also when it was killed and
somebody else goes on. Meanwhile the store only answers more slowly. SQLite waits for nobody
here: the transaction has the only write lock.

Together a third of PostgreSQL's time for a regency.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection, transaction

from tuntas.ledger import bulk
from tuntas.ledger.facts import OWNERS
from tuntas.ledger.models import Head
from tuntas.residents.models import RegisterImport

FROM_ROWS: Final = 10_000
"""From this many newcomers on it is worth locking the tables for the length of a chunk."""

_PEOPLE: Final = "residents_person"
_UNCHECKED: Final = " NOT VALID"


@contextmanager
def keys_put_off(rows: int) -> Iterator[None]:
    """A transaction in which facts of *rows* newcomers are not checked row by row.

    Only while nobody is at the tables: whoever is, is not made to wait, and the rows are
    checked as ever.
    """
    if connection.vendor != "postgresql" or rows < FROM_ROWS:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # The order of locks is everybody's: the ledger's head before any table.
        Head.objects.select_for_update().get()
        found = _foreign_keys()
        alone = _lock({_PEOPLE, *(table for table, _, _ in found)})
        for table, name, _ in found if alone else ():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        for table, name, rule in found if alone else ():
            unchecked = f"{rule.removesuffix(_UNCHECKED)}{_UNCHECKED}"
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {unchecked}")


def put_indexes_off(row: RegisterImport, rows: int) -> None:
    """Drop the indexes that *rows* newcomers would fill one by one; :func:`lay_indexes` lays them.

    Not while somebody is at the tables.
    """
    if rows < FROM_ROWS:
        return
    tables = [_PEOPLE, "ledger_spell", *OWNERS]
    with transaction.atomic(), connection.cursor() as cursor:
        Head.objects.select_for_update().get()
        if not _lock(tables):
            return
        found = _finding_indexes(tables)
        if not found:  # put off before: this is the same import, going on
            return
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
        statements = json.dumps([statement for _, statement in found])
        RegisterImport.objects.filter(pk=row.pk).update(put_off=statements)


def _finding_indexes(tables: Sequence[str]) -> list[tuple[str, str]]:
    """(name, statement) of the indexes of *tables* that forbid nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)"
                " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                " WHERE c.relname = ANY(%s) AND pg_table_is_visible(c.oid) AND NOT i.indisunique"
                " ORDER BY 1",
                [list(tables)],
            )
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
                f" AND tbl_name IN ({bulk.places(tables)}) AND sql NOT LIKE 'CREATE UNIQUE %%'"
                " ORDER BY 1",
                list(tables),
            )
        return [(str(name), str(statement)) for name, statement in cursor.fetchall()]


def lay_indexes(row: RegisterImport) -> None:
    """Lay again what this import has put off."""
    with transaction.atomic(), connection.cursor() as cursor:
        kept = RegisterImport.objects.select_for_update().get(pk=row.pk).put_off
        for statement in json.loads(kept or "[]"):
            # A store restored from a backup of that moment has them.
            cursor.execute(statement.replace("INDEX", "INDEX IF NOT EXISTS", 1))
        if kept:
            RegisterImport.objects.filter(pk=row.pk).update(put_off="")


def _lock(tables: Collection[str]) -> bool:
    if connection.vendor != "postgresql":
        return True  # the transaction has the only write lock; readers read on beside it
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"LOCK TABLE {', '.join(sorted(tables))} IN ACCESS EXCLUSIVE MODE NOWAIT"
            )
    except OperationalError:
        return False
    return True


def validate_keys() -> None:
    """Check every row that came in while the keys were put off; nothing when there is none.

    Raises:
        django.db.IntegrityError: a fact speaks of nobody.
    """
    if connection.vendor != "postgresql":
        return
    for table, name, rule in _foreign_keys():
        if rule.endswith(_UNCHECKED):
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def _foreign_keys() -> list[tuple[str, str, str]]:
    """(table, name, definition) of the keys by which facts name their person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, quote_ident(k.conname), pg_get_constraintdef(k.oid)"
            " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
            " WHERE k.contype = 'f' AND k.confrelid = %s::regclass AND c.relname = ANY(%s)"
            " ORDER BY 1, 2",
            [_PEOPLE, sorted(OWNERS)],
        )
        return [(str(table), str(name), str(rule)) for table, name, rule in cursor.fetchall()]
