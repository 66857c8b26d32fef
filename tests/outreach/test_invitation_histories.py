"""Whatever is invited, withdrawn, opted out and changed: never twice, never over the places."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lives import NOW, listed, opened
from tests.outreach.test_invitations import OFFICE, TODAY, a_slot, asked
from tests.principals import make_small_office
from tuntas.outreach.actions import campaigns, invitations, slots
from tuntas.outreach.errors import InvitationNotFound, SlotImpossible
from tuntas.outreach.models import Invitation, OptOut, Slot
from tuntas.outreach.queries import slots as reading

PEOPLE = 5
person = st.integers(0, PEOPLE - 1)
step = st.one_of(
    st.tuples(st.just("invite"), st.lists(person, min_size=1, max_size=4)),
    st.tuples(st.just("withdraw"), person),
    st.tuples(st.just("opt_out"), person),
    st.tuples(st.just("opt_in"), person),
    st.tuples(st.just("places"), st.integers(1, 6)),
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(step, max_size=14))
def test_never_twice_and_never_over_the_places(world: tuple[int, list[str]], steps: Any) -> None:
    village, refs = world
    OptOut.objects.all().delete()
    slot = a_slot(village, places=3)

    for verb, what in steps:
        _do(slot, refs, verb, what)
        rows = reading.invited_to(slot)
        held = Slot.objects.get(ref=slot)
        assert len(rows) <= held.places
        assert len({row.person_id for row in rows}) == len(rows)

    ranks = list(Invitation.objects.filter(slot__ref=slot).values_list("rank", flat=True))
    assert len(ranks) == len(set(ranks))


def _do(slot: str, refs: list[str], verb: str, what: Any) -> None:
    match verb:
        case "invite":
            silent = set(OptOut.objects.filter(ended_on=None).values_list("person__ref", flat=True))
            told = asked(slot, [refs[i] for i in what])
            assert not {ref.hex for ref in silent} & set(told.invited)
        case "withdraw":
            row = Invitation.objects.filter(
                slot__ref=slot, person__ref=refs[what], state="prepared"
            ).first()
            try:
                invitations.withdraw_invitation(
                    actor=OFFICE, code=row.code if row else "none", now=NOW
                )
            except InvitationNotFound:
                assert row is None
        case "opt_out":
            campaigns.opt_out(actor=OFFICE, person_ref=refs[what], on=TODAY, now=NOW)
        case "opt_in":
            campaigns.opt_in(actor=OFFICE, person_ref=refs[what], on=TODAY, now=NOW)
        case "places":
            try:
                slots.change_slot(actor=OFFICE, slot_ref=slot, places=what, now=NOW)
            except SlotImpossible:
                assert what < len(reading.invited_to(slot))


@pytest.fixture
def world(db: None) -> tuple[int, list[str]]:
    office = make_small_office()
    opened()
    return office.village.id, [
        listed(office.village.id, on=date(2020, 6, 30)).ref.hex for _ in range(PEOPLE)
    ]
