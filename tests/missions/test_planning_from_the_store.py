"""The planner's problem from the store, the plan kept, wishes, approval, and planning anew."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.missions.field import TODAY, Field, a_mission, at, settle
from tests.missions.test_going import told, under_way
from tuntas.accounts.principals import system
from tuntas.enrolment.models import CaptureSession
from tuntas.missions import actions
from tuntas.missions.errors import Contradiction, DaysInDisorder, NothingToPlanWith, PlanNotReady
from tuntas.missions.models import Asset, Mission, Plan, Team, Venue
from tuntas.missions.planning.problem import Problem
from tuntas.missions.queries import framing, plans, resources
from tuntas.residents.models import Person

TOMORROW = TODAY + timedelta(1)


def asked(field: Field, days: int = 2, **more: object) -> Plan:
    who = field.who("coordinator")
    ref = actions.ask_plan(
        actor=who,
        from_on=TOMORROW,
        until_on=TODAY + timedelta(days),
        on=TODAY,
        now=at(9),
        seconds=4,
        **more,  # type: ignore[arg-type]
    )
    assert actions.compute(ref=ref, now=timezone.now())
    plan = Plan.objects.get(ref=ref)
    assert plan.state == "ready", plan.error
    return plan


def frame(until: date = TOMORROW, **wishes: object) -> framing.Framed:
    return framing.frame(from_on=TOMORROW, until_on=until, known_on=TODAY, wishes=wishes)


def test_the_problem_counts_everybody_who_is_left_and_can_be_visited(mobile: Field) -> None:
    problem = frame().problem

    hall = next(v for v in problem.venues if v.place == mobile.office.village.code)
    assert hall.unrecorded >= 9
    assert {team.name for team in problem.teams} == {
        "Tim Kwandang",
        "Tim Anggrek",
        "Tim Sumalata",
        "Tim Atinggola",
    }
    assert sum(gear.kind == "kit" for gear in problem.gear) == 8
    # The national client records online only.
    assert not any(gear.offline for gear in problem.gear)


def test_friday_prayers_leave_and_outages_reach_the_planner(mobile: Field) -> None:
    who, friday = mobile.who("coordinator"), date(2023, 6, 23)
    boat = Asset.objects.get(kind="boat")
    actions.break_asset(actor=who, asset_ref=boat.ref, starts=TOMORROW, reason="Mesin", now=at(8))
    actions.save_leave_day(
        actor=who, on=date(2023, 6, 22), name="Cuti kantor", source="SE", now=at(8)
    )

    problem = frame(until=friday).problem

    pauses = {session.on: session.pause for session in problem.sessions if session.kind == "day"}
    assert pauses[friday] == (690, 810)
    assert pauses[TOMORROW] is None
    assert date(2023, 6, 22) in problem.holidays
    assert not any(gear.kind == "boat" for gear in problem.gear)
    actions.mend_asset(actor=who, asset_ref=boat.ref, on=friday, now=at(9))
    boats = [gear for gear in frame(until=friday).problem.gear if gear.kind == "boat"]
    assert boats[0].away == (TOMORROW, date(2023, 6, 22))


def test_dates_agreed_with_the_camat_bind_the_kecamatan(mobile: Field) -> None:
    actions.agree_day(
        actor=mobile.who("coordinator"),
        region_id=mobile.office.district.id,
        on=TOMORROW,
        kind="closed",
        with_whom="Camat",
        source="Telepon",
        now=at(8),
    )

    problem = frame().problem

    closed = {v.place[:8]: v.closed for v in problem.venues}
    assert closed[mobile.office.district.code] == (TOMORROW,)


def test_a_venue_stated_anew_keeps_what_it_was(mobile: Field) -> None:
    venue = Venue.objects.get(village_id=mobile.village)
    actions.save_venue(
        actor=mobile.who("coordinator"),
        point=venue.point,
        said=actions.VenueSaid("offline", "none", time(8), time(16)),
        starts=TODAY,
        source="Kunjungan",
        now=at(8),
    )

    before = [v for v in resources.venues(TODAY - timedelta(1)) if v.point == venue.point]
    after = [v for v in resources.venues(TODAY) if v.point == venue.point]
    assert [v.network for v in (*before, *after)] == [venue.network, "offline"]


def test_a_plan_becomes_missions_and_the_next_one_leaves_letters_alone(mobile: Field) -> None:
    who = mobile.who("coordinator")
    plan = asked(mobile)
    made = actions.approve_plan(actor=who, ref=plan.ref, on=TODAY, now=at(10))
    first = Mission.objects.filter(ref__in=made, on=TOMORROW).order_by("id")[0]
    cars = [
        taken.asset_id
        for mission in Mission.objects.filter(on=TOMORROW)
        for taken in mission.equipment.filter(asset__kind="vehicle")
    ]
    assert len(cars) == len(set(cars)) == Mission.objects.filter(on=TOMORROW).count()
    actions.draft_letters(actor=who, ref=first.ref, on=TODAY, now=at(10))

    again = asked(mobile, after=plan.ref)
    actions.approve_plan(actor=who, ref=again.ref, on=TODAY, now=at(11))

    assert Mission.objects.filter(ref=first.ref, state="letters").exists()
    per_team = Mission.objects.filter(on=TOMORROW, team=first.team, session=first.session)
    assert per_team.count() == 1
    with pytest.raises(PlanNotReady):
        actions.approve_plan(actor=who, ref=again.ref, on=TODAY, now=at(12))


def test_a_forbidden_village_is_not_visited_and_the_cost_is_told(mobile: Field) -> None:
    plan = asked(mobile)
    hall = Venue.objects.get(village_id=mobile.village)
    forbid = {"venue": hall.ref, "team": None, "on": None}

    changed = asked(mobile, after=plan.ref, wishes=actions.with_wish({}, "forbids", forbid))

    visited = {
        stop["venue"] for each in (changed.result or {})["assignments"] for stop in each["stops"]
    }
    assert hall.ref not in visited
    priced = plans.compared(changed)
    assert priced is not None
    assert priced.people < 0


def test_a_pin_that_is_forbidden_too_is_refused() -> None:
    wish = {"venue": "v", "team": "t", "on": "2023-06-21"}
    held = actions.with_wish({}, "pins", wish)

    with pytest.raises(Contradiction):
        actions.with_wish(held, "forbids", wish)

    assert actions.without_wish(held, "pins", 0) == {"pins": [], "forbids": []}


def test_whoever_died_is_not_expected_by_the_next_plan(mobile: Field, tmp_path: Path) -> None:
    def come(problem: Problem) -> int:
        venue = next(v for v in problem.venues if v.place == mobile.office.village.code)
        return sum(group.count for group in venue.groups if group.name == "come")

    before = frame().problem
    told(mobile, under_way(mobile, tmp_path), "died", 3)

    after = frame().problem

    assert come(after) == come(before) - 3


def test_measured_minutes_take_the_place_of_the_planning_value_once_there_are_enough(
    mobile: Field,
) -> None:
    people = list(Person.objects.order_by("id")[:20])
    for number, person in enumerate(people):
        CaptureSession.objects.create(
            ref=f"{number:032x}",
            person=person,
            officer="o" * 32,
            state="sealed",
            place="Desa",
            began_on=TODAY,
            began_at=at(9),
            ended_at=at(9) + timedelta(minutes=7 + number % 3),
            packet="p",
            receipt="r",
        )

    held = resources.parameters(TODAY)["case_minutes"]

    assert (held.value, held.measured) == (8.0, True)


def test_without_teams_nothing_is_planned(mobile: Field) -> None:
    Team.objects.update(ends=TODAY)

    with pytest.raises(NothingToPlanWith):
        asked(mobile)
    with pytest.raises(DaysInDisorder):
        actions.ask_plan(
            actor=system("test"), from_on=TODAY, until_on=TODAY - timedelta(1), on=TODAY, now=at(9)
        )


def test_a_plan_is_computed_by_one_worker_and_given_up_after_three(mobile: Field) -> None:
    who = mobile.who("coordinator")
    ref = actions.ask_plan(
        actor=who, from_on=TOMORROW, until_on=TOMORROW, on=TODAY, now=at(9), seconds=2
    )
    Plan.objects.filter(ref=ref).update(
        state="running", lease_until=timezone.now() + timedelta(minutes=1)
    )
    assert not actions.compute(ref=ref, now=timezone.now())

    Plan.objects.filter(ref=ref).update(lease_until=timezone.now(), attempts=3)

    assert not actions.compute(ref=ref, now=timezone.now() + timedelta(seconds=1))
    assert Plan.objects.get(ref=ref).state == "failed"


def test_a_mission_with_letters_is_pinned(mobile: Field) -> None:
    mission = a_mission(mobile, on=TOMORROW)
    actions.draft_letters(actor=mobile.who("coordinator"), ref=mission.ref, on=TODAY, now=at(9))
    settle(mobile.village, 1)

    pins = frame().problem.pins

    assert [(pin.team, pin.on) for pin in pins] == [(mission.team.ref, TOMORROW)]
