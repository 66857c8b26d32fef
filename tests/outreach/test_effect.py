"""What works is counted by person, credited once, and honest about small numbers."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lives import NOW, listed
from tests.outreach.conftest import TODAY
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.enrolment.actions.recording import record_person
from tuntas.outreach import effectiveness
from tuntas.outreach.actions.campaigns import open_campaign, set_costs
from tuntas.outreach.actions.contacts import record_contact
from tuntas.outreach.actions.invitations import invite
from tuntas.outreach.actions.slots import open_slot
from tuntas.outreach.effectiveness import Asked
from tuntas.outreach.errors import CampaignImpossible
from tuntas.outreach.queries.effect import effects

OFFICE = system("test")
DAY = date(2023, 6, 1)
CHANNELS = ("letter", "whatsapp")


@st.composite
def histories(draw: st.DrawFn) -> list[Asked]:
    days = st.integers(0, 20).map(lambda n: DAY + timedelta(days=n))
    recorded = {person: draw(st.none() | days) for person in range(5)}
    return [
        Asked(
            person=(person := draw(st.integers(0, 4))),
            campaign=draw(st.integers(0, 1)),
            channel=draw(st.sampled_from(CHANNELS)),
            rank=rank,
            invited_on=(day := draw(days)),
            slot_on=day + timedelta(days=draw(st.integers(0, 5))),
            came=draw(st.booleans()),
            recorded_on=recorded[person],
        )
        for rank in range(draw(st.integers(0, 12)))
    ]


@given(histories())
def test_a_recording_is_credited_once_a_campaign_and_to_no_later_call(asked: list[Asked]) -> None:
    owed = effectiveness.credited(asked, 14)

    pairs = [(asked[index].person, asked[index].campaign) for index in owed]
    assert len(pairs) == len(set(pairs))
    for index in owed:
        recorded = asked[index].recorded_on
        assert recorded is not None
        assert asked[index].invited_on <= recorded


@given(histories())
def test_the_thirds_are_everybody_once(asked: list[Asked]) -> None:
    first, second, third = effectiveness.thirds(asked)

    assert sorted(first + second + third) == list(range(len(asked)))
    assert 0 <= len(first) - len(third) <= 1


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_narrows_with_numbers(counted: tuple[int, int]) -> None:
    k, n = counted

    few, many = effectiveness.share(k, n), effectiveness.share(k * 10, n * 10)

    assert few
    assert many
    assert 0 <= few.low <= few.percent <= few.high <= 100
    assert many.high - many.low <= few.high - few.low + 0.1


@pytest.mark.django_db
def test_a_campaign_with_two_channels(in_june: SmallOffice) -> None:
    ref = open_campaign(
        actor=OFFICE, name="Pemula Juni", from_on=DAY, until_on=date(2023, 6, 30), now=NOW
    )
    slot = open_slot(
        actor=OFFICE,
        kind="office",
        village_id=in_june.village.id,
        place="Kantor",
        on=TODAY,
        starts=time(8),
        ends=time(12),
        places=20,
        campaign=ref,
        now=NOW,
    )
    people = [listed(in_june.village.id).ref.hex for _ in range(6)]
    for channel, refs in (("letter", people[:4]), ("whatsapp", people[4:])):
        invite(actor=OFFICE, slot_ref=slot, person_refs=refs, channel=channel, on=DAY, now=NOW)
    for number, person in enumerate(people[:3]):
        record_contact(
            actor=OFFICE,
            person_ref=person,
            outcome="recorded" if number else "refused",
            on=TODAY,
            channel="slot",
            slot=slot,
            nonce=f"n{number}",
            now=NOW,
        )
        if number:
            record_person(
                actor=OFFICE,
                person_ref=person,
                place="Kantor",
                nonce=f"{number}" * 32,
                on=TODAY,
                now=NOW,
            )
    set_costs(actor=OFFICE, campaign_ref=ref, rupiah={"letter": 300_001}, now=NOW)

    (found,) = effects(TODAY)

    channels = dict(found.channels)
    assert (found.whole.invited, found.whole.came, found.whole.recorded) == (6, 3, 2)
    assert (channels["letter"].invited, channels["letter"].recorded) == (4, 2)
    assert channels["letter"].rupiah_each == 150_001
    assert channels["whatsapp"].rupiah_each is None
    assert [part.recorded for part in found.order] == [1, 1, 0]


@pytest.mark.django_db
def test_a_campaign_needs_a_name_and_an_order_of_days(in_june: SmallOffice) -> None:
    with pytest.raises(CampaignImpossible):
        open_campaign(actor=OFFICE, name=" ", from_on=DAY, until_on=DAY, now=NOW)
    with pytest.raises(CampaignImpossible):
        open_campaign(actor=OFFICE, name="x", from_on=TODAY, until_on=DAY, now=NOW)
    with pytest.raises(CampaignImpossible):
        set_costs(actor=OFFICE, campaign_ref="0" * 32, rupiah={}, now=NOW)
