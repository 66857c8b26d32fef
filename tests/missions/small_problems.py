"""Small planning problems, and every plan for them: enumerated, with nothing of the planner."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from datetime import date

from tuntas.missions.planning.problem import (
    OPERATOR,
    Gear,
    Group,
    Officer,
    Place,
    Problem,
    Rules,
    Session,
    Team,
    Travel,
    Venue,
)

WEDNESDAY = date(2023, 6, 14)


def problem_of(
    venues: list[Venue],
    minutes: list[list[int]],
    *,
    sea: frozenset[int] = frozenset(),
    teams: int = 1,
    sessions: tuple[Session, ...] = (Session(WEDNESDAY),),
    operators: int = 1,
    boats: int = 1,
    rules: Rules | None = None,
    kits: int | None = None,
    **more: object,
) -> Problem:
    """Venues at places 1, 2, …; the base is place 0; *sea*: places that are reached by boat."""
    codes = tuple(f"p{n}" for n in range(len(minutes)))
    km = tuple(tuple(m / 2 for m in row) for row in minutes)
    wet = tuple(
        tuple(float((a in sea) != (b in sea)) * 3 for b in range(len(codes)))
        for a in range(len(codes))
    )
    crew = tuple(Officer(f"o{n}", (OPERATOR,)) for n in range(operators))
    return Problem(
        places=tuple(Place(code, code, f"k{n % 2}") for n, code in enumerate(codes)),
        venues=tuple(venues),
        teams=tuple(Team(f"t{n}", "p0", crew) for n in range(teams)),
        gear=(
            *(Gear(f"kit{n}", "kit") for n in range(kits or teams * operators)),
            *(Gear(f"boat{n}", "boat") for n in range(boats)),
        ),
        sessions=sessions,
        travel=Travel(codes, tuple(map(tuple, minutes)), km, wet),
        rules=rules or Rules(setup_minutes=30),
        **more,  # type: ignore[arg-type]
    )


def hall(n: int, people: int, chance: float, minutes: float = 20.0, **more: object) -> Venue:
    return Venue(f"v{n}", f"p{n}", (Group(people, chance, minutes),), **more)  # type: ignore[arg-type]


def best(problem: Problem) -> float:
    """The most that any plan brings: all days of all teams, every division, every outcome."""
    found: dict[tuple[int, ...], float] = {(0,) * (2 * len(problem.venues)): 0.0}
    for session in problem.sessions:
        options = list(_days(problem, session))
        state: dict[tuple[tuple[int, ...], int], None] = {(key, 0): None for key in found}
        for _ in problem.teams:
            grown: dict[tuple[tuple[int, ...], int], None] = dict(state)
            for (key, boats), (places, by_boat) in itertools.product(state, options):
                both = _added(problem, key, places)
                if both is not None and boats + by_boat <= _boats(problem):
                    grown[both, boats + by_boat] = None
            state = grown
        found = {key: 0.0 for key, _ in state}
    return max(_brings(problem, key) for key in found)


def _boats(problem: Problem) -> int:
    return sum(gear.kind == "boat" for gear in problem.gear)


def _added(
    problem: Problem, key: tuple[int, ...], places: dict[int, int]
) -> tuple[int, ...] | None:
    n = len(problem.venues)
    sums = list(key)
    for v, count in places.items():
        sums[v] = min(sums[v] + count, problem.venues[v].unrecorded)
        sums[n + v] += 1
        if sums[n + v] > problem.venues[v].most_visits:
            return None
    return tuple(sums)


def _days(problem: Problem, session: Session) -> Iterator[tuple[dict[int, int], int]]:
    """Every day of a team: places by venue, and whether it takes a boat."""
    kits = problem.teams[0].operators
    for length in range(1, problem.rules.most_stops + 1):
        for order in itertools.permutations(range(len(problem.venues)), length):
            ranges = [range(1, problem.venues[v].unrecorded + 1) for v in order]
            for places in itertools.product(*ranges):
                if _fits(problem, session, order, places, kits):
                    sea = any(_place(problem, v) in _sea(problem) for v in order)
                    yield dict(zip(order, places, strict=True)), int(sea)


def _place(problem: Problem, v: int) -> int:
    return problem.travel.places.index(problem.venues[v].place)


def _sea(problem: Problem) -> set[int]:
    return {n for n, km in enumerate(problem.travel.sea_km[0]) if km > 0}


def _fits(
    problem: Problem,
    session: Session,
    order: tuple[int, ...],
    places: tuple[int, ...],
    kits: int,
) -> bool:
    now, here = session.starts, 0
    for v, count in zip(order, places, strict=True):
        venue, there = problem.venues[v], _place(problem, v)
        now += problem.travel.minutes[here][there] + problem.rules.setup_minutes
        now = max(now, venue.opens)
        now += math.ceil(math.ceil(count / kits) * venue.groups[0].minutes)
        if now > venue.closes:
            return False
        now += problem.rules.pack_minutes
        here = there
    return now + problem.travel.minutes[here][0] <= session.ends


def _brings(problem: Problem, key: tuple[int, ...]) -> float:
    """E[min(willing, places)] at each venue, over every outcome of every person."""
    total = 0.0
    for v, venue in enumerate(problem.venues):
        chances = [group.probability for group in venue.groups for _ in range(group.count)]
        for outcome in itertools.product((0, 1), repeat=len(chances)):
            weight = math.prod(
                p if came else 1 - p for p, came in zip(chances, outcome, strict=True)
            )
            total += weight * min(sum(outcome), key[v])
    return total
