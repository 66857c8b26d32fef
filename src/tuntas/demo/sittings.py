"""Who was recorded on which day: office counter, mobile days, the sweep of the schools, the swarm.

Day by day the unrecorded are brought down (or left to grow) to the course that the script draws
through the published figures; on their days they are met to the last person.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.demo import script
from tuntas.demo.acts import LAST, NEVER, Act, Verb, day, number
from tuntas.demo.lives import Lives
from tuntas.demo.people import birthday

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

OFFICE: Final = "Kantor Disdukcapil"
_COUNTER_A_DAY: Final = 3.0
_MOBILE_WEEKDAYS: Final = (1, 3)  # Tuesday and Thursday
_SCHOOL_WEEKDAYS: Final = (0, 2, 4)
_MOST_ON_A_MOBILE_DAY: Final = 60
_MOST_IN_THE_SWARM: Final = 250
_NEAR: Final = frozenset({"Kwandang", "Tomilito", "Ponelo Kepulauan"})
_GUARD_DAYS: Final = 40
_GUARD: Final = 18
_EARLY_AGE: Final = 16
_EARLY_AT_OPENING: Final = 170
_NOBODY: Final = np.empty(0, dtype=np.int64)
_ANCHOR_DAYS: Final = tuple(number(anchor.on) for anchor in script.ANCHORS)


class StoryDoesNotClose(Exception):
    """No choice of recordings meets the published figures with these lives; another seed does."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the teams do on a day: at most *most* people; *village* -1 = at the counter only."""

    most: int
    village: int = -1
    place: str = OFFICE


def hold(
    *, lives: Lives, stay: Flags, closed: Container[date], rng: np.random.Generator
) -> list[Act]:
    """Choose whom to record on every day; ``lives.captured_on`` gets the days.

    Args:
        stay: those whom nobody reaches before the last anchor.
        closed: days on which the office is shut.
    Raises:
        StoryDoesNotClose: when a published figure cannot be met.
    """
    return _Sittings(lives, stay, closed, rng).hold()


