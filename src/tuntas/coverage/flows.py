"""How the number of the unrecorded changed: opening + entries − exits = closing.

People leave the list by being *recorded*, by being *removed* (with a cause) or by being
*no longer due*; whoever *moved* leaves one village and enters another. These are always
shown apart: a fall by removal is no recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

RECORDED: Final = frozenset({"recorded", "marked", "observed", "unique"})
REMOVED: Final = frozenset({"died", "moved_out", "unlisted", "deactivated", "merged"})
MOVED: Final = frozenset({"moved", "recoded"})
SET_ASIDE: Final = frozenset({"set_aside", "taken_back"})


@dataclass(frozen=True)
class Fall:
    """The balance of the unrecorded of an area over some days; counts by cause.

    ``moved`` is the net of moves between villages: 0 above the village.
    ``restated`` is the opening as known at the second moment minus as known at the first.
    """

    opening: int
    closing: int
    entered: Mapping[str, int] = field(default_factory=dict)
    recorded: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    no_longer_due: Mapping[str, int] = field(default_factory=dict)
    moved: int = 0
    restated: int = 0

    @property
    def n_entered(self) -> int:
        return sum(self.entered.values())

    @property
    def n_recorded(self) -> int:
        return sum(self.recorded.values())

    @property
    def n_removed(self) -> int:
        return sum(self.removed.values())

    @property
    def n_no_longer_due(self) -> int:
        return sum(self.no_longer_due.values())

    @property
    def balances(self) -> bool:
        """Whether opening + restated + entries − exits + moves = closing."""
        gone = self.n_recorded + self.n_removed + self.n_no_longer_due
        return self.opening + self.restated + self.n_entered - gone + self.moved == self.closing


def split(
    *,
    opening: int,
    closing: int,
    entered: Mapping[str, int],
    left: Mapping[str, int],
    restated: int = 0,
) -> Fall:
    """The balance with its causes put into their classes.

    >>> gone = {"recorded": 2, "died": 1}
    >>> fall = split(opening=10, closing=8, entered={"birthday": 1}, left=gone)
    >>> fall.n_recorded, fall.n_removed, fall.balances
    (2, 1, True)
    """
    classes: dict[str, dict[str, int]] = {
        "recorded": {},
        "removed": {},
        "no_longer_due": {},
    }
    for cause, n in left.items():
        if cause not in MOVED:
            classes[_class_of_exit(cause)][cause] = n
    moved = sum(n for cause, n in entered.items() if cause in MOVED) - sum(
        n for cause, n in left.items() if cause in MOVED
    )
    came = {cause: n for cause, n in entered.items() if cause not in MOVED}
    return Fall(opening, closing, came, **classes, moved=moved, restated=restated)


def _class_of_exit(cause: str) -> str:
    if cause in RECORDED:
        return "recorded"
    return "removed" if cause in REMOVED else "no_longer_due"
