"""Tables of a PostgreSQL store, by the names the database itself gives."""

from __future__ import annotations

from typing import Any

FOLDER = "tables/"


def names(cursor: Any) -> list[str]:
    """Every table of the office's schema, in alphabetical order."""
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    )
    return [row[0] for row in cursor.fetchall()]


def entry_name(table: str) -> str:
    return f"{FOLDER}{table}.copy"


def table_of(entry: str) -> str:
    """
    >>> table_of("tables/audit_act.copy")
    'audit_act'
    """
    return entry.removeprefix(FOLDER).removesuffix(".copy")


def restart_sequences(cursor: Any) -> None:
    """Let every identity column go on after the highest value its table now holds."""
    cursor.execute(
        "SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
        " AND a.attnum > 0 AND NOT a.attisdropped"
        " AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL"
    )
    for table, column, sequence in cursor.fetchall():
        cursor.execute(
            f'SELECT setval(%s, COALESCE((SELECT MAX("{column}") FROM "{table}"), 0) + 1, false)',
            (sequence,),
        )
