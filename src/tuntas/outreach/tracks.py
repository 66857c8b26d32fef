"""From facts about setting aside to the track ``aside``.

``set_aside`` (approved by two persons with evidence), ``taken_back``, ``void``.
The person stays obliged and unrecorded; only the *dinamis* figure leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tuntas.ledger.facts import Fact, live
from tuntas.ledger.tracks import Change, Changes, settle

TABLE: Final = "outreach_asidefact"


def derive(facts: Sequence[Fact]) -> dict[str, Changes]:
    """Track ``aside`` of one person from all facts about setting them aside."""
    changes = [
        Change(fact.effective_on, int(fact.kind == "set_aside"), fact.kind) for fact in live(facts)
    ]
    return {"aside": settle(changes)}
