"""How often a search's shortlist misses the right person: real prints among synthetic people.

A probe is ten pairs of impressions of ten different real fingers, one enrolled, one searched
with. Every column of every probe is scanned against every person once, so thousands of probes
cost little more than ten, and each is decided exactly as a search would decide it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.gallery.codes import SLOTS, Projection, codes_of
from tuntas.biometrics.gallery.scan import POSITIONS, Codes, Moments, Probe, moments, scan
from tuntas.biometrics.gallery.search import Search, depth_for
from tuntas.biometrics.matching.matcher import match_pairs
from tuntas.biometrics.matching.prints import pack
from tuntas.biometrics.positions import FINGERS
from tuntas.biometrics.template import Template

Prints = Mapping[tuple[str, int, int], Template]
"""By set, finger and impression."""
STRATA: Final = {"all pairs": 1.0, "worst quarter": 0.25, "worst tenth": 0.1}
QUANTILES: Final = (50, 75, 90, 99, 99.9)
SEED: Final = 1906


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Genuine pairs of *prints*, worst first: rows of the print enrolled and of the probe."""

    enrolled: NDArray[np.int64]
    probe: NDArray[np.int64]
    finger: NDArray[np.int64]
    nats: NDArray[np.float32]


def genuine_pairs(prints: Prints) -> Pairs:
    """Every ordered pair of impressions of one finger, by the full matcher's score."""
    keys = list(prints)
    same = [
        (a, b)
        for a, one in enumerate(keys)
        for b, other in enumerate(keys)
        if a != b and one[:2] == other[:2]
    ]
    a, b = np.array(same, np.int64).T
    packed = pack(list(prints.values()))
    nats = match_pairs(packed, a, packed, b)
    fingers = {key: number for number, key in enumerate(dict.fromkeys(key[:2] for key in keys))}
    finger = np.array([fingers[keys[row][:2]] for row in a], np.int64)
    order = np.lexsort((b, a, nats))
    return Pairs(a[order], b[order], finger[order], nats[order])


def misses(
    prints: Prints, codes: Codes, by: Projection, *, probes: int, threads: int = 1
) -> dict[str, object]:
    """Misses among *codes* [people, 10, words, SLOTS] by stratum and by number of fingers."""
    templates = list(prints.values())
    own = codes_of(templates, by)
    scores = np.empty((POSITIONS, len(codes), len(own)), np.int16)
    whole = []
    for position in range(POSITIONS):
        probe = Probe.of(own, [position] * len(own))
        scan(codes, probe, by.weight, scores[position], threads=threads)
        whole.append(moments(scores[position]))
    pairs = genuine_pairs(prints)
    true = _true_scores(own, by)
    found: dict[str, object] = {"people": len(codes), "probes": probes}
    for name, share in STRATA.items():
        drawn = _drawn(pairs, share, probes)
        columns, normal = pairs.probe[drawn], _normal(true, pairs, drawn, whole)
        depths = np.array([_depth(templates, row) for row in columns])
        found[name] = {
            f"{fingers} fingers": _outcome(scores, columns, normal, whole, fingers, depths)
            for fingers in (10, 4, 2, 1)
        } | {"lowest true score, nats": float(pairs.nats[drawn].sum(axis=1).min())}
    return found


def alike(prints: Prints, codes: Codes, by: Projection, *, people: int = 300) -> dict[str, object]:
    """Impostor quantiles of real prints and of synthetic ones, by codes and by full match."""
    own = codes_of(list(prints.values()), by)
    sets = np.array([key[0] for key in prints])
    finger = np.array([key[1] for key in prints])
    others = (sets[:, None] == sets[None]) & (finger[:, None] != finger[None])
    real = _true_scores(own, by)[others]
    drawn = codes[: 2 * people, 0]
    made = _true_scores(drawn, by)[~np.eye(len(drawn), dtype=bool)]
    return {"quantiles": QUANTILES, "real": _quantiles(real), "synthetic": _quantiles(made)}


def full_match_alike(prints: Prints, made: Sequence[Template]) -> dict[str, object]:
    """As *alike*, by the full matcher, in nats."""
    keys = list(prints)
    real = [
        (a, b)
        for a, one in enumerate(keys)
        for b, other in enumerate(keys)
        if a < b and one[0] == other[0] and one[1] != other[1]
    ]
    pairs = [(a, b) for a in range(len(made)) for b in range(a)]
    ours, theirs = pack(list(prints.values())), pack(list(made))
    a, b = np.array(real, np.int64).T
    c, d = np.array(pairs, np.int64).T
    return {
        "quantiles": QUANTILES,
        "real": _quantiles(match_pairs(ours, a, ours, b)),
        "synthetic": _quantiles(match_pairs(theirs, c, theirs, d)),
    }


