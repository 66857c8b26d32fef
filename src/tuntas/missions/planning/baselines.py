"""What an office would do without a planner: five rules, each carried out with full hours.

The fair reading of each: every team goes out in every session; a day ends only when no further
venue brings anybody; hours are divided among the venues of a day as well as the planner divides
them; nobody goes where the planner could not (boats, network, power, forbids). Only the choice
of the venues is the rule's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tuntas.missions.planning.days import _divide, _way_cost
from tuntas.missions.planning.field import Field, Mode

Rule = Callable[["Standing", int], float]


@dataclass(frozen=True)
class Visit:
    """One venue on one day out: index, turnout factor, places."""

    venue: int
    factor: float
    places: int


@dataclass(frozen=True)
class Standing:
    """A team somewhere on its day: the mode, the venues so far, the team's number."""

    field: Field
    mode: Mode
    stops: tuple[int, ...]
    team: int

    def people(self, v: int) -> float:
        return float(self.field.people[v])

    def minutes(self, v: int) -> float:
        ground = self.mode.ground
        return float(ground.way[self.stops[-1], v] if self.stops else ground.out[v])


def _largest(here: Standing, v: int) -> float:
    return here.people(v)


def _nearest(here: Standing, v: int) -> float:
    return -here.minutes(v)


def _round_robin(here: Standing, v: int) -> float:
    """Kecamatan in turn, one a day out; within it the largest, the rest of the day too."""
    districts = sorted({here.field.district[venue.place] for venue in here.field.venues})
    wanted = districts[here.team % len(districts)]
    return here.people(v) + 1e6 * (here.field.district[here.field.venues[v].place] == wanted)


def _best_rate(here: Standing, v: int) -> float:
    """Expected people for each hour of going, setting up and serving."""
    ground, table = here.mode.ground, here.field.table(v, float(here.mode.factors[v]))
    willing = float(table[-1])
    serving = willing * ground.each[v] / ground.lanes[v]
    hours = (here.minutes(v) + ground.before[v] + serving) / 60
    return float(willing / max(hours, 1e-9))


CHAINED: Final[dict[str, Rule]] = {
    "largest": _largest,
    "nearest": _nearest,
    "round_robin": _round_robin,
    "best_rate": _best_rate,
}
"""Each fills the day with further venues, up to the same number of stops."""
ONE_A_DAY: Final = "largest_one_a_day"
"""Largest village first, one village for each team and day."""


def all_of(field: Field) -> dict[str, list[Visit]]:
    """The visits of every baseline, by name."""
    made = {name: carried_out(field, rule) for name, rule in CHAINED.items()}
    return {ONE_A_DAY: carried_out(field, _largest, most_stops=1), **made}


def carried_out(field: Field, rule: Rule, *, most_stops: int | None = None) -> list[Visit]:
    """One rule over all sessions and teams, in the order of the days."""
    stops = most_stops or field.problem.rules.most_stops
    visited = np.zeros(field.n, np.int64)
    visits: list[Visit] = []
    number = 0
    spent = 0
    for s in field.sessions:
        used: dict[str, int] = {}
        for team in range(len(field.problem.teams)):
            mode, order = _day_out(field, rule, (team, s, number), visited, used, stops)
            number += 1
            if mode is None or not order:
                continue
            cost = mode.fixed_cost + round(_way_cost(mode.ground, _three(order), len(order)))
            if field.problem.budget is not None and spent + cost > field.problem.budget:
                continue
            spent += cost
            used["boat"] = used.get("boat", 0) + (mode.load.boat >= 0)
            for v, places in zip(order, _places(mode, field, order), strict=True):
                visited[v] += 1
                visits.append(Visit(v, float(mode.factors[v]), places))
    return visits


def _day_out(
    field: Field,
    rule: Rule,
    who: tuple[int, int, int],
    visited: np.ndarray[tuple[int], np.dtype[np.int64]],
    used: dict[str, int],
    stops: int,
) -> tuple[Mode | None, list[int]]:
    team, s, number = who
    modes = [m for m in field.modes if _is_for(field, m, team, s) and m.joint < 0 and not m.home]
    boats = len(field.present("boat", field.problem.sessions[s]))
    modes = [m for m in modes if m.load.boat < 0 or used.get("boat", 0) < boats]
    # The most kits, then whatever opens the most venues.
    modes.sort(key=lambda m: (-m.load.kits, -len(m.allowed)))
    if not modes:
        return None, []
    mode = modes[0]
    order: list[int] = []
    open_ = [int(v) for v in mode.allowed if visited[v] < field.venues[v].most_visits]
    while len(order) < stops:
        here = Standing(field, mode, tuple(order), number)
        ranked = sorted((v for v in open_ if v not in order), key=lambda v: (-rule(here, v), v))
        further = next((v for v in ranked if _serves_all(mode, field, [*order, v])), None)
        if further is None:
            break
        order.append(further)
    dry = next((m for m in modes if m.load.boat < 0 and m.load.kits == mode.load.kits), mode)
    return (dry if set(order) <= set(dry.allowed.tolist()) else mode), order


def _is_for(field: Field, mode: Mode, team: int, session: int) -> bool:
    teams, sessions = field.team_kinds[mode.team].teams, field.session_kinds[mode.session].sessions
    return team in teams and session in sessions


def _three(order: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([*order, *[0] * (3 - len(order))], np.int64)


def _places(mode: Mode, field: Field, order: Sequence[int]) -> list[int]:
    blocks = np.zeros(3, np.int64)
    _divide(mode.ground, field.gains(mode.factors), _three(order), len(order), blocks)
    return [int(blocks[n] * mode.ground.lanes[v]) for n, v in enumerate(order)]


def _serves_all(mode: Mode, field: Field, order: Sequence[int]) -> bool:
    """Whether the day still brings more with the last venue than without it."""
    blocks = np.zeros(3, np.int64)
    gains = field.gains(mode.factors)
    now = _divide(mode.ground, gains, _three(order), len(order), blocks)
    if now <= 0:
        return False
    if len(order) == 1:
        return True
    return bool(now > _divide(mode.ground, gains, _three(order[:-1]), len(order) - 1, blocks))
