"""Keys: the centre's and recovery's (age X25519), a device's (Ed25519), an operator's secret.

>>> centre = Reader.new()
>>> content_key = new_key()
>>> unwrap(wrap(content_key, [centre.public]), [centre]) == content_key
True
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import pyrage
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tuntas.packets.errors import WrongKey, WrongSecret

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Reader:
    """Who can open packets: the centre, or recovery. *private* is an age identity."""

    private: str = field(repr=False)

    @classmethod
    def new(cls) -> Reader:
        return cls(str(pyrage.x25519.Identity.generate()))

    @property
    def public(self) -> str:
        """The age recipient, as text."""
        return str(_identity(self.private).to_public())

    def locked(self, secret: str) -> bytes:
        """The private key under a custodian's *secret*: what a key file holds."""
        return bytes(pyrage.passphrase.encrypt(self.private.encode(), secret))

    @classmethod
    def unlocked(cls, content: bytes, secret: str) -> Reader:
        """Open a key file. Raises WrongSecret."""
        try:
            return cls(bytes(pyrage.passphrase.decrypt(content, secret)).decode())
        except pyrage.DecryptError as refused:
            raise WrongSecret from refused


@dataclass(frozen=True, slots=True)
class Device:
    """A device that seals: its signing key."""

    private: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Device:
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def public(self) -> bytes:
        key = Ed25519PrivateKey.from_private_bytes(self.private).public_key()
        return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    @property
    def id(self) -> str:
        return device_id(self.public)

    def sign(self, content: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(content)


def device_id(public: bytes) -> str:
    """A device by its public key: 32 hex digits."""
    return sha256(public).hexdigest()[:32]


def signed(content: bytes, signature: bytes, public: bytes) -> bool:
    """Whether *signature* over *content* is that of the device with key *public*."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_key() -> bytes:
    """A key for one session or one packet."""
    return secrets.token_bytes(KEY_BYTES)


def wrap(key: bytes, recipients: Sequence[str]) -> bytes:
    """*key* for everyone in *recipients*, as an age file. Raises WrongKey for a bad recipient."""
    try:
        return bytes(
            pyrage.encrypt(key, [pyrage.x25519.Recipient.from_str(one) for one in recipients])
        )
    except (pyrage.RecipientError, pyrage.EncryptError) as refused:
        raise WrongKey from refused


def unwrap(wrapped: bytes, readers: Iterable[Reader]) -> bytes:
    """The key that *wrapped* holds for one of *readers*. Raises WrongKey."""
    try:
        key = bytes(pyrage.decrypt(wrapped, [_identity(reader.private) for reader in readers]))
    except (pyrage.DecryptError, ValueError) as refused:
        raise WrongKey from refused
    if len(key) != KEY_BYTES:
        raise WrongKey
    return key


def lock(key: bytes, secret: str) -> bytes:
    """*key* under an operator's *secret*: scrypt at a fixed cost, about a tenth of a second."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    return salt + nonce + AESGCM(_stretched(secret, salt)).encrypt(nonce, key, b"")


def unlock(locked: bytes, secret: str) -> bytes:
    """What :func:`lock` locked. Raises WrongSecret."""
    salt, rest = locked[:SALT_BYTES], locked[SALT_BYTES:]
    nonce, shut = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    try:
        return AESGCM(_stretched(secret, salt)).decrypt(nonce, shut, b"")
    except (InvalidTag, ValueError) as refused:
        raise WrongSecret from refused


def _stretched(secret: str, salt: bytes) -> bytes:
    # N = 2^15, r = 8: 32 MB a guess. Fixed, so that a slow laptop can open what a fast one shut.
    return Scrypt(salt=salt, length=KEY_BYTES, n=2**15, r=8, p=1).derive(secret.encode())


def _identity(private: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(private)
    except pyrage.IdentityError as refused:
        raise WrongKey from refused
