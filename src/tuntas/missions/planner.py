"""The planner as rooms and commands call it: the pure planning with a clock and a child process.

Nothing in ``missions/planning`` reads a clock or starts a process; both are given here.
"""

from __future__ import annotations

import dataclasses
import time

from tuntas.missions import apart, warm
from tuntas.missions.planning import making, validator
from tuntas.missions.planning.answer import Done, PinCost, Plan
from tuntas.missions.planning.choice import Limit
from tuntas.missions.planning.problem import Pin, Problem

SECONDS = 20.0
"""How long a plan may take unless told otherwise; most take a few."""


def plan(problem: Problem, *, seed: int = 1, seconds: float = SECONDS) -> Plan:
    """The best plan found in *seconds*, with a bound that no feasible plan exceeds.

    The same problem and seed give the same plan unless the time runs out (``Plan.complete``).
    """
    return making.make(problem, seed=seed, limit=_limit(seconds), solver=apart.solve)


def replan(
    problem: Problem, plan: Plan, done: Done, *, seed: int = 1, seconds: float = SECONDS
) -> Plan:
    """The days after ``done.through`` anew: what was recorded is recorded, what broke is broken.

    Args:
        plan: the plan so far; days of ``done.keep`` stay as they are in it where they can.
    """
    return making.remake(problem, plan, done, seed=seed, limit=_limit(seconds), solver=apart.solve)


def validate(problem: Problem, plan: Plan) -> list[str]:
    """What does not hold, in words; empty when the plan can be carried out as it stands."""
    return validator.check(problem, plan)


def cost_of_pin(
    problem: Problem,
    wish: Pin,
    *,
    without: Plan,
    forbid: bool = False,
    seed: int = 1,
    seconds: float = SECONDS,
) -> PinCost:
    """What it costs to pin (or forbid) a visit, compared with the plan *without* that wish."""
    if forbid:
        wished = dataclasses.replace(problem, forbids=(*problem.forbids, wish))
    else:
        wished = dataclasses.replace(problem, pins=(*problem.pins, wish))
    made = making.make(wished, seed=seed, limit=_limit(seconds), solver=apart.solve, before=without)
    return making.price_of(problem, wish, forbid=forbid, without=without, with_it=made)


def _limit(seconds: float) -> Limit:
    warm.days_and_rounds()  # milliseconds once compiled; compiling is no part of the search
    return Limit(seconds, time.monotonic)
