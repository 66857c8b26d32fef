"""Recording people: the seam through which every capture reaches the ledger.

In mode ``local`` the act means "captured here"; in mode ``national`` it is the mark
*direkam di klien nasional*, unconfirmed until a snapshot of the centre agrees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, NamedTuple

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.enrolment import queries, tracks
from tuntas.enrolment.errors import NonceReused, NothingToVoid, Refused
from tuntas.enrolment.lifecycle import hindrance
from tuntas.enrolment.models import EnrolmentFact, ModeAuthorisation, RecordingReceipt
from tuntas.enrolment.queries import Held
from tuntas.ledger import bulk
from tuntas.ledger.actions import Batch, open_batch
from tuntas.ledger.facts import Fact, payload
from tuntas.residents import queries as residents
from tuntas.residents.vocabulary import read_ktp_status

KIND_OF_MODE: Final = {"local": "recorded", "national": "marked"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a recording; the same again for the same nonce."""

    outcome: Literal["recorded", "repeated"]
    fact_id: int
    seq: int
    on: date
    mode: str


class RecordRequest(NamedTuple):
    """One person to record: ref (32 hex), nonce of the request, place in words."""

    person_ref: str
    nonce: str
    place: str


@dataclass(frozen=True, slots=True)
class Many:
    """What became of many requests: refs recorded, and (ref, code) refused."""

    recorded: list[str]
    refused: list[tuple[str, str]]


def record_person(
    *,
    actor: Principal,
    person_ref: str,
    nonce: str,
    on: date,
    place: str,
    now: datetime,
    outside: bool = False,
) -> Receipt:
    """Record one person at the counter.

    Args:
        nonce: chosen by the caller; a repeated request with the same content gets the
            stored answer.
        on: business day of the recording; known on that day too.
        outside: the person is registered elsewhere, and counted there.
    Raises:
        Refused: the lifecycle forbids it.
        NonceReused: same nonce, other content.
        tuntas.residents.errors.NotFound
    """
    mode = queries.mode_on(on)
    content = _content(person_ref, on, place)
    with open_batch(
        actor=actor, verb=f"enrolment.{KIND_OF_MODE[mode]}", source=place, known_on=on, at=now
    ) as batch:
        # Read under the ledger's lock: of two equal requests the second finds the receipt.
        earlier = _earlier(nonce, content, mode)
        if earlier is not None:
            batch.withdraw()
            return earlier
        held = queries.hold([person_ref], on)[0]
        refusal = hindrance(held.candidate, on, foreign=held.foreign, outside=outside)
        if refusal is not None:
            raise Refused(refusal)
        fact_id = _append(batch, held, RecordRequest(person_ref, nonce, place), on, mode)
        batch.subjects.append(person_ref)
    return Receipt("recorded", fact_id, batch.seq, on, mode)


def record_many(
    *, actor: Principal, requests: Sequence[RecordRequest], on: date, now: datetime
) -> Many:
    """Record many people in one batch (a day's sheet); whoever may not be is named, not dropped."""
    mode = queries.mode_on(on)
    recorded: list[str] = []
    refused: list[tuple[str, str]] = []
    with open_batch(
        actor=actor,
        verb=f"enrolment.{KIND_OF_MODE[mode]}_many",
        source=requests[0].place if requests else "",
        known_on=on,
        at=now,
    ) as batch:
        answered = _answered([request.nonce for request in requests])
        people = queries.hold([request.person_ref for request in requests], on)
        by_ref = {held.ref: held for held in people}
        taken: set[str] = set()
        for request in requests:
            held = by_ref[request.person_ref]
            if request.nonce in answered:
                continue
            refusal = hindrance(held.candidate, on, foreign=held.foreign)
            if refusal is not None or request.person_ref in taken:
                refused.append((request.person_ref, refusal.code if refusal else "REKAM-04"))
                continue
            taken.add(request.person_ref)
            _append(batch, held, request, on, mode)
            recorded.append(request.person_ref)
        batch.detail |= {"n": len(recorded), "refused": len(refused)}
    return Many(recorded, refused)


def observe_statuses(
    *,
    actor: Principal,
    rows: Sequence[tuple[str, str]],
    on: date,
    source: str,
    known_on: date,
    now: datetime,
) -> int:
    """Take in a snapshot of the centre: (person ref, status verbatim); how many were news."""
    news = 0
    with open_batch(
        actor=actor, verb="enrolment.observe_statuses", source=source, known_on=known_on, at=now
    ) as batch:
        people = residents.ids_of([ref for ref, _ in rows])
        known = queries.facts_of(list(people.values()))
        for ref, status in rows:
            person_id = people[ref]
            if observe(batch, person_id, status, on, known.get(person_id, ())):
                news += 1
        batch.detail |= {"n": len(rows), "news": news}
    return news


