"""Counting the story by hand: walks the acts person by person, in plain Python.

Shares no rule with the synthesis or the ledger: eligibility, presence and recording are
written out again here, in the words of the law.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tuntas.demo.acts import Verb
from tuntas.demo.households import Marital
from tuntas.demo.story import Story

RECORDED = {
    "BIO_CAPTURED",
    "SENT_FOR_ENROLLMENT",
    "PRINT_READY_RECORD",
    "CARD_PRINTED",
    "CARD_ISSUED",
}


@dataclass(slots=True)
class Life:
    """What is known of one person on some day."""

    born: date | None
    village: int
    wed_on: date | None
    foreign: bool
    permit_until: date | None
    came_on: date
    recorded_on: date | None
    died_on: date | None = None
    left_on: date | None = None
    off_on: date | None = None
    on_again: date | None = None
    moves: tuple[tuple[date, int], ...] = ()

    def is_here(self, on: date) -> bool:
        if on < self.came_on:
            return False
        if self.died_on and self.died_on <= on:
            return False
        if self.left_on and self.left_on <= on:
            return False
        off = self.off_on is not None and self.off_on <= on
        return not off or (self.on_again is not None and self.on_again <= on)

    def is_obliged(self, on: date) -> bool:
        if self.foreign and (self.permit_until is None or self.permit_until < on):
            return False
        if self.wed_on is not None and self.wed_on <= on:
            return True
        return self.born is not None and seventeenth(self.born) <= on

    def is_recorded(self, on: date) -> bool:
        return self.recorded_on is not None and self.recorded_on <= on

    def village_on(self, on: date) -> int:
        return max([(self.came_on, self.village), *(m for m in self.moves if m[0] <= on)])[1]


def seventeenth(born: date) -> date:
    if (born.month, born.day) == (2, 29):
        return date(born.year + 17, 3, 1)
    return date(born.year + 17, born.month, born.day)


def lives_as_known(story: Story, opening: date, known: date) -> list[Life]:
    """Every life as the office knew it at the end of day *known*; None where it did not."""
    people = story.people
    born, villages = people.born.tolist(), people.village.tolist()
    married = (people.marital != Marital.SINGLE).tolist()
    foreign, permits = people.foreign.tolist(), people.permit_until.tolist()
    found: list[Life | None] = [
        Life(
            born[person],
            villages[person],
            opening if married[person] else None,
            foreign[person],
            permits[person],
            opening,
            opening if story.statuses[person] in RECORDED else None,
        )
        for person in range(story.opening_size)
    ]
    found += [None] * (len(people) - story.opening_size)
    for act in story.acts:
        if act.known_on > known:
            break
        if act.verb in (Verb.BORN, Verb.ARRIVED):
            came, person = act.effective_on, act.person
            has = came if story.came_recorded[person] else None
            wed = came if married[person] else None
            found[person] = Life(born[person], villages[person], wed, False, None, came, has)
            continue
        life = found[act.person]
        assert life is not None, act
        happen(life, act)
    return [life for life in found if life is not None]


def happen(life: Life, act) -> None:  # type: ignore[no-untyped-def]
    on = act.effective_on
    match act.verb:
        case Verb.DIED:
            life.died_on = on
        case Verb.DEATH_WITHDRAWN:
            life.died_on = None
        case Verb.LEFT:
            life.left_on = on
        case Verb.MOVED:
            life.moves = (*life.moves, (on, act.village))
        case Verb.MARRIED:
            life.wed_on = min(on, life.wed_on or on)
        case Verb.BIRTH_CORRECTED:
            life.born = act.born
        case Verb.DEACTIVATED:
            life.off_on = on
        case Verb.REACTIVATED:
            life.on_again = on
        case Verb.RECORDED:
            life.recorded_on = min(on, life.recorded_on or on)
        case Verb.RECORDING_WITHDRAWN:
            life.recorded_on = None


@dataclass(frozen=True)
class Count:
    obliged: int
    left: int
    left_by_village: Counter[int]
    obliged_by_village: Counter[int]

    @property
    def captured(self) -> int:
        return self.obliged - self.left


def count(lives: list[Life], on: date) -> Count:
    obliged = [life for life in lives if life.is_here(on) and life.is_obliged(on)]
    left = [life for life in obliged if not life.is_recorded(on)]
    return Count(
        len(obliged),
        len(left),
        Counter(life.village_on(on) for life in left),
        Counter(life.village_on(on) for life in obliged),
    )
