"""The picture of the card: 35 × 45 mm, upright, the head as ICAO 9303 places it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.faces.detection import Face, Points
from tuntas.biometrics.faces.picture import Picture, checked, resized, warp
from tuntas.biometrics.faces.pose import millimetre, pose

WIDTH_MM, HEIGHT_MM = 35.0, 45.0
DPI: Final = 300
CROWN_MM: Final = 114.0
CHIN_MM: Final = 114.0
"""Above and below the eyes of an adult head; the eyes are half-way."""
HEAD_SHARE: Final = 0.75
"""Of the picture's height from chin to crown: ICAO asks 70 to 80 percent."""
CROWN_SHARE: Final = 0.1
"""Of the picture's height above the crown."""


def crop(picture: NDArray[np.uint8], face: Face, *, dpi: int = DPI) -> Picture:
    """35 × 45 mm of *picture* around *face*: uint8 [531, 413, 3] at 300 dpi.

    Parts outside the picture repeat its edge; ``share_inside`` says how much that is.
    Raises PictureRefused.
    """
    width, height = (round(mm / 25.4 * dpi) for mm in (WIDTH_MM, HEIGHT_MM))
    seen, matrix = checked(picture), _matrix(face, width, height)
    shrink = max(float(np.hypot(matrix[0, 0], matrix[1, 0])), 1.0)
    rows, columns = seen.shape[:2]
    smaller = resized(seen, max(round(columns / shrink), 1), max(round(rows / shrink), 1))
    matrix = matrix / shrink
    matrix[:, 2] += 0.5 / shrink - 0.5  # pixels are counted from their centres
    return warp(smaller, matrix, width, height, -1)


def share_inside(picture: NDArray[np.uint8], face: Face) -> float:
    """How much of the portrait the picture really shows, 0 to 1. Raises PictureRefused."""
    across, down = np.meshgrid(np.arange(35) + 0.5, np.arange(45) + 0.5)
    places = np.stack([across, down, np.ones_like(across)])
    x, y = np.tensordot(_matrix(face, 35, 45), places, axes=1)
    rows, columns = picture.shape[:2]
    return float(np.mean((x >= 0) & (y >= 0) & (x < columns) & (y < rows)))


def _matrix(face: Face, width: int, height: int) -> Points:
    """From a pixel of the portrait to one of the picture, [2, 3]."""
    turn = np.radians(pose(face.landmarks).roll)
    head_px = HEAD_SHARE * height
    step = millimetre(face.landmarks) * (CROWN_MM + CHIN_MM) / head_px
    axes = step * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    eyes = np.array([width / 2, CROWN_SHARE * height + head_px * CROWN_MM / (CROWN_MM + CHIN_MM)])
    return np.column_stack([axes, face.landmarks[:2].mean(axis=0) - axes @ eyes])
