"""Who is in a group on a day: what slots, missions and the task board narrow by.

``members`` answers for every code of ``cohort_kinds`` and for dated events
(``before:REF``: who turns 17 before that day). Health is never told to a link: a caller
that serves one asks :func:`choosable` with ``staff=False``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, QuerySet

from tuntas.ledger import bulk, cells
from tuntas.ledger.models import SpellRow
from tuntas.ledger.tracks import Enrol, Standing
from tuntas.outreach.cohort_kinds import STUDENTS, Kind, Rule, kinds
from tuntas.outreach.models import CohortEvent, CohortList, CohortMember
from tuntas.residents.eligibility import birthday
from tuntas.residents.models import Person
from tuntas.wilayah import queries as wilayah

DUE_AGE: Final = 17
BEFORE: Final = "before:"
"""Starts the code of a dated event."""


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody of the group *needs a home visit* needs; *minutes* 0 = as anybody."""

    exception: bool
    minutes: int


@dataclass(frozen=True)
class Counts:
    """How many of a group are recorded, unrecorded, coming of age, and in no figure."""

    recorded: int = 0
    unrecorded: int = 0
    coming: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        return self.recorded + self.unrecorded + self.coming + self.other

    @property
    def to_record(self) -> int:
        """Unrecorded, obliged or not yet: sixteen-year-olds can be recorded."""
        return self.unrecorded + self.coming


def members(
    code: str, on: date, villages: Collection[int] | None = None, *, institution: str = ""
) -> frozenset[int]:
    """Person ids of everybody in a group on a day, recorded or not.

    Args:
        code: of ``cohort_kinds``, or ``before:REF``; nobody for a code that does not exist.
        villages: where they live; None for anywhere.
        institution: one school or home of a list.
    """
    return frozenset(
        people(code, on, villages, institution=institution).values_list("id", flat=True)
    )


def people(
    code: str, on: date, villages: Collection[int] | None = None, *, institution: str = ""
) -> QuerySet[Person]:
    """The same as rows."""
    here = Person.objects.filter(status=Person.Status.HERE)
    if villages is not None:
        here = here.filter(village_id__in=list(villages))
    if code.startswith(BEFORE):
        event = CohortEvent.objects.filter(ref=code.removeprefix(BEFORE)).first()
        return _turning(here, on, event.on) if event else here.none()
    kind = kinds(on).get(code)
    if kind is None:
        return here.none()
    if kind.rule is Rule.AGE:
        return _of_age(here, on, kind.first_age, kind.last_age)
    if kind.rule is Rule.ISLAND:
        return here.filter(village_id__in=island_villages())
    listed = _listed(code, on)
    if institution:
        listed = listed.filter(institution=institution)
    return here.filter(id__in=listed.values("person_id"))


def _of_age(here: QuerySet[Person], on: date, first: int, last: int) -> QuerySet[Person]:
    """Who is *first* to *last* full years old; a birthday on 29 February counts on 1 March."""
    born_by, born_after = birthday(on, -first, (2, 28)), birthday(on, -last - 1, (2, 28))
    return here.filter(birth_on__lte=born_by, birth_on__gt=born_after)


def _turning(here: QuerySet[Person], on: date, event_on: date) -> QuerySet[Person]:
    """Who turns 17 after *on* and not after *event_on*: the birthday on voting day counts."""
    return here.filter(
        birth_on__gt=birthday(on, -DUE_AGE, (2, 28)),
        birth_on__lte=birthday(event_on, -DUE_AGE, (2, 28)),
    )


def island_villages() -> list[int]:
    """Villages of the office that are reached by sea only."""
    return [area.id for area in wilayah.villages() if area.is_island]


def _listed(code: str, on: date) -> QuerySet[CohortMember]:
    return CohortMember.objects.filter(
        cohort_list__code=code,
        cohort_list__ended_on__isnull=True,
        cohort_list__expires_on__gt=on,
    )


def needs(person_ids: Sequence[int], on: date) -> dict[int, Need]:
    """What those of *person_ids* who need a home visit need; for staff and missions only."""
    found: dict[int, Need] = {}
    for chunk in bulk.chunks(person_ids):
        rows = _listed("home_visit", on).filter(person_id__in=chunk)
        for person, exception, minutes in rows.values_list("person_id", "exception", "minutes"):
            held = found.get(person, Need(False, 0))
            found[person] = Need(held.exception or exception, max(held.minutes, minutes))
    return found


def institutions_of(person_ids: Sequence[int], on: date, code: str = STUDENTS) -> dict[int, str]:
    """The school or home of each who has one on a list of this group."""
    found: dict[int, str] = {}
    for chunk in bulk.chunks(person_ids):
        rows = _listed(code, on).filter(person_id__in=chunk).exclude(institution="")
        found.update(rows.order_by("id").values_list("person_id", "institution"))
    return found


def institutions(
    code: str, on: date, villages: Collection[int] | None = None
) -> list[tuple[str, int]]:
    """Schools or homes on the lists of a group with their members, the most first."""
    rows = _listed(code, on).exclude(institution="")
    if villages is not None:
        rows = rows.filter(person__village_id__in=list(villages))
    counted = rows.values_list("institution").annotate(n=Count("person_id", distinct=True))
    return list(counted.order_by("-n", "institution"))


