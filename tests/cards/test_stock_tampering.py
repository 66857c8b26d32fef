"""Whatever is altered in the stock by hand is noticed by ``tuntas verify``."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.cards.stocking import Store
from tests.cards.test_closing import COUNTED, close, count_all, destroy, open_day, spoiled
from tuntas.cards.verification import check
from tuntas.ledger.verification import CHECKS

__all__ = ["open_day", "spoiled"]
pytestmark = pytest.mark.django_db

ALTERED = {
    "a blank that moved by itself": (
        "UPDATE cards_blank SET account = 'stolen' WHERE number = 40",
        "S0040",
    ),
    "a blank that vanished": ("DELETE FROM cards_blank WHERE number = 40", "S0040"),
    "a blank from nowhere": (
        "INSERT INTO cards_blank (prefix, number, width, account, job)"
        " VALUES ('S', 777, 4, 'office', '')",
        "S0777",
    ),
    "a ribbon from nowhere": (
        "UPDATE cards_holding SET quantity = 9 WHERE item = 'ribbon'",
        "ribbon office",
    ),
    "a line with another end": (
        "UPDATE cards_line SET target = 'printer:b' WHERE target = 'printer:a' AND quantity = 10",
        "cards_movement 2",
    ),
    "a movement of another person": (
        "UPDATE cards_movement SET entered_by = 'ffffffffffffffffffffffffffffffff' WHERE seq = 2",
        "cards_movement 2",
    ),
    "another BAST": ("UPDATE cards_movement SET document = 'x' WHERE seq = 1", "cards_movement 1"),
    "another day": (
        "UPDATE cards_movement SET done_on = '2023-06-13' WHERE seq = 3",
        "cards_movement 3",
    ),
    "a card less in the register": (
        "DELETE FROM cards_invalidcard WHERE number IS NOT NULL AND left_id IS NULL",
        "cards_invalidcard",
    ),
    "another carton": ("UPDATE cards_box SET label = 'x'", "cards_box"),
    "a head that stands elsewhere": ("UPDATE cards_stockhead SET seq = 3", "cards_stockhead"),
    "a day that closes after all": (
        "UPDATE cards_closing SET log_number = log_number + 1",
        "cards_closing",
    ),
    "a closing less": ("DELETE FROM cards_closing", "cards.close_day"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_is_altered_by_hand_is_named(spoiled: Store, what: str) -> None:
    count_all(spoiled)
    close(spoiled)
    assert list(check()) == []
    statement, place = ALTERED[what]

    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0

    assert any(place in problem.place for problem in check())


def test_verify_asks_the_stock_too(spoiled: Store) -> None:
    assert check in CHECKS


def test_a_movement_taken_out_whole_is_missed(spoiled: Store) -> None:
    ref = destroy(spoiled, COUNTED)
    spoiled.sign(ref)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE cards_invalidcard SET left_id = NULL")
        cursor.execute(
            "DELETE FROM cards_line WHERE movement_id ="
            " (SELECT id FROM cards_movement WHERE ref = %s)",
            [ref],
        )
        cursor.execute("DELETE FROM cards_movement WHERE ref = %s", [ref])

    assert any("cards.destroyed" in problem.place for problem in check())
