"""The iris unrolled: Daugman's rubber sheet, and which of it is iris indeed.

Lids, lashes and reflections are known by being unlike the iris of this very eye: its two sides,
which lids rarely reach, say how bright each ring is and how much that varies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.irises.boundaries import WORKING_RADIUS, Boundaries
from tuntas.biometrics.irises.contours import ANGLES, Floats, Outline
from tuntas.biometrics.irises.eye import EyeImage, Plane, checked, sample, scaled

ROWS: Final = 32
COLUMNS: Final = 256
INNERMOST, OUTERMOST = 0.05, 0.92
"""Shares of the way from pupil to limbus: the edges themselves are no texture."""
SIDE: Final = 0.75
"""Cosine of the angle from the horizontal within which an iris is expected to be bare."""
UNLIKE: Final = 3.5
"""Standard deviations from the ring's own brightness at which a place is no iris."""
LEAST_SPREAD: Final = 5.0
"""Grey levels a ring may always vary."""
RUN: Final = 2
"""Places in a row along a ray that make a lid; one alone is a lash."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The unrolled iris.

    texture: float32 [ROWS, COLUMNS], brightness; rows from pupil to limbus, columns from the
    image's right towards its lower edge. seen: bool, same shape: True where iris is seen.
    """

    texture: Plane
    seen: NDArray[np.bool_]

    @property
    def usable_share(self) -> float:
        """Share of the iris that is seen, 0 to 1."""
        return float(self.seen.mean())


def unroll(image: NDArray[np.uint8], found: Boundaries) -> Sheet:
    """The iris between *found*'s outlines. Raises EyeImageRefused."""
    eye: EyeImage = checked(image)
    factor = WORKING_RADIUS / found.iris.radius
    plane = scaled(eye, factor)
    inner, outer = (_fine(curve.scaled(factor)) for curve in (found.pupil, found.iris))
    texture = _unrolled(plane, inner, outer)
    inside = _within(plane.shape, inner, outer)
    return Sheet(texture, inside & _bare(texture))


def _fine(curve: Outline) -> Floats:
    """x and y at each column, [COLUMNS, 2]."""
    turns = np.arange(COLUMNS) * 2 * np.pi / COLUMNS
    radii = np.interp(turns, ANGLES, curve.radii, period=2 * np.pi)
    across, down = curve.x + radii * np.cos(turns), curve.y + radii * np.sin(turns)
    return np.stack([across, down], axis=1)


def _places(inner: Floats, outer: Floats) -> Floats:
    """x and y of every place of the sheet, [ROWS, COLUMNS, 2]."""
    shares = np.linspace(INNERMOST, OUTERMOST, ROWS)[:, None, None]
    return np.asarray((1 - shares) * inner + shares * outer)


def _within(shape: tuple[int, ...], inner: Floats, outer: Floats) -> NDArray[np.bool_]:
    x, y = np.moveaxis(_places(inner, outer), 2, 0)
    return np.asarray((x >= 0) & (y >= 0) & (x <= shape[1] - 1) & (y <= shape[0] - 1))


def _unrolled(plane: Plane, inner: Floats, outer: Floats) -> Plane:
    return _sampled(plane, _places(inner, outer))


@compiled
def _sampled(plane: Plane, places: Floats) -> Plane:
    rows, columns = places.shape[0], places.shape[1]
    made = np.empty((rows, columns), np.float32)
    for n in range(rows):
        for a in range(columns):
            made[n, a] = sample(plane, places[n, a, 0], places[n, a, 1])
    return made


def _bare(texture: Plane) -> NDArray[np.bool_]:
    """Where the sheet is like the sides of this iris."""
    turns = np.arange(COLUMNS) * 2 * np.pi / COLUMNS
    sides = texture[:, np.abs(np.cos(turns)) > SIDE]
    usual = _smooth(np.median(sides, axis=1))[:, None]
    spread = 1.48 * _smooth(np.median(np.abs(sides - usual), axis=1))[:, None]
    unlike = np.abs(texture - usual) > UNLIKE * np.maximum(spread, LEAST_SPREAD)
    lid = _beyond_lids(unlike, np.abs(np.sin(turns)) > np.sqrt(1 - SIDE**2))
    return ~(_grown(unlike) | lid)


def _beyond_lids(unlike: NDArray[np.bool_], may: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Everything outwards of a run of strange places, in the columns where lids may be."""
    runs = unlike.copy()
    for step in range(1, RUN):
        runs[:-step] &= unlike[step:]
    first = np.where(runs.any(axis=0), runs.argmax(axis=0), ROWS)
    first = np.where(may, first, ROWS)
    # A lid is smooth: a lash that reaches far in does not make one, a gap in a lid is no hole.
    around = np.stack([np.roll(first, step) for step in range(-6, 7)])
    lid = np.minimum(np.median(around, axis=0), first + ROWS * (first < ROWS / 8))
    return np.asarray(np.arange(ROWS)[:, None] >= lid - 1)


def _grown(strange: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """*strange* and its neighbours: edges of lashes and reflections are half strange."""
    wide = strange | np.roll(strange, 1, axis=1) | np.roll(strange, -1, axis=1)
    grown = wide.copy()
    grown[1:] |= wide[:-1]
    grown[:-1] |= wide[1:]
    return grown


def _smooth(values: Floats) -> Floats:
    padded = np.pad(values, 2, "edge")
    return np.asarray(np.convolve(padded, np.full(5, 0.2), "valid"))
