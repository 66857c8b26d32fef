"""Several printers and counters at the same moment: one card a person, one hand a card."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.cards.counter import Counter
from tests.ledger.test_concurrency import together
from tuntas.cards import queries
from tuntas.cards.errors import CardGone, NobodyWaits
from tuntas.cards.models import Card, HandOver
from tuntas.ledger.verification import verify

pytestmark = pytest.mark.django_db(transaction=True)

PRINTERS = "abc"


def test_printers_racing_for_the_queue_print_each_person_once(counter: Counter) -> None:
    people = [counter.person() for _ in range(7)]
    for code in PRINTERS:
        counter.printer(code, blanks=5)

    def work(code: str) -> None:
        for _turn in range(5):
            with suppress(NobodyWaits):
                counter.print_next(code)

    errors = together(*(lambda code=code: work(code) for code in PRINTERS))  # type: ignore[misc]

    assert errors == []
    cards = list(Card.objects.all())
    assert sorted(card.person_id for card in cards) == sorted(person.id for person in people)
    assert len({card.serial for card in cards}) == len(people)
    assert sum(queries.blanks_at(code) for code in PRINTERS) == 15 - len(people)
    assert counter.queue() == []
    assert list(verify()) == []


def test_counters_and_checks_at_once_keep_ledger_and_stock_in_step(counter: Counter) -> None:
    for _number in range(6):
        counter.person()
    counter.printer("a", blanks=8)
    cards = [counter.print_next("a") for _ in range(6)]
    for card in cards[:3]:
        counter.check(card)

    def give(card: Card) -> None:
        with suppress(CardGone):
            counter.hand_over(card)

    def twice() -> None:
        for card in cards[:3]:
            give(card)

    def look() -> None:
        for card in cards[3:]:
            counter.check(card)

    errors = together(twice, twice, look)

    assert errors == []
    assert HandOver.objects.count() == 3
    assert Card.objects.filter(state=Card.State.READY).count() == 3
    assert {queries.account_of(card.serial) for card in cards[:3]} == {"handed_over"}
    assert list(verify()) == []
