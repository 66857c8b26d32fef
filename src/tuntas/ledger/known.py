"""What is on record of some people, read with plain SQL.

Every act asks for this, most of them of one person: there the ORM takes longer to build the
question than the store to answer it (``docs/decisions/0010-plain-sql-on-the-hot-path.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from tuntas.ledger import bulk
from tuntas.ledger.facts import FACT_COLUMNS, Fact
from tuntas.ledger.tracks import TrackSet, load


def facts_of(table: str, person_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """All facts that a room's *table* has of these people, voided ones included, in order."""
    found: dict[int, list[Fact]] = {}
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(person_ids):
            cursor.execute(
                f"SELECT {', '.join(FACT_COLUMNS)} FROM {table}"
                f" WHERE person_id IN ({bulk.places(chunk)}) ORDER BY id",
                chunk,
            )
            for id_, person_id, kind, on, payload, seq, voids_id in cursor.fetchall():
                fact = Fact(id_, person_id, kind, _day(on), payload, seq, voids_id)
                found.setdefault(person_id, []).append(fact)
    return found


def tracks_of(person_ids: Sequence[int]) -> dict[int, TrackSet]:
    """The track sets of these people as known now."""
    latest: dict[int, str] = {}
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(person_ids):
            # Of one person's rows the last, with the highest seq, stays.
            cursor.execute(
                "SELECT person_id, tracks FROM ledger_history"
                f" WHERE person_id IN ({bulk.places(chunk)}) ORDER BY person_id, seq",
                chunk,
            )
            latest.update(cursor.fetchall())
    return {person_id: load(text) for person_id, text in latest.items()}


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
