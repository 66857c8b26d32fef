"""What happens to people between the opening and the end, recordings apart.

Births, deaths, arrivals, departures, moves, marriages, corrections and what the ministry
switches off are drawn at plausible rates; then so many grown-ups arrive or leave besides that
the number of the obliged is, on the days of the anchors, the published one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuntas.demo import script
from tuntas.demo.acts import FILE_DAYS, LAST, NEVER, Act, Verb, day, file_day, number
from tuntas.demo.households import Marital, Relation
from tuntas.demo.newcomers import Newcomers
from tuntas.demo.people import ADULT_AGE, Population, birthday
from tuntas.demo.sources import Sources
from tuntas.residents import eligibility

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_DAYS_A_YEAR: Final = 365.25
_YEARS: Final = LAST / _DAYS_A_YEAR
_BALANCED_PAIRS: Final = 8
_GROWN_BIRTH_CORRECTIONS: Final = 22
_YOUNGER_THAN_WRITTEN: Final = 3
_QUIET_FILE_DAYS: Final = FILE_DAYS[:-6]


@dataclass(slots=True)
class Lives:
    """Everybody's days, as day numbers from the opening; ``NEVER`` where nothing comes.

    Attributes:
        due_from, due_until: obliged on days ``due_from <= d < due_until`` while here.
        here_from, gone_from, back_from: here on ``here_from <= d < gone_from`` and from
            ``back_from`` on.
        captured_on: -1 = before the opening.
        village: at the opening, or on arrival.
        moved_on, moved_to: the one move within the regency, if any.
        known_from: the first day on which the office's register holds the person.
    """

    people: Population
    opening_size: int
    acts: list[Act]
    due_from: Ints
    due_until: Ints
    here_from: Ints
    gone_from: Ints
    back_from: Ints
    captured_on: Ints
    moved_on: Ints
    moved_to: Ints
    known_from: Ints

    def obliged_by_village(self, on: int) -> Ints:
        """People obliged and here at the end of a day, as the full truth has it.

        Returns:
            shape (number of villages,).
        """
        here = ((self.here_from <= on) & (on < self.gone_from)) | (self.back_from <= on)
        obliged = here & (self.due_from <= on) & (on < self.due_until)
        village = np.where(self.moved_on <= on, self.moved_to, self.people.village)
        return np.bincount(village[obliged], minlength=len(self.people.villages))


def live(
    *,
    people: Population,
    unrecorded: Flags,
    stay: Flags,
    sources: Sources,
    rng: np.random.Generator,
) -> Lives:
    """Draw the lives of *people* and of those who come.

    Args:
        unrecorded: obliged and not recorded at the opening.
        stay: must still be here, and unrecorded, at the end.
    """
    drawing = _Drawing(people, unrecorded, stay, rng)
    drawing.correct_births()
    drawing.marry_at_sixteen()
    drawing.marry()
    drawing.switch_off()
    drawing.withdraw_a_death()
    drawing.die()
    drawing.families_leave()
    drawing.families_move()
    drawing.single_people_leave()
    drawing.bear()
    drawing.arrive()
    drawing.balance_across_anchors()
    drawing.close_on_anchors()
    return drawing.finished(sources)


class _Drawing:
    """The drawing in progress; everybody has at most one great event (``busy``)."""

    def __init__(
        self, people: Population, unrecorded: Flags, stay: Flags, rng: np.random.Generator
    ) -> None:
        n = len(people)
        self.people, self.rng = people, rng
        self.unrecorded, self.stay = unrecorded, stay
        self.newcomers = Newcomers(people, rng)
        self.acts: list[Act] = []
        self.due_from, self.due_until = due_days(people)
        self.gone_from = np.full(n, NEVER)
        self.back_from = np.full(n, NEVER)
        self.moved_on = np.full(n, NEVER)
        self.moved_to = np.full(n, -1)
        self.busy = stay | people.foreign
        self.age = _ages(people)
        self.single = (people.marital == Marital.SINGLE) & ~np.isnat(people.born)
        self.came: list[_Coming] = []
        voters = np.array([village.voters for village in people.villages], dtype=float)
        self.pull = voters / voters.sum()

    # --- What happens -----------------------------------------------------------------

    def correct_births(self) -> None:
        """Wrong years of grown-ups, and three people who are younger than was written."""
        grown = self._free((self.age >= 30) & (self.age < 60) & ~np.isnat(self.people.born))
        for person in self._some(grown, _GROWN_BIRTH_CORRECTIONS):
            known = self.rng.choice(_QUIET_FILE_DAYS)
            self._correct(int(person), int(known), months=12 * int(self.rng.choice([-2, -1, 1, 2])))
        spring = self._turning(date(2022, 3, 10), date(2022, 5, 25))
        for person in self._some(spring, _YOUNGER_THAN_WRITTEN):
            born = self._correct(int(person), number(date(2022, 9, 30)), months=9)
            self.due_from[person] = _turns_adult(born)

    def marry_at_sixteen(self) -> None:
        """Girls who become obliged by their wedding, before their seventeenth birthday."""
        sixteen = self.due_from - 365
        girls = self._free(
            self.people.female & self.single & (sixteen > 0) & (sixteen < LAST - 330)
        )
        wanted = round(script.RATES.marriages_at_sixteen * _YEARS)
        for person in self._some(girls, wanted):
            on = int(sixteen[person] + self.rng.integers(20, 320))
            self._act(Verb.MARRIED, int(person), on)
            self.due_from[person] = on

    def marry(self) -> None:
        """Couples of one village, both grown up."""
        men = self._free(self.single & ~self.people.female & (self.age >= 20) & (self.age < 34))
        women = self._free(self.single & self.people.female & (self.age >= 18) & (self.age < 30))
        villages = self.people.village
        brides: dict[int, list[int]] = {}
        for woman in self.rng.permutation(women):
            brides.setdefault(int(villages[woman]), []).append(int(woman))
        wanted = round(script.RATES.marriages * _YEARS)
        for man in self.rng.permutation(men):
            waiting = brides.get(int(villages[man]))
            if wanted and waiting:
                on = self._any_day()
                for spouse in (int(man), waiting.pop()):
                    self._act(Verb.MARRIED, spouse, on)
                wanted -= 1

    def switch_off(self) -> None:
        """The ministry deactivates people unrecorded for long; a few come and are switched on."""
        on = number(script.DEACTIVATED_ON)
        long = self._free(self.unrecorded & (self.age >= 22))
        chosen = self._some(long, script.RATES.deactivated)
        for n, person in enumerate(chosen):
            self._act(Verb.DEACTIVATED, int(person), on)
            self.gone_from[person] = on
            if n < script.RATES.reactivated:
                back = file_day(on + 30 + int(self.rng.integers(0, 130)))
                self._act(Verb.REACTIVATED, int(person), back)
                self.back_from[person] = back

    def withdraw_a_death(self) -> None:
        """A death entered for the wrong person of the same name, taken back a quarter later."""
        (person,) = self._some(self._captured((self.age >= 50) & (self.age < 70)), 1)
        on = number(date(2021, 11, 3))
        self._act(Verb.DIED, int(person), on)
        withdrawn = date(2022, 3, 31)
        self.acts.append(Act(withdrawn, day(on), Verb.DEATH_WITHDRAWN, int(person)))

    def die(self) -> None:
        """Gompertz mortality, with a share of infant deaths."""
        yearly = 0.0006 + 0.00011 * np.exp(0.088 * self.age) + np.where(self.age < 1, 0.012, 0.0)
        dying = self.rng.random(len(self.age)) < 1 - np.exp(-yearly * _YEARS)
        for person in self._free(dying):
            self._go(Verb.DIED, int(person), self._any_day())

    def families_leave(self) -> None:
        for members in self._families(script.RATES.families_leaving):
            on, late = self._any_day(), self._files_late()
            for person in members:
                self._go(Verb.LEFT, person, on, late)

    def families_move(self) -> None:
        """Within the regency, mostly to a village with many people."""
        for members in self._families(script.RATES.families_moving_within):
            on, late = self._any_day(), self._files_late()
            to = self._some_village()
            if to == self.people.village[members[0]]:
                continue
            for person in members:
                self._act(Verb.MOVED, person, on, late, village=to)
                self.moved_on[person], self.moved_to[person] = on, to

    def single_people_leave(self) -> None:
        grown = self._captured(self.single & (self.age >= 18) & (self.age < 36))
        for person in self._some(grown, round(script.RATES.single_people_leaving * _YEARS)):
            self._go(Verb.LEFT, int(person), self._any_day(), self._files_late())

    def bear(self) -> None:
        """Children of wives of 18 to 40 whose family stays where it is."""
        people = self.people
        mothers = self._free(
            (people.relation == Relation.WIFE)
            & (self.age >= 18)
            & (self.age < 41)
            & ~self.busy[people.head]
        )
        for mother in self._some(mothers, round(script.RATES.births * _YEARS)):
            on = self._any_day()
            child = self.newcomers.born_to(int(mother), on)
            self._come(Verb.BORN, child, on, file_day(on, files_late=self._files_late()))

    def arrive(self) -> None:
        for household, rate in (
            (True, script.RATES.families_arriving),
            (False, script.RATES.single_people_arriving),
        ):
            for _ in range(round(rate * _YEARS)):
                on = self._any_day()
                known = file_day(on, files_late=self._files_late())
                self._arrival(on, known, household=household)

    def balance_across_anchors(self) -> None:
        """Deaths and arrivals learned of only after a published figure, as many as each other.

        The figure stands for the regency, and yet its villages are restated: what was known
        then and what is known now differ.
        """
        for anchor in script.ANCHORS[:2]:
            before = number(anchor.on)
            later = FILE_DAYS[FILE_DAYS.index(before) + 1]
            old = self._captured(self.age >= 55)
            for person in self._some(old, _BALANCED_PAIRS):
                died, came = before - self.rng.integers(3, 50, 2)
                self._go_known(Verb.DIED, int(person), int(died), later)
                self._arrival(int(came), later, recorded=True)

    def close_on_anchors(self) -> None:
        """So many recorded grown-ups more, or fewer, that the obliged are the published number."""
        closing = [a for a in script.ANCHORS if a.obliged is not None]
        starts = [0, *(number(anchor.on) for anchor in closing)]
        for (start, end), anchor in zip(pairwise(starts), closing, strict=True):
            missing = (anchor.obliged or 0) - self._obliged(end)
            days = self.rng.integers(start + 1, end + 1, abs(missing))
            if missing > 0:
                for on in days:
                    self._arrival(int(on), file_day(int(on)), recorded=True)
            else:
                grown = self._captured((self.age >= 18) & (self.age < 45) & self.single)
                for person, on in zip(self._some(grown, -missing), days, strict=True):
                    self._go(Verb.LEFT, int(person), int(on))

    def finished(self, sources: Sources) -> Lives:
        n, came = len(self.people), np.array(self.came, dtype=np.int64).reshape(-1, 4)
        everyone = self.newcomers.joined(sources)
        captured = np.where(self.unrecorded, NEVER, np.where(self.due_from <= 0, -1, NEVER))
        never = np.full(len(came), NEVER)
        return Lives(
            people=everyone,
            opening_size=n,
            acts=self.acts,
            due_from=np.concatenate([self.due_from, came[:, 0]]),
            due_until=np.concatenate([self.due_until, never]),
            here_from=np.concatenate([np.zeros(n, dtype=np.int64), came[:, 1]]),
            gone_from=np.concatenate([self.gone_from, never]),
            back_from=np.concatenate([self.back_from, never]),
            captured_on=np.concatenate([captured, came[:, 2]]),
            moved_on=np.concatenate([self.moved_on, never]),
            moved_to=np.concatenate([self.moved_to, np.full(len(came), -1)]),
            known_from=np.concatenate([np.zeros(n, dtype=np.int64), came[:, 3]]),
        )

    # --- Who, and when ----------------------------------------------------------------

    def _free(self, wanted: Flags) -> Ints:
        return np.flatnonzero(wanted & ~self.busy)

    def _captured(self, wanted: Flags) -> Ints:
        """Free people who were recorded before the opening."""
        return self._free(wanted & (self.due_from <= 0) & ~self.unrecorded)

    def _turning(self, first: date, last: date) -> Ints:
        """Free single people written to turn seventeen within these days."""
        within = (self.due_from >= number(first)) & (self.due_from <= number(last))
        return self._free(within & self.single)

    def _some(self, candidates: Ints, wanted: int) -> Ints:
        return self.rng.choice(candidates, min(wanted, len(candidates)), replace=False)

    def _families(self, yearly_share: float) -> list[list[int]]:
        """Whole families without anybody whose life is already told or who is unrecorded."""
        heads = self.people.head
        told = np.zeros(len(heads), dtype=np.bool_)
        told[heads[self.busy | self.unrecorded]] = True
        free = self._free((heads == np.arange(len(heads))) & ~told)
        chosen = self._some(free, round(yearly_share * _YEARS * len(np.unique(heads))))
        members: dict[int, list[int]] = {int(head): [] for head in chosen}
        for person in np.flatnonzero(np.isin(heads, chosen)):
            members[int(heads[person])].append(int(person))
        return list(members.values())

    def _any_day(self) -> int:
        return int(self.rng.integers(1, LAST + 1))

    def _files_late(self) -> int:
        late = self.rng.random() < script.RATES.reported_late
        return int(self.rng.integers(1, 3)) if late else 0

    # --- Writing it down --------------------------------------------------------------

    def _act(
        self, verb: Verb, person: int, on: int, files_late: int = 0, *, village: int = -1
    ) -> None:
        known = file_day(on, files_late=files_late)
        self.acts.append(Act(day(known), day(on), verb, person, village))
        self.busy[person] = True

    def _go(self, verb: Verb, person: int, on: int, files_late: int | None = None) -> None:
        late = self._files_late() if files_late is None else files_late
        self._go_known(verb, person, on, file_day(on, files_late=late))

    def _go_known(self, verb: Verb, person: int, on: int, known: int) -> None:
        self.acts.append(Act(day(known), day(on), verb, person))
        self.gone_from[person] = on
        self.busy[person] = True

    def _correct(self, person: int, known: int, *, months: int) -> date:
        written: date = self.people.born[person].item()
        years, month = divmod(written.month - 1 + months, 12)
        # 29 February and the 31st do not exist in every month.
        born = date(written.year + years, month + 1, min(written.day, 28))
        self.acts.append(Act(day(known), day(known), Verb.BIRTH_CORRECTED, person, born=born))
        self.busy[person] = True
        return born

    def _come(
        self, verb: Verb, person: int, on: int, known: int, *, captured: bool = False
    ) -> None:
        self.acts.append(Act(day(known), day(on), verb, person))
        born = self.newcomers.rows[person - len(self.people)].born
        self.came.append(
            _Coming(
                due_from=_turns_adult(born),
                here_from=on,
                captured_on=on if captured else NEVER,
                known_from=known,
            )
        )

    def _arrival(
        self, on: int, known: int, *, household: bool = False, recorded: bool = False
    ) -> None:
        village = self._some_village()
        for person in self.newcomers.arriving(village, on, household=household):
            born = self.newcomers.rows[person - len(self.people)].born
            grown = _turns_adult(born) <= on
            had_it = recorded or self.rng.random() >= script.RATES.unrecorded_among_arrivals
            self._come(Verb.ARRIVED, person, on, known, captured=grown and had_it)

    def _some_village(self) -> int:
        return int(self.rng.choice(len(self.pull), p=self.pull))

    def _obliged(self, on: int) -> int:
        here = (on < self.gone_from) | (self.back_from <= on)
        residents = here & (self.due_from <= on) & (on < self.due_until)
        came = sum(c.here_from <= on and c.due_from <= on for c in self.came)
        return int(residents.sum()) + came


class _Coming(NamedTuple):
    """A newcomer's days, as in :class:`Lives`."""

    due_from: int
    here_from: int
    captured_on: int
    known_from: int


def due_days(people: Population) -> tuple[Ints, Ints]:
    """First day on which each is obliged, and the first on which no more (0 = the opening)."""
    opening = np.datetime64(script.OPENING_ON, "D")
    turns = (birthday(people.born, ADULT_AGE) - opening).astype(np.int64)
    due_from = np.where(np.isnat(people.born), NEVER, np.maximum(turns, 0))
    due_from = np.where(people.marital != Marital.SINGLE, 0, due_from)
    limited = people.foreign & np.isnat(people.permit_until)
    due_until = np.full(len(people), NEVER)
    permitted = np.flatnonzero(people.foreign & ~limited)
    due_until[permitted] = (people.permit_until[permitted] - opening).astype(np.int64) + 1
    return np.where(limited, NEVER, due_from), due_until


def _turns_adult(born: date) -> int:
    return number(eligibility.birthday(born, ADULT_AGE))


def _ages(people: Population) -> NDArray[np.float64]:
    """Years of age at the opening; 65 where nobody knows."""
    opening = np.datetime64(script.OPENING_ON, "D")
    years = (opening - people.born).astype(np.float64) / _DAYS_A_YEAR
    return np.where(np.isnat(people.born), 65.0, years)
