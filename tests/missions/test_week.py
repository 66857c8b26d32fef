"""The regency's week: the demo's people, the office's roads, and how good its plan is."""

from __future__ import annotations

from datetime import date

import pytest

from tests.demo.by_hand import count, lives_as_known
from tuntas.demo import script, telling
from tuntas.missions import planner, week
from tuntas.missions.planning import baselines, simulate
from tuntas.missions.planning.field import Field


def test_the_frozen_counts_are_those_of_the_demo_on_14_june():
    told = telling.told()
    on = script.STARTS_ON
    left = count(lives_as_known(told, script.OPENING_ON, on), on).left_by_village
    codes = [village.code for village in telling.villages()]

    frozen = week.unrecorded()

    assert on == date(2023, 6, 14)
    assert sum(frozen.values()) == 862
    assert frozen == {code: left[n] for n, code in enumerate(codes)}


@pytest.fixture(scope="module")
def planned():
    problem = week.problem()
    return problem, planner.plan(problem, seed=1, seconds=240)


def test_the_week_is_planned_to_within_half_a_percent_of_the_best(planned):
    problem, plan = planned

    assert planner.validate(problem, plan) == []
    assert len(plan.assignments) <= 28
    assert plan.gap <= 0.5


def test_on_outcomes_nobody_planned_with_more_are_recorded_than_by_any_rule(planned):
    problem, plan = planned
    drawn = simulate.willing(problem, outcomes=200, seed=99)
    ours = simulate.recorded(drawn, simulate.visits_of(problem, plan)).mean()
    rules = {
        name: simulate.recorded(drawn, visits).mean()
        for name, visits in baselines.all_of(Field(problem)).items()
    }

    assert ours == pytest.approx(plan.expected, rel=0.02)
    assert ours >= 1.4 * rules.pop(baselines.ONE_A_DAY)
    assert set(rules) == set(baselines.CHAINED)
    assert ours >= 1.1 * max(rules.values())


def test_islands_are_reached_by_boat_only(planned):
    problem, plan = planned
    island = {place.code for place in problem.places if place.island}

    over_sea = [one for one in plan.assignments if any(s.venue in island for s in one.stops)]

    assert len(island) > 0
    assert all(one.sea_km > 0 and one.gear for one in over_sea)


def test_there_are_twenty_variations_and_each_is_another_week():
    problems = [week.problem(variation) for variation in week.variations()]

    assert len(problems) == 20
    assert len({repr(problem) for problem in problems} | {repr(week.problem())}) == 21
