"""Pixels per centimetre and per inch, as the standards round them.

>>> per_inch(197), per_inch(196), per_inch(394), per_centimetre(500)
(500.0, 500.0, 1000.0, 197)
>>> round(per_inch(150), 2)
381.0
"""

from __future__ import annotations

import math
from typing import Final

CENTIMETRES: Final = 2.54
NOMINAL: Final = (250, 300, 500, 600, 1000)


def per_inch(per_cm: int) -> float:
    """Pixels per inch of *per_cm*; a rounded nominal rate (197, or 196 where it was cut) is exact.

    500 pixels per inch are 196.85 per centimetre, and every record says 197: taken literally a
    minutia at column 500 would move by a third of a pixel.
    """
    for rate in NOMINAL:
        exact = rate / CENTIMETRES
        if per_cm in (math.floor(exact), math.ceil(exact)):
            return float(rate)
    return per_cm * CENTIMETRES


def per_centimetre(per_in: float) -> int:
    return round(per_in / CENTIMETRES)
