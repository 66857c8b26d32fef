"""Which minutiae of two prints look alike and agree with each other: pairs, and how much.

Similarity of cylinders, the most similar pairs one to one, and relaxation: a pair gains by every
other pair that it agrees with in distance, direction and bearing (local similarity assignment
with relaxation, Cappelli, Ferrara and Maltoni 2010). Unlike there, the distance two pairs may
disagree by grows with how far apart they are, because skin stretches: 5 px and 8 % along the
line between them, 12 % across it.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import exact, popcount
from tuntas.biometrics.matching.cylinders import LAYERS, WORDS, Words

Reals = NDArray[np.float32]
Indices = NDArray[np.int16]
Real = np.float32 | float

BITS: Final = LAYERS * WORDS
BINS: Final = 512
"""Similarities are kept in so many steps of [0, 1]."""
PAIRS: Final = 32
"""Pairs that go into the relaxation."""
POOL: Final = 4 * PAIRS
"""The most similar pairs that those are taken from, one to one."""
ROUNDS: Final = 5
"""Rounds of relaxation (n rel)."""
KEPT: Final = 0.5
"""Of a pair's own weight, each round (w R)."""
FEWEST: Final = 4
MOST: Final = 12
"""Pairs that the score is the mean of (min n P, max n P): between them by the smaller print's
minutiae, half way at 20 with slope 0.4 (mu P, tau P)."""

SLACK: Final = 5.0
"""Pixels two pairs may disagree by, however near (mu 1)."""
STRETCH: Final = 0.08
SHEAR: Final = 0.12
DIRECTION: Final = 0.26
"""Radians: 15 degrees (mu 2, mu 3)."""

_HALF: Final = np.arange(512) * (2.0 * math.pi / 512.0)
HALF_COS: Final = np.cos(_HALF).astype(np.float32)
HALF_SIN: Final = np.sin(_HALF).astype(np.float32)
_TURNING: Final = np.float32((2.0 * math.pi / 256.0 / DIRECTION) ** 2)
_NEAR: Final = np.float32(SLACK**2)
_ALONG: Final = np.float32(STRETCH**2)
_ACROSS: Final = np.float32(SHEAR**2)


@exact
def similarities(
    wa: Words, whole_a: int, size_a: Reals, wb: Words, whole_b: int, size_b: Reals, into: Indices
) -> None:
    """Similarity of every cylinder of a with every one of b, 0 to BINS - 1.

    1 - |a xor b| / (|a| + |b|) over the cells valid in both, |x| the root of the bits set. With
    bits only where valid, a xor b has |a|² + |b|² - 2 |a and b|² of them. Loops over b run in
    the processor's vectors: eight cylinders at once.
    """
    count, even = wb.shape[1], whole_b & ~7  # whole vectors only
    # Slices, because a loop that starts elsewhere than at 0 would not run in vectors.
    partly, shared = wb[:, even:], np.empty(count, np.float32)
    left, right = np.empty(count, np.float32), np.empty(count, np.float32)
    one = np.empty(wa.shape[0], np.uint64)
    for i in range(wa.shape[1]):
        for w in range(len(one)):
            one[w] = wa[w, i]
        _both(one, wb, shared)
        left[:even] = size_a[i]
        _seen(one, partly, left[even:])
        if i < whole_a:
            right[:] = size_b
        else:
            _seeing(one, wb, right)
        for j in range(count):
            apart = max(left[j] + right[j] - np.float32(2.0) * shared[j], np.float32(0.0))
            norms = np.sqrt(left[j]) + np.sqrt(right[j]) + np.float32(1e-6)
            alike = np.float32(1.0) - np.sqrt(apart) / norms
            into[i, j] = np.int16(np.float32(BINS - 1) * max(alike, np.float32(0.0)))


@exact
def _both(one: Words, wb: Words, into: Reals) -> None:
    """Bits set in *one* cylinder and in each of b."""
    for j in range(wb.shape[1]):
        common = np.uint64(0)
        for w in range(BITS):
            common += popcount(one[w] & wb[w, j])
        into[j] = np.float32(np.int64(common))


@exact
def _seen(one: Words, wb: Words, into: Reals) -> None:
    """Bits set in *one* cylinder where each of b is valid."""
    for j in range(wb.shape[1]):
        common = np.uint64(0)
        for w in range(BITS):
            common += popcount(one[w] & wb[BITS + (w & 3), j])
        into[j] = np.float32(np.int64(common))


