"""A device that speaks SBI 0.9.5, written again from the specification for these tests alone.

It signs with PyJWT and chains with hashlib, and shares nothing with the client or the simulator
but the image formats: when both agree with it, they agree with the text and not with each other.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tuntas.biometrics.formats import iso19794_4
from tuntas.biometrics.positions import Finger
from tuntas.devices.contract import THUMBS, CaptureRequest, DeviceInfo, Modality
from tuntas.devices.sbi import presenting, trust
from tuntas.devices.sbi.answer import Asked
from tuntas.devices.sbi.limits import DEFAULTS
from tuntas.devices.sbi.trust import Trust

NOW = datetime(2023, 6, 20, 1, 30, tzinfo=UTC)
EMPTY = hashlib.sha256(b"").hexdigest().upper()
DIGITAL_ID = {
    "serialNo": "A-17",
    "make": "Contoh",
    "model": "CT-60",
    "type": "Finger",
    "deviceSubType": "Slap",
    "deviceProvider": "Contoh",
    "deviceProviderId": "CONTOH-ID",
    "dateTime": "2023-06-20T09:30:00.000+08:00",
}
Change = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Pair:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def x5c(self) -> str:
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        return base64.b64encode(der).decode()

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def pair(
    name: str,
    issuer: Pair | None,
    *,
    ca: int | None = None,
    since: datetime = NOW - timedelta(days=30),
    until: datetime = NOW + timedelta(days=30),
    bits: int = 2048,
    digest: hashes.HashAlgorithm | None = None,
) -> Pair:
    """A certificate for *name*; *ca*: how many authorities may follow, None for a device."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(True, ca), critical=True)
    return Pair(key, builder.sign(issuer.key if issuer else key, digest or hashes.SHA256()))


@dataclass(frozen=True)
class Family:
    root: Pair
    maker: Pair
    device: Pair

    @property
    def chain(self) -> list[str]:
        return [self.device.x5c, self.maker.x5c]

    @property
    def trust(self) -> Trust:
        return Trust(trust.anchors(self.root.pem, ["Staging"]))


@cache
def family(name: str = "Contoh") -> Family:
    root = pair(f"{name} root", None, ca=1)
    maker = pair(f"{name} maker", root, ca=0)
    return Family(root, maker, pair(f"{name} device", maker))


def sign(payload: Mapping[str, Any], chain: list[str], key: rsa.RSAPrivateKey) -> str:
    return jwt.encode(dict(payload), key, algorithm="RS256", headers={"x5c": chain})


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@cache
def record(finger: Finger, seed: int = 0) -> bytes:
    """A small image of nothing in particular, but of this finger and no other."""
    noise = np.random.default_rng([int(finger), seed]).integers(0, 256, (48, 40), np.uint8)
    return iso19794_4.write([iso19794_4.FingerImage.of(noise, 500, position=finger)])


@dataclass
class Speaker:
    """The device: every step of an answer can be changed before it is signed."""

    family: Family = field(default_factory=family)

    def payload(self, finger: Finger, image: bytes, request: CaptureRequest) -> dict[str, Any]:
        side, _, digit = finger.name.partition("_")
        named = f"{side.title()} {digit.title()}" + ("" if digit == "THUMB" else "Finger")
        return {
            "digitalId": self.digital_id(),
            "deviceCode": "A-17",
            "deviceServiceVersion": "1.2",
            "bioType": "Finger",
            "bioSubType": named,
            "purpose": "Registration",
            "env": "Staging",
            "bioValue": b64(image),
            "transactionId": request.transaction,
            "timestamp": "2023-06-20T09:30:01.250+08:00",
            "requestedScore": "40",
            "qualityScore": "71.5",
        }

    def digital_id(self) -> str:
        return sign(DIGITAL_ID, self.family.chain, self.family.device.key)

    def one(
        self, finger: Finger, request: CaptureRequest, before: str, change: Change | None = None
    ) -> dict[str, Any]:
        image = record(finger)
        payload = self.payload(finger, image, request)
        if change is not None:
            change(payload)
        link = hashlib.sha256(bytes.fromhex(before) + hashlib.sha256(image).digest())
        return {
            "specVersion": "0.9.5",
            "data": sign(payload, self.family.chain, self.family.device.key),
            "hash": link.hexdigest().upper(),
            "error": {"errorCode": "0", "errorInfo": "Success"},
        }

    def answer(self, request: CaptureRequest, change: Change | None = None) -> dict[str, Any]:
        before, made = request.previous_hash, []
        for part in request.parts:
            made.append(self.one(Finger(part), request, before, change))
            before = made[-1]["hash"]
        return {"biometrics": made}

    def info(self, **changed: Any) -> list[dict[str, Any]]:
        payload = {
            "deviceId": "1",
            "deviceStatus": "Ready",
            "certification": "L1",
            "serviceVersion": "1.2",
            "deviceSubId": ["1", "2", "3"],
            "callbackId": "http://example.org/",
            "deviceCode": "A-17",
            "specVersion": ["0.9.5"],
            "purpose": "Registration",
            "env": "Staging",
            "firmware": "7",
            "digitalId": self.digital_id(),
        } | changed
        signed = sign(payload, self.family.chain, self.family.device.key)
        return [{"deviceInfo": signed, "error": {"errorCode": "0", "errorInfo": ""}}]

    def discovery(self) -> list[dict[str, Any]]:
        return [
            {
                "deviceId": "1",
                "deviceStatus": "Ready",
                "certification": "L1",
                "serviceVersion": "1.2",
                "deviceSubId": ["1", "2", "3"],
                "callbackId": "http://127.0.0.1:4501/",
                "digitalId": b64(json.dumps(DIGITAL_ID).encode()),
                "deviceCode": "A-17",
                "specVersion": ["0.9.5"],
                "purpose": "Registration",
                "error": {"errorCode": "0", "errorInfo": ""},
            }
        ]


def known(speaker: Speaker) -> DeviceInfo:
    """The device as the client believed it before the capture."""
    body = json.dumps(speaker.info()).encode()
    told = presenting.believed(body, 4501, speaker.family.trust, NOW, DEFAULTS)["1"]
    assert isinstance(told, DeviceInfo), told
    return told


def asked(speaker: Speaker, **changed: Any) -> Asked:
    said = {"modality": Modality.FINGER, "parts": THUMBS, "transaction": "sesi-0001"} | changed
    back = NOW + timedelta(seconds=2)
    return Asked(CaptureRequest(**said), known(speaker), speaker.family.trust, NOW, back)
