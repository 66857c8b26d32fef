"""Blanks from the carton to the fire: what moves, who signs, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cards.stocking import NOW, OFFICE, ON, Store
from tuntas.accounts.principals import system
from tuntas.audit import queries as audit
from tuntas.cards import actions, queries, serials
from tuntas.cards.actions import Outcome
from tuntas.cards.errors import (
    JobHolds,
    MovementGone,
    MoveUnknown,
    NoBlank,
    NobodyThere,
    NotCorrectable,
    NotThere,
    SamePerson,
    SerialUnreadable,
    WhyMissing,
)
from tuntas.cards.models import Blank, InvalidCard, Movement, StockHead
from tuntas.cards.queries import stock as held
from tuntas.cards.serials import Range
from tuntas.cards.stock import Item, Kind, Line, Move, account, blanks
from tuntas.cards.verification import check

pytestmark = pytest.mark.django_db

A = account(Kind.PRINTER, "a")
PRINTED, HANDED = account(Kind.PRINTED), account(Kind.HANDED_OVER)


def test_a_box_is_in_the_stock_only_when_a_second_person_has_signed(store: Store) -> None:
    ref = actions.receive(
        actor=store.keeper, boxes=[("K1", "S0001–S0500")], document="BAST 1", on=ON, now=NOW
    )

    assert held.usable() == 0
    assert [one.ref for one in queries.pending()] == [ref]

    store.sign(ref)

    assert store.at(OFFICE) == ["S0001 – S0500"]
    assert not queries.pending()
    assert list(check()) == []


def test_the_same_person_cannot_be_the_second_one_with_another_account(store: Store) -> None:
    from dataclasses import replace

    ref = actions.receive(
        actor=store.keeper, boxes=[("K1", "S1–S9")], document="BAST 1", on=ON, now=NOW
    )
    other_account = replace(store.keeper, ref="c" * 32)

    for actor in (store.keeper, other_account, system("worker")):
        with pytest.raises(SamePerson):
            actions.sign(actor=actor, ref=ref, on=ON, now=NOW)
    assert held.usable() == 0


def test_the_program_alone_receives_nothing(store: Store) -> None:
    with pytest.raises(NobodyThere):
        actions.receive(
            actor=system("worker"), boxes=[("K1", "S1–S9")], document="BAST 1", on=ON, now=NOW
        )


def test_a_receipt_without_its_bast_is_refused(store: Store) -> None:
    with pytest.raises(WhyMissing):
        actions.receive(actor=store.keeper, boxes=[("K1", "S1–S9")], document=" ", on=ON, now=NOW)


def test_a_serial_that_is_here_cannot_arrive_again(store: Store) -> None:
    store.receive("S0001–S0500")
    ref = actions.receive(
        actor=store.keeper, boxes=[("K2", "S0400–S0600")], document="BAST 2", on=ON, now=NOW
    )

    with pytest.raises(NotThere):
        store.sign(ref)

    assert Blank.objects.count() == 500
    assert queries.movement(ref).state == Movement.State.PENDING
    assert list(check()) == []


def test_a_card_from_the_box_to_the_hand(store: Store) -> None:
    store.receive("S0001–S0010")
    store.issue(4)

    serial = store.print_one()
    store.hand_over(serial)

    assert serial == "S0001"
    assert held.account_of(serial) == HANDED
    assert queries.blanks_at("a") == 3
    assert list(check()) == []


def test_a_printer_without_blanks_prints_nothing(store: Store) -> None:
    store.receive("S0001–S0010")

    with pytest.raises(NoBlank):
        store.take()

    assert StockHead.objects.get().seq == 1


def test_a_job_that_asks_again_gets_the_blank_it_has(store: Store) -> None:
    store.receive("S0001–S0010")
    store.issue(2, "a")
    store.issue(2, "b")

    assert store.take("a") == store.take("a") == "S0001"
    with pytest.raises(JobHolds):
        store.take("b")


def test_each_way_a_blank_can_end_in_a_printer(store: Store) -> None:
    store.receive("S0001–S0010")
    store.issue(5)

    for outcome in Outcome:
        store.print_one(outcome)

    # The unused one lies in the printer again and is taken next.
    assert queries.blanks_at("a") == 1
    assert queries.invalid_counts()["failed_print"] == 1
    assert queries.invalid_counts()["failed_encode"] == 1
    assert queries.invalid_counts()["damaged"] == 1
    assert store.at(PRINTED) == ["S0001"]
    assert list(check()) == []


def test_a_fault_found_when_the_card_is_looked_at_uses_no_second_blank(store: Store) -> None:
    store.receive("S0001–S0010")
    store.issue(2)
    serial = store.print_one()

    store.settle(serial, Outcome.FAILED_ENCODE)

    assert held.account_of(serial) == account(Kind.FAILED_ENCODE)
    assert queries.lasting(ON + timedelta(1))[Item.BLANK].used == 1
    with pytest.raises(MoveUnknown):
        store.hand_over(serial)


def test_a_card_leaves_the_office_once(store: Store) -> None:
    store.receive("S0001–S0010")
    store.issue(1)
    serial = store.print_one()
    store.hand_over(serial)

    with pytest.raises(MoveUnknown):
        store.hand_over(serial)
    with pytest.raises(NotThere):
        store.settle(serial, Outcome.UNUSED)


def test_blanks_lent_to_another_office_are_not_ours_to_print_until_they_return(
    store: Store,
) -> None:
    store.receive("S0001–S0100")
    lent = account(Kind.LENT, "Kab. Tetangga")

    store.move(Move.LENT, OFFICE, lent, Range("S", 1, 40, 4), document="Surat 7/2023")

    assert held.usable() == 60

    store.move(Move.LENT_BACK, lent, OFFICE, Range("S", 1, 30, 4))

    assert held.usable() == 90
    assert store.at(lent) == ["S0031 – S0040"]
    assert list(check()) == []


def test_borrowed_blanks_go_back_and_may_come_again(store: Store) -> None:
    other = account(Kind.OTHER, "Kab. Tetangga")
    store.move(Move.BORROWED, other, OFFICE, Range("T", 1, 50, 3), document="7/2023")
    store.move(Move.GIVEN_BACK, OFFICE, other, Range("T", 1, 50, 3))

    assert held.usable() == 0

    store.move(Move.BORROWED, other, OFFICE, Range("T", 1, 60, 3), document="8/2023")

    assert held.usable() == 60
    assert list(check()) == []


def test_a_theft_names_the_police_report_and_the_serials_stay_known(store: Store) -> None:
    store.receive("S0001–S0100")
    stolen = account(Kind.STOLEN)
    with pytest.raises(WhyMissing):
        store.move(Move.STOLEN, OFFICE, stolen, Range("S", 1, 2, 4))

    store.move(Move.STOLEN, OFFICE, stolen, Range("S", 1, 2, 4), document="LP/12/2023")

    assert held.account_of("S0002") == stolen
    assert held.usable() == 98


def test_a_mistake_is_undone_by_its_opposite_and_both_stay(store: Store) -> None:
    store.receive("S0001–S0100")
    wrong = store.move(Move.DAMAGED, OFFICE, account(Kind.DAMAGED), Range("S", 1, 30, 4))
    assert queries.invalid_counts()["damaged"] == 30

    ref = actions.counter(actor=store.keeper, ref=wrong, reason="salah kotak", on=ON, now=NOW)
    with pytest.raises(NotCorrectable):
        actions.counter(actor=store.keeper, ref=wrong, reason="lagi", on=ON, now=NOW)
    store.sign(ref)

    assert store.at(OFFICE) == ["S0001 – S0100"]
    assert queries.invalid_counts()["damaged"] == 0
    assert InvalidCard.objects.filter(left__ref=ref).count() == 30
    assert Movement.objects.filter(state="done").count() == 3
    with pytest.raises(NotCorrectable):
        actions.counter(actor=store.keeper, ref=ref, reason="balik", on=ON, now=NOW)
    assert list(check()) == []


def test_a_receipt_entered_in_error_leaves_no_blank_behind(store: Store) -> None:
    wrong = store.receive("S0001–S0100")

    store.sign(actions.counter(actor=store.keeper, ref=wrong, reason="salah", on=ON, now=NOW))

    assert held.usable() == 0
    assert queries.balances() == {}
    store.receive("S0001–S0100")
    assert held.usable() == 100
    assert list(check()) == []


def test_a_refused_movement_moves_nothing_and_lets_a_correction_be_entered_again(
    store: Store,
) -> None:
    done = store.receive("S0001–S0100")
    first = actions.counter(actor=store.keeper, ref=done, reason="salah", on=ON, now=NOW)

    actions.refuse(actor=store.witness, ref=first, reason="benar kok", now=NOW)

    with pytest.raises(MovementGone):
        store.sign(first)
    again = actions.counter(actor=store.keeper, ref=done, reason="salah", on=ON, now=NOW)
    store.sign(again)
    assert held.usable() == 0


def test_what_moved_meanwhile_is_not_moved_by_a_late_signature(store: Store) -> None:
    store.receive("S0001–S0100")
    ref = actions.enter(
        actor=store.keeper,
        move=Move.LENT,
        lines=[blanks(OFFICE, account(Kind.LENT, "X"), Range("S", 1, 50, 4))],
        document="7/2023",
        on=ON,
        now=NOW,
    )
    store.issue(3)

    with pytest.raises(NotThere, match="S0001 – S0003"):
        store.sign(ref)

    assert held.account_of("S0050") == OFFICE
    assert list(check()) == []


def test_ribbons_are_counted_for_themselves_and_never_below_nothing(store: Store) -> None:
    store.receive("S0001–S0100", ribbon=4, film=2)
    store.supply(Move.ISSUED, Item.RIBBON, OFFICE, A, 1)
    store.supply(Move.USED, Item.RIBBON, A, account(Kind.USED), 1)

    with pytest.raises(NotThere):
        store.supply(Move.USED, Item.RIBBON, A, account(Kind.USED), 1)

    balances = queries.balances()
    assert balances[Item.RIBBON, OFFICE] == 3
    assert balances[Item.BLANK, OFFICE] == 100
    assert list(check()) == []


def test_days_of_stock_left_are_the_balance_by_fourteen_days_of_use(store: Store) -> None:
    store.receive("S0001–S0100")
    store.issue(20)
    assert queries.days_left(ON) is None

    for _ in range(10):
        store.print_one()

    assert queries.days_left(ON + timedelta(days=1)) == 90 * 14 // 10
    assert queries.days_left(ON + timedelta(days=15)) is None


def test_what_cannot_be_meant_is_refused(store: Store) -> None:
    store.receive("S0001–S0100")
    wrong = [
        (Move.HANDED_OVER, OFFICE, HANDED),
        (Move.DESTROYED, OFFICE, account(Kind.DESTROYED)),
        (Move.RECEIVED, OFFICE, A),
        (Move.PRINTED, A, PRINTED),
    ]

    for move, source, target in wrong:
        with pytest.raises(MoveUnknown):
            store.move(move, source, target, Range("S", 1, 1, 4), document="x")
    with pytest.raises(MoveUnknown):
        store.supply(Move.ISSUED, Item.BLANK, OFFICE, A, 3)


@pytest.mark.parametrize(
    "text", ["S0001–T0009", "S0009–S0001", "S1–S0009", "tanpa angka", "S1..S900000", "S1, S1"]
)
def test_serials_that_cannot_be_meant_are_refused(text: str) -> None:
    with pytest.raises(SerialUnreadable):
        serials.read(text)


def test_an_old_card_of_another_office_is_counted_without_a_serial(store: Store) -> None:
    for cause, serial in (("arrival", "X77"), ("lost_found", "")):
        actions.withdraw_card(
            actor=store.keeper,
            cause=InvalidCard.Cause(cause),
            serial=serial,
            on=ON,
            now=NOW,
        )

    assert queries.balances() == {(Item.OLD_CARD, account(Kind.WITHDRAWN)): 2}
    assert queries.invalid_counts()["arrival"] == 1
    assert list(check()) == []


def test_a_card_of_this_office_comes_back_under_its_serial(store: Store) -> None:
    store.receive("S0001–S0010")
    store.issue(1)
    serial = store.print_one()
    store.hand_over(serial)

    actions.withdraw_card(
        actor=store.keeper,
        cause=InvalidCard.Cause.ELEMENT_CHANGE,
        serial=serial.lower(),
        on=ON,
        now=NOW,
    )

    assert held.account_of(serial) == account(Kind.WITHDRAWN)
    assert [one.serial for one in held.invalid_waiting()] == [serial]


def test_every_movement_stands_in_the_log(store: Store) -> None:
    before = audit.head("acts").n
    store.receive("S0001–S0010")
    store.issue(1)
    store.print_one()

    verbs = [act.verb for act in audit.acts(audit.Filter(), 20)][: audit.head("acts").n - before]
    assert verbs[::-1] == [
        "cards.propose_movement",
        "cards.received",
        "letters.draft",
        "cards.issued",
        "cards.taken",
        "cards.printed",
    ]


def test_a_carton_of_five_thousand_is_received_within_a_second(store: Store) -> None:
    from time import process_time

    started = process_time()
    store.receive("S0001–S5000")

    assert process_time() - started < 1
    assert held.usable() == 5000


def test_balances_of_an_earlier_day_are_those_of_that_day(store: Store) -> None:
    store.receive("S0001–S0100")
    store.on = date(2023, 6, 20)
    store.issue(30)

    assert held.balances_on(ON) == {(Item.BLANK, OFFICE): 100}
    assert held.balances_on(store.on)[Item.BLANK, A] == 30
    assert held.balances_on(ON - timedelta(1)) == {}


def test_lines_say_what_they_move() -> None:
    line = Line(Item.FILM, OFFICE, A, 2)

    assert line.opposite() == Line(Item.FILM, A, OFFICE, 2)
