"""Does what a process remembers of the regions still hold?

A random mark in the database is renewed in the transaction of every change. A
counter would not do: after a rollback two different states could bear one number.

A page asks for the regions hundreds of times; within :func:`read_once` it asks the database
once, and sees one state of them from beginning to end.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection

_READ = "SELECT mark FROM wilayah_revision WHERE singleton = 1"
_RENEW = (
    "INSERT INTO wilayah_revision (singleton, mark) VALUES (1, %s) "
    "ON CONFLICT (singleton) DO UPDATE SET mark = excluded.mark"
)


@dataclass(slots=True)
class _Reading:
    mark: str = ""
    holds: bool = True  # no longer once this very request changed something


_reading: ContextVar[_Reading | None] = ContextVar("wilayah_reading", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Until the block ends, or changes a region itself, the mark is read at most once."""
    token = _reading.set(_Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def current() -> str:
    """The mark as this transaction sees it; empty before the first change."""
    reading = _reading.get()
    if reading is None or not reading.holds:
        return _read()
    if not reading.mark:
        reading.mark = _read()
    return reading.mark


def _read() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def renew() -> None:
    """Make every remembered tree and map stale, from the commit of this transaction on."""
    if reading := _reading.get():
        reading.holds = False
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [secrets.token_hex(16)])
