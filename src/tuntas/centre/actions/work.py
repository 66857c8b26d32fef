"""One packet from its arrival to the decision; begun again from the start wherever it stopped.

Opening, searching and weighing change nothing, so a crash there costs only their time. Deciding
writes the gallery first (twice is once) and then ledger, identity and job in one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import F, Q, QuerySet

from tuntas.accounts.principals import Principal, system
from tuntas.audit.actions import write_act
from tuntas.biometrics.errors import BiometricError, GalleryLocked, WeightsMissing
from tuntas.biometrics.gallery.comparison import Compared
from tuntas.biometrics.positions import Eye
from tuntas.centre import locker
from tuntas.centre.errors import Locked, NoKeys
from tuntas.centre.models import Candidate, Case, Identity, Job, Staff
from tuntas.centre.parameters import asked
from tuntas.centre.presented import Presented, about, present
from tuntas.centre.validating import Held, validate
from tuntas.centre.weighing import Bounds, Found, Outcome, Weighed, weigh
from tuntas.centre.workshop import Galleries, Workshop, pairs_of
from tuntas.enrolment.actions import observe_statuses
from tuntas.packets.errors import Damaged, Destroyed, NoSpace, WrongKey
from tuntas.residents.errors import NotFound

logger = logging.getLogger("tuntas.centre")

State = Job.State
LEASE: Final = timedelta(minutes=10)
"""A packet takes two seconds; whoever is silent so long has died."""
LATER: Final = timedelta(minutes=10)
"""After which a packet that waits for a key or for weights is tried again."""
MOST_ATTEMPTS: Final = 5
WAITING: Final = (State.RECEIVED, State.VALIDATED, State.SEARCHED, State.AGREED)
CENTRE: Final[Principal] = system("centre")
STATUS: Final[Mapping[str, str]] = {
    Job.Outcome.UNIQUE: "PRINT_READY_RECORD",
    Job.Outcome.REPEAT: "PRINT_READY_RECORD",
    Job.Outcome.DUPLICATE: "DUPLICATE_RECORD",
    Job.Outcome.POOR: "ENROLL_FAILURE_AT_CENTRAL",
}
"""What the ledger is told, in the words that the ministry's centre would use."""
OUTCOME: Final = {
    Case.Decision.DIFFERENT: Job.Outcome.UNIQUE,
    Case.Decision.SAME: Job.Outcome.DUPLICATE,
    Case.Decision.RECAPTURE: Job.Outcome.POOR,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One try at one job. *on*: the business day, *now*: the moment of the act."""

    job: Job
    shop: Workshop
    galleries: Galleries
    on: date
    now: datetime


def work_one(*, shop: Workshop, galleries: Galleries, on: date, now: datetime) -> Job | None:
    """Take the next job and bring it as far as it goes; None when none waits."""
    job = _claim(now)
    if job is None:
        return None
    turn = Turn(job, shop, galleries, on, now)
    try:
        _work(turn)
    except Held as held:
        _stop(job, held.code)
    except (Damaged, Destroyed):
        _stop(job, "damaged")
    except (WrongKey, NoSpace, WeightsMissing) as missing:
        _wait(job, _WAITS_FOR[type(missing)], now)
    except BiometricError:
        _stop(job, "unreadable")
    except NotFound:
        _stop(job, "unknown_person")
    return job


def work_all(*, shop: Workshop, on: date, now: Callable[[], datetime]) -> int:
    """Everything that waits, one after the other; how many were worked on.

    While nobody opened the centre's key all that waits says so, and is tried again later.

    Raises:
        GalleryBusy: another process is at it.
    """
    done = 0
    try:
        with shop.galleries() as galleries:
            while work_one(shop=shop, galleries=galleries, on=on, now=now()):
                done += 1
    except (Locked, NoKeys, GalleryLocked):
        waiting(now()).update(error="no_key", lease_until=now() + LATER)
    return done


_WAITS_FOR: Final = {WrongKey: "no_key", NoSpace: "no_space", WeightsMissing: "no_weights"}


def waiting(now: datetime) -> QuerySet[Job]:
    """Jobs that nobody is working on, or whose worker fell silent."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return Job.objects.filter(free, state__in=WAITING)


def _claim(now: datetime) -> Job | None:
    """The first job that waits, ours for a while; those tried too often are held."""
    free = waiting(now)
    free.filter(attempts__gte=MOST_ATTEMPTS).update(state=State.HELD, error="failed")
    for job in free.order_by("id")[:20]:
        mine = free.filter(pk=job.pk).update(
            lease_until=now + LEASE, attempts=F("attempts") + 1, error=""
        )
        if mine:
            job.refresh_from_db()
            return job
    return None


def _stop(job: Job, code: str) -> None:
    """Held: nothing goes on until a person has looked. Never when it is decided already."""
    Job.objects.filter(pk=job.pk).exclude(state__in=(State.DECIDED, State.CASE)).update(
        state=State.HELD, error=code, lease_until=None
    )
    job.refresh_from_db()


def _wait(job: Job, code: str, now: datetime) -> None:
    """Tried again later, and however often: a key may come back tomorrow."""
    Job.objects.filter(pk=job.pk).update(error=code, lease_until=now + LATER, attempts=0)
    job.refresh_from_db()


def _work(turn: Turn) -> None:
    job, shop = turn.job, turn.shop
    if job.state == State.AGREED:
        _apply_agreed(turn, present(_opened(turn), shop.extractor, models=shop.models))
        return
    job.notes = validate(job, shop.custody.packet(job.packet), turn.on)
    content = _opened(turn)
    told = about(content)
    job.person, job.state = told["person"], State.VALIDATED
    job.officers = [one for one in (told.get("officer"), told.get("cosigned_by")) if one]
    job.save(update_fields=["notes", "person", "officers", "state"])
    presented = present(content, shop.extractor, models=shop.models)
    if presented.repeated:
        job.notes = [*job.notes, "repeated"]
    found = turn.galleries.search(presented, shop.seconds, packet=job.packet)
    weighed = _weighed(turn, presented, found)
    job.state, job.basis = State.SEARCHED, weighed.basis
    job.save(update_fields=["notes", "state", "basis"])
    _decide(turn, presented, found, weighed)


def _opened(turn: Turn) -> dict[str, bytes]:
    return turn.shop.custody.open(turn.job.packet, turn.shop.keyring.readers())


def _weighed(turn: Turn, presented: Presented, found: list[Found]) -> Weighed:
    values = asked(turn.on)
    enrolled = Identity.objects.count()
    others = [one for one in found if one.person != presented.person]
    bounds = Bounds(values.rate_for(enrolled), enrolled, values.least_fingers)
    return weigh(others, presented.strength(values.finger_goodness), bounds)


def _decide(turn: Turn, presented: Presented, found: list[Found], weighed: Weighed) -> None:
    values = asked(turn.on)
    rate = values.rate_for(Identity.objects.count()) / 2
    own = [one for one in found if one.person == presented.person]
    strange = [one for one in own if one.comparable and one.rate > rate]
    officers = _officers(turn, presented, rate)
    if weighed.candidates or strange or officers:
        _open_case(turn, weighed, strange, officers)
    elif own:
        _finish(turn, presented, Job.Outcome.REPEAT, enter=False)
    elif weighed.outcome is Outcome.UNIQUE:
        _finish(turn, presented, Job.Outcome.UNIQUE, enter=True)
    else:
        _finish(turn, presented, Job.Outcome.POOR, enter=False)


def _officers(turn: Turn, presented: Presented, rate: float) -> list[Compared]:
    """Officers whose fingers these are, unless it is the officer who was recorded."""
    own = Staff.objects.filter(person=presented.person).values_list("ref", flat=True)
    return [one for one in turn.galleries.officers(presented, rate) if one.ref not in set(own)]


def _open_case(
    turn: Turn, weighed: Weighed, strange: list[Found], officers: list[Compared]
) -> None:
    job = turn.job
    with transaction.atomic():
        case = Case.objects.create(job=job, opened_at=turn.now)
        rows = [_candidate(case, one, Candidate.Kind.CITIZEN) for one in weighed.candidates]
        rows += [_candidate(case, one, Candidate.Kind.OWN) for one in strange]
        rows += [_officer(case, one) for one in officers]
        Candidate.objects.bulk_create(rows)
        Job.objects.filter(pk=job.pk).update(state=State.CASE, lease_until=None)
        _tell_ledger(turn, "ADJUDICATE_RECORD")
        _log(turn, "centre.open_case", {"case": case.ref, "candidates": len(rows)})
    job.refresh_from_db()


def _candidate(case: Case, one: Found, kind: Candidate.Kind) -> Candidate:
    return Candidate(
        case=case,
        kind=kind,
        identity=one.ref,
        person=one.person,
        decades=one.decades,
        rate=one.rate,
        face=one.face,
        iris=one.iris,
        biodata_alike=one.biodata_alike,
        fingers=one.fingers,
    )


def _officer(case: Case, one: Compared) -> Candidate:
    return Candidate(
        case=case,
        kind=Candidate.Kind.STAFF,
        identity=one.ref,
        decades=one.decades,
        rate=one.false_match_rate,
        biodata_alike=False,
        fingers=pairs_of(one),
    )


def _apply_agreed(turn: Turn, presented: Presented) -> None:
    """What people decided is done here, for only the worker writes the gallery."""
    outcome = OUTCOME[Case.Decision(turn.job.case.decision)]
    has_own = Identity.objects.filter(person=presented.person).exclude(ref=turn.job.packet)
    enter = outcome == Job.Outcome.UNIQUE and not has_own.exists()
    if outcome != Job.Outcome.UNIQUE:
        forget(turn.job.packet, turn.galleries)
    _finish(turn, presented, outcome, enter=enter)


def forget(packet: str, galleries: Galleries) -> None:
    """Somebody entered by an earlier decision that was reversed is known no more."""
    galleries.citizens.delete(packet)
    Identity.objects.filter(ref=packet).delete()


def _finish(turn: Turn, presented: Presented, outcome: Job.Outcome, *, enter: bool) -> None:
    job = turn.job
    if enter and presented.fingers and job.packet not in turn.galleries.citizens:
        turn.galleries.citizens.insert(job.packet, presented.fingers)
    with transaction.atomic():
        if enter:
            _enter(job, presented, turn.galleries.key, turn.on)
        Job.objects.filter(pk=job.pk).update(
            state=State.DECIDED,
            outcome=outcome,
            decided_on=turn.on,
            decided_at=turn.now,
            lease_until=None,
        )
        _tell_ledger(turn, STATUS[outcome])
        _log(turn, "centre.decide", {"outcome": str(outcome), "basis": job.basis})
    job.refresh_from_db()


def _enter(job: Job, presented: Presented, key: bytes, on: date) -> None:
    irises = {eye: code.pack() for eye, code in presented.irises.items()}
    face = presented.face
    templates = {
        "face": None if face is None else np.asarray(face, "<f4").tobytes(),
        "iris_right": irises.get(Eye.RIGHT),
        "iris_left": irises.get(Eye.LEFT),
    }
    Identity.objects.get_or_create(
        ref=job.packet,
        defaults={
            "person": presented.person,
            "fingers": len(presented.fingers),
            "entered_on": on,
            **locker.shut(key, job.packet, templates),
        },
    )


def _tell_ledger(turn: Turn, status: str) -> None:
    observe_statuses(
        actor=CENTRE,
        rows=[(turn.job.person, status)],
        on=turn.on,
        source=f"centre {turn.job.packet}",
        known_on=turn.on,
        now=turn.now,
    )


def _log(turn: Turn, verb: str, detail: dict[str, object]) -> None:
    write_act(
        actor=CENTRE.ref,
        verb=verb,
        subjects=[turn.job.person],
        detail={"packet": turn.job.packet, **detail},
        at=turn.now,
    )
