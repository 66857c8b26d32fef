"""Setting aside needs two persons and evidence, and changes the dinamis figure only."""

from __future__ import annotations

from datetime import date

import pytest

from tests.lives import NOW, happened, listed, opened
from tests.principals import OfficerWith, SmallOffice
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.coverage.queries import figures_of
from tuntas.ledger.verification import verify
from tuntas.outreach import actions, queries
from tuntas.outreach.errors import AlreadyProposed, EvidenceMissing, NotAside, NotOpen, SamePerson
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

DAY = date(2023, 6, 1)


@pytest.fixture
def person(small_office: SmallOffice) -> Person:
    opened()
    return listed(small_office.village.id)


@pytest.fixture
def two(officer_with: OfficerWith) -> tuple[Principal, Principal]:
    users = [officer_with("operator"), officer_with("coordinator")]
    one, other = (accounts.load_principal(user, today=DAY) for user in users)
    return one, other


def propose(actor: Principal, person: Person) -> int:
    return actions.propose_aside(
        actor=actor,
        person_ref=person.ref.hex,
        reason="MENINGGAL_BELUM_LAPOR",
        evidence="Surat kepala desa",
        document="474.3/12 tanggal 12 Mei 2023",
        on=DAY,
        now=NOW,
    )


def test_set_aside_the_person_stays_obliged_and_unrecorded(
    person: Person, two: tuple[Principal, Principal]
) -> None:
    proposal = propose(two[0], person)
    assert figures_of(on=DAY).left_dynamic == 1

    actions.approve_aside(actor=two[1], proposal_id=proposal, on=DAY, now=NOW)

    figures = figures_of(on=DAY)
    assert (figures.obliged, figures.left, figures.left_dynamic, figures.aside) == (1, 1, 0, 1)
    assert queries.open_proposals() == []
    assert list(verify()) == []


def test_nobody_approves_the_own_proposal(person: Person, two: tuple[Principal, Principal]) -> None:
    proposal = propose(two[0], person)

    with pytest.raises(SamePerson):
        actions.approve_aside(actor=two[0], proposal_id=proposal, on=DAY, now=NOW)

    assert figures_of(on=DAY).aside == 0


def test_a_decided_proposal_is_decided(person: Person, two: tuple[Principal, Principal]) -> None:
    proposal = propose(two[0], person)
    actions.decline_aside(actor=two[1], proposal_id=proposal, on=DAY, now=NOW)

    with pytest.raises(NotOpen):
        actions.approve_aside(actor=two[1], proposal_id=proposal, on=DAY, now=NOW)

    assert figures_of(on=DAY).aside == 0


def test_no_evidence_no_proposal_and_no_two_at_once(
    person: Person, two: tuple[Principal, Principal]
) -> None:
    with pytest.raises(EvidenceMissing):
        actions.propose_aside(
            actor=two[0], person_ref=person.ref.hex, reason="X", evidence=" ", on=DAY, now=NOW
        )
    propose(two[0], person)
    with pytest.raises(AlreadyProposed):
        propose(two[1], person)


def test_who_turns_up_after_all_is_taken_back(
    person: Person, two: tuple[Principal, Principal]
) -> None:
    actions.approve_aside(actor=two[1], proposal_id=propose(two[0], person), on=DAY, now=NOW)

    later = date(2023, 6, 10)
    actions.take_back_aside(
        actor=two[0], person_ref=person.ref.hex, reason="datang sendiri", on=later, now=NOW
    )

    assert figures_of(on=date(2023, 6, 9)).left_dynamic == 0
    assert figures_of(on=later).left_dynamic == 1
    with pytest.raises(NotAside):
        actions.take_back_aside(
            actor=two[0], person_ref=person.ref.hex, reason="lagi", on=later, now=NOW
        )


def test_the_register_event_is_what_removes(
    person: Person, two: tuple[Principal, Principal]
) -> None:
    actions.approve_aside(actor=two[1], proposal_id=propose(two[0], person), on=DAY, now=NOW)

    happened(person, "died", date(2023, 5, 1), known_on=date(2023, 6, 20))

    assert figures_of(on=DAY).left == 0
    assert figures_of(on=DAY, known=DAY).left == 1
    assert list(verify()) == []
