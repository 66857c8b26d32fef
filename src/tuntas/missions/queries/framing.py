"""The planner's problem, read from the store: who is left where, who can go, when, by what way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, Final, NamedTuple

from tuntas.enrolment import queries as enrolment
from tuntas.ledger import bulk, cells
from tuntas.ledger import queries as ledger
from tuntas.missions.models import AgreedDay, Mission, Report
from tuntas.missions.models import Venue as VenueStated
from tuntas.missions.planning import problem as asked
from tuntas.missions.planning.problem import (
    Costs,
    Floor,
    Gear,
    GearKind,
    Group,
    Joint,
    Officer,
    Pin,
    Place,
    Problem,
    Rules,
    Session,
    SessionKind,
    Travel,
    Turnout,
    Venue,
)
from tuntas.missions.queries import chances, resources
from tuntas.missions.queries.resources import Value
from tuntas.outreach import reasons
from tuntas.outreach.models import Reason
from tuntas.residents.eligibility import age_years
from tuntas.residents.models import Person
from tuntas.wilayah import distances
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import DISTRICT, VILLAGE, Tree

PUPIL_UNTIL_AGE: Final = 18
HOME: Final = "rumah:"
KINDS: Final[dict[str, GearKind]] = {
    "kit": "kit",
    "printer": "printer",
    "generator": "generator",
    "link": "link",
    "vehicle": "vehicle",
    "boat": "boat",
}
SESSIONS: Final[dict[str, SessionKind]] = {"day": "day", "evening": "evening"}
UNLIKELY: Final = 0.02
"""Dead, moved, abroad, doubled, unknown here: counted among the left, hardly ever met."""


class Someone(NamedTuple):
    """One unrecorded person as the planner needs them."""

    person_id: int
    village_id: int
    birth_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Framed:
    """A problem, and what of the field it could not take in.

    ``without_venue``: villages with unrecorded people and no place of service; *without_way*:
    those without coordinates.
    """

    problem: Problem
    without_venue: tuple[int, ...]
    without_way: tuple[int, ...]


def frame(*, from_on: date, until_on: date, known_on: date, wishes: Mapping[str, Any]) -> Framed:
    """The problem for the days *from_on* to *until_on*, by what is known on *known_on*."""
    held = wilayah.tree()
    values = resources.parameters(known_on)
    people = _unrecorded(known_on)
    stated = [venue for venue in resources.venues(from_on) if venue.village_id in held.areas]
    teams = _teams(resources.teams(from_on), values, held)
    bases = {team.base for team in teams}
    wanted = {venue.village_id for venue in stated if people.get(venue.village_id)}
    ids = sorted(wanted | {area.id for area in held.areas.values() if area.code in bases})
    travel, off_road = _travel(ids, held, known_on)
    near = [venue for venue in stated if venue.village_id in wanted - off_road]
    agreed = resources.agreed(from_on, until_on)
    venues = _venues(near, people, known_on, values, agreed, held, from_on, until_on)
    days = [from_on + timedelta(n) for n in range((until_on - from_on).days + 1)]
    sessions = tuple(session for day in days for session in _sessions(day, values))
    teams = [team for team in teams if team.base in travel.places]
    money = resources.budget_left(from_on)
    gear = list(_gear(from_on, days, local=enrolment.mode_on(from_on) == "local"))
    spare = _spare(gear, teams)
    problem = Problem(
        places=tuple(_place(held, id_) for id_ in ids if id_ not in off_road),
        venues=tuple(
            replace(
                venue,
                network=venue.network or "link" in spare,
                power=venue.power or "generator" in spare,
            )
            for venue in venues
        ),
        teams=tuple(teams),
        gear=tuple(
            replace(each, offline=each.offline and "link" not in spare)
            for each in gear
            if each.kind not in spare
        ),
        sessions=sessions,
        travel=travel,
        rules=Rules(
            setup_minutes=round(values["setup_minutes"].value),
            pack_minutes=round(values["pack_minutes"].value),
            most_stops=round(values["most_stops"].value),
        ),
        costs=Costs(
            officer_session=round(values["person_day_rupiah"].value),
            road_km=round(values["road_km_rupiah"].value),
            sea_km=round(values["sea_km_rupiah"].value),
        ),
        budget=None if money is None else max(0, money.rupiah - _spent(money.from_on, known_on)),
        holidays=tuple(sorted(resources.leave_days(from_on, until_on))),
        joints=_joints(agreed, values, held),
        floors=tuple(_floors(venues, teams, sessions, values, held)),
        pins=tuple([*_pins(wishes, "pins", days), *_kept(from_on, until_on)]),
        forbids=tuple(_pins(wishes, "forbids", days)),
    )
    served = {venue.village_id for venue in near}
    missing = [id_ for id_, some in people.items() if some and id_ and id_ not in served]
    return Framed(
        problem,
        tuple(sorted(id_ for id_ in missing if id_ not in off_road)),
        tuple(sorted(off_road)),
    )


# --- people ------------------------------------------------------------------------------------


def _unrecorded(on: date) -> dict[int, list[Someone]]:
    """The unrecorded by village with the reason known of each; those set aside are not visited."""
    places = {
        person: village
        for person, village, _cell in ledger.people_in(on=on, cells=cells.LEFT_DYNAMIC_CELLS)
    }
    births: dict[int, date | None] = {}
    why: dict[int, str] = {}
    for chunk in bulk.chunks(sorted(places)):
        births.update(Person.objects.filter(id__in=chunk).values_list("id", "birth_on"))
        current = Reason.objects.filter(person_id__in=chunk, ended_on__isnull=True)
        why.update(current.values_list("person_id", "code"))
    found: dict[int, list[Someone]] = {}
    for person, village in places.items():
        found.setdefault(village, []).append(
            Someone(person, village, births.get(person), why.get(person, ""))
        )
    return found


def _venues(
    stated: Sequence[VenueStated],
    people: Mapping[int, Sequence[Someone]],
    on: date,
    values: Mapping[str, Value],
    agreed: Sequence[AgreedDay],
    held: Tree,
    from_on: date,
    until_on: date,
) -> list[Venue]:
    """One venue a place of service: a school's pupils, the hall's others, the homes' home-bound."""
    known = chances.learnt(on, prior=values["comes_chance"].value)
    kinds = {row.ref: row.kind for row in wilayah.service_points()}
    by_village: dict[int, list[VenueStated]] = {}
    for venue in stated:
        by_village.setdefault(venue.village_id, []).append(venue)
    found: list[Venue] = []
    for village, places in sorted(by_village.items()):
        halls = [each for each in places if kinds.get(each.point) != "school"]
        schools = [each for each in places if kinds.get(each.point) == "school"]
        some = people[village]
        homebound = [each for each in some if _team(each.reason, on)]
        others = [each for each in some if not _team(each.reason, on)]
        pupils = [each for each in others if schools and _is_pupil(each, on)]
        grown = [each for each in others if each not in pupils]
        dates, closed = _dates(village, agreed, held)
        minutes = values["case_minutes"].value
        p = round(known.of(village, held.areas[village].parent_id).mean, 4)
        served = [(place, pupils) for place in schools[:1]] + [
            (place, grown) for place in halls[:1]
        ]
        for place, those in served:
            groups = _groups(those, p, minutes, on)
            if groups:
                found.append(_venue(place, held, groups, dates, closed, values, from_on, until_on))
        if homebound and halls:
            found.append(_home(halls[0], held, len(homebound), values, dates, closed))
    return found


