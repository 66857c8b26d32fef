"""Ten fingers against ten: one person? And a session of captures: is every finger where it says?

Evidence adds up: a finger's score is worth the logarithm of how rarely strangers' fingers reach
it, and the position that most captures say counts as any other; what is missing (bandaged,
amputated, unreadable) says nothing either way. When the positions as captured do not explain the
two sets, the hands exchanged or single fingers exchanged may: those are looked for and named.

>>> from tuntas.biometrics.positions import Finger
>>> fuse({Finger.RIGHT_THUMB: 40.0, Finger.LEFT_THUMB: 0.0}).fingers
2
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.matching import calibration
from tuntas.biometrics.matching.matcher import match_all, match_pairs
from tuntas.biometrics.matching.prints import pack
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template

Fingers = Mapping[Finger, Template]
Scores = Mapping[tuple[Finger, Finger], float]
Swaps = tuple[tuple[Finger, Finger], ...]

SURE: Final = 1e-6
"""False match rate from which on one finger is called the same as another: a session of ten
compares 45 pairs, so a false alarm comes in one session of 20,000."""
MISPLACED: Final = 6.0
"""A different placement must explain the sets so many decades better than the one captured."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """log_rate: sum over fingers of the logarithm (base 10) of false match rates; 0 says nothing,
    the lower the surer. false_match_rate: share of strangers with such a sum. fingers: compared."""

    log_rate: float
    false_match_rate: float
    fingers: int


@dataclass(frozen=True, slots=True)
class Person:
    """fusion of the best placement; scores by finger of the first set; placement: for each finger
    of the first set the finger of the second that it was compared with.

    hands_exchanged: every finger fits the same finger of the other hand. exchanged: single
    fingers that fit each other's place.
    """

    fusion: Fusion
    scores: Mapping[Finger, float]
    placement: Mapping[Finger, Finger]
    hands_exchanged: bool
    exchanged: Swaps


def fuse(scores: Mapping[Finger, float]) -> Fusion:
    """Scores of one person's fingers as one figure. Strangers' rates are uniform and fingers are
    independent, so minus the sum of their natural logarithms has a gamma distribution (Fisher)."""
    logs = [np.log10(calibration.false_match_rate(score)) for score in scores.values()]
    total = float(sum(logs))
    return Fusion(total, _fisher(-total * np.log(10.0), len(logs)), len(logs))


def compare(first: Fingers, second: Fingers) -> Person:
    """Are these two sets of fingers one person's, as captured or with places exchanged?"""
    mine, theirs = sorted(first), sorted(second)
    table = _scores([first[f] for f in mine], [second[f] for f in theirs])
    score = {(f, g): float(table[i, j]) for i, f in enumerate(mine) for j, g in enumerate(theirs)}
    straight = {f: f for f in mine if f in second}
    crossed = {f: f.mirrored for f in mine if f.mirrored in second}
    best, hands = straight, False
    if _worth(crossed, score) > _worth(straight, score) + MISPLACED:
        best, hands = crossed, True
    swaps = _exchanged(best, score)
    for f, g in swaps:
        best = best | {f: best[g], g: best[f]}
    scores = {f: score[f, g] for f, g in best.items()}
    fusion = fuse(scores)
    if best != straight:  # Chosen among many, so that strangers had as many chances.
        tried = 1 + len(best) * (len(best) - 1) // 2
        fusion = replace(fusion, false_match_rate=min(1.0, 2 * tried * fusion.false_match_rate))
    return Person(fusion, scores, best, hands, swaps)


def repeated(session: Fingers) -> Swaps:
    """Places of one session that hold the same finger: a finger captured twice."""
    fingers = sorted(session)
    table = match_all(pack([session[finger] for finger in fingers]))
    return tuple(
        (f, g)
        for (i, f), (j, g) in combinations(enumerate(fingers), 2)
        if calibration.false_match_rate(float(table[i, j])) <= SURE
    )


def _scores(first: list[Template], second: list[Template]) -> NDArray[np.float32]:
    p, q = (indices.ravel() for indices in np.indices((len(first), len(second))))
    return match_pairs(pack(first), p, pack(second), q).reshape(len(first), len(second))


def _worth(placement: Mapping[Finger, Finger], score: Scores) -> float:
    """Decades of evidence of a placement."""
    return -fuse({f: score[f, g] for f, g in placement.items()}).log_rate


def _exchanged(placement: Mapping[Finger, Finger], score: Scores) -> Swaps:
    """Pairs of fingers whose places explain the scores much better when exchanged; each once."""
    found = []
    for f, g in combinations(sorted(placement), 2):
        as_is = _worth({f: placement[f], g: placement[g]}, score)
        exchanged = _worth({f: placement[g], g: placement[f]}, score)
        if exchanged > as_is + MISPLACED:
            found.append((exchanged - as_is, f, g))
    taken: set[Finger] = set()
    kept = []
    for _, f, g in sorted(found, reverse=True):
        if not taken & {f, g}:
            taken |= {f, g}
            kept.append((f, g))
    return tuple(sorted(kept))


def _fisher(statistic: float, count: int) -> float:
    """Chance that *count* uniform rates have a product of exp(-statistic) or less."""
    term = total = 1.0
    for k in range(1, count):
        term *= statistic / k
        total += term
    return float(min(1.0, np.exp(-statistic) * total)) if count else 1.0
