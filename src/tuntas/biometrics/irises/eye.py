"""An eye image as the iris modules take it: grey, uint8 [height, width], near infrared."""

from __future__ import annotations

import io
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.errors import EyeImageRefused, UnreadableImage
from tuntas.biometrics.formats.image import guard

EyeImage: TypeAlias = NDArray[np.uint8]
Plane: TypeAlias = NDArray[np.float32]

SMALLEST: Final = 64
LARGEST: Final = 6_000
GLINT: Final = 1.3
"""Logarithm of how much brighter a reflection is than what is around it: 3.7 times."""
FORMATS: Final = ("PNG", "TIFF", "BMP", "JPEG", "JPEG2000")


def read(content: bytes) -> EyeImage:
    """The eye image in *content*; of colours the red one, nearest to infrared.

    Raises:
        UnreadableImage: when it is none of FORMATS or is damaged.
        EyeImageRefused: when its sides are out of bounds.
    """
    try:
        guard(content)
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check_size(*opened.size)
            if opened.mode in ("I", "F") or opened.mode.startswith("I;16"):
                deep = np.asarray(opened, np.float64)
                return np.asarray(np.clip(deep / max(deep.max(), 1) * 255, 0, 255), np.uint8)
            if opened.mode in ("1", "L", "LA"):
                return np.asarray(opened.convert("L"), np.uint8)
            return np.ascontiguousarray(np.asarray(opened.convert("RGB"), np.uint8)[:, :, 0])
    except EyeImageRefused:
        raise
    except Exception as broken:  # a decoder may raise anything on a damaged file
        raise UnreadableImage from broken


def checked(image: NDArray[np.uint8]) -> EyeImage:
    """*image* when it is an eye image in shape. Raises EyeImageRefused."""
    if image.dtype != np.uint8 or image.ndim != 2:
        raise EyeImageRefused
    _check_size(image.shape[1], image.shape[0])
    return np.ascontiguousarray(image)


def _check_size(width: int, height: int) -> None:
    if min(width, height) < SMALLEST or max(width, height) > LARGEST:
        raise EyeImageRefused


def scaled(image: EyeImage, factor: float) -> Plane:
    """*image* with its sides multiplied, made smaller without aliasing."""
    rows, columns = image.shape
    size = (max(round(columns * factor), 1), max(round(rows * factor), 1))
    if size == (columns, rows):
        return image.astype(np.float32)
    made = Image.fromarray(image).resize(size, Image.Resampling.BILINEAR)
    return np.asarray(made, np.float32)


@compiled
def sample(plane: Plane, x: float, y: float) -> float:
    """Brightness between pixels; beyond the edge, the edge's."""
    u = min(max(x, 0.0), plane.shape[1] - 1.0)
    v = min(max(y, 0.0), plane.shape[0] - 1.0)
    left, top = int(u), int(v)
    right, bottom = min(left + 1, plane.shape[1] - 1), min(top + 1, plane.shape[0] - 1)
    a, b = u - left, v - top
    upper = (1 - a) * plane[top, left] + a * plane[top, right]
    lower = (1 - a) * plane[bottom, left] + a * plane[bottom, right]
    return float((1 - b) * upper + b * lower)


@compiled
def without_spots(plane: Plane, radius: int) -> Plane:
    """*plane* opened: bright spots narrower than 2 × *radius* + 1 pixels are gone.

    The lamp's reflection in the pupil would otherwise be the strongest edge of the eye.
    """
    darker = _extreme(_extreme(plane, radius, 0, -1), radius, 1, -1)
    return _extreme(_extreme(darker, radius, 0, 1), radius, 1, 1)


def without_glints(plane: Plane, radius: int) -> Plane:
    """*plane* (logarithms of brightness) with the lamp's reflections filled from around them.

    Unlike ``without_spots`` it keeps what is narrow but no brighter than an iris: the strip of
    iris between a pupil and a low lid.
    """
    opened = without_spots(plane, radius)
    glint = _extreme(_extreme((plane - opened > GLINT).astype(np.float32), 2, 0, 1), 2, 1, 1)
    return np.where(glint > 0, opened, plane)


@compiled
def _extreme(plane: Plane, radius: int, axis: int, sign: int) -> Plane:
    rows, columns = plane.shape
    made = np.empty_like(plane)
    for y in range(rows):
        for x in range(columns):
            best = plane[y, x] * sign
            for step in range(-radius, radius + 1):
                v = min(max(y + step * (1 - axis), 0), rows - 1)
                u = min(max(x + step * axis, 0), columns - 1)
                best = max(best, plane[v, u] * sign)
            made[y, x] = best * sign
    return made
