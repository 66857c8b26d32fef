"""ISO/IEC 19794-6:2011 iris image records, as MOSIP's devices and packets carry them.

>>> import numpy as np
>>> found = read(write([IrisImage.of(np.zeros((48, 64), np.uint8), eye=Eye.LEFT)]))[0]
>>> found.eye, found.pixels().shape
(<Eye.LEFT: 2>, (48, 64))
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
from tuntas.biometrics.positions import Eye

KIND: Final = b"IIR\0"
VERSION: Final = b"020\0"
CODINGS: Final = {2: Coding.RAW, 6: Coding.JPEG, 10: Coding.JPEG2000, 14: Coding.PNG}
"""Table 4, grey only: an iris is captured in near infrared."""
UNCROPPED, VGA, CROPPED, MASKED = 1, 2, 3, 7
UNDEFINED: Final = 0xFFFF
_NUMBERS: Final = {coding: number for number, coding in CODINGS.items()}
_LOSSLESS: Final = 0x40
_PLAIN: Final = 0x05  # upright, not mirrored
_FIELDS: Final = struct.Struct(">BBBBHHBHHH6H")


@dataclass(frozen=True, slots=True)
class IrisImage:
    """One image of one eye.

    kind: UNCROPPED, VGA (640 × 480), CROPPED or MASKED. properties: orientation (bits 1 to 4) and
    how it was compressed before (bits 7 and 8), as they came. distance_mm: 0 unassigned.
    roll, roll_uncertainty: 65536 to a turn, UNDEFINED where not stated.
    centre: least and most x, least and most y of the iris centre, then its least and most
    diameter, in pixels; 0: not stated.
    """

    data: bytes
    coding: Coding
    width: int
    height: int
    eye: Eye = Eye.UNKNOWN
    number: int = 1
    kind: int = UNCROPPED
    properties: int = _PLAIN
    distance_mm: int = 0
    roll: int = UNDEFINED
    roll_uncertainty: int = UNDEFINED
    centre: tuple[int, int, int, int, int, int] = (0, 0, 0, 0, 0, 0)
    capture: Capture = field(default_factory=Capture)

    @classmethod
    def of(
        cls,
        pixels: NDArray[np.uint8],
        *,
        eye: Eye,
        kind: int = UNCROPPED,
        coding: Coding = Coding.JPEG2000,
        capture: Capture | None = None,
    ) -> IrisImage:
        """The image of grey *pixels* (uint8 [height, width]). Raises DoesNotFit."""
        data = image.encode_as(coding, pixels, None)
        height, width = pixels.shape[:2]
        return cls(
            data,
            coding,
            width,
            height,
            eye,
            kind=kind,
            properties=_PLAIN | _LOSSLESS,
            capture=capture or Capture(),
        )

    def pixels(self) -> NDArray[np.uint8]:
        """Grey pixels. Raises UnreadableRecord where image and record disagree."""
        found, _dpi = image.decode_as(self.coding, self.data, self.width, self.height)
        if found.ndim != 2:
            raise UnreadableRecord
        return found


def read(content: bytes) -> list[IrisImage]:
    """The images of a record. Raises UnreadableRecord, UnsupportedRecord, ImageTooLarge."""
    general, bodies = iso19794_1.read_general(content, KIND, [VERSION], 1)
    if general.certified or general.tail[0] > 2:
        raise UnreadableRecord
    return [_read_one(body) for body in bodies]


def write(images: Sequence[IrisImage]) -> bytes:
    """The record of *images*. Raises DoesNotFit."""
    eyes = bytes([len({one.eye for one in images if one.eye})])
    general = iso19794_1.General(KIND, VERSION, False, eyes, len(images))
    return iso19794_1.write_general(general, [_written(one) for one in images])


def _read_one(body: Reader) -> IrisImage:
    capture = iso19794_1.read_capture(body, certified=False)
    number = body.u16()
    eye, kind, coded, properties, width, height, depth, distance, roll, uncertainty, *centre = (
        _FIELDS.unpack(body.take(_FIELDS.size))
    )
    coding = CODINGS.get(coded)
    if coding is None or depth != 8:
        raise UnsupportedRecord
    if eye > 2 or kind not in (UNCROPPED, VGA, CROPPED, MASKED) or not width or not height:
        raise UnreadableRecord
    data = iso19794_1.read_block(body)
    one, two, three, four, five, six = centre
    return IrisImage(
        *(data, coding, width, height, Eye(eye), number, kind, properties),
        *(distance, roll, uncertainty),
        centre=(one, two, three, four, five, six),
        capture=capture,
    )


def _written(one: IrisImage) -> bytes:
    words = (one.number, one.distance_mm, one.roll, one.roll_uncertainty, *one.centre)
    fits(*((word, 0xFFFF) for word in words), (one.kind, 7), (one.properties, 255))
    fits((one.width - 1, 0xFFFE), (one.height - 1, 0xFFFE))
    head = (one.eye, one.kind, _NUMBERS[one.coding], one.properties, one.width, one.height, 8)
    fields = _FIELDS.pack(*head, one.distance_mm, one.roll, one.roll_uncertainty, *one.centre)
    body = iso19794_1.write_capture(one.capture, certified=False)
    return body + struct.pack(">H", one.number) + fields + iso19794_1.write_block(one.data)
