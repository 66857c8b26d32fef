"""The one way in: are these two prints of one finger, how sure is that, and what shows it?

The score is evidence in nats (natural logarithms of odds, of the model in geometry.py), never
below 0; ``calibration`` turns it into a false match rate measured on prints of different people.
The score of (a, b) is that of (b, a) to the last bit: whichever print comes first by number of
minutiae, then by digest, is laid on the other.

>>> one = Template.of([50, 90, 80, 60], [50, 60, 95, 80], [0, 70, 140, 30], [1] * 4, [80] * 4,
...                   width=200, height=200)
>>> match(one, one).pairs
((0, 0), (1, 1), (2, 2), (3, 3))
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import exact
from tuntas.biometrics.matching import calibration, geometry, pairing
from tuntas.biometrics.matching.prints import ROWS, Packed, X, Y, pack
from tuntas.biometrics.template import Template

Reals = NDArray[np.float32]

GROUPS: Final = 2
"""Groups of agreeing pairs that are tried, the strongest first."""
SAME_GROUP: Final = 0.3
"""A pair that agrees so much with a tried leader leads no group of its own."""
CERTAIN: Final = 60.0
"""Nats: no further group is tried above. Prints of different people reach half of it."""
SURROUNDINGS: Final = 500.0
"""Nats for each unit of relaxed similarity. Among strangers the geometry's tail falls by e each
2.4 nats and this similarity's each 0.0037, so that 650 would make both worth the same; less,
because they look at the same minutiae (docs/decisions/0072)."""

_SCORE, _ALIKE, _TOGETHER, _MISSED_A, _MISSED_B, _COUNT_A, _COUNT_B, _TURN = range(8)
_CELLS: Final = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a score is made of. nats add up to it, unless geometry alone is below 0: then it is 0.

    surroundings: relaxed similarity of the best pairs (0 to 1) and its nats.
    together: nats of the minutiae that lie together; missing: of those without a mate where
    both prints show skin (0 or less), and how many they are in the first and second print.
    turn: degrees the first print is turned to lie on the second, anticlockwise, -180 to 180.
    """

    surroundings: float
    surroundings_nats: float
    together_nats: float
    missing_nats: float
    missing: tuple[int, int]
    turn: float


@dataclass(frozen=True, slots=True)
class Match:
    """score: nats, 0 or more. false_match_rate: share of strangers that score as high.
    pairs: minutiae that lie together, (of the first, of the second), ascending."""

    score: float
    false_match_rate: float
    pairs: tuple[tuple[int, int], ...]
    evidence: Evidence


def match(a: Template, b: Template) -> Match:
    """Compare two prints. Prints with fewer than three minutiae match nothing (score 0)."""
    rows, mate = np.empty((1, _CELLS), np.float32), np.empty(255, np.int16)
    only = np.zeros(1, np.int64)
    swapped = _compare(pack([a]), only, pack([b]), only, rows, mate)
    found = rows[0]
    pairs = [(i, int(j)) for i, j in enumerate(mate[: min(len(a), len(b))]) if j >= 0]
    if swapped:
        pairs = sorted((j, i) for i, j in pairs)
    missing, turn = (int(found[_COUNT_A]), int(found[_COUNT_B])), float(found[_TURN])
    evidence = Evidence(
        surroundings=float(found[_ALIKE]),
        surroundings_nats=SURROUNDINGS * float(found[_ALIKE]),
        together_nats=float(found[_TOGETHER]),
        missing_nats=float(found[_MISSED_A] + found[_MISSED_B]),
        missing=missing[::-1] if swapped else missing,
        turn=-turn if swapped else turn,
    )
    score = float(found[_SCORE])
    return Match(score, calibration.false_match_rate(score), tuple(pairs), evidence)


def match_many(probe: Packed, gallery: Packed) -> Reals:
    """Scores of the first print of *probe* with every print of *gallery*: float32 [n]."""
    every = np.arange(len(gallery.whole))
    return match_pairs(probe, np.zeros_like(every), gallery, every)


def match_all(prints: Packed) -> Reals:
    """Scores of every print with every other: float32 [n, n], symmetric, 0 on the diagonal."""
    scores = np.zeros((len(prints.whole), len(prints.whole)), np.float32)
    p, q = np.triu_indices(len(scores), 1)
    scores[p, q] = scores[q, p] = match_pairs(prints, p, prints, q)
    return scores


def match_pairs(first: Packed, p: NDArray[np.int64], second: Packed, q: NDArray[np.int64]) -> Reals:
    """Scores of the prints p[0] of *first* with q[0] of *second*, and so on: float32 [n]."""
    found = np.empty((len(p), _CELLS), np.float32)
    _compare(first, p, second, q, found, np.empty(255, np.int16))
    return found[:, _SCORE]


@exact
def _compare(
    first: Packed,
    p: NDArray[np.int64],
    second: Packed,
    q: NDArray[np.int64],
    found: Reals,
    mate: NDArray[np.int16],
) -> bool:
    """Match pair by pair in canonical order; was the last one taken the other way round?"""
    swapped = False
    for k in range(len(p)):
        a, i, b, j = first, p[k], second, q[k]
        size_a = a.starts[i + 1, 0] - a.starts[i, 0]
        size_b = b.starts[j + 1, 0] - b.starts[j, 0]
        swapped = size_a > size_b or (size_a == size_b and a.digest[i] > b.digest[j])
        if swapped:
            a, i, b, j = second, q[k], first, p[k]
        _ordered(a, i, b, j, found[k], mate)
    return swapped


