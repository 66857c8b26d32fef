"""Appointments as rows: papers are named, days of one line never meet, whoever writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from tests.principals import SmallOffice
from tuntas.accounts.models import Officer
from tuntas.accounts.principals import system
from tuntas.authority import actions, queries
from tuntas.authority.competence import Block
from tuntas.authority.errors import (
    DaysOutOfOrder,
    NotInForce,
    Overlap,
    PaperMissing,
    PlhNeedsHolder,
    UnknownDocument,
)
from tuntas.authority.models import Absence, Assignment, Certificate, Competence, Seat

pytestmark = pytest.mark.django_db

NOW = datetime(2021, 10, 5, 3, tzinfo=UTC)
ACTOR = system("test")


@pytest.fixture
def seats(small_office: SmallOffice) -> None:
    actions.install_shipped(districts=[small_office.own, small_office.other])


@pytest.fixture
def ani() -> Officer:
    return Officer.objects.create(full_name="Ani Contoh")


@pytest.fixture
def budi() -> Officer:
    return Officer.objects.create(full_name="Budi Contoh")


def seated(officer: Officer, starts: date, capacity: str = "definitive", **said: object) -> str:
    return actions.assign(
        actor=ACTOR,
        seat="head",
        officer_ref=officer.ref,
        capacity=capacity,
        starts=starts,
        decree="821/1/2021",
        source="SK Bupati",
        now=NOW,
        **said,
    )


def test_two_holders_of_one_seat_are_refused_in_words(
    seats: None, ani: Officer, budi: Officer
) -> None:
    seated(ani, date(2020, 9, 29))

    with pytest.raises(Overlap):
        seated(budi, date(2021, 10, 20), "plt")


def test_a_plh_acts_beside_the_holder_and_only_beside_one(
    seats: None, ani: Officer, budi: Officer
) -> None:
    with pytest.raises(PlhNeedsHolder):
        seated(budi, date(2021, 10, 1), "plh")
    seated(ani, date(2020, 9, 29))
    seated(budi, date(2021, 10, 1), "plh")

    assert queries.who_may("assignment_letter", date(2021, 10, 2)).signer is not None


def test_after_the_release_a_plt_may_follow_on_the_same_day(
    seats: None, ani: Officer, budi: Officer
) -> None:
    head = seated(ani, date(2020, 9, 29))
    actions.end_assignment(
        actor=ACTOR, ref=head, ends=date(2021, 10, 18), ended_by="SK pemberhentian", now=NOW
    )
    gap = queries.who_may("assignment_letter", date(2021, 10, 19))
    seated(budi, date(2021, 10, 18), "plt")
    filled = queries.who_may("assignment_letter", date(2021, 10, 19))

    assert [row.kind for row in gap.obstacles] == [Block.SEAT_EMPTY]
    assert filled.signer is not None
    assert filled.signer.officer == budi.ref
    with pytest.raises(NotInForce):
        actions.end_assignment(
            actor=ACTOR, ref=head, ends=date(2021, 11, 1), ended_by="lagi", now=NOW
        )


def test_a_paper_must_be_named_and_days_must_be_in_order(seats: None, ani: Officer) -> None:
    with pytest.raises(PaperMissing):
        actions.record_absence(
            actor=ACTOR, officer_ref=ani.ref, starts=date(2021, 9, 20), source=" ", now=NOW
        )
    with pytest.raises(DaysOutOfOrder):
        seated(ani, date(2021, 9, 20), ends=date(2021, 9, 20))


def test_a_letter_of_resignation_by_itself_stops_nothing(seats: None, ani: Officer) -> None:
    head = seated(ani, date(2020, 9, 29))
    before = queries.can_issue(date(2021, 9, 17))
    actions.note_milestone(
        actor=ACTOR,
        ref=head,
        kind="resignation_letter",
        on=date(2021, 9, 16),
        source="Surat 16 September 2021",
        now=NOW,
    )

    assert queries.can_issue(date(2021, 9, 17)) == before


def test_a_suspension_by_the_ministry_stops_the_central_system_and_not_outreach(
    seats: None, ani: Officer
) -> None:
    seated(ani, date(2020, 9, 29))
    shut = actions.record_suspension(
        actor=ACTOR, starts=date(2021, 10, 12), source="Surat Ditjen", now=NOW
    )
    day = date(2021, 10, 13)

    assert not queries.who_may("recording", day).possible
    assert not queries.who_may("ktp_print", day).possible
    assert queries.who_may("outreach", day).possible
    assert queries.who_may("data_entry", day).possible
    actions.end(
        actor=ACTOR, what="suspension", ref=shut, ends=date(2021, 10, 20), source="Surat", now=NOW
    )
    assert queries.who_may("recording", date(2021, 10, 20)).possible


def test_each_camat_signs_for_one_kecamatan(
    seats: None, ani: Officer, small_office: SmallOffice
) -> None:
    actions.assign(
        actor=ACTOR,
        seat=f"camat:{small_office.own.code}",
        officer_ref=ani.ref,
        capacity="definitive",
        starts=date(2020, 1, 1),
        decree="821/2/2020",
        source="SK Bupati",
        now=NOW,
    )

    assert queries.who_may("call_letter", NOW.date(), district=small_office.own.code).possible
    elsewhere = queries.who_may("call_letter", NOW.date(), district=small_office.other.code)
    assert not elsewhere.possible


def test_an_unknown_document_is_refused(seats: None) -> None:
    with pytest.raises(UnknownDocument):
        queries.who_may("kartu_nama", NOW.date())


def test_what_is_shipped_is_shipped_once(seats: None, small_office: SmallOffice) -> None:
    counted = Seat.objects.count(), Competence.objects.count()
    actions.install_shipped(districts=[small_office.own, small_office.other])

    assert (Seat.objects.count(), Competence.objects.count()) == counted
    assert counted[0] == 6
    assert not Competence.objects.filter(source="").exists()


def test_endings_are_announced_thirty_days_ahead(seats: None, ani: Officer) -> None:
    seated(ani, date(2021, 7, 20), "plt", ends=date(2021, 10, 20))
    actions.record_certificate(
        actor=ACTOR,
        officer_ref=ani.ref,
        starts=date(2021, 8, 1),
        ends=date(2021, 11, 5),
        source="Sertifikat",
        now=NOW,
    )

    assert [row.days for row in queries.endings_soon(date(2021, 9, 19))] == []
    assert [row.what.value for row in queries.endings_soon(date(2021, 10, 6))] == [
        "plt_term",
        "certificate",
    ]


@pytest.mark.parametrize("model", [Absence, Certificate])
def test_the_database_itself_refuses_days_that_meet(
    seats: None, ani: Officer, model: type[Absence]
) -> None:
    model.objects.create(officer=ani, starts=date(2021, 1, 1), ends=date(2021, 2, 1), source="a")
    later = model.objects.create(officer=ani, starts=date(2021, 2, 1), source="b")

    with pytest.raises(DatabaseError, match="no_overlap"), transaction.atomic():
        model.objects.create(officer=ani, starts=date(2021, 3, 1), source="c")
    with pytest.raises(DatabaseError, match="no_overlap"), transaction.atomic():
        model.objects.filter(id=later.id).update(starts=date(2021, 1, 15))


@pytest.fixture
def committed_seat(transactional_db: None) -> None:
    actions.install_shipped()


@pytest.mark.django_db(transaction=True)
def test_of_two_appointments_at_the_same_moment_one_is_refused(committed_seat: None) -> None:
    people = [Officer.objects.create(full_name=f"Calon {n}") for n in range(4)]
    start = Barrier(len(people))
    refused: list[Exception] = []

    def appoint(officer: Officer) -> None:
        start.wait()
        try:
            seated(officer, date(2021, 10, 20), "plt")
        except Overlap as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=appoint, args=[officer]) for officer in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Assignment.objects.count() == 1
    assert len(refused) == len(people) - 1
