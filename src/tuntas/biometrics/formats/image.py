"""The image inside a record, whichever of the four codings records use it has.

>>> import numpy as np
>>> from tuntas.biometrics.formats import jpeg2000
>>> decode(jpeg2000.encode(np.zeros((5, 7), np.uint8), 1000))[0].shape
(5, 7)
"""

from __future__ import annotations

import io
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from tuntas.biometrics.errors import (
    BiometricError,
    DoesNotFit,
    ImageTooLarge,
    UnreadableImage,
    UnreadableRecord,
    UnsupportedRecord,
)
from tuntas.biometrics.formats import jpeg2000, wsq
from tuntas.biometrics.formats.reader import MOST_BYTES, check_size

PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"
MOST_SCANS: Final = 100
"""Every scan of a progressive JPEG passes over the whole image; writers make about ten."""


class Coding(Enum):
    """How a record says its image is coded; each part of ISO/IEC 19794 numbers them its own way.

    The value: the first bytes such an image may have.
    """

    RAW = (b"",)
    WSQ = (wsq.MAGIC,)
    JPEG = (JPEG,)
    JPEG2000_LOSSY = (jpeg2000.CONTAINER, jpeg2000.CODESTREAM)
    JPEG2000 = (jpeg2000.CODESTREAM, jpeg2000.CONTAINER)
    PNG = (PNG,)


def decode(content: bytes) -> tuple[NDArray[np.uint8], int | None]:
    """Pixels (uint8 [height, width] or [height, width, 3]) and pixels per inch where stated.

    Reads WSQ, JPEG 2000, PNG and JPEG, told apart by their first bytes. Raises UnreadableImage,
    ImageTooLarge, UnsupportedRecord (more than 8 bits, palettes with more than grey or RGB).
    """
    if content.startswith(wsq.MAGIC):
        return wsq.decode(content)
    if content.startswith((jpeg2000.CONTAINER, jpeg2000.CODESTREAM)):
        return jpeg2000.decode(content)
    if content.startswith(PNG):
        return _decode(PngImageFile, content)
    if content.startswith(JPEG):
        guard(content)
        return _decode(JpegImageFile, content)
    raise UnreadableImage


def guard(content: bytes) -> None:
    """Refuse a JPEG or JPEG 2000 whose headers make a C library loop or allocate without measure.

    For readers that open images with Pillow themselves. Raises UnreadableImage, ImageTooLarge,
    UnsupportedRecord.
    """
    if content.startswith((jpeg2000.CONTAINER, jpeg2000.CODESTREAM)):
        jpeg2000.read_header(content)
    elif content.startswith(JPEG) and content.count(b"\xff\xda") > MOST_SCANS:
        raise UnsupportedRecord


def decode_as(
    coding: Coding, data: bytes, width: int, height: int
) -> tuple[NDArray[np.uint8], int | None]:
    """The image of a record that says it is coded so and has *width* × *height* pixels.

    Raises as decode does, and UnreadableRecord where the record says something else than its image.
    """
    if not data.startswith(coding.value):
        raise UnreadableRecord
    if coding is Coding.RAW:
        if width * height != len(data):
            raise UnreadableRecord
        return np.frombuffer(data, np.uint8).reshape(height, width), None
    pixels, dpi = decode(data)
    if pixels.shape[:2] != (height, width):
        raise UnreadableRecord
    return pixels, dpi


def encode_as(coding: Coding, pixels: NDArray[np.uint8], dpi: int | None) -> bytes:
    """*pixels* as a record carries them; what loses something is not written, but for WSQ.

    Raises DoesNotFit.
    """
    if coding is Coding.JPEG2000:
        return jpeg2000.encode(pixels, dpi)
    if coding is Coding.WSQ:
        return wsq.encode(pixels, dpi)
    if coding is Coding.RAW and pixels.ndim == 2 and pixels.dtype == np.uint8:
        return pixels.tobytes()
    raise DoesNotFit


def _decode(opener: type[ImageFile], content: bytes) -> tuple[NDArray[np.uint8], int | None]:
    if len(content) > MOST_BYTES:
        raise ImageTooLarge
    try:
        # Not Image.open: its own check for bombs warns first and raises outside every family.
        with opener(io.BytesIO(content)) as image:
            check_size(*image.size, len(content))
            mode = {"1": "L", "L": "L", "P": "RGB", "RGB": "RGB"}.get(image.mode)
            if mode is None:
                raise UnsupportedRecord
            dpi = image.info.get("dpi", (0, 0))
            return np.array(image.convert(mode), np.uint8), _square(dpi)
    except BiometricError:
        raise
    except jpeg2000.FAULTS:
        raise UnreadableImage from None


def _square(dpi: tuple[float, float]) -> int | None:
    """Pixels per inch when both axes have the same and it is a plausible number."""
    across, down = float(dpi[0]), float(dpi[1])
    plausible = 1 <= across < 65_536 and abs(across - down) <= 0.01 * across
    return round(across) if plausible else None
