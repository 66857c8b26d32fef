"""Targets and percentages in whole numbers.

A percentage is computed, never typed. Rounding must not feign a target: when the
rounded figure would say "reached" and the counts say "not reached" (99.395 % as
99.40 %), digits are added until the figure says what the counts say.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Goal:
    """A target share in hundredths of a percent (9940 = 99.40 %).

    >>> Goal(9940).reached(91_786, 92_340)
    True
    >>> Goal(9950, strictly_above=True).reached(995, 1000)
    False
    """

    basis_points: int
    strictly_above: bool = False

    def reached(self, captured: int, obliged: int) -> bool:
        """``captured × 10000 ≥ basis_points × obliged`` (``>`` when strictly above).

        With nobody obliged nothing is left to do, so the target is reached.
        """
        have, need = captured * 10_000, self.basis_points * obliged
        return (have > need) if self.strictly_above and obliged else have >= need

    def most_left(self, obliged: int) -> int:
        """The most unrecorded with which the target is still reached; ≥ 0.

        >>> Goal(9940).most_left(92_340)
        554
        """
        left = obliged * (10_000 - self.basis_points) // 10_000
        while left > 0 and not self.reached(obliged - left, obliged):
            left -= 1
        return max(left, 0)

    @property
    def text(self) -> str:
        """Two decimals with a point: ``99.40``."""
        whole, rest = divmod(self.basis_points, 100)
        return f"{whole}.{rest:02d}"


def percent_text(part: int, whole: int, *, places: int = 2, goal: Goal | None = None) -> str:
    """*part* of *whole* in percent, rounded half up, with a decimal point.

    Returns an empty text when *whole* is 0. With a *goal*, decimals are added while the
    rounded figure and the counts disagree about reaching it.

    >>> percent_text(88_491, 90_060)
    '98.26'
    >>> percent_text(99_395, 100_000, goal=Goal(9940))
    '99.395'
    """
    if whole == 0:
        return ""
    text = _rounded(part, whole, places)
    while (
        goal is not None and places < MOST_PLACES and _says(text, goal) != goal.reached(part, whole)
    ):
        places += 1
        text = _rounded(part, whole, places)
    return text


def _rounded(part: int, whole: int, places: int) -> str:
    scale: int = 10**places
    units = (2 * part * 100 * scale + whole) // (2 * whole)
    before, after = divmod(units, scale)
    return f"{before}.{after:0{places}d}" if places else str(before)


def _says(text: str, goal: Goal) -> bool:
    """Whether a printed percentage reads as if the goal were reached."""
    before, _, after = text.partition(".")
    scale: int = 10 ** len(after)
    return goal.reached(int(before + after), 100 * scale)
