"""The evening in numbers: every listed name has one outcome, and nobody is counted twice.

>>> evening = tally(
...     listed={1, 2, 3}, told={1: "absent", 2: "absent", 4: "died"}, recorded={2, 3, 9},
...     walk_ins={3, 9}, elsewhere=2,
... )
>>> evening.outcomes, evening.walk_ins, evening.elsewhere, evening.adds_up
({'absent': 1, 'recorded': 2}, 1, 2, True)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

RECORDED: Final = "recorded"


@dataclass(frozen=True, slots=True)
class Evening:
    """People of one mission's list by outcome; walk-ins and people of elsewhere stand apart."""

    listed: int
    outcomes: Mapping[str, int]
    without_outcome: int
    walk_ins: int
    elsewhere: int

    @property
    def adds_up(self) -> bool:
        """Whether the outcomes come to the listed names and nobody is open."""
        return self.without_outcome == 0 and sum(self.outcomes.values()) == self.listed

    @property
    def recorded(self) -> int:
        """Brought into the figures today: of the list, and walk-ins of this office."""
        return self.outcomes.get(RECORDED, 0) + self.walk_ins


def tally(
    *,
    listed: Collection[int],
    told: Mapping[int, str],
    recorded: Collection[int],
    walk_ins: Collection[int],
    elsewhere: int,
) -> Evening:
    """Count an evening.

    Args:
        listed: person ids of the list.
        told: person id → the last closing outcome somebody entered; of others it is ignored.
        recorded: person ids recorded on that day. A recording wins over what was told: whoever
            was noted absent in the morning may come in the afternoon.
        walk_ins: person ids recorded that came without being listed; listed ones are ignored.
    """
    names, seen = set(listed), set(recorded)
    outcomes = Counter(
        RECORDED if person in seen else told[person]
        for person in names
        if person in seen or person in told
    )
    return Evening(
        listed=len(names),
        outcomes=dict(sorted(outcomes.items())),
        without_outcome=len(names) - sum(outcomes.values()),
        walk_ins=len(set(walk_ins) - names),
        elsewhere=elsewhere,
    )
