"""Plans: asked for, computed by whoever holds the lease, changed by wishes, approved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from tuntas.accounts.principals import Principal
from tuntas.missions.actions.telling import tell
from tuntas.missions.errors import (
    Contradiction,
    DaysInDisorder,
    MissionsError,
    NotFound,
    NothingToPlanWith,
    PlanImpossible,
    PlanNotReady,
)
from tuntas.missions.models import Asset, Equipment, Mission, Plan, Stop, Team, Venue
from tuntas.missions.planning import exchange
from tuntas.missions.planning.answer import Assignment
from tuntas.missions.planning.answer import Plan as Answer
from tuntas.missions.planning.problem import Problem
from tuntas.missions.queries import framing, resources
from tuntas.wilayah import queries as wilayah

LONGEST_DAYS: Final = 14
LEASE: Final = timedelta(seconds=180)
QUICK_S: Final = 5
GOOD_ENOUGH_PERCENT: Final = 0.5
MOST_ATTEMPTS: Final = 3
DUE = (Plan.State.WAITING, Plan.State.RUNNING)


def ask_plan(
    *,
    actor: Principal,
    from_on: date,
    until_on: date,
    on: date,
    now: datetime,
    seed: int = 1,
    seconds: int | None = None,
    wishes: Mapping[str, Any] | None = None,
    after: str = "",
    because: str = "",
) -> str:
    """Ask for a plan of some days; its ref. The worker computes it.

    Args:
        on: business day; what is known on it is what the plan knows.
        wishes: ``pins`` and ``forbids``, lists of {venue, team, on, session}; forbids win.
        after: ref of the plan that these wishes, or an evening, change.

    Raises:
        DaysInDisorder, NothingToPlanWith, NotFound, Contradiction
    """
    if not from_on <= until_on < from_on + timedelta(LONGEST_DAYS):
        raise DaysInDisorder
    if not resources.teams(from_on) or not resources.venues(from_on):
        raise NothingToPlanWith
    wanted = _wishes(wishes or {})
    search_s = seconds or round(resources.parameters(on)["plan_seconds"].value)
    with transaction.atomic():
        version = (Plan.objects.aggregate(last=Max("version"))["last"] or 0) + 1
        plan = Plan.objects.create(
            version=version,
            from_on=from_on,
            until_on=until_on,
            after=_plan(after) if after else None,
            wishes=wanted,
            because=because[:300],
            seed=seed,
            seconds=search_s,
            asked_by=actor.officer_ref or actor.ref,
            asked_on=on,
        )
        tell(
            actor,
            "ask_plan",
            [plan.ref],
            now,
            version=version,
            from_on=from_on.isoformat(),
            until_on=until_on.isoformat(),
            because=plan.because,
        )
    return plan.ref


def compute(*, ref: str, now: datetime) -> bool:
    """Compute a plan that waits, or whose worker fell silent; whether this call did it."""
    if not _claim(ref, now):
        return False
    plan = Plan.objects.get(ref=ref)
    try:
        framed = framing.frame(
            from_on=plan.from_on,
            until_on=plan.until_on,
            known_on=plan.asked_on,
            wishes=plan.wishes,
        )
        _keep(plan, framed, _search(plan, framed.problem))
    except MissionsError as refused:
        _fail(ref, refused.code)
    except Exception:
        _fail(ref, "LAYANAN-90")
        raise
    return True


def adopt_plan(*, actor: Principal, ref: str, now: datetime) -> None:
    """Take a changed plan in place of the one it came from. Raises PlanNotReady."""
    with transaction.atomic():
        plan = _plan(ref, Plan.State.READY)
        _replace(plan)
        tell(actor, "adopt_plan", [plan.ref], now, version=plan.version)


def discard_plan(*, actor: Principal, ref: str, now: datetime) -> None:
    """Leave a plan that was not approved. Raises PlanNotReady."""
    with transaction.atomic():
        done = Plan.objects.filter(
            ref=ref, state__in=[Plan.State.READY, Plan.State.FAILED, Plan.State.WAITING]
        ).update(state=Plan.State.REPLACED)
        if not done:
            raise PlanNotReady
        tell(actor, "discard_plan", [ref], now)


def approve_plan(*, actor: Principal, ref: str, on: date, now: datetime) -> list[str]:
    """Make missions of a plan from day *on* onwards; their refs.

    Missions of earlier plans in these days that have no letters yet give way; those with letters
    stay, and the plan was told to leave them alone.

    Raises:
        PlanNotReady: not computed, replaced, or approved already.
    """
    with transaction.atomic():
        plan = _plan(ref, Plan.State.READY)
        answer = exchange.from_plain(Answer, plan.result)
        _give_way(plan, on)
        made = [
            mission
            for assignment in answer.assignments
            if assignment.on >= on
            for mission in _mission(plan, assignment)
        ]
        _replace(plan)
        plan.state, plan.approved_on = Plan.State.APPROVED, on
        plan.approved_by = actor.officer_ref or actor.ref
        plan.save(update_fields=["state", "approved_on", "approved_by"])
        tell(actor, "approve_plan", [plan.ref, *made], now, version=plan.version)
    return made


def with_wish(
    wishes: Mapping[str, Any], which: str, wish: Mapping[str, str | None]
) -> dict[str, list[dict[str, Any]]]:
    """*wishes* with one more pin or forbid; said twice it stands once.

    Raises:
        Contradiction: the same venue, team and day is pinned and forbidden.

    >>> with_wish({}, "pins", {"venue": "a", "team": "t", "on": "2023-06-15"})
    {'pins': [{'venue': 'a', 'team': 't', 'on': '2023-06-15'}], 'forbids': []}
    """
    told: dict[str, list[dict[str, Any]]] = {
        name: [dict(each) for each in wishes.get(name, [])] for name in ("pins", "forbids")
    }
    if dict(wish) not in told[which]:
        told[which].append(dict(wish))
    return _wishes(told)


def without_wish(wishes: Mapping[str, Any], which: str, place: int) -> dict[str, Any]:
    """*wishes* without the one at *place*. Raises NotFound."""
    told = {name: list(wishes.get(name, [])) for name in ("pins", "forbids")}
    if which not in told or not 0 <= place < len(told[which]):
        raise NotFound
    del told[which][place]
    return told


def _wishes(told: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    pins, forbids = list(told.get("pins", [])), list(told.get("forbids", []))
    if any(pin in forbids for pin in pins):
        raise Contradiction
    return {"pins": pins, "forbids": forbids}


def _claim(ref: str, now: datetime) -> bool:
    """Take the lease in one statement: two workers never compute one plan."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    due = Plan.objects.filter(free, ref=ref, state__in=DUE)
    due.filter(attempts__gte=MOST_ATTEMPTS).update(state=Plan.State.FAILED, error="LAYANAN-90")
    return bool(
        due.filter(attempts__lt=MOST_ATTEMPTS).update(
            state=Plan.State.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    )


def _search(plan: Plan, problem: Problem) -> Answer:
    """A quick plan first, shown as the best so far; then the whole time, unless it is proven good.

    Raises:
        PlanImpossible: a plan that the independent check does not pass is not shown to anybody.
    """
    # Only the worker plans; whoever merely asks for a plan does without its engines.
    from tuntas.missions import planner

    best = planner.plan(problem, seed=plan.seed, seconds=float(min(QUICK_S, plan.seconds)))
    if plan.seconds > QUICK_S and not (best.complete and best.gap <= GOOD_ENOUGH_PERCENT):
        told = {"expected": best.expected, "bound": best.bound, "seconds": QUICK_S}
        Plan.objects.filter(pk=plan.pk).update(progress=told, lease_until=timezone.now() + LEASE)
        longer = planner.plan(problem, seed=plan.seed, seconds=float(plan.seconds))
        best = max(best, longer, key=lambda made: (made.expected, -made.cost))
    if planner.validate(problem, best):
        raise PlanImpossible
    return best


def _keep(plan: Plan, framed: framing.Framed, answer: Answer) -> None:
    text = exchange.to_json(framed.problem)
    # Whoever discarded it meanwhile is believed.
    Plan.objects.filter(pk=plan.pk, state=Plan.State.RUNNING).update(
        problem={
            "asked": json.loads(text),
            "without_venue": list(framed.without_venue),
            "without_way": list(framed.without_way),
        },
        problem_digest=hashlib.sha256(text.encode()).hexdigest(),
        result=exchange.to_plain(answer),
        state=Plan.State.READY,
        lease_until=None,
        error="",
    )


def _fail(ref: str, code: str) -> None:
    Plan.objects.filter(ref=ref, state=Plan.State.RUNNING).update(
        state=Plan.State.FAILED, lease_until=None, error=code
    )


def _replace(plan: Plan) -> None:
    """The plans this one came from, and other drafts of the same days, are history."""
    Plan.objects.filter(
        state__in=[Plan.State.READY, Plan.State.WAITING, Plan.State.FAILED],
        from_on__lte=plan.until_on,
        until_on__gte=plan.from_on,
        version__lt=plan.version,
    ).update(state=Plan.State.REPLACED)


def _give_way(plan: Plan, on: date) -> None:
    Mission.objects.filter(
        state=Mission.State.PLANNED, on__range=(max(on, plan.from_on), plan.until_on)
    ).delete()


def _mission(plan: Plan, assignment: Assignment) -> list[str]:
    """The mission of one assignment; none where the team is already bound on that session."""
    team = Team.objects.get(ref=assignment.team)
    bound = Mission.objects.filter(team=team, on=assignment.on, session=assignment.session).exclude(
        state=Mission.State.CANCELLED
    )
    if bound.exists():
        return []
    mission = Mission.objects.create(
        plan=plan,
        team=team,
        on=assignment.on,
        session=assignment.session,
        leaves=_clock(assignment.leaves),
        returns=_clock(assignment.returns),
        road_km=assignment.road_km,
        sea_km=assignment.sea_km,
        rupiah=assignment.cost,
        expected=assignment.expected,
        joint=assignment.joint or "",
    )
    Stop.objects.bulk_create(_stops(mission, assignment))
    taken = Asset.objects.filter(ref__in=[*assignment.kits, *assignment.gear])
    Equipment.objects.bulk_create(Equipment(mission=mission, asset=asset) for asset in taken)
    _take_spare(mission, {asset.kind for asset in taken})
    return [mission.ref]


def _take_spare(mission: Mission, has: set[str]) -> None:
    """A car, and a generator for a place without power, where the planner was spared them."""
    dark = mission.stops.filter(venue__power=Venue.Power.NONE).exists()
    wanted = {"vehicle"} | ({"generator"} if dark else set())
    others = Mission.objects.filter(on=mission.on, session=mission.session)
    bound = set(Equipment.objects.filter(mission__in=others).values_list("asset_id", flat=True))
    for kind in sorted(wanted - has):
        free = (
            row.asset
            for row in resources.assets(mission.on)
            if row.asset.kind == kind and not row.broken and row.asset.pk not in bound
        )
        asset = next(free, None)
        if asset is not None:
            Equipment.objects.create(mission=mission, asset=asset)


def _stops(mission: Mission, assignment: Assignment) -> list[Stop]:
    venues = {venue.ref: venue for venue in Venue.objects.filter(ends__isnull=True)}
    venues |= {
        venue.ref: venue
        for venue in Venue.objects.filter(ref__in=[stop.venue for stop in assignment.stops])
    }
    kinds = {row.ref: row.kind for row in wilayah.service_points()}
    found = []
    for order, stop in enumerate(assignment.stops, 1):
        venue = venues.get(stop.venue)
        found.append(
            Stop(
                mission=mission,
                order=order,
                kind=_kind(venue, kinds),
                village_id=_village(venue, stop.venue),
                venue=venue,
                starts=_clock(stop.serves_from),
                ends=_clock(stop.serves_until),
                places=stop.places,
                expected=stop.expected,
            )
        )
    return found


def _kind(venue: Venue | None, kinds: Mapping[str, str]) -> str:
    if venue is None:
        return Stop.Kind.HOME.value
    return (Stop.Kind.SCHOOL if kinds.get(venue.point) == "school" else Stop.Kind.SESSION).value


def _village(venue: Venue | None, name: str) -> int:
    if venue is not None:
        return int(venue.village_id)
    area = wilayah.region_by_code(name.removeprefix(framing.HOME))
    if area is None:
        raise NotFound
    return area.id


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _plan(ref: str, *states: str) -> Plan:
    found = Plan.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if found is None:
        raise NotFound
    if states and found.state not in states:
        raise PlanNotReady
    return found


def due_refs() -> list[str]:
    """Plans that wait unclaimed, or whose worker fell silent."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    return list(Plan.objects.filter(free, state__in=DUE).values_list("ref", flat=True))


def asked_problem(plan: Plan) -> Problem:
    """What the planner was given."""
    return exchange.from_plain(Problem, (plan.problem or {})["asked"])
