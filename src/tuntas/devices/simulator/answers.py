"""What the simulated devices answer: right, unless a fault says otherwise."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from tuntas.biometrics.positions import Eye
from tuntas.devices.contract import ALL_PARTS, EMPTY_HASH, Modality, Part, Status, chained
from tuntas.devices.errors import DeviceError
from tuntas.devices.sbi import HOST, PURPOSE, SPEC, fields, jws, names
from tuntas.devices.sbi.fields import Fields
from tuntas.devices.simulator import sitter
from tuntas.devices.simulator.certificates import ENVIRONMENT, Keys, Maker
from tuntas.devices.simulator.faults import Fault, error_number
from tuntas.devices.simulator.sitter import Shot
from tuntas.devices.simulator.stage import Stage

VERSION: Final = "tuntas-simulator-1"
PROVIDER: Final = "SPESIMEN"
_ERRORS: Final = {0: "Success", 101: "No biometric", 109: "Count", 110: "Not ready", 111: "Busy"}
Payload: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Simulated:
    """One of the devices. subs: what its deviceSubId may be."""

    device_id: str
    modality: Modality
    kind: str
    model: str
    subs: tuple[int, ...]

    @property
    def serial(self) -> str:
        return f"SPESIMEN-{self.model.upper()}"

    def digital_id(self, at: datetime) -> Payload:
        return {
            "serialNo": self.serial,
            "make": PROVIDER,
            "model": self.model,
            "type": self.modality.value,
            "deviceSubType": self.kind,
            "deviceProvider": PROVIDER,
            "deviceProviderId": PROVIDER,
            "dateTime": said(at),
        }


DEVICES: Final = (
    Simulated("1", Modality.FINGER, "Slap", "Slap60", (1, 2, 3)),
    Simulated("2", Modality.IRIS, "Double", "Eyes2", (1, 2, 3)),
    Simulated("3", Modality.FACE, "Full face", "Camera1", (0,)),
    Simulated("4", Modality.FINGER, "Single", "Touch30", (0,)),
)


@dataclass(frozen=True, slots=True)
class Bench:
    """The devices on their table."""

    maker: Maker
    stage: Stage
    port: int
    clock: Callable[[], datetime]

    def discovery(self, body: bytes) -> bytes:
        try:
            wanted = fields.of(fields.parse(body)).text("type")
        except DeviceError:
            return _error(502)
        told = [
            self._present(device)
            | {"digitalId": jws.encode(_json(device.digital_id(self.clock())))}
            for device in DEVICES
            if wanted in ("Biometric Device", device.modality)
        ]
        return json.dumps([one | {"error": _named(0)} for one in told]).encode()

    def info(self, fault: str) -> bytes:
        number = error_number(fault)
        told = []
        for device in DEVICES:
            payload = self._present(device) | {
                "digitalId": self._sign(device, device.digital_id(self.clock()), ""),
                "firmware": VERSION,
                "env": ENVIRONMENT,
            }
            change_payload(payload, fault, self.clock())
            if fault == Fault.WRONG_VERSION:
                payload["specVersion"] = ["0.9.2"]
            signed = self._sign(device, payload, fault)
            told.append({"deviceInfo": signed, "error": _named(number or 0)})
        return json.dumps(told).encode()

    def capture(self, body: bytes, fault: str) -> bytes:
        """The answer to RCAPTURE; a request that makes no sense gets the protocol's error."""
        try:
            asked = fields.of(fields.parse(body))
            bio = fields.of(asked.array("bio", 1)[0])
            device, wanted = _requested(asked, bio)
        except (DeviceError, IndexError):
            return _error(501)
        except _Wrong as wrong:
            return _error(wrong.number)
        number = error_number(fault) or self._state_of(device)
        if number:
            return _error(number)
        seen = [part for part in wanted if names.name(part) not in self.stage.missing]
        if wanted and not seen:
            return _error(101)
        shots = change_shots(self._shots(device, seen, fault), fault, wanted)
        return self._answered(device, asked, bio, shots, fault)

    def _state_of(self, device: Simulated) -> int:
        status = self.stage.status.get(device.modality, Status.READY)
        by_status = {Status.BUSY: 111, Status.NOT_READY: 110, Status.NOT_REGISTERED: 100}
        return by_status.get(status, 0)

    def _present(self, device: Simulated) -> Payload:
        return {
            "deviceId": device.device_id,
            "deviceStatus": self.stage.status.get(device.modality, Status.READY).value,
            "certification": "L0",
            "serviceVersion": VERSION,
            "deviceSubId": list(device.subs),
            "callbackId": f"http://{HOST}:{self.port}/",
            "deviceCode": device.serial,
            "specVersion": [SPEC],
            "purpose": PURPOSE,
        }

    def _shots(self, device: Simulated, parts: list[Part], fault: str) -> list[Shot]:
        stage = self.stage
        identity = stage.identity + (fault == Fault.OTHER_PERSON)
        number = stage.attempt(device.modality, parts)
        if fault == Fault.WRONG_HAND and device.modality is Modality.FINGER:
            others = [part.mirrored for part in parts if not isinstance(part, Eye)]
            made = sitter.shots(identity, device.modality, others, number, severity=stage.severity)
            return [replace(one, part=part) for one, part in zip(made, parts, strict=True)]
        return sitter.shots(identity, device.modality, parts, number, severity=stage.severity)

    def _answered(
        self, device: Simulated, asked: Fields, bio: Fields, shots: list[Shot], fault: str
    ) -> bytes:
        before = bio.text("previousHash") or EMPTY_HASH
        biometrics = []
        for place, shot in enumerate(shots):
            record = _record(shot, shots, place, fault)
            payload = self._payload(device, asked, bio, shot, record, fault)
            follows = "00" * 32 if fault == Fault.BROKEN_CHAIN else before
            before = chained(follows, record)
            biometrics.append(
                {
                    "specVersion": "0.9.2" if fault == Fault.WRONG_VERSION else SPEC,
                    "data": self._sign(device, payload, fault),
                    "hash": before,
                    "error": _named(0),
                }
            )
        return json.dumps({"biometrics": biometrics}).encode()

    def _payload(
        self,
        device: Simulated,
        asked: Fields,
        bio: Fields,
        shot: Shot,
        record: bytes,
        fault: str,
    ) -> Payload:
        other = DEVICES[DEVICES.index(device) - 1]
        named = other if fault == Fault.WRONG_DEVICE else device
        payload: Payload = {
            "digitalId": self._sign(named, named.digital_id(self.clock()), ""),
            "deviceCode": device.serial,
            "deviceServiceVersion": VERSION,
            "bioType": device.modality.value,
            "bioSubType": names.name(shot.part) if shot.part is not None else "",
            "purpose": PURPOSE,
            "env": asked.text("env"),
            "bioValue": jws.encode(record),
            "transactionId": asked.text("transactionId"),
            "timestamp": said(self.clock()),
            "requestedScore": bio.text("requestedScore"),
            "qualityScore": str(shot.score),
        }
        change_payload(payload, fault, self.clock())
        return payload

    def _sign(self, device: Simulated, payload: Payload, fault: str) -> str:
        name = {
            Fault.FOREIGN_CERTIFICATE.value: "foreign",
            Fault.EXPIRED_CERTIFICATE.value: "expired",
            Fault.BORROWED_KEY.value: DEVICES[DEVICES.index(device) - 1].serial,
        }.get(fault, device.serial)
        return signed(payload, self.maker.keys(name), fault)


