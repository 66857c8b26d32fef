"""Are the eyes open: how tall the dark of the pupil and iris stands between the lids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from tuntas.biometrics.faces.picture import Plane

EYE_MM: Final = 31.5
LID_MM: Final = 9.0
PUPIL_MM: Final = 4.0
WIDE_MM: Final = 8.0


def openness(upright: Plane, at: Callable[[float, float], tuple[int, int]]) -> float:
    """Height of the dark part of the less open eye, as a share of the distance of the eyes.

    upright: brightness, [height, width]; at: row and column of a place on the head in mm from the
    point between the eyes. An open eye shows 0.1 to 0.2, a closed one its line of lashes.
    """
    return min(_height(upright, at, -EYE_MM), _height(upright, at, EYE_MM)) / (2 * EYE_MM)


def _height(upright: Plane, at: Callable[[float, float], tuple[int, int]], x_mm: float) -> float:
    """Millimetres of dark in the columns around the darkest one near an eye."""
    (top, left), (bottom, right) = at(x_mm - WIDE_MM, -LID_MM), at(x_mm + WIDE_MM, LID_MM)
    patch = upright[top:bottom, left:right]
    dark, light = np.percentile(patch, (5, 80))
    middle = (dark + light) / 2
    narrow = round(PUPIL_MM * patch.shape[1] / (2 * WIDE_MM))
    sums = np.array(
        [(patch[:, x : x + narrow] < middle).sum() for x in range(patch.shape[1] - narrow)]
    )
    return float(sums.max() / narrow * 2 * LID_MM / patch.shape[0])
