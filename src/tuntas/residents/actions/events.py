"""One register event at a time: what the clerk learns at the counter, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tuntas.accounts.principals import Principal
from tuntas.ledger.actions import Batch, open_batch
from tuntas.ledger.facts import Fact, payload
from tuntas.residents import queries, tracks
from tuntas.residents.actions.fold import fold_into_person
from tuntas.residents.errors import NothingToVoid, UnknownKind


def record_event(
    *,
    actor: Principal,
    person_ref: str,
    kind: str,
    effective_on: date,
    told: Mapping[str, Any],
    source: str,
    known_on: date,
    at: datetime,
) -> int:
    """Append one register event (``residents/tracks.py``); its fact id.

    Args:
        told: the payload; days as ISO text, ``village`` as a region id. In a correction
            None withdraws: the birth date on record was wrong and the true one is unknown.
    Raises:
        UnknownKind, tuntas.residents.errors.NotFound
    """
    if kind not in tracks.KINDS:
        raise UnknownKind
    with open_batch(
        actor=actor, verb=f"residents.{kind}", source=source, known_on=known_on, at=at
    ) as batch:
        person_id = queries.standing_of([person_ref], effective_on)[0].id
        text = payload(told, withdrawn=kind == "corrected")
        fact = append(batch, person_id, kind, effective_on, text)
        _restate(batch, person_id, fact)
        batch.subjects.append(person_ref)
    return fact.id


def void_event(
    *, actor: Principal, person_ref: str, fact_id: int, reason: str, known_on: date, at: datetime
) -> int:
    """Take back a register event, or a void of one; the void's fact id.

    Raises:
        NothingToVoid: the person has no such event, or it is void already.
    """
    with open_batch(
        actor=actor, verb="residents.void", source=reason[:120], known_on=known_on, at=at
    ) as batch:
        person_id = queries.standing_of([person_ref], known_on)[0].id
        facts = queries.events_of([person_id])[person_id]
        voided = {fact.voids_id for fact in facts}
        found = [fact for fact in facts if fact.id == fact_id and fact.id not in voided]
        # The first entry cannot be taken back: a person the register never listed is no row here.
        if not found or found[0].id == facts[0].id:
            raise NothingToVoid
        told = payload({"reason": reason})
        fact = append(batch, person_id, "void", found[0].effective_on, told, voids_id=fact_id)
        _restate(batch, person_id, fact)
        batch.subjects.append(person_ref)
    return fact.id


def append(
    batch: Batch,
    person_id: int,
    kind: str,
    effective_on: date,
    told: str,
    voids_id: int | None = None,
) -> Fact:
    """Put an event into a batch; restating and folding are the caller's."""
    fact_id = batch.fact(
        tracks.TABLE,
        person_id=person_id,
        kind=kind,
        effective_on=effective_on,
        payload=told,
        voids_id=voids_id,
    )
    return Fact(fact_id, person_id, kind, effective_on, told, batch.seq, voids_id)


def _restate(batch: Batch, person_id: int, fact: Fact) -> None:
    facts = [*queries.events_of([person_id]).get(person_id, []), fact]
    batch.restate(person_id, tracks.derive(facts))
    fold_into_person(person_id, facts)
