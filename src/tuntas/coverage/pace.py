"""Will we make it? The days until a deadline, and the pace they ask for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

LATELY_DAYS = 14
"""Days over which the recent pace is taken: two working weeks, so that one market day or one
swarm in a village does not set it alone."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Where the office stands before a deadline; people, and people per day.

    Attributes:
        left: unrecorded on the evening of the day asked about.
        becoming_due: who become obliged until the deadline and are not yet recorded.
        days, working_days: days after the day asked about, up to and with the deadline.
        recorded_lately: people recorded in the last 14 days.
    """

    on: date
    deadline: date
    left: int
    becoming_due: int
    days: int
    working_days: int
    recorded_lately: int
    may_be_left: int = 0

    @property
    def to_record(self) -> int:
        """Who must still be recorded for the goal (0 left, or the target's remainder)."""
        return max(0, self.left + self.becoming_due - self.may_be_left)

    @property
    def needed_per_day(self) -> Fraction | None:
        return Fraction(self.to_record, self.days) if self.days > 0 else None

    @property
    def needed_per_working_day(self) -> Fraction | None:
        return Fraction(self.to_record, self.working_days) if self.working_days > 0 else None

    @property
    def lately_per_day(self) -> Fraction:
        return Fraction(self.recorded_lately, LATELY_DAYS)

    @property
    def projected_left(self) -> int:
        """Left on the deadline at the recent pace; never below 0."""
        done = self.lately_per_day * max(self.days, 0)
        return max(0, self.left + self.becoming_due - int(done))

    @property
    def will_make_it(self) -> bool:
        return self.projected_left <= self.may_be_left


def working_days(after: date, until: date, holidays: Collection[date]) -> int:
    """Mondays to Fridays that are no holiday, after < day ≤ until.

    >>> working_days(date(2023, 6, 14), date(2023, 6, 21), ())
    5
    """
    days = (after + timedelta(n) for n in range(1, (until - after).days + 1))
    return sum(1 for day in days if day.weekday() < 5 and day not in holidays)
