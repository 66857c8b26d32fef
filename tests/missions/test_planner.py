"""Plans: as good as every plan written out, possible, the same each time; new after an evening."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.missions.small_problems import WEDNESDAY, best, hall, problem_of
from tuntas.missions import planner
from tuntas.missions.planning import exchange, making
from tuntas.missions.planning.answer import Absence, Done, Outcome, Plan
from tuntas.missions.planning.choice import Limit
from tuntas.missions.planning.master import solve_whole
from tuntas.missions.planning.problem import (
    Floor,
    Gear,
    Group,
    Joint,
    Officer,
    Pin,
    Problem,
    Rules,
    Session,
    Turnout,
    Venue,
)

ROUND_TRIP = 60


def here(problem: Problem, **more: object) -> Plan:
    """A plan without a child process and without a clock."""
    return making.make(
        problem,
        seed=1,
        limit=Limit(1e6, lambda: 0.0),
        solver=solve_whole,
        **more,  # type: ignore[arg-type]
    )


def ways(size: int) -> list[list[int]]:
    """Places on a line, a quarter of an hour apart."""
    return [[15 * abs(a - b) for b in range(size)] for a in range(size)]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    size = draw(st.integers(1, 3))
    points = draw(
        st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=4, max_size=4)
    )
    minutes = [[abs(a[0] - b[0]) + abs(a[1] - b[1]) for b in points] for a in points[: size + 1]]
    minutes = [row[: size + 1] for row in minutes]
    same = draw(st.booleans())
    venues = [
        hall(
            n + 1,
            draw(st.integers(1, 3)),
            draw(st.sampled_from([0.3, 0.5, 0.8, 1.0])),
            20.0 if same else draw(st.sampled_from([10.0, 20.0, 35.0])),
            most_visits=draw(st.integers(1, 2)),
            opens=draw(st.sampled_from([0, 0, 540])),
            closes=draw(st.sampled_from([2880, 2880, 660])),
        )
        for n in range(size)
    ]
    return problem_of(
        venues,
        minutes,
        sea=frozenset(draw(st.sets(st.integers(1, size), max_size=1))),
        teams=draw(st.integers(1, 2)),
        sessions=tuple(
            Session(
                WEDNESDAY + timedelta(n), starts=480, ends=480 + draw(st.sampled_from([180, 240]))
            )
            for n in range(draw(st.integers(1, 2)))
        ),
        operators=draw(st.integers(1, 2)),
        rules=Rules(setup_minutes=draw(st.sampled_from([15, 40])), most_stops=2),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_no_plan_written_out_by_hand_is_better_and_none_exceeds_the_bound(problem):
    most = best(problem)

    plan = here(problem)

    assert planner.validate(problem, plan) == []
    assert plan.expected <= most + 1e-9
    assert plan.bound >= most - 1e-9
    assert plan.expected >= most * 0.999 - 1e-9


def four_villages(**more: object) -> Problem:
    venues = [hall(1, 6, 0.8), hall(2, 4, 0.5), hall(3, 5, 0.6), hall(4, 2, 0.9)]
    days = tuple(Session(WEDNESDAY + timedelta(n), ends=12 * 60) for n in range(2))
    return problem_of(venues, ways(5), teams=2, sessions=days, **more)  # type: ignore[arg-type]


def test_the_same_problem_and_seed_give_the_same_plan_and_it_survives_json():
    problem = four_villages()

    first, second = planner.plan(problem, seed=7), planner.plan(problem, seed=7)

    assert first == second
    assert exchange.from_json(Plan, exchange.to_json(first)) == first
    assert exchange.from_json(Problem, exchange.to_json(problem)) == problem


def test_a_plan_with_no_time_to_search_is_still_possible():
    problem = four_villages()

    plan = planner.plan(problem, seconds=0.0)

    assert planner.validate(problem, plan) == []
    assert 0 < plan.expected <= plan.bound


def test_people_who_need_more_than_one_visit_are_not_counted_twice():
    venue = hall(1, 8, 1.0, 60.0)
    days = tuple(Session(WEDNESDAY + timedelta(n), ends=12 * 60) for n in range(4))
    problem = problem_of([venue], ways(2), sessions=days)

    plan = here(problem)

    # Four hours less an hour of road and setting up: three people a day, three visits allowed.
    assert plan.expected == pytest.approx(8.0)
    assert sum(len(one.stops) for one in plan.assignments) == 3


def test_the_island_waits_when_the_boat_does_not_sail():
    problem = problem_of([hall(1, 6, 0.9), hall(2, 2, 0.5)], ways(3), sea=frozenset({1}))
    plan = here(problem)
    assert "v1" in {stop.venue for one in plan.assignments for stop in one.stops}

    ashore = dataclasses.replace(
        problem,
        gear=tuple(
            dataclasses.replace(g, away=(WEDNESDAY,)) for g in problem.gear if g.kind == "boat"
        )
        + tuple(g for g in problem.gear if g.kind == "kit"),
    )
    without = here(ashore)

    assert planner.validate(ashore, without) == []
    assert {stop.venue for one in without.assignments for stop in one.stops} == {"v2"}
    assert next(row for row in without.left if row.venue == "v1").reason == "no_boat"
    assert any("away" in wrong for wrong in planner.validate(ashore, plan))


def test_friday_prayers_are_kept():
    friday = Session(date(2023, 6, 16), starts=480, ends=900, pause=(690, 780))
    problem = problem_of([hall(1, 20, 0.9, 15.0)], ways(2), sessions=(friday,))

    plan = here(problem)

    (stop,) = plan.assignments[0].stops
    assert planner.validate(problem, plan) == []
    assert stop.serves_until - stop.serves_from == 15 * stop.places + 90


def test_a_venue_gets_only_whom_it_asks_for():
    venues = [
        hall(1, 5, 0.9, network=False),
        hall(2, 5, 0.9, power=False),
        hall(3, 5, 0.9, needs_woman=True),
        hall(4, 5, 0.9, skills=("isyarat",)),
        hall(5, 5, 0.9, needs_printer=True),
        hall(6, 5, 0.9, dates=(date(2023, 6, 20),)),
    ]
    problem = problem_of(venues, ways(7), teams=2)

    assert here(problem).assignments == ()
    reasons = {row.venue: row.reason for row in here(problem).left}
    assert reasons == {
        "v1": "no_network",
        "v2": "no_power",
        "v3": "no_woman_officer",
        "v4": "no_skill",
        "v5": "no_printer",
        "v6": "no_date",
    }

    equipped = dataclasses.replace(
        problem,
        gear=(
            Gear("k1", "kit", offline=True),
            Gear("k2", "kit"),
            Gear("genset", "generator"),
            Gear("printer", "printer"),
        ),
        teams=tuple(
            dataclasses.replace(t, officers=(Officer("w", ("operator", "isyarat"), woman=True),))
            for t in problem.teams
        ),
        sessions=(
            *problem.sessions,
            *(Session(WEDNESDAY + timedelta(n)) for n in range(1, 7)),
        ),
    )
    plan = here(equipped)
    assert planner.validate(equipped, plan) == []
    assert {stop.venue for one in plan.assignments for stop in one.stops} == {
        "v1", "v2", "v3", "v4", "v5", "v6",
    }  # fmt: skip


def test_nobody_goes_out_on_a_holiday():
    problem = four_villages(holidays=(WEDNESDAY,))

    assert {one.on for one in here(problem).assignments} == {WEDNESDAY + timedelta(1)}


def test_a_floor_brings_a_kecamatan_people_that_would_otherwise_be_left():
    venues = [hall(n, 9, 0.9, 10.0, most_visits=1) for n in (1, 3)] + [hall(2, 2, 0.5, 10.0)]
    problem = problem_of(
        venues, ways(4), sessions=(Session(WEDNESDAY, ends=620),), rules=Rules(setup_minutes=60)
    )
    assert "v2" not in _visited(here(problem))

    fair = dataclasses.replace(problem, floors=(Floor("k0", 0.5),))
    plan = here(fair)

    assert "v2" in _visited(plan)
    assert plan.shortfalls == ()
    assert planner.validate(fair, plan) == []
    impossible = here(dataclasses.replace(problem, floors=(Floor("k0", 5.0),)))
    assert impossible.shortfalls[0].district == "k0"


def test_home_rounds_visit_several_villages_and_their_bound_holds():
    venues = [
        Venue(f"h{n}", f"p{n}", (Group(2, 0.9, 25.0),), kind="home", most_visits=1)
        for n in range(1, 6)
    ]
    problem = problem_of(venues, ways(6))

    plan = here(problem)

    assert planner.validate(problem, plan) == []
    assert len(plan.assignments[0].stops) >= 4
    assert plan.expected >= 0.8 * plan.bound


def test_teams_that_join_in_one_kecamatan_draw_more_people():
    venues = [hall(1, 9, 0.4, 10.0, most_visits=1), hall(3, 9, 0.4, 10.0, most_visits=1)]
    joint = Joint("keroyok", "k1", (WEDNESDAY,), least_teams=2, most_teams=2, turnout=1.5, cost=700)
    problem = problem_of(venues, ways(4), teams=2, joints=(joint,))

    plan = here(problem)

    assert planner.validate(problem, plan) == []
    assert {one.joint for one in plan.assignments} == {"keroyok"}
    assert plan.expected == pytest.approx(2 * 9 * 0.6, abs=0.01)
    assert plan.bound >= plan.expected
    assert plan.cost == 700


def test_a_market_day_is_preferred():
    tomorrow = WEDNESDAY + timedelta(1)
    venue = hall(1, 6, 0.4, 10.0, most_visits=1, turnouts=(Turnout(tomorrow, 1.5),))
    days = (Session(WEDNESDAY), Session(tomorrow))

    plan = here(problem_of([venue], ways(2), sessions=days))

    assert [one.on for one in plan.assignments] == [tomorrow]
    assert plan.expected == pytest.approx(6 * 0.6)


# --- wishes ------------------------------------------------------------------------------------


def _visited(plan: Plan) -> set[str]:
    return {stop.venue for one in plan.assignments for stop in one.stops}


def test_a_pin_is_kept_and_says_what_it_costs():
    venues = [hall(1, 9, 0.9, 10.0), hall(2, 1, 0.4, 10.0)]
    problem = problem_of(venues, ways(3), sessions=(Session(WEDNESDAY, ends=620),))
    plan = here(problem)
    assert _visited(plan) == {"v1"}

    cost = planner.cost_of_pin(problem, Pin("v2"), without=plan)
    free = planner.cost_of_pin(problem, Pin("v1", on=WEDNESDAY), without=plan)
    never = planner.cost_of_pin(problem, Pin("v1"), forbid=True, without=plan)

    assert cost.kept
    assert cost.people > 1
    assert free.people == pytest.approx(0.0)
    assert never.people == pytest.approx(plan.expected - 0.4)


def test_a_pin_that_cannot_be_kept_is_told_of_and_a_forbid_wins():
    problem = dataclasses.replace(
        four_villages(), pins=(Pin("v1", team="t1"), Pin("v2")), forbids=(Pin("v2"),)
    )

    plan = here(problem)

    assert plan.unmet == (1,)
    assert planner.validate(problem, plan) == []
    assert any(one.team == "t1" and one.pinned for one in plan.assignments)


# --- the evening -------------------------------------------------------------------------------


def test_the_rest_is_planned_anew_after_an_evening_that_went_otherwise():
    problem = four_villages()
    plan = here(problem)
    today = [one for one in plan.assignments if one.on == WEDNESDAY]
    nobody_came = tuple(Outcome(stop.venue, (0,)) for one in today for stop in one.stops)

    again = planner.replan(problem, plan, Done(WEDNESDAY, nobody_came), seed=1)

    assert {one.on for one in again.assignments} == {WEDNESDAY + timedelta(1)}
    rest = making.after(problem, Done(WEDNESDAY, nobody_came))
    assert planner.validate(rest, again) == []
    everybody = tuple(Outcome(v.ref, (v.unrecorded,)) for v in problem.venues)
    assert planner.replan(problem, plan, Done(WEDNESDAY, everybody)).expected == 0.0


def test_a_kit_that_died_keeps_one_team_at_home():
    problem = four_villages()
    plan = here(problem)
    tomorrow = WEDNESDAY + timedelta(1)
    assert sum(one.on == tomorrow for one in plan.assignments) == 2

    done = Done(WEDNESDAY, absences=(Absence("kit0"),))
    again = planner.replan(problem, plan, done)

    assert sum(one.on == tomorrow for one in again.assignments) == 1
    assert planner.validate(making.after(problem, done), again) == []


def test_announced_days_stay_as_they_are():
    problem = four_villages()
    plan = here(problem)
    tomorrow = WEDNESDAY + timedelta(1)
    announced = {
        (one.team, stop.venue)
        for one in plan.assignments
        if one.on == tomorrow
        for stop in one.stops
    }

    again = planner.replan(problem, plan, Done(WEDNESDAY, keep=(tomorrow,)))

    assert announced <= {(one.team, stop.venue) for one in again.assignments for stop in one.stops}


# --- the check itself --------------------------------------------------------------------------


def _spoiled(plan: Plan, **changes: object) -> Plan:
    first = dataclasses.replace(plan.assignments[0], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(plan, assignments=(first, *plan.assignments[1:]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: {"returns": one.returns - 5}, "the way takes"),
        (lambda one: {"leaves": one.leaves - 30}, "leaves too early"),
        (lambda one: {"on": date(2023, 7, 1)}, "no such session"),
        (lambda one: {"team": "t9"}, "unknown team"),
        (lambda one: {"kits": ()}, "no kits"),
        (lambda one: {"kits": ("kit0", "kit1")}, "more kits than operators"),
        (lambda one: {"cost": one.cost + 500}, "costs"),
        (
            lambda one: {"stops": (dataclasses.replace(one.stops[0], places=40), *one.stops[1:])},
            "people need",
        ),
        (
            lambda one: {
                "stops": (
                    dataclasses.replace(one.stops[0], serves_from=one.stops[0].arrives),
                    *one.stops[1:],
                )
            },
            "no time to set up",
        ),
    ],
)
def test_the_check_finds_what_is_wrong(change, words):
    problem = four_villages()
    plan = here(problem)
    assert planner.validate(problem, plan) == []

    wrong = planner.validate(problem, _spoiled(plan, **change(plan.assignments[0])))

    assert any(words in line for line in wrong), wrong


def test_the_check_finds_a_kit_in_two_places_and_a_visit_too_many():
    problem = four_villages()
    plan = here(problem)
    same_day = [one for one in plan.assignments if one.on == WEDNESDAY]
    shared = dataclasses.replace(same_day[1], kits=same_day[0].kits)
    others = tuple(one for one in plan.assignments if one is not same_day[1])

    wrong = planner.validate(problem, dataclasses.replace(plan, assignments=(*others, shared)))

    assert any("in two places" in line for line in wrong)
    once = dataclasses.replace(
        problem,
        venues=tuple(dataclasses.replace(v, most_visits=0) for v in problem.venues),
    )
    assert any("visited" in line for line in planner.validate(once, plan))
