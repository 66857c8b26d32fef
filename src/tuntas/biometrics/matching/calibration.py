"""From a score to a false match rate: how often do prints of different people score as high?"""

from __future__ import annotations

import math


def false_match_rate(score: float) -> float:
    """Share of strangers that score at least *score*, by an exponential tail."""
    return min(1.0, math.exp(-score / 3))
