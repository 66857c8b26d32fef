"""A capture session until it is sealed: begun, biodata confirmed, parts accepted, exceptions.

A part is in the journal, durable and encrypted, before its row is written; a row that a crash
kept from being written is written when the session is opened again. So what a page called
accepted is never lost, and what the journal holds is never missing from the page.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.enrolment import parts, queries
from tuntas.enrolment.errors import (
    ExceptionRefused,
    NonceOfAnother,
    NoReaders,
    NotLocal,
    NotOpen,
    OtherSession,
    PartUnknown,
    Refused,
    SamePersonCosigns,
)
from tuntas.enrolment.lifecycle import hindrance
from tuntas.enrolment.models import CapturedPart, CaptureSession
from tuntas.enrolment.vault import Vault
from tuntas.packets import parts as bundle
from tuntas.packets.journal import Entry, Journal

State = CaptureSession.State
META = "meta.json"
CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Taken:
    """One part as it comes from a device. *content*: an ISO record, JPEG 2000 or PNG.

    quality: 0–100, None where nothing is measured (a document). forced_for: why an image of low
    quality is kept. nonce: 32 hex, the same again for a repeated request.
    """

    kind: str
    content: bytes
    nonce: str
    quality: int | None = None
    forced_for: str = ""
    device: str = ""
    about: Mapping[str, Any] | None = None


def begin_session(
    *,
    actor: Principal,
    person_ref: str,
    place: str,
    secret: str,
    vault: Vault,
    on: date,
    now: datetime,
    at_home: bool = False,
    asked_officer: str = "",
    outside: bool = False,
) -> str:
    """Begin to record a person here; the session's ref.

    *secret*: the operator's, unlocks the session after a power cut until it is sealed.
    asked_officer: the person wants an officer of this sex (L, P). outside: registered elsewhere.

    Raises:
        NotLocal, NoReaders, Refused, OtherSession, tuntas.packets.errors.NoSpace,
        tuntas.residents.errors.NotFound
    """
    if queries.mode_on(on) != "local":
        raise NotLocal
    recipients = queries.recipients(on)
    if len(recipients) < 2:
        raise NoReaders
    held = queries.hold([person_ref], on)[0]
    refusal = hindrance(held.candidate, on, foreign=held.foreign, outside=outside)
    if refusal is not None:
        raise Refused(refusal)
    ref = secrets.token_hex(16)
    try:
        with transaction.atomic():
            session = CaptureSession.objects.create(
                ref=ref,
                person_id=held.person_id,
                officer=actor.officer_ref or actor.ref,
                place=place,
                began_on=on,
                began_at=now,
                at_home=at_home,
                asked_officer=asked_officer,
                outside=outside,
            )
            vault.begin(ref, recipients=recipients, secret=secret)
            _tell(actor, "begin_session", session, person_ref, now)
    except IntegrityError as taken:
        raise OtherSession from taken
    return ref


def open_again(*, session_ref: str, secret: str, vault: Vault) -> CaptureSession:
    """A session as the journal has it, after a crash or on another day.

    Raises:
        NotOpen, tuntas.packets.errors.WrongSecret, Damaged, Destroyed
    """
    session = _open(session_ref)
    journal = vault.journal(session_ref, secret)
    have = set(session.parts.values_list("entry", flat=True))
    for entry in journal.entries():
        if entry.number not in have:
            _write_row(session, entry)
    return session


def confirm_biodata(
    *,
    actor: Principal,
    session_ref: str,
    digest: str,
    corrections: str,
    now: datetime,
) -> None:
    """The person has read the biodata; *corrections* are asked for, never written over them.

    Raises:
        NotOpen
    """
    with transaction.atomic():
        session = _locked(session_ref)
        session.biodata_digest, session.corrections = digest, corrections.strip()
        session.save(update_fields=["biodata_digest", "corrections"])
        _tell(
            actor,
            "confirm_biodata",
            session,
            session.person.ref.hex,
            now,
            corrections=bool(session.corrections),
        )


def accept_part(
    *, actor: Principal, session_ref: str, secret: str, taken: Taken, vault: Vault, now: datetime
) -> CapturedPart:
    """Accept one part: when this returns it would survive a power cut.

    Raises:
        NotOpen, PartUnknown, NonceOfAnother, tuntas.packets.errors.{WrongSecret, NoSpace}
    """
    if not parts.known(taken.kind):
        raise PartUnknown
    with transaction.atomic():
        session = _locked(session_ref)
        earlier = session.parts.filter(nonce=taken.nonce).first()
        if earlier is not None:
            if earlier.kind != taken.kind:
                raise NonceOfAnother
            return earlier
        journal = vault.journal(session_ref, secret)
        meta = {
            "nonce": taken.nonce,
            "quality": taken.quality,
            "forced_for": taken.forced_for,
            "device": taken.device,
            "about": dict(taken.about or {}),
        }
        said = json.dumps(meta, sort_keys=True).encode()
        content = bundle.write({META: said, CONTENT: taken.content})
        entry = journal.add(taken.kind, content, at=now.isoformat())
        return _write_row(session, entry)


def except_part(
    *,
    actor: Principal,
    session_ref: str,
    target: str,
    reason: str,
    now: datetime,
) -> None:
    """A part cannot be taken, for a reason of the field; *reason* empty takes it back.

    An approval given before falls: whoever approves must know all exceptions.

    Raises:
        NotOpen, ExceptionRefused
    """
    with transaction.atomic():
        session = _locked(session_ref)
        exceptions = dict(session.exceptions)
        exceptions.pop(target, None)
        if reason:
            if not parts.allows(reason, target) or not _evidence(session, reason):
                raise ExceptionRefused
            exceptions[target] = reason
        session.exceptions, session.cosigned_by = exceptions, ""
        session.save(update_fields=["exceptions", "cosigned_by"])
        _tell(
            actor,
            "except_part",
            session,
            session.person.ref.hex,
            now,
            target=target,
            reason=reason,
        )


def approve_exceptions(*, actor: Principal, session_ref: str, now: datetime) -> None:
    """A second person approves what is missing. Raises NotOpen, SamePersonCosigns."""
    with transaction.atomic():
        session = _locked(session_ref)
        if not actor.officer_ref or actor.officer_ref == session.officer:
            raise SamePersonCosigns
        session.cosigned_by = actor.officer_ref
        session.save(update_fields=["cosigned_by"])
        _tell(
            actor,
            "approve_exceptions",
            session,
            session.person.ref.hex,
            now,
            exceptions=session.exceptions,
        )


def distrust_device(*, actor: Principal, session_ref: str, code: str, now: datetime) -> None:
    """A device's answer came and was not believed (its error *code*). Raises NotOpen."""
    with transaction.atomic():
        session = _locked(session_ref)
        _tell(actor, "distrust_device", session, session.person.ref.hex, now, code=code)


