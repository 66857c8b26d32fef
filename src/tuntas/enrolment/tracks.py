"""From facts about recordings to the tracks ``enrol`` and ``card``.

========================  ====================================================================
``recorded``              recorded here (mode ``local``)
``marked``                marked *direkam di klien nasional* (mode ``national``), unconfirmed
                          until a snapshot of the centre agrees
``observed``              a foreign status as seen in a snapshot: ``status`` verbatim and the
                          levels ``enrol`` and ``card`` it was read as on that day (none for
                          an unknown status)
``card_printed``          a card was printed here (or marked printed by the national client)
``card_handed``           it was handed over
``card_undone``           a printed card will not be handed over (spoiled, never collected)
``card_gone``             the card in the person's hand is lost or was taken back
``void``                  takes back the fact that it names
========================  ====================================================================

A snapshot may fall back (PRR → BC): the later snapshot counts, and the fall is
shown as an anomaly. It never undoes a recording made here, nor a card handed over here.

One room owns a track whole, so what the room of cards does stands here too
(``docs/decisions/0173-who-owns-the-card-track.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
RECORDED: Final = ("recorded", "marked")
CARD_KINDS: Final = ("card_printed", "card_handed", "card_undone", "card_gone")


@dataclass(slots=True)
class _Card:
    """Where the card is. held: in hand by our own act; waits: printed and not collected;
    seen: the level of the latest snapshot.

    Somebody who holds a card and waits for its successor still holds a card.
    """

    held: bool = False
    waits: bool = False
    seen: Card = Card.NONE

    def do(self, kind: str) -> None:
        match kind:
            case "card_printed":
                self.waits = True
            case "card_handed":
                self.waits, self.held = False, True
            case "card_undone":
                self.waits = False
                # What the centre saw printed is that very card.
                self.seen = Card.NONE if self.seen is Card.PRINTED else self.seen
            case "card_gone":
                self.held, self.seen = False, Card.NONE

    def level(self) -> Card:
        here = Card.IN_HAND if self.held else Card.PRINTED if self.waits else Card.NONE
        return max(here, self.seen)


def derive(facts: Sequence[Fact]) -> dict[str, Changes]:
    """Tracks ``enrol`` and ``card`` of one person from all enrolment facts known so far."""
    here = seen = 0
    where = _Card()
    enrol: list[Change] = []
    card: list[Change] = []
    for fact in live(facts):
        kind = fact.kind
        if kind in RECORDED:
            here = Enrol.CAPTURED
            enrol.append(Change(fact.effective_on, max(here, seen), kind))
            continue
        if kind in CARD_KINDS:
            where.do(kind)
            level = where.level()
            card.append(Change(fact.effective_on, level, CAUSE_OF_CARD[level] if level else kind))
            continue
        told = fact.told()
        if "enrol" not in told:
            continue  # a status nobody could read: kept and shown, no level known
        seen = Enrol(told["enrol"])
        known = Enrol(max(here, seen))
        enrol.append(Change(fact.effective_on, known, CAUSE_OF_ENROL[known]))
        where.seen = Card(told["card"])
        level = where.level()
        card.append(Change(fact.effective_on, level, CAUSE_OF_CARD[level]))
    return {"enrol": settle(enrol), "card": settle(card) if card else ()}
