"""Venues, days agreed or closed, the office's leave, values of the planner, money, problems."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.missions.actions.telling import reasoned, tell
from tuntas.missions.errors import DaysInDisorder, NotFound, ValueUnusable
from tuntas.missions.models import (
    AgreedDay,
    Budget,
    LeaveDay,
    Parameter,
    Venue,
    VillageProblem,
)
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import VILLAGE

WHERE = files("tuntas.missions").joinpath("data/planner_parameters.csv")


@dataclass(frozen=True, slots=True)
class VenueSaid:
    """How a place is found: network, power, hours, market day (0 Monday), who has the key."""

    network: str
    power: str
    opens: time
    closes: time
    kits_at_once: int = 2
    market_day: int | None = None
    needs_woman: bool = False
    contact: str = ""
    phone: str = ""


def save_venue(
    *,
    actor: Principal,
    point: str,
    said: VenueSaid,
    starts: date,
    source: str,
    now: datetime,
) -> str:
    """State how a service point is found from *starts* on; the earlier statement ends there.

    Raises:
        NotFound: no such service point; ValueUnusable, ReasonMissing
    """
    place = wilayah.service_point(point)
    if place is None:
        raise NotFound
    if said.network not in Venue.Network or said.power not in Venue.Power or said.kits_at_once < 1:
        raise ValueUnusable
    with transaction.atomic():
        for earlier in Venue.objects.filter(point=point, ends__isnull=True):
            if earlier.starts >= starts:
                raise DaysInDisorder
            earlier.ends = starts
            earlier.save(update_fields=["ends"])
        venue = Venue.objects.create(
            point=point,
            village_id=place.region_id,
            name=place.name,
            network=said.network,
            power=said.power,
            opens=said.opens,
            closes=said.closes,
            market_day=said.market_day,
            kits_at_once=said.kits_at_once,
            needs_woman=said.needs_woman,
            contact=said.contact.strip(),
            phone=said.phone.strip(),
            starts=starts,
            source=reasoned(source),
        )
        tell(actor, "save_venue", [venue.ref, point], now, starts=starts.isoformat())
    return venue.ref


def agree_day(
    *,
    actor: Principal,
    region_id: int,
    on: date,
    kind: str,
    with_whom: str,
    source: str,
    now: datetime,
) -> str:
    """Keep what a camat or village head said about a day; said again, the later word counts."""
    if kind not in AgreedDay.Kind or wilayah.region(region_id) is None:
        raise ValueUnusable
    with transaction.atomic():
        row, _new = AgreedDay.objects.update_or_create(
            region_id=region_id,
            on=on,
            defaults={
                "kind": kind,
                "with_whom": reasoned(with_whom, longest=120),
                "source": reasoned(source),
            },
        )
        tell(actor, "agree_day", [row.ref], now, on=on.isoformat(), kind=kind)
    return row.ref


def save_leave_day(*, actor: Principal, on: date, name: str, source: str, now: datetime) -> None:
    """The office itself is away on this day."""
    with transaction.atomic():
        LeaveDay.objects.update_or_create(
            on=on, defaults={"name": reasoned(name, longest=120), "source": reasoned(source)}
        )
        tell(actor, "save_leave_day", [], now, on=on.isoformat())


def set_parameter(
    *, actor: Principal, name: str, value: float, starts: date, source: str, now: datetime
) -> None:
    """The planner counts with *value* from *starts* on; earlier plans keep theirs.

    Raises:
        NotFound: no such name; ValueUnusable, ReasonMissing
    """
    known = Parameter.objects.filter(name=name).order_by("starts").last()
    if known is None:
        raise NotFound
    if not math.isfinite(value) or value < 0 or (known.unit == "share" and value > 1):
        raise ValueUnusable
    with transaction.atomic():
        Parameter.objects.update_or_create(
            name=name,
            starts=starts,
            defaults={"value": value, "unit": known.unit, "source": reasoned(source)},
        )
        tell(actor, "set_parameter", [], now, name=name, value=value, starts=starts.isoformat())


def set_budget(
    *,
    actor: Principal,
    from_on: date,
    until_on: date,
    rupiah: int,
    source: str,
    now: datetime,
) -> str:
    """Money for mobile service between two days. Raises DaysInDisorder, ValueUnusable."""
    if until_on < from_on:
        raise DaysInDisorder
    if rupiah < 0:
        raise ValueUnusable
    with transaction.atomic():
        row = Budget.objects.create(
            from_on=from_on, until_on=until_on, rupiah=rupiah, source=reasoned(source)
        )
        tell(actor, "set_budget", [row.ref], now, rupiah=rupiah)
    return row.ref


def note_problem(
    *, actor: Principal, village_id: int, agency: str, what: str, on: date, now: datetime
) -> str:
    """A line of the problem list of a desa (DIM). Raises NotFound, ReasonMissing."""
    place = wilayah.region(village_id)
    if place is None or place.level != VILLAGE:
        raise NotFound
    with transaction.atomic():
        row = VillageProblem.objects.create(
            village_id=village_id,
            agency=reasoned(agency, longest=80),
            what=reasoned(what, longest=300),
            found_on=on,
        )
        tell(actor, "note_problem", [row.ref], now, village=place.code, what=row.what)
    return row.ref


def answer_problem(*, actor: Principal, ref: str, answer: str, on: date, now: datetime) -> None:
    """How a problem was answered. Raises NotFound, ReasonMissing."""
    with transaction.atomic():
        row = VillageProblem.objects.filter(ref=ref, answered_on__isnull=True).first()
        if row is None:
            raise NotFound
        row.answer, row.answered_on = reasoned(answer, longest=300), on
        row.save(update_fields=["answer", "answered_on"])
        tell(actor, "answer_problem", [row.ref], now, on=on.isoformat(), answer=row.answer)


def install_shipped() -> None:
    """The planner's values as shipped; what the office has stated stays."""
    lines = WHERE.read_text(encoding="utf-8").splitlines()
    rows = [
        Parameter(
            name=row["name"],
            value=float(row["value"]),
            unit=row["unit"],
            starts=date.fromisoformat(row["starts"]),
            source=row["source"],
        )
        for row in csv.DictReader(lines)
    ]
    Parameter.objects.bulk_create(rows, ignore_conflicts=True)
