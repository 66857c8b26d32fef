"""What a cosine is worth: how often two different people reach it.

Scores of different people follow a normal curve closely (19,000 pairs: skewness −0.1, kurtosis
3.0), so its tail is carried on beyond what was counted, but no further than CEILING, and with the
curve moved up by MARGIN, because people of one origin, age and sex look more alike to a network
than the mixed set it was measured on. ``docs/biometrics.md`` has the figures.
"""

from __future__ import annotations

import math
from typing import Final

MEAN: Final = 0.0813
SPREAD: Final = 0.1015
MARGIN: Final = 0.05
"""Roughly a tenfold rate at the usual thresholds: what NIST IR 8280 finds between groups."""
CEILING: Final = 1e-5
"""No smaller rate is claimed: 20 people cannot carry it."""


def false_match_rate(cosine: float) -> float:
    """Share of pairs of different people expected at or above *cosine*, at least CEILING.

    >>> round(1 / false_match_rate(0.45)), false_match_rate(0.9)
    (1183, 1e-05)
    """
    away = (cosine - MEAN - MARGIN) / SPREAD
    return max(0.5 * math.erfc(away / math.sqrt(2)), CEILING)


def threshold(false_match_rate: float) -> float:
    """The cosine at which different people match no more often than this.

    >>> round(threshold(1e-3), 3)
    0.445
    """
    low, high = -1.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        rate = 0.5 * math.erfc((middle - MEAN - MARGIN) / SPREAD / math.sqrt(2))
        low, high = (middle, high) if rate > max(false_match_rate, CEILING) else (low, middle)
    return high
