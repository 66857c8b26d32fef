"""Columns: what one team (or several, jointly) may do in one session, and what that uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tuntas.missions.planning.field import Field, Floats, Mode, matches

Key = tuple[Hashable, ...]

NO_LIMIT = 1e30

PENALTY_PERSON = 20.0
"""For each person that a floor misses: no plan gains so much by missing it."""
PENALTY_PIN = 2_000.0


@dataclass(frozen=True, slots=True)
class Part:
    """One team's session: venues in order and places at each."""

    mode: int
    venues: tuple[int, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One part, or the parts of a joint operation, with index of the joint (-1 = none)."""

    parts: tuple[Part, ...]
    joint: int = -1


@dataclass(frozen=True, slots=True)
class Row:
    """``least`` ≤ sum ≤ ``most``; ``slack``: what one unit below *least* costs (0 = forbidden)."""

    least: float
    most: float
    slack: float = 0.0


class Layout:
    """The rows of the choice, and how much of each a column uses."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.shared = [venue.most_visits > 1 for venue in field.venues]
        self.rows: dict[Key, Row] = {}
        self._used: dict[int, list[tuple[Key, float]]] = {}
        self._turnouts: dict[int, tuple[Floats, Floats]] = {}
        self._crews()
        self._gear()
        self._wishes()
        for mode in field.modes:
            self._used[mode.index] = list(self._uses(mode))

    def uses(self, mode: Mode) -> list[tuple[Key, float]]:
        """What going out in this mode takes, wherever it goes."""
        return self._used[mode.index]

    # --- rows --------------------------------------------------------------------------------

    def _crews(self) -> None:
        field = self.field
        days = self._day_groups()
        for t, team in enumerate(field.team_kinds):
            crews = len(team.teams)
            for s, session in enumerate(field.session_kinds):
                self.rows["crew", t, s] = Row(-NO_LIMIT, crews * len(session.sessions))
            for group, count in days.items():
                if len(group) > team.example.sessions_a_day:
                    self.rows["day", t, group] = Row(
                        -NO_LIMIT, crews * count * team.example.sessions_a_day
                    )
            if team.example.most_sessions is not None:
                self.rows["most", t] = Row(-NO_LIMIT, crews * team.example.most_sessions)

    def _day_groups(self) -> dict[tuple[int, ...], int]:
        """Kinds of session that share a day → on how many days."""
        by_day: defaultdict[object, list[int]] = defaultdict(list)
        for s, kind in enumerate(self.field.session_kinds):
            for index in kind.sessions:
                by_day[self.field.problem.sessions[index].on].append(s)
        groups: defaultdict[tuple[int, ...], int] = defaultdict(int)
        for kinds in by_day.values():
            groups[tuple(sorted(kinds))] += 1
        return dict(groups)

    def _gear(self) -> None:
        field = self.field
        sizes = sorted({len(team.example.officers) for team in field.team_kinds})
        for s, kind in enumerate(field.session_kinds):
            times = len(kind.sessions)
            kits = field.present("kit", kind.example)
            self.rows["kit", s] = Row(-NO_LIMIT, len(kits) * times)
            self.rows["offline", s] = Row(-NO_LIMIT, sum(kit.offline for kit in kits) * times)
            for name in ("generator", "link", "printer"):
                self.rows[name, s] = Row(-NO_LIMIT, len(field.present(name, kind.example)) * times)
            for size in sizes:
                cars = [v for v in field.present("vehicle", kind.example) if v.seats >= size]
                if field.gear["vehicle"]:
                    self.rows["vehicle", s, size] = Row(-NO_LIMIT, len(cars) * times)
                for b, boat in enumerate(field.boats):
                    fit = [
                        x
                        for x in field.present("boat", kind.example)
                        if x.seats >= size
                        and (x.starts, x.ends, x.cost) == (boat.starts, boat.ends, boat.cost)
                    ]
                    self.rows["boat", b, s, size] = Row(-NO_LIMIT, len(fit) * times)
            for j, joint in enumerate(field.problem.joints):
                if kind.example.on in joint.dates:
                    self.rows["joint", j, s] = Row(-NO_LIMIT, times)

    def _wishes(self) -> None:
        problem = self.field.problem
        for v, venue in enumerate(problem.venues):
            self.rows["visits", v] = Row(-NO_LIMIT, venue.most_visits)
            if self.shared[v]:
                for s, kind in enumerate(self.field.session_kinds):
                    room = venue.kits_at_once * len(kind.sessions)
                    self.rows["room", v, s] = Row(-NO_LIMIT, room)
        for n, floor in enumerate(problem.floors):
            self.rows["floor", n] = Row(floor.people, NO_LIMIT, PENALTY_PERSON)
        for n in range(len(problem.pins)):
            self.rows["pin", n] = Row(1, NO_LIMIT, PENALTY_PIN)
        if problem.budget is not None:
            self.rows["budget",] = Row(-NO_LIMIT, problem.budget)

    def _uses(self, mode: Mode) -> Iterator[tuple[Key, float]]:
        field, s, load = self.field, mode.session, mode.load
        team = field.team_kinds[mode.team].example
        yield ("crew", mode.team, s), 1.0
        for key in self.rows:
            if key[0] == "day" and key[1] == mode.team and s in key[2]:  # type: ignore[operator]
                yield key, 1.0
        if team.most_sessions is not None:
            yield ("most", mode.team), 1.0
        yield ("kit", s), float(load.kits)
        if load.offline:
            yield ("offline", s), float(load.kits)
        for name in ("generator", "link", "printer"):
            if getattr(load, name):
                yield (name, s), 1.0
        for size in {len(kind.example.officers) for kind in field.team_kinds}:
            if size > len(team.officers):
                continue
            if ("vehicle", s, size) in self.rows:
                yield ("vehicle", s, size), 1.0
            if load.boat >= 0:
                yield ("boat", load.boat, s, size), 1.0

    # --- columns -----------------------------------------------------------------------------

    def pins_met(self, mode: Mode, v: int) -> list[int]:
        """Pins that a visit in this mode fulfils."""
        field = self.field
        team = field.team_kinds[mode.team].example
        session = field.session_kinds[mode.session].example
        pins = enumerate(field.problem.pins)
        return [n for n, pin in pins if matches(pin, field.venues[v], team, session)]

    def floors_of(self, v: int) -> list[int]:
        district = self.field.district[self.field.venues[v].place]
        return [n for n, f in enumerate(self.field.problem.floors) if f.district == district]

    def gain(self, part: Part, n: int) -> float:
        """What the n-th stop brings when it is the only visit there."""
        v, mode = part.venues[n], self.field.modes[part.mode]
        table = self.field.table(v, float(mode.factors[v]))
        return float(table[min(part.places[n], len(table) - 1)])

    def turnouts(self, v: int) -> tuple[Floats, Floats]:
        """Gains of *v* at the lowest and at the highest turnout of any mode."""
        if v not in self._turnouts:
            factors = [float(m.factors[v]) for m in self.field.modes if v in m.allowed] or [1.0]
            tables = self.field.table(v, min(factors)), self.field.table(v, max(factors))
            self._turnouts[v] = tables
        return self._turnouts[v]

    def lift(self, mode: Mode, v: int) -> float:
        """How many more are willing at this turnout than at the lowest."""
        low, _ = self.turnouts(v)
        return float(self.field.table(v, float(mode.factors[v]))[-1] - low[-1])

    def cost(self, column: Column) -> float:
        joint = self.field.problem.joints[column.joint].cost if column.joint >= 0 else 0
        return joint + sum(self.part_cost(part) for part in column.parts)

    def part_cost(self, part: Part) -> float:
        mode = self.field.modes[part.mode]
        return mode.fixed_cost + way_cost(mode, part.venues)

    def entries(self, column: Column) -> tuple[float, dict[Key, float]]:
        """(people recorded for certain rows aside, use of each row).

        The gain of venues that several visits may share stands in rows ``("value", v)`` and
        ``("served", v)`` (and ``("lift", v)``, by how much better attended a visit is than the
        least attended); that of all others in the objective.
        """
        worth = 0.0
        used: defaultdict[Key, float] = defaultdict(float)
        for part in column.parts:
            mode = self.field.modes[part.mode]
            for key, amount in self.uses(mode):
                used[key] += amount
            for n, v in enumerate(part.venues):
                used["visits", v] += 1
                for pin in self.pins_met(mode, v):
                    used["pin", pin] += 1
                gain = self.gain(part, n)
                if self.shared[v]:
                    used["room", v, mode.session] += mode.load.kits
                    used["value", v] += gain
                    used["served", v] += part.places[n]
                    used["lift", v] += self.lift(mode, v)
                    continue
                worth += gain
                for floor in self.floors_of(v):
                    used["floor", floor] += gain
        if ("budget",) in self.rows:
            used["budget",] += self.cost(column)
        if column.joint >= 0:
            session = self.field.modes[column.parts[0].mode].session
            used["joint", column.joint, session] += 1
        return worth, dict(used)


def way_cost(mode: Mode, venues: tuple[int, ...]) -> float:
    """Rupiah for the way of one session."""
    ground = mode.ground
    cost = float(ground.out_cost[venues[0]] + ground.back_cost[venues[-1]])
    return cost + sum(float(ground.way_cost[a, b]) for a, b in pairwise(venues))