def observe(
    batch: Batch, person_id: int, status: str, on: date, facts: Sequence[Fact] = ()
) -> bool:
    """Append what a snapshot says of one person, unless it says what the last one said."""
    told = what_it_says(status)
    if told is None:
        return False
    last = [f for f in facts if f.kind == "observed" and f.effective_on <= on][-1:]
    if last and last[0].payload == told:
        return False
    fact = _fact(batch, person_id, "observed", on, told)
    batch.restate(person_id, tracks.derive([*facts, fact]))
    return True


def what_it_says(status: str) -> str | None:
    """Payload of an ``observed`` fact: status verbatim, its levels; None when nothing is said."""
    read = read_ktp_status(status)
    if read is None:
        return None
    levels = {"enrol": read.enrol, "card": read.card} if read.known else {}
    return payload({"status": read.code if not read.known else status.strip(), **levels})


def card_happened(
    batch: Batch,
    *,
    person_id: int,
    kind: str,
    on: date,
    told: Mapping[str, object],
    voids_id: int | None = None,
) -> int:
    """Append what became of a person's card (``tracks.CARD_KINDS``) in somebody else's batch.

    The room of cards calls it: the track ``card`` is derived here, whole. One fact a person and
    batch. *voids_id*: with kind ``void``, which of them is taken back. The fact's id.
    """
    facts = queries.facts_of([person_id]).get(person_id, [])
    fact = _fact(batch, person_id, kind, on, payload(told), voids_id)
    batch.restate(person_id, tracks.derive([*facts, fact]))
    return fact.id


def void_recording(
    *, actor: Principal, person_ref: str, reason: str, on: date, now: datetime
) -> int:
    """Take back the latest recording made here (wrong person, wrong click); the void's id.

    Raises:
        NothingToVoid
    """
    with open_batch(
        actor=actor, verb="enrolment.void_recording", source=reason[:120], known_on=on, at=now
    ) as batch:
        held = queries.hold([person_ref], on)[0]
        voided = {f.voids_id for f in held.facts}
        made = [f for f in held.facts if f.kind in ("recorded", "marked") and f.id not in voided]
        if not made:
            raise NothingToVoid
        fact = _fact(
            batch, held.person_id, "void", on, payload({"reason": reason}), voids_id=made[-1].id
        )
        batch.restate(held.person_id, tracks.derive([*held.facts, fact]))
        batch.subjects.append(person_ref)
    return fact.id


def authorise_mode(
    *, actor: Principal, mode: str, from_on: date, document: str, now: datetime
) -> None:
    """Record the leave to capture here (``local``), or the return to ``national``."""
    with transaction.atomic():
        ModeAuthorisation.objects.create(
            mode=mode,
            from_on=from_on,
            document=document,
            authorised_by=actor.officer_ref or actor.ref,
            recorded_at=now,
        )
        write_act(
            actor=actor.ref,
            verb="enrolment.authorise_mode",
            subjects=[],
            detail={"mode": mode, "from_on": from_on.isoformat(), "document": document},
            at=now,
        )


def _append(batch: Batch, held: Held, request: RecordRequest, on: date, mode: str) -> int:
    content = _content(request.person_ref, on, request.place)
    told = {"nonce": request.nonce, "content": content, "place": request.place}
    fact = _fact(batch, held.person_id, KIND_OF_MODE[mode], on, payload(told))
    batch.restate(held.person_id, tracks.derive([*held.facts, fact]))
    batch.also(
        "enrolment_recordingreceipt",
        ("nonce", "content_digest", "person_id", "fact_id", "seq"),
        (request.nonce, content, held.person_id, fact.id, batch.seq),
    )
    return fact.id


def _fact(
    batch: Batch, person_id: int, kind: str, on: date, told: str, voids_id: int | None = None
) -> Fact:
    fact_id = batch.fact(
        tracks.TABLE,
        person_id=person_id,
        kind=kind,
        effective_on=on,
        payload=told,
        voids_id=voids_id,
    )
    return Fact(fact_id, person_id, kind, on, told, batch.seq, voids_id)


def _content(person_ref: str, on: date, place: str) -> str:
    return hashlib.sha256(f"{person_ref}\n{on.isoformat()}\n{place}".encode()).hexdigest()


def _earlier(nonce: str, content: str, mode: str) -> Receipt | None:
    receipt = RecordingReceipt.objects.filter(nonce=nonce).first()
    if receipt is None:
        return None
    if receipt.content_digest != content:
        raise NonceReused
    facts = EnrolmentFact.objects.filter(person_id=receipt.person_id, id=receipt.fact_id)
    on = facts.values_list("effective_on", flat=True).get()
    return Receipt("repeated", receipt.fact_id, receipt.seq, on, mode)


def _answered(nonces: Sequence[str]) -> set[str]:
    select = "SELECT nonce FROM enrolment_recordingreceipt WHERE nonce"
    return {nonce for (nonce,) in bulk.rows_of(select, nonces)}
