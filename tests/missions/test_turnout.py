"""What visits bring, against every outcome written out person by person."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.missions.planning.problem import Group
from tuntas.missions.planning.turnout import served, together, willing

groups = st.lists(
    st.builds(Group, st.integers(0, 3), st.floats(0, 1), st.just(10.0)), min_size=1, max_size=2
)


def assigned(needs: list[float], visits: list[tuple[float, int]]) -> int:
    """The most people that places can be found for; each needs a turnout of at least their own."""
    places = sorted(factor for factor, count in visits for _ in range(count))
    done = 0
    for need in sorted(needs, reverse=True):
        fit = [place for place in places if place >= need]
        if fit:
            places.remove(min(fit))
            done += 1
    return done


def written_out(some: list[Group], visits: list[tuple[float, int]]) -> float:
    """Over every way in which each person is willing: at which turnout they begin to come."""
    levels = sorted({factor for factor, _ in visits})
    people = [group.probability for group in some for _ in range(group.count)]
    total = 0.0
    for begins in itertools.product(range(len(levels) + 1), repeat=len(people)):
        weight = 1.0
        for p, at in zip(people, begins, strict=True):
            below = min(1.0, p * levels[at - 1]) if at else 0.0
            weight *= (1.0 if at == len(levels) else min(1.0, p * levels[at])) - below
        needs = [levels[at] for at in begins if at < len(levels)]
        total += weight * assigned(needs, visits)
    return total


@given(groups, st.integers(0, 7))
def test_one_visit_brings_what_its_outcomes_bring(some, places):
    table = served(some)

    assert table[min(places, len(table) - 1)] == pytest.approx(written_out(some, [(1.0, places)]))


@settings(deadline=None)
@given(
    groups,
    st.lists(st.tuples(st.sampled_from([0.8, 1.3]), st.integers(1, 3)), min_size=1, max_size=3),
)
def test_several_visits_share_the_same_people(some, visits):
    assert together(some, visits) == pytest.approx(written_out(some, visits))


@given(groups, st.floats(0.1, 3))
def test_further_places_bring_less_and_less(some, factor):
    steps = np.diff(served(some, factor))

    assert (steps >= -1e-12).all()
    assert (np.diff(steps) <= 1e-9).all()


def test_many_people_are_counted_without_loss():
    pmf = willing([Group(3_000, 0.55, 10.0), Group(500, 0.2, 25.0)])

    assert pmf.sum() == pytest.approx(1.0, abs=1e-9)
    assert (pmf * np.arange(len(pmf))).sum() == pytest.approx(3_000 * 0.55 + 500 * 0.2)


def test_three_turnouts_are_read_as_two_and_promise_no_more():
    some = [Group(4, 0.5, 10.0)]
    visits = [(0.8, 1), (1.0, 1), (1.4, 2)]

    assert together(some, visits) <= written_out(some, visits) + 1e-12
