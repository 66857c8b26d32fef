"""From a problem to a plan, and from an evening to a new plan."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from tuntas.missions.planning import explain, turnout
from tuntas.missions.planning.answer import Assignment, Done, PinCost, Plan, Stop
from tuntas.missions.planning.choice import Choice, Limit, Search, Solver
from tuntas.missions.planning.columns import Column, Part
from tuntas.missions.planning.field import Clock, Field
from tuntas.missions.planning.placing import Placed, place
from tuntas.missions.planning.problem import Pin, Problem


def make(
    problem: Problem, *, seed: int, limit: Limit, solver: Solver, before: Plan | None = None
) -> Plan:
    """The best plan found within *limit*, and how good it is.

    Args:
        before: an earlier plan to begin from; what of it is still possible is known at once.
    """
    field = Field(problem)
    search = Search(field, seed=seed, limit=limit, solver=solver)
    choice = search.run(_known(field, before) if before else [])
    placed = place(search.layout, choice.counts)
    while placed and problem.budget is not None and _total(field, placed) > problem.budget:
        placed = placed[:-1]
    return _plan(field, placed, choice, seed)


def remake(
    problem: Problem, plan: Plan, done: Done, *, seed: int, limit: Limit, solver: Solver
) -> Plan:
    """The rest of the plan anew, after what has happened: only sessions after ``done.through``."""
    rest = after(problem, done)
    kept = tuple(
        Pin(stop.venue, one.team, one.on, one.session)
        for one in plan.assignments
        if one.on > done.through and one.on in done.keep
        for stop in one.stops
    )
    rest = dataclasses.replace(rest, pins=(*rest.pins, *kept))
    made = make(rest, seed=seed, limit=limit, solver=solver, before=plan)
    own = tuple(n for n in made.unmet if n < len(problem.pins))
    return dataclasses.replace(made, unmet=own)


def after(problem: Problem, done: Done) -> Problem:
    """The problem as it stands: people recorded or gone taken out, what is over or away too.

    >>> from datetime import date
    >>> from tuntas.missions.planning.problem import Group, Travel, Venue
    >>> from tuntas.missions.planning.answer import Outcome
    >>> problem = Problem((), (Venue("v", "p", (Group(9, 0.5, 10.0),)),), (), (), (),
    ...     Travel((), (), (), ()))
    >>> rest = after(problem, Done(date(2023, 6, 14), (Outcome("v", (4,)),)))
    >>> rest.venues[0].groups[0].count
    5
    """
    out: defaultdict[str, list[int]] = defaultdict(list)
    for outcome in done.outcomes:
        gone = outcome.gone or (0,) * len(outcome.recorded)
        less = [a + b for a, b in zip(outcome.recorded, gone, strict=True)]
        so_far = out[outcome.venue] or [0] * len(less)
        out[outcome.venue] = [a + b for a, b in zip(so_far, less, strict=True)]
    venues = tuple(
        dataclasses.replace(
            venue,
            groups=tuple(
                dataclasses.replace(group, count=max(0, group.count - less))
                for group, less in zip(venue.groups, out[venue.ref], strict=True)
            ),
        )
        if out.get(venue.ref)
        else venue
        for venue in problem.venues
    )
    left = {session.on for session in problem.sessions if session.on > done.through}
    away = {
        absence.what: tuple(sorted(absence.dates if absence.dates is not None else left))
        for absence in done.absences
    }
    return dataclasses.replace(
        problem,
        venues=venues,
        sessions=tuple(session for session in problem.sessions if session.on in left),
        gear=tuple(
            dataclasses.replace(gear, away=(*gear.away, *away.get(gear.ref, ())))
            for gear in problem.gear
        ),
        teams=tuple(
            dataclasses.replace(team, off=(*team.off, *away.get(team.ref, ())))
            for team in problem.teams
        ),
    )


def price_of(problem: Problem, wish: Pin, *, forbid: bool, without: Plan, with_it: Plan) -> PinCost:
    """What a wish costs, by the plans without and with it."""
    kept = len(problem.pins) not in with_it.unmet if not forbid else True
    return PinCost(
        people=without.expected - with_it.expected, rupiah=with_it.cost - without.cost, kept=kept
    )


# --- the plan ----------------------------------------------------------------------------------


def _plan(field: Field, placed: Sequence[Placed], choice: Choice, seed: int) -> Plan:
    problem = field.problem
    assignments = tuple(_assignment(field, one) for one in placed)
    visits = visits_of(field, placed)
    expected = {v: turnout.together(field.venues[v].groups, of) for v, of in visits.items()}
    total = sum(expected.values())
    assignments = _with_shares(field, assignments, visits, expected)
    bound = max(total, choice.bound + choice.prices.penalty_of(choice.counts))
    cost = sum(a.cost for a in assignments) + explain.joint_costs(problem, assignments)
    return Plan(
        assignments=assignments,
        expected=total,
        bound=bound,
        gap=100.0 * (bound - total) / bound if bound > 0 else 0.0,
        cost=cost,
        left=explain.left(field, visits, expected),
        shortfalls=explain.shortfalls(field, expected),
        unmet=explain.unmet(problem, assignments),
        worth=explain.worth(field, choice),
        seed=seed,
        complete=choice.complete,
    )


def visits_of(field: Field, placed: Sequence[Placed]) -> dict[int, list[tuple[float, int]]]:
    """By venue: (turnout, places) of each visit, in order of time."""
    visits: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for one in placed:
        mode = field.modes[one.part.mode]
        for v, places in zip(one.part.venues, one.part.places, strict=True):
            visits[v].append((float(mode.factors[v]), places))
    return dict(visits)


def _with_shares(
    field: Field,
    assignments: Sequence[Assignment],
    visits: dict[int, list[tuple[float, int]]],
    expected: dict[int, float],
) -> tuple[Assignment, ...]:
    """Each stop's share of what its venue brings: by what it would bring alone."""
    index = {venue.ref: v for v, venue in enumerate(field.venues)}
    seen: defaultdict[int, int] = defaultdict(int)
    made = []
    for one in assignments:
        stops = []
        for stop in one.stops:
            v = index[stop.venue]
            groups = field.venues[v].groups
            alone = [turnout.together(groups, [visit]) for visit in visits[v]]
            share = alone[seen[v]] / sum(alone) if sum(alone) else 0.0
            seen[v] += 1
            stops.append(dataclasses.replace(stop, expected=expected[v] * share))
        brings = sum(stop.expected for stop in stops)
        made.append(dataclasses.replace(one, stops=tuple(stops), expected=brings))
    return tuple(made)


