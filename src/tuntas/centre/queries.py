"""Reading the centre: what waits, what is held and until when, how well people agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from tuntas.accounts.principals import Principal
from tuntas.centre.actions.desk import may_judge
from tuntas.centre.actions.retain import due_on, templates_due_on
from tuntas.centre.models import Case, Identity, Job, Opinion, Staff
from tuntas.enrolment.models import Device, Reader


def waiting_cases() -> QuerySet[Case]:
    """Cases not decided, the oldest first."""
    return Case.objects.exclude(state=Case.State.CLOSED).select_related("job").order_by("id")


def closed_cases(most: int) -> QuerySet[Case]:
    """Decided cases, the latest first."""
    rows = Case.objects.filter(state=Case.State.CLOSED).select_related("job")
    return rows.order_by("-closed_at")[:most]


def mine(principal: Principal, cases: Sequence[Case]) -> set[str]:
    """Refs of those that *principal* may judge now."""
    return {case.ref for case in cases if may_judge(principal, case)}


def held_jobs() -> QuerySet[Job]:
    """Packets that nobody works on until somebody has looked, and those that wait for a key."""
    held = Job.objects.filter(state=Job.State.HELD)
    stuck = Job.objects.exclude(error="").exclude(state=Job.State.DECIDED)
    return (held | stuck).order_by("id")


def poor_jobs() -> QuerySet[Job]:
    """Recordings that must be made again, and whose way is not cleared yet."""
    return Job.objects.filter(outcome=Job.Outcome.POOR, cleared_on__isnull=True).order_by("id")


def by_state() -> dict[str, int]:
    """How many packets are where."""
    rows = Job.objects.values_list("state").annotate(n=Count("id"))
    return {state: n for state, n in rows}


@dataclass(frozen=True, slots=True)
class Measures:
    """Of closed cases. median_hours: from opening to decision; median_minutes: of one opinion.

    agreed: cases in which the first two said the same; reversed_: decided otherwise after they
    were opened again; reopened: opened again at all.
    """

    closed: int
    agreed: int
    reopened: int
    reversed_: int
    median_hours: float | None
    median_minutes: float | None


def measures() -> Measures:
    """How people decide: time, agreement, reversals."""
    cases = list(Case.objects.filter(state=Case.State.CLOSED))
    opinions = Opinion.objects.filter(case__in=cases, given_at__isnull=False)
    said: dict[tuple[int, int], list[Opinion]] = {}
    for one in opinions.order_by("given_at", "id"):
        said.setdefault((one.case_id, one.round), []).append(one)
    agreed = sum(
        len({(one.decision, one.chosen) for one in said.get((case.id, case.round), [])[:2]}) == 1
        for case in cases
    )
    hours = [_seconds(case.closed_at, case.opened_at) / 3600 for case in cases]
    minutes = [_seconds(one.given_at, one.began_at) / 60 for one in opinions]
    return Measures(
        closed=len(cases),
        agreed=agreed,
        reopened=sum(case.round > 1 for case in cases),
        reversed_=sum(bool(case.earlier) and case.earlier != case.decision for case in cases),
        median_hours=median(hours) if hours else None,
        median_minutes=median(minutes) if minutes else None,
    )


def _seconds(later: object, earlier: object) -> float:
    gap = later - earlier  # type: ignore[operator]
    assert isinstance(gap, timedelta)
    return gap.total_seconds()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Images held for one reason: how many people, since when, until when at the latest."""

    why: str
    n: int
    oldest: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Storage:
    """What of people lies here: images by reason, templates with the first and the last day of
    their period, and what was destroyed, by day (images, templates)."""

    shelves: tuple[Shelf, ...]
    templates: int
    templates_of_fingers: int
    templates_since: date | None
    templates_until: date | None
    first_due: date | None
    destroyed: tuple[tuple[date, int], ...]
    templates_destroyed: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key that packets are or were sealed to."""

    role: str
    public: str
    starts: date
    ends: date | None


def registered_keys() -> list[KeyRow]:
    """Every key ever registered, by role and day."""
    rows = Reader.objects.order_by("role", "starts", "id")
    return [KeyRow(row.role, row.public, row.starts, row.ends) for row in rows]


def storage() -> Storage:
    """What is held, why, until when; and what was destroyed lately."""
    groups: dict[str, list[tuple[date, date | None]]] = {}
    rows = Job.objects.filter(destroyed_on__isnull=True)
    for state, received, decided in rows.values_list("state", "received_on", "decided_on"):
        why = state if state in (Job.State.HELD, Job.State.CASE, Job.State.DECIDED) else "waiting"
        groups.setdefault(why, []).append((received, decided and due_on(decided)))
    shelves = tuple(
        Shelf(
            why,
            len(held),
            min(received for received, _ in held),
            max((until for _, until in held if until), default=None),
        )
        for why, held in sorted(groups.items())
    )
    kept = Identity.objects.filter(destroyed_on__isnull=True)
    known = kept.aggregate(since=Min("entered_on"), last=Max("entered_on"))
    return Storage(
        shelves,
        kept.count(),
        kept.filter(fingers__gt=0).count(),
        known["since"],
        known["last"] and templates_due_on(known["last"]),
        known["since"] and templates_due_on(known["since"]),
        _by_day(Job.objects.filter(destroyed_on__isnull=False)),
        _by_day(Identity.objects.filter(destroyed_on__isnull=False)),
    )


def _by_day(rows: QuerySet[Any]) -> tuple[tuple[date, int], ...]:
    """The last days on which something was destroyed, the latest first."""
    gone = Counter(rows.values_list("destroyed_on", flat=True))
    return tuple(sorted(gone.items(), reverse=True)[:30])


def device_keys() -> dict[str, bytes]:
    """Public keys of every device ever registered, revoked ones too."""
    rows = Device.objects.values_list("device", "public")
    return {device: bytes.fromhex(public) for device, public in rows}


def staff_kept() -> list[Staff]:
    """Officers' entries in the gallery apart, the latest first."""
    return list(Staff.objects.order_by("-entered_on", "-id"))