@exact
def _ordered(a: Packed, p: int, b: Packed, q: int, found: Reals, mate: NDArray[np.int16]) -> None:
    m0, c0, e0 = a.starts[p]
    m1, c1, e1 = a.starts[p + 1]
    n0, d0, f0 = b.starts[q]
    n1, d1, f1 = b.starts[q + 1]
    found[:] = np.float32(0.0)
    mate[:] = -1
    if c1 == c0 or d1 == d0:
        return
    alike = np.empty((c1 - c0, d1 - d0), np.int16)
    pairing.similarities(
        a.words[c0 * ROWS : c1 * ROWS].reshape((ROWS, c1 - c0)),
        a.whole[p],
        a.sizes[c0:c1],
        b.words[d0 * ROWS : d1 * ROWS].reshape((ROWS, d1 - d0)),
        b.whole[q],
        b.sizes[d0:d1],
        alike,
    )
    first, second = np.empty(pairing.PAIRS, np.int16), np.empty(pairing.PAIRS, np.int16)
    count = pairing.likeliest(alike[: a.standing[p], : b.standing[q]], first, second)
    points_a, points_b = a.minutiae[:, m0:m1], b.minutiae[:, n0:n1]
    support, turned = np.empty((7, count), np.float32), np.empty(count, np.int32)
    standing = np.empty(count, np.int16)
    weights, before = np.empty(count, np.float32), np.empty(count, np.float32)
    for k in range(count):
        i, j = a.stands[c0 + first[k]], b.stands[d0 + second[k]]
        standing[k] = i
        support[0, k], support[1, k] = points_a[X, i], points_a[Y, i]
        support[2, k], support[3, k] = points_b[X, j], points_b[Y, j]
        turned[k] = (np.int32(b.angle[n0 + j]) - np.int32(a.angle[m0 + i])) & 255
        support[4, k] = pairing.HALF_COS[2 * turned[k]]
        support[5, k] = pairing.HALF_SIN[2 * turned[k]]
        before[k] = np.float32(alike[first[k], second[k]] + 1) / np.float32(pairing.BINS)
        weights[k] = before[k]
    agreeing = np.empty((count, count), np.float32)
    pairing.agreements(support[0], support[1], support[2], support[3], turned, agreeing)
    pairing.relax(agreeing, weights)
    found[_ALIKE] = pairing.surroundings(weights / before, weights, min(m1 - m0, n1 - n0))
    _groups(
        points_a,
        a.edges[:, e0:e1],
        points_b,
        b.edges[:, f0:f1],
        b.density[q],
        support,
        standing,
        agreeing,
        weights,
        found,
        mate,
    )
    found[_SCORE] += np.float32(SURROUNDINGS) * found[_ALIKE]


@exact
def _groups(
    a: Reals,
    edges_a: Reals,
    b: Reals,
    edges_b: Reals,
    density_b: float,
    pairs: Reals,
    standing: NDArray[np.int16],
    agreeing: Reals,
    weights: Reals,
    found: Reals,
    mate: NDArray[np.int16],
) -> None:
    """Lay a on b by the strongest groups of pairs; the best evidence, if any, goes to *found*."""
    count = len(weights)
    led, strength = np.zeros(count, np.bool_), np.empty(count, np.float32)
    own, trial = np.empty(a.shape[1], np.int32), np.empty(a.shape[1], np.int16)
    counted = np.empty(5, np.float32)
    support = np.empty((7, count), np.float32)
    for _ in range(GROUPS):
        leader = -1
        for k in range(count):
            if not led[k] and (leader < 0 or weights[k] > weights[leader]):
                leader = k
        if leader < 0 or found[_SCORE] > np.float32(CERTAIN):
            break
        geometry.group(agreeing, weights, leader, strength)
        strongest = np.float32(1e-9)
        for k in range(count):
            strongest = max(strongest, strength[k])
        own[:] = -1
        size = 0
        for k in range(count):
            led[k] = led[k] or k == leader or agreeing[leader, k] > np.float32(SAME_GROUP)
            if strength[k] > np.float32(geometry.FAINT) * strongest:
                support[:6, size] = pairs[:6, k]
                support[6, size] = strength[k] / strongest
                own[standing[k]] = size
                size += 1
        nats = geometry.lay(
            a, edges_a, b, edges_b, density_b, support[:, :size], own, trial, counted, found[_SCORE]
        )
        if nats > found[_SCORE]:
            found[_SCORE] = nats
            found[_TOGETHER : _COUNT_B + 1] = counted
            found[_TURN] = _turn(a, b, trial)
            mate[: len(trial)] = trial


@exact
def _turn(a: Reals, b: Reals, mate: NDArray[np.int16]) -> float:
    """Degrees from the directions of a to those of their mates in b, on average."""
    cos = sin = np.float32(0.0)
    for i in range(len(mate)):
        if mate[i] >= 0:
            j = mate[i]
            cos += a[2, i] * b[2, j] + a[3, i] * b[3, j]
            sin += a[2, i] * b[3, j] - a[3, i] * b[2, j]
    return math.degrees(math.atan2(sin, cos))
