"""From the queue to the hand: who is next, what the printer does, what the ledger then says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.cards.counter import Counter
from tests.principals import SmallOffice
from tuntas.cards import actions, queries
from tuntas.cards.actions import Outcome
from tuntas.cards.errors import (
    CardGone,
    CardOnItsWay,
    NationalPrints,
    NoBlank,
    NobodyWaits,
    NotPrintable,
    OldCardKept,
    ProofMissing,
    RequestOpen,
    RequestUnfit,
    SamePerson,
    ShortageOpen,
    WhyMissing,
)
from tuntas.cards.models import Card, HandOver, InvalidCard, Request
from tuntas.cards.printers.contract import Progress, Ticket
from tuntas.cards.stock import Item
from tuntas.enrolment.actions import authorise_mode
from tuntas.ledger.verification import verify
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db
State = Card.State


def where(counter: Counter, serial: str) -> str:
    return queries.account_of(serial)


def test_a_recording_proved_unique_is_printed_checked_and_handed_over(counter: Counter) -> None:
    person = counter.person()
    counter.printer()
    assert counter.queue() == [person.id]

    card = counter.print_next()

    assert (card.state, counter.card_of(person), counter.queue()) == (State.CHECK, 0, [])
    counter.check(card)
    assert (counter.card_of(person), where(counter, card.serial)) == (1, "printed")
    counter.next_day(3)
    counter.hand_over(card)
    assert (counter.card_of(person), where(counter, card.serial)) == (2, "handed_over")
    assert counter.card_of(person, counter.on - timedelta(1)) == 1
    assert list(verify()) == []


def test_somebody_under_17_waits_for_the_birthday(counter: Counter) -> None:
    person = counter.person(birth_on="2006-06-25")
    counter.printer()

    held = queries.line(counter.on).held

    assert [(who.person, who.holds) for who in held] == [(person.id, (("age", date(2023, 6, 25)),))]
    with pytest.raises(NobodyWaits):
        counter.print_next()
    counter.next_day(5)
    assert counter.queue() == [person.id]


def test_whoever_is_held_is_not_printed_until_it_is_lifted(counter: Counter) -> None:
    person = counter.person()
    counter.printer()
    said = {"actor": counter.operator, "on": counter.on, "now": counter.now}
    actions.hold_print(person_ref=person.ref.hex, reason="data_change", note="KK baru", **said)

    with pytest.raises(NotPrintable):
        counter.print_next(person=person)

    actions.lift_hold(hold_id=queries.holds().get().id, **said)
    assert counter.print_next(person=person).person_id == person.id


@pytest.mark.parametrize(
    ("fault", "account", "cause"),
    [("failed_print", "failed_print", "failed_print"), ("failed_encode",) * 3],
)
def test_a_failed_card_is_in_the_register_and_the_person_in_the_queue_again(
    counter: Counter, fault: str, account: str, cause: str
) -> None:
    person = counter.person()
    printer = counter.printer()
    printer.shall(fault)

    card = counter.print_next()

    assert (card.state, where(counter, card.serial)) == (State.SPOILED, account)
    assert InvalidCard.objects.get().cause == cause
    assert (counter.queue(), counter.card_of(person)) == ([person.id], 0)
    again = counter.print_next()
    assert (again.state, again.serial != card.serial) == (State.CHECK, True)


@pytest.mark.parametrize("fault", ["offline", "no_ribbon"])
def test_a_printer_that_takes_nothing_costs_no_blank(counter: Counter, fault: str) -> None:
    counter.person()
    printer = counter.printer(blanks=2)
    printer.shall(fault)

    card = counter.print_next()

    assert (card.state, queries.blanks_at("a")) == (State.UNUSED, 2)
    printer.shall("")
    assert counter.print_next().serial == card.serial


def test_a_hot_printer_rests_and_another_goes_on(counter: Counter) -> None:
    counter.person()
    hot = counter.printer("a")
    counter.printer("b")
    hot._keep({"fault": "", "printed": 100, "jobs": {}})

    assert counter.print_next("a").state == State.UNUSED
    assert counter.print_next("b").state == State.CHECK
    hot.rest()
    assert hot.condition() == "ready"


def test_a_silent_printer_leaves_a_doubt_that_only_a_person_settles(counter: Counter) -> None:
    person = counter.person()
    printer = counter.printer(blanks=2)
    printer.shall("silent")

    card = counter.print_next()

    assert (card.state, where(counter, card.serial)) == (State.DOUBT, "work:a")
    assert counter.queue() == []
    with pytest.raises(CardOnItsWay):
        counter.print_next(person=person)
    said = {"actor": counter.operator, "on": counter.on, "now": counter.now}
    actions.resolve_doubt(ref=card.ref, outcome=Outcome.PRINTED, **said)
    assert where(counter, card.serial) == "printed"
    counter.check(card)
    assert counter.card_of(person) == 1


def test_a_crash_between_print_and_answer_leaves_a_doubt(counter: Counter) -> None:
    counter.person()
    counter.printer(blanks=2)
    card = actions.begin(
        actor=counter.operator, printer=queries.printer("a"), on=counter.on, now=counter.now
    )
    later = counter.now + timedelta(minutes=4)

    moved = actions.ask_printers(actor=counter.operator, on=counter.on, now=later)

    card.refresh_from_db()
    assert (moved, card.state, queries.blanks_at("a")) == (1, State.DOUBT, 1)
    # The dead process comes back with its answer: too late, a person decides.
    with pytest.raises(CardGone):
        actions.settle(
            actor=counter.operator,
            ref=card.ref,
            ticket=Ticket("x", Progress.DONE),
            on=counter.on,
            now=later,
        )
    actions.resolve_doubt(
        actor=counter.operator, ref=card.ref, outcome=Outcome.UNUSED, on=counter.on, now=later
    )
    assert queries.blanks_at("a") == 2


def test_a_card_found_spoiled_at_the_check_is_never_in_the_figures(counter: Counter) -> None:
    person = counter.person()
    counter.printer()
    card = counter.print_next()

    counter.check(card, Outcome.FAILED_ENCODE)

    assert (counter.card_of(person), counter.queue()) == (0, [person.id])
    assert where(counter, card.serial) == "failed_encode"
    with pytest.raises(CardGone):
        counter.check(card)


def test_without_blanks_nothing_begins(counter: Counter) -> None:
    person = counter.person()
    counter.printer(blanks=1)
    counter.check(counter.print_next())
    other = counter.person()

    with pytest.raises(NoBlank):
        counter.print_next()

    assert not Card.objects.filter(person=other).exists()
    assert counter.card_of(person) == 1


def test_a_card_nobody_collected_is_undone_and_can_be_printed_again(counter: Counter) -> None:
    person = counter.person()
    counter.printer()
    card = counter.print_next()
    counter.check(card)

    actions.undo_card(
        actor=counter.operator,
        ref=card.ref,
        outcome=Outcome.DAMAGED,
        on=counter.on,
        now=counter.now,
    )

    assert (counter.card_of(person), where(counter, card.serial)) == (0, "damaged")
    assert counter.queue() == [person.id]
    assert list(verify()) == []


# --- cases ----------------------------------------------------------------------------------


def test_a_lost_card_is_gone_from_the_report_and_the_new_one_counts_again(
    counter: Counter,
) -> None:
    person = counter.carded()
    counter.printer()
    before = counter.on - timedelta(1)

    counter.ask(person, "lost", note="Surat polisi 12/VI/2023")
    assert (counter.card_of(person), counter.card_of(person, before)) == (0, 2)
    counter.next_day()
    card = counter.print_next()
    counter.check(card)
    counter.next_day()
    counter.hand_over(card)

    days = [before, counter.on - timedelta(2), counter.on - timedelta(1), counter.on]
    assert [counter.card_of(person, day) for day in days] == [2, 0, 1, 2]
    assert Request.objects.get().state == Request.State.DONE
    # The centre repeats what it knew: an old word takes no card out of a hand.
    counter.seen(person, "PRINT_READY_RECORD")
    assert counter.card_of(person) == 2
    assert list(verify()) == []


def test_a_lost_card_that_turns_up_is_in_hand_again(counter: Counter) -> None:
    person = counter.carded()
    ref = counter.ask(person, "lost")

    actions.cancel_request(
        actor=counter.operator,
        ref=ref,
        reason="kartu ditemukan di rumah",
        on=counter.on,
        now=counter.now,
    )

    assert (counter.card_of(person), counter.queue()) == (2, [])
    assert list(verify()) == []


def test_a_damaged_card_stays_in_hand_until_it_is_exchanged(counter: Counter) -> None:
    person = counter.carded()
    counter.printer()
    counter.ask(person, "damaged")
    card = counter.print_next()
    counter.check(card)
    assert counter.card_of(person) == 2

    with pytest.raises(OldCardKept), transaction.atomic():
        counter.hand_over(card)
    counter.hand_over(card, old_card_taken=True)

    assert counter.card_of(person) == 2
    assert InvalidCard.objects.get().cause == "damaged"
    assert queries.balances()[Item.OLD_CARD, "withdrawn"] == 1


def test_a_case_without_its_documents_is_held(counter: Counter) -> None:
    person = counter.carded()
    ref = counter.ask(person, "damaged", "kk")
    assert [who.holds for who in queries.line(counter.on).held] == [(("documents", None),)]

    actions.add_documents(
        actor=counter.operator, ref=ref, documents=["f102", "old_card"], now=counter.now
    )

    assert counter.queue() == [person.id]


def test_one_case_a_person_and_none_for_a_first_card(counter: Counter) -> None:
    person, first = counter.carded(), counter.person()
    counter.ask(person, "lost")

    with pytest.raises(RequestOpen):
        counter.ask(person, "damaged")
    with pytest.raises(RequestUnfit):
        counter.ask(first, "lost")


# --- hand-over ------------------------------------------------------------------------------


def test_a_guardian_needs_a_document_and_a_relation(counter: Counter) -> None:
    counter.person()
    counter.printer()
    card = counter.print_next()
    counter.check(card)

    with pytest.raises(ProofMissing):
        counter.hand_over(card, proof=actions.ByGuardian("ibu", " "))
    counter.hand_over(card, proof=actions.ByGuardian("ibu", "KK"), place="mission", where="Dudepo")

    given = HandOver.objects.get()
    assert (given.proof, given.relation, given.place) == ("guardian", "ibu", "mission")


def test_a_card_is_handed_over_once(counter: Counter) -> None:
    counter.person()
    counter.printer()
    card = counter.print_next()
    counter.check(card)
    counter.hand_over(card)

    with pytest.raises(CardGone):
        counter.hand_over(card)


# --- shortage -------------------------------------------------------------------------------


@pytest.fixture
def three(counter: Counter) -> tuple[Person, Person, Person]:
    """Waiting longest first: a lost card, a first card, a newcomer's."""
    lost = counter.carded()
    counter.ask(lost, "lost")
    counter.next_day(4)
    first = counter.person()
    young = counter.person(birth_on="2006-02-01")
    return lost, first, young


