"""Every visit and call has an outcome, kept once, whatever the network does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.lives import NOW, listed, opened
from tests.principals import OfficerWith, SmallOffice
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal, system
from tuntas.audit.models import Act
from tuntas.outreach import errors
from tuntas.outreach.actions.contacts import Kept, Told, record_contact, record_many
from tuntas.outreach.actions.reasons import tell_reason
from tuntas.outreach.models import Contact, Invitation, Reason, Slot
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

DAY = date(2023, 6, 14)


@pytest.fixture
def person(small_office: SmallOffice) -> Person:
    opened()
    return listed(small_office.village.id)


@pytest.fixture
def clerk(officer_with: OfficerWith) -> Principal:
    return accounts.load_principal(officer_with("operator"), today=DAY)


def said(person: Person, outcome: str, nonce: str = "n", **other: Any) -> Told:
    return Told(person.ref.hex, outcome, other.pop("on", DAY), "visit", nonce, **other)


def keep(clerk: Principal, told: Told, *, now: datetime = NOW) -> Kept:
    many = record_many(actor=clerk, contacts=[told], now=now)
    for refusal in many.refused.values():
        raise refusal
    return many.kept[told.nonce]


def test_sent_twice_it_is_one_contact(clerk: Principal, person: Person) -> None:
    first = keep(clerk, said(person, "absent"))

    again = keep(clerk, said(person, "absent"), now=NOW + timedelta(hours=3))

    assert (again.ref, again.outcome) == (first.ref, "repeated")
    assert Contact.objects.count() == 1
    assert Act.objects.filter(verb="outreach.contact").count() == 1


def test_the_same_nonce_with_another_story_is_refused(clerk: Principal, person: Person) -> None:
    keep(clerk, said(person, "absent"))

    with pytest.raises(errors.NonceReused):
        keep(clerk, said(person, "refused"))

    assert Contact.objects.get().outcome == "absent"


def test_one_bad_line_of_a_phones_queue_keeps_the_others(clerk: Principal, person: Person) -> None:
    other = listed(person.village_id)
    queue = [
        said(person, "told", "1"),
        said(person, "vanished", "2"),
        said(other, "died", "3", note="NIK 9905010505800001"),
        said(other, "will_come", "4"),
        said(other, "will_come", "5", will_come_on=DAY - timedelta(1)),
        said(other, "absent", "6", on=NOW.date() + timedelta(2)),
        Told("f" * 32, "absent", DAY, "visit", "7"),
        said(other, "absent", "8", slot="0" * 32),
        said(other, "absent", "9", evidence_file="0" * 64),
    ]

    many = record_many(actor=clerk, contacts=queue, now=NOW)

    assert list(many.kept) == ["1"]
    assert {nonce: type(error) for nonce, error in many.refused.items()} == {
        "2": errors.UnknownOutcome,
        "3": errors.NoteHoldsANumber,
        "4": errors.PromiseNeedsADay,
        "5": errors.PromiseNeedsADay,
        "6": errors.ContactInTheFuture,
        "7": errors.PersonUnknown,
        "8": errors.SlotNotFound,
        "9": errors.EvidenceGone,
    }


def test_a_links_word_is_the_links_and_the_program_wrote_it(person: Person) -> None:
    record_contact(
        actor=system("link"),
        person_ref=person.ref.hex,
        outcome="moved",
        on=DAY,
        channel="link",
        nonce="n",
        now=NOW,
        told_by="a" * 32,
        told_through="link",
    )

    contact = Contact.objects.get()
    assert (contact.told_by, contact.told_through) == ("a" * 32, "link")
    assert Reason.objects.get().told_through == "link"


def test_the_log_does_not_say_who_is_ill(clerk: Principal, person: Person) -> None:
    keep(clerk, said(person, "ill_at_home", note="stroke"))

    (act,) = Act.objects.filter(verb="outreach.contact")
    assert person.ref.hex in act.subjects
    assert "stroke" not in act.detail
    assert "ill_at" not in act.detail


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ("died", "MENINGGAL_BELUM_LAPOR"),
        ("moved", "PINDAH_BELUM_LAPOR"),
        ("refused", "MENOLAK"),
        ("ill_at_home", "SAKIT_LANSIA_DISABILITAS"),
        ("unknown_here", "TIDAK_DIKENAL"),
        ("absent", "BELUM_SEMPAT"),
    ],
)
def test_an_outcome_suggests_the_reason(
    clerk: Principal, person: Person, outcome: str, code: str
) -> None:
    keep(clerk, said(person, outcome))

    assert Reason.objects.get(ended_on=None).code == code


def test_absence_fills_an_empty_reason_and_replaces_none(clerk: Principal, person: Person) -> None:
    keep(clerk, said(person, "refused", "1"))
    keep(clerk, said(person, "absent", "2", on=DAY + timedelta(1)))
    assert Reason.objects.get().code == "MENOLAK"

    keep(clerk, said(person, "moved", "3", on=DAY + timedelta(2)))

    assert list(Reason.objects.order_by("id").values_list("code", "ended_on")) == [
        ("MENOLAK", DAY + timedelta(2)),
        ("PINDAH_BELUM_LAPOR", None),
    ]


def test_what_the_office_proved_is_not_overruled_by_hearsay(
    clerk: Principal, person: Person
) -> None:
    tell_reason(
        actor=clerk,
        person_ref=person.ref.hex,
        code="MENINGGAL_BELUM_LAPOR",
        evidence="Surat kepala desa 474/12 tanggal 2 Juni 2023",
        on=DAY,
        now=NOW,
    )

    keep(clerk, said(person, "away_work"))

    assert Reason.objects.get().code == "MENINGGAL_BELUM_LAPOR"


def test_a_reason_told_twice_is_told_once_and_can_be_unknown_again(
    clerk: Principal, person: Person
) -> None:
    def tell(code: str) -> bool:
        return tell_reason(actor=clerk, person_ref=person.ref.hex, code=code, on=DAY, now=NOW)

    assert [tell("MENOLAK"), tell("MENOLAK"), tell(""), tell("")] == [True, False, True, False]
    assert not Reason.objects.filter(ended_on=None).exists()
    with pytest.raises(errors.UnknownReason):
        tell("MALAS")


def test_who_was_asked_to_a_slot_came_or_did_not(
    clerk: Principal, person: Person, small_office: SmallOffice
) -> None:
    slot = Slot.objects.create(
        ref="5" * 32,
        kind="mission",
        village_id=small_office.village.id,
        place="Balai desa",
        on=DAY,
        starts="09:00",
        ends="15:00",
        places=40,
        made_by="0" * 32,
    )
    asked = Invitation.objects.create(
        code="c" * 32,
        slot=slot,
        person=person,
        channel="letter",
        rank=1,
        invited_on=DAY,
        invited_by="0" * 32,
    )

    def state_after(outcome: str) -> str:
        keep(clerk, said(person, outcome, outcome, slot=slot.ref))
        asked.refresh_from_db()
        return asked.state

    assert state_after("told") == "prepared"
    assert state_after("absent") == "missed"
    assert state_after("recorded") == "came"
    assert state_after("moved") == "came"
