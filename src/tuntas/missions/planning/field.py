"""The problem as arrays: teams that are alike, sessions that are alike, and what each may do.

Teams without a difference share one *kind*, and so do sessions: four alike teams on seven alike
days are one class with room for 28 days out. That is what makes the choice small; which team goes
on which day is settled afterwards (``placing.py``).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tuntas.missions.planning import turnout
from tuntas.missions.planning.days import Ground
from tuntas.missions.planning.problem import (
    Gear,
    GearKind,
    Pin,
    Problem,
    Session,
    Team,
    Venue,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LONG = 1 << 20
NETWORK, POWER, PRINTER, BOAT = 1, 2, 4, 8
NEEDS = 16


@dataclass(frozen=True, slots=True)
class TeamKind:
    """Teams without a difference, by their index in the problem."""

    teams: tuple[int, ...]
    example: Team


@dataclass(frozen=True, slots=True)
class SessionKindOf:
    """Sessions without a difference, by their index in the problem."""

    sessions: tuple[int, ...]
    example: Session


@dataclass(frozen=True, slots=True)
class Load:
    """What a team takes along: kits of which so many work offline, and things by kind.

    ``boat``: index into the boat kinds of the field, -1 = none.
    """

    kits: int
    offline: bool = False
    link: bool = False
    generator: bool = False
    printer: bool = False
    boat: int = -1


@dataclass(frozen=True, slots=True)
class BoatKind:
    starts: int
    ends: int
    cost: int


@dataclass(frozen=True)
class Mode:
    """A team kind in a session kind with a load (and maybe in a joint operation).

    Attributes:
        allowed: venues that it may serve, by index.
        factors: turnout of each venue.
        fixed_cost: rupiah besides the way.
        home: a round of homes instead of halls and schools.
    """

    index: int
    team: int
    session: int
    load: Load
    ground: Ground
    allowed: Ints
    factors: Floats
    fixed_cost: int
    joint: int = -1
    home: bool = False


@dataclass(frozen=True)
class Family:
    """Modes with the same crew, hours and ways; *widest* may serve what any of them may.

    ``needs``: bits of what each venue asks this crew to take along.
    """

    widest: Mode
    modes: tuple[Mode, ...]
    needs: Ints


def carries(load: Load, need: int) -> bool:
    """Whether a load answers to all bits of a need."""
    return (
        (not need & NETWORK or load.offline or load.link)
        and (not need & POWER or load.generator)
        and (not need & PRINTER or load.printer)
        and (not need & BOAT or load.boat >= 0)
    )


class Clock:
    """Minutes of the day ↔ minutes of work of one session, its pause taken out.

    >>> from datetime import date
    >>> clock = Clock(Session(date(2023, 6, 16), pause=(690, 780)))
    >>> clock.hours, clock.worked(800), clock.at(210), clock.at(211)
    (390, 230, 690, 781)
    """

    def __init__(self, session: Session) -> None:
        self.starts, self.ends = session.starts, session.ends
        first, last = session.pause or (session.ends, session.ends)
        self.pause = max(first, self.starts), max(min(last, self.ends), self.starts)

    @property
    def hours(self) -> int:
        return self.worked(self.ends)

    def worked(self, minute: int) -> int:
        """Minutes of work before this minute of the day."""
        first, last = self.pause
        minute = min(max(minute, self.starts), LONG)
        return minute - self.starts - max(0, min(minute, last) - first if minute > first else 0)

    def at(self, worked: int) -> int:
        """The earliest minute of the day at which so much has been worked."""
        first, last = self.pause
        minute = self.starts + worked
        return minute if minute <= first else minute + (last - first)


class Field:
    """The problem, ready for the kernels."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.venues = problem.venues
        self.n = len(problem.venues)
        place_of = {code: n for n, code in enumerate(problem.travel.places)}
        self.village = np.array([place_of[v.place] for v in self.venues], np.int64)
        self.place_of = place_of
        self.minutes = np.array(problem.travel.minutes, np.int64).reshape(len(place_of), -1)
        self.road_km = np.array(problem.travel.road_km, np.float64).reshape(len(place_of), -1)
        self.sea_km = np.array(problem.travel.sea_km, np.float64).reshape(len(place_of), -1)
        self.district = {place.code: place.district for place in problem.places}
        self.people = np.array([venue.unrecorded for venue in self.venues], np.int64)
        self.each = np.array([_minutes_each(venue) for venue in self.venues])
        self.gear = _by_kind(problem.gear)
        self.boats = sorted(
            {BoatKind(b.starts, b.ends, b.cost) for b in self.gear["boat"]},
            key=lambda kind: (kind.cost, kind.starts, -kind.ends),
        )
        self._tables: dict[tuple[int, float], Floats] = {}

    # --- kinds -------------------------------------------------------------------------------

    @cached_property
    def sessions(self) -> list[int]:
        """Sessions that are held: none on a holiday."""
        closed = set(self.problem.holidays)
        return [n for n, s in enumerate(self.problem.sessions) if s.on not in closed]

    @cached_property
    def team_kinds(self) -> list[TeamKind]:
        def alike(index: int) -> Hashable:
            team = self.problem.teams[index]
            size = len(team.officers)
            pins = self._naming(lambda pin: pin.team == team.ref)
            rest = (team.off, team.most_sessions, team.sessions_a_day, pins)
            return (team.base, size, team.operators, team.has_woman, team.skills, rest)

        groups = _grouped(range(len(self.problem.teams)), alike)
        return [TeamKind(tuple(group), self.problem.teams[group[0]]) for group in groups]

    @cached_property
    def session_kinds(self) -> list[SessionKindOf]:
        by_day = defaultdict(list)
        for n in self.sessions:
            by_day[self.problem.sessions[n].on].append(n)
        whole = {on: tuple(self._session_traits(n) for n in of) for on, of in by_day.items()}

        def alike(index: int) -> Hashable:
            return self._session_traits(index), whole[self.problem.sessions[index].on]

        groups = _grouped(self.sessions, alike)
        return [SessionKindOf(tuple(group), self.problem.sessions[group[0]]) for group in groups]

    def _session_traits(self, index: int) -> Hashable:
        session = self.problem.sessions[index]
        hours = (session.kind, session.starts, session.ends, session.pause)
        venues = tuple(self.factor(v, session) if self.open_on(v, session) else -1.0
                       for v in range(self.n))  # fmt: skip
        gear = tuple(g.ref for g in self.problem.gear if session.on in g.away)
        teams = tuple(t.ref for t in self.problem.teams if session.on in t.off)
        joints = tuple(j.ref for j in self.problem.joints if session.on in j.dates)
        pins = self._naming(lambda pin: pin.on == session.on)
        kinds = self._naming(lambda pin: pin.session == session.kind)
        return hours, venues, gear, teams, joints, pins, kinds

    def _naming(self, names: Callable[[Pin], bool]) -> tuple[int, ...]:
        wishes = (*self.problem.pins, *self.problem.forbids)
        return tuple(n for n, pin in enumerate(wishes) if names(pin))

    # --- venues ------------------------------------------------------------------------------

    def open_on(self, v: int, session: Session) -> bool:
        venue = self.venues[v]
        if session.on in venue.closed or (
            venue.dates is not None and session.on not in venue.dates
        ):
            return False
        return venue.opens < session.ends and venue.closes > session.starts

    def factor(self, v: int, session: Session) -> float:
        """Turnout at a venue: of the session, times what is special about the day there."""
        factor = session.turnout
        for special in self.venues[v].turnouts:
            if special.on == session.on and special.session in (None, session.kind):
                factor *= special.factor
        return round(factor, 9)

    def table(self, v: int, factor: float) -> Floats:
        """Expected number recorded at *v* with 0 … all places, at this turnout."""
        key = (v, factor)
        if key not in self._tables:
            self._tables[key] = turnout.served(self.venues[v].groups, factor)
        return self._tables[key]

    def gains(self, factors: Floats) -> Floats:
        """(n, most + 1): the tables of all venues, continued with their last value."""
        most = int(self.people.max(initial=0))
        made = np.zeros((self.n, most + 1))
        for v in range(self.n):
            row = self.table(v, float(factors[v]))
            made[v, : len(row)] = row
            made[v, len(row) :] = row[-1]
        return made

    def forbidden(self, v: int, team: Team, session: Session) -> bool:
        return any(matches(pin, self.venues[v], team, session) for pin in self.problem.forbids)

    # --- gear --------------------------------------------------------------------------------

    def present(self, kind: GearKind, session: Session) -> list[Gear]:
        return [gear for gear in self.gear[kind] if session.on not in gear.away]

    # --- modes -------------------------------------------------------------------------------

    @cached_property
    def modes(self) -> list[Mode]:
        """Every way to go out, the loads without use left out."""
        made: list[Mode] = []
        pairs = itertools.product(range(len(self.team_kinds)), range(len(self.session_kinds)))
        for team, session in pairs:
            if self.session_kinds[session].example.on in self.team_kinds[team].example.off:
                continue
            for load in self.loads(team, session):
                made += self._modes(len(made), team, session, load)
        return made

    def loads(self, team: int, session: int) -> Iterable[Load]:
        """Whatever a team can take along, those without any use left out."""
        crew, when = self.team_kinds[team].example, self.session_kinds[session].example
        kits = self.present("kit", when)
        boats = [-1, *(n for n in range(len(self.boats)) if self._boat_for(n, crew, when))]
        dark = any(not venue.power for venue in self.venues)
        prints = any(venue.needs_printer for venue in self.venues)
        links: list[tuple[bool, bool]] = [(False, False)]
        if any(not venue.network for venue in self.venues):
            links += [(True, False)] if any(kit.offline for kit in kits) else []
            links += [(False, True)] if self.present("link", when) else []
        for boat, generator, printer, (offline, link) in itertools.product(
            boats,
            (False, True) if dark and self.present("generator", when) else (False,),
            (False, True) if prints and self.present("printer", when) else (False,),
            links,
        ):
            usable = sum(kit.offline for kit in kits) if offline else len(kits)
            for count in range(1, min(crew.operators, usable) + 1):
                yield Load(count, offline, link, generator, printer, boat)

    def _boat_for(self, kind: int, team: Team, session: Session) -> bool:
        hours = self.boats[kind]
        return any(
            BoatKind(b.starts, b.ends, b.cost) == hours and b.seats >= len(team.officers)
            for b in self.present("boat", session)
        )

    def _modes(self, first: int, team: int, session: int, load: Load) -> list[Mode]:
        crew, when = self.team_kinds[team].example, self.session_kinds[session].example
        if self.gear["vehicle"] and not any(
            v.seats >= len(crew.officers) for v in self.present("vehicle", when)
        ):
            return []
        can = [v for v in range(self.n) if not self.lacks(v, crew, when, load)]
        rounds = [v for v in can if self.venues[v].kind == "home"]
        halls = [v for v in can if self.venues[v].kind != "home"]
        made = []
        factors = np.array([self.factor(v, when) for v in range(self.n)])
        if halls:
            made.append((halls, factors, -1, False))
        if rounds and load.kits == 1:
            made.append((rounds, factors, -1, True))
        for n, joint in enumerate(self.problem.joints):
            inside = [v for v in halls if self.district[self.venues[v].place] == joint.district]
            if when.on in joint.dates and inside:
                boosted = np.round(factors * joint.turnout, 9)
                made.append((inside, boosted, n, False))
        return [
            Mode(first + n, team, session, load, self._ground(crew, when, load, home),
                 np.array(allowed, np.int64), turnouts, self.fixed_cost(crew, when, load),
                 joint_index, home)
            for n, (allowed, turnouts, joint_index, home) in enumerate(made)
        ]  # fmt: skip

    # --- families ----------------------------------------------------------------------------

    @cached_property
    def needs(self) -> Ints:
        """Bits of what each venue asks for, but for the boat: that depends on the base."""
        bits = [
            (not v.network) * NETWORK + (not v.power) * POWER + v.needs_printer * PRINTER
            for v in self.venues
        ]
        return np.array(bits, np.int64)

    @cached_property
    def families(self) -> list[Family]:
        """Modes that differ only in what is taken along: one search serves them all.

        Boats of different hours are things of their own: the way differs with them.
        """
        groups: dict[Hashable, list[Mode]] = {}
        for mode in self.modes:
            boat = mode.load.boat if len(self.boats) > 1 else 0
            key = (mode.team, mode.session, mode.load.kits, boat, mode.joint, mode.home)
            groups.setdefault(key, []).append(mode)
        return [self._family(tuple(group)) for group in groups.values()]

    def _family(self, group: tuple[Mode, ...]) -> Family:
        widest = self._widest(group)
        ground = widest.ground
        over_sea = (ground.out_sea > 0) | (ground.back_sea > 0)
        return Family(widest, group, self.needs | np.where(over_sea, BOAT, 0))

    def _widest(self, group: Sequence[Mode]) -> Mode:
        return max(group, key=lambda mode: (len(mode.allowed), mode.load.boat, -mode.index))

    def lacks(self, v: int, team: Team, session: Session, load: Load) -> str:
        """Why a team with this load cannot serve the venue; empty = it can."""
        venue = self.venues[v]
        base, there = self.place_of[team.base], self.village[v]
        by_sea = self.sea_km[base, there] > 0 or self.sea_km[there, base] > 0
        checks = (
            (venue.unrecorded == 0, "nobody"),
            (not self.open_on(v, session), "no_date"),
            (self.forbidden(v, team, session), "forbidden"),
            (not set(venue.skills) <= team.skills, "no_skill"),
            (venue.needs_woman and not team.has_woman, "no_woman_officer"),
            (by_sea and load.boat < 0, "no_boat"),
            (not venue.network and not (load.offline or load.link), "no_network"),
            (not venue.power and not load.generator, "no_power"),
            (venue.needs_printer and not load.printer, "no_printer"),
        )
        return next((reason for wrong, reason in checks if wrong), "")

    def fixed_cost(self, team: Team, session: Session, load: Load) -> int:
        cost = len(team.officers) * self.problem.costs.officer_session
        cost += self.boats[load.boat].cost if load.boat >= 0 else 0
        wanted: list[tuple[GearKind, int]] = [
            ("generator", int(load.generator)),
            ("link", int(load.link)),
            ("printer", int(load.printer)),
            ("vehicle", int(bool(self.gear["vehicle"]))),
            ("kit", load.kits),
        ]
        for kind, count in wanted:
            prices = sorted(gear.cost for gear in self.present(kind, session))
            cost += sum(prices[:count])
        return cost

    def _ground(self, team: Team, session: Session, load: Load, home: bool) -> Ground:
        clock, rules = Clock(session), self.problem.rules
        base, at = self.place_of[team.base], self.village
        cost = self.road_km * self.problem.costs.road_km + self.sea_km * self.problem.costs.sea_km
        boat = self.boats[load.boat] if load.boat >= 0 else BoatKind(0, LONG, 0)
        opens = np.array(
            [clock.worked(max(v.opens, session.starts)) for v in self.venues], np.int64
        )
        closes = np.array(
            [clock.worked(min(v.closes, session.ends)) for v in self.venues], np.int64
        )
        sea = (self.sea_km > 0).astype(np.int64)
        minutes = self.minutes if load.boat >= 0 else np.where(sea > 0, LONG, self.minutes)
        boats = clock.worked(boat.starts), clock.worked(min(boat.ends, session.ends))
        sails = (sea[base, at] > 0) | (sea[at, base] > 0)
        bounded = load.boat >= 0 and (boats[0] > 0 or boats[1] < clock.hours)
        free = (opens <= 0) & (closes >= clock.hours) & ~(sails & bounded)
        same = bool((self.minutes == self.minutes.T).all() and (cost == cost.T).all())
        before = rules.home_setup_minutes if home else rules.setup_minutes
        kits = np.array([min(load.kits, venue.kits_at_once) for venue in self.venues], np.int64)
        return Ground(
            minutes[base, at], minutes[at, base], minutes[np.ix_(at, at)],
            sea[base, at], sea[at, base], sea[np.ix_(at, at)],
            cost[base, at], cost[at, base], cost[np.ix_(at, at)],
            np.full(self.n, before, np.int64),
            np.full(self.n, 0 if home else rules.pack_minutes, np.int64),
            self.each, np.ones_like(kits) if home else kits,
            opens, closes, clock.hours, boats[0], boats[1], free.astype(np.int64),
            int(same),
        )  # fmt: skip


def matches(pin: Pin, venue: Venue, team: Team, session: Session) -> bool:
    """Whether a visit is one that the pin (or the forbid) speaks of."""
    return (
        pin.venue == venue.ref
        and pin.team in (None, team.ref)
        and pin.on in (None, session.on)
        and pin.session in (None, session.kind)
    )


def _minutes_each(venue: Venue) -> float:
    between = venue.minutes_between if venue.kind == "home" else 0
    return turnout.minutes_each(venue.groups) + between


def _by_kind(gear: Sequence[Gear]) -> defaultdict[GearKind, list[Gear]]:
    found: defaultdict[GearKind, list[Gear]] = defaultdict(list)
    for one in gear:
        found[one.kind].append(one)
    return found


def _grouped(indices: Iterable[int], alike: Callable[[int], Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for index in indices:
        groups.setdefault(alike(index), []).append(index)
    return list(groups.values())
