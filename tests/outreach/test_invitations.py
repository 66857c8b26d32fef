"""Nobody is invited twice for a slot, no slot is overfilled, and who wants quiet has it."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.lives import NOW, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.enrolment.actions.recording import record_person
from tuntas.outreach.actions import campaigns, invitations, slots
from tuntas.outreach.actions.closing import close_slot
from tuntas.outreach.actions.contacts import record_contact
from tuntas.outreach.actions.invitations import Invited, invite
from tuntas.outreach.errors import OutcomesMissing, QuietNow, SlotImpossible, SlotNotFound
from tuntas.outreach.models import Invitation, Slot
from tuntas.outreach.queries import slots as reading
from tuntas.outreach.verification import check
from tuntas.residents.errors import NotFound

pytestmark = pytest.mark.django_db

OFFICE = system("test")
TODAY, DAY = date(2023, 6, 14), date(2023, 6, 16)
WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture
def village(small_office: SmallOffice) -> int:
    opened()
    return small_office.village.id


def a_slot(village: int, *, places: int = 10) -> str:
    return slots.open_slot(
        actor=OFFICE,
        kind="mission",
        village_id=village,
        place="Balai desa",
        on=DAY,
        starts=time(8),
        ends=time(15),
        places=places,
        now=NOW,
    )


def people(village: int, n: int) -> list[str]:
    return [listed(village).ref.hex for _ in range(n)]


def asked(slot: str, refs: list[str], channel: str = "letter") -> Invited:
    return invite(actor=OFFICE, slot_ref=slot, person_refs=refs, channel=channel, on=TODAY, now=NOW)


def came_of(slot: str, person_ref: str, outcome: str) -> None:
    record_contact(
        actor=OFFICE,
        person_ref=person_ref,
        outcome=outcome,
        on=DAY,
        channel="slot",
        nonce=f"{slot}{person_ref}"[:64],
        slot=slot,
        now=NOW,
    )


def test_people_are_invited_in_order_and_nobody_twice(village: int) -> None:
    slot, refs = a_slot(village), people(village, 3)

    first = asked(slot, [refs[0], refs[0], refs[1]])
    again = asked(slot, refs)

    assert first.invited == tuple(refs[:2])
    assert (again.already, again.invited) == (tuple(refs[:2]), (refs[2],))
    assert [row.rank for row in reading.invited_to(slot)] == [1, 2, 3]


def test_places_end_and_the_rest_is_told_so(village: int) -> None:
    slot, refs = a_slot(village, places=2), people(village, 4)

    told = asked(slot, refs)

    assert (told.invited, told.full) == (tuple(refs[:2]), tuple(refs[2:]))
    line = reading.line(slot)
    assert line is not None
    assert (line.places_left, line.waiting) == (0, 2)


def test_a_place_given_back_goes_to_the_next(village: int) -> None:
    slot, refs = a_slot(village, places=1), people(village, 2)
    asked(slot, refs[:1])
    code = Invitation.objects.get().code

    invitations.withdraw_invitation(actor=OFFICE, code=code, now=NOW)

    assert asked(slot, refs[1:]).invited == (refs[1],)
    assert asked(slot, refs[:1]).full == (refs[0],)


def test_who_opted_out_of_a_channel_is_called_on_others_only(village: int) -> None:
    slot, (ref, silent) = a_slot(village), people(village, 2)
    campaigns.opt_out(actor=OFFICE, person_ref=ref, channel="whatsapp", on=TODAY, now=NOW)
    campaigns.opt_out(actor=OFFICE, person_ref=silent, on=TODAY, now=NOW)

    assert asked(slot, [ref, silent], "whatsapp").opted_out == (ref, silent)
    assert asked(slot, [ref, silent]) == Invited(invited=(ref,), opted_out=(silent,))

    campaigns.opt_in(actor=OFFICE, person_ref=silent, on=TODAY, now=NOW)
    assert asked(slot, [silent]).invited == (silent,)


def test_opting_out_twice_is_once(village: int) -> None:
    (ref,) = people(village, 1)

    assert campaigns.opt_out(actor=OFFICE, person_ref=ref, on=TODAY, now=NOW)
    assert not campaigns.opt_out(actor=OFFICE, person_ref=ref, on=TODAY, now=NOW)


def test_the_recorded_are_not_called(village: int) -> None:
    slot, refs = a_slot(village), people(village, 2)
    record_person(
        actor=OFFICE, person_ref=refs[0], place="Loket", nonce="n" * 32, on=TODAY, now=NOW
    )

    assert asked(slot, refs) == Invited(invited=(refs[1],), not_left=(refs[0],))


def test_an_unknown_name_invites_nobody(village: int) -> None:
    slot, refs = a_slot(village), people(village, 1)

    with pytest.raises(NotFound):
        asked(slot, [*refs, "0" * 32])

    assert reading.invited_to(slot) == []


def test_a_slot_shrinks_no_further_than_its_invitations(village: int) -> None:
    slot = a_slot(village)
    asked(slot, people(village, 3))

    with pytest.raises(SlotImpossible):
        slots.change_slot(actor=OFFICE, slot_ref=slot, places=2, now=NOW)
    slots.change_slot(actor=OFFICE, slot_ref=slot, places=3, now=NOW)


def test_a_cancelled_slot_names_whom_to_tell_and_takes_nobody(village: int) -> None:
    slot, refs = a_slot(village), people(village, 2)
    asked(slot, refs)

    told = slots.cancel_slot(actor=OFFICE, slot_ref=slot, why="hujan", now=NOW)

    assert told == refs
    with pytest.raises(SlotNotFound):
        asked(slot, refs)


def test_a_slot_closes_when_every_name_has_an_outcome(village: int) -> None:
    slot, refs = a_slot(village), people(village, 2)
    asked(slot, refs)
    came_of(slot, refs[0], "recorded")

    with pytest.raises(OutcomesMissing):
        close_slot(actor=OFFICE, slot_ref=slot, now=NOW)
    came_of(slot, refs[1], "absent")
    close_slot(actor=OFFICE, slot_ref=slot, now=NOW)

    line = reading.line(slot)
    assert line is not None
    assert (line.slot.state, line.came, line.missed) == ("closed", 1, 1)


@pytest.mark.parametrize(("channel", "refused"), [("whatsapp", True), ("letter", False)])
def test_quiet_hours_hold_what_disturbs(village: int, channel: str, refused: bool) -> None:
    slot = a_slot(village)
    asked(slot, people(village, 1), channel)
    code = Invitation.objects.get().code
    night = datetime(2023, 6, 14, 21, tzinfo=WITA)

    if refused:
        with pytest.raises(QuietNow):
            invitations.mark_sent(actor=OFFICE, codes=[code], on=TODAY, now=night)
    else:
        assert invitations.mark_sent(actor=OFFICE, codes=[code], on=TODAY, now=night) == 1
    morning = datetime(2023, 6, 15, 7, tzinfo=WITA)
    assert invitations.mark_sent(actor=OFFICE, codes=[code], on=TODAY, now=morning) == refused


def test_verify_notices_a_slot_with_more_people_than_places(village: int) -> None:
    slot = a_slot(village, places=3)
    asked(slot, people(village, 3))
    assert list(check()) == []

    Slot.objects.filter(ref=slot).update(places=2)

    assert [problem.en for problem in check()] == ["more invitations than places"]
