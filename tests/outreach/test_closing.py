"""A slot closes when every listed name has an outcome; its numbers add up."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lives import NOW, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.ledger.verification import verify
from tuntas.outreach import errors
from tuntas.outreach.actions import slots
from tuntas.outreach.actions.closing import close_slot, record_passing
from tuntas.outreach.actions.contacts import record_contact
from tuntas.outreach.actions.invitations import invite
from tuntas.outreach.models import Passing, Slot
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.queries.closing import count_of, without_outcome
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

OFFICE = system("test")
DAY = date(2023, 6, 16)


@pytest.fixture
def people(small_office: SmallOffice) -> list[Person]:
    opened()
    return [listed(small_office.village.id) for _ in range(4)]


@pytest.fixture
def slot(small_office: SmallOffice, people: list[Person]) -> Slot:
    ref = slots.open_slot(
        actor=OFFICE,
        kind="mission",
        village_id=small_office.village.id,
        place="Balai desa",
        on=DAY,
        starts=time(9),
        ends=time(15),
        places=40,
        now=NOW,
    )
    refs = [person.ref.hex for person in people[:3]]
    invite(actor=OFFICE, slot_ref=ref, person_refs=refs, channel="letter", on=DAY, now=NOW)
    return Slot.objects.get(ref=ref)


def tell(slot: Slot, person: Person, outcome: str, nonce: str = "") -> None:
    record_contact(
        actor=OFFICE,
        person_ref=person.ref.hex,
        outcome=outcome,
        on=DAY,
        channel="slot",
        slot=slot.ref,
        will_come_on=DAY if outcome == "will_come" else None,
        nonce=nonce or f"{outcome}-{person.id}",
        now=NOW,
    )


def pass_by(
    slot: Slot, kind: str, nonce: str, recorded: bool, person: Person | None = None
) -> bool:
    return record_passing(
        actor=OFFICE,
        slot_ref=slot.ref,
        kind=kind,
        recorded=recorded,
        nonce=nonce,
        now=NOW,
        person_ref=person.ref.hex if person else "",
    )


def test_no_name_is_dropped_in_silence(slot: Slot, people: list[Person]) -> None:
    tell(slot, people[0], "recorded")
    tell(slot, people[1], "absent")
    tell(slot, people[2], "told")

    assert without_outcome(slot.id) == [people[2].id]
    with pytest.raises(errors.OutcomesMissing):
        close_slot(actor=OFFICE, slot_ref=slot.ref, now=NOW)

    tell(slot, people[2], "moved")
    count = close_slot(actor=OFFICE, slot_ref=slot.ref, now=NOW)

    assert (count.invited, count.came, count.missed, count.waiting) == (3, 1, 2, 0)
    assert count.outcomes == {Outcome.RECORDED: 1, Outcome.ABSENT: 1, Outcome.MOVED: 1}
    assert list(verify()) == []
    with pytest.raises(errors.SlotNotFound):
        close_slot(actor=OFFICE, slot_ref=slot.ref, now=NOW)


def test_walk_ins_and_people_from_elsewhere_are_counted_apart(
    slot: Slot, people: list[Person]
) -> None:
    for person in people[:3]:
        tell(slot, person, "recorded")
    pass_by(slot, "walk_in", "1", True, people[3])
    pass_by(slot, "walk_in", "2", False)
    pass_by(slot, "elsewhere", "3", True)

    count = close_slot(actor=OFFICE, slot_ref=slot.ref, now=NOW)

    assert (count.invited, count.came, count.walk_ins, count.elsewhere) == (3, 3, 2, 1)
    assert (count.recorded_listed, count.recorded_walk_ins, count.recorded_elsewhere) == (3, 1, 1)
    assert count.recorded == 5


def test_who_is_listed_is_no_walk_in(slot: Slot, people: list[Person]) -> None:
    with pytest.raises(errors.IsListed):
        pass_by(slot, "walk_in", "1", True, people[0])

    assert not Passing.objects.exists()


def test_a_passing_sent_twice_is_one(slot: Slot) -> None:
    assert pass_by(slot, "elsewhere", "1", True) is True
    assert pass_by(slot, "elsewhere", "1", True) is False
    with pytest.raises(errors.NonceReused):
        pass_by(slot, "elsewhere", "1", False)


def test_verify_sees_a_slot_closed_behind_the_programs_back(slot: Slot) -> None:
    Slot.objects.filter(id=slot.id).update(state=Slot.State.CLOSED)

    assert [problem.place for problem in verify()] == [f"outreach_slot {slot.ref}"]


told = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(Outcome)), max_size=12)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(told=told)
def test_the_numbers_add_up_whatever_is_told(
    slot: Slot, people: list[Person], told: list[tuple[int, Outcome]]
) -> None:
    with transaction.atomic():
        for n, (who, outcome) in enumerate(told):
            tell(slot, people[who], outcome.value, f"{n}")

        count = count_of(slot.id)

        assert count.invited == 3 == count.came + count.missed + count.waiting
        assert sum(count.outcomes.values()) == count.came + count.missed
        assert count.waiting == len(without_outcome(slot.id))
        transaction.set_rollback(True)  # the next example begins with nothing told
