"""From circles to true outlines: pupils are not quite round, irises not quite concentric.

The image is unrolled around a circle, the path of the strongest edge that closes on itself is
found by dynamic programming, and a Fourier series of few terms is laid through it (Daugman, "New
methods in iris recognition", IEEE SMC-B 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.irises.eye import Plane, sample

Floats = NDArray[np.float64]

TURNS: Final = 128
STEPS: Final = 64
ANGLES: Final = np.arange(TURNS) * 2 * np.pi / TURNS
"""From the image's right, towards its lower edge."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A closed curve: *radii* [TURNS] in pixels at ANGLES around (x, y)."""

    x: float
    y: float
    radii: Floats

    @classmethod
    def circle(cls, x: float, y: float, radius: float) -> Outline:
        return cls(x, y, np.full(TURNS, radius))

    @property
    def radius(self) -> float:
        """Mean radius, pixels."""
        return float(self.radii.mean())

    @property
    def points(self) -> Floats:
        """x and y along the curve, [TURNS, 2]."""
        return np.stack(
            [self.x + self.radii * np.cos(ANGLES), self.y + self.radii * np.sin(ANGLES)], axis=1
        )

    def scaled(self, factor: float) -> Outline:
        """The curve in an image whose sides are *factor* times as long."""
        centre = (np.array([self.x, self.y]) + 0.5) * factor - 0.5
        return Outline(float(centre[0]), float(centre[1]), self.radii * factor)

    def around_its_middle(self) -> Outline:
        """The same curve told from the mean of its points."""
        points = self.points
        x, y = points.mean(axis=0)
        across, down = points[:, 0] - x, points[:, 1] - y
        seen = np.arctan2(down, across) % (2 * np.pi)
        order = np.argsort(seen)
        radii = np.hypot(across, down)[order]
        return Outline(float(x), float(y), np.interp(ANGLES, seen[order], radii, period=2 * np.pi))


def follow(
    plane: Plane,
    start: Outline,
    *,
    nearest: float,
    farthest: float,
    window: float,
    weights: Floats,
    terms: int,
    dark_inside: bool = False,
) -> Outline:
    """The strongest dark-to-bright edge around *start*.

    nearest, farthest: bounds of the search as shares of start's radius. window: width of the two
    bands that are compared, same unit. weights: [TURNS], how much each angle's edge is believed.
    terms: of the Fourier series beyond the mean. dark_inside: what brightens on the way out
    counts against an edge further out, so that a lid above a pupil is not taken for its edge.
    """
    radii = np.linspace(nearest, farthest, STEPS) * start.radius
    edges = _edges(plane, start.x, start.y, radii, window * start.radius)
    if dark_inside:
        edges -= _brighter_before(plane, start.x, start.y, radii, window * start.radius)
    path = radii[_closed_path(np.maximum(edges, 0) * weights[:, None])]
    strength = np.maximum(edges[np.arange(TURNS), np.searchsorted(radii, path)], 0)
    return Outline(start.x, start.y, _series(path, weights * strength, terms)).around_its_middle()


def _series(path: Floats, weights: Floats, terms: int) -> Floats:
    """*path* through a Fourier series; far points are believed less, round by round."""
    columns = [np.ones(TURNS)]
    for n in range(1, terms + 1):
        columns += [np.cos(n * ANGLES), np.sin(n * ANGLES)]
    basis = np.stack(columns, axis=1)
    # High terms pay, so that a gap (a lid) is bridged by a circle and not by a wave.
    price = np.array([0.0, *np.repeat(np.arange(terms) ** 2.0, 2)]) * 0.02 * weights.sum()
    fitted, now = path, weights + 1e-9
    for _ in range(6):
        left = basis.T @ (now[:, None] * basis) + np.diag(price + 1e-9)
        fitted = basis @ np.linalg.solve(left, basis.T @ (now * path))
        away = np.abs(path - fitted)
        now = (weights + 1e-9) / (1 + (away / (np.median(away) + 0.3)) ** 2)
    return np.asarray(fitted)


@compiled
def _edges(plane: Plane, x: float, y: float, radii: Floats, window: float) -> Floats:
    """Mean brightness in a band outside less that inside, [TURNS, STEPS]."""
    made = np.empty((TURNS, STEPS))
    for a in range(TURNS):
        angle = a * 2 * np.pi / TURNS
        across, down = np.cos(angle), np.sin(angle)
        for n in range(STEPS):
            total = 0.0
            for part in range(1, 4):
                gap = window * part / 3
                outer, inner = radii[n] + gap, max(radii[n] - gap, 0.0)
                total += sample(plane, x + outer * across, y + outer * down)
                total -= sample(plane, x + inner * across, y + inner * down)
            made[a, n] = total / 3
    return made


@compiled
def _brighter_before(plane: Plane, x: float, y: float, radii: Floats, window: float) -> Floats:
    """The brightest place further in than the inner band, above the centre's, [TURNS, STEPS]."""
    made = np.empty((TURNS, STEPS))
    level = sample(plane, x, y)
    for a in range(TURNS):
        angle = a * 2 * np.pi / TURNS
        across, down = np.cos(angle), np.sin(angle)
        highest, reached = level, 0.0
        for n in range(STEPS):
            while reached < radii[n] - window:
                value = sample(plane, x + reached * across, y + reached * down)
                highest = max(highest, value)
                reached += 0.5
            made[a, n] = highest - level
    return made


@compiled
def _closed_path(worth: Floats) -> NDArray[np.int64]:
    """The way round, one step a turn at most, worth most, that ends where it began. [TURNS]

    Twice round without a fixed start, and the second round is taken: it closes but for a step.
    """
    rounds = 2 * TURNS
    best = worth[0].copy()
    came = np.zeros((rounds, STEPS), np.int8)
    for a in range(1, rounds):
        here = np.empty(STEPS)
        for n in range(STEPS):
            value, step = best[n], 0
            if n > 0 and best[n - 1] > value:
                value, step = best[n - 1], -1
            if n + 1 < STEPS and best[n + 1] > value:
                value, step = best[n + 1], 1
            came[a, n] = step
            here[n] = value + worth[a % TURNS, n]
        best = here
    path = np.empty(TURNS, np.int64)
    at = int(np.argmax(best))
    for a in range(rounds - 1, -1, -1):
        if a < TURNS + TURNS // 2 and a >= TURNS // 2:
            path[a % TURNS] = at
        at += came[a, at]
    return path
