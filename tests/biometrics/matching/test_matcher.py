"""Two prints of a finger match, whichever comes first and however it was laid down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.biometrics.matching import hands
from tuntas.biometrics.matching.calibration import false_match_rate
from tuntas.biometrics.matching.matcher import match, match_all, match_many, match_pairs
from tuntas.biometrics.matching.prints import chosen, pack
from tuntas.biometrics.template import Template

SURE = 1e-5

minutiae = st.lists(
    st.tuples(
        st.integers(0, 500),
        st.integers(0, 500),
        st.integers(0, 255),
        st.integers(0, 2),
        st.integers(0, 100),
    ),
    max_size=60,
)


def template(found: list[tuple[int, int, int, int, int]]) -> Template:
    columns = np.array(found, np.int64).reshape(-1, 5).T
    return Template.of(*columns, width=500, height=500)


templates = minutiae.map(template)


def test_two_touches_of_a_finger_match_and_two_fingers_do_not() -> None:
    touched, again, other = hands.one(), hands.one(number=1), hands.one(person=1)

    same, different = match(touched, again), match(touched, other)

    assert same.false_match_rate < SURE
    assert different.false_match_rate > 1e-3


@settings(max_examples=60, deadline=None)
@given(templates, templates)
def test_the_score_does_not_depend_on_who_comes_first(a: Template, b: Template) -> None:
    there, back = match(a, b), match(b, a)

    assert there.score == back.score
    assert there.pairs == tuple(sorted((j, i) for i, j in back.pairs))
    assert there.evidence.missing == back.evidence.missing[::-1]


@settings(max_examples=60, deadline=None)
@given(templates, templates)
def test_a_score_is_a_number_from_0_on_and_each_minutia_has_one_mate(
    a: Template, b: Template
) -> None:
    found = match(a, b)

    assert np.isfinite(found.score)
    assert found.score >= 0
    assert 0 < found.false_match_rate <= 1
    first, second = [i for i, _ in found.pairs], [j for _, j in found.pairs]
    assert len(set(first)) == len(set(second)) == len(found.pairs)
    assert set(first) <= set(range(len(a)))
    assert set(second) <= set(range(len(b)))


@settings(max_examples=40, deadline=None)
@given(turn=st.integers(0, 255), right=st.integers(0, 400), down=st.integers(0, 400))
def test_a_finger_is_known_however_it_was_turned_and_moved(
    turn: int, right: int, down: int
) -> None:
    touched, again = hands.one(), hands.one(number=1)
    plain = match(touched, again).score

    found = match(touched, hands.moved(again, turn=turn, right=right, down=down))

    # Coordinates are rounded to pixels anew, so a few nats may come and go.
    assert found.score == pytest.approx(plain, rel=0.2)
    assert found.false_match_rate < SURE


def test_upside_down_is_said_in_degrees() -> None:
    touched = hands.one()

    found = match(touched, hands.moved(touched, turn=128))

    assert abs(found.evidence.turn) == pytest.approx(180, abs=2)


@pytest.mark.parametrize("person", range(6))
def test_half_a_finger_is_known_by_the_whole(person: int) -> None:
    whole, half = hands.one(person), hands.part(hands.one(person), 0.5)

    assert match(whole, half).false_match_rate < SURE


@pytest.mark.parametrize(
    "found", [[], [(10, 10, 5, 1, 80)], [(10, 10, 5, 1, 80), (40, 9, 7, 1, 60)]]
)
def test_fewer_than_three_minutiae_match_nothing(
    found: list[tuple[int, int, int, int, int]],
) -> None:
    nothing = template(found)

    for other in (nothing, hands.one()):
        assert match(nothing, other).score == 0
        assert match(other, nothing).false_match_rate == 1
        assert match(other, nothing).pairs == ()


def test_minutiae_all_in_one_place_or_on_one_line_are_survived() -> None:
    heap = template([(100, 100, 5, 1, 80)] * 40)
    line = template([(10 * n, 50, 7 * n % 256, 1, 80) for n in range(40)])

    for odd in (heap, line):
        assert match(odd, hands.one()).false_match_rate > 1e-3
        assert np.isfinite(match(odd, odd).score)


def test_the_largest_templates_are_matched() -> None:
    rng = np.random.default_rng(3)
    most = template(
        [
            (*rng.integers(0, 500, 2).tolist(), *rng.integers(0, 255, 1).tolist(), 1, 90)
            for _ in range(255)
        ]
    )

    assert match(most, most).false_match_rate < SURE
    assert len(match(most, most).pairs) > 200


def test_evidence_adds_up_to_the_score() -> None:
    found = match(hands.one(), hands.one(number=1))

    said = found.evidence
    total = said.surroundings_nats + said.together_nats + said.missing_nats
    assert total == pytest.approx(found.score, rel=1e-4)
    assert said.together_nats > 0 >= said.missing_nats


def test_a_search_gives_the_scores_of_comparing_one_by_one() -> None:
    prints = [hands.one(person, number) for person in range(6) for number in range(2)]
    packed, one_by_one = pack(prints), [match(prints[0], other).score for other in prints]

    assert match_many(pack(prints[:1]), packed).tolist() == one_by_one
    assert match_all(packed)[0, 1:].tolist() == one_by_one[1:]
    some = np.array([3, 0, 11])
    assert match_many(pack(prints[:1]), chosen(packed, some.tolist())).tolist() == [
        one_by_one[row] for row in some
    ]


def test_a_search_in_nothing_finds_nothing() -> None:
    assert len(match_many(pack([hands.one()]), pack([]))) == 0


def test_pairs_are_matched_side_by_side() -> None:
    prints = pack([hands.one(person) for person in range(4)])
    p, q = np.array([0, 1, 2]), np.array([3, 2, 1])

    scores = match_pairs(prints, p, prints, q)

    assert scores[1] == scores[2] == match_all(prints)[1, 2]


def test_synthetic_strangers_keep_to_the_calibration() -> None:
    """Calibrated on real prints; people of another make must not pass more easily."""
    prints = pack([hands.one(person) for person in range(120)])
    p, q = np.triu_indices(120, 1)

    scores = match_pairs(prints, p, prints, q)

    rates = np.array([false_match_rate(float(score)) for score in scores])
    assert (rates <= 1e-3).mean() <= 2e-3
    assert (rates <= 1e-5).sum() == 0
