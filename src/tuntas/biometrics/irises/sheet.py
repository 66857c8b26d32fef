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
UNLIKE: Final = 2.5
"""Standard deviations from the ring's own brightness at which a place is no iris."""
LEAST_SPREAD: Final = 5.0
"""Grey levels a ring may always vary."""
LID_FROM: Final = 0.2
"""Radii of the iris above or below its middle from which a lid is looked for."""
LID_ROWS: Final = 3
LEAST_LID: Final = 20
"""Rows of columns, and columns, that must be strange: less is texture, or a lash."""
BEYOND: Final = 0.5
"""Share of a ray outwards of a lid that must be strange."""
LID_MARGIN: Final = 0.08
"""Radii of the iris that a lid's shadow takes."""


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
    places = _places(inner, outer)
    x, y = np.moveaxis(places, 2, 0)
    inside = (x >= 0) & (y >= 0) & (x <= plane.shape[1] - 1) & (y <= plane.shape[0] - 1)
    texture = _sampled(plane, places)
    middle = np.array([found.iris.x, found.iris.y]) * factor
    return Sheet(texture, inside & _bare(texture, (places - middle) / WORKING_RADIUS))


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


@compiled
def _sampled(plane: Plane, places: Floats) -> Plane:
    rows, columns = places.shape[0], places.shape[1]
    made = np.empty((rows, columns), np.float32)
    for n in range(rows):
        for a in range(columns):
            made[n, a] = sample(plane, places[n, a, 0], places[n, a, 1])
    return made


def _bare(texture: Plane, places: Floats) -> NDArray[np.bool_]:
    """Where the sheet is like the sides of this iris."""
    turns = np.arange(COLUMNS) * 2 * np.pi / COLUMNS
    sides = texture[:, np.abs(np.cos(turns)) > SIDE]
    usual = _smooth(np.median(sides, axis=1))[:, None]
    spread = 1.48 * _smooth(np.median(np.abs(sides - usual), axis=1))[:, None]
    unlike = np.abs(texture - usual) > UNLIKE * np.maximum(spread, LEAST_SPREAD)
    beyond = _beyond_lid(unlike, places, -1) | _beyond_lid(unlike, places, 1)
    return np.asarray(~(_grown(unlike) | beyond))


def _beyond_lid(unlike: NDArray[np.bool_], places: Floats, side: int) -> NDArray[np.bool_]:
    """Places beyond the parabola of the upper (-1) or lower (1) lid.

    places: [ROWS, COLUMNS, 2] around the iris's middle in units of its radius.
    """
    # A reflection near the pupil has iris beyond it, a lid has none.
    beyond = np.cumsum(unlike[::-1], axis=0)[::-1] / np.arange(ROWS, 0, -1)[:, None]
    runs = unlike & (beyond >= BEYOND)
    for step in range(1, LID_ROWS):
        runs[:-step] &= unlike[step:]
        runs[-step:] = False
    columns = np.flatnonzero(runs.any(axis=0) & (side * places[-1, :, 1] > LID_FROM))
    if len(columns) < LEAST_LID:
        return np.zeros_like(unlike)
    x, y = places[runs.argmax(axis=0)[columns], columns].T
    bend, slope, height = _parabola(x, side * y)
    across, down = np.moveaxis(places, 2, 0)
    return np.asarray(side * down > bend * across**2 + slope * across + height - LID_MARGIN)


def _parabola(x: Floats, y: Floats) -> Floats:
    """Bend, slope and height of y over x; far points are believed less; lids bend inwards only."""
    basis = np.stack([x**2, x, np.ones_like(x)], axis=1)
    weights = np.ones_like(x)
    fitted = np.array([0.0, 0.0, float(np.median(y))])
    for _ in range(6):
        # A little is paid for bend and slope: few points say nothing about either.
        price = np.diag([0.3, 0.3, 1e-6])
        fitted = np.linalg.solve(
            basis.T @ (weights[:, None] * basis) + price, basis.T @ (weights * y)
        )
        fitted[0] = min(max(fitted[0], -1.0), 0.0)
        away = np.abs(y - basis @ fitted)
        weights = 1 / (1 + (away / (np.median(away) + 0.03)) ** 2)
    return np.asarray(fitted)


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
