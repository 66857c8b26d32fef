"""From register events to the tracks ``place`` and ``standing``, and to the person as now known.

Kinds of events and what they tell (payload, canonical JSON; days as ISO text):

========================  ===================================================================
``listed``                stands in a register file: all known fields and ``village``
``born``, ``moved_in``    the same, by birth or arrival (also somebody who returns)
``moved``                 within the regency: ``village`` and address; ``recoded`` for a split
``married``               ``marital``; effective on the wedding day, or the cut-off if unknown
``corrected``             fields whose entry was wrong; counts for all days
``changed``               fields that truly changed (address, occupation), from its day on
``permit``                ``permit_from``, ``permit_until`` of a foreigner
``deactivated``           by the ministry; masks the place until ``reactivated``
``reactivated``           see above
``moved_out``             left with a letter
``unlisted``              missing from a complete file, confirmed by a second person
``died``, ``merged``      final: nothing later brings the person back
``void``                  takes back the fact that it names
========================  ===================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from tuntas.ledger.facts import Fact, live
from tuntas.ledger.tracks import OUT, Change, Changes, settle
from tuntas.residents.eligibility import standing_changes
from tuntas.residents.vocabulary import Marital

TABLE: Final = "residents_registerevent"

ENTRIES: Final = frozenset({"listed", "born", "moved_in"})
EXITS: Final = frozenset({"moved_out", "unlisted"})
FINAL: Final = frozenset({"died", "merged"})
KINDS: Final = (
    ENTRIES
    | EXITS
    | FINAL
    | {"moved", "married", "corrected", "changed", "permit", "deactivated", "reactivated"}
)

STATUS_AFTER: Final = {
    "died": "died",
    "merged": "merged",
    "moved_out": "moved_out",
    "unlisted": "moved_out",
    "deactivated": "deactivated",
    "reactivated": "here",
}
"""Status of the person after an event; an entry makes it ``here``."""


def derive(facts: Sequence[Fact]) -> dict[str, Changes]:
    """Tracks ``place`` and ``standing`` of one person from all register facts known so far."""
    events = [(fact, fact.told()) for fact in live(facts)]
    place = _place(events)
    if not place:
        return {"place": (), "standing": ()}
    return {"place": place, "standing": _standing(events, place[0].on)}


def _place(events: list[tuple[Fact, dict[str, Any]]]) -> Changes:
    """Village by day: death dominates, deactivation masks until reactivation."""
    village, masked = OUT, False
    changes: list[Change] = []
    for fact, told in events:
        cause = fact.kind
        if fact.kind in FINAL:
            changes.append(Change(fact.effective_on, OUT, cause))
            break
        if fact.kind in ENTRIES or fact.kind == "moved":
            village = int(told["village"])
            cause = "recoded" if told.get("recoded") else cause
        elif fact.kind in EXITS:
            village = OUT
        elif fact.kind in ("deactivated", "reactivated"):
            masked = fact.kind == "deactivated"
        else:
            continue
        changes.append(Change(fact.effective_on, OUT if masked else village, cause))
    return settle(changes)


def _standing(events: list[tuple[Fact, dict[str, Any]]], from_on: date) -> Changes:
    """Obliged or not by day. Of what holds for all days, the latest known counts."""
    told: dict[str, Any] = {}
    for _, payload in sorted(events, key=_by_knowledge):
        told.update(payload)
    return settle(
        standing_changes(
            birth_on=_day(told.get("birth_on")),
            ever_married_from=_ever_married_from(events),
            foreign=told.get("citizenship") == "WNA",
            permit_from=_day(told.get("permit_from")),
            permit_until=_day(told.get("permit_until")),
            from_on=from_on,
        )
    )


def _by_knowledge(event: tuple[Fact, dict[str, Any]]) -> int:
    return event[0].id


def _ever_married_from(events: list[tuple[Fact, dict[str, Any]]]) -> date | None:
    """First day on which the person is known to be, or to have been, married.

    A correction speaks for all days before it became known: "never married"
    withdraws what was said earlier, "married" stands in its place.
    """
    first: date | None = None
    for fact, told in sorted(events, key=_by_knowledge):
        marital = told.get("marital")
        if marital is None:
            continue
        if marital == Marital.NEVER.value:
            if fact.kind == "corrected":
                first = None
            continue
        on = _day(told.get("married_on")) or fact.effective_on
        first = on if first is None else min(first, on)
    return first


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def as_known(facts: Sequence[Fact], fields: Sequence[str]) -> dict[str, Any]:
    """The person as the register now says: *fields*, ``village`` and ``status``.

    What changed in life follows the order of its days; a correction speaks for all days
    before it became known, so it gives way only to what was learnt after it of a later day.
    """
    kept = [(fact, fact.told()) for fact in live(facts)]
    told: dict[str, Any] = {}
    for fact, payload in kept:
        if fact.kind != "corrected":
            told.update(payload)
    for fact, payload in sorted(kept, key=_by_knowledge):
        if fact.kind == "corrected":
            standing = (name for name in payload if not _outdated(name, fact, kept))
            told.update({name: payload[name] for name in standing})
    known = {name: told.get(name) for name in fields}
    return {**known, "village": int(told["village"]), "status": _status(kept)}


def _outdated(name: str, correction: Fact, kept: list[tuple[Fact, dict[str, Any]]]) -> bool:
    """Whether something learnt after *correction*, of its day or a later one, says *name* anew."""
    return any(
        fact.kind != "corrected"
        and fact.id > correction.id
        and fact.effective_on >= correction.effective_on
        and name in payload
        for fact, payload in kept
    )


def _status(kept: list[tuple[Fact, dict[str, Any]]]) -> str:
    status = "here"
    for fact, _ in kept:
        if fact.kind in ENTRIES:
            status = "here"
        status = STATUS_AFTER.get(fact.kind, status)
        if fact.kind in FINAL:
            break
    return status
