"""The tissue of an iris, unrolled: what an identity and an eye keep for life.

Layers seen under near-infrared light: fibres that run outwards, a collarette a third of the way,
crypts (dark lens-shaped gaps) beside it, furrows around near the rim, and a few freckles.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.positions import Eye
from tuntas.biometrics.synthetic.seeds import generator

DEPTHS: Final = 64
"""Rows from the pupil's edge to the white."""
TURNS: Final = 1024
"""Columns once around, anticlockwise from three o'clock."""

Tissue = NDArray[np.float32]


def texture(identity: int, eye: Eye) -> Tissue:
    """Brightness [DEPTHS, TURNS], mean 0, spread 1."""
    rng = generator("iris", identity, int(eye))
    depth = np.linspace(0, 1, DEPTHS)[:, None]
    around = np.linspace(0, 2 * np.pi, TURNS, endpoint=False)[None, :]
    fibres = 0.8 * _grain(rng, 16.0, 7.0) + 0.7 * _grain(rng, 9.0, 16.0) + 0.5 * _grain(rng, 3, 3)
    collar = 0.30 + 0.05 * _ring(rng, around, 14)
    step = np.tanh((depth - collar) / 0.05)
    tissue = fibres * (0.75 + 0.25 * step) - 0.5 * step
    tissue += 0.9 * np.exp(-(((depth - collar) / 0.05) ** 2))
    _crypts(tissue, rng, depth, around)
    rim = 0.8 + 0.05 * _ring(rng, around, 5)
    for nth in range(3):
        furrow = rim - 0.12 * nth
        tissue -= 0.45 * np.exp(-(((depth - furrow) / 0.02) ** 2)) * (_ring(rng, around, 6) > -0.4)
    for _ in range(rng.poisson(1.2)):
        tissue -= 2.0 * _spot(
            depth, around, rng.uniform(0.3, 0.9), rng.uniform(0, 6.28), 0.07, 0.06
        )
    tissue -= tissue.mean()
    return np.asarray(tissue / tissue.std(), np.float32)


def _grain(rng: np.random.Generator, deep: float, wide: float) -> NDArray[np.float64]:
    """Noise *deep* rows and *wide* columns coarse, the same at both ends of a turn."""
    white = rng.standard_normal((2 * DEPTHS, TURNS))
    row, column = np.fft.fftfreq(2 * DEPTHS)[:, None], np.fft.fftfreq(TURNS)[None, :]
    keep = np.exp(-2 * ((row * deep) ** 2 + (column * wide) ** 2))
    smooth = np.fft.ifft2(np.fft.fft2(white) * keep).real[:DEPTHS]
    return np.asarray(smooth / smooth.std())


def _ring(rng: np.random.Generator, around: NDArray[np.float64], waves: int) -> NDArray[np.float64]:
    """A closed line that wanders with up to *waves* waves to the turn, spread 1."""
    order = np.arange(1, waves + 1)[:, None]
    size = rng.standard_normal((waves, 1)) / np.sqrt(order)
    phase = rng.uniform(0, 2 * np.pi, (waves, 1))
    line = (size * np.cos(order * around + phase)).sum(axis=0, keepdims=True)
    return np.asarray(line / line.std())


def _crypts(
    tissue: NDArray[np.float64],
    rng: np.random.Generator,
    depth: NDArray[np.float64],
    around: NDArray[np.float64],
) -> None:
    for _ in range(rng.integers(14, 34)):
        at = rng.normal(0.36, 0.12), rng.uniform(0, 2 * np.pi)
        spot = _spot(depth, around, *at, rng.uniform(0.04, 0.11), rng.uniform(0.02, 0.06))
        tissue -= rng.uniform(0.8, 2.0) * spot


def _spot(
    depth: NDArray[np.float64],
    around: NDArray[np.float64],
    at_depth: float,
    at_angle: float,
    deep: float,
    wide: float,
) -> NDArray[np.float64]:
    off = np.mod(around - at_angle + np.pi, 2 * np.pi) - np.pi
    return np.asarray(np.exp(-(((depth - at_depth) / deep) ** 4) - (off / wide) ** 4))
