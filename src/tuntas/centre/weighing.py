"""From evidence to a decision: unique, candidates for people to look at, or too little to tell.

Two independent ways lead to a candidate, each with half the budget: the fingers, and face and
irises together. A stranger passes one of them in as few searches as the budget says. Somebody
whose fingers or eyes are missing for an approved reason is never a dead end: where what is left
cannot prove anything by itself, the nearest are looked at by people, and without any near one
the recording is unique on the evidence there is.

>>> asked = Bounds(rate=1e-8, enrolled=5000)
>>> twin = Found("a" * 32, "b" * 32, finger_rate=0.4, face_rate=1e-5, biodata_alike=True)
>>> weigh([twin], Strength(fingers=10, irises=2, face=True), asked).outcome
<Outcome.UNIQUE: 'unique'>
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FACE_CEILING: Final = 1e-5
IRIS_CEILING: Final = 1e-4
"""No face and no iris claims a smaller rate: calibration.CEILING of each."""
ALIKE: Final = 0.01
"""With biodata alike, a rate so small is worth a look where little evidence is to be had."""


class Outcome(StrEnum):
    UNIQUE = "unique"
    CANDIDATES = "candidates"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody enrolled, compared. Rates: share of strangers as alike; None: nothing to compare.

    iris_rates: of each eye that both have. biodata_alike: same birth date, and family or name.
    fingers: (the recorded one's, the other's, score), the strongest first.
    """

    ref: str
    person: str
    decades: float = 0.0
    finger_rate: float | None = None
    face: float | None = None
    face_rate: float | None = None
    iris: float | None = None
    iris_rates: tuple[float, ...] = ()
    biodata_alike: bool = False
    fingers: tuple[tuple[int, int, float], ...] = ()

    @property
    def second_rate(self) -> float:
        """Face and irises as one rate; 1 when there is nothing."""
        rates = [rate for rate in (self.face_rate, *self.iris_rates) if rate is not None]
        return fused(rates)

    @property
    def comparable(self) -> bool:
        """Whether there was anything of both to compare."""
        return self.finger_rate is not None or self.face_rate is not None or bool(self.iris_rates)

    @property
    def rate(self) -> float:
        """The surer of the two ways."""
        return min(1.0 if self.finger_rate is None else self.finger_rate, self.second_rate)


@dataclass(frozen=True, slots=True)
class Strength:
    """What a recording can say: usable fingers, irises, a face. *excepted*: what is missing is
    missing for a reason that a second person approved."""

    fingers: int
    irises: int
    face: bool
    excepted: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """rate: of strangers that the budget allows for both ways; enrolled: people looked among."""

    rate: float
    enrolled: int
    least_fingers: int = 2


@dataclass(frozen=True, slots=True)
class Weighed:
    """basis: by what it was decided: ``fingers``, ``face_iris``, or ``rest``."""

    outcome: Outcome
    basis: str
    candidates: tuple[Found, ...] = ()


def weigh(found: Sequence[Found], strength: Strength, bounds: Bounds) -> Weighed:
    """What follows from everybody who was *found* to be near, the nearest first."""
    each = bounds.rate / 2
    basis = _basis(strength, bounds, each)
    near = [one for one in found if one.rate <= each]
    if not near and basis == "rest" and strength.excepted:
        near = [one for one in found if _worth_a_look(one, bounds)]
    if near:
        ranked = sorted(near, key=lambda one: (one.rate, -one.decades, one.ref))
        return Weighed(Outcome.CANDIDATES, basis, tuple(ranked))
    if basis != "rest" or strength.excepted:
        return Weighed(Outcome.UNIQUE, basis)
    return Weighed(Outcome.POOR, basis)


def _basis(strength: Strength, bounds: Bounds, each: float) -> str:
    if strength.fingers >= bounds.least_fingers:
        return "fingers"
    # The best that this face and these eyes could ever show of the same person.
    best = [FACE_CEILING] * strength.face + [IRIS_CEILING] * strength.irises
    return "face_iris" if best and fused(best) <= each else "rest"


def _worth_a_look(one: Found, bounds: Bounds) -> bool:
    if one.biodata_alike:
        return one.rate <= ALIKE or not one.comparable
    return one.rate * max(bounds.enrolled, 1) <= ALIKE


def fused(rates: Sequence[float]) -> float:
    """The chance of a product as small as that of independent *rates* (Fisher).

    >>> fused([]), round(fused([0.1]), 3), fused([1e-4, 1e-4]) < 1e-6
    (1.0, 0.1, True)
    """
    statistic = -sum(math.log(max(rate, 1e-300)) for rate in rates)
    term = total = 1.0
    for k in range(1, len(rates)):
        term *= statistic / k
        total += term
    return min(1.0, math.exp(-statistic) * total) if rates else 1.0