class _Sittings:
    def __init__(
        self, lives: Lives, stay: Flags, closed: Container[date], rng: np.random.Generator
    ) -> None:
        self.lives, self.stay, self.closed, self.rng = lives, stay, closed, rng
        self.acts: list[Act] = []
        villages = lives.people.villages
        self.village = lives.people.village.copy()
        self.districts = np.array([v.district for v in villages], dtype=object)
        self.long = np.arange(len(lives.people)) < lives.opening_size
        self.long &= lives.due_from <= 0
        opening = np.datetime64(script.OPENING_ON, "D")
        turns = (birthday(lives.people.born, _EARLY_AGE) - opening).astype(np.int64)
        self.early_from = np.where(np.isnat(lives.people.born), NEVER, turns)

    def hold(self) -> list[Act]:
        self._record_early_before_opening()
        entering, leaving = self._entries(), _by_day(self._exits())
        aims = self._aims(entering)
        by_day = _by_day(entering)
        lives = self.lives
        waiting = (lives.captured_on == NEVER) & (lives.due_from <= 0) & (lives.here_from <= 0)
        waiting &= lives.due_until > 0
        for now in range(1, LAST + 1):
            moving = np.flatnonzero(lives.moved_on == now)
            self.village[moving] = lives.moved_to[moving]
            coming = by_day.get(now, _NOBODY)
            waiting[coming[lives.captured_on[coming] == NEVER]] = True
            waiting[leaving.get(now, _NOBODY)] = False
            self._sweep_a_school(now, waiting)
            waiting[self._record(now, waiting, int(waiting.sum()) - aims[now])] = False
        return self.acts

    # --- Who becomes, or stops being, unrecorded ---------------------------------------

    def _entries(self) -> Ints:
        """Day on which each becomes obliged while here, after the opening; else ``NEVER``."""
        lives = self.lives
        first = np.maximum(lives.due_from, lives.here_from)
        gone = (first >= lives.gone_from) | (first <= 0)
        # Somebody switched on again enters anew; their first entry lies before the opening.
        first = np.where(lives.back_from < NEVER, lives.back_from, first)
        gone &= lives.back_from == NEVER
        return np.where(gone | (first > LAST), NEVER, first)

    def _exits(self) -> Ints:
        until = np.minimum(self.lives.gone_from, self.lives.due_until)
        return np.where(until > LAST, NEVER, until)

    def _aims(self, entering: Ints) -> list[int]:
        """How many should be left at the end of each day.

        Shortly before an anchor never so few that those still to come could not fill it up, even
        if some of the waiting die or leave meanwhile.
        """
        points = {number(on): left for on, left in script.KNOTS}
        points |= {number(anchor.on): anchor.left for anchor in script.ANCHORS}
        course = np.interp(np.arange(LAST + 1), sorted(points), [points[n] for n in sorted(points)])
        aims = [round(left) for left in course]
        uncaptured = entering[self.lives.captured_on == NEVER]
        for anchor in script.ANCHORS:
            end = number(anchor.on)
            for before in range(max(1, end - _GUARD_DAYS), end):
                to_come = int(((uncaptured > before) & (uncaptured <= end)).sum())
                if not any(before <= other < end for other in _ANCHOR_DAYS):
                    aims[before] = max(aims[before], anchor.left - to_come + _GUARD)
        return aims

    # --- Whom to record ------------------------------------------------------------------

    def _record(self, now: int, waiting: Flags, wanted: int) -> Ints:
        lives, on = self.lives, day(now)
        reachable = waiting & (lives.known_from < now)
        reachable &= (lives.back_from == NEVER) | (lives.back_from < now) | (now < lives.gone_from)
        if now <= _ANCHOR_DAYS[-1]:
            reachable &= ~self.stay
        pool = np.flatnonzero(reachable)
        plan = self._plan(on, pool)
        most = min(wanted, plan.most, len(pool))
        if now in _ANCHOR_DAYS:
            if not 0 <= wanted <= len(pool):
                raise StoryDoesNotClose
            most = wanted
        if most <= 0:
            return _NOBODY
        weights = self._weights(pool, plan, on)
        chosen = self.rng.choice(pool, most, replace=False, p=weights / weights.sum())
        self._write(chosen, now, plan)
        return np.asarray(chosen, dtype=np.int64)

    def _plan(self, on: date, pool: Ints) -> _Plan:
        if any(on in span for span in script.ALL_SERVICES_SUSPENDED):
            return _Plan(most=0)
        district = dict(script.SWARM).get(on)
        if district is not None:
            return self._visit(on, pool, _MOST_IN_THE_SWARM, "Keroyok desa {village}", district)
        if on in self.closed:
            return _Plan(most=0)
        mobile = not any(on in span for span in script.NO_MOBILE_SERVICE)
        if mobile and on.weekday() in _MOBILE_WEEKDAYS:
            return self._visit(
                on, pool, _MOST_ON_A_MOBILE_DAY, "Pelayanan bergerak {village}", None
            )
        return _Plan(most=int(self.rng.poisson(_COUNTER_A_DAY)))

    def _visit(self, on: date, pool: Ints, most: int, place: str, district: str | None) -> _Plan:
        """A day in the village with most to record, by chance among the larger ones."""
        waiting = np.bincount(self.village[pool], minlength=len(self.districts)).astype(float)
        if on in script.FIRST_SWARMED_WAITS:
            waiting = np.where(self.districts == script.FIRST_SWARMED, 0.0, waiting)
        if district is not None:
            waiting = np.where(self.districts == district, waiting + 0.01, 0.0)
        if not waiting.sum():
            return _Plan(most=0)
        share = waiting**2 / (waiting**2).sum()
        village = int(self.rng.choice(len(share), p=share))
        named = self.lives.people.villages[village]
        return _Plan(most, village, f"{place.format(village=named.name)}, {named.district}")

    def _weights(self, pool: Ints, plan: _Plan, on: date) -> Floats:
        village = self.village[pool]
        district = self.districts[village]
        weights = np.where(np.isin(district, list(_NEAR)), 1.6, 1.0)
        weights *= np.where(self.long[pool], 0.5, 1.0)
        if on in script.WEST_WAITS:
            weights *= np.where(np.isin(district, list(script.WEST)), 0.1, 1.0)
        if on in script.FIRST_SWARMED_WAITS:
            weights *= np.where(district == script.FIRST_SWARMED, 0.03, 1.0)
        if on >= script.WEST_WAITS.first:
            weights *= np.where(district == script.NEXT_IN_LINE, 0.3, 1.0)
        if plan.village >= 0:
            weights *= np.where(district == self.districts[plan.village], 14.0, 1.0)
            weights *= np.where(village == plan.village, 4.0, 1.0)
        return weights

    def _write(self, people: Ints, now: int, plan: _Plan) -> None:
        self.lives.captured_on[people] = now
        visited = self.districts[plan.village] if plan.village >= 0 else None
        swarming = day(now) in dict(script.SWARM)
        for person in people:
            district = self.districts[self.village[person]]
            place = OFFICE
            if district == visited:
                place = plan.place
            elif swarming and district not in _NEAR:
                place = f"Kantor Camat {district}"
            self.acts.append(Act(day(now), day(now), Verb.RECORDED, int(person), text=place))

    # --- Sixteen-year-olds -----------------------------------------------------------------

    def _record_early_before_opening(self) -> None:
        """Some of those of sixteen were recorded before the story begins."""
        lives = self.lives
        sixteen = (self.early_from <= 0) & (lives.due_from > 0) & (lives.due_from < 360)
        sixteen &= ~self.stay & (lives.here_from == 0)
        chosen = self.rng.choice(np.flatnonzero(sixteen), _EARLY_AT_OPENING, replace=False)
        lives.captured_on[chosen] = -1

    def _sweep_a_school(self, now: int, waiting: Flags) -> None:
        """The sweep of autumn 2022: recorded at sixteen, the card waits for the birthday."""
        on, lives = day(now), self.lives
        if on not in script.SCHOOL_SWEEP or on in self.closed:
            return
        if on.weekday() not in _SCHOOL_WEEKDAYS:
            return
        order = script.SWEEP_ORDER
        days = (on - script.SCHOOL_SWEEP.first).days
        district = order[days * 3 // 7 % len(order)]
        sixteen = (self.early_from <= now) & (lives.due_from > now + 1) & (lives.due_from < NEVER)
        sixteen &= (lives.captured_on == NEVER) & ~self.stay & ~waiting
        sixteen &= (lives.known_from < now) & (now < lives.gone_from)
        pool = np.flatnonzero(sixteen)
        pool = pool[self.districts[self.village[pool]] == district]
        share = min(len(pool), round(len(pool) * script.SWEPT_SHARE))
        chosen = self.rng.choice(pool, share, replace=False)
        lives.captured_on[chosen] = now
        place = f"Jemput bola sekolah, {district}"
        for person in chosen:
            self.acts.append(Act(on, on, Verb.RECORDED, int(person), text=place))


def _by_day(days: Ints) -> dict[int, Ints]:
    """People by day number, for the days that come."""
    people = np.flatnonzero((days > 0) & (days < NEVER))
    people = people[np.argsort(days[people], kind="stable")]
    found, starts = np.unique(days[people], return_index=True)
    return {int(n): some for n, some in zip(found, np.split(people, starts[1:]), strict=True)}