def _assignment(field: Field, placed: Placed) -> Assignment:
    problem, part = field.problem, placed.part
    session, team = problem.sessions[placed.session], problem.teams[placed.team]
    stops, returns = _schedule(field, placed)
    way = [field.place_of[team.base], *(int(field.village[v]) for v in part.venues)]
    legs = list(zip(way, [*way[1:], way[0]], strict=True))
    road = sum(float(field.road_km[a, b]) for a, b in legs)
    sea = sum(float(field.sea_km[a, b]) for a, b in legs)
    cost = len(team.officers) * problem.costs.officer_session
    cost += sum(gear.cost for gear in placed.gear)
    cost += round(road * problem.costs.road_km + sea * problem.costs.sea_km)
    pinned = {(pin.venue, pin.team, pin.on, pin.session) for pin in problem.pins}
    asked = any(
        pin[0] == stop.venue and pin[1] in (None, team.ref) and pin[2] in (None, session.on)
        and pin[3] in (None, session.kind)
        for pin in pinned for stop in stops
    )  # fmt: skip
    return Assignment(
        team=team.ref,
        on=session.on,
        session=session.kind,
        stops=stops,
        kits=tuple(gear.ref for gear in placed.gear if gear.kind == "kit"),
        gear=tuple(gear.ref for gear in placed.gear if gear.kind != "kit"),
        leaves=session.starts,
        returns=returns,
        road_km=road,
        sea_km=sea,
        cost=cost,
        expected=0.0,
        joint=problem.joints[placed.joint].ref if placed.joint >= 0 else None,
        pinned=asked,
    )


def _schedule(field: Field, placed: Placed) -> tuple[tuple[Stop, ...], int]:
    """Hours of each stop in minutes of the day, and when the team is back."""
    part = placed.part
    mode = field.modes[part.mode]
    ground, clock = mode.ground, Clock(field.problem.sessions[placed.session])
    stops: list[Stop] = []
    at, before = 0, -1
    for v, places in zip(part.venues, part.places, strict=True):
        first = before < 0
        sea = ground.out_sea[v] if first else ground.way_sea[before, v]
        at = max(at, ground.boat_from) if sea else at
        arrives = at + int(ground.out[v] if first else ground.way[before, v])
        serves = max(arrives + int(ground.before[v]), int(ground.opens[v]))
        done = serves + _minutes(places, int(ground.lanes[v]), float(ground.each[v]))
        at = done + int(ground.after[v])
        people = min(places, field.venues[v].unrecorded)
        stops.append(
            Stop(
                field.venues[v].ref,
                clock.at(arrives),
                clock.at(serves),
                clock.at(done),
                clock.at(at),
                people,
                0.0,
            )
        )
        before = v
    at = max(at, ground.boat_from) if ground.back_sea[before] else at
    return tuple(stops), clock.at(at + int(ground.back[before]))


def _minutes(places: int, lanes: int, each: float) -> int:
    blocks = -(-places // lanes)
    return int(-(-(blocks * each - 1e-9) // 1))


def _total(field: Field, placed: Sequence[Placed]) -> int:
    made = [_assignment(field, one) for one in placed]
    return sum(one.cost for one in made) + explain.joint_costs(field.problem, made)


# --- an earlier plan ---------------------------------------------------------------------------


def _known(field: Field, before: Plan) -> list[Column]:
    """The days of an earlier plan that are still possible, as columns."""
    index = {venue.ref: v for v, venue in enumerate(field.venues)}
    columns = []
    for one in before.assignments:
        venues = tuple(index[stop.venue] for stop in one.stops if stop.venue in index)
        places = tuple(stop.places for stop in one.stops if stop.venue in index)
        mode = _mode_of(field, one, venues) if len(venues) == len(one.stops) else None
        if mode is not None and one.joint is None:
            columns.append(Column((Part(mode, venues, places),)))
    return columns


def _mode_of(field: Field, one: Assignment, venues: tuple[int, ...]) -> int | None:
    """The mode in which the same team can still do the same, where no window is in the way."""
    for mode in field.modes:
        teams = {field.problem.teams[t].ref for t in field.team_kinds[mode.team].teams}
        days = {
            (field.problem.sessions[s].on, field.problem.sessions[s].kind)
            for s in field.session_kinds[mode.session].sessions
        }
        same = one.team in teams and (one.on, one.session) in days and mode.joint < 0
        able = set(venues) <= set(mode.allowed.tolist()) and mode.load.kits == len(one.kits)
        free = mode.ground.free[list(venues)].all() if able else False
        if same and able and mode.ground.even and free:
            return mode.index
    return None
