"""Sealing a session: one packet, one recording in the ledger, one receipt, however often tried.

First the packet is written (`Outbox.seal`: once for a session), then ledger, session and receipt
in one transaction. A crash between the two is mended by sealing again: the packet is found by
its session, the recording by its nonce.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.biometrics.formats import cbeff
from tuntas.biometrics.positions import Eye
from tuntas.enrolment import parts, queries
from tuntas.enrolment.actions.recording import record_person
from tuntas.enrolment.actions.sessions import contents
from tuntas.enrolment.errors import CosignNeeded, NotOpen, Unfinished
from tuntas.enrolment.models import CaptureSession
from tuntas.enrolment.vault import Vault
from tuntas.packets.sealing import Packet

SCHEMA: Final = "tuntas-1"
State = CaptureSession.State


@dataclass(frozen=True, slots=True)
class Sealed:
    """The packet's name and the opaque receipt that the resident takes home."""

    packet: str
    receipt: str


def seal_session(
    *,
    actor: Principal,
    session_ref: str,
    secret: str,
    vault: Vault,
    on: date,
    now: datetime,
) -> Sealed:
    """Seal a whole session; the same answer again when it was sealed already.

    Raises:
        NotOpen, Unfinished, CosignNeeded, Refused,
        tuntas.packets.errors.{WrongSecret, NoSpace, Damaged}
    """
    session = CaptureSession.objects.select_related("person").filter(ref=session_ref).first()
    if session is None or session.state == State.ABANDONED:
        raise NotOpen
    if session.state == State.SEALED:
        return Sealed(session.packet, session.receipt)
    packet = _packet(session, secret, vault, on, now)
    vault.custody().keep(packet)
    vault.forget(session_ref)
    with transaction.atomic():
        record_person(
            actor=actor,
            person_ref=session.person.ref.hex,
            nonce=session.ref,
            on=session.began_on,
            place=session.place,
            now=now,
            outside=session.outside,
        )
        receipt = secrets.token_hex(16)
        CaptureSession.objects.filter(ref=session_ref, state=State.OPEN).update(
            state=State.SEALED, packet=packet.header.packet, receipt=receipt, ended_at=now
        )
    session.refresh_from_db()
    return Sealed(session.packet, session.receipt)


def _packet(session: CaptureSession, secret: str, vault: Vault, on: date, now: datetime) -> Packet:
    outbox = vault.outbox()
    done = [one for one in outbox.packets() if one.header.session == session.ref]
    if done:
        return outbox.seal(
            {},
            session=session.ref,
            journal_folder=vault.session_folder(session.ref),
            sealed_at=now.isoformat(),
            schema=SCHEMA,
            recipients=[],
        )
    journal = vault.journal(session.ref, secret)
    held = contents(journal)
    if not session.biodata_digest or queries.still_missing(session, set(held), on):
        raise Unfinished
    if session.exceptions and not session.cosigned_by:
        raise CosignNeeded
    return outbox.seal(
        _content(session, held),
        session=session.ref,
        journal_folder=vault.session_folder(session.ref),
        sealed_at=now.isoformat(),
        schema=SCHEMA,
        recipients=queries.recipients(on),
    )


def _content(
    session: CaptureSession, held: dict[str, tuple[dict[str, Any], bytes]]
) -> dict[str, bytes]:
    """``session.json``, ``biometrics.xml`` (CBEFF with the images), and the papers."""
    blocks = [
        _block(kind, meta, content)
        for kind, (meta, content) in sorted(held.items())
        if kind in parts.EVERY and kind != parts.SIGNATURE
    ]
    told = {
        "person": session.person.ref.hex,
        "began_at": session.began_at.isoformat(),
        "place": session.place,
        "outside": session.outside,
        "officer": session.officer,
        "cosigned_by": session.cosigned_by,
        "biodata": session.biodata_digest,
        "corrections": session.corrections,
        "exceptions": session.exceptions,
        "parts": {kind: meta for kind, (meta, _) in sorted(held.items())},
    }
    papers = {
        kind.replace(".", "/"): content
        for kind, (_, content) in held.items()
        if kind not in parts.EVERY or kind == parts.SIGNATURE
    }
    return {
        "session.json": json.dumps(told, sort_keys=True).encode(),
        "biometrics.xml": cbeff.write(blocks),
        **papers,
    }


def _block(kind: str, meta: dict[str, Any], content: bytes) -> cbeff.Block:
    score = meta["quality"]
    if kind == parts.FACE:
        return cbeff.Block("Face", "", cbeff.FACE_IMAGE, content, score=score)
    if kind in parts.IRISES:
        eye = Eye(int(kind.split(".")[1]))
        return cbeff.Block("Iris", eye.name.title(), cbeff.IRIS_IMAGE, content, score=score)
    finger = parts.finger_of(kind)
    return cbeff.Block("Finger", cbeff.subtype_of(finger), cbeff.FINGER_IMAGE, content, score=score)
