"""How far apart ridges lie, and how that changes over a fingertip.

Sparser towards the tip and below the deltas, denser between (Cappelli, SFinGe), with a slow
wander of its own.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.synthetic.patterns import Pattern

_TIP: Final = 0.10
_BASE: Final = 0.20


def periods(
    mean_mm: float,
    pattern: Pattern,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    wander: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Ridge period in millimetres at *x*, *y* (millimetres from the core); *mean_mm* at it."""
    delta = min((point[1] for point in pattern.deltas), default=-6.5)
    tip = 1 / (1 + np.exp(-(y - 3.5) / 1.5))
    base = 1 / (1 + np.exp((y - delta + 1.0) / 1.5))
    slow = wander[1, 0] * np.sin(y / 3.1 + 9 * wander[0, 1])
    slow = slow + wander[0, 2] * np.sin(x / 2.7 + 9 * wander[1, 1])
    return np.asarray(mean_mm * (0.96 + _TIP * tip + _BASE * base + 0.5 * slow))
