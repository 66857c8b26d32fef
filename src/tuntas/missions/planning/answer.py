"""A plan as the planner hands it over: who goes where when, how good that is, who is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tuntas.missions.planning.problem import SessionKind

LeftReason = Literal[
    "will_not_come",  # visited with time enough: the rest is not expected to come
    "time_ran_out",  # visited, too few minutes for everybody
    "better_elsewhere",  # not visited: the hours bring more elsewhere
    "too_far",  # no team gets there, serves one person and returns within any session
    "no_boat",
    "no_network",
    "no_power",
    "no_printer",
    "no_woman_officer",
    "no_skill",
    "no_date",  # the venue's days and the sessions do not meet
    "forbidden",
    "nobody",  # none unrecorded
]


@dataclass(frozen=True, slots=True)
class Stop:
    """At one venue. Times are minutes of the day; *places* people can be served.

    ``expected`` is this stop's share of what all visits of the plan bring at the venue.
    """

    venue: str
    arrives: int
    serves_from: int
    serves_until: int
    leaves: int
    places: int
    expected: float


@dataclass(frozen=True, slots=True)
class Assignment:
    """One team's session.

    Attributes:
        kits, gear: refs of what it takes along (kits; boat, generator, link, printer, vehicle).
        joint: ref of the joint operation it is part of.
        returns: minute of the day at which it is back at its base.
        cost: rupiah.
        pinned: a pin of a person asked for it.
    """

    team: str
    on: date
    session: SessionKind
    stops: tuple[Stop, ...]
    kits: tuple[str, ...]
    gear: tuple[str, ...]
    leaves: int
    returns: int
    road_km: float
    sea_km: float
    cost: int
    expected: float
    joint: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Who is left at a venue after the plan, and why."""

    venue: str
    unrecorded: int
    expected: float
    reason: LeftReason
    visits: int = 0

    @property
    def left(self) -> float:
        return self.unrecorded - self.expected


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A kecamatan whose floor cannot be met."""

    district: str
    floor: float
    expected: float


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more would bring, by the relaxed problem: ``kit``, ``session``, ``boat``, … ."""

    what: str
    people: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer.

    Attributes:
        expected: people recorded, on average.
        bound: no feasible plan is expected to record more.
        gap: percent of the bound that is not proven to be out of reach.
        unmet: pins that could not be kept.
        worth: of one more kit, session, boat.
        left: by venue.
        complete: False when the time limit cut the search short (the plan is valid all the same).
    """

    assignments: tuple[Assignment, ...]
    expected: float
    bound: float
    gap: float
    cost: int
    left: tuple[Left, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    unmet: tuple[int, ...] = ()
    """Indices into ``problem.pins``."""
    worth: tuple[Worth, ...] = ()
    seed: int = 0
    complete: bool = True

    @property
    def cost_per_person(self) -> float | None:
        return self.cost / self.expected if self.expected > 0 else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An evening's result at a venue: so many of each of its groups were recorded.

    ``recorded``: one number a group, in the order of ``Venue.groups``.
    ``gone``: others known to be out of reach for this plan (moved, dead, away), likewise.
    """

    venue: str
    recorded: tuple[int, ...]
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """What is not there after all: a kit that died, a boat that does not sail, a team that is ill.

    ``what``: ref of gear or team. ``dates``: ``None`` = for the rest of the plan.
    """

    what: str
    dates: tuple[date, ...] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What is known when the rest is planned anew.

    Attributes:
        through: sessions of days up to this one are over.
        outcomes: their results.
        absences: what is not there on the days that follow.
        keep: sessions of these days stay as the plan has them (letters are out), as far as
            they can still be held.
    """

    through: date
    outcomes: tuple[Outcome, ...] = ()
    absences: tuple[Absence, ...] = ()
    keep: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class PinCost:
    """What a pin or a forbid costs: people fewer than without, rupiah more."""

    people: float
    rupiah: int
    kept: bool
