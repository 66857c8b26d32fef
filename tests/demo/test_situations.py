"""What is really the matter with the demo's people: of every kind, and the same on every build."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tuntas.demo import situations
from tuntas.demo.rounds import Truths
from tuntas.demo.situations import End, Truth, end_of
from tuntas.outreach.outcomes import Outcome


@pytest.fixture(scope="module")
def truths(told: Any) -> Truths:
    return Truths(told)


def test_every_situation_is_told_truthfully_by_an_outcome_of_the_list() -> None:
    for truth in Truth:
        for attempt in range(1, 6):
            for chance in (0.0, 0.4, 0.99):
                heard = situations.answer(truth, attempt=attempt, chance=chance)
                assert heard in list(Outcome)


def test_who_is_truly_recorded_in_the_end_hears_of_it_within_five_visits() -> None:
    for truth in Truth:
        heard = {situations.answer(truth, attempt=n, chance=0.0) for n in range(1, 6)}
        assert ("recorded" in heard) == (end_of(truth) is End.RECORDED), truth


def test_the_same_person_is_in_the_same_situation_on_every_build(truths: Truths) -> None:
    niks = [str(nik) for nik in truths.story.people.nik[:500]]

    again = Truths(truths.story)

    assert [truths.of(nik) for nik in niks] == [again.of(nik) for nik in niks]
    moved = situations.truth_of(niks[0], age=40, swarmed=False, remote=False, aside="", seed=1)
    assert moved in Truth


def test_the_old_are_ill_or_dead_the_young_were_sixteen_yesterday(truths: Truths) -> None:
    def most(age: int, n: int = 400) -> Truth:
        drawn = Counter(
            situations.truth_of(f"{nik}", age=age, swarmed=False, remote=False, aside="", seed=7505)
            for nik in range(n)
        )
        return drawn.most_common(1)[0][0]

    assert most(74) is Truth.ILL
    assert most(17) is Truth.LATELY_17
    assert most(35) is Truth.AWAY_WORK


def test_a_proposal_of_the_story_is_true_unless_it_was_declined_or_taken_back(
    truths: Truths,
) -> None:
    people = truths.story.people
    for index, reason in truths._aside.items():
        assert reason
        assert truths.of(str(people.nik[index])) in {
            Truth.DEAD,
            Truth.MOVED,
            Truth.ABROAD,
            Truth.UNKNOWN,
            Truth.DOUBLE,
        }
    assert len(truths._aside) >= 20


def test_whom_the_story_records_in_june_is_there_to_be_recorded(truths: Truths) -> None:
    people = truths.story.people
    swarmed = [truths.of(str(people.nik[index])) for index in truths._swarmed]

    reachable = {Truth.LATELY_17, Truth.REMOTE, Truth.POSTPONES, Truth.ILL, Truth.REFUSES}
    assert set(swarmed) <= reachable
    assert len(swarmed) > 200