def _quantiles(scores: NDArray[np.int16] | NDArray[np.float32]) -> list[float]:
    return [round(float(value), 1) for value in np.percentile(scores, QUANTILES)]


def _true_scores(own: Codes, by: Projection) -> NDArray[np.int16]:
    """Score of every print (row) against every probe print (column)."""
    found = np.empty((len(own), len(own)), np.int16)
    scan(own.reshape(-1, 1, by.words, SLOTS), Probe.of(own, [0] * len(own)), by.weight, found)
    return found


def _drawn(pairs: Pairs, share: float, probes: int) -> NDArray[np.int64]:
    """Ten pairs of ten different fingers a probe, out of the worst *share*: [probes, 10]."""
    generator = np.random.Generator(np.random.PCG64(SEED))
    some = round(len(pairs.nats) * share)
    found = np.empty((probes, POSITIONS), np.int64)
    for row in range(probes):
        order = generator.permutation(some)
        _, first = np.unique(pairs.finger[order], return_index=True)
        found[row] = order[np.sort(first)[:POSITIONS]]
    return found


def _normal(
    true: NDArray[np.int16], pairs: Pairs, drawn: NDArray[np.int64], whole: Sequence[Moments]
) -> NDArray[np.float32]:
    """Normalised scores of the right person, [probes, 10]."""
    found = np.empty(drawn.shape, np.float32)
    for position, of in enumerate(whole):
        mean, per = of.normal()
        probe = pairs.probe[drawn[:, position]]
        score = true[pairs.enrolled[drawn[:, position]], probe]
        found[:, position] = (score - mean[probe]) * per[probe]
    return found


def _depth(templates: Sequence[Template], row: NDArray[np.int64]) -> int:
    fingers = {finger: templates[one] for finger, one in zip(FINGERS, row, strict=True)}
    return depth_for(fingers, Search())


def _outcome(
    scores: NDArray[np.int16],
    columns: NDArray[np.int64],
    normal: NDArray[np.float32],
    whole: Sequence[Moments],
    fingers: int,
    depths: NDArray[np.int64],
) -> dict[str, object]:
    mean, per = (np.stack(side) for side in zip(*[of.normal() for of in whole], strict=True))
    ahead = np.zeros(len(columns), np.int64)
    _count_ahead(scores[:fingers], columns, normal[:, :fingers].sum(axis=1), mean, per, ahead)
    found: dict[str, object] = {}
    at = {"100": np.full(len(ahead), 100), "1000": np.full(len(ahead), 1000)}
    if fingers == POSITIONS:
        at["as searched"] = depths
    for name, depth in at.items():
        missed = int((ahead >= depth).sum())
        found[name] = {
            "missed": missed,
            "percent": round(100 * missed / len(ahead), 3),
            "upper_95": round(100 * upper_bound(missed, len(ahead)), 3),
        }
    return found | {"deepest": int(ahead.max())}


def upper_bound(missed: int, tried: int, confidence: float = 0.95) -> float:
    """Clopper and Pearson's one-sided upper bound of a rate.

    >>> round(upper_bound(0, 3000), 5)
    0.001
    """
    low, high = missed / tried, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(missed, tried, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(missed: int, tried: int, rate: float) -> float:
    if rate >= 1:
        return float(missed >= tried)
    total = 0.0
    for k in range(missed + 1):
        ways = math.lgamma(tried + 1) - math.lgamma(k + 1) - math.lgamma(tried - k + 1)
        total += math.exp(ways + k * math.log(rate) + (tried - k) * math.log1p(-rate))
    return total


@compiled
def _count_ahead(
    scores: NDArray[np.int16],
    columns: NDArray[np.int64],
    true: NDArray[np.float32],
    mean: NDArray[np.float32],
    per: NDArray[np.float32],
    ahead: NDArray[np.int64],
) -> None:
    for row in range(scores.shape[1]):
        for probe in range(len(columns)):
            total = np.float32(0)
            for position in range(len(scores)):
                column = columns[probe, position]
                score = np.float32(scores[position, row, column])
                total += (score - mean[position, column]) * per[position, column]
            if total >= true[probe]:
                ahead[probe] += 1
