"""The simulator's certificate chain: root, maker, one device key each; all say SPESIMEN."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import NameOID

ANCHOR: Final = "anchor.pem"
ENVIRONMENT: Final = "Developer"
WORD: Final = "SPESIMEN"
_ROOT_LIFE: Final = timedelta(days=3650)
_LEAF_LIFE: Final = timedelta(days=365)
_EARLIER: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Keys:
    """What a device signs with. chain: DER, leaf first, without the root."""

    private: RSAPrivateKey
    chain: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


class Maker:
    """Who makes the simulated devices: a root and an intermediate certificate.

    The anchor lies in *folder*; device keys live as long as the process.
    """

    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder = folder
        self._at = at
        self._lock = threading.Lock()
        self._made: dict[str, Keys] = {}
        self._root = _kept(folder, at)
        self._provider = _issued_authority("pembuat", self._root, at)

    @property
    def anchor(self) -> Path:
        return self.folder / ANCHOR

    def keys(self, name: str) -> Keys:
        """The keys of the device *name*; `foreign` and `expired` are nobody's and nobody's more."""
        with self._lock:
            if name not in self._made:
                self._made[name] = self._make(name)
            return self._made[name]

    def _make(self, name: str) -> Keys:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        provider, since = self._provider, self._at - _EARLIER
        until = self._at + _LEAF_LIFE
        if name == "foreign":
            root = _new_root(self._at)
            provider = _issued_authority("pembuat", root, self._at)
        if name == "expired":
            since, until = self._at - timedelta(days=30), self._at - timedelta(days=1)
        leaf = _certificate(
            f"alat {name}", private.public_key(), provider, since=since, until=until, below=None
        )
        return Keys(private, (_der(leaf), _der(provider.certificate)))


def _kept(folder: Path, at: datetime) -> _Authority:
    """The root of *folder*, made when there is none that is valid."""
    key_file, anchor = folder / "root.key", folder / ANCHOR
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        certificate = x509.load_pem_x509_certificate(anchor.read_bytes())
        until = certificate.not_valid_after_utc - _LEAF_LIFE
        sound = certificate.not_valid_before_utc <= at <= until
        if sound and isinstance(key, ec.EllipticCurvePrivateKey):
            return _Authority(key, certificate)
    except (OSError, ValueError):
        pass
    root = _new_root(at)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(
            root.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    anchor.write_bytes(root.certificate.public_bytes(serialization.Encoding.PEM))
    return root


def _new_root(at: datetime) -> _Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("akar simulator")
    certificate = _signed(
        subject, subject, key.public_key(), key, at - _EARLIER, at + _ROOT_LIFE, below=1
    )
    return _Authority(key, certificate)


def _issued_authority(name: str, root: _Authority, at: datetime) -> _Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(
        name, key.public_key(), root, since=at - _EARLIER, until=at + 2 * _LEAF_LIFE, below=0
    )
    return _Authority(key, certificate)


def _certificate(
    name: str,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    issuer: _Authority,
    *,
    since: datetime,
    until: datetime,
    below: int | None,
) -> x509.Certificate:
    subject = _name(name)
    return _signed(
        subject, issuer.certificate.subject, public, issuer.key, since, until, below=below
    )


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    key: ec.EllipticCurvePrivateKey,
    since: datetime,
    until: datetime,
    *,
    below: int | None,
) -> x509.Certificate:
    """A certificate; *below*: how many authorities may follow, None for a device."""
    authority = below is not None
    usage = x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=below), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, WORD),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{WORD} {name}"),
        ]
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