# --- what can be chosen ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A group that can be asked for; *kind* None for a dated event."""

    code: str
    kind: Kind | None
    event: CohortEvent | None = None

    @property
    def health(self) -> bool:
        return bool(self.kind and self.kind.health)


def choosable(on: date, *, staff: bool) -> list[Choice]:
    """Groups that can be asked for, dated events last; without *staff* none about health."""
    found = [Choice(code, kind) for code, kind in kinds(on).items() if staff or not kind.health]
    return [*found, *(Choice(BEFORE + event.ref, None, event) for event in events(on))]


def events(on: date) -> list[CohortEvent]:
    """Dated events that are still to come, the next first."""
    return list(CohortEvent.objects.filter(on__gte=on).order_by("on", "name"))


def lists_of(code: str, on: date) -> list[CohortList]:
    """The lists that a group rests on, the newest first."""
    held = CohortList.objects.filter(code=code, ended_on__isnull=True, expires_on__gt=on)
    return list(held.order_by("-taken_on", "-id"))


# --- counts ---------------------------------------------------------------------------------


def counts(
    code: str, on: date, villages: Collection[int] | None = None, *, institution: str = ""
) -> Counts:
    """How many of a group are recorded and how many are not, on a day."""
    chosen = people(code, on, villages, institution=institution)
    spells = SpellRow.objects.filter(
        person_id__in=chosen.values("id"), from_on__lte=on, to_on__gt=on
    )
    by_cell = dict(spells.values_list("cell").annotate(n=Count("person_id")).order_by())
    return _counts(by_cell)


def _counts(by_cell: dict[int, int]) -> Counts:
    told: Counter[str] = Counter()
    for cell, n in by_cell.items():
        told[standing_of(cell)] += n
    return Counts(**told)


def standing_of(cell: int) -> str:
    """Field of :class:`Counts` that a cell belongs to."""
    found = cells.decode(cell)
    if found.enrol is not Enrol.NONE:
        return "recorded"
    if found.standing is Standing.DUE:
        return "unrecorded"
    return "coming" if found.standing is Standing.MINOR else "other"


@dataclass(frozen=True)
class Month:
    """First-timers whose 17th birthday falls into one month."""

    first: date
    counts: Counts
    schools: dict[str, Counts] = field(default_factory=dict)

    @property
    def to_record(self) -> int:
        return self.counts.to_record


def first_timers_by_month(
    on: date, villages: Collection[int] | None = None, *, months: int = 12
) -> list[Month]:
    """Who turns 17 in this month and the next ones, by month and by school.

    ``""`` among the schools is everybody whom no school's list names.
    """
    starts = [_month(on, n) for n in range(months + 1)]
    here = Person.objects.filter(
        status=Person.Status.HERE,
        # Born on 29 February one turns 17 on 1 March.
        birth_on__gte=birthday(starts[0], -DUE_AGE) - timedelta(days=1),
        birth_on__lt=birthday(starts[-1], -DUE_AGE),
    )
    if villages is not None:
        here = here.filter(village_id__in=list(villages))
    born = {person: day for person, day in here.values_list("id", "birth_on") if day}
    schools = institutions_of(sorted(born), on)
    standing = _standings(sorted(born), on)
    told: dict[date, dict[str, Counter[str]]] = {
        first: defaultdict(Counter) for first in starts[:-1]
    }
    for person, day in born.items():
        month = birthday(day, DUE_AGE).replace(day=1)
        if month in told:
            told[month][schools.get(person, "")][standing.get(person, "other")] += 1
    return [_of_month(first, by_school) for first, by_school in told.items()]


def _of_month(first: date, by_school: dict[str, Counter[str]]) -> Month:
    whole: Counter[str] = sum(by_school.values(), Counter())
    schools = {school: Counts(**n) for school, n in sorted(by_school.items())}
    return Month(first, Counts(**whole), schools)


def _month(on: date, n: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 + n, 12)
    return date(year, month + 1, 1)


def _standings(person_ids: Sequence[int], on: date) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in bulk.chunks(person_ids):
        rows = SpellRow.objects.filter(person_id__in=chunk, from_on__lte=on, to_on__gt=on)
        found.update(
            (person, standing_of(cell)) for person, cell in rows.values_list("person_id", "cell")
        )
    return found


def expiring(on: date, within: timedelta) -> list[CohortList]:
    """Lists whose term ends soon, the next first."""
    held = CohortList.objects.filter(ended_on__isnull=True, expires_on__lte=on + within)
    return list(held.order_by("expires_on", "id"))


_ORDER: Final = ("unrecorded", "coming", "other", "recorded")


def listed(
    code: str, on: date, villages: Collection[int] | None = None, *, institution: str = ""
) -> list[tuple[int, str]]:
    """(person id, field of :class:`Counts`) of a group, who is to be reached first."""
    ids = sorted(members(code, on, villages, institution=institution))
    standing = _standings(ids, on)
    found = [(person, standing.get(person, "other")) for person in ids]
    return sorted(found, key=lambda pair: _ORDER.index(pair[1]))


def births(person_ids: Sequence[int]) -> dict[int, date | None]:
    """The day of birth of each, None where the register does not know it."""
    rows = Person.objects.filter(id__in=list(person_ids))
    return dict(rows.values_list("id", "birth_on"))
