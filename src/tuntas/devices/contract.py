"""What a capture station needs of a device, whoever made it and however it is reached.

>>> asked = CaptureRequest(Modality.FINGER, LEFT_FOUR[:3], "9905-a1", missing=LEFT_FOUR[3:])
>>> asked.previous_hash == EMPTY_HASH
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.formats import iso19794_4, iso19794_5, iso19794_6
from tuntas.biometrics.positions import Eye, Finger
from tuntas.devices.errors import WrongRequest

EMPTY_HASH: Final = sha256(b"").hexdigest().upper()
"""What the first capture of a session follows."""


class Modality(StrEnum):
    FINGER = "Finger"
    IRIS = "Iris"
    FACE = "Face"


Part: TypeAlias = Finger | Eye
"""One finger or one eye; a face has no part."""

LEFT_FOUR: Final = (
    Finger.LEFT_INDEX,
    Finger.LEFT_MIDDLE,
    Finger.LEFT_RING,
    Finger.LEFT_LITTLE,
)
RIGHT_FOUR: Final = (
    Finger.RIGHT_INDEX,
    Finger.RIGHT_MIDDLE,
    Finger.RIGHT_RING,
    Finger.RIGHT_LITTLE,
)
THUMBS: Final = (Finger.LEFT_THUMB, Finger.RIGHT_THUMB)
EYES: Final = (Eye.LEFT, Eye.RIGHT)
ALL_PARTS: Final[dict[Modality, tuple[Part, ...]]] = {
    Modality.FINGER: (*LEFT_FOUR, *RIGHT_FOUR, *THUMBS),
    Modality.IRIS: EYES,
    Modality.FACE: (),
}

_TRANSACTION: Final = re.compile(r"[A-Za-z0-9-]{4,50}")
_HASH: Final = re.compile(r"[0-9A-F]{64}")


class Status(StrEnum):
    READY = "Ready"
    BUSY = "Busy"
    NOT_READY = "Not Ready"
    NOT_REGISTERED = "Not Registered"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which device it is: what its digital id says.

    kind: Slap, Single or Touchless; Single or Double; Full face.
    """

    modality: Modality
    kind: str
    make: str
    model: str
    serial: str
    provider: str
    provider_id: str


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A device as it presented itself and was believed.

    device_id: within its service. sub_ids: 1 left, 2 right, 3 both thumbs or both eyes.
    place: where it answers, such as "127.0.0.1:4501". certificate, identity_certificate: SHA-256
    of what signs its captures and its identity; empty where nothing signs.
    """

    identity: Identity
    status: Status
    place: str
    device_id: str = ""
    code: str = ""
    sub_ids: tuple[int, ...] = ()
    certification: str = ""
    firmware: str = ""
    service_version: str = ""
    environment: str = ""
    certificate: str = ""
    identity_certificate: str = ""

    @property
    def modality(self) -> Modality:
        return self.identity.modality


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """One press of the button.

    parts: what should come; empty for a face. missing: fingers and eyes that the person lacks or
    cannot give, so that the device does not wait for them; a face asked for with something
    missing is an exception photo. transaction: 4 to 50 letters, digits and hyphens, new for each
    request. previous_hash: of the capture before in this session, whichever device made it.
    least_score: 0 … 100, when the device may stop by itself; it sends its best after *timeout_s*.

    Raises WrongRequest.
    """

    modality: Modality
    parts: tuple[Part, ...]
    transaction: str
    missing: tuple[Part, ...] = ()
    previous_hash: str = EMPTY_HASH
    least_score: int = 40
    timeout_s: float = 40.0

    def __post_init__(self) -> None:
        known = ALL_PARTS[self.modality]
        kinds = {type(part) for part in known}
        if not all(type(part) in kinds and part in known for part in self.parts):
            raise WrongRequest
        if len(set(self.parts)) != len(self.parts) or bool(self.parts) != bool(known):
            raise WrongRequest
        if known and set(self.parts) & {part for part in self.missing if type(part) in kinds}:
            raise WrongRequest
        if not _TRANSACTION.fullmatch(self.transaction) or not _HASH.fullmatch(self.previous_hash):
            raise WrongRequest
        if not (0 <= self.least_score <= 100 and 0.1 <= self.timeout_s <= 300):
            raise WrongRequest


@dataclass(frozen=True, slots=True)
class Sample:
    """One finger, eye or face as it was captured.

    record: ISO/IEC 19794-4, -6 or -5, one image. score: the device's own, 0 … 100, None where it
    gives none. hash: chains it to the sample before. taken_at: by the device's clock, aware.
    """

    modality: Modality
    part: Part | None
    record: bytes = field(repr=False)
    score: float | None
    hash: str
    taken_at: datetime

    def pixels(self) -> tuple[NDArray[np.uint8], float | None]:
        """The image (uint8, grey; a face may be RGB) and pixels per inch of a finger.

        Raises what tuntas.biometrics.formats raises; a sample that a device of this library
        gave has been read once already.
        """
        if self.modality is Modality.FINGER:
            return iso19794_4.read(self.record)[0].pixels()
        if self.modality is Modality.IRIS:
            return iso19794_6.read(self.record)[0].pixels(), None
        return iso19794_5.read(self.record)[0].pixels(), None


@dataclass(frozen=True, slots=True)
class Captured:
    """What one request brought.

    samples: in the order of their chain, which need not be the order of the request.
    hash: the last of the chain: `previous_hash` of the next request. device: who captured.
    certificate: SHA-256 of what signed it; empty where nothing signs.
    """

    samples: tuple[Sample, ...]
    device: Identity
    transaction: str
    previous_hash: str
    hash: str
    certificate: str = ""
    environment: str = ""


class Device(Protocol):
    """A scanner or camera. One thread captures; any thread may cancel."""

    @property
    def info(self) -> DeviceInfo: ...

    def refresh(self) -> DeviceInfo:
        """Ask the device how it is now. Raises DeviceError."""

    def capture(self, request: CaptureRequest) -> Captured:
        """Everything that was asked, checked, or DeviceError; never a part of it."""

    def frames(self, parts: tuple[Part, ...] = (), *, timeout_s: float = 300.0) -> Iterator[bytes]:
        """The live picture, JPEG by JPEG, to show and never to keep. Raises DeviceError."""

    def cancel(self) -> None:
        """End what is under way in another thread; it raises Cancelled there."""


def chained(previous_hash: str, record: bytes) -> str:
    """The hash of a sample that follows *previous_hash*: SBI's chain.

    >>> chained(EMPTY_HASH, b"")[:8]
    '2DBA5DBC'
    """
    return sha256(bytes.fromhex(previous_hash) + sha256(record).digest()).hexdigest().upper()
