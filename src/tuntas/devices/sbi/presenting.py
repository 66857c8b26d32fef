"""How a device presents itself: unsigned when it is looked for, signed when it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tuntas.devices.contract import DeviceInfo, Identity, Modality, Status
from tuntas.devices.errors import (
    DeviceError,
    NotCertified,
    SaidByDevice,
    Unreadable,
    WrongEnvironment,
    WrongPurpose,
    WrongVersion,
)
from tuntas.devices.sbi import HOST, PURPOSE, SPEC, fields, jws
from tuntas.devices.sbi.fields import Fields
from tuntas.devices.sbi.limits import Limits
from tuntas.devices.sbi.trust import Signer, Trust

MOST_DEVICES: Final = 16
MOST_JWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Found:
    """A device that answered a scan; nothing of it is believed yet.

    problem: why it cannot be asked further.
    """

    port: int
    device_id: str = ""
    identity: Identity | None = None
    status: Status = Status.NOT_READY
    problem: DeviceError | None = None


def found(body: bytes, port: int) -> list[Found]:
    """The devices in a service's answer to MOSIPDISC; never raises."""
    try:
        entries = fields.listed(fields.parse(body), MOST_DEVICES)
    except DeviceError as problem:
        return [Found(port, problem=_of(body) or problem)]
    return [_found(entry, port) for entry in entries]


def _of(body: bytes) -> DeviceError | None:
    """The error that a service sends instead of a list."""
    try:
        refuse(fields.of(fields.parse(body)))
    except SaidByDevice as said:
        return said
    except DeviceError:
        pass
    return None


def _found(entry: object, port: int) -> Found:
    try:
        said = fields.of(entry)
        refuse(said)
        device_id = said.text("deviceId")
        identity = identity_of(jws.unsigned(said.text("digitalId", MOST_JWS)))
        return Found(port, device_id, identity, _status(said))
    except DeviceError as problem:
        return Found(port, problem=problem)


def believed(
    body: bytes, port: int, trust: Trust, at: datetime, limits: Limits
) -> dict[str, DeviceInfo | DeviceError]:
    """The devices in a service's answer to MOSIPDINFO by device id, or why not.

    A device that cannot even be named stands under "". Raises DeviceError where there is no list.
    """
    try:
        entries = fields.listed(fields.parse(body), MOST_DEVICES)
    except DeviceError as problem:
        raise (_of(body) or problem) from None
    made: dict[str, DeviceInfo | DeviceError] = {}
    for entry in entries:
        device_id, info = _believed(entry, port, trust, at, limits)
        if device_id in made:
            raise Unreadable
        made[device_id] = info
    return made


def _believed(
    entry: object, port: int, trust: Trust, at: datetime, limits: Limits
) -> tuple[str, DeviceInfo | DeviceError]:
    device_id = ""
    try:
        said = fields.of(entry)
        text = said.text("deviceInfo", MOST_JWS)
        device_id = jws.unsigned(text).text("deviceId") if text else ""
        refuse(said)
        signed = jws.read(text)
        signer = trust.signer(signed.chain, at)
        return device_id, _info(signed.verify(signer.key), signer, port, trust, at, limits)
    except DeviceError as problem:
        return device_id, problem


def _info(
    said: Fields, signer: Signer, port: int, trust: Trust, at: datetime, limits: Limits
) -> DeviceInfo:
    if SPEC not in said.array("specVersion", 16):
        raise WrongVersion
    if said.text("purpose") != PURPOSE:
        raise WrongPurpose
    environment, certification = said.text("env"), said.text("certification")
    if environment not in signer.environments:
        raise WrongEnvironment
    if certification not in limits.certifications:
        raise NotCertified
    identity, identified = signed_identity(said.text("digitalId", MOST_JWS), trust, at)
    # callbackId is read by nobody: a device is asked where it was found, and nowhere else.
    return DeviceInfo(
        identity,
        _status(said),
        f"{HOST}:{port}",
        said.text("deviceId"),
        said.text("deviceCode"),
        tuple(fields.whole(one) for one in said.array("deviceSubId", 8)),
        certification,
        said.text("firmware"),
        said.text("serviceVersion"),
        environment,
        signer.certificate,
        identified.certificate,
    )


def signed_identity(text: str, trust: Trust, at: datetime) -> tuple[Identity, Signer]:
    """Who a signed digital id says it is, and who signed it. Raises DeviceError."""
    signed = jws.read(text)
    signer = trust.signer(signed.chain, at)
    return identity_of(signed.verify(signer.key)), signer


def identity_of(said: Fields) -> Identity:
    """The device that a digital id's payload names. Raises Unreadable."""
    try:
        modality = Modality(said.text("type"))
    except ValueError:
        raise Unreadable from None
    identity = Identity(
        modality,
        said.text("deviceSubType"),
        said.text("make"),
        said.text("model"),
        said.text("serialNo"),
        said.text("deviceProvider"),
        said.text("deviceProviderId"),
    )
    if not identity.serial:
        raise Unreadable
    return identity


def refuse(said: Fields) -> None:
    """Raises SaidByDevice where *said* carries an error other than 0."""
    error = said.part("error")
    if error is None or error.values.get("errorCode") in (None, "", "0", 0):
        return
    number = error.whole("errorCode")
    if not 0 < number < 1000:
        raise Unreadable
    raise SaidByDevice(number)


def _status(said: Fields) -> Status:
    try:
        return Status(said.text("deviceStatus"))
    except ValueError:
        raise Unreadable from None
