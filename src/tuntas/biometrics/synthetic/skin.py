"""What skin adds to its ridges: an outline, creases and scars, and pores along the crests."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.template import DPI

_MM: Final = DPI / 25.4
_PORE_PITCH: Final = 9
"""Pixels between pores along a crest: 0.46 mm (Ashbaugh 1999: 9 to 18 a centimetre)."""
_PORE_DEPTH: Final = 55


def inside(
    axes_mm: tuple[float, float, float],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    margin_mm: float = 0.0,
) -> NDArray[np.bool_]:
    """Whether (x, y) is skin: half an ellipse above the core, a fuller one below."""
    half, above, below = (axis + margin_mm for axis in axes_mm)
    power = np.where(y > 0, 2.2, 3.5)
    return np.asarray(
        (np.abs(x) / half) ** power + (np.abs(y) / np.where(y > 0, above, below)) ** power < 1
    )


def marks(
    rng: np.random.Generator,
    wear: float,
    ridges: NDArray[np.int16],
    origin: tuple[float, float],
    axes_mm: tuple[float, float, float],
) -> NDArray[np.uint8]:
    """Ink taken away, 0 to 255: creases for a *wear* of 0 (none) to 1 (hands that dig), pores."""
    taken = np.zeros(ridges.shape, np.float32)
    for _ in range(rng.poisson(3.2 * max(wear, 0.0))):
        _scratch(taken, *_crease(rng, origin, axes_mm))
    if rng.random() < 0.12 * max(wear, 0.0):  # a scar: long, wide, across the ridges
        row, column, direction, length, width, depth = _crease(rng, origin, axes_mm)
        _scratch(taken, row, column, direction, length * 1.5, width * 2, min(depth * 1.3, 250.0))
    _pores(taken, ridges, rng.random((2, *_pore_cells(ridges.shape)), dtype=np.float32))
    return np.clip(taken, 0, 255).astype(np.uint8)


def _crease(
    rng: np.random.Generator, origin: tuple[float, float], axes_mm: tuple[float, float, float]
) -> tuple[float, float, float, float, float, float]:
    """Row, column, direction, length, width (pixels) and depth of one crease."""
    half, above, below = axes_mm
    row = origin[0] + rng.uniform(-0.7 * above, 0.8 * below) * _MM
    column = origin[1] + rng.uniform(-0.7, 0.7) * half * _MM
    direction = rng.normal(0.0, 0.6) + (np.pi / 2 if rng.random() < 0.3 else 0.0)
    length = (1.5 + rng.gamma(2.0, 1.5)) * _MM
    return row, column, direction, length, rng.uniform(0.08, 0.2) * _MM, rng.uniform(90, 210)


@compiled
def _scratch(
    taken: NDArray[np.float32],
    row: float,
    column: float,
    direction: float,
    length: float,
    width: float,
    depth: float,
) -> None:
    """Draw a line, slightly bent, that fades at both ends."""
    rows, columns = taken.shape
    cosine, sine = np.cos(direction), np.sin(direction)
    reach = int(length / 2 + 3 * width) + 1
    for r in range(max(0, int(row) - reach), min(rows, int(row) + reach + 1)):
        for c in range(max(0, int(column) - reach), min(columns, int(column) + reach + 1)):
            along = (c - column) * cosine - (r - row) * sine
            off = (c - column) * sine + (r - row) * cosine
            off += 2.0 * np.sin(along * 0.06 + row) + 0.8 * np.sin(along * 0.23 + column)
            end = 1.0 - (2.0 * along / length) ** 2
            if end > 0.0:
                cut = depth * np.sqrt(end) * np.exp(-((off / width) ** 2))
                taken[r, c] = max(taken[r, c], cut)


def _pore_cells(shape: tuple[int, ...]) -> tuple[int, int]:
    return shape[0] // _PORE_PITCH + 1, shape[1] // _PORE_PITCH + 1


@compiled
def _pores(taken: NDArray[np.float32], ridges: NDArray[np.int16], at: NDArray[np.float32]) -> None:
    """One pore to a cell, drawn towards the crest nearby."""
    rows, columns = taken.shape
    for i in range(at.shape[1]):
        for j in range(at.shape[2]):
            r = min(int((i + at[0, i, j]) * _PORE_PITCH), rows - 3)
            c = min(int((j + at[1, i, j]) * _PORE_PITCH), columns - 3)
            for _ in range(4):
                best, to_r, to_c = ridges[r, c], r, c
                for dr in range(-1, 2):
                    for dc in range(-1, 2):
                        a, b = min(max(r + dr, 2), rows - 3), min(max(c + dc, 2), columns - 3)
                        if ridges[a, b] > best:
                            best, to_r, to_c = ridges[a, b], a, b
                r, c = to_r, to_c
            if r < 2 or c < 2 or ridges[r, c] < 60:
                continue
            for dr in range(-1, 2):
                for dc in range(-1, 2):
                    taken[r + dr, c + dc] += _PORE_DEPTH / (1.0 + dr * dr + dc * dc)
