"""Fingers of nobody: the same again, like no other, and shaped as fingers are."""

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tuntas.biometrics.positions import FINGERS, Finger
from tuntas.biometrics.synthetic import growth
from tuntas.biometrics.synthetic.orientation import directions, flow_of
from tuntas.biometrics.synthetic.patterns import PatternKind, kind_of, pattern_of
from tuntas.biometrics.synthetic.prints import MM, NO_SKIN, master, remembered
from tuntas.biometrics.synthetic.seeds import generator


def test_the_same_finger_grows_twice_bit_for_bit() -> None:
    first, second = master(41, Finger.LEFT_RING), master(41, Finger.LEFT_RING)

    assert digest(first.ridges) == digest(second.ridges)
    assert digest(first.marks) == digest(second.marks)


def test_the_finger_is_the_one_it_always_was(request: pytest.FixtureRequest) -> None:
    """Another processor's last bit of a sine may move a grey level, never a ridge."""
    path = Path(__file__).parent / "golden" / "left_ring_41.txt"
    sampled = remembered(41, Finger.LEFT_RING).ridges[60:-60:37, 60:-60:37]
    if request.config.getoption("--golden"):
        path.write_text("\n".join(" ".join(map(str, line)) for line in sampled) + "\n")

    known = np.loadtxt(path)

    assert known.shape == sampled.shape
    assert (np.abs(known - sampled) <= 6).mean() > 0.97


def test_two_fingers_share_no_ridges() -> None:
    one, other = (remembered(41, finger).ridges for finger in (Finger(9), Finger(8)))
    rows, columns = (min(a, b) for a, b in zip(one.shape, other.shape, strict=True))
    one, other = (
        side[100 : rows - 100, 100 : columns - 100].astype(float) for side in (one, other)
    )

    assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.1


def test_ridges_are_as_far_apart_as_in_life() -> None:
    for identity in range(3):
        one = remembered(identity, Finger.RIGHT_INDEX)
        row, column = (int(place) for place in one.origin)
        part = (one.ridges[row - 160 : row + 96, column - 128 : column + 128] > 0).astype(float)

        power = np.abs(np.fft.fft2(part - part.mean())) ** 2
        frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(256), np.fft.fftfreq(256)))
        mean_period_mm = power.sum() / (power * frequency)[frequency < 0.2].sum() / MM

        assert 0.36 < mean_period_mm < 0.60


def test_skin_ends_where_the_finger_ends() -> None:
    one = remembered(0, Finger.RIGHT_INDEX)

    assert one.ridges[0, 0] == NO_SKIN
    assert one.ridges[int(one.origin[0]), int(one.origin[1])] != NO_SKIN
    assert one.ridges.shape == one.marks.shape


@pytest.mark.parametrize("kind", PatternKind)
def test_the_flow_turns_by_half_a_turn_around_each_core_and_back_around_each_delta(
    kind: PatternKind,
) -> None:
    rng = generator("test", int(kind))
    for _ in range(5):
        flow = flow_of(pattern_of(kind, rng), rng)
        for point in flow.pattern.cores:
            assert winding(flow, point) == pytest.approx(0.5)
        for point in flow.pattern.deltas:
            assert winding(flow, point) == pytest.approx(-0.5)
        assert len(flow.pattern.cores) == len(flow.pattern.deltas)


def test_classes_come_as_often_as_in_life() -> None:
    """Cummins & Midlo: whorls on 29 % of fingers, ulnar loops on 60 %, radial on 5 %."""
    found = Counter(
        (kind_of(finger, generator("p", identity), generator("f", identity, int(finger))), finger)
        for identity in range(1000)
        for finger in FINGERS
    )

    total = found.total()
    share = {kind: sum(found[kind, f] for f in FINGERS) / total for kind in PatternKind}
    right = sum(found[PatternKind.RIGHT_LOOP, f] for f in FINGERS if f <= 5)

    assert share[PatternKind.WHORL] == pytest.approx(0.288, abs=0.025)
    assert share[PatternKind.LEFT_LOOP] + share[PatternKind.RIGHT_LOOP] == pytest.approx(
        0.657, abs=0.025
    )
    assert right / total == pytest.approx(0.302, abs=0.025)


def test_doubling_keeps_a_wave() -> None:
    row = np.arange(64)[:, None] + np.zeros((1, 8))
    wave = np.rint(200 * np.cos(row * 2 * np.pi / 9)).astype(np.int16)

    double = growth.doubled(wave)

    wanted = 200 * np.cos((np.arange(128)[:, None] / 2 - 0.25) * 2 * np.pi / 9)
    assert np.abs(double - wanted)[8:-8].max() < 12


def winding(flow, point: tuple[float, float]) -> float:
    """Turns of the direction on a small way once around *point*, anticlockwise."""
    around = np.linspace(0, 2 * np.pi, 721)
    x, y = point[0] + 0.05 * np.cos(around), point[1] + 0.05 * np.sin(around)
    step = np.diff(directions(flow, x, y))
    step = (step + np.pi / 2) % np.pi - np.pi / 2
    return float(step.sum() / (2 * np.pi))


def digest(array: np.ndarray) -> str:
    return hashlib.sha256(array.tobytes()).hexdigest()
