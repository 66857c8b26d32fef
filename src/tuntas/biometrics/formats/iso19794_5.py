"""ISO/IEC 19794-5:2011 face image records, as MOSIP's devices and packets carry them.

>>> import numpy as np
>>> face = FaceImage.of(np.zeros((45, 35, 3), np.uint8), landmarks=[Landmark(1, 0x31, 12, 20)])
>>> found = read(write([face]))[0]
>>> found.pixels().shape, found.landmarks[0].x
((45, 35, 3), 12)
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import UnreadableRecord, UnsupportedRecord
from tuntas.biometrics.formats import image, iso19794_1
from tuntas.biometrics.formats.image import Coding
from tuntas.biometrics.formats.iso19794_1 import Capture, fits
from tuntas.biometrics.formats.reader import Reader

KIND: Final = b"FAC\0"
VERSION: Final = b"030\0"
CODINGS: Final = {
    0: Coding.JPEG,
    1: Coding.JPEG2000_LOSSY,
    2: Coding.JPEG2000,
    3: Coding.PNG,
}
"""Table 17."""
BASIC, FULL_FRONTAL, TOKEN_FRONTAL = 0, 1, 2
RGB, GREY = 1, 3
MOST_LANDMARKS: Final = 256
"""The MPEG-4 and anthropometric points together are fewer than two hundred."""
_NUMBERS: Final = {coding: number for number, coding in CODINGS.items()}
_IMAGE: Final = struct.Struct(">BBHHBHBB")
_ONE_PICTURE: Final = b"\0\0"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A point of the face: *kind* 1 MPEG-4 feature, 2 anthropometric; pixels from upper left."""

    kind: int
    code: int
    x: int
    y: int
    z: int = 0


@dataclass(frozen=True, slots=True)
class FaceImage:
    """One image of a face.

    subject: the 15 bytes of gender, eye and hair colour, height, features, expression, pose and
    its uncertainty, as they came; all zero: nothing stated.
    kind: BASIC, FULL_FRONTAL, TOKEN_FRONTAL … sampling, processing, cross_reference, colour:
    as table 2 codes them. rest: 3-D data after the image, as it came.
    """

    data: bytes
    coding: Coding
    width: int
    height: int
    kind: int = BASIC
    sampling: int = 0
    processing: int = 0
    cross_reference: int = 0
    colour: int = 0
    subject: bytes = bytes(15)
    landmarks: tuple[Landmark, ...] = ()
    capture: Capture = field(default_factory=Capture)
    rest: bytes = b""

    @classmethod
    def of(
        cls,
        pixels: NDArray[np.uint8],
        *,
        kind: int = BASIC,
        landmarks: Sequence[Landmark] = (),
        coding: Coding = Coding.JPEG2000,
        capture: Capture | None = None,
    ) -> FaceImage:
        """The image of *pixels* (uint8, grey or RGB). Raises DoesNotFit."""
        data = image.encode_as(coding, pixels, None)
        height, width = pixels.shape[:2]
        return cls(
            data,
            coding,
            width,
            height,
            kind,
            colour=GREY if pixels.ndim == 2 else RGB,
            landmarks=tuple(landmarks),
            capture=capture or Capture(),
        )

    def pixels(self) -> NDArray[np.uint8]:
        """Pixels, grey or RGB. Raises UnreadableRecord where image and record disagree."""
        return image.decode_as(self.coding, self.data, self.width, self.height)[0]


def read(content: bytes) -> list[FaceImage]:
    """The images of a record. Raises UnreadableRecord, UnsupportedRecord, ImageTooLarge."""
    general, bodies = iso19794_1.read_general(content, KIND, [VERSION], 2)
    if general.certified:
        raise UnreadableRecord
    return [_read_one(body) for body in bodies]


def write(images: Sequence[FaceImage]) -> bytes:
    """The record of *images*. Raises DoesNotFit."""
    general = iso19794_1.General(KIND, VERSION, False, _ONE_PICTURE, len(images))
    return iso19794_1.write_general(general, [_written(one) for one in images])


def _read_one(body: Reader) -> FaceImage:
    capture = iso19794_1.read_capture(body, certified=False)
    count, subject = body.u16(), body.take(15)
    if count > MOST_LANDMARKS:
        raise UnreadableRecord
    landmarks = tuple(Landmark(*struct.unpack(">BBHHH", body.take(8))) for _ in range(count))
    kind, coded, width, height, sampling, processing, cross, colour = _IMAGE.unpack(
        body.take(_IMAGE.size)
    )
    coding = CODINGS.get(coded)
    if coding is None:
        raise UnsupportedRecord
    if not width or not height:
        raise UnreadableRecord
    return FaceImage(
        *(iso19794_1.read_block(body), coding, width, height),
        *(kind, sampling, processing, cross, colour),
        *(subject, landmarks, capture, body.rest()),
    )


def _written(one: FaceImage) -> bytes:
    fits((len(one.landmarks), MOST_LANDMARKS), (len(one.subject) - 15, 0), (one.processing, 0xFFFF))
    fits(*((byte, 255) for byte in (one.kind, one.sampling, one.cross_reference, one.colour)))
    fits((one.width - 1, 0xFFFE), (one.height - 1, 0xFFFE))
    body = iso19794_1.write_capture(one.capture, certified=False)
    body += struct.pack(">H", len(one.landmarks)) + one.subject
    for point in one.landmarks:
        fits((point.kind, 255), (point.code, 255))
        fits((point.x, 0xFFFF), (point.y, 0xFFFF), (point.z, 0xFFFF))
        body += struct.pack(">BBHHH", point.kind, point.code, point.x, point.y, point.z)
    body += _IMAGE.pack(
        *(one.kind, _NUMBERS[one.coding], one.width, one.height, one.sampling),
        *(one.processing, one.cross_reference, one.colour),
    )
    return body + iso19794_1.write_block(one.data) + one.rest
