"""What works: of those invited, how many came and were recorded, at what cost, how surely.

Nobody is left uninvited to find out. Compared are channels, campaigns, and within a campaign
those invited first with those invited later: the order was known before anybody answered.

>>> few = share(3, 4)
>>> few.percent, few.low, few.high, few.few
(75.0, 30.1, 95.4, True)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Final

FEW: Final = 20
"""Below so many invited the share says little, and the page says so."""

_Z: Final = 1.959964  # 95 percent of a normal distribution lie within so many deviations


@dataclass(frozen=True, slots=True)
class Share:
    """*k* of *n* in percent, with the 95 percent interval of Wilson; one decimal."""

    k: int
    n: int
    percent: float
    low: float
    high: float

    @property
    def few(self) -> bool:
        return self.n < FEW


def share(k: int, n: int) -> Share | None:
    """None when nobody was invited.

    Source: Wilson 1927, Probable inference; holds for small numbers and for 0 and n.

    >>> share(0, 0) is None, share(0, 10).low, share(10, 10).high
    (True, 0.0, 100.0)
    """
    if not n:
        return None
    p, square = k / n, _Z * _Z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * sqrt(p * (1 - p) / n + square / (4 * n * n))
    low, high = (
        round(100 * min(1.0, max(0.0, edge)), 1) for edge in (middle - half, middle + half)
    )
    return Share(k, n, round(100 * p, 1), low, high)


@dataclass(frozen=True, slots=True)
class Asked:
    """One invitation and what became of the person; *recorded_on* None: still unrecorded."""

    person: int
    campaign: int
    channel: str
    rank: int
    invited_on: date
    slot_on: date
    came: bool
    recorded_on: date | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Of some invitations: people invited (each once), came, recorded; *rupiah* None: unknown."""

    invited: int
    came: int
    recorded: int
    rupiah: int | None = None

    @property
    def came_share(self) -> Share | None:
        return share(self.came, self.invited)

    @property
    def recorded_share(self) -> Share | None:
        return share(self.recorded, self.invited)

    @property
    def rupiah_each(self) -> int | None:
        """Cost per recorded person, whole rupiah, rounded half up; None: no cost or nobody."""
        if self.rupiah is None or not self.recorded:
            return None
        return (2 * self.rupiah + self.recorded) // (2 * self.recorded)


def credited(asked: Iterable[Asked], credit_days: int) -> set[int]:
    """Indices of the invitations to which a recording is owed, one for each person recorded.

    It is the last one before the recording, and none when the recording came more than
    *credit_days* after its slot: that person came by themselves.
    """
    last: dict[tuple[int, int], tuple[date, int]] = {}
    for index, one in enumerate(asked):
        on = one.recorded_on
        if on is None or not one.invited_on <= on <= one.slot_on + timedelta(days=credit_days):
            continue
        key = (one.person, one.campaign)
        last[key] = max(last.get(key, (date.min, -1)), (one.invited_on, index))
    return {index for _, index in last.values()}


def effect(
    asked: Sequence[Asked], owed: set[int], of: Iterable[int], rupiah: int | None = None
) -> Effect:
    """The effect of the invitations with indices *of*."""
    chosen = list(of)
    return Effect(
        invited=len({asked[index].person for index in chosen}),
        came=len({asked[index].person for index in chosen if asked[index].came}),
        recorded=len({asked[index].person for index in chosen if index in owed}),
        rupiah=rupiah,
    )


def thirds(asked: Sequence[Asked]) -> tuple[list[int], list[int], list[int]]:
    """Indices by order of invitation: the first third, the second, the last.

    >>> day = date(2023, 6, 1)
    >>> asked = [Asked(n, 1, "letter", n, day, day, False, None) for n in (4, 2, 3, 1)]
    >>> thirds(asked)
    ([3, 1], [2], [0])
    """
    order = sorted(range(len(asked)), key=lambda i: (asked[i].rank, asked[i].invited_on, i))
    cut, rest = divmod(len(order), 3)
    one, two = cut + (rest > 0), cut + (rest > 1)
    return order[:one], order[one : one + two], order[one + two :]
