"""Ridges that grow out of seeds, so that minutiae arise where fronts meet.

Cappelli, Maio & Maltoni (SFinGe, 2000): filter an almost empty image again and again with Gabor
filters turned to the local ridge direction and tuned to the local period. Growth runs on whole
numbers at 250 dpi (two pixels across a ridge are enough for a wave) and is finished at 500 dpi.
Whole numbers add up to the same in any order: the compiler may vectorise, and machines agree.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled

Wave = NDArray[np.int16]
TOP: Final = 255
"""A ridge's crest; a valley's floor is -TOP."""
TURNS: Final = 48
"""Filter directions in half a turn."""
PERIODS: Final = 16
"""Filter periods of a bank."""
_SCALE: Final = 2048
_GROWTH_TAPS: Final = 16
_FINISH_TAPS: Final = 24


def bank(shortest: float, longest: float, taps: int, gain: float) -> NDArray[np.int16]:
    """Filters [TURNS, PERIODS, taps, taps] for periods from *shortest* to *longest*, pixels.

    Each has no response to flat grey and answers *gain* times a wave of its own period.
    """
    reach = (taps - 1) // 2
    row, column = np.mgrid[-reach : taps - reach, -reach : taps - reach].astype(np.float64)
    filters = np.zeros((TURNS, PERIODS, taps, taps), np.int16)
    for turn in range(TURNS):
        theta = turn * np.pi / TURNS
        across = column * np.sin(theta) + row * np.cos(theta)  # rows run downwards
        for step, period in enumerate(np.linspace(shortest, longest, PERIODS)):
            sigma = 0.403 * period  # the envelope is 0.001 at one and a half periods
            disc = np.hypot(row, column) <= reach
            envelope = np.exp(-(row**2 + column**2) / (2 * sigma**2)) * disc
            wave = np.cos(2 * np.pi * across / period)
            kernel = envelope * (wave - (envelope * wave).sum() / envelope.sum())
            kernel *= gain / (kernel * wave).sum()
            filters[turn, step] = np.rint(kernel * _SCALE)
    return filters


@compiled
def _filtered(
    wave: NDArray[np.int16],
    turn: NDArray[np.uint8],
    step: NDArray[np.uint8],
    filters: NDArray[np.int16],
    inside: NDArray[np.bool_],
) -> NDArray[np.int16]:
    """One pass over every pixel *inside*; *wave* is padded by the filters' reach on each side."""
    rows, columns = turn.shape
    taps = filters.shape[2]
    out = np.zeros(wave.shape, np.int16)
    reach = (taps - 1) // 2
    for row in range(rows):
        for column in range(columns):
            if not inside[row, column]:
                continue
            kernel = filters[turn[row, column], step[row, column]]
            total = np.int32(0)
            for i in range(taps):
                line = wave[row + i, column : column + taps]
                weights = kernel[i]
                for j in range(taps):
                    total += np.int32(line[j]) * np.int32(weights[j])
            value = (total + 1024) >> 11
            out[row + reach, column + reach] = np.int16(min(max(int(value), -255), 255))
    return out


def grow(
    turn: NDArray[np.uint8],
    step: NDArray[np.uint8],
    filters: NDArray[np.int16],
    inside: NDArray[np.bool_],
    seeds: NDArray[np.intp],
    passes: int,
) -> Wave:
    """The wave that *passes* filterings make of *seeds* [n, 2] (row, column)."""
    taps = filters.shape[2]
    reach = (taps - 1) // 2
    wave = np.zeros((turn.shape[0] + taps, turn.shape[1] + taps), np.int16)
    wave[seeds[:, 0] + reach, seeds[:, 1] + reach] = TOP
    for _ in range(passes):
        wave = _filtered(wave, turn, step, filters, inside)
    return wave[reach : reach + turn.shape[0], reach : reach + turn.shape[1]]


def refine(
    wave: Wave,
    turn: NDArray[np.uint8],
    step: NDArray[np.uint8],
    filters: NDArray[np.int16],
    inside: NDArray[np.bool_],
    passes: int,
) -> Wave:
    """*wave* at twice the resolution, filtered *passes* more times."""
    taps = filters.shape[2]
    reach = (taps - 1) // 2
    fine = np.zeros((turn.shape[0] + taps, turn.shape[1] + taps), np.int16)
    fine[reach : reach + turn.shape[0], reach : reach + turn.shape[1]] = doubled(wave)
    for _ in range(passes):
        fine = _filtered(fine, turn, step, filters, inside)
    return fine[reach : reach + turn.shape[0], reach : reach + turn.shape[1]]


def doubled(wave: Wave) -> Wave:
    """Twice as many pixels each way, by the cubic of Catmull and Rom."""
    for axis in (0, 1):
        wave = np.moveaxis(_doubled_rows(np.moveaxis(wave, axis, 0)), 0, axis)
    return wave


def _doubled_rows(wave: Wave) -> Wave:
    padded = np.pad(wave.astype(np.int32), ((2, 2), (0, 0)), mode="edge")
    count = len(wave)
    near = [padded[shift : shift + count] for shift in range(5)]
    out = np.empty((2 * count, *wave.shape[1:]), np.int32)
    # Samples lie a quarter pixel before and behind the old ones.
    out[0::2] = -3 * near[0] + 29 * near[1] + 111 * near[2] - 9 * near[3]
    out[1::2] = -9 * near[1] + 111 * near[2] + 29 * near[3] - 3 * near[4]
    return np.asarray(np.clip(out >> 7, -TOP, TOP), np.int16)
