"""Is this eye image good enough to keep, and if not, what to do.

Source of the measures: ISO/IEC 29794-6.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.irises.asked import ADVICE, ENROLMENT
from tuntas.biometrics.irises.boundaries import Boundaries
from tuntas.biometrics.irises.contours import Outline
from tuntas.biometrics.irises.eye import Plane, checked, sample
from tuntas.biometrics.irises.sheet import COLUMNS, Sheet
from tuntas.biometrics.judgement import Judgement, Limits, judged

ROOM: Final = 1.2
"""Radii of the iris that should lie inside the image, all round."""
GLARE: Final = 240
ROUNDING: Final = 0.1
"""Variance that grey levels being whole adds to the finer octave."""


def judge(
    image: NDArray[np.uint8], found: Boundaries, sheet: Sheet, limits: Limits = ENROLMENT
) -> Judgement:
    """All measures of one eye. Raises EyeImageRefused."""
    eye = checked(image)
    pupil, iris = found.pupil, found.iris
    apart = float(np.hypot(pupil.x - iris.x, pupil.y - iris.y) / iris.radius)
    values: dict[str, float | None] = {
        "iris_radius": iris.radius,
        "inside": _share_inside(eye.shape, iris),
        "usable": sheet.usable_share,
        "pupil_ratio": pupil.radius / iris.radius,
        "gaze": max(apart, 1 - _roundness(iris)),
        "sharpness": sharpness(sheet),
        "contrast": _contrast(eye, iris),
        "reflections": float(np.mean(sheet.texture >= GLARE)),
    }
    return judged(values, limits, ADVICE)


def _share_inside(shape: tuple[int, ...], iris: Outline) -> float:
    """How much of the circle around the iris lies in the image."""
    turns = np.arange(360) * np.pi / 180
    x = iris.x + ROOM * iris.radius * np.cos(turns)
    y = iris.y + ROOM * iris.radius * np.sin(turns)
    return float(np.mean((x >= 0) & (y >= 0) & (x < shape[1]) & (y < shape[0])))


def _roundness(iris: Outline) -> float:
    """Shorter to longer diameter: a head or an eye turned aside makes an ellipse."""
    half = len(iris.radii) // 2
    across = iris.radii[:half] + iris.radii[half:]
    return float(across.min() / across.max())


def sharpness(sheet: Sheet) -> float:
    """Detail of a finer octave beside that of a coarser one, where the iris is seen: falls to 0
    with blur. 0 when too little is seen."""
    rings = sheet.texture.reshape(-1, 2, COLUMNS).mean(axis=1)
    seen = sheet.seen[::2] & sheet.seen[1::2]
    fine, coarse = (_bend(_smoothed(rings, lag), seen, lag) for lag in (2, 4))
    return float(np.sqrt(max(fine - ROUNDING, 0.0) / max(coarse, 2 * ROUNDING)))


def _smoothed(rings: Plane, lag: int) -> Plane:
    """Half of *lag* columns to either side taken in, weighted as a triangle."""
    for step in range(1, lag // 2 + 1):
        rings = (
            np.roll(rings, step, axis=1) + 2 * rings + np.roll(rings, -step, axis=1)
        ) / np.float32(4)
    return rings


def _bend(rings: Plane, seen: NDArray[np.bool_], lag: int) -> float:
    """Variance of the second difference over *lag* columns, where all around is seen."""
    bend = np.roll(rings, lag, axis=1) - 2 * rings + np.roll(rings, -lag, axis=1)
    whole = seen.copy()
    for step in range(1, lag + 3):
        whole &= np.roll(seen, step, axis=1) & np.roll(seen, -step, axis=1)
    return float(bend[whole].var()) if whole.sum() > COLUMNS else 0.0


def _contrast(eye: NDArray[np.uint8], iris: Outline) -> float:
    """Grey levels from the iris to the white of the eye, at its sides, the weaker side."""
    plane: Plane = eye.astype(np.float32)
    sides = []
    for side in (1, -1):
        steps = [
            sample(plane, iris.x + side * 1.1 * iris.radius * c, iris.y + 1.1 * iris.radius * s)
            - sample(plane, iris.x + side * 0.9 * iris.radius * c, iris.y + 0.9 * iris.radius * s)
            for c, s in ((np.cos(turn), np.sin(turn)) for turn in np.linspace(-0.2, 0.45, 14))
        ]
        sides.append(float(np.median(steps)))
    return min(sides)
