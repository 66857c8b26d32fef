"""Every code of a gallery against every code of a probe: counts of differing bits, nothing else.

A finger's score is the sum, over the gallery finger's codes, of what its nearest probe code says
(``Projection.weight``). Scores are whole numbers, so sums of them are the same however a gallery
is cut; a probe finger's mean and deviation over the gallery make its scores comparable with
those of the other fingers (z-normalisation).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled, popcount
from tuntas.biometrics.gallery.codes import SLOTS

POSITIONS: Final = 10
"""Fingers a row, in the order of positions.FINGERS."""
ABSENT: Final = -1
"""The score where the gallery has no such finger: a score is never negative."""
_SLICE: Final = 8192
"""Rows a thread takes at a time."""

Codes = NDArray[np.uint64]
Scores = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """One comparison a column: which codes against which finger of every row.

    codes: uint64 [columns, words, SLOTS], nought where there is none. counts: int64 [columns].
    positions: int64 [columns], 0 to 9. fingers: int64 [columns], ascending: which of the probe's
    fingers it is; of one finger's columns only the best counts.
    """

    codes: Codes
    counts: NDArray[np.int64]
    positions: NDArray[np.int64]
    fingers: NDArray[np.int64]

    @classmethod
    def of(
        cls, codes: Codes, positions: Sequence[int], fingers: Sequence[int] | None = None
    ) -> Probe:
        """*codes* [columns, words, SLOTS] against *positions*; every column its own finger."""
        own = range(len(positions)) if fingers is None else fingers
        counts = (codes[:, 0] != 0).sum(axis=1)
        return cls(codes, counts, np.array(positions, np.int64), np.array(own, np.int64))


@dataclass(frozen=True, slots=True)
class Moments:
    """Of a probe's scores over part of a gallery: whole numbers, so parts add up exactly."""

    counts: tuple[int, ...]
    sums: tuple[int, ...]
    squares: tuple[int, ...]

    def __add__(self, other: Moments) -> Moments:
        return Moments(
            tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)),
            tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(a + b for a, b in zip(self.squares, other.squares, strict=True)),
        )

    def normal(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Mean and one over the deviation of every column.

        >>> mean, per = Moments((4,), (40,), (500,)).normal()
        >>> float(mean[0]), float(per[0])
        (10.0, 0.20000000298023224)
        """
        counts = np.maximum(np.array(self.counts, np.float64), 1)
        mean = np.array(self.sums, np.float64) / counts
        spread = np.array(self.squares, np.float64) / counts - mean**2
        # Below a few points there is no spread to speak of: a gallery of one or two.
        return mean.astype(np.float32), (1 / np.sqrt(np.maximum(spread, 25.0))).astype(np.float32)


def scan(
    codes: Codes, probe: Probe, weight: NDArray[np.int16], scores: Scores, *, threads: int = 1
) -> None:
    """Fill *scores* [rows, columns] of *codes* [rows, POSITIONS, words, SLOTS]."""
    kernel = _scan_two if codes.shape[2] == 2 else _scan_one

    def part(start: int) -> None:
        stop = min(start + _SLICE, len(codes))
        kernel(
            codes[start:stop],
            probe.codes,
            probe.counts,
            probe.positions,
            weight,
            scores[start:stop],
            np.zeros(SLOTS, np.uint64),
        )

    starts = range(0, len(codes), _SLICE)
    if threads == 1:
        for start in starts:
            part(start)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, starts))


def moments(scores: Scores) -> Moments:
    """Of every column of *scores*, without those who are ABSENT."""
    found = np.zeros((3, scores.shape[1]), np.int64)
    _moments(scores, found)
    counts, sums, squares = (tuple(int(value) for value in row) for row in found)
    return Moments(counts, sums, squares)


def fused(scores: Scores, probe: Probe, of: Moments) -> NDArray[np.float32]:
    """Every row's normalised scores, the best of each finger, added up: [rows].

    -inf where nothing could be compared.
    """
    found = np.empty(len(scores), np.float32)
    mean, per = of.normal()
    _fused(scores, probe.fingers, mean, per, found)
    return found


@compiled
def _said(finger: Codes, nearest: Codes, weight: NDArray[np.int16]) -> int:
    """What the nearest probe codes say for one finger; a missing code says nothing."""
    score = 0
    for slot in range(SLOTS):
        if finger[0, slot]:
            score += weight[nearest[slot]]
    return score


@compiled
def _scan_two(
    codes: Codes,
    probe: Codes,
    counts: NDArray[np.int64],
    positions: NDArray[np.int64],
    weight: NDArray[np.int16],
    scores: Scores,
    nearest: Codes,
) -> None:
    for row in range(len(codes)):
        for column in range(len(probe)):
            finger = codes[row, positions[column]]
            if not finger[0, 0]:
                scores[row, column] = ABSENT
                continue
            for slot in range(SLOTS):
                nearest[slot] = np.uint64(128)
            for code in range(counts[column]):
                low, high = probe[column, 0, code], probe[column, 1, code]
                for slot in range(SLOTS):
                    apart = popcount(finger[0, slot] ^ low) + popcount(finger[1, slot] ^ high)
                    nearest[slot] = min(nearest[slot], apart)
            scores[row, column] = _said(finger, nearest, weight)


@compiled
def _scan_one(
    codes: Codes,
    probe: Codes,
    counts: NDArray[np.int64],
    positions: NDArray[np.int64],
    weight: NDArray[np.int16],
    scores: Scores,
    nearest: Codes,
) -> None:
    for row in range(len(codes)):
        for column in range(len(probe)):
            finger = codes[row, positions[column]]
            if not finger[0, 0]:
                scores[row, column] = ABSENT
                continue
            for slot in range(SLOTS):
                nearest[slot] = np.uint64(64)
            for code in range(counts[column]):
                low = probe[column, 0, code]
                for slot in range(SLOTS):
                    nearest[slot] = min(nearest[slot], popcount(finger[0, slot] ^ low))
            scores[row, column] = _said(finger, nearest, weight)


@compiled
def _moments(scores: Scores, found: NDArray[np.int64]) -> None:
    for row in range(len(scores)):
        for column in range(scores.shape[1]):
            score = np.int64(scores[row, column])
            if score >= 0:
                found[0, column] += 1
                found[1, column] += score
                found[2, column] += score * score


@compiled
def _fused(
    scores: Scores,
    fingers: NDArray[np.int64],
    mean: NDArray[np.float32],
    per: NDArray[np.float32],
    found: NDArray[np.float32],
) -> None:
    nothing = np.float32(-np.inf)
    for row in range(len(scores)):
        total, best, seen = np.float32(0), nothing, False
        for column in range(len(fingers)):
            score = scores[row, column]
            if score >= 0:
                normal = (np.float32(score) - mean[column]) * per[column]
                best = max(best, normal)
            last = column + 1 == len(fingers) or fingers[column + 1] != fingers[column]
            if last and best > nothing:
                total, best, seen = total + best, nothing, True
        found[row] = total if seen else nothing
