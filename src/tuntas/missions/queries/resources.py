"""What the office can send on a day, where it can go, and the values it counts with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import median
from typing import Final

import holidays
from django.db.models import Q

from tuntas.accounts import queries as accounts
from tuntas.enrolment.models import CaptureSession
from tuntas.missions.models import (
    AgreedDay,
    Asset,
    Budget,
    LeaveDay,
    Member,
    Outage,
    Parameter,
    Team,
    Venue,
    VillageProblem,
)
from tuntas.missions.models.resources import holding

MEASURED_DAYS: Final = 90
ENOUGH_MEASURED: Final = 20
LONGEST_CASE_MINUTES: Final = 120


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team of a day and who is in it."""

    id: int
    ref: str
    name: str
    base: str
    members: list[MemberRow]

    @property
    def woman(self) -> bool:
        return any(member.woman for member in self.members)


@dataclass(frozen=True, slots=True)
class MemberRow:
    ref: str
    officer_ref: str
    name: str
    skills: list[str]
    woman: bool


@dataclass(frozen=True, slots=True)
class AssetRow:
    """*broken*: why it cannot be used on the day, empty when it works."""

    asset: Asset
    broken: str


@dataclass(frozen=True, slots=True)
class Gone:
    starts: date
    ends: date | None

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the planner. *measured*: counted from this office's own days."""

    name: str
    value: float
    unit: str
    starts: date | None
    source: str
    measured: bool = False


def teams(on: date) -> list[TeamRow]:
    """The teams of a day with their members, by name."""
    people: dict[int, list[MemberRow]] = {}
    rows = list(Member.objects.filter(holding(on)).order_by("id"))
    names = {row.ref: row.full_name for row in accounts.officers()}
    for row in rows:
        people.setdefault(row.team_id, []).append(
            MemberRow(
                row.ref, row.officer_ref, names.get(row.officer_ref, ""), row.skills, row.woman
            )
        )
    return [
        TeamRow(
            team.pk,
            team.ref,
            team.name,
            team.base,
            people.get(team.pk, []),
        )
        for team in Team.objects.filter(holding(on)).order_by("name", "id")
    ]


def assets(on: date) -> list[AssetRow]:
    """Kits, printers, vehicles, boats, generators of a day, those that do not work among them."""
    broken = dict(Outage.objects.filter(holding(on)).values_list("asset_id", "source"))
    return [
        AssetRow(row, broken.get(row.pk, ""))
        for row in Asset.objects.filter(holding(on)).order_by("kind", "name", "id")
    ]


def outages(from_on: date, until_on: date) -> dict[int, list[Gone]]:
    """When each asset cannot be used between two days; no entry means it works."""
    rows = Outage.objects.filter(starts__lte=until_on).filter(
        Q(ends__isnull=True) | Q(ends__gt=from_on)
    )
    found: dict[int, list[Gone]] = defaultdict(list)
    for asset_id, starts, ends in rows.values_list("asset_id", "starts", "ends"):
        found[asset_id].append(Gone(starts, ends))
    return found


def venues(on: date) -> list[Venue]:
    """Places of service as they are found on a day, by village."""
    return list(Venue.objects.filter(holding(on)).order_by("village_id", "name"))


def agreed(from_on: date, until_on: date) -> list[AgreedDay]:
    return list(AgreedDay.objects.filter(on__range=(from_on, until_on)).order_by("on", "region_id"))


def leave_days(from_on: date, until_on: date) -> dict[date, str]:
    """Public holidays, collective leave and the office's own, with their names."""
    public = _public(from_on.year, until_on.year)
    found = {day: name for day, name in public.items() if from_on <= day <= until_on}
    own = LeaveDay.objects.filter(on__range=(from_on, until_on))
    return found | dict(own.values_list("on", "name"))


def own_leave_days(after: date) -> list[LeaveDay]:
    return list(LeaveDay.objects.filter(on__gte=after).order_by("on"))


@lru_cache(maxsize=8)
def _public(first_year: int, last_year: int) -> Mapping[date, str]:
    years = range(first_year, last_year + 1)
    return dict(
        holidays.country_holidays(
            "ID", years=years, categories=("public", "government"), language="id"
        )
    )


def parameters(on: date) -> dict[str, Value]:
    """The planner's values on a day; minutes a case are the measured ones once enough are."""
    found = {
        row.name: Value(row.name, row.value, row.unit, row.starts, row.source)
        for row in Parameter.objects.filter(starts__lte=on).order_by("starts")
    }
    measured = measured_case_minutes(on)
    if measured is not None and "case_minutes" in found:
        minutes, n = measured
        found["case_minutes"] = Value(
            "case_minutes", minutes, "minutes", None, f"{n} sesi perekaman", measured=True
        )
    return found


def measured_case_minutes(on: date) -> tuple[float, int] | None:
    """Median minutes from opening a capture session to sealing it, and of how many; None while
    fewer than `ENOUGH_MEASURED` were sealed in the last `MEASURED_DAYS` days."""
    rows = CaptureSession.objects.filter(
        state=CaptureSession.State.SEALED,
        began_on__range=(on - timedelta(MEASURED_DAYS), on),
        ended_at__isnull=False,
    ).values_list("began_at", "ended_at")
    minutes = [(ended - began).total_seconds() / 60 for began, ended in rows if ended]
    kept = [each for each in minutes if 0 < each <= LONGEST_CASE_MINUTES]
    return (round(median(kept), 1), len(kept)) if len(kept) >= ENOUGH_MEASURED else None


def history_of(name: str) -> list[Parameter]:
    return list(Parameter.objects.filter(name=name).order_by("-starts"))


def budget_left(on: date) -> Budget | None:
    """The money in force on a day, the latest row."""
    return Budget.objects.filter(from_on__lte=on, until_on__gte=on).order_by("id").last()


def problems(
    *, village_ids: list[int] | None = None, open_only: bool = False
) -> list[VillageProblem]:
    """The problem lists (DIM), open ones first."""
    rows = VillageProblem.objects.order_by("answered_on", "village_id", "id")
    if village_ids is not None:
        rows = rows.filter(village_id__in=village_ids)
    if open_only:
        rows = rows.filter(answered_on__isnull=True)
    return sorted(rows, key=lambda row: row.answered_on is not None)
