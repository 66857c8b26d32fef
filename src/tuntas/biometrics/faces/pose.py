"""Where the head looks, from five landmarks.

The landmarks are matched with an average head seen from far away (scaled orthographic
projection), which leaves a few degrees of error from one person's shape to the next: enough to
say "look straight into the camera", not to measure an angle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tuntas.biometrics.errors import PictureRefused
from tuntas.biometrics.faces.detection import Points, sound

EYES_MM: Final = 63.0
"""Between the pupils of an adult: median of ISO/TR 7250-2 populations, rounded."""
EYES_TO_MOUTH_MM: Final = 65.0
"""With the nose and the mouth's width: in proportion to EYES_MM the medians of the detector's own
landmarks over 20 people (AT&T faces); it puts the tip of the nose lower than anatomy does."""
HEAD: Final = np.array(
    [
        [-31.5, 0.0, 27.0],
        [31.5, 0.0, 27.0],
        [0.0, 37.0, 0.0],
        [-26.1, 65.0, 25.0],
        [26.1, 65.0, 25.0],
    ]
)
"""The landmarks on a frontal head, mm: x to the picture's right, y down, z away from the camera."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Degrees. yaw: positive when the face turns to the picture's right; pitch: positive when it
    looks down; roll: positive when the head leans to the picture's right (clockwise)."""

    yaw: float
    pitch: float
    roll: float


def pose(landmarks: Points) -> Pose:
    """The pose behind five landmarks [5, 2]. Raises PictureRefused when they are no face.

    >>> turned = pose(HEAD[:, :2] * 3 + 100)
    >>> abs(turned.yaw) < 1e-6, abs(turned.pitch) < 1e-6, abs(turned.roll) < 1e-6
    (True, True, True)
    """
    seen = sound(landmarks) - landmarks.mean(axis=0)
    head = HEAD - HEAD.mean(axis=0)
    rows = np.linalg.lstsq(head, seen, rcond=None)[0].T
    # The nearest two rows of a rotation; the third is what is perpendicular to both.
    left, size, right = np.linalg.svd(rows, full_matrices=False)
    if size[1] < 1e-9:
        raise PictureRefused
    x, y = left @ right
    z = np.cross(x, y)
    # The head turned (yaw), then nodded (pitch), then leaned (roll): its third row undoes it.
    return Pose(
        yaw=float(np.degrees(np.arctan2(z[0], z[2]))),
        pitch=float(np.degrees(np.arcsin(np.clip(z[1], -1, 1)))),
        roll=float(np.degrees(np.arctan2(-x[1], y[1]))),
    )


def millimetre(landmarks: Points) -> float:
    """Pixels to a millimetre of this head: the larger of what eyes and eye–mouth distance say,
    because turning the head shortens one and nodding the other. Raises PictureRefused."""
    sound(landmarks)
    eyes, mouth = landmarks[:2].mean(axis=0), landmarks[3:].mean(axis=0)
    across = np.hypot(*(landmarks[1] - landmarks[0])) / EYES_MM
    down = np.hypot(*(mouth - eyes)) / EYES_TO_MOUTH_MM
    scale = float(max(across, down))
    if scale < 1e-2:
        raise PictureRefused
    return scale