@exact
def _seeing(one: Words, wb: Words, into: Reals) -> None:
    """Bits set in each of b where the *one* is valid."""
    for j in range(wb.shape[1]):
        common = np.uint64(0)
        for w in range(BITS):
            common += popcount(wb[w, j] & one[BITS + (w & 3)])
        into[j] = np.float32(np.int64(common))


@exact
def likeliest(alike: Indices, first: Indices, second: Indices) -> int:
    """The PAIRS most similar pairs, one to one, most similar first; how many there are."""
    rows, columns = alike.shape
    counts = np.zeros(BINS + 1, np.int32)
    for i in range(rows):
        for j in range(columns):
            counts[alike[i, j]] += 1
    found, lowest = 0, BINS
    while lowest > 0 and found < POOL:
        lowest -= 1
        here = counts[lowest]
        counts[lowest] = found
        found += here
    pool = np.empty((2, found), np.int16)
    for i in range(rows):
        for j in range(columns):
            if alike[i, j] >= lowest:
                place = counts[alike[i, j]]
                pool[0, place], pool[1, place] = i, j
                counts[alike[i, j]] += 1
    taken = np.zeros((2, max(rows, columns)), np.bool_)
    kept = 0
    for k in range(found):
        i, j = pool[0, k], pool[1, k]
        if taken[0, i] or taken[1, j]:
            continue
        taken[0, i] = taken[1, j] = True
        first[kept], second[kept] = i, j
        kept += 1
        if kept == PAIRS:
            break
    return kept


@exact
def agreements(
    xa: Reals, ya: Reals, xb: Reals, yb: Reals, turned: NDArray[np.int32], into: Reals
) -> None:
    """How well each two of the pairs agree, 0 to 1: [n, n], symmetric, 0 on the diagonal.

    xa … yb: places of the pairs' minutiae; turned: direction of b less that of a, 0 to 255.
    The step from one pair to the other is turned by the mean of their turns and compared.
    """
    count = len(xa)
    for t in range(count):
        into[t, t] = np.float32(0.0)
        for k in range(t):
            off = ((turned[k] - turned[t] + 128) & 255) - 128
            half = (2 * turned[t] + off) & 511
            cos, sin = HALF_COS[half], HALF_SIN[half]
            dx, dy = xa[k] - xa[t], ya[k] - ya[t]
            ux, uy = cos * dx - sin * dy, sin * dx + cos * dy
            vx, vy = xb[k] - xb[t], yb[k] - yb[t]
            ex, ey, sx, sy = ux - vx, uy - vy, ux + vx, uy + vy
            apart = (ux * ux + uy * uy + vx * vx + vy * vy) * np.float32(0.5)
            along = ex * sx + ey * sy
            along = along * along / (sx * sx + sy * sy + np.float32(1e-3))
            across = max(ex * ex + ey * ey - along, np.float32(0.0))
            odd = np.float32(off) * np.float32(off) * _TURNING
            odd += along / (_NEAR + _ALONG * apart) + across / (_NEAR + _ACROSS * apart)
            # exp(-odd / 2) to within 0.02, without the call that a vector could not take
            left = max(np.float32(1.0) - odd * np.float32(1.0 / 16.0), np.float32(0.0))
            left *= left
            left *= left
            into[t, k] = left * left
    for t in range(count):
        for k in range(t):
            into[k, t] = into[t, k]


@exact
def relax(agreeing: Reals, weights: Reals) -> None:
    """Let the pairs support each other, ROUNDS times; *weights* [n] change in place."""
    count = len(weights)
    support = np.empty(count, np.float32)
    share = np.float32((1.0 - KEPT) / max(count - 1, 1))
    for _ in range(ROUNDS):
        support[:] = np.float32(0.0)
        for k in range(count):
            for t in range(count):
                support[t] += agreeing[k, t] * weights[k]
        for t in range(count):
            weights[t] = np.float32(KEPT) * weights[t] + share * support[t]


@exact
def surroundings(gain: Reals, weights: Reals, minutiae: int) -> Real:
    """Mean relaxed weight of the pairs that kept most of theirs (*gain*: after by before)."""
    alike = FEWEST + (MOST - FEWEST) / (1.0 + math.exp(-0.4 * (minutiae - 20)))
    wanted = int(alike + 0.5)
    total = np.float32(0.0)
    used = np.zeros(len(gain), np.bool_)
    for _ in range(min(wanted, len(gain))):
        best = -1
        for t in range(len(gain)):
            if not used[t] and (best < 0 or gain[t] > gain[best]):
                best = t
        used[best] = True
        total += weights[best]
    return total / np.float32(wanted)