def _groups(
    people: Sequence[Someone], chance: float, minutes: float, on: date
) -> tuple[Group, ...]:
    counted = Counter(_leaves_by_recording(each.reason, on) for each in people)
    groups = [
        Group(counted[True], chance, minutes, "come"),
        Group(counted[False], UNLIKELY, minutes, "unlikely"),
    ]
    return tuple(group for group in groups if group.count)


def _venue(
    stated: VenueStated,
    held: Tree,
    groups: tuple[Group, ...],
    dates: tuple[date, ...] | None,
    closed: tuple[date, ...],
    values: Mapping[str, Value],
    from_on: date,
    until_on: date,
) -> Venue:
    days = [from_on + timedelta(n) for n in range((until_on - from_on).days + 1)]
    return Venue(
        ref=stated.ref,
        place=held.areas[stated.village_id].code,
        groups=groups,
        kind="hall",
        name=stated.name,
        network=stated.network == VenueStated.Network.ONLINE,
        power=stated.power != VenueStated.Power.NONE,
        kits_at_once=stated.kits_at_once,
        opens=_minute(stated.opens),
        closes=_minute(stated.closes) or 1440,
        dates=dates,
        closed=closed,
        turnouts=tuple(
            Turnout(day, values["market_factor"].value)
            for day in days
            if day.weekday() == stated.market_day
        ),
        needs_woman=stated.needs_woman,
    )


def _home(
    stated: VenueStated,
    held: Tree,
    count: int,
    values: Mapping[str, Value],
    dates: tuple[date, ...] | None,
    closed: tuple[date, ...],
) -> Venue:
    """The home round of a village. Whoever is visited at home is there."""
    code = held.areas[stated.village_id].code
    return Venue(
        ref=f"{HOME}{code}",
        place=code,
        groups=(Group(count, 0.9, values["home_minutes"].value, "home"),),
        kind="home",
        network=stated.network == VenueStated.Network.ONLINE,
        power=True,  # kits run on their battery for a visit
        dates=dates,
        closed=closed,
    )


