"""What came of a visit or a call: kept once a nonce, and what it says about the reason.

What was found in the field is accepted even when it is late or odd. The same nonce with the same
content is the stored contact again; with other content it is refused.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from tuntas.accounts.principals import Principal
from tuntas.audit import chain
from tuntas.audit.actions import holds_personal_number, write_act
from tuntas.ledger import bulk
from tuntas.outreach import errors, evidence
from tuntas.outreach.actions.reasons import Suggestion, suggest
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.models import Contact, Invitation, Slot
from tuntas.outreach.outcomes import Outcome
from tuntas.residents.models import Person

CHANNELS: Final = frozenset({"visit", "call", "slot", "link", "school"})
THROUGH: Final = frozenset({"office", "link", "mission"})
NOTE_LONGEST: Final = 300


class Told(NamedTuple):
    """One contact as somebody tells it.

    Attributes:
        person_ref: 32 hex digits.
        outcome: of `outcomes.Outcome`.
        on: the day of the visit or call.
        channel: visit, call, slot, link, school.
        nonce: chosen by whoever sends it, at most 64 characters.
        slot: ref of the slot at which it happened; empty: none.
        will_come_on: the day promised, with ``will_come`` only.
        evidence_file: digest of a kept file (`evidence.keep`).
    """

    person_ref: str
    outcome: str
    on: date
    channel: str
    nonce: str
    slot: str = ""
    will_come_on: date | None = None
    note: str = ""
    evidence_file: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to a contact; the same ref again for the same nonce."""

    ref: str
    outcome: Literal["kept", "repeated"]


@dataclass(frozen=True, slots=True)
class Many:
    """What became of many contacts: nonce → answer, and nonce → refusal."""

    kept: Mapping[str, Kept]
    refused: Mapping[str, OutreachError]


@dataclass(slots=True)
class _Sheet:
    """Contacts while they are entered: who says them, and what is known already."""

    teller: str
    through: str
    now: datetime
    people: dict[str, int]
    slots: dict[str, Slot]
    earlier: dict[str, Contact]
    fresh: list[Contact] = field(default_factory=list)
    kept: dict[str, Kept] = field(default_factory=dict)
    refused: dict[str, OutreachError] = field(default_factory=dict)


def record_contact(
    *,
    actor: Principal,
    person_ref: str,
    outcome: str,
    on: date,
    channel: str,
    nonce: str,
    now: datetime,
    slot: str = "",
    will_come_on: date | None = None,
    note: str = "",
    evidence_file: str = "",
    told_by: str = "",
    told_through: str = "office",
) -> Kept:
    """Keep what came of one visit or call; the arguments are those of :class:`Told`.

    Args:
        told_by: whose word it is; empty: the human being behind *actor*.
        told_through: office, link, mission.
        now: aware; a contact of a later day is refused.

    Raises:
        OutreachError: NonceReused, UnknownOutcome, ContactInTheFuture, PromiseNeedsADay,
            SlotNotFound, EvidenceGone, NoteHoldsANumber, PersonUnknown.
    """
    said = Told(person_ref, outcome, on, channel, nonce, slot, will_come_on, note, evidence_file)
    many = record_many(
        actor=actor, contacts=[said], now=now, told_by=told_by, told_through=told_through
    )
    for refusal in many.refused.values():
        raise refusal
    return many.kept[nonce]


def record_many(
    *,
    actor: Principal,
    contacts: Sequence[Told],
    now: datetime,
    told_by: str = "",
    told_through: str = "office",
) -> Many:
    """Keep a day's sheet or a phone's queue in one act; what is refused is named, not dropped."""
    teller = told_by or actor.officer_ref or actor.ref
    try:
        return _record(actor, contacts, teller, told_through, now)
    except IntegrityError:
        # One of the nonces arrived meanwhile about somebody else; now it is seen.
        return _record(actor, contacts, teller, told_through, now)


def _record(
    actor: Principal, contacts: Sequence[Told], teller: str, through: str, now: datetime
) -> Many:
    with transaction.atomic():
        sheet = _Sheet(
            teller,
            through,
            now,
            _people([said.person_ref for said in contacts]),
            {slot.ref: slot for slot in Slot.objects.filter(ref__in={s.slot for s in contacts})},
            _earlier([said.nonce for said in contacts]),
        )
        for said in contacts:
            _enter(sheet, said._replace(note=" ".join(said.note.split())[:NOTE_LONGEST]))
        if sheet.fresh:
            Contact.objects.bulk_create(sheet.fresh)
            _answer_invitations(sheet.fresh)
            suggest([_suggestion(row) for row in sheet.fresh], now=now)
            _log(actor, sheet)
    return Many(sheet.kept, sheet.refused)


