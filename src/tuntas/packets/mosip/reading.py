"""A registration packet of MOSIP, checked and opened.

Everything outside the signature that the inside says too must agree with it; a packet that this
program wrote must be, byte for byte, the one way to write it. So of our own packets every changed
bit is noticed, and of a stranger's every one that changes what is read.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tuntas.packets.errors import NotMosip
from tuntas.packets.mosip import content as ours
from tuntas.packets.mosip import envelope, layout, zips
from tuntas.packets.mosip.envelope import Owner
from tuntas.packets.mosip.layout import Inside
from tuntas.packets.mosip.naming import PROVIDER, SUBPACKETS, entry, of_entry
from tuntas.packets.mosip.writing import SIGNED, base64url

_HEADER: Final = (
    "process",
    "creationdate",
    "encryptedhash",
    "signature",
    "source",
    "providerversion",
    "id",
    "schemaversion",
    "packetname",
    "providername",
)


@dataclass(frozen=True, slots=True)
class Outside:
    """What can be known without a key. parts: sub-packet → its encrypted bytes."""

    rid: str
    headers: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, bytes] = field(repr=False)

    @property
    def made_at(self) -> str:
        return self.headers["id"]["creationdate"]


@dataclass(frozen=True, slots=True)
class Registered:
    """An opened packet. content: as one of our packets holds it. identity: its ID.json."""

    rid: str
    made_at: str
    identity: Mapping[str, Any] = field(repr=False)
    content: dict[str, bytes] = field(repr=False)


def look(content: bytes) -> Outside:
    """The packet from outside: layout, headers, digests of what is encrypted. Raises NotMosip."""
    entries = zips.read(content)
    named = {of_entry(path) for path in entries}
    rids = {rid for rid, _, _ in named}
    if len(rids) != 1 or len(named) != len(entries):
        raise NotMosip
    [rid] = rids
    here = [name for name in SUBPACKETS if (rid, name, "zip") in named]
    if "id" not in here or named != {(rid, n, end) for n in here for end in ("zip", "json")}:
        raise NotMosip
    by_end = {of_entry(path)[1:]: (path, held) for path, held in entries.items()}
    headers = {name: _header(rid, name, by_end) for name in here}
    if headers["id"]["providername"] == PROVIDER and zips.write(entries) != content:
        raise NotMosip
    return Outside(rid, headers, {name: by_end[name, "zip"][1] for name in here})


def read(content: bytes, *, owner: Owner, machine: RSAPublicKey) -> Registered:
    """The packet, opened by *owner* and signed by *machine*.

    Raises:
        NotMosip: anything about it is not as it must be.
        WrongKey: it is for somebody else. OtherMachine: somebody else signed it.
    """
    outside = look(content)
    opened = {name: _opened(outside, name, owner=owner, machine=machine) for name in outside.parts}
    identity = {
        key: value
        for inside in opened.values()
        for key, value in inside.identity.items()
        if not (isinstance(value, dict) and "format" in value)
    }
    return Registered(outside.rid, outside.made_at, identity, ours.content_of(opened))


def _opened(outside: Outside, name: str, *, owner: Owner, machine: RSAPublicKey) -> Inside:
    header = outside.headers[name]
    plain = envelope.opened(outside.parts[name], owner)
    envelope.verify(plain, _bytes(header["signature"]), machine)
    inside = layout.read(plain)
    if name == "id" and inside.audits is None:
        raise NotMosip
    _agree(header, layout.labels(inside.meta))
    return inside


def _agree(header: Mapping[str, str], told: Mapping[str, str]) -> None:
    """What stands outside is what was signed, wherever the inside says it. Raises NotMosip."""
    pairs = {**SIGNED, "registrationId": "id", "creationDate": "creationdate"}
    if any(told[label] != header[key] for label, key in pairs.items() if label in told):
        raise NotMosip


def _header(rid: str, name: str, by_end: Mapping[tuple[str, str], tuple[str, bytes]]) -> Any:
    path, held = by_end[name, "json"]
    header = layout.json_of(held)
    if not isinstance(header, dict) or not all(isinstance(header.get(k), str) for k in _HEADER):
        raise NotMosip
    shut_path, shut = by_end[name, "zip"]
    where = (header["source"], header["process"])
    right = (
        header["id"] == rid
        and header["packetname"] == f"{rid}_{name}"
        and path == entry(rid, name, "json", *where)
        and shut_path == entry(rid, name, "zip", *where)
        and _bytes(header["encryptedhash"]) == envelope.digest(shut)
    )
    if not right or (header["providername"] == PROVIDER and layout.text(header) != held):
        raise NotMosip
    return header


def _bytes(text: str) -> bytes:
    """base64url with or without padding, one spelling only: a stray bit would go unnoticed."""
    bare = text.rstrip("=")
    try:
        found = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as refused:
        raise NotMosip from refused
    if base64url(found) != bare:
        raise NotMosip
    return found
