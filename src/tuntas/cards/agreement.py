"""What ``tuntas verify`` asks of cards: that counter, stock and ledger tell one story.

A card that waits lies in the stock's account of printed cards, one handed over has left it; the
ledger heard of both. Whoever changes one of the three by hand is found by the other two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tuntas.audit.chain import Problem
from tuntas.cards.models import Blank, Card, HandOver
from tuntas.cards.serials import one
from tuntas.cards.stock import INVALID, Kind, kind_of
from tuntas.enrolment.models import EnrolmentFact
from tuntas.ledger.facts import Fact, live
from tuntas.ledger.verification import UNREADABLE

State = Card.State
_LOST: Final = frozenset({Kind.STOLEN, Kind.MISSING, Kind.DESTROYED})
_GONE: Final = frozenset(INVALID) | _LOST
_LIES_IN: Final = {
    State.PRINTING: {Kind.WORK} | _LOST,
    State.DOUBT: {Kind.WORK} | _LOST,
    State.CHECK: {Kind.PRINTED} | _LOST,
    State.READY: {Kind.PRINTED} | _LOST,
    State.HANDED: {Kind.HANDED_OVER} | _GONE,
    State.SPOILED: _GONE,
    State.UNDONE: _GONE,
}


def check_cards() -> Iterator[Problem]:
    """A problem for each card of which stock or ledger says something else."""
    accounts = {
        (prefix, number): account
        for prefix, number, account in Blank.objects.values_list("prefix", "number", "account")
    }
    printed, handed = _told()
    given = set(HandOver.objects.values_list("card_id", flat=True))
    for card in Card.objects.exclude(state=State.UNUSED).order_by("id").iterator():
        place = f"cards_card {card.ref}"
        serial = one(card.serial)
        account = accounts.get((serial.prefix, serial.first), "")
        if not account or kind_of(account) not in _LIES_IN[State(card.state)]:
            yield Problem(place, "stok berkata lain", "the stock says otherwise")
        good = card.state in (State.READY, State.HANDED, State.UNDONE)
        if good != (card.ref in printed) or (card.state == State.HANDED) != (
            card.serial in handed.get(card.person_id, ())
        ):
            yield Problem(place, "buku besar berkata lain", "the ledger says otherwise")
        if (card.state == State.HANDED) != (card.id in given):
            yield Problem(place, "penyerahannya tidak cocok", "its hand-over does not match")


def _told() -> tuple[set[str], dict[int, set[str]]]:
    """Jobs of which the ledger heard that they were printed; serials handed over, by person."""
    rows = EnrolmentFact.objects.filter(kind__in=("card_printed", "card_handed"))
    printed: set[str] = set()
    handed: dict[int, set[str]] = {}
    for fact in live([Fact(*row) for row in rows.values_list(*Fact._fields)]):
        try:
            told = fact.told()
        except UNREADABLE:
            continue  # the ledger's own check names it
        if fact.kind == "card_printed":
            printed.add(str(told.get("job", "")))
        else:
            handed.setdefault(fact.person_id, set()).add(str(told.get("serial", "")))
    return printed, handed
