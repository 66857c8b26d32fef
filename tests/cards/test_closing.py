"""Closing a day, the end of a card, and the papers of both."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cards.stocking import NOW, OFFICE, ON, Store, make_person
from tests.letters.office import head
from tuntas.audit import queries as audit
from tuntas.cards import actions, queries
from tuntas.cards.actions import Outcome
from tuntas.cards.errors import (
    AlreadyClosed,
    CountMissing,
    CountsDiffer,
    DestructionDiffers,
    MonthUnfinished,
    MoveUnknown,
    SamePerson,
    WitnessMissing,
)
from tuntas.cards.models import Closing, InvalidCard, Movement
from tuntas.cards.queries import stock as held
from tuntas.cards.serials import Range
from tuntas.cards.stock import Item, Kind, Move, account
from tuntas.cards.verification import check
from tuntas.letters import queries as letters
from tuntas.letters import verification as letters_verification
from tuntas.letters.models import Letter

pytestmark = pytest.mark.django_db

A = account(Kind.PRINTER, "a")
WITNESSES = [("Ani Contoh", "Satpol PP"), ("Budi Contoh", "Inspektorat")]


@pytest.fixture
def open_day(store: Store) -> Store:
    """Blanks in the office and a printer, one card printed, ribbons."""
    store.receive("S0001–S0100", ribbon=3)
    store.issue(10)
    store.print_one()
    return store


def count_all(store: Store, **instead: str) -> None:
    """Both people find what the book says, *instead* where they find something else."""
    for person in (store.keeper, store.witness):
        for item, where in held.must_be_counted():
            book = queries.balances()[item, where]
            text = "\n".join(store.at(where)) if item is Item.BLANK else str(book)
            found = instead.get(where.partition(":")[0], text) if item is Item.BLANK else text
            actions.count(actor=person, account=where, item=item, found=found, on=store.on, now=NOW)


def close(store: Store) -> Closing:
    return actions.close_day(actor=store.keeper, on=store.on, now=NOW)


def test_a_day_whose_count_is_the_book_closes(open_day: Store) -> None:
    count_all(open_day)
    log = audit.head("acts")

    closing = close(open_day)

    assert closing.balanced
    assert [Item.BLANK, OFFICE, 90] in closing.balances
    assert [Item.RIBBON, OFFICE, 3] in closing.balances
    assert [Move.PRINTED, Item.BLANK, 1] in closing.flows
    assert (closing.log_number, closing.log_head) == (log.n, log.hash)
    assert Letter.objects.get(ref=closing.letter).state == Letter.State.WAITING
    assert list(check()) == []


def test_the_daily_sheet_is_signed_by_the_head_and_carries_the_log(
    open_day: Store, tmp_path: Path
) -> None:
    count_all(open_day)
    closing = close(open_day)

    number = head().sign(closing.letter, tmp_path, on=ON)

    letter = Letter.objects.get(ref=closing.letter)
    assert number.endswith("/2023")
    assert letter.state == Letter.State.NUMBERED
    assert letter.data["log"].replace(" ", "").endswith(closing.log_head)
    assert list(check()) == []
    assert list(letters_verification.check()) == []


def test_a_day_that_does_not_close_says_by_which_serials(open_day: Store) -> None:
    count_all(open_day, office="S0011–S0057, S0060–S0100, T0005")

    closing = close(open_day)

    assert not closing.balanced
    assert closing.differences == [[OFFICE, Item.BLANK, ["S0058 – S0059"], ["T0005"]]]
    said = Letter.objects.get(ref=closing.letter).data["differences"]
    assert "S0058 – S0059" in said[0]["what"]


def test_nothing_closes_before_two_people_counted_everything(open_day: Store) -> None:
    with pytest.raises(CountMissing):
        close(open_day)
    for item, where in held.must_be_counted():
        text = "\n".join(open_day.at(where)) if item is Item.BLANK else "3"
        actions.count(actor=open_day.keeper, account=where, item=item, found=text, on=ON, now=NOW)

    with pytest.raises(CountMissing):
        close(open_day)


def test_two_people_who_found_different_things_count_again(open_day: Store) -> None:
    count_all(open_day)
    actions.count(
        actor=open_day.witness, account=OFFICE, item=Item.RIBBON, found="2", on=ON, now=NOW
    )

    with pytest.raises(CountsDiffer):
        close(open_day)


def test_a_count_is_stale_once_something_has_moved_there(open_day: Store) -> None:
    count_all(open_day)
    open_day.issue(1)

    with pytest.raises(CountMissing):
        close(open_day)

    count_all(open_day)
    assert close(open_day).balanced


def test_whoever_did_not_count_does_not_close(open_day: Store) -> None:
    count_all(open_day)
    stranger = make_person(open_day.office, "head")

    with pytest.raises(SamePerson):
        actions.close_day(actor=stranger, on=ON, now=NOW)


def test_a_closed_day_stays_closed_and_the_next_begins_where_it_ended(open_day: Store) -> None:
    count_all(open_day)
    close(open_day)
    with pytest.raises(AlreadyClosed):
        close(open_day)
    open_day.hand_over("S0001")
    with pytest.raises(AlreadyClosed):
        count_all(open_day)

    open_day.on = ON + timedelta(days=1)
    count_all(open_day)
    closing = close(open_day)

    assert closing.flows == [[Move.HANDED_OVER, Item.BLANK, 1]]


def test_what_lies_outside_the_office_is_not_counted_by_hand(open_day: Store) -> None:
    with pytest.raises(MoveUnknown):
        actions.count(
            actor=open_day.keeper,
            account=account(Kind.DISTRICT, "99.05.01"),
            item=Item.BLANK,
            found="",
            on=ON,
            now=NOW,
        )


# --- the end of a card --------------------------------------------------------------------


@pytest.fixture
def spoiled(open_day: Store) -> Store:
    """Two failed prints, one failed encode, one box damp, two old cards."""
    for outcome in (Outcome.FAILED_PRINT, Outcome.FAILED_PRINT, Outcome.FAILED_ENCODE):
        open_day.print_one(outcome)
    open_day.move(Move.DAMAGED, OFFICE, account(Kind.DAMAGED), Range("S", 91, 95, 4))
    for cause in ("arrival", "element_change"):
        actions.withdraw_card(actor=open_day.keeper, cause=InvalidCard.Cause(cause), on=ON, now=NOW)
    return open_day


COUNTED = {
    "failed_print": 2,
    "failed_encode": 1,
    "damaged": 5,
    "arrival": 1,
    "element_change": 1,
}


def destroy(store: Store, counted: dict[str, int], **more: object) -> str:
    said = {"witnesses": WITNESSES, "place": "Halaman kantor", "method": "dibakar", **more}
    return actions.destroy(actor=store.keeper, counted=counted, on=store.on, now=NOW, **said)  # type: ignore[arg-type]


def test_everything_invalid_is_destroyed_with_witnesses_and_minutes(spoiled: Store) -> None:
    ref = destroy(spoiled, COUNTED)
    assert sum(queries.invalid_counts().values()) == 10

    spoiled.sign(ref)

    assert sum(queries.invalid_counts().values()) == 0
    assert InvalidCard.objects.filter(left__ref=ref).count() == 10
    assert queries.balances()[Item.BLANK, account(Kind.DESTROYED)] == 8
    letter = Letter.objects.get(ref=queries.movement(ref).letter)
    assert letter.data["total"] == 10
    assert {row["name"] for row in letter.data["witnesses"]} == {"Ani Contoh", "Budi Contoh"}
    assert letters.pdf(letter).startswith(b"%PDF")
    assert list(check()) == []


def test_a_count_that_is_not_the_registers_destroys_nothing(spoiled: Store) -> None:
    for wrong in ({**COUNTED, "failed_print": 3}, {**COUNTED, "arrival": 0}, {}):
        with pytest.raises(DestructionDiffers):
            destroy(spoiled, wrong)

    assert not Movement.objects.filter(move="destroyed").exists()


def test_a_destruction_needs_two_witnesses(spoiled: Store) -> None:
    for present in ([], WITNESSES[:1], [WITNESSES[0], WITNESSES[0]], [("Ani", ""), ("", "x")]):
        with pytest.raises(WitnessMissing):
            destroy(spoiled, COUNTED, witnesses=present)


def test_a_card_that_came_after_the_count_waits_for_the_next_fire(spoiled: Store) -> None:
    ref = destroy(spoiled, COUNTED)
    actions.withdraw_card(actor=spoiled.keeper, cause=InvalidCard.Cause.LOST_FOUND, on=ON, now=NOW)

    spoiled.sign(ref)

    assert queries.invalid_counts()["lost_found"] == 1
    assert sum(queries.invalid_counts().values()) == 1
    assert list(check()) == []


def test_an_empty_register_has_nothing_to_destroy(open_day: Store) -> None:
    with pytest.raises(MoveUnknown):
        destroy(open_day, {})


# --- papers -------------------------------------------------------------------------------


def test_the_monthly_report_adds_up_from_balance_to_balance(spoiled: Store) -> None:
    spoiled.sign(destroy(spoiled, COUNTED))
    spoiled.on = date(2023, 7, 3)
    spoiled.print_one(Outcome.FAILED_PRINT)

    ref = actions.monthly_report(
        actor=spoiled.keeper, month=date(2023, 6, 10), on=spoiled.on, now=NOW
    )

    letter = Letter.objects.get(ref=ref)
    numbers = [int(row["count"].replace(" ", "").replace("−", "-")) for row in letter.data["stock"]]
    assert numbers[0] + sum(numbers[1:-1]) == numbers[-1] == 91
    invalid = {row["cause"]: row for row in letter.data["invalid"]}
    assert invalid["Gagal cetak"] == {
        "cause": "Gagal cetak",
        "opening": "0",
        "entered": "2",
        "destroyed": "2",
        "left": "0",
    }
    assert letters.pdf(letter).startswith(b"%PDF")


def test_no_report_on_a_month_that_is_not_over(open_day: Store) -> None:
    with pytest.raises(MonthUnfinished):
        actions.monthly_report(actor=open_day.keeper, month=ON, on=ON, now=NOW)


def test_blanks_from_the_ministry_and_to_a_district_have_their_minutes(open_day: Store) -> None:
    district = account(Kind.DISTRICT, "99.05.01")
    ref = open_day.move(Move.ISSUED, OFFICE, district, Range("S", 20, 29, 4))

    kinds = [Letter.objects.get(ref=one.letter) for one in queries.movements() if one.letter]
    assert [letter.kind for letter in kinds] == ["stock_handover", "stock_handover"]
    outward = Letter.objects.get(ref=queries.movement(ref).letter)
    assert outward.data["items"] == [{"what": "Blangko", "serials": "S0020 – S0029", "count": "10"}]
    assert letters.pdf(outward).startswith(b"%PDF")
    assert Letter.State(outward.state) == Letter.State.DRAFT
