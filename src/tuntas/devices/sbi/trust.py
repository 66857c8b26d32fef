"""Whose devices are believed: certificates of makers, held against the chain a device sends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tuntas.devices.errors import ExpiredCertificate, Unreadable, UntrustedCertificate

LEAST_BITS: Final = 2048
ENVIRONMENTS: Final = ("Staging", "Developer", "Pre-Production", "Production")
_SOUND: Final = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate that may vouch for devices, and in which of ENVIRONMENTS: a simulator's own
    never vouches for a device of an office."""

    certificate: x509.Certificate
    environments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: believed, on that day, in *environments*. certificate: SHA-256, 64 hex."""

    key: RSAPublicKey
    certificate: str
    environments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trust:
    """*revoked*: SHA-256 (64 hex, lower case) of certificates no longer believed."""

    anchors: tuple[Anchor, ...] = ()
    revoked: frozenset[str] = frozenset()

    def signer(self, chain: Sequence[bytes], at: datetime) -> Signer:
        """Who the leaf of *chain* (DER, leaf first) is, valid *at*.

        Raises UntrustedCertificate, ExpiredCertificate, Unreadable.
        """
        try:
            path, anchor = self._path([x509.load_der_x509_certificate(one) for one in chain])
            key = _checked(path)
        except (UntrustedCertificate, ExpiredCertificate):
            raise
        except Exception as broken:  # a parser of certificates may raise anything
            raise Unreadable from broken
        prints = [fingerprint(one) for one in path]
        if self.revoked.intersection(prints):
            raise UntrustedCertificate
        if not all(one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in path):
            raise ExpiredCertificate
        return Signer(key, prints[0], anchor.environments)

    def _path(self, chain: list[x509.Certificate]) -> tuple[list[x509.Certificate], Anchor]:
        """From the leaf to an anchor, each issued by the next."""
        for length in range(1, len(chain) + 1):
            part = chain[:length]
            for anchor in self.anchors:
                if part[-1] == anchor.certificate and length > 1:
                    return part, anchor
                if _issued(part[-1], anchor.certificate):
                    return [*part, anchor.certificate], anchor
            if length < len(chain) and not _issued(part[-1], chain[length]):
                break
        raise UntrustedCertificate


def anchors(content: bytes, environments: Iterable[str]) -> tuple[Anchor, ...]:
    """The anchors in a PEM file. Raises Unreadable."""
    try:
        found = x509.load_pem_x509_certificates(content)
    except ValueError:
        raise Unreadable from None
    allowed = frozenset(environments)
    return tuple(Anchor(one, allowed) for one in found)


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def _issued(one: x509.Certificate, issuer: x509.Certificate) -> bool:
    if one.issuer != issuer.subject or one == issuer:
        return False
    try:
        one.verify_directly_issued_by(issuer)
    except Exception:  # noqa: BLE001 — whatever is wrong with it, it vouches for nothing
        return False
    return True


def _checked(path: list[x509.Certificate]) -> RSAPublicKey:
    """The leaf's key. Raises UntrustedCertificate where the path is not fit to vouch."""
    leaf = path[0]
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise UntrustedCertificate
    if _basic(leaf).ca or not _usage(leaf, "digital_signature"):
        raise UntrustedCertificate
    for below, (one, issuer) in enumerate(pairwise(path)):
        hashed = one.signature_hash_algorithm
        basic = _basic(issuer)
        if hashed is None or hashed.name not in _SOUND:
            raise UntrustedCertificate
        if not basic.ca or not _usage(issuer, "key_cert_sign"):
            raise UntrustedCertificate
        if basic.path_length is not None and basic.path_length < below:
            raise UntrustedCertificate
    return key


def _basic(certificate: x509.Certificate) -> x509.BasicConstraints:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return x509.BasicConstraints(ca=False, path_length=None)


def _usage(certificate: x509.Certificate, name: str) -> bool:
    """Whether *certificate* may be used so; one that says nothing may."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(getattr(usage, name))
