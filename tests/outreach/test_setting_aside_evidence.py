"""Nobody is set aside without what the reason needs, nor by one human being alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.lives import NOW, happened, listed, opened
from tests.principals import OfficerWith, SmallOffice, make_user
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal, system
from tuntas.audit.models import Act
from tuntas.coverage.queries import figures_of
from tuntas.enrolment.actions import record_person
from tuntas.ledger.verification import verify
from tuntas.letters.models import Letter
from tuntas.outreach import actions, errors, evidence, queries
from tuntas.outreach.actions.contacts import Told, record_many
from tuntas.outreach.actions.proposal_letter import draft_proposal_letter
from tuntas.outreach.duties import Step
from tuntas.outreach.models import AsideProposal
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

DAY = date(2023, 6, 1)
PDF = b"%PDF-1.4 contoh"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(small_office: SmallOffice) -> Person:
    opened()
    return listed(small_office.village.id)


@pytest.fixture
def clerk(officer_with: OfficerWith) -> Principal:
    return accounts.load_principal(officer_with("operator"), today=DAY)


@pytest.fixture
def chief(officer_with: OfficerWith) -> Principal:
    return accounts.load_principal(officer_with("coordinator"), today=DAY)


def propose(actor: Principal, person: Person, reason: str, **proof: Any) -> int:
    return actions.propose_aside(
        actor=actor,
        person_ref=person.ref.hex,
        reason=reason,
        evidence="Dinyatakan kepala desa",
        on=proof.pop("on", DAY),
        now=NOW,
        **proof,
    )


def set_aside(clerk: Principal, chief: Principal, person: Person, reason: str) -> int:
    proposal = propose(clerk, person, reason, document="474/1 tanggal 2 Mei 2023")
    actions.approve_aside(actor=chief, proposal_id=proposal, on=DAY, now=NOW)
    return proposal


def visited(clerk: Principal, person: Person, *days: date) -> None:
    told = [Told(person.ref.hex, "unknown_here", on, "visit", f"v{on}") for on in days]
    record_many(actor=clerk, contacts=told, now=NOW)


@pytest.mark.parametrize(
    ("reason", "proof", "refusal"),
    [
        ("MENINGGAL_BELUM_LAPOR", {}, errors.DocumentMissing),
        ("MENINGGAL_BELUM_LAPOR", {"document": "surat kepala desa"}, errors.DocumentMissing),
        ("TIDAK_DIKENAL", {"document": "470/3"}, errors.FileMissing),
        ("MENOLAK", {"document": "470/3"}, errors.NotForAside),
        ("MALAS", {"document": "470/3"}, errors.UnknownReason),
        ("PINDAH_BELUM_LAPOR", {"evidence_file": "0" * 64}, errors.EvidenceGone),
        ("PINDAH_BELUM_LAPOR", {"document": "9905010505800001"}, errors.NoteHoldsANumber),
    ],
)
def test_a_reason_that_lacks_its_evidence_is_refused(
    clerk: Principal, person: Person, reason: str, proof: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        propose(clerk, person, reason, **proof)

    assert not AsideProposal.objects.exists()


def test_a_scan_is_as_good_as_a_number(clerk: Principal, person: Person) -> None:
    propose(clerk, person, "MENINGGAL_BELUM_LAPOR", evidence_file=evidence.keep(PDF))

    assert AsideProposal.objects.get().evidence_file == evidence.keep(PDF)
    assert list(verify()) == []


def test_whom_nobody_knows_was_looked_for_twice(clerk: Principal, person: Person) -> None:
    scan = evidence.keep(PDF)
    visited(clerk, person, DAY - timedelta(20))
    with pytest.raises(errors.VisitsMissing):
        propose(clerk, person, "TIDAK_DIKENAL", evidence_file=scan)

    visited(clerk, person, DAY - timedelta(6))

    assert propose(clerk, person, "TIDAK_DIKENAL", evidence_file=scan)


def test_who_just_turned_seventeen_has_time_of_grace(
    clerk: Principal, small_office: SmallOffice
) -> None:
    opened()
    young = listed(small_office.village.id, birth_on="2006-04-20")

    with pytest.raises(errors.TooEarly):
        propose(clerk, young, "GANDA_NIK", document="470/9")

    assert propose(clerk, young, "GANDA_NIK", document="470/9", on=date(2023, 7, 20))


def test_who_is_recorded_or_aside_already_cannot_be_proposed(
    clerk: Principal, chief: Principal, person: Person
) -> None:
    set_aside(clerk, chief, person, "PINDAH_BELUM_LAPOR")
    with pytest.raises(errors.NotOnTheList):
        propose(clerk, person, "PINDAH_BELUM_LAPOR", document="470/9")


def test_two_accounts_of_one_human_being_are_one_person(
    clerk: Principal, person: Person, small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    user = officer_with("operator")
    twin = make_user("head", region=small_office.regency, officer=user.officer)
    one = accounts.load_principal(user, today=DAY)
    other = accounts.load_principal(twin, today=DAY)
    proposal = propose(one, person, "MENINGGAL_BELUM_LAPOR", document="474/1")

    assert one.ref != other.ref
    for act in (actions.approve_aside, actions.decline_aside):
        with pytest.raises(errors.SamePerson):
            act(actor=other, proposal_id=proposal, on=DAY, now=NOW)
    assert figures_of(on=DAY).aside == 0


def test_the_program_itself_is_neither_of_the_two(
    clerk: Principal, chief: Principal, person: Person
) -> None:
    program = system("rule")
    with pytest.raises(errors.SamePerson):
        propose(program, person, "MENINGGAL_BELUM_LAPOR", document="474/1")
    proposal = propose(clerk, person, "MENINGGAL_BELUM_LAPOR", document="474/1")
    with pytest.raises(errors.SamePerson):
        actions.approve_aside(actor=program, proposal_id=proposal, on=DAY, now=NOW)


@pytest.mark.parametrize("wrong", [{"decided_by": ""}, {"decided_by": "same"}, {"evidence": ""}])
def test_the_database_itself_refuses_one_hand_and_no_evidence(
    clerk: Principal, person: Person, wrong: dict[str, str]
) -> None:
    propose(clerk, person, "MENINGGAL_BELUM_LAPOR", document="474/1")
    change = {"state": "approved", "decided_by": "f" * 32, "decided_on": DAY} | wrong
    if change["decided_by"] == "same":
        change["decided_by"] = clerk.officer_ref

    with pytest.raises(IntegrityError), transaction.atomic():
        AsideProposal.objects.update(**change)


def test_verify_sees_a_proposal_approved_behind_the_programs_back(
    clerk: Principal, person: Person
) -> None:
    propose(clerk, person, "MENINGGAL_BELUM_LAPOR", document="474/1")

    AsideProposal.objects.update(state="approved", decided_by="f" * 32, decided_on=DAY)

    assert [problem.place for problem in verify()] == [f"outreach_asidefact person {person.id}"]


def test_verify_sees_evidence_that_was_changed(clerk: Principal, person: Person) -> None:
    digest = evidence.keep(PDF)
    propose(clerk, person, "MENINGGAL_BELUM_LAPOR", evidence_file=digest)

    (evidence.folder() / digest).write_bytes(b"%PDF-1.4 lain")

    assert [problem.place for problem in verify()] == [f"outreach evidence {digest[:12]}"]


def test_one_letter_takes_every_approved_proposal_once_and_names_no_nik(
    clerk: Principal, chief: Principal, person: Person, small_office: SmallOffice
) -> None:
    other = listed(small_office.elsewhere.id)
    for one in (person, other):
        set_aside(clerk, chief, one, "GANDA_NIK")

    ref = draft_proposal_letter(actor=clerk, villages=None, on=DAY, now=NOW)

    letter = Letter.objects.get(ref=ref)
    assert letter.kind == "ministry_statement"
    assert [row["evidence"] for row in letter.data["people"]] == ["474/1 tanggal 2 Mei 2023"] * 2
    told = str(letter.data) + "".join(Act.objects.values_list("detail", flat=True))
    assert all(one.nik not in told for one in (person, other))
    assert set(AsideProposal.objects.values_list("letter", flat=True)) == {ref}
    with pytest.raises(errors.NothingToWrite):
        draft_proposal_letter(actor=clerk, villages=None, on=DAY, now=NOW)


def test_what_was_never_answered_is_listed_by_age_until_the_register_answers(
    clerk: Principal, chief: Principal, person: Person, small_office: SmallOffice
) -> None:
    younger = listed(small_office.village.id)
    set_aside(clerk, chief, person, "MENINGGAL_BELUM_LAPOR")
    later = DAY + timedelta(5)
    proposal = propose(clerk, younger, "PINDAH_BELUM_LAPOR", document="475/2", on=later)
    actions.approve_aside(actor=chief, proposal_id=proposal, on=later, now=NOW)

    listed_by_age = queries.unanswered(None, date(2023, 6, 20))
    assert [(row.proposal.person_id, row.days) for row in listed_by_age] == [
        (person.id, 19),
        (younger.id, 14),
    ]

    happened(person, "died", date(2023, 4, 1), known_on=date(2023, 6, 20))

    assert [row.proposal.person_id for row in queries.unanswered(None, date(2023, 6, 20))] == [
        younger.id
    ]
    figures = figures_of(on=date(2023, 6, 20))
    assert (figures.obliged, figures.left, figures.left_dynamic) == (1, 1, 0)


def test_recording_brings_back_whom_the_ministry_switched_off(
    clerk: Principal, chief: Principal, person: Person
) -> None:
    set_aside(clerk, chief, person, "GANDA_NIK")
    off, back = date(2023, 6, 5), date(2023, 6, 12)
    happened(person, "deactivated", off)
    assert figures_of(on=off).obliged == 0
    assert queries.next_action_of(person.id, off) is None

    happened(person, "reactivated", back)
    assert queries.next_action_of(person.id, back) is not None
    record_person(
        actor=clerk, person_ref=person.ref.hex, nonce="n", on=back, place="Kantor", now=NOW
    )

    figures = figures_of(on=back)
    assert (figures.obliged, figures.captured, figures.left) == (1, 1, 0)
    assert queries.next_action_of(person.id, back) is None
    assert list(verify()) == []


def test_a_letter_signed_turns_writing_into_waiting(
    clerk: Principal, chief: Principal, person: Person
) -> None:
    set_aside(clerk, chief, person, "GANDA_NIK")
    ref = draft_proposal_letter(actor=clerk, villages=None, on=DAY, now=NOW)

    def step() -> Step:
        task = queries.next_action_of(person.id, DAY)
        assert task is not None
        return task.duty.step

    assert step() is Step.WRITE_LETTER
    Letter.objects.filter(ref=ref).update(signed_on=DAY)
    assert step() is Step.AWAIT_ANSWER


def test_a_cancelled_letter_leaves_its_people_to_the_next(
    clerk: Principal, chief: Principal, person: Person
) -> None:
    set_aside(clerk, chief, person, "GANDA_NIK")
    first = draft_proposal_letter(actor=clerk, villages=None, on=DAY, now=NOW)
    Letter.objects.filter(ref=first).update(state=Letter.State.CANCELLED)

    second = draft_proposal_letter(actor=clerk, villages=None, on=DAY, now=NOW)

    assert AsideProposal.objects.get().letter == second != first
