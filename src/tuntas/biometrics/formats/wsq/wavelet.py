"""Splitting lines into low and high frequencies, and joining them again.

Two-channel filter banks with odd symmetric filters and whole-sample symmetric extension, as
IAFIS-IC-0110 prescribes for its 9/7 pair (Cohen, Daubechies, Feauveau 1992).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.formats.wsq.bands import Region

Floats = NDArray[np.float32]

LOW: Final = np.array(
    (
        *(0.85269867900940344, 0.37740285561265380, -0.11062440441842342),
        *(-0.02384946501938000, 0.03782845550699546),
    )
)
"""Analysis low-pass of the specification, from its centre outwards (9 taps)."""
HIGH: Final = np.array(
    [0.78848561640566439, -0.41809227322221221, -0.04068941760955844, 0.06453888262893845]
)
"""Analysis high-pass, from its centre outwards (7 taps)."""


def decompose(image: Floats, splits: Iterable[Region], low: Floats, high: Floats) -> None:
    """Turn *image* into its subbands, in place; *splits* come parents first."""
    for region in splits:
        window = _window(image, region)
        if not window.size:
            continue
        rows = split_lines(np.ascontiguousarray(window), low, high, region.right)
        columns = split_lines(np.ascontiguousarray(rows.T), low, high, region.below)
        window[:] = columns.T


def reconstruct(image: Floats, splits: Iterable[Region], low: Floats, high: Floats) -> None:
    """The inverse of decompose, in place; *splits* come parents first here too."""
    for region in reversed(tuple(splits)):
        window = _window(image, region)
        if not window.size:
            continue
        columns = join_lines(np.ascontiguousarray(window.T), low, high, region.below)
        window[:] = join_lines(np.ascontiguousarray(columns.T), low, high, region.right)


def _window(image: Floats, region: Region) -> Floats:
    return image[region.y : region.y + region.height, region.x : region.x + region.width]


@compiled
def reflected(at: int, length: int) -> int:
    """*at* folded back into 0 … length-1, the end samples not repeated."""
    if length == 1:
        return 0
    period = 2 * (length - 1)
    at = abs(at) % period
    return at if at < length else period - at


@compiled
def split_lines(lines: Floats, low: Floats, high: Floats, reverse: bool) -> Floats:
    """Each line of float32 [n, length] as low and high outputs, high first when *reverse*."""
    count, length = lines.shape
    pad = max(len(low), len(high))
    padded = np.empty(length + 2 * pad, np.float32)
    out = np.empty_like(lines)
    lows, highs = (length + 1) // 2, length // 2
    low_at, high_at = (highs, 0) if reverse else (0, lows)
    for row in range(count):
        for i in range(length + 2 * pad):
            padded[i] = lines[row, reflected(i - pad, length)]
        for n in range(lows):
            centre = pad + 2 * n
            total = low[0] * padded[centre]
            for k in range(1, len(low)):
                total += low[k] * (padded[centre - k] + padded[centre + k])
            out[row, low_at + n] = total
        for n in range(highs):
            centre = pad + 2 * n + 1
            total = high[0] * padded[centre]
            for k in range(1, len(high)):
                total += high[k] * (padded[centre - k] + padded[centre + k])
            out[row, high_at + n] = total
    return out


@compiled
def join_lines(lines: Floats, low: Floats, high: Floats, reverse: bool) -> Floats:
    """The lines that split_lines split: synthesis filters are the analysis ones, modulated."""
    count, length = lines.shape
    taps = max(len(low), len(high))
    # weights[parity, k]: what a sample k away contributes, low outputs lying on even samples.
    weights = np.zeros((2, taps), np.float32)
    for k in range(taps):
        sign = np.float32(1 - 2 * (k % 2))
        even = sign * high[k] if k < len(high) else np.float32(0)
        odd = sign * low[k] if k < len(low) else np.float32(0)
        weights[k % 2, k] = even
        weights[(k + 1) % 2, k] = odd
    out = np.empty_like(lines)
    if length == 1:
        alone = weights[0, 0]
        for k in range(2, taps, 2):
            alone += 2 * weights[0, k]
        for row in range(count):
            out[row, 0] = alone * lines[row, 0]
        return out
    padded = np.empty(length + 2 * taps, np.float32)
    low_at, high_at = (length // 2, 0) if reverse else (0, (length + 1) // 2)
    for row in range(count):
        for i in range(length + 2 * taps):
            at = reflected(i - taps, length)
            padded[i] = lines[row, (high_at if at % 2 else low_at) + at // 2]
        for m in range(length):
            parity = m % 2
            centre = taps + m
            total = weights[parity, 0] * padded[centre]
            for k in range(1, taps):
                total += weights[parity, k] * (padded[centre - k] + padded[centre + k])
            out[row, m] = total
    return out
