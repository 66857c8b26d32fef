"""Percentages are computed, targets compared in whole numbers, rounding never feigns."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from tuntas.coverage.targets import Goal, percent_text

counts = st.integers(1, 200_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
goals = st.builds(Goal, st.integers(0, 10_000), st.booleans())


@given(counts)
def test_a_percentage_is_rounded_half_up(pair: tuple[int, int]) -> None:
    part, whole = pair

    exact = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert percent_text(part, whole) == str(exact)


@given(counts, goals)
def test_what_is_printed_says_what_the_counts_say(pair: tuple[int, int], goal: Goal) -> None:
    part, whole = pair

    printed = Decimal(percent_text(part, whole, goal=goal)) * 100

    reads_reached = (
        printed > goal.basis_points if goal.strictly_above else (printed >= goal.basis_points)
    )
    assert reads_reached == goal.reached(part, whole)


@given(st.integers(0, 300_000), goals)
def test_most_left_is_the_most_with_which_the_target_holds(obliged: int, goal: Goal) -> None:
    most = goal.most_left(obliged)

    if obliged and goal.reached(obliged, obliged):
        assert goal.reached(obliged - most, obliged)
        if most < obliged:
            assert not goal.reached(obliged - most - 1, obliged)


def test_the_figures_of_the_field() -> None:
    assert percent_text(88_491, 90_060) == "98.26"
    assert percent_text(1_569, 90_060) == "1.74"
    assert percent_text(144_812, 145_824) == "99.31"
    assert percent_text(175_087, 172_806) == "101.32"


def test_99_395_does_not_reach_99_40() -> None:
    goal = Goal(9940)

    assert not goal.reached(99_395, 100_000)
    assert percent_text(99_395, 100_000, goal=goal) == "99.395"
    assert percent_text(99_400, 100_000, goal=goal) == "99.40"


def test_above_99_50_is_more_than_equal() -> None:
    own = Goal(9950, strictly_above=True)

    assert not own.reached(9950, 10_000)
    assert own.reached(9951, 10_000)


def test_nobody_obliged_is_nothing_left_to_do() -> None:
    assert Goal(9940).reached(0, 0)
    assert percent_text(0, 0) == ""
