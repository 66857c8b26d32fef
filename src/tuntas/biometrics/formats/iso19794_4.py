"""ISO/IEC 19794-4:2011 finger image records, as MOSIP's devices and packets carry them.

>>> import numpy as np
>>> plain = FingerImage.of(np.zeros((90, 80), np.uint8), 500, position=6)
>>> found = read(write([plain]))[0]
>>> found.position, found.rate, found.pixels()[0].shape
(6, 500.0, (90, 80))
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
from tuntas.biometrics.formats.iso19794_1 import Areas, Capture, fits
from tuntas.biometrics.formats.reader import Reader
from tuntas.biometrics.formats.resolution import CENTIMETRES, per_inch

KIND: Final = b"FIR\0"
VERSION: Final = b"020\0"
CODINGS: Final = {
    0: Coding.RAW,
    2: Coding.WSQ,
    3: Coding.JPEG,
    4: Coding.JPEG2000_LOSSY,
    5: Coding.JPEG2000,
    6: Coding.PNG,
}
"""Table 9; 1 (raw, packed bits) is not read."""
_NUMBERS: Final = {coding: number for number, coding in CODINGS.items()}
_INCH, _CENTIMETRE = 1, 2


@dataclass(frozen=True, slots=True)
class FingerImage:
    """One image.

    position: 0 … 10 as Finger; 13 and 14 the four fingers of a hand, 15 both thumbs.
    data: the image as coded; width and height in pixels; rate: pixels per inch across and down.
    impression: as in 19794-2, 29 unknown. extended: (type, data) of the
    blocks after the image (1 segmentation, 2 annotation, 3 comment), as they came.
    """

    data: bytes
    coding: Coding
    width: int
    height: int
    rate: float
    position: int = 0
    number: int = 0
    impression: int = 0
    capture: Capture = field(default_factory=Capture)
    extended: Areas = ()

    @classmethod
    def of(
        cls,
        pixels: NDArray[np.uint8],
        dpi: int,
        *,
        position: int,
        impression: int = 0,
        coding: Coding = Coding.JPEG2000,
        capture: Capture | None = None,
    ) -> FingerImage:
        """The image of *pixels* (uint8 [height, width]). Raises DoesNotFit."""
        data = image.encode_as(coding, pixels, dpi)
        height, width = pixels.shape[:2]
        return cls(
            data,
            coding,
            width,
            height,
            float(dpi),
            int(position),
            impression=impression,
            capture=capture or Capture(),
        )

    def pixels(self) -> tuple[NDArray[np.uint8], float]:
        """Grey pixels and pixels per inch; the record's rate, not the image's, is the truth.

        Raises UnreadableRecord where image and record disagree, and what image.decode raises.
        """
        found, _dpi = image.decode_as(self.coding, self.data, self.width, self.height)
        if found.ndim != 2:
            raise UnreadableRecord
        return found, self.rate


def read(content: bytes) -> list[FingerImage]:
    """The images of a record. Raises UnreadableRecord, UnsupportedRecord, ImageTooLarge."""
    general, bodies = iso19794_1.read_general(content, KIND, [VERSION], 1)
    return [_read_one(body, certified=general.certified) for body in bodies]


def write(images: Sequence[FingerImage]) -> bytes:
    """The record of *images*. Raises DoesNotFit."""
    certified = any(one.capture.certifications for one in images)
    fingers = bytes([len({one.position for one in images})])
    general = iso19794_1.General(KIND, VERSION, certified, fingers, len(images))
    return iso19794_1.write_general(general, [_written(one, certified) for one in images])


def _read_one(body: Reader, *, certified: bool) -> FingerImage:
    capture = iso19794_1.read_capture(body, certified=certified)
    position, number, unit = body.u8(), body.u8(), body.u8()
    body.take(4)  # the scanner's own rate: the image's counts
    across, down = _rate(unit, body.u16()), _rate(unit, body.u16())
    depth, coding, impression = body.u8(), CODINGS.get(body.u8()), body.u8()
    if depth != 8 or coding is None or across != down:
        raise UnsupportedRecord
    width, height = body.u16(), body.u16()
    data = iso19794_1.read_block(body)
    if position > 60 or not width or not height:
        raise UnreadableRecord
    return FingerImage(
        data,
        coding,
        width,
        height,
        across,
        position,
        number,
        impression,
        capture,
        iso19794_1.read_areas(body),
    )


def _rate(unit: int, rate: int) -> float:
    if unit not in (_INCH, _CENTIMETRE):
        raise UnreadableRecord
    dpi = float(rate) if unit == _INCH else per_inch(rate)
    if not 50 <= dpi <= 5000:
        raise UnreadableRecord
    return dpi


def _written(one: FingerImage, certified: bool) -> bytes:
    fits((one.position, 60), (one.number, 255), (one.impression, 255))
    fits((one.width - 1, 0xFFFE), (one.height - 1, 0xFFFE))
    inch = float(one.rate).is_integer()
    rate = round(one.rate if inch else one.rate / CENTIMETRES)
    fits((rate, 5000))
    body = iso19794_1.write_capture(one.capture, certified=certified)
    unit = _INCH if inch else _CENTIMETRE
    body += struct.pack(">BBBHHHH", one.position, one.number, unit, rate, rate, rate, rate)
    body += struct.pack(">BBBHH", 8, _NUMBERS[one.coding], one.impression, one.width, one.height)
    return body + iso19794_1.write_block(one.data) + iso19794_1.write_areas(one.extended)
