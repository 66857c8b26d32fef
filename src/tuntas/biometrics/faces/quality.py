"""Is this picture good enough to keep: a deterministic part of ISO/IEC 29794-5 and ICAO 9303.

Everything is measured on the head itself: the picture is turned upright and scaled until the eyes
are 90 pixels apart, and zones are given in millimetres from the point between the eyes. So the
figures mean the same for a phone and for a studio camera.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import NoFace
from tuntas.biometrics.faces import background, eyes, portrait
from tuntas.biometrics.faces.asked import ADVICE, PORTRAIT
from tuntas.biometrics.faces.detection import Face
from tuntas.biometrics.faces.picture import Plane, checked, luminance, resized, warp
from tuntas.biometrics.faces.pose import EYES_MM, millimetre, pose
from tuntas.biometrics.judgement import Judgement, Limits, judged

EYES_PX: Final = 90.0
PX_PER_MM: Final = EYES_PX / EYES_MM
HALF_WIDTH_MM, ABOVE_MM, BELOW_MM = 70.0, 80.0, 125.0
NEARBY: Final = 0.25
"""A second face this large beside the first is a person in the picture, not in the distance."""
ROUNDING: Final = 1 / 12
"""Variance that rounding to whole grey levels adds: the detail of a picture without any."""
LEAST_CONTRAST: Final = 0.5
BURNT: Final = 250
"""Grey level from which a sensor shows no more skin."""


def judge(
    picture: NDArray[np.uint8], faces: Sequence[Face], limits: Limits = PORTRAIT
) -> Judgement:
    """All measures of the largest of *faces* (from ``detection.find``) in *picture*.

    Raises:
        NoFace: when *faces* is empty.
        PictureRefused: when *picture* is no picture or the landmarks are no face.
    """
    if not faces:
        raise NoFace
    seen = checked(picture)
    return judged(_placed(seen, faces) | _rendered(seen, faces[0]), limits, ADVICE)


def _placed(picture: NDArray[np.uint8], faces: Sequence[Face]) -> dict[str, float | None]:
    """Who, how large, where and looking where."""
    face = faces[0]
    looks = pose(face.landmarks)
    return {
        "faces": float(sum(one.eye_distance >= NEARBY * face.eye_distance for one in faces)),
        "eye_distance": face.eye_distance,
        "inside": portrait.share_inside(picture, face),
        "across": float(face.landmarks[:, 0].mean() / picture.shape[1] - 0.5),
        "yaw": looks.yaw,
        "pitch": looks.pitch,
        "roll": looks.roll,
    }


def _rendered(picture: NDArray[np.uint8], face: Face) -> dict[str, float | None]:
    """Eyes, sharpness, light and background."""
    upright = _upright(picture, face)
    skin = upright[_ellipse(upright.shape)]
    return {
        "eyes_open": eyes.openness(upright, _at),
        "sharpness": sharpness(upright),
        "brightness": float(np.median(skin)),
        "burnt": float(np.mean(skin >= BURNT)),
        "tone": _entropy(skin),
        "even_light": _evenness(upright),
        "background": background.spread(picture, face),
    }


def _upright(picture: NDArray[np.uint8], face: Face) -> Plane:
    """The face's brightness, upright, EYES_PX between frontal eyes; made smaller smoothly."""
    scale = millimetre(face.landmarks)
    shrink = max(scale / PX_PER_MM, 1.0)
    rows, columns = picture.shape[:2]
    smaller = resized(picture, max(round(columns / shrink), 1), max(round(rows / shrink), 1))
    turn = np.radians(pose(face.landmarks).roll)
    middle = (face.landmarks[:2].mean(axis=0) + 0.5) / shrink - 0.5
    step = scale / shrink / PX_PER_MM
    axes = step * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corner = middle - axes @ (np.array([HALF_WIDTH_MM, ABOVE_MM]) * PX_PER_MM)
    width, height = (round(mm * PX_PER_MM) for mm in (2 * HALF_WIDTH_MM, ABOVE_MM + BELOW_MM))
    return luminance(warp(smaller, np.column_stack([axes, corner]), width, height, -1))


def _at(x_mm: float, y_mm: float) -> tuple[int, int]:
    """Row and column of ``_upright`` at a place on the head."""
    return round((y_mm + ABOVE_MM) * PX_PER_MM), round((x_mm + HALF_WIDTH_MM) * PX_PER_MM)


def _ellipse(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """The face from brows to chin, without hair."""
    row, column = _at(0, 35)
    y, x = np.ogrid[: shape[0], : shape[1]]
    inside = ((x - column) / (52 * PX_PER_MM)) ** 2 + ((y - row) / (70 * PX_PER_MM)) ** 2 <= 1
    return np.asarray(inside)


def _zone(upright: Plane, left: float, top: float, right: float, bottom: float) -> Plane:
    (first, start), (last, end) = _at(left, top), _at(right, bottom)
    return upright[first:last, start:end]


def _evenness(upright: Plane) -> float:
    """Darkest of forehead, two cheeks and chin, as a share of the brightest."""
    zones = ((-22, -45, 22, -25), (-45, 22, -24, 46), (24, 22, 45, 46), (-14, 92, 14, 106))
    means = [float(_zone(upright, *zone).mean()) for zone in zones]
    return min(means) / max(*means, 1.0)


def _entropy(skin: NDArray[np.float32]) -> float:
    """Bits of information in the histogram of brightness (the dynamic range of 29794-5)."""
    counts = np.bincount(np.clip(skin, 0, 255).astype(np.int64), minlength=256)
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum() + 0.0)


def sharpness(upright: Plane) -> float:
    """Detail of the finest octave beside that of the next one.

    Natural scenes hold as much contrast in each octave (their spectrum falls as 1/f), so a sharp
    picture is near 1 whatever it shows, and blur takes the finest octave first. Noise is taken
    for detail.
    """
    face = _zone(upright, -50, -40, 50, 100)
    fine = max(float(_detail(face).var()) - ROUNDING, 0.0)
    coarse = float(_detail(_smooth(face)[::2, ::2]).std())
    return float(np.sqrt(fine) / max(coarse, LEAST_CONTRAST))


def _detail(plane: Plane) -> Plane:
    """The finest octave; applied twice, so that soft gradients leave nothing."""
    once = plane - _smooth(plane)
    return (once - _smooth(once))[2:-2, 2:-2]


def _smooth(plane: Plane) -> Plane:
    """Binomial blur of five by five, edges repeated."""
    for axis in (0, 1):
        padded = np.pad(plane, [(2, 2) if axis == one else (0, 0) for one in (0, 1)], "edge")
        length = plane.shape[axis]
        taps = [padded.take(range(at, at + length), axis) for at in range(5)]
        plane = (taps[0] + taps[4] + 4 * (taps[1] + taps[3]) + 6 * taps[2]) / np.float32(16)
    return plane