def abandon_session(
    *, actor: Principal, session_ref: str, reason: str, vault: Vault, now: datetime
) -> None:
    """Give a session up: its keys and what was captured are destroyed. Raises NotOpen."""
    from tuntas.packets import journal

    with transaction.atomic():
        session = _locked(session_ref)
        session.state, session.ended_at = State.ABANDONED, now
        session.save(update_fields=["state", "ended_at"])
        _tell(actor, "abandon_session", session, session.person.ref.hex, now, reason=reason[:200])
    vault.forget(session_ref)
    journal.close(vault.session_folder(session_ref))


def contents(journal: Journal) -> dict[str, tuple[dict[str, Any], bytes]]:
    """The last accepted content of each kind with what is said about it."""
    return {kind: _unpacked(entry) for kind, entry in journal.latest().items()}


def _write_row(session: CaptureSession, entry: Entry) -> CapturedPart:
    meta, _ = _unpacked(entry)
    row, _ = CapturedPart.objects.get_or_create(
        session=session,
        entry=entry.number,
        defaults={
            "kind": entry.kind,
            "nonce": meta["nonce"],
            "quality": meta["quality"],
            "forced_for": meta["forced_for"],
            "device": meta["device"],
            "at": datetime.fromisoformat(entry.at),
        },
    )
    return row


def _unpacked(entry: Entry) -> tuple[dict[str, Any], bytes]:
    held = bundle.read(entry.content)
    return json.loads(held[META]), held[CONTENT]


def _evidence(session: CaptureSession, reason: str) -> bool:
    if not parts.REASONS[reason].evidence:
        return True
    return session.parts.filter(kind__startswith="document.").exists()


def _open(ref: str) -> CaptureSession:
    found = CaptureSession.objects.filter(ref=ref, state=State.OPEN).first()
    if found is None:
        raise NotOpen
    return found


def _locked(ref: str) -> CaptureSession:
    rows = CaptureSession.objects.select_for_update(of=("self",)).select_related("person")
    found = rows.filter(ref=ref, state=State.OPEN).first()
    if found is None:
        raise NotOpen
    return found


def _tell(
    actor: Principal,
    verb: str,
    session: CaptureSession,
    person_ref: str,
    now: datetime,
    **detail: object,
) -> None:
    write_act(
        actor=actor.ref,
        verb=f"enrolment.{verb}",
        subjects=[person_ref],
        detail={"session": session.ref, **detail},
        at=now,
    )
