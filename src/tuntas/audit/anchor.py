"""Anchors: the heads of both chains, signed and kept outside the database.

Whoever can write the database can rewrite a chain from any row on and no row will
tell. An anchor does: it says which hash stood at which number on a day, and it
names the anchor before it, so that none can be dropped from the middle. The short
form is printed on the daily sheet, where no program can change it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from tuntas.audit.chain import GENESIS, Head, canonical
from tuntas.audit.errors import UnreadableFile

FORMAT: Final = "tuntas-anchor-1"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is signed: the heads at a moment, the ledger's ``seq``, the anchor before."""

    day: str
    at: str
    heads: Mapping[str, Head]
    ledger_seq: int | None
    previous: str
    public_key: str
    signature: str = ""

    @property
    def short(self) -> str:
        """Twelve letters for the daily sheet.

        >>> Anchor("2023-06-20", "", {"acts": Head(1, "ab" * 32)}, 7, GENESIS, "").short
        '5BBD-4D3D-07F9'
        """
        digits = sha256(self.statement()).hexdigest()[:12].upper()
        return "-".join((digits[:4], digits[4:8], digits[8:]))

    def statement(self) -> bytes:
        """The bytes that are signed."""
        return canonical(self._fields()).encode()

    def text(self) -> str:
        """The file: one canonical JSON object and a line end."""
        return canonical({**self._fields(), "signature": self.signature}) + "\n"

    def _fields(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "day": self.day,
            "at": self.at,
            "heads": {name: {"n": head.n, "hash": head.hash} for name, head in self.heads.items()},
            "ledger_seq": self.ledger_seq,
            "previous": self.previous,
            "public_key": self.public_key,
        }


def sign(
    key: Ed25519PrivateKey,
    *,
    day: str,
    at: str,
    heads: Mapping[str, Head],
    ledger_seq: int | None = None,
    previous: str = GENESIS,
) -> Anchor:
    """An anchor of *heads*, signed with *key*.

    >>> key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    >>> anchor = sign(key, day="2023-06-20", at="", heads={"acts": Head(1, "ab" * 32)})
    >>> is_genuine(anchor), is_genuine(read(anchor.text().replace("ab", "ac")))
    (True, False)
    """
    public_key = key.public_key().public_bytes_raw().hex()
    unsigned = Anchor(day, at, heads, ledger_seq, previous, public_key)
    signature = key.sign(unsigned.statement()).hex()
    return Anchor(day, at, heads, ledger_seq, previous, public_key, signature)


def is_genuine(anchor: Anchor) -> bool:
    """Whether the signature is that of the key the anchor names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(anchor.public_key))
        key.verify(bytes.fromhex(anchor.signature), anchor.statement())
    except (InvalidSignature, ValueError):
        return False
    return True


def read(text: str) -> Anchor:
    """The anchor that :meth:`Anchor.text` wrote.

    Raises:
        UnreadableFile: when *text* is something else.
    """
    try:
        return from_fields(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile from error


def from_fields(fields: Mapping[str, Any]) -> Anchor:
    if fields["format"] != FORMAT:
        raise UnreadableFile
    return Anchor(
        day=str(fields["day"]),
        at=str(fields["at"]),
        heads={name: Head(int(h["n"]), str(h["hash"])) for name, h in fields["heads"].items()},
        ledger_seq=fields["ledger_seq"],
        previous=str(fields["previous"]),
        public_key=str(fields["public_key"]),
        signature=str(fields["signature"]),
    )


def digest(text: str) -> str:
    """What the next anchor calls ``previous``."""
    return sha256(text.encode()).hexdigest()
