"""Recordings of specimens: sealed packets with synthetic fingers, eyes and faces."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from tuntas.biometrics.fingers.extract import Extraction, Extractor
from tuntas.biometrics.formats import cbeff, iso19794_4, iso19794_5, iso19794_6
from tuntas.biometrics.formats.cbeff import Block
from tuntas.biometrics.images import Grey
from tuntas.biometrics.positions import Eye, Finger
from tuntas.biometrics.synthetic.faces import portrait
from tuntas.biometrics.synthetic.impressions import impression
from tuntas.biometrics.synthetic.irises import eye_image
from tuntas.biometrics.synthetic.prints import remembered
from tuntas.packets import sealing
from tuntas.packets.custody import Custody
from tuntas.packets.keys import Device

DAY = date(2023, 6, 20)
NOW = datetime(2023, 6, 20, 5, tzinfo=UTC)
FOUR = (Finger.RIGHT_THUMB, Finger.RIGHT_INDEX, Finger.LEFT_THUMB, Finger.LEFT_INDEX)


class Remembering(Extractor):
    """The real extractor, each image once: tests look at the same few again and again."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[bytes, Extraction] = {}

    def extract(self, grey: Grey) -> Extraction:
        name = sha256(grey.pixels.tobytes()).digest()
        if name not in self._seen:
            self._seen[name] = super().extract(grey)
        return self._seen[name]


@cache
def finger(identity: int, which: Finger, number: int) -> Block:
    pixels = impression(remembered(identity, which), number).pixels
    image = iso19794_4.FingerImage.of(pixels, 500, position=int(which))
    record = iso19794_4.write([image])
    return Block("Finger", cbeff.subtype_of(which), cbeff.FINGER_IMAGE, record)


@cache
def eye(identity: int, which: Eye, number: int) -> Block:
    pixels = eye_image(identity, which, number, severity=0.4).pixels
    record = iso19794_6.write([iso19794_6.IrisImage.of(pixels, eye=which)])
    return Block("Iris", which.name.title(), cbeff.IRIS_IMAGE, record)


@cache
def face(identity: int, number: int) -> Block:
    pixels = portrait(identity, number, severity=0.5).pixels
    return Block("Face", "", cbeff.FACE_IMAGE, iso19794_5.write([iso19794_5.FaceImage.of(pixels)]))


def fingers(identity: int, number: int = 0, which: Iterable[Finger] = FOUR) -> list[Block]:
    return [finger(identity, one, number) for one in which]


def eyes(identity: int, number: int = 0) -> list[Block]:
    return [eye(identity, one, number) for one in (Eye.RIGHT, Eye.LEFT)]


@dataclass
class Station:
    """A machine that seals and hands its packets over."""

    custody: Custody
    recipients: Sequence[str]
    device: Device = field(default_factory=Device.new)
    number: int = 0
    before: str = ""

    def hand_over(
        self,
        person: str,
        blocks: Sequence[Block],
        *,
        exceptions: dict[str, str] | None = None,
        officer: str = "a1" * 16,
        sealed_at: str = "2023-06-20T08:00:00+08:00",
    ) -> str:
        """Seal a recording of *person* (a ref); the packet's name."""
        told = {
            "person": person,
            "officer": officer,
            "cosigned_by": "b2" * 16 if exceptions else "",
            "exceptions": exceptions or {},
        }
        packet = sealing.seal(
            {"session.json": json.dumps(told).encode(), "biometrics.xml": cbeff.write(blocks)},
            device=self.device,
            number=self.number + 1,
            before=self.before,
            session="0" * 32,
            sealed_at=sealed_at,
            schema="tuntas-1",
            recipients=self.recipients,
        )
        self.number, self.before = self.number + 1, packet.digest
        self.custody.keep(packet)
        return packet.header.packet
