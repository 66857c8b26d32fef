"""Drawn prints: ridges of known period, direction and defects, without anybody's finger."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def parallel(
    *, height: int = 320, width: int = 288, period: float = 9.0, degrees: float = 30.0
) -> Pixels:
    """Dark sinusoidal ridges at *degrees* anticlockwise in an ellipse on white."""
    y, x = np.mgrid[:height, :width].astype(float)
    angle = np.radians(degrees)
    across = x * np.sin(angle) + y * np.cos(angle)
    return _on_white(128 - 100 * np.cos(2 * np.pi * across / period))


def forked(*, row: int = 160, column: int = 144) -> Pixels:
    """Level ridges; one of them forks at (row, column): two to the right, one to the left."""
    y, x = np.mgrid[:320, :288].astype(float)
    turn = np.arctan2(y - row, x - column)
    return _on_white(128 - 100 * np.cos(2 * np.pi * (y - row) / 9 + turn))


def _on_white(ridges: NDArray[np.float64]) -> Pixels:
    height, width = ridges.shape
    y, x = np.mgrid[:height, :width].astype(float)
    inside = ((y / height - 0.5) / 0.42) ** 2 + ((x / width - 0.5) / 0.42) ** 2 < 1
    return np.where(inside, ridges, 255).clip(0, 255).astype(np.uint8)