def home_bound(person_ids: Collection[int], on: date) -> set[int]:
    """Who of these is visited at home: ill, old, disabled, kept out of sight."""
    found: set[int] = set()
    for chunk in bulk.chunks(sorted(person_ids)):
        rows = Reason.objects.filter(person_id__in=chunk, ended_on__isnull=True)
        found.update(id_ for id_, code in rows.values_list("person_id", "code") if _team(code, on))
    return found


def of_school(person_ids: Collection[int], on: date) -> set[int]:
    """Who of these is of an age to be met at a school."""
    found: set[int] = set()
    for chunk in bulk.chunks(sorted(person_ids)):
        rows = Person.objects.filter(id__in=chunk, birth_on__isnull=False)
        found.update(
            id_
            for id_, born in rows.values_list("id", "birth_on")
            if born is not None and age_years(born, on) <= PUPIL_UNTIL_AGE
        )
    return found


def _team(code: str, on: date) -> bool:
    return _owner(code, on) == "team"


def _owner(code: str, on: date) -> str:
    row = reasons.reasons(on).get(code) if code else None
    return row.owner if row else ""


def _leaves_by_recording(code: str, on: date) -> bool:
    row = reasons.reasons(on).get(code) if code else None
    return row is None or row.leaves_by is reasons.LeavesBy.RECORDED


def _is_pupil(someone: Someone, on: date) -> bool:
    return someone.birth_on is not None and age_years(someone.birth_on, on) <= PUPIL_UNTIL_AGE


def _dates(
    village: int, agreed: Sequence[AgreedDay], held: Tree
) -> tuple[tuple[date, ...] | None, tuple[date, ...]]:
    """Days agreed (only these, when any is) and days refused, for the village or its kecamatan."""
    own = {village, held.areas[village].parent_id}
    rows = [row for row in agreed if row.region_id in own]
    yes = tuple(row.on for row in rows if row.kind == AgreedDay.Kind.AGREED)
    no = tuple(row.on for row in rows if row.kind == AgreedDay.Kind.CLOSED)
    return yes or None, no


# --- teams, gear, hours, ways ------------------------------------------------------------------


def _teams(
    rows: Iterable[resources.TeamRow], values: Mapping[str, Value], held: Tree
) -> list[asked.Team]:
    found = []
    for row in rows:
        base = wilayah.service_point(row.base)
        area = held.areas.get(base.region_id) if base else None
        if area is None or area.level != VILLAGE or not row.members:
            continue
        found.append(
            asked.Team(
                ref=row.ref,
                base=area.code,
                name=row.name,
                officers=tuple(
                    Officer(member.officer_ref, tuple(member.skills), member.woman)
                    for member in row.members
                ),
                sessions_a_day=round(values["sessions_a_day"].value),
            )
        )
    return found


def _gear(on: date, days: Sequence[date], *, local: bool) -> Iterable[Gear]:
    """What works on at least one of the days. Offline kits need the local mode: the national
    client records online only."""
    outages = resources.outages(days[0], days[-1])
    for row in resources.assets(on):
        asset = row.asset
        away = tuple(day for day in days if any(each.covers(day) for each in outages[asset.pk]))
        if len(away) == len(days):
            continue
        yield Gear(
            ref=asset.ref,
            kind=KINDS[asset.kind],
            offline=asset.offline and local,
            seats=asset.seats,
            away=away,
            starts=_minute(asset.sails_from) if asset.sails_from else 0,
            ends=_minute(asset.sails_until) if asset.sails_until else 2880,
            cost=asset.rupiah,
        )


def _spare(gear: Sequence[Gear], teams: Sequence[asked.Team]) -> set[str]:
    """Kinds of gear that bind nobody: one for every team every day, at no cost. The planner is
    spared them, because each kind that binds doubles what a team may take along.

    Where every kit records offline no place lacks a network, and links are spare too.
    """
    found = set()
    for kind in ("generator", "vehicle", "link"):
        always = [each for each in gear if each.kind == kind and not each.away and not each.cost]
        largest = max((len(team.officers) for team in teams), default=0)
        if len(always) >= len(teams) and all(each.seats >= largest for each in always):
            found.add(kind)
    kits = [each for each in gear if each.kind == "kit"]
    if kits and all(each.offline for each in kits):
        found.add("link")
    return found


