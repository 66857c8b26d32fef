"""The devices of this machine: who is there, and one press of the button.

What is asked for is named ``slap.right``, ``slap.left``, ``slap.thumbs``, ``irises``, ``face`` or
as one part (``finger.2``, ``iris.1``).

>>> parts_of("slap.thumbs"), known("slap.feet")
(('finger.1', 'finger.6'), False)
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings

from tuntas.biometrics.positions import Eye
from tuntas.devices import sbi, vendors
from tuntas.devices.contract import Captured, CaptureRequest, Device, DeviceInfo, Modality, Part
from tuntas.devices.errors import DeviceError
from tuntas.devices.sbi import names
from tuntas.devices.sbi.trust import Anchor
from tuntas.devices.simulator.certificates import ANCHOR, ENVIRONMENT
from tuntas.devices.simulator.process import Remote, anchors_of
from tuntas.devices.station import Looked, Station
from tuntas.enrolment import parts
from tuntas.enrolment.errors import NothingToScan

IRISES: Final = "irises"
GROUPS: Final = (*parts.SLAPS, IRISES)
PORTS: range = sbi.PORTS
FRESH_S: Final = 10.0
"""A page that is loaded again within this time is not worth another look around."""
TIMEOUT_S: Final = 40.0


@dataclass(frozen=True, slots=True)
class Shot:
    """One part as a device gave it: its ISO record, and by which device."""

    kind: str
    record: bytes
    device: str


@dataclass
class _Seen:
    looked: Looked | None = None
    at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_seen = _Seen()


def known(what: str) -> bool:
    """Whether *what* can be asked of a device at all."""
    return what in GROUPS or what == parts.FACE or what in (*parts.FINGER_PARTS, *parts.IRISES)


def parts_of(what: str) -> tuple[str, ...]:
    if what in parts.SLAPS:
        return tuple(f"finger.{finger.value}" for finger in parts.SLAPS[what])
    return parts.IRISES if what == IRISES else (what,)


def modality_of(what: str) -> Modality:
    if what == parts.FACE:
        return Modality.FACE
    return Modality.IRIS if what == IRISES or what in parts.IRISES else Modality.FINGER


def look(*, again: bool = False) -> Looked:
    """Every device that answers, believed or with the reason why not; at most two seconds."""
    with _seen.lock:
        if again or _seen.looked is None or time.monotonic() - _seen.at > FRESH_S:
            _seen.looked = _station().look(ports=PORTS)
            _seen.at = time.monotonic()
        return _seen.looked


def place_of(info: DeviceInfo) -> str:
    """By what a page names one device: where it answers, and which it is there."""
    return f"{info.place}/{info.device_id}"


def label_of(info: DeviceInfo) -> str:
    return f"{info.identity.make} {info.identity.model}".strip()


def choose(what: str, place: str) -> Device:
    """The device at *place* where it can take *what*, else the best there is. Raises DeviceError.

    A device that was plugged in or came back since the last look is found.
    """
    modality = modality_of(what)
    looked = look()
    for device in looked.devices:
        if place_of(device.info) == place and device.info.modality is modality:
            return device
    try:
        return looked.best(modality)
    except DeviceError:
        return look(again=True).best(modality)


def capture(
    device: Device, what: str, exceptions: Mapping[str, str], *, after: str, sitter: int
) -> tuple[list[Shot], str]:
    """What the device brings, and the hash that its next capture follows.

    exceptions: target → reason. after: that hash of the capture before. sitter: who sits before
    simulated devices, in the demo.

    Raises:
        NothingToScan, DeviceError
    """
    asked = request_for(what, exceptions, after)
    if settings.DEMO and device.info.environment == ENVIRONMENT:
        _sit(device.info, sitter, exceptions)
    captured = device.capture(asked)
    return _shots(captured, device.info), captured.hash


def request_for(what: str, exceptions: Mapping[str, str], after: str) -> CaptureRequest:
    """Raises NothingToScan: everything in *what* is excepted."""
    spared = parts.excepted(exceptions)
    wanted = [kind for kind in parts_of(what) if kind not in spared]
    if not wanted:
        raise NothingToScan
    face = what == parts.FACE
    return CaptureRequest(
        modality_of(what),
        () if face else tuple(map(_position, wanted)),
        f"rekam-{secrets.token_hex(8)}",
        missing=() if face else tuple(_position(k) for k in parts_of(what) if k in spared),
        previous_hash=after,
        timeout_s=TIMEOUT_S,
    )


def _shots(captured: Captured, info: DeviceInfo) -> list[Shot]:
    name = f"{label_of(info)} {info.identity.serial}"[:120]
    return [Shot(_kind(one.part), one.record, name) for one in captured.samples]


def _position(kind: str) -> Part:
    if kind in parts.IRISES:
        return Eye(int(kind.split(".")[1]))
    return parts.finger_of(kind)


def _kind(part: Part | None) -> str:
    if part is None:
        return parts.FACE
    return f"iris.{part.value}" if isinstance(part, Eye) else f"finger.{part.value}"


def _station() -> Station:
    """Every maker there is a folder for; in the demo the simulator too, and nowhere else."""
    return Station.of(vendors.names(), anchors=_simulated() if settings.DEMO else ())


def simulator_folder() -> Path:
    return Path(settings.DATA_DIR) / "devices" / "simulator"


def _simulated() -> tuple[Anchor, ...]:
    anchor = simulator_folder() / ANCHOR
    return anchors_of(anchor) if anchor.is_file() else ()


def _sit(info: DeviceInfo, sitter: int, exceptions: Mapping[str, str]) -> None:
    """Whoever is recorded sits before the simulated devices, with what they lack."""
    gone = [
        names.name(_position(kind))
        for kind in sorted(parts.excepted(exceptions))
        if kind in parts.FINGER_PARTS or kind in parts.IRISES
    ]
    with suppress(DeviceError):
        port = int(info.place.rpartition(":")[2])
        Remote(port).tell({"identity": sitter, "missing": gone})
