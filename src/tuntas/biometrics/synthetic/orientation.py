"""The direction of ridges everywhere, from singular points.

Sherlock & Monro (1993): half the angle seen from each core, less half of each delta's, which
leaves loops and deltas exactly where they were asked for. Vizcaya & Gerhardt (1996): each angle
goes through a piecewise linear correction first, so that no two fingers flow alike. A fall-off to
both sides is added, because the plain model straightens too early near the tip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.synthetic.patterns import Pattern, PatternKind

Field = NDArray[np.float64]
NODES: Final = 8
"""Corners of the correction, as in Vizcaya & Gerhardt."""
_CORRECTION: Final = 0.20
"""Spread of a correction, radians."""
_WANDER: Final = 0.11
"""Spread of the slow wander of the whole field, radians."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A pattern with everything that makes it one finger's own. See `flow_of`."""

    pattern: Pattern
    corrections: NDArray[np.float64]
    wander: NDArray[np.float64]


def flow_of(pattern: Pattern, rng: np.random.Generator) -> Flow:
    """*pattern* with its own corrections: [singular point, node], and wander: [3, 3] cosines."""
    points = len(pattern.cores) + len(pattern.deltas)
    corrections = _CORRECTION * np.clip(rng.standard_normal((points, NODES)), -2, 2)
    wander = _WANDER * np.clip(rng.standard_normal((3, 3)), -2, 2)
    wander[0, 0] = 0.0
    return Flow(pattern, corrections, wander)


def directions(flow: Flow, x: Field, y: Field) -> Field:
    """Ridge direction in [0, π), anticlockwise from the x axis, at *x*, *y* in millimetres."""
    pattern = flow.pattern
    angle = np.full(np.broadcast_shapes(x.shape, y.shape), pattern.tilt)
    signs = [0.5] * len(pattern.cores) + [-0.5] * len(pattern.deltas)
    for point, sign, correction in zip(
        (*pattern.cores, *pattern.deltas), signs, flow.corrections, strict=True
    ):
        seen = np.arctan2(y - point[1], x - point[0])
        angle += sign * (seen + _corrected(seen, correction))
    angle += _arch(pattern, x, y) if pattern.kind is PatternKind.ARCH else 0.0
    angle += _fall_off(pattern.bend, x, y) + _wandering(flow.wander, x, y)
    return np.asarray(np.mod(angle, np.pi))


def _corrected(seen: Field, correction: NDArray[np.float64]) -> Field:
    corners = np.linspace(-np.pi, np.pi, NODES + 1)
    return np.asarray(np.interp(seen, corners, np.append(correction, correction[0])))


def _fall_off(bend: float, x: Field, y: Field) -> Field:
    height = 1 / (1 + np.exp(-(y + 3.5) / 2.5))
    return np.asarray(-bend * np.tanh(x / 5.5) * (0.85 * height + 0.1))


def _arch(pattern: Pattern, x: Field, y: Field) -> Field:
    rise = np.exp(-(((y + 2.0) / 4.5) ** 2))
    return np.asarray(-pattern.bend * 1.1 * rise * np.sin(np.clip(x / 7.5, -1, 1) * np.pi))


def _wandering(wander: NDArray[np.float64], x: Field, y: Field) -> Field:
    across = np.stack([np.cos(np.pi * k * (x + 10) / 20) for k in range(3)])
    along = np.stack([np.cos(np.pi * k * (y + 14) / 27) for k in range(3)])
    return np.asarray(np.einsum("ij,i...,j...->...", wander, along, across))
