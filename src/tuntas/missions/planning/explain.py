"""What a plan says about itself: who is left and why, what one more would bring, what is unmet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from tuntas.missions.planning import turnout
from tuntas.missions.planning.answer import Assignment, Left, LeftReason, Shortfall, Worth
from tuntas.missions.planning.choice import Choice
from tuntas.missions.planning.field import Field, Mode
from tuntas.missions.planning.problem import Pin, Problem

_ENOUGH = 0.97
_EPS = 1e-6

_ORDER: tuple[LeftReason, ...] = (
    "no_boat",
    "no_network",
    "no_power",
    "no_printer",
    "no_woman_officer",
    "no_skill",
    "forbidden",
    "no_date",
)


def left(
    field: Field,
    visits: Mapping[int, Sequence[tuple[float, int]]],
    expected: Mapping[int, float],
) -> tuple[Left, ...]:
    """Everybody not expected to be recorded, by venue, the most first."""
    reachable = {int(v) for mode in field.modes for v in mode.allowed if _in_reach(mode, int(v))}
    allowed = {int(v) for mode in field.modes for v in mode.allowed}
    rows = []
    for v, venue in enumerate(field.venues):
        brings = expected.get(v, 0.0)
        if v in visits:
            factor = max(f for f, _ in visits[v])
            willing = float(turnout.served(venue.groups, factor)[-1])
            reason: LeftReason = "will_not_come" if brings >= _ENOUGH * willing else "time_ran_out"
        elif venue.unrecorded == 0:
            reason = "nobody"
        elif v in reachable:
            reason = "better_elsewhere"
        else:
            reason = "too_far" if v in allowed else _lacking(field, v)
        rows.append(Left(venue.ref, venue.unrecorded, brings, reason, len(visits.get(v, ()))))
    return tuple(sorted(rows, key=lambda row: (-row.left, row.venue)))


def _in_reach(mode: Mode, v: int) -> bool:
    ground = mode.ground
    minutes = ground.out[v] + ground.before[v] + ground.each[v] + ground.after[v] + ground.back[v]
    return bool(minutes <= ground.hours)


def _lacking(field: Field, v: int) -> LeftReason:
    """What the best equipped team still lacks: the thing that most of them lack last."""
    found = {
        field.lacks(v, team.example, session.example, load)
        for t, team in enumerate(field.team_kinds)
        for s, session in enumerate(field.session_kinds)
        for load in field.loads(t, s)
    }
    return next((reason for reason in _ORDER if reason in found), "no_date")


def shortfalls(field: Field, expected: Mapping[int, float]) -> tuple[Shortfall, ...]:
    """Floors that are not met."""
    by_district: defaultdict[str, float] = defaultdict(float)
    for v, people in expected.items():
        by_district[field.district[field.venues[v].place]] += people
    return tuple(
        Shortfall(floor.district, floor.people, by_district[floor.district])
        for floor in field.problem.floors
        if by_district[floor.district] < floor.people - _EPS
    )


def unmet(problem: Problem, assignments: Iterable[Assignment]) -> tuple[int, ...]:
    """Pins that no stop fulfils."""
    made = list(assignments)
    return tuple(
        n for n, pin in enumerate(problem.pins) if not any(_meets(pin, one) for one in made)
    )


def _meets(pin: Pin, one: Assignment) -> bool:
    return (
        any(stop.venue == pin.venue for stop in one.stops)
        and pin.team in (None, one.team)
        and pin.on in (None, one.on)
        and pin.session in (None, one.session)
    )


def joint_costs(problem: Problem, assignments: Iterable[Assignment]) -> int:
    """Rupiah of the joint operations held, each day once."""
    prices = {joint.ref: joint.cost for joint in problem.joints}
    held = {(one.joint, one.on) for one in assignments if one.joint is not None}
    return sum(cost for ref, cost in prices.items() for joint, _ in held if joint == ref)


def worth(field: Field, choice: Choice) -> tuple[Worth, ...]:
    """What one more would bring, by the prices of the relaxed programme: not more than that."""
    prices: defaultdict[str, float] = defaultdict(float)
    sessions = 0.0
    for key, price in choice.prices.prices.items():
        name = str(key[0])
        if name in ("kit", "boat", "generator", "link", "printer", "vehicle"):
            s = cast(int, key[2] if name == "boat" else key[1])
            prices[name] += -price * len(field.session_kinds[s].sessions)
        if name == "crew":
            sessions = max(sessions, -price)
            s = cast(int, key[2])
            prices["team"] += (
                -price * len(field.session_kinds[s].sessions) / max(1, len(field.team_kinds))
            )
    prices["session"] = sessions
    return tuple(Worth(what, people) for what, people in sorted(prices.items()) if people > _EPS)
