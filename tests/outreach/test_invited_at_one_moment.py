"""Two who invite at one moment: nobody twice, no place twice, on either database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections

from tests.lives import NOW, listed, opened
from tests.outreach.conftest import TODAY
from tests.outreach.test_invitations import OFFICE, a_slot, asked
from tests.principals import make_small_office
from tuntas.outreach.actions.contacts import record_contact
from tuntas.outreach.actions.invitations import Invited
from tuntas.outreach.models import Contact, Invitation, Slot

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave when all began at one moment, each in a connection of its own."""
    gate, results = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=30)
            results[place] = act()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


@pytest.fixture
def village() -> int:
    office = make_small_office()
    opened()
    return office.village.id


def test_three_desks_fill_a_slot_and_not_more(village: int) -> None:
    slot = a_slot(village, places=5)
    people = [listed(village).ref.hex for _ in range(9)]
    desks = [people[:6], people[3:], list(reversed(people))]

    told: list[Invited] = together(*[lambda refs=refs: asked(slot, refs) for refs in desks])  # type: ignore[misc]

    rows = list(Invitation.objects.values_list("person__ref", "rank"))
    assert len(rows) == 5
    assert len({person for person, _ in rows}) == 5
    assert sorted(rank for _, rank in rows) == [1, 2, 3, 4, 5]
    invited = Counter(ref for one in told for ref in one.invited)
    assert set(invited.values()) == {1}
    for desk, one in zip(desks, told, strict=True):
        parts = (one.invited, one.already, one.full, one.opted_out, one.not_left)
        assert sorted(ref for part in parts for ref in part) == sorted(desk)


def test_the_database_refuses_a_second_invitation_by_itself(village: int) -> None:
    slot, person = a_slot(village), listed(village)
    asked(slot, [person.ref.hex])
    held = Invitation.objects.get()

    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        Invitation.objects.create(
            code="f" * 32,
            slot=Slot.objects.get(),
            person=person,
            channel="letter",
            rank=2,
            invited_on=TODAY,
            invited_by=held.invited_by,
        )
    if connection.in_atomic_block:
        connection.set_rollback(True)


def test_a_phone_that_sends_twice_at_one_moment_is_heard_once(village: int) -> None:
    person = listed(village)

    def send() -> str:
        return record_contact(
            actor=OFFICE,
            person_ref=person.ref.hex,
            outcome="told",
            on=TODAY,
            channel="link",
            nonce="n" * 32,
            now=NOW,
            told_by="a" * 32,
            told_through="link",
        ).outcome

    assert sorted(together(send, send, send)) == ["kept", "repeated", "repeated"]
    assert Contact.objects.count() == 1