class _Wrong(Exception):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _requested(asked: Fields, bio: Fields) -> tuple[Simulated, list[Part]]:
    """Which device, and the parts it should wait for. Raises _Wrong, DeviceError."""
    transaction = asked.text("transactionId")
    if not 4 <= len(transaction) <= 50:
        raise _Wrong(112)
    device = next((one for one in DEVICES if one.device_id == bio.text("deviceId")), None)
    if device is None or bio.text("type") != device.modality:
        raise _Wrong(106)
    if bio.whole("deviceSubId") not in (*device.subs, 0):
        raise _Wrong(106)
    said_parts = [names.part(device.modality, str(one)) for one in bio.array("bioSubType", 10)]
    parts = [part for part in said_parts if part is not None]
    count = bio.whole("count")
    most = {"Slap": 4, "Double": 2, "Full face": 1, "Single": 1}[device.kind]
    if len(said_parts) != len(parts) or not 1 <= count <= most:
        raise _Wrong(109)
    if count != (len(parts) if device.modality is not Modality.FACE else 1):
        raise _Wrong(109)
    return device, parts


def change_shots(shots: list[Shot], fault: str, wanted: list[Part]) -> list[Shot]:
    """What the sensor saw, as *fault* would have it."""
    first, rest = shots[0], shots[1:]
    others = [
        part for known in ALL_PARTS.values() for part in known
        if isinstance(part, type(first.part)) and part not in wanted
    ]  # fmt: skip
    other = others[0] if others else first.part
    changed: Mapping[str, Callable[[], list[Shot]]] = {
        Fault.WRONG_FINGER.value: lambda: [replace(first, part=other), *rest],
        Fault.DUPLICATE_FINGER.value: lambda: [first, *([first, *rest[1:]] if rest else [first])],
        Fault.SAME_IMAGE.value: lambda: [first, *(replace(first, part=o.part) for o in rest)],
        Fault.FEWER_FINGERS.value: lambda: shots[:-1],
        Fault.EXTRA_FINGER.value: lambda: [*shots, replace(first, part=other)],
        Fault.LOW_RESOLUTION.value: lambda: [replace(one, dpi=250) for one in shots],
        Fault.LOSSY_IMAGE.value: lambda: [replace(one, lossy=True) for one in shots],
        Fault.SCORE_OUT_OF_RANGE.value: lambda: [replace(one, score=900.0) for one in shots],
    }
    return changed[fault]() if fault in changed else shots


