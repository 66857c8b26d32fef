"""Reading recordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from tuntas.enrolment import parts, tracks
from tuntas.enrolment.lifecycle import Candidate
from tuntas.enrolment.minutes import minutes_per_case as minutes_per_case  # noqa: PLC0414 — said again here
from tuntas.enrolment.models import CaptureSession, EnrolmentFact, ModeAuthorisation, Reader
from tuntas.enrolment.parameters import asked
from tuntas.ledger import known
from tuntas.ledger.facts import Fact, live
from tuntas.ledger.tracks import Enrol, Standing, value_on
from tuntas.residents import queries as residents
from tuntas.residents.eligibility import age_years
from tuntas.residents.models import Person
from tuntas.residents.vocabulary import Marital


def mode_on(on: date) -> str:
    """``national`` unless an authorisation to capture here is in force on the day."""
    rows = ModeAuthorisation.objects.filter(from_on__lte=on).order_by("-from_on", "-id")
    return rows.values_list("mode", flat=True).first() or ModeAuthorisation.Mode.NATIONAL.value


def recipients(on: date) -> list[str]:
    """To whom packets are sealed on a day: the keys of centre and recovery in force."""
    rows = Reader.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), starts__lte=on)
    return list(rows.order_by("role").values_list("public", flat=True))


def consent_needed(birth_on: date | None, on: date) -> bool:
    """Whether the office's parameters ask for a parent's consent at this age."""
    under = asked(on).consent_under_age
    return bool(under) and birth_on is not None and age_years(birth_on, on) < under


def still_missing(session: CaptureSession, taken: Collection[str], on: date) -> list[str]:
    """What a session must hold and does not: parts, the declaration, a parent's consent."""
    papers = [parts.DECLARATION]
    if consent_needed(session.person.birth_on, on):
        papers.append(parts.CONSENT)
    left = parts.missing(taken, session.exceptions)
    return [*left, *(paper for paper in papers if paper not in taken)]


@dataclass(frozen=True, slots=True)
class Held:
    """A person as the recording desk must know them, with all enrolment facts."""

    person_id: int
    ref: str
    foreign: bool
    candidate: Candidate
    facts: tuple[Fact, ...]


def hold(refs: Sequence[str], on: date) -> list[Held]:
    """Everything the lifecycle asks about these people, in the order of *refs*.

    Call it under the ledger's lock.

    Raises:
        tuntas.residents.errors.NotFound: one of *refs* is nobody's.
    """
    people = residents.standing_of(refs, on)
    facts = facts_of([person.id for person in people])
    return [
        Held(
            person_id=person.id,
            ref=person.ref,
            foreign=person.citizenship == "WNA",
            candidate=Candidate(
                status=person.status,
                birth_on=person.birth_on,
                standing=Standing(person.standing),
                enrol=Enrol(value_on(tracks.derive(facts.get(person.id, ()))["enrol"], on)),
                ever_married=person.marital not in ("", Marital.NEVER.value),
            ),
            facts=tuple(facts.get(person.id, ())),
        )
        for person in people
    ]


def facts_of(person_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """All enrolment facts of these people, voided ones included, in order."""
    return known.facts_of(tracks.TABLE, person_ids)


@dataclass(frozen=True, slots=True)
class DayPlace:
    """Recordings of one day at one place."""

    place: str
    n: int


def recordings_of_day(on: date) -> list[DayPlace]:
    """Who is acting today: recordings made here, by place, the most first."""
    rows = EnrolmentFact.objects.filter(effective_on=on, kind__in=("recorded", "marked"))
    voided = set(
        EnrolmentFact.objects.filter(kind="void", effective_on__gte=on).values_list(
            "voids_id", flat=True
        )
    )
    places = Counter(
        str(Fact(*row).told().get("place", ""))
        for row in rows.values_list(*Fact._fields)
        if row[0] not in voided
    )
    return [DayPlace(place, n) for place, n in places.most_common()]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark *direkam di klien nasional* with which no snapshot agrees yet."""

    person_id: int
    on: date
    place: str
    days: int
    contradicted: bool  # a later snapshot says: not recorded


def unconfirmed_marks(on: date, *, older_than_days: int = 0) -> list[Mark]:
    """Marks without a confirming snapshot, the oldest first."""
    # Payloads are canonical JSON, so the levels can be asked for as text; what remains
    # after this are the few marks that no snapshot has confirmed.
    confirming = EnrolmentFact.objects.filter(
        Q(payload__contains='"enrol":1') | Q(payload__contains='"enrol":2'),
        kind="observed",
        person_id=OuterRef("person_id"),
        effective_on__gte=OuterRef("effective_on"),
    )
    waiting = EnrolmentFact.objects.filter(kind="marked").exclude(Exists(confirming))
    people = list(waiting.values_list("person_id", flat=True).distinct())
    marks: list[Mark] = []
    for person_id, facts in facts_of(people).items():
        mark = _unconfirmed(person_id, live(facts), on)
        if mark is not None and mark.days >= older_than_days:
            marks.append(mark)
    return sorted(marks, key=lambda mark: (mark.on, mark.person_id))


def _unconfirmed(person_id: int, facts: Sequence[Fact], on: date) -> Mark | None:
    marks = [fact for fact in facts if fact.kind == "marked" and fact.effective_on <= on]
    if not marks:
        return None
    since = marks[-1].effective_on
    snapshots = [f.told() for f in facts if f.kind == "observed" and f.effective_on >= since]
    seen = [told["enrol"] for told in snapshots if "enrol" in told]
    if any(level >= Enrol.CAPTURED for level in seen):
        return None
    place = str(marks[-1].told().get("place", ""))
    return Mark(person_id, since, place, (on - since).days, contradicted=bool(seen))


def authorisations() -> list[ModeAuthorisation]:
    """Every authorisation of a mode, the newest first."""
    return list(ModeAuthorisation.objects.order_by("-from_on", "-id"))


def person_of_receipt(code: str) -> Person | None:
    """Whose receipt of a recording this is; *code* as its QR says it. None: nobody's."""
    wanted = code.strip().removeprefix("TUNTAS:").lower()
    if not wanted:
        return None
    rows = CaptureSession.objects.select_related("person").filter(receipt=wanted)
    found = rows.filter(state=CaptureSession.State.SEALED).first()
    return found.person if found else None
