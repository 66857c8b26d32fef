"""Is a plan possible? An independent check that shares no arithmetic with the planner.

It walks through every session minute by minute of the clock: the way (by the travel table), the
sea (a boat, at hours at which it sails), setting up, serving (hours of the venue, kits, minutes
a person), packing, the pause, the return. Then what is shared: people, kits and things in one
place at a time, visits, pins, forbids, joint operations, money; at last the arithmetic of the
plan's own figures.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from tuntas.missions.planning.answer import Assignment, Plan, Stop
from tuntas.missions.planning.problem import Gear, Problem, Session, Team, Venue

_CENT = 1e-6


def check(problem: Problem, plan: Plan) -> list[str]:
    """What does not hold; each line names the team and day (or the thing) it is about."""
    found: list[str] = []
    for one in plan.assignments:
        where = f"{one.team} {one.on} {one.session}"
        found += [f"{where}: {wrong}" for wrong in _session(problem, one)]
    found += _shared(problem, plan)
    found += _joints(problem, plan)
    found += _money(problem, plan)
    found += _figures(problem, plan)
    return found


# --- one session -------------------------------------------------------------------------------


def _session(problem: Problem, one: Assignment) -> Iterator[str]:
    teams = {team.ref: team for team in problem.teams}
    sessions = {(s.on, s.kind): s for s in problem.sessions}
    if one.team not in teams:
        yield "unknown team"
        return
    if (one.on, one.session) not in sessions:
        yield "no such session"
        return
    team, session = teams[one.team], sessions[one.on, one.session]
    if one.on in problem.holidays:
        yield "on a holiday"
    if one.on in team.off:
        yield "the team is off"
    if not one.stops:
        yield "no stop"
        return
    yield from _equipment(problem, one, team)
    yield from _walk(problem, one, team, session)
    for stop in one.stops:
        yield from _venue(problem, one, team, session, stop)


def _equipment(problem: Problem, one: Assignment, team: Team) -> Iterator[str]:
    things = {gear.ref: gear for gear in problem.gear}
    for ref in (*one.kits, *one.gear):
        if ref not in things:
            yield f"unknown thing {ref}"
        elif one.on in things[ref].away:
            yield f"{ref} is away"
    if not one.kits or any(things[ref].kind != "kit" for ref in one.kits if ref in things):
        yield "no kits"
    if len(one.kits) > team.operators:
        yield "more kits than operators"
    carried = [things[ref] for ref in one.gear if ref in things]
    cars = [gear for gear in carried if gear.kind == "vehicle"]
    by_road = any(gear.kind == "vehicle" for gear in problem.gear)
    if by_road and sum(car.seats for car in cars) < len(team.officers):
        yield "no seat for everybody on the road"
    boats = [gear for gear in carried if gear.kind == "boat"]
    if boats and sum(boat.seats for boat in boats) < len(team.officers):
        yield "no seat for everybody at sea"


def _walk(problem: Problem, one: Assignment, team: Team, session: Session) -> Iterator[str]:
    """The clock of one session, from the base and back."""
    at_of = {code: n for n, code in enumerate(problem.travel.places)}
    venues = {venue.ref: venue for venue in problem.venues}
    boats = [g for g in problem.gear if g.ref in one.gear and g.kind == "boat"]
    if any(stop.venue not in venues for stop in one.stops):
        yield "unknown venue"
        return
    if one.leaves < session.starts:
        yield "leaves too early"
    now, here = one.leaves, at_of[team.base]
    for stop in one.stops:
        venue = venues[stop.venue]
        there = at_of[venue.place]
        yield from _leg(problem, session, boats, here, there, (now, stop.arrives))
        yield from _stay(problem, one, session, venue, stop)
        now, here = stop.leaves, there
    yield from _leg(problem, session, boats, here, at_of[team.base], (now, one.returns))
    if one.returns > session.ends:
        yield "returns too late"


def _leg(
    problem: Problem,
    session: Session,
    boats: list[Gear],
    here: int,
    there: int,
    minutes: tuple[int, int],
) -> Iterator[str]:
    starts, ends = minutes
    needed = problem.travel.minutes[here][there]
    if _working(session, starts, ends) < needed:
        yield f"the way takes {needed} minutes"
    if problem.travel.sea_km[here][there] <= 0:
        return
    if not boats:
        yield "over sea without a boat"
    for boat in boats:
        window = max(starts, boat.starts), min(ends, boat.ends)
        if _working(session, *window) < needed:
            yield f"{boat.ref} does not sail at that hour"


def _stay(
    problem: Problem, one: Assignment, session: Session, venue: Venue, stop: Stop
) -> Iterator[str]:
    home = venue.kind == "home"
    setup = problem.rules.home_setup_minutes if home else problem.rules.setup_minutes
    pack = 0 if home else problem.rules.pack_minutes
    if _working(session, stop.arrives, stop.serves_from) < setup:
        yield f"{venue.ref}: no time to set up"
    if _working(session, stop.serves_until, stop.leaves) < pack:
        yield f"{venue.ref}: no time to pack"
    if stop.serves_from < venue.opens or stop.serves_until > venue.closes:
        yield f"{venue.ref}: closed at that hour"
    lanes = 1 if home else max(1, min(len(one.kits), venue.kits_at_once))
    each = _mean_minutes(venue) + (venue.minutes_between if home else 0)
    needed = math.ceil(stop.places / lanes) * each
    if _working(session, stop.serves_from, stop.serves_until) < needed - 1e-6:
        yield f"{venue.ref}: {stop.places} people need {needed:.0f} minutes"
    if stop.places < 1:
        yield f"{venue.ref}: nobody is served"


def _working(session: Session, starts: int, ends: int) -> int:
    """Minutes between two times of the day without the pause."""
    if ends < starts:
        return -1
    pause = 0
    if session.pause:
        pause = max(0, min(ends, session.pause[1]) - max(starts, session.pause[0]))
    return ends - starts - pause


def _mean_minutes(venue: Venue) -> float:
    coming = [(group.count * group.probability, group.minutes) for group in venue.groups]
    total = sum(people for people, _ in coming)
    if total == 0:
        return max((minutes for _, minutes in coming), default=0.0)
    return sum(people * minutes for people, minutes in coming) / total


def _venue(
    problem: Problem, one: Assignment, team: Team, session: Session, stop: Stop
) -> Iterator[str]:
    venue = next(v for v in problem.venues if v.ref == stop.venue)
    kinds = Counter(gear.kind for gear in problem.gear if gear.ref in one.gear)
    offline = all(gear.offline for gear in problem.gear if gear.ref in one.kits)
    if session.on in venue.closed or (venue.dates is not None and session.on not in venue.dates):
        yield f"{venue.ref}: not on that day"
    if venue.needs_woman and not any(officer.woman for officer in team.officers):
        yield f"{venue.ref}: no woman officer"
    missing = set(venue.skills) - {s for officer in team.officers for s in officer.skills}
    if missing:
        yield f"{venue.ref}: nobody knows {min(missing)}"
    if not venue.network and not offline and not kinds["link"]:
        yield f"{venue.ref}: no network"
    if not venue.power and not kinds["generator"]:
        yield f"{venue.ref}: no power"
    if venue.needs_printer and not kinds["printer"]:
        yield f"{venue.ref}: no printer"
    for pin in problem.forbids:
        wanted = (pin.venue, pin.team or one.team, pin.on or one.on, pin.session or one.session)
        if wanted == (venue.ref, one.team, one.on, one.session):
            yield f"{venue.ref}: forbidden"


# --- what is shared ----------------------------------------------------------------------------


def _shared(problem: Problem, plan: Plan) -> Iterator[str]:
    used: Counter[object] = Counter()
    days: Counter[object] = Counter()
    visits: Counter[str] = Counter()
    room: Counter[object] = Counter()
    for one in plan.assignments:
        used.update((one.on, one.session, ref) for ref in (one.team, *one.kits, *one.gear))
        days[one.team, one.on] += 1
        visits.update(stop.venue for stop in one.stops)
        if len({stop.venue for stop in one.stops}) < len(one.stops):
            yield f"{one.team} {one.on}: the same venue twice"
        for stop in one.stops:
            room[one.on, one.session, stop.venue] += len(one.kits)
    yield from (f"{key}: in two places" for key, n in used.items() if n > 1)
    for team in problem.teams:
        yield from (
            f"{team.ref} {on}: too many sessions"
            for (ref, on), n in ((key, n) for key, n in days.items() if isinstance(key, tuple))
            if ref == team.ref and n > team.sessions_a_day
        )
        total = sum(one.team == team.ref for one in plan.assignments)
        if team.most_sessions is not None and total > team.most_sessions:
            yield f"{team.ref}: goes out {total} times"
    for venue in problem.venues:
        if visits[venue.ref] > venue.most_visits:
            yield f"{venue.ref}: visited {visits[venue.ref]} times"
        crowded = [n for key, n in room.items() if isinstance(key, tuple) and key[2] == venue.ref]
        if (
            max(crowded, default=0) > max(venue.kits_at_once, 1)
            and len(crowded) < visits[venue.ref]
        ):
            yield f"{venue.ref}: no room for so many kits"
    for n, pin in enumerate(problem.pins):
        if n not in plan.unmet and not any(
            any(stop.venue == pin.venue for stop in one.stops)
            and (pin.team or one.team, pin.on or one.on, pin.session or one.session)
            == (one.team, one.on, one.session)
            for one in plan.assignments
        ):
            yield f"pin {n}: not kept"


def _joints(problem: Problem, plan: Plan) -> Iterator[str]:
    options = {joint.ref: joint for joint in problem.joints}
    district = {place.code: place.district for place in problem.places}
    place = {venue.ref: venue.place for venue in problem.venues}
    held: defaultdict[tuple[str, object, str], list[Assignment]] = defaultdict(list)
    for one in plan.assignments:
        if one.joint is not None:
            held[one.joint, one.on, one.session].append(one)
    for (ref, on, _), parts in held.items():
        joint = options.get(ref)
        if joint is None or on not in joint.dates:
            yield f"{ref} {on}: no such joint operation"
            continue
        if not joint.least_teams <= len(parts) <= joint.most_teams:
            yield f"{ref} {on}: {len(parts)} teams"
        inside = (district[place[s.venue]] == joint.district for one in parts for s in one.stops)
        if not all(inside):
            yield f"{ref} {on}: outside its kecamatan"


def _money(problem: Problem, plan: Plan) -> Iterator[str]:
    prices = {gear.ref: gear.cost for gear in problem.gear}
    people = {team.ref: len(team.officers) for team in problem.teams}
    total = 0
    for one in plan.assignments:
        cost = people.get(one.team, 0) * problem.costs.officer_session
        cost += sum(prices.get(ref, 0) for ref in (*one.kits, *one.gear))
        way = one.road_km * problem.costs.road_km + one.sea_km * problem.costs.sea_km
        if abs(one.cost - cost - way) > 1:
            yield f"{one.team} {one.on}: costs {cost + way:.0f}, not {one.cost}"
        total += one.cost
    fees = {joint.ref: joint.cost for joint in problem.joints}
    held = {(one.joint, one.on) for one in plan.assignments if one.joint}
    total += sum(fees.get(ref, 0) for ref, _ in held if ref)
    if total != plan.cost:
        yield f"the plan costs {total}, not {plan.cost}"
    if problem.budget is not None and total > problem.budget:
        yield f"over budget by {total - problem.budget}"


# --- its own figures ---------------------------------------------------------------------------


def _figures(problem: Problem, plan: Plan) -> Iterator[str]:
    stops = math.fsum(stop.expected for one in plan.assignments for stop in one.stops)
    if abs(stops - plan.expected) > _CENT * max(1.0, plan.expected):
        yield f"stops bring {stops:.3f}, the plan says {plan.expected:.3f}"
    if plan.bound < plan.expected - _CENT:
        yield "the bound is below the plan"
    places: Counter[str] = Counter()
    brought: Counter[str] = Counter()
    for one in plan.assignments:
        for stop in one.stops:
            places[stop.venue] += stop.places
            brought[stop.venue] += stop.expected  # type: ignore[assignment]
    for venue in problem.venues:
        most = min(float(places[venue.ref]), float(venue.unrecorded))
        if brought[venue.ref] > most + _CENT:
            yield f"{venue.ref}: {brought[venue.ref]:.2f} of {most:.0f} places"
