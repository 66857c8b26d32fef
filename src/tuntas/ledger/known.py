"""What is on record of some people, read with plain SQL.

Every act asks for this, most of them of one person: there the ORM takes longer to build the
question than the store to answer it (``docs/decisions/0010-plain-sql-on-the-hot-path.md``).
"""

from __future__ import annotations

from collections.abc import Sequence

from tuntas.ledger import bulk
from tuntas.ledger.facts import FACT_COLUMNS, Fact
from tuntas.ledger.tracks import TrackSet, load


def facts_of(table: str, person_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """All facts that a room's *table* has of these people, voided ones included, in order."""
    found: dict[int, list[Fact]] = {}
    select = f"SELECT {', '.join(FACT_COLUMNS)} FROM {table} WHERE person_id"
    for id_, who, kind, on, payload, seq, voids_id in bulk.rows_of(
        select, person_ids, "ORDER BY id"
    ):
        found.setdefault(who, []).append(Fact(id_, who, kind, bulk.day(on), payload, seq, voids_id))
    return found


def tracks_of(person_ids: Sequence[int]) -> dict[int, TrackSet]:
    """The track sets of these people as known now."""
    select = "SELECT person_id, tracks FROM ledger_course WHERE person_id"
    return {person_id: load(text) for person_id, text in bulk.rows_of(select, person_ids)}
