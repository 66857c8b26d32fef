"""The story of 2020 to 2023, put together: who lives here, and every dated act.

Deterministic from its seed. Nothing in here reads a clock, a disk or a network.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.demo import cards, lives, people, script, sittings
from tuntas.demo.acts import LAST, Act, Verb, day, number
from tuntas.demo.households import Marital
from tuntas.demo.lives import Lives
from tuntas.demo.people import Population, Village
from tuntas.demo.sources import Sources

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

_OLD_FROM_AGE: Final = 60
_PROPOSED: Final = 30
_ANOMALY_ONE_IN: Final = 600
_SHARE_FINISHED: Final = 0.2
_HARDLY: Final = 1e-4
_ORDER: Final = {verb: n for n, verb in enumerate(Verb)}
_REASONS: Final = (
    "MENINGGAL_BELUM_LAPOR",
    "PINDAH_BELUM_LAPOR",
    "LUAR_NEGERI",
    "TIDAK_DIKENAL",
    "GANDA_NIK",
)


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """Everything that happens.

    Attributes:
        people: those of the opening first, then those who come.
        opening_size: how many stand in the register at the opening.
        statuses: of the people of the opening, as the register's export writes them.
        came_recorded: of everybody, whether they arrive with a recording made elsewhere.
        semesters: cut-off → obliged people by village, as the ministry's consolidated
            register of a semester counts them.
        acts: by the day on which the office learns of them, files of the register first.
    """

    people: Population
    opening_size: int
    statuses: list[str]
    came_recorded: Flags
    semesters: dict[date, Ints]
    acts: tuple[Act, ...]

    def of_day(self, on: date) -> tuple[Act, ...]:
        """Acts that the office learns of on a day."""
        first = bisect_left(self.acts, on, key=_known_on)
        return self.acts[first : bisect_right(self.acts, on, key=_known_on)]

    @property
    def fingerprint(self) -> str:
        """Equal for equal stories: 16 hex digits over people and acts."""
        people = ",".join(self.people.nik.tolist())
        acts = ",".join(f"{act.person} {act.verb} {act.known_on}" for act in self.acts)
        return hashlib.sha256(f"{people}\n{acts}".encode()).hexdigest()[:16]


def tell(
    *, villages: Sequence[Village], closed: Container[date], sources: Sources, seed: int
) -> Story:
    """The whole story.

    Args:
        villages: the desa with their voters.
        closed: days on which the office is shut (weekends, public holidays).
    Raises:
        sittings.StoryDoesNotClose: when this seed cannot meet the published figures.
    """
    rng = np.random.default_rng(seed)
    opening = people.synthesise(
        villages=villages,
        size=script.SIZE,
        adults=script.ADULTS,
        on=script.OPENING_ON,
        permits_until=script.PERMITS_END_ON,
        sources=sources,
        seed=seed,
    )
    unrecorded = _unrecorded(opening, rng)
    stay = _stay(opening, unrecorded, rng)
    told = lives.live(people=opening, unrecorded=unrecorded, stay=stay, sources=sources, rng=rng)
    stays = np.concatenate([stay, np.zeros(len(told.people) - len(opening), dtype=np.bool_)])
    recordings = sittings.hold(lives=told, stay=stays, closed=closed, rng=rng)
    acts = told.acts + recordings + cards.follow(lives=told, rng=rng)
    acts += _mistaken_recording(told, stays, rng) + _set_asides(told, stays, rng)
    return Story(
        people=told.people,
        opening_size=told.opening_size,
        statuses=cards.opening_statuses(lives=told, rng=rng),
        came_recorded=(told.captured_on == told.here_from) & (told.here_from > 0),
        semesters={
            cut_off: _consolidated(told.obliged_by_village(number(cut_off)))
            for cut_off, _ in script.SEMESTERS
        },
        acts=tuple(sorted(acts, key=_in_order)),
    )


def closed_days(holidays: Container[date]) -> frozenset[date]:
    """Weekends and *holidays* within the story."""
    days = (script.OPENING_ON + timedelta(days=n) for n in range(LAST + 1))
    return frozenset(on for on in days if on.weekday() >= 5 or on in holidays)


def _consolidated(obliged: Ints) -> Ints:
    """What is left of a count after duplicates and anomalies are taken out nationally."""
    return obliged - obliged // _ANOMALY_ONE_IN


def _known_on(act: Act) -> date:
    return act.known_on


def _in_order(act: Act) -> tuple[date, int, date, int]:
    return act.known_on, _ORDER[act.verb], act.effective_on, act.person


def _unrecorded(opening: Population, rng: np.random.Generator) -> Flags:
    """Who is obliged and unrecorded at the opening: the young, the old, the west, the islands."""
    due_from, _ = lives.due_days(opening)
    age = (np.datetime64(script.OPENING_ON, "D") - opening.born).astype(np.float64) / 365.25
    age = np.where(np.isnat(opening.born), 65.0, age)
    weights = np.select([age < 20, age < 26, age < _OLD_FROM_AGE], [12.0, 3.0, 0.5], 1.5)
    weights *= _remoteness(opening)
    weights = np.where((due_from <= 0) & ~opening.foreign, weights, 0.0)
    chosen = _some(np.arange(len(opening)), script.LEFT_AT_OPENING, weights, rng)
    unrecorded = np.zeros(len(opening), dtype=np.bool_)
    unrecorded[chosen] = True
    return unrecorded


def _remoteness(opening: Population) -> NDArray[np.float64]:
    factors = {"Anggrek": 3.0, "Ponelo Kepulauan": 2.4} | dict.fromkeys(script.WEST, 1.8)
    by_village = np.array([factors.get(v.district, 0.7) for v in opening.villages])
    return by_village[opening.village]


def _stay(opening: Population, unrecorded: Flags, rng: np.random.Generator) -> Flags:
    """Those whom nobody reaches until the last published figure, by district."""
    due_from, _ = lives.due_days(opening)
    turning = (due_from > 0) & (due_from <= number(script.ANCHORS[-1].on))
    turning &= (opening.marital == Marital.SINGLE) & ~opening.foreign
    districts = np.array([v.district for v in opening.villages], dtype=object)[opening.village]
    # Villages differ: in some nobody is left, in some whole hamlets are.
    pull = rng.gamma(1.2, size=len(opening.villages))
    pull[rng.random(len(pull)) < _SHARE_FINISHED] = _HARDLY
    stay = np.zeros(len(opening), dtype=np.bool_)
    for district, wanted in script.STAY_UNRECORDED.items():
        there = districts == district
        long = np.flatnonzero(unrecorded & there)
        n_long = min(len(long), round(wanted * script.LONG_UNRECORDED_SHARE))
        stay[_some(long, n_long, pull[opening.village[long]], rng)] = True
        young = np.flatnonzero(turning & there)
        # Most of the young unrecorded turned seventeen lately.
        recent = np.exp(due_from[young] / 200.0 - 5.0) * pull[opening.village[young]]
        stay[_some(young, wanted - n_long, recent, rng)] = True
    return stay


def _some(
    people: Ints, wanted: int, weights: NDArray[np.float64], rng: np.random.Generator
) -> Ints:
    return rng.choice(people, wanted, replace=False, p=weights / weights.sum())


def _mistaken_recording(told: Lives, stay: Flags, rng: np.random.Generator) -> list[Act]:
    """A recording entered for the wrong person in October 2022, withdrawn six days later."""
    entered, withdrawn = number(date(2022, 10, 5)), number(date(2022, 10, 11))
    person = int(rng.choice(np.flatnonzero(stay & (told.due_from <= 0))))
    return [
        Act(day(entered), day(entered), Verb.RECORDED, person, text=sittings.OFFICE),
        Act(day(withdrawn), day(entered), Verb.RECORDING_WITHDRAWN, person),
    ]


def _set_asides(told: Lives, stay: Flags, rng: np.random.Generator) -> list[Act]:
    """Proposals of spring 2023 about long unrecorded grown-ups: most approved, some open."""
    old = np.flatnonzero(stay & (told.due_from <= 0))
    acts: list[Act] = []
    for n, person in enumerate(rng.choice(old, min(_PROPOSED, len(old)), replace=False)):
        proposed = number(date(2023, 3, 6)) + int(rng.integers(0, 80))
        decided = proposed + int(rng.integers(2, 12))
        reason = _REASONS[n % len(_REASONS)]
        one = int(person)
        acts.append(Act(day(proposed), day(proposed), Verb.ASIDE_PROPOSED, one, text=reason))
        verdict = Verb.ASIDE_DECLINED if n in (0, 1) else Verb.ASIDE_APPROVED
        if n < _PROPOSED - 5:
            acts.append(Act(day(decided), day(decided), verdict, one))
        if n == 2:
            acts.append(Act(day(decided + 9), day(decided + 9), Verb.ASIDE_TAKEN_BACK, one))
    return acts
