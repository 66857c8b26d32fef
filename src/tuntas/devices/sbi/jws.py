"""Signed JSON (RFC 7515), of the one kind SBI has: compact, RS256, certificates in `x5c`.

Read more strictly than libraries do: one algorithm, base64 in its one canonical form, no header
that changes what is signed. So no two different texts carry the same statement.

>>> unsigned("eyJhIjoxfQ").number("a")
1.0
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from tuntas.devices.errors import BadSignature, Unreadable
from tuntas.devices.sbi import fields
from tuntas.devices.sbi.fields import Fields

ALGORITHM: Final = "RS256"
MOST_CERTIFICATES: Final = 6
MOST_HEADER: Final = 64_000
_MEANING: Final = frozenset({"crit", "b64", "jwk", "jku", "x5u", "zip", "enc"})
"""Headers that would change what is verified, or with what."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement whose signature is not yet verified."""

    chain: tuple[bytes, ...]
    payload: bytes
    signing_input: bytes
    signature: bytes

    def verify(self, key: RSAPublicKey) -> Fields:
        """What is stated. Raises BadSignature, Unreadable."""
        try:
            key.verify(self.signature, self.signing_input, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise BadSignature from None
        return fields.of(fields.parse(self.payload))


def read(text: str) -> Signed:
    """The parts of a compact JWS.

    Raises Unreadable; BadSignature where it is not signed in the one way that is believed.
    """
    parts = text.split(".")
    if len(parts) != 3:
        raise BadSignature
    if len(parts[0]) > MOST_HEADER:
        raise Unreadable
    header = fields.of(fields.parse(decode(parts[0])))
    if header.values.get("alg") != ALGORITHM or _MEANING & header.values.keys():
        raise BadSignature
    if "x5c" not in header.values:
        raise BadSignature
    return Signed(
        _chain(header.array("x5c", MOST_CERTIFICATES)),
        decode(parts[1]),
        f"{parts[0]}.{parts[1]}".encode("ascii"),
        decode(parts[2]),
    )


def unsigned(text: str) -> Fields:
    """What an unsigned payload says: to show before anything is believed. Raises Unreadable."""
    payload = text.split(".")[1] if text.count(".") == 2 else text
    return fields.of(fields.parse(decode(payload)))


def decode(text: str) -> bytes:
    """The bytes of base64url *text* without padding, in the one form they have.

    Raises Unreadable.
    """
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable from None
    if encode(content) != text:
        raise Unreadable
    return content


def encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _chain(listed: Sequence[object]) -> tuple[bytes, ...]:
    if not listed:
        raise BadSignature
    certificates = []
    for one in listed:
        if not isinstance(one, str) or len(one) > MOST_HEADER:
            raise Unreadable
        try:
            certificates.append(base64.b64decode(one, validate=True))
        except (binascii.Error, ValueError):
            raise Unreadable from None
    return tuple(certificates)
