"""Several printers and desks at the same moment: nobody gets what another has."""

from __future__ import annotations

import pytest
from django.db.models import Count

from tests.cards.stocking import NOW, OFFICE, ON, Store
from tests.ledger.test_concurrency import together
from tuntas.audit import queries as audit
from tuntas.cards import actions, queries
from tuntas.cards.actions import Outcome
from tuntas.cards.errors import CardsError, MovementGone, MoveUnknown, NoBlank
from tuntas.cards.models import Blank, Movement, StockHead
from tuntas.cards.stock import Item
from tuntas.cards.verification import check

pytestmark = pytest.mark.django_db(transaction=True)

DESKS = 4


def agrees() -> bool:
    return [*check(), *audit.verify_all()] == []


def test_printers_that_draw_from_one_place_never_get_one_blank(store: Store) -> None:
    store.receive("S001–S040")
    store.issue(22)
    got: list[str] = []

    def desk(number: int) -> None:
        for job in range(6):
            got.append(store.take("a", f"{number:016x}{job:016x}"))

    errors = together(*(lambda n=n: desk(n) for n in range(DESKS)))  # type: ignore[misc]

    assert {type(error) for error in errors} == {NoBlank}
    assert sorted(got) == [f"S{number:03}" for number in range(1, 23)]
    assert queries.blanks_at("a") == 0
    assert agrees()


def test_one_job_at_four_desks_uses_one_blank(store: Store) -> None:
    store.receive("S001–S040")
    store.issue(10)
    got: list[str] = []

    errors = together(*(lambda: got.append(store.take("a", "7" * 32)) for _ in range(DESKS)))

    assert errors == []
    assert got == ["S001"] * DESKS
    assert Movement.objects.filter(move="taken").count() == 1


def test_a_card_is_handed_over_by_one_desk_only(store: Store) -> None:
    store.receive("S001–S040")
    store.issue(1)
    serial = store.print_one()

    errors = together(*(lambda: store.hand_over(serial) for _ in range(DESKS)))  # type: ignore[arg-type, return-value]

    assert [type(error) for error in errors] == [MoveUnknown] * (DESKS - 1)
    assert agrees()


def test_two_people_who_sign_at_once_move_the_stock_once(store: Store) -> None:
    ref = actions.receive(
        actor=store.keeper, boxes=[("K1", "S001–S040")], document="BAST", on=ON, now=NOW
    )

    errors = together(*(lambda: store.sign(ref) for _ in range(DESKS)))

    assert [type(error) for error in errors] == [MovementGone] * (DESKS - 1)
    assert Blank.objects.count() == 40
    assert agrees()


def test_printing_issuing_and_counting_at_once_stay_in_balance(store: Store) -> None:
    store.receive("S001–S060")
    store.issue(12, "a")
    store.issue(12, "b")
    store.issue(12, "c")

    def machine(printer: str) -> None:
        for job in range(8):
            outcome = list(Outcome)[job % len(Outcome)]
            serial = store.take(printer, f"{ord(printer):016x}{job:016x}")
            store.settle(serial, outcome)

    def keeper() -> None:
        for printer in "abcabc":
            store.issue(2, printer)

    machines = [lambda p=p: machine(p) for p in "abc"]  # type: ignore[misc]
    errors = together(*machines, keeper)

    assert [error for error in errors if not isinstance(error, CardsError)] == []
    places = Blank.objects.values("account").annotate(n=Count("id"))
    assert sum(row["n"] for row in places) == 60
    assert StockHead.objects.get().seq == Movement.objects.filter(state="done").count()
    assert queries.balances()[Item.BLANK, OFFICE] == 60 - 36 - 12
    assert agrees()
