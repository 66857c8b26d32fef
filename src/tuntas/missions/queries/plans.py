"""A plan as pages show it: team by day, what it promises, what one more brings, who is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tuntas.missions.models import Plan
from tuntas.missions.planning import exchange
from tuntas.missions.planning.answer import Assignment, Left
from tuntas.missions.planning.answer import Plan as Answer
from tuntas.missions.planning.problem import Place, Problem, Team, Venue


@dataclass(frozen=True, slots=True)
class StopCell:
    """One place of a cell. Times are minutes of the day."""

    venue: str
    village: str
    district: str
    place: str
    serves_from: int
    serves_until: int
    expected: float
    unrecorded: int
    island: bool
    home: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a team does on a day: nothing, one session, or one by day and one in the evening."""

    team: str
    on: date
    sessions: list[SessionCell]


@dataclass(frozen=True, slots=True)
class SessionCell:
    kind: str
    expected: float
    cost: int
    pinned: bool
    joint: str
    gear: list[str]
    stops: list[StopCell]


@dataclass(frozen=True, slots=True)
class LeftRow:
    village: str
    district: str
    unrecorded: int
    left: float
    reason: str


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """*share*: expected of those unrecorded, 0–1."""

    code: str
    name: str
    unrecorded: int
    expected: float
    floor: float

    @property
    def share(self) -> float:
        return self.expected / self.unrecorded if self.unrecorded else 0.0

    @property
    def short(self) -> bool:
        return self.expected + 1e-6 < self.floor


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a page says about a plan that is ready."""

    plan: Plan
    problem: Problem
    answer: Answer
    days: list[date]
    teams: list[Team]
    rows: list[tuple[Team, list[Cell]]]
    districts: list[DistrictRow]
    left: list[LeftRow]

    @property
    def unrecorded(self) -> int:
        return sum(venue.unrecorded for venue in self.problem.venues)

    @property
    def sessions(self) -> int:
        return len(self.answer.assignments)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a changed plan brings against the one it came from: people and rupiah."""

    before: Plan
    people: float
    rupiah: int
    unmet: int


def latest() -> Plan | None:
    """The newest plan that was not left."""
    return Plan.objects.exclude(state=Plan.State.REPLACED).order_by("-version").first()


def plans(limit: int = 20) -> list[Plan]:
    return list(Plan.objects.order_by("-version")[:limit])


def board(plan: Plan, names: Mapping[str, str]) -> Board:
    """The plan's board. *names*: gear ref → name."""
    problem = exchange.from_plain(Problem, (plan.problem or {})["asked"])
    answer = exchange.from_plain(Answer, plan.result)
    days = [plan.from_on + timedelta(n) for n in range((plan.until_on - plan.from_on).days + 1)]
    venues = {venue.ref: venue for venue in problem.venues}
    places = {place.code: place for place in problem.places}
    teams = sorted(problem.teams, key=lambda team: (team.name, team.ref))
    held: dict[tuple[str, date], list[SessionCell]] = {}
    for each in sorted(answer.assignments, key=lambda one: one.session):
        cell = _session(each, venues, places, names)
        held.setdefault((each.team, each.on), []).append(cell)
    rows = [
        (team, [Cell(team.ref, day, held.get((team.ref, day), [])) for day in days])
        for team in teams
    ]
    return Board(
        plan,
        problem,
        answer,
        days,
        teams,
        rows,
        _districts(problem, answer, venues, places),
        _left(answer.left, venues, places),
    )


def compared(plan: Plan) -> Compared | None:
    """Against the plan it came from; None where there is none, or the days differ."""
    before = plan.after
    if before is None or before.result is None or plan.result is None:
        return None
    if (before.from_on, before.until_on) != (plan.from_on, plan.until_on):
        return None
    old, new = (exchange.from_plain(Answer, each.result) for each in (before, plan))
    return Compared(before, new.expected - old.expected, new.cost - old.cost, len(new.unmet))


def points(shown: Board) -> list[dict[str, Any]]:
    """The villages of the plan for a map: code, name, unrecorded, expected, sessions there."""
    visits: dict[str, list[dict[str, Any]]] = {}
    brings: dict[str, float] = {}
    names = {team.ref: team.name for team in shown.teams}
    venues = {venue.ref: venue for venue in shown.problem.venues}
    for each in shown.answer.assignments:
        for stop in each.stops:
            code = venues[stop.venue].place
            visits.setdefault(code, []).append(
                {"team": each.team, "name": names.get(each.team, ""), "on": each.on.isoformat()}
            )
            brings[code] = brings.get(code, 0.0) + stop.expected
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for venue in shown.problem.venues:
        first.setdefault(venue.place, venue.ref)
        counts[venue.place] = counts.get(venue.place, 0) + venue.unrecorded
    return [
        {
            "code": place.code,
            "venue": first.get(place.code, ""),
            "name": place.name,
            "district": place.district_name,
            "unrecorded": counts.get(place.code, 0),
            "expected": round(brings.get(place.code, 0.0), 1),
            "visits": visits.get(place.code, []),
            "island": place.island,
        }
        for place in shown.problem.places
    ]


def _session(
    each: Assignment,
    venues: Mapping[str, Venue],
    places: Mapping[str, Place],
    names: Mapping[str, str],
) -> SessionCell:
    return SessionCell(
        kind=each.session,
        expected=each.expected,
        cost=each.cost,
        pinned=each.pinned,
        joint=each.joint or "",
        gear=[names[ref] for ref in (*each.kits, *each.gear) if ref in names],
        stops=[
            StopCell(
                venue=stop.venue,
                village=places[venues[stop.venue].place].name,
                district=places[venues[stop.venue].place].district_name,
                place=venues[stop.venue].name,
                serves_from=stop.serves_from,
                serves_until=stop.serves_until,
                expected=stop.expected,
                unrecorded=venues[stop.venue].unrecorded,
                island=places[venues[stop.venue].place].island,
                home=venues[stop.venue].kind == "home",
            )
            for stop in each.stops
        ],
    )


def _districts(
    problem: Problem, answer: Answer, venues: Mapping[str, Venue], places: Mapping[str, Place]
) -> list[DistrictRow]:
    unrecorded: dict[str, int] = {}
    expected: dict[str, float] = {}
    names = {place.district: place.district_name for place in problem.places}
    for venue in problem.venues:
        district = places[venue.place].district
        unrecorded[district] = unrecorded.get(district, 0) + venue.unrecorded
    for each in answer.assignments:
        for stop in each.stops:
            district = places[venues[stop.venue].place].district
            expected[district] = expected.get(district, 0.0) + stop.expected
    floors = {floor.district: floor.people for floor in problem.floors}
    return sorted(
        (
            DistrictRow(code, names[code], n, expected.get(code, 0.0), floors.get(code, 0.0))
            for code, n in unrecorded.items()
        ),
        key=lambda row: (-row.unrecorded, row.name),
    )


def _left(
    rows: tuple[Left, ...], venues: Mapping[str, Venue], places: Mapping[str, Place]
) -> list[LeftRow]:
    found = [
        LeftRow(
            places[venues[row.venue].place].name,
            places[venues[row.venue].place].district_name,
            row.unrecorded,
            row.left,
            row.reason,
        )
        for row in rows
        if row.left >= 0.5
    ]
    return sorted(found, key=lambda row: (-row.left, row.village))
