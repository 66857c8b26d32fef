"""The one way from an eye image to the outlines of its pupil and iris."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import NoIris
from tuntas.biometrics.irises import circles
from tuntas.biometrics.irises.contours import ANGLES, TURNS, Outline, follow
from tuntas.biometrics.irises.eye import (
    EyeImage,
    Plane,
    checked,
    scaled,
    without_glints,
    without_spots,
)

COARSE: Final = 160
FINE: Final = 320
"""Pixels across in which discs are sought, then placed."""
WORKING_RADIUS: Final = 80.0
"""Pixels of the iris's radius in which outlines are followed and the texture is read."""
DARKEST_SHARE: Final = 25
"""Percentile of brightness that a pupil's centre does not exceed."""
PUPIL_PX: Final = (3, 0.2)
"""Smallest radius in coarse pixels, largest as a share of the image's height."""
IRIS_SHARE: Final = 0.55
"""Largest radius of the iris as a share of the image's height."""
LEAST_PUPIL_EDGE: Final = 0.8
LEAST_IRIS_EDGE: Final = 0.2
"""Edges weaker than this, in units of their own unevenness, are no eye's."""
LEAST_RADIUS: Final = 25.0
"""Pixels of an iris that shows any texture; ISO/IEC 29794-6 asks 80 (``quality``)."""
RATIO: Final = (0.12, 0.85)
"""Pupil to iris, beyond what light or drugs do."""


@dataclass(frozen=True, slots=True, eq=False)
class Boundaries:
    """Pupil and iris (limbus) in the image's pixels; how clear each edge is (unevenness = 1)."""

    pupil: Outline
    iris: Outline
    pupil_edge: float
    iris_edge: float


def find(image: NDArray[np.uint8]) -> Boundaries:
    """Pupil and iris in *image*, one eye in near infrared, any resolution.

    Raises:
        EyeImageRefused: when *image* is no eye image in shape.
        NoIris: when no pupil with an iris around it is seen.
    """
    eye = checked(image)
    pupil, iris = _circles(eye)
    if pupil[3] < LEAST_PUPIL_EDGE or iris[3] < LEAST_IRIS_EDGE or iris[2] < LEAST_RADIUS:
        raise NoIris
    factor = WORKING_RADIUS / iris[2]
    plane = _logarithm(scaled(eye, factor))
    inner = _pupil(plane, Outline.circle(*pupil[:3]).scaled(factor))
    outer = _iris(plane, Outline.circle(*iris[:3]).scaled(factor), inner)
    _check_sizes(inner, outer)
    back = 1 / factor
    return Boundaries(inner.scaled(back), outer.scaled(back), float(pupil[3]), float(iris[3]))


def _circles(eye: EyeImage) -> tuple[circles.Circle, circles.Circle]:
    """The best pair of circles with their edges, each [4], in the image's pixels."""
    # As wide as an image of usual proportions; a tall one is not made longer for it.
    columns = max(eye.shape[1], eye.shape[0] * 4 / 3)
    small = scaled(eye, COARSE / columns)
    coarse = _logarithm(without_spots(small, 2))
    darkest = float(np.percentile(coarse, DARKEST_SHARE))
    largest = max(int(PUPIL_PX[1] * small.shape[0]), PUPIL_PX[0] + 1)
    middle = scaled(eye, FINE / columns)
    plane, spotless = _logarithm(middle), _logarithm(without_spots(middle, 4))
    best = np.full((2, 4), -1e9)
    for x, y, radius, _ in circles.dark_discs(coarse, darkest, PUPIL_PX[0], largest):
        growth = FINE / COARSE
        pupil = circles.finer_disc(
            spotless, (x + 0.5) * growth - 0.5, (y + 0.5) * growth - 0.5, radius * growth, 3.0
        )
        reach = min(IRIS_SHARE * middle.shape[0], 8 * pupil[2])
        iris = circles.ring_around(plane, pupil, reach)
        if pupil[3] + iris[3] > best[:, 3].sum():
            best = np.stack([pupil, iris])
    best[:, :2] = (best[:, :2] + 0.5) * columns / FINE - 0.5
    best[:, 2] *= columns / FINE
    return best[0], best[1]


def _pupil(plane: Plane, start: Outline) -> Outline:
    spotless = without_glints(plane, round(WORKING_RADIUS / 12))
    farthest = min(2.0, 0.8 * WORKING_RADIUS / start.radius)
    rough = follow(
        spotless, start, nearest=0.5, farthest=farthest, window=0.25, weights=np.ones(TURNS),
        terms=1, dark_inside=True,
    )  # fmt: skip
    return follow(
        spotless, rough, nearest=0.7, farthest=1.3, window=0.15, weights=np.ones(TURNS),
        terms=4, dark_inside=True,
    )  # fmt: skip


def _iris(plane: Plane, start: Outline, pupil: Outline) -> Outline:
    # Lids hide the iris above and below: only its sides are believed, the lower ones longer.
    weights = np.maximum(np.cos(ANGLES - 0.25), np.cos(ANGLES - np.pi + 0.25)) - 0.5
    weights = np.clip(weights * 4, 0.0, 1.0)
    nearest = max(0.8, 1.15 * pupil.radius / start.radius)
    rough = follow(
        plane, start, nearest=nearest, farthest=1.25, window=0.1, weights=weights, terms=1
    )
    return follow(plane, rough, nearest=0.9, farthest=1.1, window=0.06, weights=weights, terms=2)


def _check_sizes(pupil: Outline, iris: Outline) -> None:
    """Raises NoIris when the two cannot be one eye's."""
    apart = np.hypot(pupil.x - iris.x, pupil.y - iris.y)
    ratio = pupil.radius / iris.radius
    if not RATIO[0] < ratio < RATIO[1] or apart + pupil.radius > 0.95 * iris.radius:
        raise NoIris
    if pupil.radii.min() < 0.5 * pupil.radius or iris.radii.min() < 0.7 * iris.radius:
        raise NoIris


def _logarithm(plane: Plane) -> Plane:
    """Contrast as a ratio: pupil to iris then counts as much as iris to skin."""
    return np.asarray(np.log(plane + 8), np.float32)
