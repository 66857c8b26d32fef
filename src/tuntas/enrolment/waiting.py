"""How long a status lasts, learnt from the office's own history, and what that does not explain.

Two questions. Of one person: has this lasted longer than all but three of a thousand did? (A
product-limit estimate, so that those still waiting count for as long as they have waited.) Of a
status as a whole: did so few leave it today that it must have stopped? (The chance of so few
leaving, each with the hazard of their own age, and smaller by far than on the same weekdays
before: on Sundays nothing moves, and that is no stall.)

Days are whole numbers from any day zero; arrays are int32 [n].

>>> import numpy as np
>>> began, ended = np.zeros(40, int), np.repeat([1, 2, 3, 4], 10)
>>> history = learnt(began, ended, today=30)
>>> quantile(history, 0.5), chance_to_last(history, 3), quantile(history, 0.999)
(2, 0.25, 4)
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int_]
LASTS: Final = -1
"""As an end: the spell has not ended."""
LONGEST: Final = 730
STUCK: Final = 0.003
"""Of one person: lasted longer than all but this share do. Of those who wait on a day, among whom
the slow are many, twice to three times as many are beyond it."""
STOPPED: Final = 1e-4
"""Of a status: the chance of so few leaving."""
RARER: Final = 1e-3
"""And so much smaller than the smallest on the same weekday before."""
WINDOWS: Final = (1, 2, 3)
"""Days looked at together."""
WEEKS: Final = 8
FORGOTTEN: Final = 5
SHORTEST: Final = 7
"""A long weekend is no alarm."""
LEAST: Final = 30
"""Ended spells before the office's own history is believed."""


@dataclass(frozen=True, slots=True)
class History:
    """By day, [LONGEST + 1]. left, reached: how many left on it, how many reached it."""

    left: NDArray[np.int64]
    reached: NDArray[np.int64]

    @property
    def hazard(self) -> NDArray[np.float64]:
        """Share of those who reached a day that left on it."""
        empty = np.zeros(LONGEST + 1)
        return np.divide(self.left, self.reached, out=empty, where=self.reached > 0)

    @property
    def alive(self) -> NDArray[np.float64]:
        """Share that lasts longer than so many days."""
        return np.asarray(np.cumprod(1 - self.hazard), np.float64)

    @property
    def ended(self) -> int:
        """How many spells taught this."""
        return int(self.left.sum())

    def excess(self, days: int) -> float:
        """How many days more it takes, on average, once it has lasted *days*."""
        gone = int(self.left[days + 1 :].sum())
        return float(self.reached[days + 1 :].sum()) / max(gone, 1)


def learnt(began: Days, ended: Days, *, today: int) -> History:
    """What spells of one status teach. began: known first days; ended: `LASTS` while they last."""
    over = ended != LASTS
    lasted = np.clip(np.where(over, ended, today) - began, 0, LONGEST)
    left = np.bincount(lasted[over], minlength=LONGEST + 1)
    stood = np.bincount(lasted, minlength=LONGEST + 1)
    return History(left, stood[::-1].cumsum()[::-1])


def quantile(history: History, share: float) -> int | None:
    """Days within which *share* of all leave; None when history does not reach so far."""
    gone = np.flatnonzero(history.alive <= 1 - share + 1e-12)
    return int(gone[0]) if len(gone) else None


def chance_to_last(history: History, days: int) -> float:
    """The share that lasts longer than *days*."""
    return float(history.alive[min(max(days, 0), LONGEST)])


def limit(history: History, patience: int) -> int:
    """Days after which one is stuck: from the office's own history, or patience until there is.

    The slowest tenth teaches how long the tail is (as if it thinned out evenly), for the slowest
    of all are still waiting when they are asked about. Those who were forgotten would teach that
    being forgotten is usual, so never more than some times what nine of ten took.
    """
    most = quantile(history, 0.9)
    if history.ended < LEAST or most is None:
        return patience
    tail = quantile(history, 1 - STUCK)
    thinned = round(most + history.excess(most) * log(0.1 / STUCK))
    return min(max(tail or 0, thinned), max(FORGOTTEN * most, SHORTEST))


@dataclass(frozen=True, slots=True)
class Flow:
    """One status over the last *days* days. waiting: how many are there today. expected: how many
    leave in such days; left: how many did; chance: of so few or fewer."""

    waiting: int
    days: int
    expected: float
    left: int
    chance: float
    stopped: bool


def flow(began: Days, ended: Days, history: History, *, today: int) -> Flow:
    """Whether as many left today, or in two or three days, as their ages make likely."""
    found = [_flow(began, ended, history, today, days) for days in WINDOWS]
    return next((one for one in found if one.stopped), found[0])


def _flow(began: Days, ended: Days, history: History, today: int, days: int) -> Flow:
    expected, left, chance = _window(began, ended, history, today, days)
    stopped = history.ended >= LEAST and chance < STOPPED
    if stopped:
        # What is rare may be usual on this weekday; with too few weeks nobody knows.
        before = [
            _window(began, ended, history, today - 7 * week, days) for week in range(1, WEEKS + 1)
        ]
        usual = [earlier for could, _, earlier in before if could]
        stopped = len(usual) >= WEEKS // 2 and chance < RARER * min(usual)
    waiting = int(((began <= today) & ((ended == LASTS) | (ended > today))).sum())
    return Flow(waiting, days, expected, left, chance, stopped)


def _window(
    began: Days, ended: Days, history: History, today: int, days: int
) -> tuple[float, int, float]:
    """(expected, left, chance of so few) over *days* days to *today*."""
    hazard = history.hazard
    expected, left = 0.0, 0
    for day in range(today - days + 1, today + 1):
        there = (began < day) & ((ended == LASTS) | (ended >= day))
        expected += float(hazard[np.clip(day - began[there], 0, LONGEST)].sum())
        left += int((ended[there] == day).sum())
    return expected, left, at_most(left, expected)


def at_most(left: int, expected: float) -> float:
    """The chance that *left* or fewer leave where *expected* do on average, never less than it is.

    Poisson's, which below the average is never smaller than that of events with chances of their
    own (Hoeffding 1956); of very many, the bound of its tail.

    >>> round(at_most(0, 2.0), 4), round(at_most(1, 2.0), 4), at_most(3, 0.0)
    (0.1353, 0.406, 1.0)
    """
    if expected > FAR:
        return exp(-((expected - left) ** 2) / (2 * expected)) if left < expected else 1.0
    term = total = exp(-expected)
    for k in range(1, left + 1):
        term *= expected / k
        total += term
    return min(1.0, total)


FAR: Final = 700.0
"""Beyond so many the first term is nothing in floating point."""
