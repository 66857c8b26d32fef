"""From a score to a false match rate: how often do prints of different people score as high?

``calibration.json`` holds what was measured and on what: the shares of strangers above some
scores, and beyond them an exponential tail (the excesses over a high threshold of nearly any
distribution tend to it). ``tuntas bench match --data DIR --calibrate FILE`` measures it again.

>>> false_match_rate(0.0)
1.0
>>> false_match_rate(30.0) > false_match_rate(45.0) >= RAREST
True
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

RAREST: Final = 1e-8
"""No single comparison claims less: the tail is measured to some 1 in 10,000 and only believed
four decades further."""
TAIL: Final = 0.01
"""The exponential tail starts where this share of strangers is left."""
SHARES: Final = (1.0, 0.99, 0.9, 0.75, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, TAIL)
RESAMPLES: Final = 200

FILE: Final = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """scores, shares: at least so many strangers reach each score. scale: nats by which the
    tail falls to a third (1/e) beyond the last score; scale_between: its 95 % interval, drawing
    fingers anew; rates are claimed by its upper end. source: the prints; strangers: comparisons."""

    scores: tuple[float, ...]
    shares: tuple[float, ...]
    scale: float
    scale_between: tuple[float, float]
    source: str
    fingers: int
    strangers: int

    def false_match_rate(self, score: float) -> float:
        """Share of strangers that score at least *score*: 1 to RAREST."""
        if score >= self.scores[-1]:
            beyond = (score - self.scores[-1]) / self.scale_between[1]
            return max(RAREST, self.shares[-1] * math.exp(-beyond))
        logs = np.interp(score, self.scores, np.log(self.shares))
        return float(np.exp(logs))


def fit(
    scores: NDArray[np.float32], first: NDArray[np.int64], second: NDArray[np.int64], source: str
) -> Calibration:
    """The calibration of strangers' *scores*; first, second: the number of each one's finger."""
    start, scale = _tail(scores.astype(np.float64), np.ones(len(scores)))
    knots = np.quantile(scores, [1.0 - share for share in SHARES[:-1]])
    fingers = np.unique(np.concatenate([first, second]))
    rng = np.random.default_rng(1)
    drawn = []
    for _ in range(RESAMPLES):
        often = np.bincount(rng.choice(fingers, len(fingers)), minlength=int(fingers.max()) + 1)
        drawn.append(_tail(scores.astype(np.float64), often[first] * often[second])[1])
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Calibration(
        tuple(round(float(knot), 3) for knot in (*knots, start)),
        SHARES,
        round(scale, 3),
        (round(float(low), 3), round(float(high), 3)),
        source,
        len(fingers),
        len(scores),
    )


def _tail(scores: NDArray[np.float64], weights: NDArray[Any]) -> tuple[float, float]:
    """Where the tail starts, and the mean excess beyond: the scale of its exponential."""
    order = np.argsort(-scores)
    scores, weights = scores[order], weights[order].astype(np.float64)
    last = int(np.searchsorted(np.cumsum(weights), TAIL * weights.sum())) + 1
    start = float(scores[min(last, len(scores) - 1)])
    above = weights[:last]
    return start, float(((scores[:last] - start) * above).sum() / above.sum())


def write(calibration: Calibration, path: Path) -> None:
    path.write_text(json.dumps(asdict(calibration), indent=1) + "\n", encoding="utf-8")


def read(path: Path = FILE) -> Calibration:
    held: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    low, high = held["scale_between"]
    return Calibration(
        tuple(held["scores"]),
        tuple(held["shares"]),
        held["scale"],
        (low, high),
        held["source"],
        held["fingers"],
        held["strangers"],
    )


@functools.cache
def shipped() -> Calibration:
    """The calibration that comes with the program."""
    return read()


def false_match_rate(score: float) -> float:
    """Share of strangers that score at least *score*, by the calibration that is shipped."""
    return shipped().false_match_rate(score)
