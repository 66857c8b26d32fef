"""A packet: sealed for centre and recovery, signed by the device, checkable by a stranger.

``TUNTAS-PACKET-1\\n`` · length · header (JSON) · signature · length · wrapped key · body.

The header names device, number, packet before, session, time and the SHA-256 of wrapped key and
body; the device's Ed25519 signature covers the header, and through it both ciphertexts. So
anyone with the device's public key can check a packet without opening it, and the header still
proves what a packet was after its key has been destroyed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tuntas.packets import keys, parts
from tuntas.packets.errors import Damaged, Destroyed
from tuntas.packets.keys import SIGNATURE_BYTES, Device, Reader

MAGIC: Final = b"TUNTAS-PACKET-1\n"
NONCE_BYTES: Final = 12
_LARGEST_HEADER: Final = 16_384
_LARGEST_WRAP: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a packet says openly. Nothing of it names the person who was recorded."""

    packet: str
    session: str
    device: str
    number: int
    before: str
    sealed_at: str
    schema: str
    wrapped: str
    body: str

    def text(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet as it lies on disk; *wrapped* is empty once its key has been destroyed."""

    header: Header
    signature: bytes
    wrapped: bytes
    body: bytes

    @property
    def digest(self) -> str:
        """SHA-256 over header and signature: by this the next packet knows it."""
        return digest_of(self.header, self.signature)

    def file(self) -> bytes:
        head = self.header.text()
        return b"".join(
            (
                MAGIC,
                len(head).to_bytes(4),
                head,
                self.signature,
                len(self.wrapped).to_bytes(4),
                self.wrapped,
                self.body,
            )
        )


def digest_of(header: Header, signature: bytes) -> str:
    """A packet's digest, which its header and signature make even when the rest is destroyed."""
    return sha256(header.text() + signature).hexdigest()


def seal(
    content: Mapping[str, bytes],
    *,
    device: Device,
    number: int,
    before: str,
    session: str,
    sealed_at: str,
    schema: str,
    recipients: Sequence[str],
) -> Packet:
    """Seal *content* (name → bytes) as packet *number* of *device* after packet *before*.

    before: digest of the device's packet before this one, empty for its first.
    sealed_at: ISO text of the device's clock; a jump of it is shown, never refused.
    recipients: age recipients of centre and recovery.
    """
    packet, key, nonce = secrets.token_hex(16), keys.new_key(), secrets.token_bytes(NONCE_BYTES)
    wrapped = keys.wrap(key, recipients)
    bound = _bound(packet, session, device.id, number, schema)
    body = nonce + AESGCM(key).encrypt(nonce, parts.write(content), bound)
    told = Header(
        packet=packet,
        session=session,
        device=device.id,
        number=number,
        before=before,
        sealed_at=sealed_at,
        schema=schema,
        wrapped=sha256(wrapped).hexdigest(),
        body=sha256(body).hexdigest(),
    )
    return Packet(told, device.sign(told.text()), wrapped, body)


def parse(content: bytes) -> Packet:
    """The packet in *content*, its parts matching its header. Raises Damaged."""
    cursor = _Cursor(content)
    if cursor.take(len(MAGIC)) != MAGIC:
        raise Damaged
    head = cursor.take(cursor.length(_LARGEST_HEADER))
    signature = cursor.take(SIGNATURE_BYTES)
    wrapped = cursor.take(cursor.length(_LARGEST_WRAP))
    body = cursor.rest()
    told = header(head)
    whole = sha256(body).hexdigest() == told.body
    if not whole or (wrapped and sha256(wrapped).hexdigest() != told.wrapped):
        raise Damaged
    return Packet(told, signature, wrapped, body)


def genuine(packet: Packet, public: bytes) -> bool:
    """Whether the device with key *public* sealed *packet*."""
    return packet.header.device == keys.device_id(public) and keys.signed(
        packet.header.text(), packet.signature, public
    )


def open_packet(packet: Packet, readers: Sequence[Reader]) -> dict[str, bytes]:
    """What was sealed. Raises WrongKey, Damaged, Destroyed."""
    if not packet.wrapped:
        raise Destroyed
    head = packet.header
    bound = _bound(head.packet, head.session, head.device, head.number, head.schema)
    key = keys.unwrap(packet.wrapped, readers)
    nonce, shut = packet.body[:NONCE_BYTES], packet.body[NONCE_BYTES:]
    try:
        return parts.read(AESGCM(key).decrypt(nonce, shut, bound))
    except (InvalidTag, ValueError) as refused:
        raise Damaged from refused


def _bound(packet: str, session: str, device: str, number: int, schema: str) -> bytes:
    return "\0".join((packet, session, device, str(number), schema)).encode()


def header(head: bytes) -> Header:
    """The header that *head* spells, and no other spelling of it. Raises Damaged."""
    try:
        said = json.loads(head)
        told = Header(**said)
    except (ValueError, TypeError, RecursionError) as refused:
        raise Damaged from refused
    typed = all(
        isinstance(getattr(told, one.name), int if one.name == "number" else str)
        for one in fields(Header)
    )
    # Only the one way to write a header: what is signed is what is parsed.
    if not typed or isinstance(told.number, bool) or told.text() != head:
        raise Damaged
    return told


class _Cursor:
    """Takes bytes from the front and refuses to take more than there are."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        taken = self._content[self._at : self._at + size]
        if len(taken) != size:
            raise Damaged
        self._at += size
        return taken

    def length(self, largest: int) -> int:
        size = int.from_bytes(self.take(4))
        if size > largest:
            raise Damaged
        return size

    def rest(self) -> bytes:
        return self._content[self._at :]
