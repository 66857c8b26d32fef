"""A picture as the face modules take it: uint8 [height, width, 3], red first, upright."""

from __future__ import annotations

import io
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.errors import PictureRefused, UnreadableImage
from tuntas.biometrics.formats.image import guard

Picture: TypeAlias = NDArray[np.uint8]
Plane: TypeAlias = NDArray[np.float32]
"""One channel, [height, width], 0 to 255."""

SMALLEST: Final = 16
LARGEST: Final = 12_000
MOST_PIXELS: Final = 60_000_000
"""Beyond any camera an office has; a decoder's bomb is refused before it is unpacked."""
FORMATS: Final = ("PNG", "TIFF", "BMP", "JPEG", "JPEG2000", "WEBP")


def read(content: bytes) -> Picture:
    """The picture in *content*, turned as its camera says.

    Raises:
        UnreadableImage: when it is none of FORMATS or is damaged.
        PictureRefused: when its sides are out of bounds.
    """
    try:
        guard(content)
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check_size(*opened.size)
            turned = ImageOps.exif_transpose(opened)
            return np.asarray(_flat(turned).convert("RGB"), np.uint8)
    except PictureRefused:
        raise
    except Exception as broken:  # a decoder may raise anything on a damaged file
        raise UnreadableImage from broken


def _flat(image: Image.Image) -> Image.Image:
    """Sixteen-bit grey as eight bits; anything else as it is."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        deep = np.asarray(image, np.float64)
        return Image.fromarray(np.clip(deep / max(deep.max(), 1) * 255, 0, 255).astype(np.uint8))
    return image


def checked(picture: NDArray[np.uint8]) -> Picture:
    """*picture* (grey or colour) as three channels. Raises PictureRefused.

    >>> checked(np.zeros((40, 30), np.uint8)).shape
    (40, 30, 3)
    """
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3):
        raise PictureRefused
    if picture.ndim == 3 and picture.shape[2] != 3:
        raise PictureRefused
    _check_size(picture.shape[1], picture.shape[0])
    if picture.ndim == 2:
        picture = np.repeat(picture[:, :, None], 3, axis=2)
    return np.ascontiguousarray(picture)


def _check_size(width: int, height: int) -> None:
    if min(width, height) < SMALLEST or max(width, height) > LARGEST:
        raise PictureRefused
    if width * height > MOST_PIXELS:
        raise PictureRefused


def luminance(picture: Picture) -> Plane:
    """Brightness as ITU-R BT.601 weighs the colours, [height, width]."""
    weights = np.array([0.299, 0.587, 0.114], np.float32)
    return np.asarray(picture.astype(np.float32) @ weights, np.float32)


def resized(picture: Picture, width: int, height: int) -> Picture:
    """*picture* in another size; made smaller without aliasing."""
    filter_ = Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(picture).resize((width, height), filter_), np.uint8)


@compiled
def warp(
    picture: Picture, matrix: NDArray[np.float64], width: int, height: int, outside: int
) -> Picture:
    """A new picture [height, width, 3] whose pixel (x, y) is *picture* at matrix · (x, y, 1).

    matrix: [2, 3]. Bilinear; a place outside the picture takes the nearest edge pixel when
    *outside* is negative, else the grey *outside*.
    """
    rows, columns = picture.shape[0], picture.shape[1]
    made = np.empty((height, width, 3), np.uint8)
    for y in range(height):
        for x in range(width):
            u = matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]
            v = matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]
            if outside >= 0 and (u <= -1 or v <= -1 or u >= columns or v >= rows):
                made[y, x, 0] = outside
                made[y, x, 1] = outside
                made[y, x, 2] = outside
                continue
            u = min(max(u, 0.0), columns - 1.0)
            v = min(max(v, 0.0), rows - 1.0)
            left, top = int(u), int(v)
            right, bottom = min(left + 1, columns - 1), min(top + 1, rows - 1)
            a, b = u - left, v - top
            for channel in range(3):
                upper = (1 - a) * picture[top, left, channel] + a * picture[top, right, channel]
                lower = (1 - a) * picture[bottom, left, channel] + a * picture[
                    bottom, right, channel
                ]
                made[y, x, channel] = int((1 - b) * upper + b * lower + 0.5)
    return made
