"""How many come, and how many of them a visit can serve: expectations without simulation.

Each person is willing or not, once for a plan: whoever comes at an ordinary session also comes
at a better attended one. So several visits share the same people, and what they bring together
is the largest assignment of willing people to places: the smallest, over turnout levels, of
"the willing up to this level" plus "the places above it".
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tuntas.missions.planning.problem import Group

Floats = NDArray[np.float64]


def willing(groups: Sequence[Group], factor: float = 1.0) -> Floats:
    """Probability that exactly k of all groups come, k = 0 … all of them.

    >>> willing([Group(2, 0.5, 10.0)]).round(9).tolist()
    [0.25, 0.5, 0.25]
    """
    pmf = np.ones(1)
    for group in groups:
        pmf = np.convolve(pmf, _binomial(group.count, min(1.0, group.probability * factor)))
    return pmf


def served(groups: Sequence[Group], factor: float = 1.0) -> Floats:
    """E[min(those who come, c)] for c = 0 … everybody: concave, nondecreasing.

    >>> served([Group(2, 0.5, 10.0)]).round(9).tolist()
    [0.0, 0.75, 1.0]
    """
    at_least = willing(groups, factor)[::-1].cumsum()[::-1]
    return np.concatenate([np.zeros(1), np.minimum(at_least[1:], 1.0).cumsum()])


def minutes_each(groups: Sequence[Group]) -> float:
    """Minutes for one person: the mean of those who come.

    >>> minutes_each([Group(10, 0.5, 10.0), Group(5, 0.5, 25.0)])
    15.0
    """
    weights = [group.count * group.probability for group in groups]
    total = math.fsum(weights)
    if total <= 0:
        return max((group.minutes for group in groups), default=1.0)
    mean = math.fsum(w * g.minutes for w, g in zip(weights, groups, strict=True)) / total
    return round(mean, 6)  # ten minutes for everybody are ten, not 10.000000000000002


def together(groups: Sequence[Group], visits: Sequence[tuple[float, int]]) -> float:
    """What visits bring together.

    Args:
        visits: (turnout factor, places) each. Three and more different factors are read as
            two: the higher ones lowered to the second.

    >>> round(together([Group(2, 0.5, 10.0)], [(1.0, 1), (1.0, 1)]), 9)
    1.0
    >>> round(together([Group(1, 0.5, 10.0)], [(1.0, 1), (2.0, 1)]), 9)
    1.0
    """
    factors = sorted({factor for factor, places in visits if places > 0})
    if not factors:
        return 0.0
    low = sum(places for factor, places in visits if factor == factors[0])
    high = sum(places for factor, places in visits if factor > factors[0])
    if len(factors) == 1:
        table = served(groups, factors[0])
        return float(table[min(low, len(table) - 1)])
    return _two_levels(groups, (factors[0], factors[1]), low, high)


def _two_levels(
    groups: Sequence[Group], factors: tuple[float, float], low: int, high: int
) -> float:
    """E[min(low + high, N₁ + high, N₂)], N₁ ≤ N₂ the willing at the two levels."""
    joint = np.ones((1, 1))  # by N₁ and N₂ - N₁
    for group in groups:
        first = min(1.0, group.probability * factors[0])
        second = min(1.0, group.probability * factors[1])
        joint = _spread(joint, group.count, first, second - first)
    n_low, n_more = np.indices(joint.shape)
    got = np.minimum(np.minimum(low + high, n_low + high), n_low + n_more)
    return float((got * joint).sum())


def _spread(joint: Floats, count: int, first: float, more: float) -> Floats:
    for _ in range(count):
        wider = np.zeros((joint.shape[0] + 1, joint.shape[1] + 1))
        wider[:-1, :-1] += joint * (1.0 - first - more)
        wider[1:, :-1] += joint * first
        wider[:-1, 1:] += joint * more
        joint = wider
    return joint


def _binomial(n: int, p: float) -> Floats:
    """The probability of each number of successes, through logarithms: right for n in thousands."""
    if p <= 0.0 or p >= 1.0:
        certain = np.zeros(n + 1)
        certain[n if p >= 1.0 else 0] = 1.0
        return certain
    k = np.arange(n + 1)
    choose = np.array([math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in k])
    return np.asarray(np.exp(choose + k * math.log(p) + (n - k) * math.log1p(-p)))
