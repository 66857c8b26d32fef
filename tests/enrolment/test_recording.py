"""Recording, first form: at the counter, by sheet, in both modes; refused, repeated, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.lives import NOW, OPENING, happened, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import Principal, system
from tuntas.audit import queries as audit
from tuntas.coverage.queries import figures_of
from tuntas.enrolment import actions, queries
from tuntas.enrolment.actions import RecordRequest
from tuntas.enrolment.errors import NonceReused, NothingToVoid, Refused
from tuntas.ledger.verification import verify
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

DAY = date(2023, 6, 20)
CLERK = system("clerk")


@pytest.fixture
def village(small_office: SmallOffice) -> int:
    opened()
    return small_office.village.id


def record(person: Person, nonce: str = "n-1", on: date = DAY, actor: Principal = CLERK):  # type: ignore[no-untyped-def]
    return actions.record_person(
        actor=actor, person_ref=person.ref.hex, nonce=nonce, on=on, place="Kantor", now=NOW
    )


def local_mode(on: date = OPENING) -> None:
    actions.authorise_mode(actor=CLERK, mode="local", from_on=on, document="Izin", now=NOW)


@pytest.mark.parametrize(("local", "kind"), [(True, "recorded"), (False, "marked")])
def test_recording_lowers_the_number_at_once_in_either_mode(
    village: int, local: bool, kind: str
) -> None:
    if local:
        local_mode()
    person = listed(village)
    before = figures_of(on=DAY)

    receipt = record(person)

    after = figures_of(on=DAY)
    assert (before.left, after.left) == (1, 0)
    assert (before.captured, after.captured) == (0, 1)
    assert receipt.outcome == "recorded"
    assert queries.facts_of([person.id])[person.id][0].kind == kind
    assert [*verify(), *audit.verify_all()] == []


def test_the_same_request_again_gets_the_stored_answer(village: int) -> None:
    person = listed(village)
    first = record(person)

    again = record(person)

    assert again.outcome == "repeated"
    assert (again.fact_id, again.seq) == (first.fact_id, first.seq)
    assert len(queries.facts_of([person.id])[person.id]) == 1


def test_the_same_number_for_another_person_is_refused(village: int) -> None:
    record(listed(village), nonce="n-1")

    with pytest.raises(NonceReused):
        record(listed(village), nonce="n-1")


@pytest.mark.parametrize(
    ("event", "code"),
    [("died", "REKAM-01"), ("moved_out", "REKAM-02"), ("merged", "REKAM-03")],
)
def test_who_is_gone_cannot_be_recorded(village: int, event: str, code: str) -> None:
    person = listed(village)
    happened(person, event, date(2023, 1, 5))

    with pytest.raises(Refused) as refused:
        record(person)

    assert refused.value.code == code
    assert figures_of(on=DAY).captured == 0


def test_nobody_is_recorded_twice(village: int) -> None:
    person = listed(village)
    record(person, nonce="n-1")

    with pytest.raises(Refused) as refused:
        record(person, nonce="n-2")

    assert refused.value.code == "REKAM-04"


def test_sixteen_is_recorded_early_and_fifteen_is_sent_home(village: int) -> None:
    sixteen = listed(village, birth_on="2007-06-20")
    fifteen = listed(village, birth_on="2007-06-21")

    record(sixteen)

    with pytest.raises(Refused) as refused:
        record(fifteen, nonce="n-2")
    assert refused.value.code == "REKAM-05"
    figures = figures_of(on=DAY)
    assert (figures.captured, figures.captured_early, figures.left) == (0, 1, 0)
    assert figures_of(on=date(2024, 6, 20)).captured == 1


def test_married_at_fifteen_is_obliged_and_recorded(village: int) -> None:
    person = listed(village, birth_on="2008-01-01")
    happened(person, "married", date(2023, 6, 1), marital="married")

    record(person)

    assert figures_of(on=DAY).captured == 1


def test_a_foreigner_without_permit_is_sent_to_immigration(village: int) -> None:
    person = listed(village, citizenship="WNA")

    with pytest.raises(Refused) as refused:
        record(person)

    assert refused.value.code == "REKAM-06"


def test_recording_is_what_brings_a_deactivated_person_back(village: int) -> None:
    person = listed(village)
    happened(person, "deactivated", date(2023, 2, 1))
    assert figures_of(on=DAY).population == 0

    record(person)
    happened(person, "reactivated", DAY)

    assert figures_of(on=DAY).captured == 1
    assert list(verify()) == []


def test_a_days_sheet_names_whom_it_could_not_record(village: int) -> None:
    good, gone = listed(village), listed(village)
    happened(gone, "died", date(2023, 1, 1))
    sheet = [RecordRequest(p.ref.hex, f"n-{p.id}", "Balai Desa") for p in (good, gone, good)]

    many = actions.record_many(actor=CLERK, requests=sheet, on=DAY, now=NOW)

    assert many.recorded == [good.ref.hex]
    assert many.refused == [(gone.ref.hex, "REKAM-01"), (good.ref.hex, "REKAM-04")]
    assert [(p.place, p.n) for p in queries.recordings_of_day(DAY)] == [("Balai Desa", 1)]


def test_a_mark_waits_for_the_snapshot_and_is_listed_until_it_agrees(village: int) -> None:
    person = listed(village)
    record(person, on=date(2023, 6, 1))
    assert [mark.days for mark in queries.unconfirmed_marks(DAY)] == [19]

    observe(person, "UNREGISTERED", date(2023, 6, 10))
    assert [mark.contradicted for mark in queries.unconfirmed_marks(DAY)] == [True]

    observe(person, "BIO_CAPTURED", date(2023, 6, 15))
    assert queries.unconfirmed_marks(DAY) == []


def test_a_snapshot_never_undoes_what_was_recorded_here(village: int) -> None:
    local_mode()
    person = listed(village)
    record(person, on=date(2023, 6, 1))

    observe(person, "UNREGISTERED", date(2023, 6, 10))

    assert figures_of(on=DAY).left == 0


def test_a_fall_of_the_centres_status_is_taken_over(village: int) -> None:
    person = listed(village)
    observe(person, "PRINT_READY_RECORD", date(2023, 3, 1))
    observe(person, "UNREGISTERED", date(2023, 6, 10))

    assert figures_of(on=date(2023, 6, 9)).unique == 1
    assert figures_of(on=DAY).left == 1


def test_an_unknown_status_is_kept_and_changes_nothing(village: int) -> None:
    person = listed(village)

    observe(person, "SEDANG_DIPERIKSA_PUSAT", DAY)

    assert queries.facts_of([person.id])[person.id][0].told() == {
        "status": "SEDANG_DIPERIKSA_PUSAT"
    }
    assert figures_of(on=DAY).left == 1
    assert list(verify()) == []


def test_four_numerators_stand_side_by_side(village: int) -> None:
    statuses = ["BIO_CAPTURED", "PRINT_READY_RECORD", "CARD_PRINTED", "CARD_ISSUED"]
    for status in statuses:
        observe(listed(village), status, DAY)

    figures = figures_of(on=DAY)

    assert (figures.captured, figures.unique, figures.printed, figures.in_hand) == (4, 3, 2, 1)


def test_a_wrong_recording_is_taken_back_and_the_past_keeps_it(village: int) -> None:
    person = listed(village)
    record(person, on=DAY)

    actions.void_recording(
        actor=CLERK,
        person_ref=person.ref.hex,
        reason="salah orang",
        on=DAY + timedelta(2),
        now=NOW,
    )

    assert figures_of(on=DAY).left == 1
    assert figures_of(on=DAY, known=DAY + timedelta(1)).left == 0
    assert list(verify()) == []
    with pytest.raises(NothingToVoid):
        actions.void_recording(
            actor=CLERK, person_ref=person.ref.hex, reason="lagi", on=DAY + timedelta(3), now=NOW
        )


def test_serve_starts_in_national_mode_and_local_needs_an_authorisation(village: int) -> None:
    assert queries.mode_on(DAY) == "national"

    local_mode(DAY)

    assert queries.mode_on(DAY - timedelta(1)) == "national"
    assert queries.mode_on(DAY) == "local"


def observe(person: Person, status: str, on: date) -> None:
    actions.observe_statuses(
        actor=CLERK, rows=[(person.ref.hex, status)], on=on, source="SIAK", known_on=on, now=NOW
    )