def _people(refs: Sequence[str]) -> dict[str, int]:
    """ref → id, locked in one order: two sheets about the same people wait for each other.

    Nonces and reasons are read after this lock. SQLite holds one writer anyway.
    """
    wanted = sorted({uuid.UUID(ref) for ref in refs if _is_ref(ref)})
    found: dict[str, int] = {}
    for chunk in bulk.chunks(wanted):
        rows = Person.objects.filter(ref__in=chunk).order_by("id").select_for_update(no_key=True)
        found.update((ref.hex, id_) for id_, ref in rows.values_list("id", "ref"))
    return found


def _is_ref(ref: str) -> bool:
    return len(ref) == 32 and not set(ref) - set("0123456789abcdef")


def _earlier(nonces: Sequence[str]) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    for chunk in bulk.chunks(nonces):
        found.update((row.nonce, row) for row in Contact.objects.filter(nonce__in=chunk))
    return found


def _enter(sheet: _Sheet, said: Told) -> None:
    digest = _digest(said, sheet.teller, sheet.through)
    known = sheet.earlier.get(said.nonce)
    refusal = None
    if known is None:
        refusal = _refusal(sheet, said)
    elif known.content_digest == digest:
        sheet.kept[said.nonce] = Kept(known.ref, "repeated")
        return
    else:
        refusal = errors.NonceReused()
    if refusal is not None:
        sheet.refused[said.nonce] = refusal
        return
    row = _row(sheet, said, digest)
    sheet.fresh.append(row)
    sheet.earlier[said.nonce] = row
    sheet.kept[said.nonce] = Kept(row.ref, "kept")


def _refusal(sheet: _Sheet, said: Told) -> OutreachError | None:
    """What is wrong with a contact nobody sent before."""
    if said.person_ref not in sheet.people:
        return errors.PersonUnknown()
    known = said.outcome in list(Outcome) and said.channel in CHANNELS
    if not (known and sheet.through in THROUGH and 1 <= len(said.nonce) <= 64):
        return errors.UnknownOutcome()
    if said.slot and said.slot not in sheet.slots:
        return errors.SlotNotFound()
    if said.evidence_file and not evidence.is_kept(said.evidence_file):
        return errors.EvidenceGone()
    if holds_personal_number(said.note):
        return errors.NoteHoldsANumber()
    return _wrong_day(said, timezone.localdate(sheet.now))


def _wrong_day(said: Told, today: date) -> OutreachError | None:
    if said.on > today:
        return errors.ContactInTheFuture()
    promised = said.will_come_on
    if (said.outcome == Outcome.WILL_COME) != (promised is not None):
        return errors.PromiseNeedsADay()
    if promised is not None and promised < said.on:
        return errors.PromiseNeedsADay()
    return None


def _digest(said: Told, teller: str, through: str) -> str:
    told = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said._asdict().items()
    }
    text = chain.canonical(told | {"told_by": teller, "told_through": through})
    return hashlib.sha256(text.encode()).hexdigest()


def _row(sheet: _Sheet, said: Told, digest: str) -> Contact:
    return Contact(
        ref=secrets.token_hex(16),
        nonce=said.nonce,
        content_digest=digest,
        person_id=sheet.people[said.person_ref],
        on=said.on,
        channel=said.channel,
        outcome=said.outcome,
        will_come_on=said.will_come_on,
        note=said.note,
        evidence_file=said.evidence_file,
        slot=sheet.slots.get(said.slot),
        told_by=sheet.teller,
        told_through=sheet.through,
        told_at=sheet.now,
    )


def _answer_invitations(rows: Sequence[Contact]) -> None:
    """Whoever was asked to a slot came or did not; a later word never takes back that they came."""
    states = Invitation.State
    for row in rows:
        outcome = Outcome(row.outcome)
        if row.slot_id is None or not outcome.closes:
            continue
        invited = Invitation.objects.filter(slot_id=row.slot_id, person_id=row.person_id)
        if outcome.met:
            invited.exclude(state=states.CANCELLED).update(state=states.CAME)
        else:
            waiting = [states.PREPARED, states.SENT]
            invited.filter(state__in=waiting).update(state=states.MISSED)


def _suggestion(row: Contact) -> Suggestion:
    return Suggestion(
        person_id=row.person_id,
        outcome=Outcome(row.outcome),
        on=row.on,
        note=row.note,
        evidence_file=row.evidence_file,
        told_by=row.told_by,
        told_through="link" if row.told_through == "link" else "contact",
    )


def _log(actor: Principal, sheet: _Sheet) -> None:
    """The log names the contacts and not their outcomes: illness does not belong there."""
    refs = {id_: ref for ref, id_ in sheet.people.items()}
    write_act(
        actor=actor.ref,
        verb="outreach.contact",
        subjects=sorted({refs[row.person_id] for row in sheet.fresh}),
        detail={
            "contacts": [row.ref for row in sheet.fresh],
            "told_by": sheet.teller,
            "told_through": sheet.through,
        },
        at=sheet.now,
    )
