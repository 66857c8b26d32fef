"""The convex hull of a print's minutiae: where it could have shown more of them.

>>> square = Template.of([0, 100, 100, 0, 50], [0, 0, 100, 100, 50], [0] * 5, [1] * 5, [80] * 5,
...                      width=120, height=120)
>>> of(square).area, of(square).length
(10000.0, 400.0)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.template import Template

Reals = NDArray[np.float32]
Real = np.float32 | float


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """edges: float32 [4, corners], outward normal, its offset and the edge's length (y upwards).
    area in square pixels; length all around in pixels."""

    edges: Reals
    area: float
    length: float


def of(template: Template) -> Outline:
    """The hull of *template*; without area when its minutiae lie on one line."""
    if len(template) == 0:
        return Outline(np.empty((4, 0), np.float32), 0.0, 0.0)
    x, y = template.x.astype(np.float32), -template.y.astype(np.float32)
    around = corners(x, y)
    cx, cy = x[around], y[around]
    made = edges(cx, cy)
    cross: Any = cx * np.roll(cy, -1) - cy * np.roll(cx, -1)
    return Outline(made, float(abs(cross.sum())) / 2, float(made[3].sum()))


@compiled
def corners(x: Reals, y: Reals) -> NDArray[np.int64]:
    """Which points are corners of the hull, anticlockwise where y points up (Andrew's chain)."""
    count = len(x)
    order = np.argsort(x.astype(np.float64) * 65536.0 + y)
    chain = np.empty(2 * count + 2, np.int64)
    size = 0
    for way in range(2):
        start = size
        for k in range(count):
            new = order[k] if way == 0 else order[count - 1 - k]
            while size - start >= 2:
                a, b = chain[size - 2], chain[size - 1]
                turn = (x[b] - x[a]) * (y[new] - y[a]) - (y[b] - y[a]) * (x[new] - x[a])
                if turn > 0:
                    break
                size -= 1
            chain[size] = new
            size += 1
        size -= 1
    return chain[: max(size, 1)]


@compiled
def edges(cx: Reals, cy: Reals) -> Reals:
    """[4, corners]: outward normal, its offset, and the length of each edge."""
    count = len(cx)
    made = np.empty((4, count), np.float32)
    for k in range(count):
        m = k + 1 if k + 1 < count else 0
        ex, ey = cx[m] - cx[k], cy[m] - cy[k]
        length = np.float32(math.sqrt(ex * ex + ey * ey))
        scale = np.float32(1.0) / length if length > 0 else np.float32(0.0)
        made[0, k], made[1, k] = ey * scale, -ex * scale
        made[2, k] = made[0, k] * cx[k] + made[1, k] * cy[k]
        made[3, k] = length
    return made


@compiled
def farthest(x: Real, y: Real, made: Reals) -> Real:
    """How far a point lies beyond the edge it is farthest out of; negative inside the hull."""
    most = np.float32(-1e9)
    for k in range(made.shape[1]):
        most = max(most, made[0, k] * x + made[1, k] * y - made[2, k])
    return most
