"""Packets to MOSIP and from it: opened under the custodian's key, noted in the log, once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act, write_view
from tuntas.centre.errors import Locked, NoKeys, WhoIsIt
from tuntas.centre.models import Import
from tuntas.centre.workshop import Workshop
from tuntas.enrolment import queries
from tuntas.enrolment.actions.sealing import SCHEMA
from tuntas.enrolment.vault import Vault
from tuntas.packets.mosip import naming, reading, writing
from tuntas.packets.mosip.content import SESSION, session_of
from tuntas.packets.mosip.envelope import Owner, Recipient
from tuntas.packets.mosip.writing import Registration
from tuntas.residents.access import Person, person_for


@dataclass(frozen=True, slots=True)
class Sender:
    """As whom MOSIP knows this machine: five digits each, and the key that signs."""

    centre: str
    machine: str
    key: RSAPrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Exported:
    rid: str
    file_name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Imported:
    """new: False when this registration was taken in before."""

    rid: str
    packet: str
    new: bool


def export_mosip(
    *,
    actor: Principal,
    packet: str,
    shop: Workshop,
    sender: Sender,
    recipient: Recipient,
    purpose: str,
    now: datetime,
) -> Exported:
    """A kept packet as MOSIP's, for *recipient* alone; who asked and what for is in the log.

    Raises:
        Locked: no custodian's secret opens the centre's key.
        tuntas.packets.errors.{Destroyed, WrongKey, Damaged, NotMosip},
        tuntas.residents.errors.NotFound
    """
    readers = shop.keyring.readers()
    if not readers:
        raise Locked
    kept = shop.custody.packet(packet)
    content = shop.custody.open(packet, readers)
    person = person_for(actor, str(session_of(content)["person"]), ability="export_names")
    sealed_at = datetime.fromisoformat(kept.header.sealed_at).astimezone(UTC)
    rid = naming.rid(
        sender.centre, sender.machine, kept.header.number, sealed_at.strftime("%Y%m%d%H%M%S")
    )
    told = Registration(
        rid=rid,
        made_at=now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        sealed_at=kept.header.sealed_at,
        identity=identity_of(person),
    )
    made = writing.write(content, told=told, machine=sender.key, recipient=recipient)
    write_view(
        actor=actor.ref,
        verb="centre.export_mosip",
        subjects=[person.ref.hex],
        count=1,
        purpose=purpose,
        at=now,
    )
    return Exported(rid, naming.file_name(rid), made)


def identity_of(person: Person) -> dict[str, Any]:
    """Biodata as MOSIP's ID object has them: texts by language, the date with slashes."""
    texts = {
        "fullName": person.name,
        "gender": person.sex,
        "placeOfBirth": person.birth_place,
        "addressLine1": person.address,
    }
    born = person.birth_on.strftime("%Y/%m/%d") if person.birth_on else ""
    plain = {"dateOfBirth": born, "residentNIK": person.nik or "", "residentKK": person.kk}
    return {
        **{name: [{"language": "ind", "value": said}] for name, said in texts.items() if said},
        **{name: said for name, said in plain.items() if said},
    }


def import_mosip(
    *,
    actor: Principal,
    content: bytes,
    owner: Owner,
    machine: RSAPublicKey,
    vault: Vault,
    person_ref: str = "",
    on: date,
    now: datetime,
) -> Imported:
    """Take a MOSIP packet in as one of ours, sealed by this machine, for the centre to judge.

    person_ref: whose it is, where the packet does not say it in our words. Once a registration.

    Raises:
        WhoIsIt: nobody is named. NoKeys: there is nobody to seal it to.
        tuntas.packets.errors.{NotMosip, WrongKey, OtherMachine, NoSpace},
        tuntas.residents.errors.NotFound
    """
    found = reading.read(content, owner=owner, machine=machine)
    person_for(actor, _whose(found.content, person_ref), ability="record")
    earlier = Import.objects.filter(rid=found.rid).first()
    if earlier is not None:
        return Imported(found.rid, earlier.packet, False)
    recipients = queries.recipients(on)
    if len(recipients) < 2:
        raise NoKeys
    session = sha256(f"mosip {found.rid}".encode()).hexdigest()[:32]
    held = {**found.content, SESSION: _session(found.content, person_ref)}
    packet = vault.outbox().seal(
        held,
        session=session,
        journal_folder=vault.session_folder(session),
        sealed_at=now.isoformat(),
        schema=SCHEMA,
        recipients=recipients,
    )
    vault.custody().keep(packet)
    name = packet.header.packet
    with transaction.atomic():
        Import.objects.create(rid=found.rid, packet=name, imported_on=on)
        write_act(
            actor=actor.ref,
            verb="centre.import_mosip",
            subjects=[_whose(found.content, person_ref)],
            detail={"packet": name, "machine": found.rid[:10]},
            at=now,
        )
    return Imported(found.rid, name, True)


def _whose(content: Mapping[str, bytes], person_ref: str) -> str:
    said = str(session_of(content).get("person", "")) or person_ref
    if not said:
        raise WhoIsIt
    return said


def _session(content: Mapping[str, bytes], person_ref: str) -> bytes:
    """The session as it came, with a name where it had none."""
    session = session_of(content)
    if session.get("person"):
        return content[SESSION]
    return json.dumps({**session, "person": person_ref}, sort_keys=True).encode()
