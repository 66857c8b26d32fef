"""What MOSIP's keymanager encrypts: AES-256-GCM under a key that RSA-OAEP wraps for a certificate.

A sub-packet is ``nonce 12 · AAD 32 · thumbprint 32 · wrapped key · #KEY_SPLITTER# · data``; a data
share is ``VER_R2 · thumbprint 32 · wrapped key · #KEY_SPLITTER# · AAD 32, its first 12 the nonce ·
data``, and before 1.2 ``wrapped key · #KEY_SPLITTER# · data · nonce``.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tuntas.packets.errors import BadKeyFile, NotMosip, OtherMachine, WrongKey

SPLITTER: Final = b"#KEY_SPLITTER#"
VERSION: Final = b"VER_R2"
NONCE_BYTES: Final = 12
AAD_BYTES: Final = 32
THUMBPRINT_BYTES: Final = 32
KEY_BYTES: Final = 32
LEAST_BITS: Final = 2048
_OAEP: Final = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


@dataclass(frozen=True, slots=True)
class Recipient:
    """For whom a packet is encrypted: the public key of a certificate, and its thumbprint."""

    public: RSAPublicKey = field(repr=False)
    thumbprint: bytes

    @classmethod
    def of(cls, pem: bytes) -> Recipient:
        """Out of an X.509 certificate. Raises BadKeyFile."""
        try:
            certificate = x509.load_pem_x509_certificate(pem)
            public = certificate.public_key()
        except ValueError as refused:
            raise BadKeyFile from refused
        if not isinstance(public, RSAPublicKey) or public.key_size < LEAST_BITS:
            raise BadKeyFile
        return cls(public, certificate.fingerprint(hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class Owner:
    """Who can open: a private key. thumbprint: of its certificate, empty when not known."""

    private: RSAPrivateKey = field(repr=False)
    thumbprint: bytes = b""


def private_key(pem: bytes, secret: str = "") -> RSAPrivateKey:
    """A private key out of a PEM file, locked by *secret* if that is given. Raises BadKeyFile."""
    try:
        key = serialization.load_pem_private_key(pem, secret.encode() or None)
    except (ValueError, TypeError) as refused:
        raise BadKeyFile from refused
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise BadKeyFile
    return key


def public_key(pem: bytes) -> RSAPublicKey:
    """A machine's public key out of a PEM file or a certificate. Raises BadKeyFile."""
    try:
        if b"CERTIFICATE" in pem:
            key = x509.load_pem_x509_certificate(pem).public_key()
        else:
            key = serialization.load_pem_public_key(pem)  # type: ignore[assignment]
    except ValueError as refused:
        raise BadKeyFile from refused
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise BadKeyFile
    return key


def sign(content: bytes, machine: RSAPrivateKey) -> bytes:
    """As a machine signs a sub-packet before it is encrypted: RS256."""
    return machine.sign(content, padding.PKCS1v15(), hashes.SHA256())


def verify(content: bytes, signature: bytes, machine: RSAPublicKey) -> None:
    """Raises OtherMachine: *machine* did not sign *content*."""
    try:
        machine.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as refused:
        raise OtherMachine from refused


def shut(content: bytes, recipient: Recipient) -> bytes:
    """*content* as a sub-packet."""
    nonce, aad = secrets.token_bytes(NONCE_BYTES), secrets.token_bytes(AAD_BYTES)
    key = secrets.token_bytes(KEY_BYTES)
    wrapped = recipient.public.encrypt(key, _OAEP)
    data = AESGCM(key).encrypt(nonce, content, aad)
    return nonce + aad + recipient.thumbprint + wrapped + SPLITTER + data


def opened(content: bytes, owner: Owner) -> bytes:
    """What a sub-packet holds. Raises NotMosip, WrongKey."""
    nonce, rest = content[:NONCE_BYTES], content[NONCE_BYTES:]
    aad, rest = rest[:AAD_BYTES], rest[AAD_BYTES:]
    wrapped, data = _key_and_data(rest.removeprefix(VERSION), owner)
    return _decrypted(_unwrapped(wrapped, owner), nonce, data, aad)


def share(content: bytes, recipient: Recipient) -> bytes:
    """*content* as a data share of version 2."""
    aad, key = secrets.token_bytes(AAD_BYTES), secrets.token_bytes(KEY_BYTES)
    data = AESGCM(key).encrypt(aad[:NONCE_BYTES], content, aad)
    wrapped = recipient.public.encrypt(key, _OAEP)
    return VERSION + recipient.thumbprint + wrapped + SPLITTER + aad + data


def shared(content: bytes, owner: Owner) -> bytes:
    """What a data share holds, of version 2 or older. Raises NotMosip, WrongKey."""
    if content.startswith(VERSION):
        wrapped, rest = _key_and_data(content[len(VERSION) :], owner)
        aad, data = rest[:AAD_BYTES], rest[AAD_BYTES:]
        return _decrypted(_unwrapped(wrapped, owner), aad[:NONCE_BYTES], data, aad)
    size = owner.private.key_size // 8
    wrapped, rest = content[:size], content[size:]
    if not rest.startswith(SPLITTER):
        raise NotMosip
    data = rest[len(SPLITTER) :]
    return _decrypted(_unwrapped(wrapped, owner), data[-NONCE_BYTES:], data[:-NONCE_BYTES], None)


def digest(content: bytes) -> bytes:
    return sha256(content).digest()


def _key_and_data(rest: bytes, owner: Owner) -> tuple[bytes, bytes]:
    """By lengths: a wrapped key may hold the splitter by chance. Raises NotMosip, WrongKey."""
    thumbprint, rest = rest[:THUMBPRINT_BYTES], rest[THUMBPRINT_BYTES:]
    if owner.thumbprint and thumbprint != owner.thumbprint:
        raise WrongKey
    size = owner.private.key_size // 8
    wrapped, rest = rest[:size], rest[size:]
    if not rest.startswith(SPLITTER):
        raise NotMosip
    return wrapped, rest[len(SPLITTER) :]


def _unwrapped(wrapped: bytes, owner: Owner) -> bytes:
    try:
        key = owner.private.decrypt(wrapped, _OAEP)
    except ValueError as refused:
        raise WrongKey from refused
    if len(key) != KEY_BYTES:
        raise WrongKey
    return key


def _decrypted(key: bytes, nonce: bytes, data: bytes, aad: bytes | None) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, data, aad)
    except (InvalidTag, ValueError) as refused:
        raise NotMosip from refused
