"""The road's end: what the ledger says on the days of the story, and whether all of it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tuntas.audit import queries as audit
from tuntas.audit.chain import Problem
from tuntas.coverage import queries as coverage
from tuntas.demo import script
from tuntas.ledger import verification
from tuntas.wilayah import queries as wilayah

LAST_DAY = script.ANCHORS[-1].on


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of the whole regency at the end of a day; *percent* with a decimal point."""

    on: date
    obliged: int
    captured: int
    left: int
    percent: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What was counted, and what does not hold."""

    lines: list[Line]
    districts: int
    villages: int
    problems: list[Problem]

    @property
    def holds(self) -> bool:
        """The recount agrees, and the figures are the published ones."""
        return not self.problems and all(map(_is_published, self.lines, script.ANCHORS))


def reckon() -> Reckoning:
    """Count on every day of the script's anchors, and recount everything from the facts."""
    problems = [*audit.verify_all(), *verification.verify()]
    return Reckoning(
        lines=[line(anchor.on) for anchor in script.ANCHORS],
        districts=len(wilayah.districts(LAST_DAY)),
        villages=len(wilayah.villages(LAST_DAY)),
        problems=problems,
    )


def line(on: date) -> Line:
    """The ledger's figures of one day."""
    figures, goal = coverage.figures_of(on=on), coverage.goal_on(on)
    return Line(
        on=on,
        obliged=figures.obliged,
        captured=figures.captured,
        left=figures.left,
        percent=figures.percent(2, goal),
        reached=figures.meets(goal) if goal else None,
    )


def _is_published(counted: Line, anchor: script.Anchor) -> bool:
    """The ledger counts what was published, and no target is reached before its day."""
    same = counted.left == anchor.left and anchor.obliged in (None, counted.obliged)
    in_time = counted.on.year != LAST_DAY.year or counted.reached is (counted.on == LAST_DAY)
    return same and in_time
