"""Does what a process remembers of the regions still hold?

A random mark in the database is renewed in the transaction of every change. A
counter would not do: after a rollback two different states could bear one number.
"""

from __future__ import annotations

import secrets

from django.db import connection

_READ = "SELECT mark FROM wilayah_revision WHERE singleton = 1"
_RENEW = (
    "INSERT INTO wilayah_revision (singleton, mark) VALUES (1, %s) "
    "ON CONFLICT (singleton) DO UPDATE SET mark = excluded.mark"
)


def current() -> str:
    """The mark as this transaction sees it; empty before the first change."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def renew() -> None:
    """Make every remembered tree and map stale, from the commit of this transaction on."""
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [secrets.token_hex(16)])