def _record(shot: Shot, shots: list[Shot], place: int, fault: str) -> bytes:
    if fault == Fault.WRONG_POSITION and shot.part is not None:
        return replace(shot, part=shots[place - 1].part).record()
    record = shot.record()
    return record[: len(record) // 2] if fault == Fault.DAMAGED_RECORD else record


_CHANGES: Final[Mapping[str, Payload]] = MappingProxyType(
    {
        Fault.WRONG_TRANSACTION.value: {"transactionId": "milik-orang-lain"},
        Fault.WRONG_PURPOSE.value: {"purpose": "Auth"},
        Fault.WRONG_ENVIRONMENT.value: {"env": "Production"},
    }
)
_AWAY: Final = MappingProxyType(
    {Fault.OLD_TIMESTAMP.value: -timedelta(days=1), Fault.FUTURE_TIMESTAMP.value: timedelta(days=1)}
)


def change_payload(payload: Payload, fault: str, at: datetime) -> None:
    payload.update(_CHANGES.get(fault, {}))
    if fault in _AWAY:
        payload["timestamp"] = said(at + _AWAY[fault])


def signed(payload: Payload, keys: Keys, fault: str = "") -> str:
    """*payload* as a JWS, wrong in the way *fault* names."""
    header: Payload = {
        "typ": "JWT",
        "alg": {Fault.UNSIGNED.value: "none", Fault.HMAC.value: "HS256"}.get(fault, jws.ALGORITHM),
        "x5c": [base64.b64encode(one).decode() for one in keys.chain],
    }
    if fault == Fault.NO_CHAIN:
        del header["x5c"]
    text = f"{jws.encode(_json(header))}.{jws.encode(_json(payload))}"
    signature = keys.private.sign(text.encode(), PKCS1v15(), SHA256())
    if fault == Fault.UNSIGNED:
        signature = b""
    if fault == Fault.HMAC:
        signature = hmac.digest(keys.chain[0], text.encode(), hashlib.sha256)
    if fault == Fault.TAMPERED_SIGNATURE:
        signature = signature[:-1] + bytes([signature[-1] ^ 1])
    if fault == Fault.TAMPERED_PAYLOAD:
        other = payload | {"qualityScore": "99"}
        text = f"{jws.encode(_json(header))}.{jws.encode(_json(other))}"
    return f"{text}.{jws.encode(signature)}"


def said(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _json(value: Payload) -> bytes:
    return json.dumps(value).encode()


def _named(number: int) -> Payload:
    return {"errorCode": str(number), "errorInfo": _ERRORS.get(number, "Error")}


def _error(number: int) -> bytes:
    one = {"specVersion": SPEC, "data": "", "hash": "", "error": _named(number)}
    return json.dumps({"biometrics": [one]}).encode()
