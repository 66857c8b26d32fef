"""What a distance is worth: how often two different eyes come as near.

One turn of two different eyes gives a distance that is normal around one half; ``code.compare``
keeps the best of many turns, of which only some are independent. Both figures are fitted to
19,500 pairs of different eyes (0.05 to 30 percent of them are met within a fifth). One pair lay
far outside the curve, so no rate below CEILING is claimed: ``docs/biometrics.md``.
"""

from __future__ import annotations

import math
from typing import Final

SPREAD: Final = 0.042
"""Of one turn: 142 independent bits (Daugman's 249 were seen at twice the resolution)."""
TURNS: Final = 7
"""Independent ones."""
CEILING: Final = 1e-4


def false_match_rate(distance: float) -> float:
    """Share of pairs of different eyes expected at or below *distance*, at least CEILING.

    >>> round(1 / false_match_rate(0.35)), false_match_rate(0.2)
    (805, 0.0001)
    """
    one = 0.5 * math.erfc((0.5 - distance) / SPREAD / math.sqrt(2))
    if one >= 1:
        return 1.0
    return max(-math.expm1(TURNS * math.log1p(-one)), CEILING)


def threshold(false_match_rate_wanted: float) -> float:
    """The distance at which different eyes match no more often than this.

    >>> round(threshold(1e-3), 3)
    0.348
    """
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if false_match_rate(middle) > max(false_match_rate_wanted, CEILING):
            high = middle
        else:
            low = middle
    return low
