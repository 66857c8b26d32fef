"""A corner of the story, lived in a real store through the ordinary actions."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.conf import settings

from tests.demo.by_hand import count, lives_as_known
from tests.demo.small import corner
from tuntas.accounts.principals import ANONYMOUS
from tuntas.accounts.roles import Role
from tuntas.coverage import queries as coverage
from tuntas.demo import actions, mark, opening, reckoning, telling
from tuntas.demo.acts import Verb
from tuntas.demo.errors import NotADemo, NotAllowed, OutsideStory
from tuntas.demo.roster import SEATS, Cast
from tuntas.enrolment.actions import record_person
from tuntas.ledger import clock, verification
from tuntas.outreach import queries as outreach
from tuntas.residents import queries as residents

OPENING = date(2020, 6, 30)
EVE = date(2023, 6, 14)
CORNER = (38, 45, 52, 101)


@pytest.fixture(scope="module")
def small(told):
    return corner(told, CORNER)


@pytest.fixture
def stage(small, settings, monkeypatch, tmp_path):
    settings.DEMO = True
    monkeypatch.setattr(telling, "told", lambda: small)
    return tmp_path


def silent(step: str, on: date) -> None:
    """Nobody listens."""


def assert_ledger_counts_as_by_hand(small, on, known):
    by_hand = count(lives_as_known(small, OPENING, known), on)
    ledger = coverage.figures_of(on=on, known=known)

    assert (ledger.obliged, ledger.left) == (by_hand.obliged, by_hand.left), on


@pytest.mark.django_db
def test_a_corner_of_the_story_lived_to_june_2023(small, stage):
    actions.build(folder=stage, start=EVE, tell=silent)

    for on in (
        OPENING,
        date(2020, 12, 31),
        date(2021, 3, 5),
        date(2021, 9, 30),
        date(2022, 7, 15),
        date(2022, 10, 8),
        date(2023, 2, 20),
        EVE,
    ):
        assert_ledger_counts_as_by_hand(small, on, known=EVE)
        assert_ledger_counts_as_by_hand(small, on, known=on)
    assert list(verification.verify()) == []
    assert clock.today() == EVE
    assert mark.state(stage) is mark.State.READY
    assert_official_figures_stand_beside()
    assert_asides_wait_or_are_decided(small)
    assert_user_goes_before_the_script(small, stage)


def assert_official_figures_stand_beside():
    breaks = coverage.denominator_breaks(OPENING, EVE)
    beside = coverage.official_beside_ledger()

    assert [row.cut_off.month for row in breaks] == [12, 6, 12, 6, 12]
    assert {row.source for row in breaks} == {"demo (sintetis)"}
    on_12_june = [c.official for c in beside if c.official.cut_off == date(2023, 6, 12)]
    assert len(on_12_june) == 7
    assert all(row.known_on > row.cut_off for row in on_12_june)


def assert_asides_wait_or_are_decided(small):
    approved = {a.person for a in small.acts if a.verb is Verb.ASIDE_APPROVED}
    taken_back = {a.person for a in small.acts if a.verb is Verb.ASIDE_TAKEN_BACK}
    proposed = {a.person for a in small.acts if a.verb is Verb.ASIDE_PROPOSED}
    declined = {a.person for a in small.acts if a.verb is Verb.ASIDE_DECLINED}

    assert len(outreach.open_proposals()) == len(proposed - approved - declined)
    assert coverage.figures_of(on=EVE).aside == len(approved - taken_back)


def assert_user_goes_before_the_script(small, stage):
    """The user records somebody whom the script would record later; the script skips them."""
    cast = Cast()
    later = next(
        a for a in small.acts if a.verb is Verb.RECORDED and EVE < a.known_on <= date(2023, 6, 20)
    )
    (ref,) = residents.refs_by_nik([str(small.people.nik[later.person])]).values()
    before = coverage.figures_of(on=EVE).left

    record_person(
        actor=cast["operator"],
        person_ref=ref,
        nonce="dari-pemakai",
        on=EVE,
        place="Kantor Disdukcapil",
        now=clock.now(),
    )
    assert coverage.figures_of(on=EVE).left == before - 1

    days = [
        day
        for n in range(15, 21)
        for day in actions.advance_to(actor=cast["operator"], day=date(2023, 6, n), folder=stage)
    ]
    assert sum(day.refused for day in days) == 1
    scripted = Counter(a.known_on for a in small.acts if a.verb is Verb.RECORDED)
    for day in days:
        assert day.recorded + day.refused == scripted[day.on]
    assert_ledger_counts_as_by_hand(small, date(2023, 6, 20), known=date(2023, 6, 20))

    with pytest.raises(clock.ClockRunsForward):
        actions.advance_to(actor=cast["operator"], day=EVE, folder=stage)
    with pytest.raises(NotAllowed):
        actions.advance_to(actor=ANONYMOUS, day=date(2023, 6, 21), folder=stage)
    with pytest.raises(NotADemo):
        actions.build(folder=stage, start=EVE, tell=silent)


@pytest.mark.django_db
def test_a_day_lived_twice_counts_once(small, stage):
    actions.build(folder=stage, start=date(2020, 9, 29), tell=silent)
    register, cast = actions.Register(small), Cast()
    on = date(2020, 9, 30)
    files = stage / opening.FOLDER

    first = actions.Day(on=on, register=register, cast=cast, folder=files).live()
    figures = coverage.figures_of(on=on)
    again = actions.Day(on=on, register=register, cast=cast, folder=files).live()

    assert first.events > 0
    assert again.recorded == 0
    assert coverage.figures_of(on=on) == figures
    assert list(verification.verify()) == []


@pytest.mark.django_db
def test_every_role_has_a_seat_and_two_persons_can_be_found(small, stage):
    actions.build(folder=stage, start=OPENING, tell=silent)
    cast = Cast()

    roles = Counter(role for seat in SEATS for role in cast[seat.username].roles)
    assert set(roles) == {role.value for role in Role}
    assert roles[Role.ADB] == 2
    assert len({cast[seat.username].officer_ref for seat in SEATS}) == len(SEATS)
    assert all(cast[seat.username].can("move_clock") for seat in SEATS)


@pytest.mark.django_db
def test_a_story_does_not_begin_before_its_first_day(stage):
    with pytest.raises(OutsideStory):
        actions.build(folder=stage, start=date(2020, 6, 29), tell=silent)


def test_the_demo_is_off_unless_asked_for():
    assert not settings.DEMO
    assert reckoning.LAST_DAY > EVE
