"""Codes follow from the minutiae alone, and the same finger's codes are near each other."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.biometrics.gallery.people import hands
from tuntas.biometrics.gallery import training
from tuntas.biometrics.gallery.codes import SLOTS, Projection, codes_of, projection
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.synthetic.templates import impressions
from tuntas.biometrics.template import Template

THUMB = Finger.RIGHT_THUMB


def turned(template: Template, quarter_turns: int) -> Template:
    """The same print on a glass turned by quarters, anticlockwise."""
    x, y, angle = template.x, template.y, template.angle.astype(int)
    for _ in range(quarter_turns):
        x, y, angle = y, -x, (angle + 64) % 256
    return Template.of(x, y, angle, template.kind, template.quality, width=500, height=500)


def nearest(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Median distance in bits from a code to the nearest of the other print."""
    ours, theirs = (side[:, side[0] != 0] for side in (ours, theirs))
    apart = np.bitwise_count(ours[:, :, None] ^ theirs[:, None, :]).sum(axis=0, dtype=int)
    return float(np.median(apart.min(axis=1)))


@pytest.mark.parametrize("bits", [64, 128])
def test_a_print_turned_by_quarters_has_nearly_the_same_codes(bits: int) -> None:
    by = projection(bits)
    straight = hands(1)[THUMB]

    codes = codes_of([straight, turned(straight, 1), turned(straight, 2)], by)

    assert nearest(codes[0], codes[1]) <= bits // 10
    assert nearest(codes[0], codes[2]) <= bits // 10


def test_missing_fingers_and_missing_minutiae_have_no_code() -> None:
    by = projection()
    few = hands(1)[THUMB]
    few = Template.of(
        few.x[:5], few.y[:5], few.angle[:5], few.kind[:5], few.quality[:5], width=400, height=480
    )

    codes = codes_of([None, few], by)

    assert codes.shape == (2, by.words, SLOTS)
    assert not codes[0].any()
    assert (codes[1, 0] != 0).sum() == 5


def test_second_touches_are_nearer_than_other_fingers() -> None:
    by = projection()
    first, second, other = (
        codes_of(list(hands(*touch).values()), by) for touch in ((1, 0), (1, 1), (2, 0))
    )

    same = [nearest(ours, theirs) for ours, theirs in zip(first, second, strict=True)]
    different = [nearest(ours, theirs) for ours, theirs in zip(first, other, strict=True)]

    assert np.median(same) < np.median(different) - 5


def test_the_projection_says_that_it_saw_synthetic_fingers_only() -> None:
    said = json.loads(projection().provenance)

    assert said["fingers"].startswith("synthetic only")
    assert said["made_by"] == training.__name__
    assert (said["seed"], said["people"]) == (training.SEED, training.PEOPLE)


def test_codes_agree_with_the_cylinders_they_were_trained_on() -> None:
    by = projection()
    made = impressions(seed=training.SEED, first=0, people=1)
    count = int(made.count[0])
    template = made.template(0)

    exact = training.cylinders(made, 0) @ by.axes.reshape(-1, 64 * by.words) > by.middle

    codes = codes_of([template], by)[0]
    bits = np.unpackbits(codes.T.copy().view(np.uint8), axis=1, bitorder="little")
    order = [
        next(
            row
            for row in range(count)
            if (made.x[0, row], made.y[0, row]) == (template.x[slot], template.y[slot])
        )
        for slot in range(min(count, SLOTS))
    ]
    # The table rounds places to 4 pixels, which turns about one sign in twenty.
    assert (bits[: len(order)] != exact[order]).mean() < 0.1


def test_another_projection_has_another_digest() -> None:
    by = projection()

    changed = Projection.of(by.axes * 2, by.middle, by.weight, by.provenance)

    assert changed.digest != by.digest
    assert projection(64).digest != by.digest
