"""Eyes, drawn faces and signatures of nobody: repeatable, found by the engine, told apart."""

import numpy as np
import pytest

from tuntas.biometrics.faces import detection
from tuntas.biometrics.irises import boundaries, code, sheet
from tuntas.biometrics.positions import Eye
from tuntas.biometrics.synthetic import specimen
from tuntas.biometrics.synthetic.face_shape import Dress
from tuntas.biometrics.synthetic.faces import portrait
from tuntas.biometrics.synthetic.irises import EyeImage, eye_image
from tuntas.biometrics.synthetic.signatures import HEIGHT_MM, WIDTH_MM, PenPath, signature


def coded(one: EyeImage) -> code.IrisCode:
    return code.encode(sheet.unroll(one.pixels, boundaries.find(one.pixels)))


def test_the_same_look_gives_the_same_eye() -> None:
    assert (eye_image(3, Eye.LEFT, 1).pixels == eye_image(3, Eye.LEFT, 1).pixels).all()


def test_the_engine_finds_the_iris_where_it_was_drawn() -> None:
    for number in range(2):
        one = eye_image(3, Eye.LEFT, number)
        found = boundaries.find(one.pixels)

        assert abs(found.iris.x - one.look.column) < 6
        assert abs(found.iris.y - one.look.row) < 6
        assert found.iris.radius == pytest.approx(one.iris_radius_px, abs=6)
        assert found.pupil.radius / found.iris.radius == pytest.approx(
            one.look.pupil_share, abs=0.03
        )


def test_an_eye_is_itself_again_and_no_other() -> None:
    first = [
        coded(eye_image(identity, eye, 0))
        for identity, eye in ((3, Eye.LEFT), (3, Eye.RIGHT), (4, Eye.LEFT))
    ]
    again = [
        coded(eye_image(identity, eye, 1))
        for identity, eye in ((3, Eye.LEFT), (3, Eye.RIGHT), (4, Eye.LEFT))
    ]

    apart = np.array([[code.compare(a, b) for b in again] for a in first])

    assert apart.diagonal().max() < 0.3
    assert apart[~np.eye(3, dtype=bool)].min() > 0.33


def test_a_detector_finds_one_face_in_every_drawing() -> None:
    for identity, dress in zip((20, 21), (Dress.LONG_HAIR, Dress.KERUDUNG), strict=True):
        one = portrait(identity, 0, dress=dress)

        face = detection.find_one(one.pixels)

        assert face.score > 0.8
        assert face.eye_distance > 90


def test_a_second_sitting_is_another_picture_of_the_same_drawing() -> None:
    first, again = portrait(20, 0), portrait(20, 1)

    assert (portrait(20, 0).pixels == first.pixels).all()
    assert first.dress == again.dress
    assert (first.pixels != again.pixels).mean() > 0.5


def test_a_portrait_says_that_it_is_a_specimen() -> None:
    """The word is written into the picture, not only into its metadata."""
    picture = portrait(20, 0, severity=0).pixels
    ink = (picture == 40).all(axis=2) | (picture == 225).all(axis=2)

    assert ink[760:795, 10:140].sum() > 300
    assert not ink[:760].any()


def test_every_file_says_that_it_is_a_specimen() -> None:
    pictures = (portrait(20, 0).pixels, eye_image(3, Eye.LEFT, 0).pixels)

    for pixels in pictures:
        assert specimen.is_specimen(specimen.png(pixels, dpi=300, what="test", identity=20))
    assert not specimen.is_specimen(b"\x89PNG\r\n")


def test_a_pen_moves_like_a_hand() -> None:
    for identity in range(8):
        one = signature(identity, 0)
        speed = np.hypot(np.diff(one.x_mm), np.diff(one.y_mm)) / np.diff(one.time_s)

        assert 1.0 < one.time_s[-1] < 8.0
        assert 20 < np.percentile(speed, 90) < 600
        assert one.pressure.min() == 0.0
        assert 0.5 < one.pressure.max() <= 1.0
        assert one.x_mm.min() >= 0
        assert one.x_mm.max() <= WIDTH_MM
        assert one.y_mm.min() >= 0
        assert one.y_mm.max() <= HEIGHT_MM
        assert 0.005 < (one.image(200) < 128).mean() < 0.2


def test_two_signatures_of_one_hand_lie_closer_than_those_of_two() -> None:
    def apart(one: PenPath, other: PenPath) -> float:
        drawn = [resampled(path) for path in (one, other)]
        return float(np.hypot(*(drawn[0] - drawn[1]).T).mean())

    same = [apart(signature(identity, 0), signature(identity, 1)) for identity in range(8)]
    others = [apart(signature(identity, 0), signature(identity + 1, 0)) for identity in range(8)]

    assert max(same) < np.median(others)
    assert apart(signature(0, 0, severity=0), signature(0, 1, severity=0)) < 1e-9


def resampled(path: PenPath) -> np.ndarray:
    at = np.linspace(0, path.time_s[-1], 200)
    line = np.stack([np.interp(at, path.time_s, side) for side in (path.x_mm, path.y_mm)], axis=1)
    return line - line.mean(axis=0)