def test_a_declared_shortage_changes_the_order_as_the_rule_says(
    counter: Counter, three: tuple[Person, Person, Person]
) -> None:
    lost, first, young = three
    assert counter.queue() == [lost.id, first.id, young.id]
    keeper, witness = counter.store.keeper, counter.store.witness
    said = {"on": counter.on, "now": counter.now}

    actions.propose_shortage(actor=keeper, reason="sisa 40 blangko", **said)
    with pytest.raises(SamePerson):
        actions.decide_shortage(actor=keeper, approve=True, **said)
    assert counter.queue() == [lost.id, first.id, young.id]
    actions.decide_shortage(actor=witness, approve=True, **said)

    assert counter.queue() == [young.id, first.id]
    assert [place.who.person for place in queries.line(counter.on).deferred] == [lost.id]
    with pytest.raises(ShortageOpen):
        actions.propose_shortage(actor=keeper, reason="sisa 30 blangko", **said)
    counter.next_day()
    actions.end_shortage(actor=keeper, on=counter.on, now=counter.now)
    assert counter.queue() == [lost.id, first.id, young.id]


def test_a_pressing_need_passes_in_a_shortage_behind_the_first_cards(
    counter: Counter, three: tuple[Person, Person, Person]
) -> None:
    _, first, young = three
    urgent = counter.carded()
    counter.ask(urgent, "damaged", urgent_for="berangkat haji 3 Juli")
    said = {"on": counter.on, "now": counter.now}
    actions.propose_shortage(actor=counter.store.keeper, reason="sisa 40 blangko", **said)
    actions.decide_shortage(actor=counter.store.witness, approve=True, **said)

    assert counter.queue() == [young.id, first.id, urgent.id]


