"""Four fingers on one platen: each where the ground truth says."""

import numpy as np
import pytest

from tuntas.biometrics.positions import Finger, Hand
from tuntas.biometrics.synthetic.slaps import HEIGHT_PX, WIDTH_PX, Slap, slap, thumbs


@pytest.mark.parametrize("hand", [Hand.RIGHT, Hand.LEFT])
def test_four_fingers_stand_in_the_order_of_the_hand(hand: Hand) -> None:
    one = slap(7, hand, 0)

    places = [segment.finger for segment in one.segments]
    assert places == sorted(places, reverse=hand is Hand.LEFT)
    middles = [segment.column + segment.width / 2 for segment in one.segments]
    assert middles == sorted(middles)
    tops = {
        segment.finger.mirrored if hand is Hand.LEFT else segment.finger: segment.row
        for segment in one.segments
    }
    assert tops[Finger.RIGHT_LITTLE] == max(tops.values())


def test_ink_lies_in_the_segments_and_nowhere_else() -> None:
    for one in (slap(7, Hand.RIGHT, 1), thumbs(7, 1)):
        outside = np.full((HEIGHT_PX, WIDTH_PX), True)
        for part in boxes(one, margin=24):
            assert (255 - one.pixels[part].astype(int)).mean() > 40
            outside[part] = False
        assert (one.pixels[outside] < 200).mean() < 0.001


def test_a_missing_finger_leaves_nothing() -> None:
    whole = slap(7, Hand.RIGHT, 0)
    without = slap(7, Hand.RIGHT, 0, missing={Finger.RIGHT_RING})

    assert Finger.RIGHT_RING not in {segment.finger for segment in without.segments}
    assert len(without.segments) == 3
    assert without.pixels.mean() > whole.pixels.mean()


def boxes(one: Slap, margin: int):
    for segment in one.segments:
        yield np.s_[
            max(segment.row - margin, 0) : segment.row + segment.height + margin,
            max(segment.column - margin, 0) : segment.column + segment.width + margin,
        ]
