"""The figures of one area on one day, all from the same village × cell counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tuntas.coverage.targets import Goal, percent_text
from tuntas.ledger import cells


@dataclass(frozen=True, slots=True)
class Figures:
    """People by state; persons, never cards.

    Attributes:
        obliged: must hold a KTP-el (*wajib KTP*).
        captured, unique, printed, in_hand: the four numerators, obliged people only.
        left: obliged and not recorded (*belum rekam*); ``obliged - captured``.
        aside: obliged people proposed for removal by two persons, recorded or not.
        left_dynamic: left without those set aside (*dinamis*).
        unknown: nobody can say whether they are obliged.
        captured_early: recorded before being obliged (sixteen-year-olds).
    """

    population: int
    obliged: int
    captured: int
    unique: int
    printed: int
    in_hand: int
    left: int
    left_dynamic: int
    aside: int
    unknown: int
    captured_early: int

    @classmethod
    def of(cls, people: NDArray[np.int32]) -> Self:
        """Figures of a vector of people by cell.

        Args:
            people: shape (54,).
        """
        return cls(*(int(people[mask].sum()) for mask in _MASKS))

    @classmethod
    def table(cls, stock: NDArray[np.int32]) -> list[Self]:
        """Figures of each village.

        Args:
            stock: shape (n_villages, 54).
        """
        sums = stock.astype(np.int64) @ np.stack(_MASKS, axis=1).astype(np.int64)
        return [cls(*map(int, row)) for row in sums]

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, name) + getattr(other, name) for name in Figures.__slots__))

    @property
    def over_100(self) -> bool:
        """More captured than obliged; cannot happen by this ledger, only in foreign figures."""
        return self.captured > self.obliged

    @property
    def due_dynamic(self) -> int:
        """Denominator *dinamis*: the obliged without those set aside."""
        return self.obliged - self.aside

    def percent(self, places: int = 2, goal: Goal | None = None) -> str:
        """Captured of obliged, rounded half up; see :func:`targets.percent_text`."""
        return percent_text(self.captured, self.obliged, places=places, goal=goal)

    def meets(self, goal: Goal) -> bool:
        """Whether the target is reached, in integers."""
        return goal.reached(self.captured, self.obliged)


_MASKS = (
    cells.POPULATION,
    cells.OBLIGED,
    cells.CAPTURED,
    cells.UNIQUE,
    cells.PRINTED,
    cells.IN_HAND,
    cells.LEFT,
    cells.LEFT_DYNAMIC,
    cells.ASIDE,
    cells.UNKNOWN,
    cells.CAPTURED_EARLY,
)

NOBODY = Figures(*[0] * len(_MASKS))
