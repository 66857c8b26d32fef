"""What is behind the head: how far from one plain colour."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.faces.detection import Face
from tuntas.biometrics.faces.picture import resized
from tuntas.biometrics.faces.pose import EYES_MM, millimetre

WIDTH: Final = 160
"""Pixels across in which the background is looked at: texture finer than that is plain."""
HEAD_MM: Final = (95.0, 150.0)
"""Half axes of what may be head, hair or headscarf, around a point below the eyes."""
SHOULDERS_MM: Final = 60.0
LEAST: Final = 0.03
"""Share of the picture below which there is too little background to say anything."""


def spread(picture: NDArray[np.uint8], face: Face) -> float | None:
    """Grey levels from the 5th to the 95th percentile of the worst colour; None: none is seen."""
    rows, columns = picture.shape[:2]
    shrink = columns / WIDTH
    small = resized(picture, WIDTH, max(round(rows / shrink), 1))
    scale = millimetre(face.landmarks) / shrink
    middle = face.landmarks[:2].mean(axis=0) / shrink
    y, x = np.ogrid[: small.shape[0], : small.shape[1]]
    right, down = (x - middle[0]) / scale, (y - middle[1]) / scale
    head = (right / HEAD_MM[0]) ** 2 + ((down - 0.2 * EYES_MM) / HEAD_MM[1]) ** 2 <= 1
    behind = small[~head & (down < SHOULDERS_MM)]
    if len(behind) < LEAST * small.shape[0] * small.shape[1]:
        return None
    low, high = np.percentile(behind, (5, 95), axis=0)
    return float((high - low).max())
