"""Everything the ledger knows of one person, in the order of its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuntas.ledger.facts import Fact
from tuntas.ledger.models import Batch


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: when it took effect, when it became known, from where, and whether it stands.

    ``kind`` is the fact's kind; faces word it. ``late_days`` is how long after its day it
    became known.
    """

    fact_id: int
    on: date
    known_on: date
    kind: str
    told: dict[str, object]
    source: str
    actor_ref: str
    voided: bool

    @property
    def late_days(self) -> int:
        return max(0, (self.known_on - self.on).days)


def timeline(facts: Sequence[Fact]) -> list[Entry]:
    """Entries for the facts of one person (of any rooms), newest day first; voids folded in."""
    batches = Batch.objects.in_bulk({fact.seq for fact in facts})
    voided = _voided(facts)
    entries = [
        Entry(
            fact_id=fact.id,
            on=fact.effective_on,
            known_on=batches[fact.seq].known_on,
            kind=fact.kind,
            told=fact.told(),
            source=batches[fact.seq].source,
            actor_ref=batches[fact.seq].actor,
            voided=fact.id in voided,
        )
        for fact in facts
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.fact_id), reverse=True)


def _voided(facts: Sequence[Fact]) -> set[int]:
    """Facts taken back; a void that is itself void takes nothing back."""
    gone: set[int] = set()
    for fact in sorted(facts, key=lambda f: f.id, reverse=True):
        if fact.voids_id is not None and fact.id not in gone:
            gone.add(fact.voids_id)
    return gone
