"""Which shade a value gets: few classes with round bounds, zero always apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_ROUND = (1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 750, 1000)
SHARES = (0.0, 0.4, 0.65, 0.85)


def class_bounds(values: Iterable[int]) -> tuple[int, ...]:
    """Lower bounds of up to four classes of the positive values, round and rising.

    >>> class_bounds([0, 1, 2, 3, 4, 4, 5, 6, 8, 9, 12, 40])
    (1, 5, 8, 10)
    >>> class_bounds([0, 0])
    ()
    """
    positive = sorted(value for value in values if value > 0)
    if not positive:
        return ()
    bounds: list[int] = []
    for share in SHARES:
        value = positive[min(len(positive) - 1, int(share * len(positive)))]
        bound = 1 if share == 0.0 else _rounded(value)
        if not bounds or bound > bounds[-1]:
            bounds.append(bound)
    return tuple(bound for bound in bounds if bound <= positive[-1])


def _rounded(value: int) -> int:
    step = 1
    while value > _ROUND[-1] * step:
        step *= 10
    return min((r * step for r in _ROUND), key=lambda r: (abs(r - value), -r))


def class_of(value: int, bounds: Sequence[int]) -> int:
    """0 for nothing, then 1, 2 … by the last bound that the value reaches.

    >>> [class_of(value, (1, 5, 10)) for value in (0, 1, 4, 5, 99)]
    [0, 1, 1, 2, 3]
    """
    return sum(1 for bound in bounds if value >= bound)
