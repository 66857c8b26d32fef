"""The facts of all rooms: their tables, their digests, and the rules that read them.

A room above the ledger announces here, when the program starts, in which table
its facts stand and by which pure rule a person's facts become tracks. The ledger
needs this only to verify itself; rooms call their own rule when they act.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple

from tuntas.audit.chain import canonical
from tuntas.ledger.tracks import Changes

FACT_COLUMNS: Final = (
    "id",
    "person_id",
    "kind",
    "effective_on",
    "payload",
    "seq",
    "voids_id",
)

ORDINAL_BITS: Final = 20
"""A fact's id is its batch's seq and its place in the batch: at most 2^20 facts a batch."""


class Fact(NamedTuple):
    """One row of a room's fact table."""

    id: int
    person_id: int
    kind: str
    effective_on: date
    payload: str
    seq: int
    voids_id: int | None

    def told(self) -> dict[str, Any]:
        """The payload, read."""
        read: dict[str, Any] = json.loads(self.payload)
        return read


Derive = Callable[[Sequence[Fact]], Mapping[str, Changes]]


@dataclass(frozen=True)
class Owner:
    """A room's fact table and the rule that derives its tracks from a person's facts."""

    table: str
    tracks: tuple[str, ...]
    derive: Derive


@dataclass(frozen=True)
class Sealed:
    """A table whose rows are no person's facts but are covered by the batch digests as well."""

    table: str
    columns: tuple[str, ...]


OWNERS: dict[str, Owner] = {}
SEALED: dict[str, Sealed] = {}


def announce(owner: Owner) -> None:
    """Make a room's fact table known; the last announcement of a table counts."""
    OWNERS[owner.table] = owner


def announce_sealed(sealed: Sealed) -> None:
    """Make a table known whose rows the batch digests cover."""
    SEALED[sealed.table] = sealed


def payload(told: Mapping[str, object], *, withdrawn: bool = False) -> str:
    """Canonical JSON text of what was told; empty values are left out.

    Args:
        withdrawn: keep None: it says that what was known is now known to be unknown.

    >>> payload({"b": 1, "a": "x", "c": None, "d": ""})
    '{"a":"x","b":1}'
    >>> payload({"birth_on": None}, withdrawn=True)
    '{"birth_on":null}'
    """
    kept = {
        key: value
        for key, value in told.items()
        if value != "" and (value is not None or withdrawn)
    }
    if len(kept) == 1:
        # Nearly every act tells one thing, a text; an encoder of its own is six times the work.
        [(key, value)] = kept.items()
        if type(value) is str:
            return f"{{{encode_basestring(key)}:{encode_basestring(value)}}}"
    return canonical(kept)


def live(facts: Iterable[Fact]) -> list[Fact]:
    """Facts that no later fact voids, in the order in which they take effect.

    A void may itself be voided; then what it took away counts again.
    """
    rows = list(facts)
    if len(rows) == 1 and rows[0].voids_id is None:
        return rows
    if any(fact.voids_id is not None for fact in rows):
        voided: set[int] = set()
        # Later voids first: a void that is itself void takes nothing away.
        for fact in sorted((f for f in rows if f.voids_id is not None), key=_by_id, reverse=True):
            if fact.id not in voided and fact.voids_id is not None:
                voided.add(fact.voids_id)
        rows = [f for f in rows if f.voids_id is None and f.id not in voided]
    rows.sort(key=_by_effect)
    return rows


def _by_id(fact: Fact) -> int:
    return fact.id


def _by_effect(fact: Fact) -> tuple[date, int]:
    return (fact.effective_on, fact.id)


class Digest:
    """The running digest of one batch: its header and each table's rows in order."""

    __slots__ = ("_tables",)

    def __init__(self) -> None:
        self._tables: dict[str, Any] = {}

    def add(self, table: str, rows: Iterable[Sequence[object]]) -> str:
        """Take in rows of a table, in the order of their ids; the text that was taken in."""
        text = "".join(map(line, rows))
        self.take(table, text.encode())
        return text

    def take(self, table: str, lines: bytes) -> None:
        """Take in rows of a table that are written already (:func:`line`)."""
        running = self._tables.get(table)
        if running is None:
            self._tables[table] = sha256(lines)
        else:
            running.update(lines)

    def close(self, header: str) -> str:
        """Hex digest over *header* (a :func:`line`) and every table."""
        text = header
        for table in sorted(self._tables):
            text += f"{table}:{self._tables[table].hexdigest()}\n"
        return sha256(text.encode()).hexdigest()


def line(row: Sequence[object]) -> str:
    """One row as text: columns parted by U+001F, the end marked by U+001E.

    >>> line((1, None, "x"))
    '1\\x1f\\\\N\\x1fx\\x1e'
    """
    return "\x1f".join(["\\N" if value is None else str(value) for value in row]) + "\x1e"
