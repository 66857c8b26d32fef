"""Drawn faces and eyes of nobody go the whole way, and say what was drawn."""

import numpy as np
import pytest

from tuntas.biometrics.faces import detection, embedding, quality
from tuntas.biometrics.faces.asked import PORTRAIT
from tuntas.biometrics.irises import boundaries, calibration, code, sheet
from tuntas.biometrics.positions import Eye
from tuntas.biometrics.synthetic.faces import Sitting, sat
from tuntas.biometrics.synthetic.irises import eye_image

EYES = ((1, Eye.RIGHT), (1, Eye.LEFT), (2, Eye.RIGHT))


def measured(**sitting: float) -> quality.Judgement:
    pixels = sat(1, 0, Sitting(**sitting)).pixels  # type: ignore[arg-type]
    return quality.judge(pixels, detection.find(pixels))


def test_a_straight_portrait_passes() -> None:
    assert measured().ok


@pytest.mark.parametrize(
    ("sitting", "name"),
    [
        ({"yaw_deg": 25}, "yaw"),
        ({"yaw_deg": -25}, "yaw"),
        ({"roll_deg": 14}, "roll"),
        ({"brightness": 0.3}, "brightness"),
        ({"scale": 0.5}, "eye_distance"),
    ],
)
def test_a_fault_of_the_sitting_is_named(sitting: dict[str, float], name: str) -> None:
    assert not measured(**sitting)[name].ok


def test_turning_the_head_is_seen_in_its_direction() -> None:
    turned = [measured(yaw_deg=angle)["yaw"].value for angle in (-20, -10, 0, 10, 20)]

    assert turned == sorted(turned, key=lambda value: value or 0)


def test_leaning_clockwise_is_positive() -> None:
    assert (measured(roll_deg=-12)["roll"].value or 0) > 8  # the drawing counts the other way


def test_one_specimen_is_nearer_to_itself_than_to_another() -> None:
    shots = [sat(identity, 0, Sitting(yaw_deg=yaw)).pixels for identity in (3, 4) for yaw in (0, 6)]
    a, again, b, _ = (embedding.embed(shot, detection.find_one(shot)) for shot in shots)

    assert embedding.compare(a, again) > embedding.compare(a, b)


def test_specimen_eyes_are_told_apart_at_one_in_a_thousand() -> None:
    captures = [(identity, side, n) for identity, side in EYES for n in (0, 1)]
    images = [eye_image(*one).pixels for one in captures]
    codes = [code.encode(sheet.unroll(image, boundaries.find(image))) for image in images]
    limit = calibration.threshold(1e-3)

    alike = np.array([[code.compare(a, b) <= limit for b in codes] for a in codes])

    same = np.array([[a[:2] == b[:2] for b in captures] for a in captures])
    assert (alike == same).all()


def test_every_limit_of_a_portrait_is_measured() -> None:
    assert set(PORTRAIT) <= {measure.name for measure in measured().measures}