def _sessions(day: date, values: Mapping[str, Value]) -> list[Session]:
    weekend = values["weekend_factor"].value if day.weekday() >= 5 else 1.0
    friday = (_at(values, "friday_from"), _at(values, "friday_until"))
    found = [
        Session(
            day,
            "day",
            _at(values, "day_starts"),
            _at(values, "day_ends"),
            weekend,
            friday if day.weekday() == 4 else None,
        ),
    ]
    evening = [
        Session(
            day,
            "evening",
            _at(values, "night_starts"),
            _at(values, "night_ends"),
            weekend * values["night_factor"].value,
        ),
    ]
    return found + evening if values["evenings"].value else found


def _travel(ids: Sequence[int], held: Tree, on: date) -> tuple[Travel, set[int]]:
    """The ways between the places, and the places that no way leads to."""
    lost = {id_ for id_ in ids if held.areas[id_].lat is None or held.areas[id_].lng is None}
    kept = [id_ for id_ in ids if id_ not in lost]
    table = distances.between_all(kept, on=on)
    ways = [[way for way in row if way is not None] for row in table]
    return Travel(
        places=tuple(held.areas[id_].code for id_ in kept),
        minutes=tuple(tuple(way.minutes for way in row) for row in ways),
        road_km=tuple(tuple(round(way.road_km, 2) for way in row) for row in ways),
        sea_km=tuple(tuple(round(way.sea_km, 2) for way in row) for row in ways),
    ), lost


def _place(held: Tree, id_: int) -> Place:
    area = held.areas[id_]
    district = held.areas[area.parent_id or id_]
    return Place(area.code, area.name, district.code, district.name, area.is_island)


def _joints(
    agreed: Sequence[AgreedDay], values: Mapping[str, Value], held: Tree
) -> tuple[Joint, ...]:
    days: dict[int, list[date]] = {}
    for row in agreed:
        area = held.areas.get(row.region_id)
        if row.kind == AgreedDay.Kind.JOINT and area is not None and area.level == DISTRICT:
            days.setdefault(row.region_id, []).append(row.on)
    return tuple(
        Joint(
            ref=f"bersama:{held.areas[id_].code}",
            district=held.areas[id_].code,
            dates=tuple(sorted(dates)),
            turnout=values["joint_factor"].value,
        )
        for id_, dates in sorted(days.items())
    )


def _floors(
    venues: Sequence[Venue],
    teams: Sequence[asked.Team],
    sessions: Sequence[Session],
    values: Mapping[str, Value],
    held: Tree,
) -> Iterable[Floor]:
    """Each kecamatan gets at least *fair_share* of its part of what these teams could record."""
    likely: dict[str, float] = {}
    for venue in venues:
        district = ".".join(venue.place.split(".")[:3])
        brings = sum(group.count * group.probability for group in venue.groups)
        likely[district] = likely.get(district, 0.0) + brings
    whole = sum(likely.values())
    days = len({session.on for session in sessions})
    hours = values["day_ends"].value - values["day_starts"].value - 3  # way, set up, pack
    most = sum(max(team.operators, 1) for team in teams) * days * 60 * max(hours, 1)
    reachable = min(whole, most / values["case_minutes"].value)
    share = values["fair_share"].value
    for district, part in sorted(likely.items()):
        people = round(share * reachable * part / whole, 2) if whole else 0.0
        if people:
            yield Floor(district, people)


# --- wishes ------------------------------------------------------------------------------------


def _pins(wishes: Mapping[str, Any], which: str, days: Collection[date]) -> list[Pin]:
    """What people asked for, as far as its day is still ahead."""
    found = []
    for wish in wishes.get(which, []):
        on = date.fromisoformat(wish["on"]) if wish.get("on") else None
        if on is None or on in days:
            session = SESSIONS.get(wish.get("session") or "")
            found.append(Pin(wish["venue"], wish.get("team"), on, session))
    return found


def _kept(from_on: date, until_on: date) -> list[Pin]:
    """Missions whose letters are out stay as they are."""
    kept = Mission.objects.filter(
        on__range=(from_on, until_on),
        state__in=[Mission.State.LETTERS, Mission.State.UNDER_WAY],
    )
    return [
        Pin(stop.venue.ref, mission.team.ref, mission.on, SESSIONS[mission.session])
        for mission in kept.select_related("team").prefetch_related("stops__venue")
        for stop in mission.stops.all()
        if stop.venue is not None and stop.kind != "home"
    ]


def _spent(from_on: date, until_on: date) -> int:
    costs = Report.objects.filter(mission__on__range=(from_on, until_on)).values_list(
        "costs", flat=True
    )
    return sum(int(row["rupiah"]) for rows in costs for row in rows)


def _at(values: Mapping[str, Value], name: str) -> int:
    return round(values[name].value * 60)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
