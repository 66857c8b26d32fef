"""Random surfaces of any grain: independent normals on a lattice, and smooth values between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled


def cells(rows: int, columns: int, grain_px: float) -> tuple[int, int]:
    """Size of a lattice of one corner every *grain_px* over *rows* × *columns* pixels."""
    return int(rows / grain_px) + 3, int(columns / grain_px) + 3


def lattice(rng: np.random.Generator, rows: int, columns: int) -> NDArray[np.float32]:
    """Independent standard normals for `between` and `clouds`."""
    return rng.standard_normal((rows, columns), dtype=np.float32)


@compiled
def between(noise: NDArray[np.float32], row: float, column: float) -> float:
    """*noise* between its corners, smooth enough that the lattice does not show; it repeats."""
    i, j = int(np.floor(row)), int(np.floor(column))
    u, v = row - i, column - j
    u, v = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v)
    i, j = i % noise.shape[0], j % noise.shape[1]
    below, right = (i + 1) % noise.shape[0], (j + 1) % noise.shape[1]
    upper = noise[i, j] * (1.0 - v) + noise[i, right] * v
    lower = noise[below, j] * (1.0 - v) + noise[below, right] * v
    return float(upper * (1.0 - u) + lower * u)


@compiled
def clouds(noise: NDArray[np.float32], row: float, column: float) -> float:
    """Two grains of *noise* turned against each other: no direction shows."""
    turned_row, turned_column = 0.82 * row + 0.57 * column, 0.82 * column - 0.57 * row
    fine = between(noise, 1.9 * row - 1.3 * column, 1.9 * column + 1.3 * row)
    return 0.95 * between(noise, turned_row, turned_column) + 0.6 * fine
