"""From facts about recordings to the tracks ``enrol`` and ``card``.

========================  ====================================================================
``recorded``              recorded here (mode ``local``)
``marked``                marked *direkam di klien nasional* (mode ``national``), unconfirmed
                          until a snapshot of the centre agrees
``observed``              a foreign status as seen in a snapshot: ``status`` verbatim and the
                          levels ``enrol`` and ``card`` it was read as on that day (none for
                          an unknown status)
``void``                  takes back the fact that it names
========================  ====================================================================

A snapshot may fall back (PRR → BC): the later snapshot counts, and the fall is
shown as an anomaly. It never undoes a recording made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tuntas.ledger.facts import Fact, live
from tuntas.ledger.tracks import Card, Change, Changes, Enrol, settle

TABLE: Final = "enrolment_enrolmentfact"

CAUSE_OF_ENROL: Final = {
    Enrol.NONE: "fell_back",
    Enrol.CAPTURED: "observed",
    Enrol.UNIQUE: "unique",
}
CAUSE_OF_CARD: Final = {Card.NONE: "fell_back", Card.PRINTED: "printed", Card.IN_HAND: "in_hand"}


def derive(facts: Sequence[Fact]) -> dict[str, Changes]:
    """Tracks ``enrol`` and ``card`` of one person from all enrolment facts known so far."""
    here = seen = 0
    enrol: list[Change] = []
    card: list[Change] = []
    for fact in live(facts):
        if fact.kind in ("recorded", "marked"):
            here = Enrol.CAPTURED
            enrol.append(Change(fact.effective_on, max(here, seen), fact.kind))
            continue
        told = fact.told()
        if "enrol" not in told:
            continue  # a status nobody could read: kept and shown, no level known
        seen = Enrol(told["enrol"])
        level = Enrol(max(here, seen))
        enrol.append(Change(fact.effective_on, level, CAUSE_OF_ENROL[level]))
        printed = Card(told["card"])
        card.append(Change(fact.effective_on, printed, CAUSE_OF_CARD[printed]))
    return {"enrol": settle(enrol), "card": settle(card)}
