"""Missions of a day and where each stands: letters, list, progress, evening."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tuntas.enrolment.models import EnrolmentFact
from tuntas.ledger import bulk
from tuntas.letters import queries as letters
from tuntas.missions import evening, lifecycle
from tuntas.missions.errors import NotFound
from tuntas.missions.evening import Evening
from tuntas.missions.models import Mission, Stop
from tuntas.outreach.models import Contact, Invitation, Passing
from tuntas.outreach.outcomes import Outcome
from tuntas.residents.models import Person

# A recording is believed from the ledger only; a word alone leaves the name open.
CLOSING = [
    outcome.value for outcome in Outcome if outcome.closes and outcome is not Outcome.RECORDED
]


@dataclass(frozen=True, slots=True)
class MissionRow:
    """One mission with its places and the stage it is at (`lifecycle`)."""

    mission: Mission
    stops: list[Stop]
    stage: str

    def may(self, act: str) -> bool:
        return lifecycle.may(act, self.stage)


def mission(ref: str) -> MissionRow:
    """One mission. Raises NotFound."""
    found = missions(refs=[ref])
    if not found:
        raise NotFound
    return found[0]


def missions(
    *,
    from_on: date | None = None,
    until_on: date | None = None,
    refs: Collection[str] | None = None,
    cancelled: bool = True,
) -> list[MissionRow]:
    """Missions by day and team, with stops, in four statements."""
    rows = Mission.objects.select_related("team", "plan", "report").order_by("on", "team__name")
    if refs is not None:
        rows = rows.filter(ref__in=list(refs))
    if from_on is not None:
        rows = rows.filter(on__gte=from_on)
    if until_on is not None:
        rows = rows.filter(on__lte=until_on)
    if not cancelled:
        rows = rows.exclude(state=Mission.State.CANCELLED)
    held = list(rows)
    stops: dict[int, list[Stop]] = {}
    listed = Stop.objects.filter(mission__in=held).select_related("venue").order_by("order")
    for stop in listed:
        stops.setdefault(stop.mission_id, []).append(stop)
    signed = letters.signed_among(
        ref
        for each in held
        if each.state == Mission.State.LETTERS
        for ref in (each.assignment_letter, each.travel_order)
    )
    return [MissionRow(each, stops.get(each.pk, []), _stage(each, signed)) for each in held]


def _stage(mission: Mission, signed: Collection[str]) -> str:
    both = {mission.assignment_letter, mission.travel_order} <= set(signed)
    return lifecycle.stage(mission.state, letters_signed=both)


def listed_ids(slots: Sequence[str]) -> list[int]:
    """Whose names stand on the lists of these slots."""
    rows = Invitation.objects.filter(slot__ref__in=slots).exclude(state=Invitation.State.CANCELLED)
    return sorted(set(rows.values_list("person_id", flat=True)))


def recorded_among(person_ids: Collection[int], on: date) -> set[int]:
    """Whoever of these was recorded or marked on that day; withdrawn recordings do not count."""
    found: dict[int, int] = {}
    for chunk in bulk.chunks(sorted(person_ids)):
        rows = EnrolmentFact.objects.filter(
            person_id__in=chunk, effective_on=on, kind__in=("recorded", "marked")
        )
        found.update(rows.values_list("id", "person_id"))
    voided = set(
        EnrolmentFact.objects.filter(
            person_id__in=set(found.values()), kind="void", voids_id__in=list(found)
        ).values_list("voids_id", flat=True)
    )
    return {person for fact, person in found.items() if fact not in voided}


def evening_of(row: MissionRow) -> Evening:
    """The evening as it stands now: from the lists, the contacts and the recordings."""
    slots = [stop.slot for stop in row.stops if stop.slot]
    listed = listed_ids(slots)
    contacts = Contact.objects.filter(
        slot__ref__in=slots, person_id__in=listed, outcome__in=CLOSING
    ).order_by("told_at", "id")
    told = dict(contacts.values_list("person_id", "outcome"))
    passed = Passing.objects.filter(slot__ref__in=slots)
    walked = passed.filter(kind=Passing.Kind.WALK_IN, recorded=True)
    return evening.tally(
        listed=listed,
        told=told,
        recorded=recorded_among(listed, row.mission.on),
        # Somebody whose name was not taken counts as one of their own.
        walk_ins=[person or -id_ for id_, person in walked.values_list("id", "person_id")],
        elsewhere=passed.filter(kind=Passing.Kind.ELSEWHERE).count(),
    )


def recorded_of(row: MissionRow) -> set[str]:
    """Refs of the listed who were recorded on the day."""
    return {ref for stop in row.stops if stop.slot for ref in recorded_at(stop, row.mission.on)}


def recorded_at(stop: Stop, on: date) -> list[str]:
    """Refs of those on the list of one stop who were recorded on the day."""
    ids = recorded_among(listed_ids([stop.slot]), on)
    refs = Person.objects.filter(id__in=ids).order_by("id").values_list("ref", flat=True)
    return [ref.hex for ref in refs]


def unconfirmed(row: MissionRow) -> int:
    """National mode: of the listed, marks of the day that no later snapshot confirms."""
    slots = [stop.slot for stop in row.stops if stop.slot]
    marked = recorded_among(listed_ids(slots), row.mission.on)
    confirmed = EnrolmentFact.objects.filter(
        person_id__in=marked, kind="observed", effective_on__gte=row.mission.on
    ).values_list("person_id", "payload")
    agreed = {person for person, text in confirmed if '"enrol":1' in text or '"enrol":2' in text}
    return len(marked - agreed)
