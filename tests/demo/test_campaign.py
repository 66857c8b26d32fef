"""A campaign through the real pages closes or explains every name of the demo's list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from tests.demo.campaign import Campaign, people_by_end
from tests.demo.small import corner
from tuntas.audit import queries as audit
from tuntas.coverage import queries as coverage
from tuntas.coverage.flows import Fall
from tuntas.demo import actions, telling
from tuntas.demo.rounds import Truths
from tuntas.demo.situations import End, Truth, end_of
from tuntas.ledger import queries as ledger
from tuntas.ledger import verification
from tuntas.outreach import queries as outreach
from tuntas.outreach.duties import Step
from tuntas.residents.models import Person

EVE = date(2023, 6, 14)
CORNER = (32, 109)  # desa whose left hold nearly every situation


@pytest.fixture
def stage(settings: Any, tmp_path: Any) -> Any:
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    return tmp_path


def silent(step: str, on: date) -> None:
    """Nobody listens."""


def left_refs() -> set[str]:
    people = [person for person, _, _ in ledger.people_in(on=EVE)]
    return {person.ref.hex for person in Person.objects.in_bulk(people).values()}


@pytest.mark.django_db
def test_a_campaign_closes_or_explains_every_name(
    told: Any, stage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = corner(told, CORNER)
    monkeypatch.setattr(telling, "told", lambda: story)
    actions.build(folder=stage, start=EVE, tell=silent)

    close_or_explain_every_name(Campaign.of(Truths(story)))


@pytest.mark.soak
@pytest.mark.django_db
def test_a_campaign_closes_or_explains_all_862(told: Any, stage: Any) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("five minutes of the same pages; forty-five people go through on PostgreSQL")
    actions.build(folder=stage, start=EVE, tell=silent)
    campaign = Campaign.of(Truths(told))

    close_or_explain_every_name(campaign)

    assert len(campaign.truth) == 862
    assert set(campaign.truth.values()) == set(Truth)


def close_or_explain_every_name(campaign: Campaign) -> None:
    before, names = coverage.figures_of(on=EVE), left_refs()
    flows_before = fall_of_today()
    assert len(names) == before.left > 20

    campaign.run()

    assert set(campaign.truth) == names
    open_ones = left_refs()
    ends = {ref: end_of(truth) for ref, truth in campaign.truth.items()}
    recorded = {ref for ref in names if ends[ref] is End.RECORDED}
    assert not recorded & open_ones
    assert open_ones == names - recorded
    middle = coverage.figures_of(on=EVE)
    assert middle.captured == before.captured + len(recorded)
    assert middle.obliged == before.obliged
    assert_every_open_name_is_explained(campaign, open_ones)

    answered = sorted(ref for ref in open_ones if ends[ref] is not End.STAYS)
    never_answered = set(answered[::4])
    campaign.register_answers([ref for ref in answered if ref not in never_answered])

    after = coverage.figures_of(on=EVE)
    removed = len(answered) - len(never_answered)
    assert left_refs() == open_ones - (set(answered) - never_answered)
    assert after.left == before.left - len(recorded) - removed
    assert after.obliged == before.obliged - removed
    assert after.captured == before.captured + len(recorded)
    assert after.left - after.left_dynamic == middle.left - middle.left_dynamic - removed
    flows = fall_of_today()
    assert flows.balances
    assert flows.n_recorded == flows_before.n_recorded + len(recorded)
    assert flows.n_removed == flows_before.n_removed + removed
    aging = {row.proposal.person.ref.hex for row in outreach.unanswered(None, EVE)}
    assert never_answered <= aging
    assert [*verification.verify(), *audit.verify_all()] == []
    assert people_by_end(campaign.truth, names).total() == before.left


def assert_every_open_name_is_explained(campaign: Campaign, open_ones: set[str]) -> None:
    """With a reason, an owner, and aside where two persons agreed on it."""
    tasks = {
        Person.objects.get(id=task.person_id).ref.hex: task
        for task in outreach.next_actions(None, EVE)
    }
    assert set(tasks) == open_ones
    assert all(task.case.reason for task in tasks.values())
    assert Step.FIND_REASON not in {task.duty.step for task in tasks.values()}
    to_leave = {Truth.DEAD, Truth.MOVED, Truth.ABROAD, Truth.DOUBLE, Truth.UNKNOWN}
    for ref, task in tasks.items():
        assert task.case.aside == (campaign.truth[ref] in to_leave), campaign.truth[ref]


def fall_of_today() -> Fall:
    """How the list fell today: recorded and removed apart."""
    return coverage.fall(after=EVE - timedelta(1), until=EVE)
