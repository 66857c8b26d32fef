"""A provider of electronic signatures for demo and tests: real cryptography, no authority.

Keys and certificates are made per officer in a folder; the certificate's name says that it is
a specimen. A signature is the officer, the digest of the content, and ECDSA over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tuntas.letters.errors import SigningFailed


@dataclass(frozen=True)
class Simulator:
    """Signs for every officer whose *secret* was set by :meth:`enrol`."""

    folder: Path
    name: str = "simulator (SPESIMEN)"
    down: bool = False
    """As if the provider did not answer."""

    def enrol(self, officer_ref: str, secret: str) -> None:
        """Make an officer's key, locked by *secret*."""
        key = ec.generate_private_key(ec.SECP256R1())
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        locked = serialization.BestAvailableEncryption(secret.encode())
        self._key(officer_ref).write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
        )
        self._certificate(officer_ref).write_bytes(
            _certificate(key, officer_ref).public_bytes(serialization.Encoding.PEM)
        )

    def sign(self, content: bytes, *, officer_ref: str, secret: str) -> bytes:
        if self.down:
            raise SigningFailed
        try:
            key = serialization.load_pem_private_key(
                self._key(officer_ref).read_bytes(), secret.encode()
            )
        except (OSError, ValueError, TypeError) as refused:
            raise SigningFailed from refused
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningFailed
        signature = key.sign(content, ec.ECDSA(hashes.SHA256()))
        return bytes.fromhex(officer_ref) + sha256(content).digest() + signature

    def holds(self, content: bytes, signature: bytes) -> bool:
        officer_ref, digest, rest = signature[:16].hex(), signature[16:48], signature[48:]
        if digest != sha256(content).digest():
            return False
        try:
            certificate = x509.load_pem_x509_certificate(
                self._certificate(officer_ref).read_bytes()
            )
            public = certificate.public_key()
            if not isinstance(public, ec.EllipticCurvePublicKey):
                return False
            public.verify(rest, content, ec.ECDSA(hashes.SHA256()))
        except (OSError, ValueError, InvalidSignature):
            return False
        return True

    def _key(self, officer_ref: str) -> Path:
        return self.folder / f"{officer_ref}.key"

    def _certificate(self, officer_ref: str) -> Path:
        return self.folder / f"{officer_ref}.crt"


def _certificate(key: ec.EllipticCurvePrivateKey, officer_ref: str) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SPESIMEN"),
            x509.NameAttribute(NameOID.COMMON_NAME, officer_ref),
        ]
    )
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=730))
        .sign(key, hashes.SHA256())
    )
