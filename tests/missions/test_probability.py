"""How likely people come: what a village says, what its kecamatan lends it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.missions.probability import PLANNING_MEAN, Trial, estimate


def test_before_any_visit_everybody_has_the_planning_value():
    chance = estimate([]).of("Dudepo", "Anggrek")

    assert chance.mean == pytest.approx(PLANNING_MEAN)
    assert chance.low < 0.6 < chance.high
    assert chance.asked == 0


def test_a_village_never_visited_stands_where_its_kecamatan_stands():
    known = estimate(
        [Trial(f"a{n}", "A", 30, 24) for n in range(5)]
        + [Trial(f"b{n}", "B", 30, 9) for n in range(5)]
    )

    assert known.of("new", "A").mean == pytest.approx(0.8, abs=0.05)
    assert known.of("new", "B").mean == pytest.approx(0.3, abs=0.05)
    assert 0.4 < known.of("new", "C").mean < 0.7


def test_few_people_move_a_village_less_than_many():
    others = [Trial(f"v{n}", "A", 20, 6 + n) for n in range(8)]

    few = estimate([*others, Trial("x", "A", 3, 3)]).of("x", "A")
    many = estimate([*others, Trial("x", "A", 60, 60)]).of("x", "A")

    assert 0.45 < few.mean < many.mean < 1.0
    assert few.high - few.low > many.high - many.low


def test_a_reason_that_keeps_people_away_lowers_the_chance_of_those_who_have_it():
    trials = []
    for n in range(10):
        trials.append(Trial(f"v{n}", "A", 20, 16, ("reason:BELUM_SEMPAT",)))
        trials.append(Trial(f"v{n}", "A", 10, 1, ("reason:MENOLAK",)))
    known = estimate(trials)

    refusing = known.of("v1", "A", ["reason:MENOLAK"]).mean
    usual = known.of("v1", "A").mean
    assert refusing < 0.3 < usual < known.of("v1", "A", ["reason:BELUM_SEMPAT"]).mean
    assert known.of("v1", "A", ["reason:unheard"]).mean == usual


def test_pooling_predicts_better_than_each_village_by_itself():
    rng = np.random.default_rng(7)
    truth = {n: rng.beta(12, 8) for n in range(120)}
    asked = {n: int(rng.integers(2, 9)) for n in truth}
    trials = [Trial(n, n % 8, asked[n], int(rng.binomial(asked[n], p))) for n, p in truth.items()]
    known = estimate(trials)

    pooled = np.mean([(known.of(n, n % 8).mean - p) ** 2 for n, p in truth.items()])
    alone = np.mean([(t.came / t.asked - truth[t.village]) ** 2 for t in trials])
    assert pooled < 0.5 * alone


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 40), st.floats(0, 1)).map(
            lambda row: Trial(row[0], row[0] % 3, row[1], round(row[1] * row[2]))
        ),
        max_size=25,
    )
)
def test_a_chance_lies_within_its_limits_whatever_was_seen(trials):
    known = estimate(trials)

    for village in range(11):
        chance = known.of(village, village % 3)
        assert 0 < chance.low <= chance.mean <= chance.high < 1
