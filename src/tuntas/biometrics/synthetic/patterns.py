"""Which pattern a finger has and where its singular points lie.

Frequencies by finger: Cummins & Midlo, *Finger Prints, Palms and Soles* (1943), 5,000 people.
Positions: millimetres, x to the right, y towards the tip, origin at the upper core (or where an
arch bends most), as one sees the print on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from tuntas.biometrics.positions import Finger, Hand
from tuntas.biometrics.synthetic.seeds import truncated


class PatternKind(IntEnum):
    """The five classes of Henry and NIST."""

    ARCH = 0
    TENTED_ARCH = 1
    LEFT_LOOP = 2
    RIGHT_LOOP = 3
    WHORL = 4


Point = tuple[float, float]

_SHARES: Final = {
    # thumb to little finger: whorl, ulnar loop, radial loop; the rest are arches.
    1: (0.403, 0.556, 0.003),
    2: (0.312, 0.336, 0.222),
    3: (0.172, 0.727, 0.026),
    4: (0.414, 0.558, 0.011),
    5: (0.139, 0.844, 0.002),
}
_TENTED: Final = 0.44
"""Of arches, after NIST special database 4's natural weights (0.029 of 0.066)."""
_ALIKE: Final = 0.5
"""How far one person's fingers lean the same way, as a correlation of the latent draw."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Class and singular points. *bend* is how strongly the sides fall off, radians."""

    kind: PatternKind
    cores: tuple[Point, ...]
    deltas: tuple[Point, ...]
    bend: float
    tilt: float


def kind_of(finger: Finger, person: np.random.Generator, own: np.random.Generator) -> PatternKind:
    """A class with the natural frequency of *finger*; *person* is shared by the ten fingers."""
    whorl, ulnar, radial = _SHARES[(finger - 1) % 5 + 1]
    latent = _ALIKE**0.5 * person.standard_normal() + (1 - _ALIKE) ** 0.5 * own.standard_normal()
    share = _normal_share(latent)
    if share < whorl:
        return PatternKind.WHORL
    # On paper the little finger of a right hand is on the right: its ulnar loops open there.
    right = finger.hand is Hand.RIGHT
    if share < whorl + ulnar:
        return PatternKind.RIGHT_LOOP if right else PatternKind.LEFT_LOOP
    if share < whorl + ulnar + radial:
        return PatternKind.LEFT_LOOP if right else PatternKind.RIGHT_LOOP
    return PatternKind.TENTED_ARCH if own.random() < _TENTED else PatternKind.ARCH


def pattern_of(kind: PatternKind, rng: np.random.Generator) -> Pattern:
    """Singular points of *kind*, spread as they are in life."""
    bend = truncated(rng, 0.70, 0.15)
    tilt = truncated(rng, 0.0, 0.05)
    if kind is PatternKind.ARCH:
        return Pattern(kind, (), (), truncated(rng, 0.55, 0.12), tilt)
    if kind is PatternKind.TENTED_ARCH:
        delta = (truncated(rng, 0, 0.5), -truncated(rng, 4.6, 0.8))
        return Pattern(kind, ((0.0, 0.0),), (delta,), bend, tilt)
    if kind is PatternKind.WHORL:
        return _whorl(rng, bend, tilt)
    side = -1.0 if kind is PatternKind.RIGHT_LOOP else 1.0
    delta = (side * truncated(rng, 5.6, 1.1), -truncated(rng, 6.6, 1.2))
    return Pattern(kind, ((0.0, 0.0),), (delta,), bend, tilt)


def _whorl(rng: np.random.Generator, bend: float, tilt: float) -> Pattern:
    lean = truncated(rng, 0.0, 1.0)
    if rng.random() < 0.2:  # a double loop: the two cores stand side by side
        low = (float(rng.choice([-1.0, 1.0])) * truncated(rng, 2.2, 0.5), -truncated(rng, 2.8, 0.8))
    else:
        low = (truncated(rng, 0.0, 0.4), -truncated(rng, 2.0, 0.7))
    left = (-truncated(rng, 5.9, 0.8) + lean, -truncated(rng, 7.4, 1.0))
    right = (truncated(rng, 5.9, 0.8) + lean, -truncated(rng, 7.4, 1.0))
    return Pattern(PatternKind.WHORL, ((0.0, 0.0), low), (left, right), bend, tilt)


def _normal_share(value: float) -> float:
    """Share of normals below *value* (Abramowitz & Stegun 26.2.17, error below 1e-7)."""
    t = 1 / (1 + 0.2316419 * abs(value))
    series = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)
    tail = sum(c * t ** (power + 1) for power, c in enumerate(series))
    upper = float(np.exp(-value * value / 2) / np.sqrt(2 * np.pi) * tail)
    return upper if value < 0 else 1 - upper
