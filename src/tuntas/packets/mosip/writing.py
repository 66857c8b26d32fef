"""One of our packets, opened, as a registration packet of MOSIP."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tuntas.packets.mosip import content as ours
from tuntas.packets.mosip import envelope, layout, zips
from tuntas.packets.mosip.envelope import Recipient
from tuntas.packets.mosip.layout import Inside
from tuntas.packets.mosip.naming import (
    PROCESS,
    PROVIDER,
    PROVIDER_VERSION,
    SOURCE,
    SUBPACKETS,
    entry,
)

SCHEMA_VERSION: Final = "0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a MOSIP packet says of itself.

    rid: as `naming.rid` makes it. made_at: ISO, UTC. sealed_at: of the packet of ours.
    identity: fields of ID.json beside biometrics and papers.
    """

    rid: str
    made_at: str
    sealed_at: str
    identity: Mapping[str, Any] = field(repr=False)
    schema: str = SCHEMA_VERSION

    def header(self, name: str) -> dict[str, str]:
        """What `reading` compares with the signed inside."""
        return {
            "process": PROCESS,
            "creationdate": self.made_at,
            "source": SOURCE,
            "providerversion": PROVIDER_VERSION,
            "id": self.rid,
            "schemaversion": self.schema,
            "packetname": f"{self.rid}_{name}",
            "providername": PROVIDER,
        }


def write(
    content: Mapping[str, bytes],
    *,
    told: Registration,
    machine: RSAPrivateKey,
    recipient: Recipient,
) -> bytes:
    """*content* of one of our packets, signed by *machine*, readable for *recipient* alone.

    Raises:
        Damaged: *content* has no session.
    """
    entries: dict[str, bytes] = {}
    for name, inside in _subpackets(content, told).items():
        plain = layout.write(inside)
        shut = envelope.shut(plain, recipient)
        header = told.header(name) | {
            "encryptedhash": base64url(envelope.digest(shut)),
            "signature": base64url(envelope.sign(plain, machine)),
        }
        entries[entry(told.rid, name, "json", SOURCE, PROCESS)] = layout.text(header)
        entries[entry(told.rid, name, "zip", SOURCE, PROCESS)] = shut
    return zips.write(entries)


def _subpackets(content: Mapping[str, bytes], told: Registration) -> dict[str, Inside]:
    session = ours.session_of(content)
    biometrics, cbeff = ours.biometrics_of(content)
    papers, files = ours.papers_of(content)
    everywhere = {"IDSchemaVersion": float(told.schema)}
    fields = {
        "id": ({**everywhere, **told.identity, **biometrics}, cbeff),
        "evidence": ({**everywhere, **papers}, files),
        "optional": (everywhere, {}),
    }
    meta = ours.meta_of(session)
    own = content[ours.SESSION].decode()
    made = {}
    for name in SUBPACKETS:
        identity, held = fields[name]
        default = name == "id"
        labels = layout.labelled(_labels(told, name) | ({ours.OWN_LABEL: own} if default else {}))
        made[name] = Inside(
            identity,
            {"metaData": labels, **(meta if default else {})},
            held,
            ours.audits_of(session, told.rid, told.sealed_at) if default else None,
        )
    return made


def _labels(told: Registration, name: str) -> dict[str, str]:
    """What the header says, once more where the signature covers it."""
    header = told.header(name)
    return {
        "registrationId": told.rid,
        "creationDate": told.made_at,
        "centerId": told.rid[:5],
        "machineId": told.rid[5:10],
        "registrationType": PROCESS,
        **{label: header[key] for label, key in SIGNED.items()},
    }


SIGNED: Final[Mapping[str, str]] = {
    "source": "source",
    "process": "process",
    "packetName": "packetname",
    "schemaVersion": "schemaversion",
    "providerName": "providername",
    "providerVersion": "providerversion",
}
"""Label of the signed inside → field of the header outside it."""


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
