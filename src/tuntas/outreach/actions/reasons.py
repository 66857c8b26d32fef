"""Why somebody is missing: one current reason a person, told or suggested; history is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import holds_personal_number, write_act
from tuntas.ledger import bulk
from tuntas.outreach import evidence as kept
from tuntas.outreach.errors import EvidenceGone, NoteHoldsANumber, PersonUnknown, UnknownReason
from tuntas.outreach.models import Reason
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.reasons import reasons
from tuntas.residents.models import Person


class Suggestion(NamedTuple):
    """What a contact says about the reason of one person."""

    person_id: int
    outcome: Outcome
    on: date
    note: str
    evidence_file: str
    told_by: str
    told_through: str


def tell_reason(
    *,
    actor: Principal,
    person_ref: str,
    code: str,
    on: date,
    now: datetime,
    evidence: str = "",
    evidence_file: str = "",
    told_by: str = "",
    told_through: str = "office",
) -> bool:
    """Say why a person is unrecorded; empty *code*: unknown again. False: that was known already.

    Args:
        evidence: the document's number and date, or a sentence; no NIK.
        evidence_file: digest of a kept file.

    Raises:
        UnknownReason, EvidenceGone, NoteHoldsANumber, PersonUnknown
    """
    said = " ".join(evidence.split())[:300]
    if code and code not in reasons(on):
        raise UnknownReason
    if evidence_file and not kept.is_kept(evidence_file):
        raise EvidenceGone
    if holds_personal_number(said):
        raise NoteHoldsANumber
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).filter(ref=person_ref).first()
        if person is None:
            raise PersonUnknown
        current = _current([person.id]).get(person.id)
        if not _adds(current, code, said, evidence_file):
            return False
        since = max(on, current.since) if current else on
        _end(current, since)
        if code:
            Reason.objects.create(
                person=person,
                code=code,
                since=since,
                evidence=said,
                evidence_file=evidence_file,
                told_by=told_by or actor.officer_ref or actor.ref,
                told_through=told_through,
                told_at=now,
            )
        # The code may tell of an illness: the log says that a reason was given, not which.
        write_act(
            actor=actor.ref,
            verb="outreach.tell_reason",
            subjects=[person.ref.hex],
            detail={"told_through": told_through, "with_file": bool(evidence_file)},
            at=now,
        )
    return True


def suggest(said: Sequence[Suggestion], *, now: datetime) -> None:
    """Let outcomes give reasons, inside the act that keeps the contacts (people are locked).

    A weak one fills an empty reason. A firm one takes the place of another, unless that one was
    told later, or the office has evidence for it and the new one has none.
    """
    current = _current([each.person_id for each in said])
    for each in sorted(said, key=lambda one: one.on):
        held = current.get(each.person_id)
        if not _takes_over(each, held):
            continue
        _end(held, each.on)
        current[each.person_id] = Reason.objects.create(
            person_id=each.person_id,
            code=each.outcome.suggests,
            since=each.on,
            evidence=each.note,
            evidence_file=each.evidence_file,
            told_by=each.told_by,
            told_through=each.told_through,
            told_at=now,
        )


def _takes_over(said: Suggestion, held: Reason | None) -> bool:
    code = said.outcome.suggests
    if not code or code not in reasons(said.on):
        return False
    if held is None:
        return True
    if said.on < held.since or not said.outcome.firm:
        return False
    if held.code == code:
        return bool(said.evidence_file) and said.evidence_file != held.evidence_file
    proven = held.evidence_file or (held.told_through == "office" and held.evidence)
    return bool(said.evidence_file) or not proven


def _adds(held: Reason | None, code: str, evidence: str, evidence_file: str) -> bool:
    if held is None:
        return bool(code)
    return (held.code, held.evidence, held.evidence_file) != (code, evidence, evidence_file)


def _end(held: Reason | None, on: date) -> None:
    if held is not None:
        Reason.objects.filter(id=held.id).update(ended_on=on)


def _current(person_ids: Sequence[int]) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    for chunk in bulk.chunks(person_ids):
        rows = Reason.objects.filter(person_id__in=chunk, ended_on__isnull=True)
        found.update((row.person_id, row) for row in rows)
    return found
