"""What there is to plan with: people, places, teams, gear, hours, money. Frozen and pure.

Times of a day are minutes after midnight of the business day (an evening session may end after
1440). Money is whole rupiah. Places are named by their code, everything else by a ``ref`` that is
unique among its kind. A plan is made of these names, so that a room can lead each back to its row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SessionKind = Literal["day", "evening"]
VenueKind = Literal["hall", "school", "home"]
GearKind = Literal["kit", "printer", "generator", "link", "vehicle", "boat"]

OPERATOR = "operator"
"""The skill of whoever may record: each works one kit."""


@dataclass(frozen=True, slots=True)
class Place:
    """A village (or a base) and the kecamatan in which it lies."""

    code: str
    name: str
    district: str
    district_name: str = ""
    island: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """People alike: *count* unrecorded, each coming with *probability*, needing *minutes*."""

    count: int
    probability: float
    minutes: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Turnout:
    """On a day (and kind of session) people come *factor* times as likely: market days."""

    on: date
    factor: float
    session: SessionKind | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """Where people of one village are recorded: the hall, a school, their own homes.

    Its groups come to this venue and to no other: the pupils of a village are people of its
    school, the home-bound people of its home round. Several visits share the same people.

    Attributes:
        kits_at_once: room for so many kits.
        opens, closes: minutes of the day within which people are served.
        dates: only on these (agreed with the camat); ``None`` = any day.
        most_visits: in one plan.
        minutes_between: from one home to the next, within the village; home rounds only.
    """

    ref: str
    place: str
    groups: tuple[Group, ...]
    kind: VenueKind = "hall"
    name: str = ""
    network: bool = True
    power: bool = True
    kits_at_once: int = 99
    opens: int = 0
    closes: int = 2880
    dates: tuple[date, ...] | None = None
    closed: tuple[date, ...] = ()
    turnouts: tuple[Turnout, ...] = ()
    most_visits: int = 3
    needs_woman: bool = False
    needs_printer: bool = False
    skills: tuple[str, ...] = ()
    minutes_between: int = 10

    @property
    def unrecorded(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True, slots=True)
class Officer:
    ref: str
    skills: tuple[str, ...] = (OPERATOR,)
    woman: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """People who travel together from *base* (a place's code) and return there.

    Attributes:
        off: days on which it does not go out.
        most_sessions: in one plan; ``None`` = all.
        sessions_a_day: 2 where it may work by day and in the evening of the same day.
    """

    ref: str
    base: str
    officers: tuple[Officer, ...]
    name: str = ""
    off: tuple[date, ...] = ()
    most_sessions: int | None = None
    sessions_a_day: int = 1

    @property
    def operators(self) -> int:
        return sum(OPERATOR in officer.skills for officer in self.officers)

    @property
    def has_woman(self) -> bool:
        return any(officer.woman for officer in self.officers)

    @property
    def skills(self) -> frozenset[str]:
        return frozenset(skill for officer in self.officers for skill in officer.skills)


@dataclass(frozen=True, slots=True)
class Gear:
    """One thing that is carried or that carries: in one place at a time.

    Attributes:
        offline: a kit that records without network.
        seats: of a vehicle or boat.
        away: days on which it is broken, lent, or does not sail.
        starts, ends: between these minutes a boat is at sea.
        cost: rupiah for each session in which it is used.
    """

    ref: str
    kind: GearKind
    offline: bool = False
    seats: int = 99
    away: tuple[date, ...] = ()
    starts: int = 0
    ends: int = 2880
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """Hours of one day: from leaving the base until back there.

    Attributes:
        turnout: people come so many times as likely (weekend, evening).
        pause: nobody works or travels between these minutes (Friday prayers).
    """

    on: date
    kind: SessionKind = "day"
    starts: int = 8 * 60
    ends: int = 16 * 60
    turnout: float = 1.0
    pause: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Travel:
    """The way between places, by the order of *places*; a way with sea kilometres needs a boat."""

    places: tuple[str, ...]
    minutes: tuple[tuple[int, ...], ...]
    road_km: tuple[tuple[float, ...], ...]
    sea_km: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """All agencies in one kecamatan (*keroyok desa*): several teams there on one day."""

    ref: str
    district: str
    dates: tuple[date, ...]
    least_teams: int = 2
    most_teams: int = 4
    turnout: float = 1.0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Floor:
    """At least so many people expected from a kecamatan."""

    district: str
    people: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A person's wish: this venue (by this team, on this day, in this session)."""

    venue: str
    team: str | None = None
    on: date | None = None
    session: SessionKind | None = None


@dataclass(frozen=True, slots=True)
class Costs:
    """Rupiah."""

    officer_session: int = 0
    road_km: int = 0
    sea_km: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """How a team works: minutes to set up and to pack, villages a day."""

    setup_minutes: int = 60
    pack_minutes: int = 0
    most_stops: int = 3
    home_setup_minutes: int = 0
    home_most_stops: int = 6


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the planner knows.

    Attributes:
        holidays: days on which nobody goes out (public holidays, collective leave).
        pins, forbids: what a person decided; forbids win.
        budget: rupiah for the whole plan; ``None`` = not asked.
    """

    places: tuple[Place, ...]
    venues: tuple[Venue, ...]
    teams: tuple[Team, ...]
    gear: tuple[Gear, ...]
    sessions: tuple[Session, ...]
    travel: Travel
    rules: Rules = field(default_factory=Rules)
    costs: Costs = field(default_factory=Costs)
    budget: int | None = None
    holidays: tuple[date, ...] = ()
    joints: tuple[Joint, ...] = ()
    floors: tuple[Floor, ...] = ()
    pins: tuple[Pin, ...] = ()
    forbids: tuple[Pin, ...] = ()
