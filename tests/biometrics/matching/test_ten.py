"""Ten fingers say more than one, and a mix-up of fingers is found out."""

from __future__ import annotations

import pytest

from tests.biometrics.matching import hands
from tuntas.biometrics.matching import calibration
from tuntas.biometrics.matching.ten import compare, fuse, repeated
from tuntas.biometrics.positions import Finger, Hand
from tuntas.biometrics.template import Template

NOTHING = Template.of([], [], [], [], [], width=1, height=1)


def test_the_same_ten_fingers_are_one_person() -> None:
    found = compare(hands.fingers(0, 0), hands.fingers(0, 1))

    assert found.fusion.false_match_rate < 1e-30
    assert found.fusion.fingers == 10
    assert not found.hands_exchanged
    assert found.exchanged == ()


def test_strangers_are_not_one_person_and_no_exchange_is_seen_in_them() -> None:
    for other in range(1, 6):
        found = compare(hands.fingers(0, 0), hands.fingers(other, 1))

        assert found.fusion.false_match_rate > 1e-4
        assert not found.hands_exchanged
        assert found.exchanged == ()


def test_four_fingers_are_enough_when_six_are_bandaged() -> None:
    kept = {f: t for f, t in hands.fingers(0, 1).items() if f in (1, 2, 7, 8)}

    found = compare(hands.fingers(0, 0), kept)

    assert found.fusion.fingers == 4
    assert found.fusion.false_match_rate < 1e-12


def test_bandaged_fingers_without_a_minutia_say_nothing_either_way() -> None:
    seen = hands.fingers(0, 1)
    bandaged = seen | dict.fromkeys((Finger.RIGHT_THUMB, Finger.LEFT_RING), NOTHING)

    found = compare(hands.fingers(0, 0), bandaged)

    assert found.scores[Finger.RIGHT_THUMB] == 0
    assert found.fusion.false_match_rate < 1e-30
    without = {f: s for f, s in found.scores.items() if f not in (1, 9)}
    assert found.fusion.log_rate == fuse(without).log_rate


def test_no_finger_in_common_decides_nothing() -> None:
    thumb = {Finger.RIGHT_THUMB: hands.one(0, 0, Finger.RIGHT_THUMB)}
    index = {Finger.LEFT_INDEX: hands.one(0, 1, Finger.LEFT_INDEX)}

    found = compare(thumb, index)

    assert found.fusion.fingers == 0
    assert found.fusion.false_match_rate == 1


def test_left_and_right_hand_exchanged_is_seen_and_survived() -> None:
    crossed = {finger.mirrored: print_ for finger, print_ in hands.fingers(0, 1).items()}

    found = compare(hands.fingers(0, 0), crossed)

    assert found.hands_exchanged
    assert found.exchanged == ()
    assert found.fusion.false_match_rate < 1e-30


def test_two_fingers_exchanged_are_named() -> None:
    seen = dict(hands.fingers(0, 1))
    index, middle = Finger.RIGHT_INDEX, Finger.RIGHT_MIDDLE
    seen[index], seen[middle] = seen[middle], seen[index]

    found = compare(hands.fingers(0, 0), seen)

    assert found.exchanged == ((index, middle),)
    assert not found.hands_exchanged
    assert found.fusion.false_match_rate < 1e-30


def test_one_hand_only_captured_as_the_other_is_seen() -> None:
    right = {f: t for f, t in hands.fingers(0, 1).items() if f.hand == Hand.RIGHT}
    as_left = {finger.mirrored: print_ for finger, print_ in right.items()}

    assert compare(hands.fingers(0, 0), as_left).hands_exchanged


def test_a_finger_captured_twice_is_named() -> None:
    session = hands.fingers(0, 0) | {Finger.LEFT_RING: hands.one(0, 1, Finger.LEFT_MIDDLE)}

    assert repeated(session) == ((Finger.LEFT_MIDDLE, Finger.LEFT_RING),)


@pytest.mark.parametrize("person", range(8))
def test_ten_different_fingers_are_not_called_repeated(person: int) -> None:
    assert repeated(hands.fingers(person, 0)) == ()


def test_fusing_strangers_keeps_their_rate() -> None:
    """One finger fused is that finger: nothing is gained or lost by the arithmetic."""
    score = 25.0

    assert fuse({Finger.RIGHT_THUMB: score}).false_match_rate == pytest.approx(
        calibration.false_match_rate(score)
    )
    assert fuse({}).false_match_rate == 1
