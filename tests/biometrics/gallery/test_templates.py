"""Synthetic people are the same everywhere and always, and look like people."""

from __future__ import annotations

import numpy as np

from tuntas.biometrics.synthetic.templates import impressions


def test_a_person_does_not_depend_on_who_is_made_with_them() -> None:
    many = impressions(seed=7, first=100, people=5)
    one = impressions(seed=7, first=103, people=1)

    assert [many.template(30 + finger) for finger in range(10)] == [
        one.template(finger) for finger in range(10)
    ]


def test_people_fingers_touches_and_seeds_differ() -> None:
    made = {
        impressions(seed=seed, first=person, people=1, number=number).template(finger)
        for seed in (1, 2)
        for person in (0, 1)
        for number in (0, 1)
        for finger in (0, 1)
    }

    assert len(made) == 16


def test_two_touches_of_a_finger_share_most_of_their_minutiae() -> None:
    one, two = (impressions(seed=7, first=0, people=30, number=n) for n in (0, 1))
    shares = []
    for row in range(len(one)):
        ours, theirs = (set(made.source[row, : made.count[row]]) - {-1} for made in (one, two))
        shares.append(len(ours & theirs) / min(len(ours), len(theirs)))

    assert 0.6 < np.median(shares) < 0.95


def test_counts_are_those_of_real_prints() -> None:
    """Four sensors, 320 images: quartiles of 24-31, 33-40, 40-50 minutiae."""
    made = impressions(seed=7, first=0, people=100)

    low, middle, high = np.percentile(made.count, [25, 50, 75])

    assert 24 <= low <= 36
    assert 33 <= middle <= 42
    assert 40 <= high <= 50
    assert (made.quality[:, 0] >= made.quality[:, 5]).all()
