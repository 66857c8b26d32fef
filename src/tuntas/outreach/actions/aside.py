"""Setting people aside with evidence and two persons.

It lowers the *dinamis* figure only: the person stays obliged and unrecorded until the
register event arrives (death registered, move letter, deactivation by the ministry).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import holds_personal_number, write_act
from tuntas.ledger.actions import Batch, open_batch
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import value_on
from tuntas.outreach import evidence as kept
from tuntas.outreach import tracks
from tuntas.outreach.duties import newly_due
from tuntas.outreach.errors import (
    AlreadyProposed,
    DocumentMissing,
    EvidenceGone,
    EvidenceMissing,
    FileMissing,
    NotAside,
    NoteHoldsANumber,
    NotForAside,
    NotOnTheList,
    NotOpen,
    SamePerson,
    TooEarly,
    UnknownReason,
    VisitsMissing,
)
from tuntas.outreach.models import AsideFact, AsideProposal
from tuntas.outreach.parameters import limits
from tuntas.outreach.queries import duties
from tuntas.outreach.reasons import Evidence, reasons
from tuntas.residents import queries as residents


def propose_aside(
    *,
    actor: Principal,
    person_ref: str,
    reason: str,
    evidence: str,
    on: date,
    now: datetime,
    document: str = "",
    evidence_file: str = "",
) -> int:
    """Propose to set a person aside; the proposal's id.

    Args:
        evidence: what was found, in a sentence.
        document: number and date of the paper.
        evidence_file: digest of its scan (`evidence.keep`).

    Raises:
        EvidenceMissing, DocumentMissing, FileMissing, VisitsMissing: less than the reason needs.
        UnknownReason, NotForAside, NotOnTheList, TooEarly, AlreadyProposed, EvidenceGone,
        NoteHoldsANumber, SamePerson, tuntas.residents.errors.NotFound
    """
    said, paper = " ".join(evidence.split()), " ".join(document.split())
    if not reason.strip() or not said:
        raise EvidenceMissing
    if holds_personal_number(f"{said} {paper}"):
        raise NoteHoldsANumber
    if not actor.officer_ref:
        raise SamePerson  # a program is nobody: two human beings stand behind every setting aside
    person_id = residents.standing_of([person_ref], on)[0].id
    _sufficient(person_id, reason, paper, evidence_file, on)
    try:
        with transaction.atomic():
            proposal = AsideProposal.objects.create(
                person_id=person_id,
                reason=reason,
                evidence=said[:300],
                document=paper[:80],
                evidence_file=evidence_file,
                proposed_by=actor.officer_ref,
                proposed_on=on,
            )
            write_act(
                actor=actor.ref,
                verb="outreach.propose_aside",
                subjects=[person_ref],
                detail={"proposal": proposal.id, "reason": reason, "file": evidence_file},
                at=now,
            )
    except IntegrityError as error:
        raise AlreadyProposed from error
    return int(proposal.id)


def _sufficient(person_id: int, code: str, paper: str, file: str, on: date) -> None:
    """Refuse a proposal whose reason, evidence or day does not carry it."""
    reason = reasons(on).get(code)
    if reason is None:
        raise UnknownReason
    if not reason.aside:
        raise NotForAside
    task = duties.next_action_of(person_id, on)
    if task is None or task.case.aside:
        raise NotOnTheList
    if file and not kept.is_kept(file):
        raise EvidenceGone
    has_number = any(letter.isdigit() for letter in paper)
    if reason.evidence is Evidence.DOCUMENT and not (has_number or file):
        raise DocumentMissing
    if reason.evidence is Evidence.FILE and not file:
        raise FileMissing
    if task.case.visits < reason.visits:
        raise VisitsMissing
    if newly_due(task.case, on, reason, limits(on)):
        raise TooEarly


def approve_aside(*, actor: Principal, proposal_id: int, on: date, now: datetime) -> None:
    """Approve another person's proposal: from this day the person is set aside.

    Raises:
        SamePerson, NotOpen
    """
    with open_batch(
        actor=actor, verb="outreach.approve_aside", source="usulan", known_on=on, at=now
    ) as batch:
        proposal = _decide(actor, proposal_id, on, AsideProposal.State.APPROVED)
        told = payload(
            {
                "reason": proposal.reason,
                "evidence": proposal.evidence,
                "document": proposal.document,
                "file": proposal.evidence_file,
                "proposal": proposal.id,
            }
        )
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
    person = actor.officer_ref
    open_ones = AsideProposal.objects.filter(id=proposal_id, state=AsideProposal.State.OPEN)
    if not person or open_ones.filter(proposed_by=person).exists():
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
