"""Error rates by the FVC protocol, with intervals that draw fingers anew.

D. Maio, D. Maltoni, R. Cappelli, J. L. Wayman, A. K. Jain, "FVC2000: Fingerprint Verification
Competition", IEEE TPAMI 24(3), 2002.

>>> alike = np.array([[0, 9, 1, 2], [9, 0, 2, 1], [1, 2, 0, 8], [2, 1, 8, 0]], np.float32)
>>> fvc(alike, ["a", "a", "b", "b"]).percents
{'eer': 0.0, 'fmr100': 0.0, 'fmr1000': 0.0, 'zero_fmr': 0.0, 'rank1': 100.0}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.floating]

MEASURES: Final = ("eer", "fmr100", "fmr1000", "zero_fmr", "rank1")
RESAMPLES: Final = 300


@dataclass(frozen=True, slots=True)
class Rates:
    """Percent, in the order of MEASURES; drawn: [RESAMPLES, measures], fingers drawn anew."""

    values: Reals
    drawn: Reals
    genuine: int
    impostor: int

    @property
    def percents(self) -> dict[str, float]:
        return {name: round(float(v), 3) for name, v in zip(MEASURES, self.values, strict=True)}

    @property
    def between(self) -> dict[str, tuple[float, float]]:
        """95 % intervals."""
        low, high = np.percentile(self.drawn, (2.5, 97.5), axis=0)
        return {
            name: (round(float(low[k]), 3), round(float(high[k]), 3))
            for k, name in enumerate(MEASURES)
        }


def fvc(alike: NDArray[np.float32], fingers: Sequence[str]) -> Rates:
    """Rates of the scores *alike* [n, n], symmetric, of impressions of these *fingers*."""
    finger = np.unique(fingers, return_inverse=True)[1]
    first, second = np.triu_indices(len(finger), 1)
    order = np.argsort(-alike[first, second], kind="stable")
    first, second = finger[first[order]], finger[second[order]]
    scores = np.sort(alike[np.triu_indices(len(finger), 1)])[::-1]
    same = first == second
    found = _found_first(alike, finger)
    count = int(finger.max()) + 1
    rng = np.random.default_rng(1)
    draws = [np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(RESAMPLES)]
    whole = np.ones(count, np.int64)
    at_once = [
        # Within one finger a pair comes as often as the finger does.
        [
            *_rates(scores, same, np.where(same, often[first], often[first] * often[second])),
            _share(found, often[finger]),
        ]
        for often in [whole, *draws]
        if np.count_nonzero(often) > 1
    ]
    return Rates(np.array(at_once[0]), np.array(at_once[1:]), int(same.sum()), int((~same).sum()))


def mean(rates: Sequence[Rates]) -> Rates:
    """The mean of several sets, each weighing the same."""
    shortest = min(len(one.drawn) for one in rates)
    return Rates(
        np.mean([one.values for one in rates], axis=0),
        np.mean([one.drawn[:shortest] for one in rates], axis=0),
        sum(one.genuine for one in rates),
        sum(one.impostor for one in rates),
    )


def _rates(scores: Reals, same: NDArray[np.bool_], weights: NDArray[np.int64]) -> list[float]:
    """EER, FMR100, FMR1000, ZeroFMR in percent; scores from the highest down."""
    genuine, impostor = weights * same, weights * ~same
    # Equal scores are accepted together; index 0 accepts nothing.
    last = np.flatnonzero(np.append(np.diff(scores) != 0, True))
    missed = 1.0 - np.append(0, np.cumsum(genuine)[last]) / max(int(genuine.sum()), 1)
    false = np.append(0, np.cumsum(impostor)[last]) / max(int(impostor.sum()), 1)
    crossing = int(np.flatnonzero(false >= missed)[0])
    sides = [(missed[k] + false[k]) / 2 for k in (crossing - 1, crossing) if k >= 0]
    wide = [abs(missed[k] - false[k]) for k in (crossing - 1, crossing) if k >= 0]
    at_most = [float(missed[false <= limit].min()) for limit in (0.01, 0.001, 0.0)]
    return [100.0 * value for value in (sides[int(np.argmin(wide))], *at_most)]


def _found_first(alike: NDArray[np.float32], finger: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Does each impression's best score belong to its finger? A tie with another does not."""
    others = alike.astype(np.float64)
    np.fill_diagonal(others, -np.inf)
    same = finger[:, None] == finger[None, :]
    return np.asarray(
        np.where(same, others, -np.inf).max(axis=1) > np.where(same, -np.inf, others).max(axis=1)
    )


def _share(found: NDArray[np.bool_], weights: NDArray[np.int64]) -> float:
    return float(100.0 * (found * weights).sum() / weights.sum())