def test_a_shortage_needs_a_reason(counter: Counter) -> None:
    with pytest.raises(WhyMissing):
        actions.propose_shortage(
            actor=counter.store.keeper, reason=" ", on=counter.on, now=counter.now
        )


# --- mode national --------------------------------------------------------------------------


def test_what_the_ministrys_client_prints_is_marked_with_its_serial(counter: Counter) -> None:
    person = counter.person()
    authorise_mode(
        actor=counter.operator,
        mode="national",
        from_on=counter.on,
        document="SE 2",
        now=counter.now,
    )
    counter.printer()
    with pytest.raises(NationalPrints):
        counter.print_next()
    actions.add_printer(
        actor=counter.operator, code="klien", name="Klien", adapter="national", now=counter.now
    )
    counter.store.receive("SPESIMEN-000001..SPESIMEN-000003")
    counter.store.issue(3, "klien")

    card = actions.mark_printed(
        actor=counter.operator,
        printer_code="klien",
        person_id=person.id,
        serial="spesimen-000002",
        on=counter.on,
        now=counter.now,
    )

    assert (card.state, card.serial) == (State.READY, "SPESIMEN-000002")
    assert (counter.card_of(person), where(counter, "SPESIMEN-000002")) == (1, "printed")
    counter.hand_over(card)
    assert counter.card_of(person) == 2
    assert list(verify()) == []


def test_counts_name_nobody(counter: Counter, small_office: SmallOffice, tmp_path: Path) -> None:
    counter.person()
    counter.ask(counter.carded(), "lost")

    counts = queries.queue_counts(counter.on)

    assert (counts.ready, counts.held, counts.short) == (2, 0, False)
    assert {cause: n for cause, n in counts.by_cause.items() if n} == {"first": 1, "lost": 1}


# --- verify ---------------------------------------------------------------------------------


def test_whoever_changes_a_card_by_hand_is_found(counter: Counter) -> None:
    counter.person()
    counter.printer()
    card = counter.print_next()
    counter.check(card)
    assert list(verify()) == []

    Card.objects.filter(ref=card.ref).update(state=State.HANDED, ended_on=counter.on)

    said = {problem.en for problem in verify()}
    assert said == {
        "the stock says otherwise",
        "the ledger says otherwise",
        "its hand-over does not match",
    }
