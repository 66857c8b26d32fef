"""Setting people aside with evidence and two persons.

It lowers the *dinamis* figure only: the person stays obliged and unrecorded until the
register event arrives (death registered, move letter, deactivation by the ministry).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.ledger.actions import Batch, open_batch
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import value_on
from tuntas.outreach import tracks
from tuntas.outreach.errors import (
    AlreadyProposed,
    EvidenceMissing,
    NotAside,
    NotOpen,
    SamePerson,
)
from tuntas.outreach.models import AsideFact, AsideProposal
from tuntas.residents import queries as residents


def propose_aside(
    *, actor: Principal, person_ref: str, reason: str, evidence: str, on: date, now: datetime
) -> int:
    """Propose to set a person aside; the proposal's id.

    Raises:
        EvidenceMissing, AlreadyProposed, tuntas.residents.errors.NotFound
    """
    if not reason.strip() or not evidence.strip():
        raise EvidenceMissing
    person_id = residents.standing_of([person_ref], on)[0].id
    try:
        with transaction.atomic():
            proposal = AsideProposal.objects.create(
                person_id=person_id,
                reason=reason.strip(),
                evidence=evidence.strip(),
                proposed_by=actor.officer_ref or actor.ref,
                proposed_on=on,
            )
            write_act(
                actor=actor.ref,
                verb="outreach.propose_aside",
                subjects=[person_ref],
                detail={"proposal": proposal.id, "reason": proposal.reason},
                at=now,
            )
    except IntegrityError as error:
        raise AlreadyProposed from error
    return int(proposal.id)


def approve_aside(*, actor: Principal, proposal_id: int, on: date, now: datetime) -> None:
    """Approve another person's proposal: from this day the person is set aside.

    Raises:
        SamePerson, NotOpen
    """
    with open_batch(
        actor=actor, verb="outreach.approve_aside", source="usulan", known_on=on, at=now
    ) as batch:
        proposal = _decide(actor, proposal_id, on, AsideProposal.State.APPROVED)
        told = payload({"reason": proposal.reason, "evidence": proposal.evidence})
        _append(batch, proposal.person_id, "set_aside", on, told)
        batch.subjects.append(proposal.person.ref.hex)
        batch.detail["proposal"] = proposal_id


def decline_aside(*, actor: Principal, proposal_id: int, on: date, now: datetime) -> None:
    """Decline a proposal; nothing changes for the person.

    Raises:
        SamePerson, NotOpen
    """
    with transaction.atomic():
        proposal = _decide(actor, proposal_id, on, AsideProposal.State.DECLINED)
        write_act(
            actor=actor.ref,
            verb="outreach.decline_aside",
            subjects=[proposal.person.ref.hex],
            detail={"proposal": proposal_id},
            at=now,
        )


def take_back_aside(
    *, actor: Principal, person_ref: str, reason: str, on: date, now: datetime
) -> None:
    """The person turned up after all: no longer set aside from this day.

    Raises:
        NotAside
    """
    with open_batch(
        actor=actor, verb="outreach.take_back_aside", source=reason[:120], known_on=on, at=now
    ) as batch:
        person_id = residents.standing_of([person_ref], on)[0].id
        if not value_on(tracks.derive(_facts(person_id))["aside"], on):
            raise NotAside
        _append(batch, person_id, "taken_back", on, payload({"reason": reason}))
        batch.subjects.append(person_ref)


def _decide(actor: Principal, proposal_id: int, on: date, state: str) -> AsideProposal:
    """Close an open proposal by one conditional update; two deciders cannot both win."""
    person = actor.officer_ref or actor.ref
    open_ones = AsideProposal.objects.filter(id=proposal_id, state=AsideProposal.State.OPEN)
    if open_ones.filter(proposed_by=person).exists():
        raise SamePerson
    if not open_ones.update(state=state, decided_by=person, decided_on=on):
        raise NotOpen
    return AsideProposal.objects.select_related("person").get(id=proposal_id)


def _append(batch: Batch, person_id: int, kind: str, on: date, told: str) -> None:
    facts = _facts(person_id)
    fact_id = batch.fact(
        tracks.TABLE, person_id=person_id, kind=kind, effective_on=on, payload=told
    )
    facts.append(Fact(fact_id, person_id, kind, on, told, batch.seq, None))
    batch.restate(person_id, tracks.derive(facts))


def _facts(person_id: int) -> list[Fact]:
    rows = AsideFact.objects.filter(person_id=person_id).order_by("id")
    return [Fact(*row) for row in rows.values_list(*Fact._fields)]
