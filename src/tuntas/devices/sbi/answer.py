"""Does an answer to RCAPTURE hold exactly what was asked, from the device that was asked, now.

A pure function of the bytes and of what is known: the fuzzer's target. Everything holds, or
nothing of the answer is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from tuntas.devices import records
from tuntas.devices.contract import (
    Captured,
    CaptureRequest,
    DeviceInfo,
    Modality,
    Part,
    Sample,
    Status,
    chained,
)
from tuntas.devices.errors import (
    BadRecord,
    BrokenChain,
    DeviceError,
    ImplausibleScore,
    OtherDevice,
    OtherTransaction,
    SaidByDevice,
    SameImage,
    SamePart,
    TooFew,
    TooMany,
    Unreadable,
    Words,
    WrongEnvironment,
    WrongPart,
    WrongPurpose,
    WrongTime,
    WrongVersion,
)
from tuntas.devices.sbi import PURPOSE, SPEC, fields, jws, names, presenting
from tuntas.devices.sbi.fields import Fields
from tuntas.devices.sbi.limits import DEFAULTS, Limits
from tuntas.devices.sbi.trust import Trust

MOST_SAMPLES: Final = 20
MOST_RECORD: Final = 16_000_000
BUSY: Final = 111
_FACE_PARTS: Final = frozenset({"", "UNKNOWN", "Face"})
_HASH: Final = re.compile(r"[0-9A-F]{64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is held against. at: when it was asked, and back: when it had come."""

    request: CaptureRequest
    device: DeviceInfo
    trust: Trust
    at: datetime
    back: datetime
    limits: Limits = DEFAULTS
    words: Mapping[int, Words] = field(default_factory=dict)


def captured(body: bytes, asked: Asked) -> Captured:
    """What *body* brought. Raises DeviceError."""
    try:
        said = _biometrics(body)
    except SaidByDevice as error:
        raise SaidByDevice(error.number, asked.words) from None
    statements = [_statement(one, asked) for one in said]
    _counted(len(said), asked.request)
    samples: list[Sample] = []
    images: set[str] = set()
    for one, statement in zip(said, statements, strict=True):
        before = samples[-1].hash if samples else asked.request.previous_hash
        sample = _sample(one, statement, before, asked)
        if sample.part in {other.part for other in samples}:
            raise SamePart
        samples.append(sample)
        images.add(records.check(sample.modality, sample.part, sample.record, asked.limits.demands))
    if len(images) != len(samples):
        raise SameImage
    return Captured(
        tuple(samples),
        asked.device.identity,
        asked.request.transaction,
        asked.request.previous_hash,
        samples[-1].hash,
        asked.device.certificate,
        asked.device.environment,
    )


def _biometrics(body: bytes) -> list[Fields]:
    """The parts of an answer. Raises SaidByDevice where any of them, or the whole, is an error."""
    answer = fields.parse(body)
    if isinstance(answer, list):  # a device that is at work sends its info instead
        for entry in answer[:MOST_SAMPLES]:
            presenting.refuse(fields.of(entry))
            if fields.of(entry).values.get("deviceStatus") == Status.BUSY:
                raise SaidByDevice(BUSY)
        raise Unreadable
    whole = fields.of(answer)
    presenting.refuse(whole)
    said = [fields.of(one) for one in whole.array("biometrics", MOST_SAMPLES)]
    for one in said:
        presenting.refuse(one)
    return said


def _counted(given: int, request: CaptureRequest) -> None:
    wanted = len(request.parts) or 1
    if given < wanted:
        raise TooFew
    if given > wanted:
        raise TooMany


def _statement(one: Fields, asked: Asked) -> Fields:
    """What the device signed, once it is believed and meant for us."""
    if one.text("specVersion") != SPEC:
        raise WrongVersion
    signed = jws.read(one.text("data", asked.limits.most_answer))
    signer = asked.trust.signer(signed.chain, asked.back)
    said = signed.verify(signer.key)
    if signer.certificate != asked.device.certificate:
        raise OtherDevice
    _same_device(said, asked)
    if said.text("transactionId") != asked.request.transaction:
        raise OtherTransaction
    if said.text("purpose") != PURPOSE:
        raise WrongPurpose
    if said.text("env") != asked.device.environment or said.text("env") not in signer.environments:
        raise WrongEnvironment
    return said


def _same_device(said: Fields, asked: Asked) -> None:
    """Raises OtherDevice unless the signed identity is the one that was chosen."""
    identity, signer = presenting.signed_identity(
        said.text("digitalId", presenting.MOST_JWS), asked.trust, asked.back
    )
    known = asked.device
    if identity != known.identity or signer.certificate != known.identity_certificate:
        raise OtherDevice
    if said.text("deviceCode") != known.code or said.text("bioType") != known.modality:
        raise OtherDevice


def _sample(one: Fields, said: Fields, before: str, asked: Asked) -> Sample:
    modality = asked.device.modality
    taken_at = _moment(said, asked)
    part = _part(modality, said)
    try:
        record = jws.decode(said.text("bioValue", MOST_RECORD))
    except DeviceError:
        raise BadRecord from None
    link = chained(before, record)
    said_link = one.text("hash")
    if not _HASH.fullmatch(said_link) or said_link != link:
        raise BrokenChain
    if part is not None and part not in asked.request.parts:
        raise WrongPart
    return Sample(modality, part, record, _score(said), link, taken_at)


def _part(modality: Modality, said: Fields) -> Part | None:
    name = said.text("bioSubType")
    if modality is Modality.FACE:
        if name not in _FACE_PARTS:
            raise WrongPart
        return None
    part = names.part(modality, name)
    if part is None:
        raise WrongPart
    return part


def _moment(said: Fields, asked: Asked) -> datetime:
    """When it was taken, by a clock that is not far from ours."""
    try:
        moment = datetime.fromisoformat(said.text("timestamp"))
    except ValueError:
        raise WrongTime from None
    if moment.tzinfo is None:
        raise WrongTime
    skew = timedelta(seconds=asked.limits.skew_s)
    try:
        near = asked.at - skew <= moment <= asked.back + skew
        if not near:
            raise WrongTime
        return moment.astimezone(UTC)
    except OverflowError:
        raise WrongTime from None


def _score(said: Fields) -> float:
    try:
        score = said.number("qualityScore")
    except Unreadable:
        raise ImplausibleScore from None
    if not 0 <= score <= 100:
        raise ImplausibleScore
    return score
