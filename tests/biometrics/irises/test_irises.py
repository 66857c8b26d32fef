"""Eyes before a sensor: outlined, judged in words, coded, compared; the rest is refused."""

import io
import math
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tuntas.biometrics.errors import (
    BiometricError,
    EyeImageRefused,
    NoIris,
    UnreadableImage,
    UnreadableRecord,
)
from tuntas.biometrics.irises import boundaries, calibration, code, contours, eye, quality, sheet
from tuntas.biometrics.irises.asked import ADVICE, ENROLMENT
from tuntas.biometrics.irises.code import IrisCode

EyeImage = NDArray[np.uint8]


@cache
def drawn(
    seed: int = 1,
    *,
    width: int = 320,
    x: float = 0.5,
    y: float = 0.5,
    radius: float = 0.17,
    pupil: float = 0.4,
    turned: float = 0,
    lid: float | None = None,
) -> EyeImage:
    """An eye of nobody: texture from *seed*, places and radius in shares of the width, *turned*
    degrees, the upper lid down to *lid* radii above the middle."""
    height = width * 3 // 4
    rng = np.random.default_rng(seed)
    across, down = np.meshgrid(np.arange(width) - x * width, np.arange(height) - y * height)
    far = np.hypot(across, down) / (radius * width)
    angle = np.arctan2(down, across) - math.radians(turned)
    along = (far - pupil) / (1 - pupil)
    texture = np.zeros((height, width))
    for wave in range(4, 48):
        for ring in range(3):
            phase, shift = rng.uniform(0, 2 * np.pi, 2)
            size = 9 / math.sqrt(wave)
            texture += size * np.cos(wave * angle + phase) * np.cos(ring * np.pi * along + shift)
    grey = np.where(far < pupil, 15, np.where(far < 1, 75 + texture * 0.8, 170))
    if lid is not None:
        grey = np.where(down < -lid * radius * width, 195, grey)
    grey = np.where(np.hypot(across - 4, down - 3) < 0.009 * width, 250, grey)
    noisy = grey + np.random.default_rng(seed + 99).normal(0, 1.5, grey.shape)
    image = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(0.7 * width / 320)))


def coded(image: EyeImage) -> IrisCode:
    return code.encode(sheet.unroll(image, boundaries.find(image)))


@pytest.mark.parametrize(("width", "pupil"), [(320, 0.25), (320, 0.55), (640, 0.4), (1000, 0.3)])
def test_both_outlines_are_found_at_any_resolution(width: int, pupil: float) -> None:
    found = boundaries.find(drawn(width=width, pupil=pupil, x=0.45, y=0.55))

    assert found.iris.radius == pytest.approx(0.17 * width, rel=0.05)
    assert found.pupil.radius == pytest.approx(pupil * 0.17 * width, rel=0.07)
    for curve in (found.iris, found.pupil):
        assert curve.x == pytest.approx(0.45 * width, abs=0.01 * width)
        assert curve.y == pytest.approx(0.55 * width * 3 // 4, abs=0.01 * width)


def test_a_low_lid_is_masked_and_lowers_the_usable_share() -> None:
    wide, low = (drawn(lid=lid) for lid in (None, 0.45))

    open_eye, half = (sheet.unroll(one, boundaries.find(one)) for one in (wide, low))

    upper = np.abs(np.arange(sheet.COLUMNS) - 0.75 * sheet.COLUMNS) < 20
    assert open_eye.usable_share > 0.85
    assert half.usable_share < open_eye.usable_share - 0.1
    assert not half.seen[-4:, upper].any()
    assert half.seen[:, ~upper].mean() > 0.6


def test_the_same_eye_matches_and_another_does_not() -> None:
    first, again, other = coded(drawn(1)), coded(drawn(1, x=0.55, pupil=0.45)), coded(drawn(2))

    assert code.compare(first, again) < calibration.threshold(1e-4)
    assert code.compare(first, other) > calibration.threshold(1e-2)


@pytest.mark.parametrize("turned", [-12, -5, 7, 14])
def test_a_leaning_head_still_matches(turned: int) -> None:
    upright, leaning = coded(drawn(3)), coded(drawn(3, turned=turned))

    assert code.compare(upright, leaning) < calibration.threshold(1e-3)


def test_two_resolutions_of_one_eye_match() -> None:
    assert code.compare(coded(drawn(4)), coded(drawn(4, width=640))) < calibration.threshold(1e-3)


def test_a_comparison_is_the_same_either_way_round() -> None:
    codes = [coded(drawn(seed, lid=lid)) for seed in (1, 2) for lid in (None, 0.6)]

    for a in codes:
        assert code.compare(a, a) <= 0.1
        for b in codes:
            assert code.compare(a, b) == code.compare(b, a)


def test_a_code_survives_its_storage_and_nothing_else_does() -> None:
    one = coded(drawn(5))

    again = IrisCode.unpack(one.pack())

    assert len(one.pack()) == 4096
    assert (again.phase == one.phase).all()
    assert (again.valid == one.valid).all()
    for wrong in (b"", one.pack()[:-1], one.pack() + b"\0"):
        with pytest.raises(UnreadableRecord):
            IrisCode.unpack(wrong)


def test_few_bits_in_common_say_nothing() -> None:
    one = coded(drawn(5))
    hidden = IrisCode(one.phase, one.valid & np.uint64(1))

    assert code.compare(one, hidden) == 0.5
    with pytest.raises(NoIris):
        code.encode(sheet.Sheet(np.zeros((32, 256), np.float32), np.zeros((32, 256), np.bool_)))


def judgement(image: EyeImage) -> quality.Judgement:
    found = boundaries.find(image)
    return quality.judge(image, found, sheet.unroll(image, found))


def test_a_good_eye_passes() -> None:
    judged = judgement(drawn(width=640))

    assert judged.ok, [measure for measure in judged.measures if not measure.ok]


@pytest.mark.parametrize(
    ("image", "name"),
    [
        (drawn(width=320), "iris_radius"),
        (drawn(width=640, x=0.15), "inside"),
        (drawn(width=640, lid=0.3), "usable"),
        (drawn(width=640, pupil=0.17), "pupil_ratio"),
        (drawn(width=640, pupil=0.74), "pupil_ratio"),
        (np.asarray(Image.fromarray(drawn(width=640)).filter(ImageFilter.GaussianBlur(7))),
         "sharpness"),
    ],
    ids=["small", "off centre", "lid", "bright light", "dark room", "blurred"],
)  # fmt: skip
def test_the_operator_is_told_what_to_say(image: EyeImage, name: str) -> None:
    measure = judgement(image)[name]

    assert not measure.ok
    assert measure.advice in ADVICE[name]


def test_every_limit_has_its_sentences() -> None:
    assert set(ENROLMENT) <= set(ADVICE)


def test_real_eyes_are_found_and_told_apart(reference_data: Path) -> None:
    files = sorted((reference_data / "iris").glob("p00[12]/*"))
    images = [eye.read(file.read_bytes()) for file in files]
    codes = [coded(image) for image in images]
    eyes = [file.stem[:4] for file in files]

    pairs = [(i, j) for i in range(len(files)) for j in range(i)]
    same = [code.compare(codes[i], codes[j]) for i, j in pairs if eyes[i] == eyes[j]]
    other = [code.compare(codes[i], codes[j]) for i, j in pairs if eyes[i] != eyes[j]]

    assert len(codes) == 20
    limit = calibration.threshold(1e-2)
    assert np.mean(np.array(same) > limit) <= 0.05
    assert np.mean(np.array(other) <= limit) < 0.03


def test_a_smaller_false_match_rate_asks_for_more() -> None:
    asked = [calibration.threshold(rate) for rate in (1e-1, 1e-2, 1e-3, 1e-4)]

    assert asked == sorted(asked, reverse=True)
    for rate, distance in zip((1e-1, 1e-2, 1e-3), asked, strict=False):
        assert calibration.false_match_rate(distance) == pytest.approx(rate, rel=1e-3)


@given(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3), st.floats(0.5, 3))
def test_an_outline_is_the_same_curve_from_its_middle(x: float, y: float, factor: float) -> None:
    turns = contours.ANGLES
    radii = 10 + x * np.cos(2 * turns) + y * np.sin(3 * turns)
    curve = contours.Outline(50.0 + x, 40.0 + y, radii)

    again = curve.around_its_middle()

    assert again.radius == pytest.approx(curve.radius, rel=0.01)
    assert curve.scaled(factor).radius == pytest.approx(factor * curve.radius)
    assert curve.scaled(factor).scaled(1 / factor).points == pytest.approx(curve.points)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((240, 320), np.uint8),
        np.full((240, 320), 255, np.uint8),
        np.random.default_rng(1).integers(0, 256, (240, 320), np.uint8),
        np.zeros((64, 64), np.uint8),
        np.zeros((64, 3000), np.uint8),
        np.random.default_rng(2).integers(0, 256, (1500, 70), np.uint8),
        np.tile(np.linspace(0, 255, 320).astype(np.uint8), (240, 1)),
    ],
    ids=["black", "white", "noise", "smallest", "ribbon", "column", "ramp"],
)
def test_where_no_eye_is_none_is_found(image: EyeImage) -> None:
    with pytest.raises(NoIris) as refused:
        coded(image)

    assert refused.value.id
    assert refused.value.en


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((20, 20), np.uint8),
        np.zeros((0, 400), np.uint8),
        np.broadcast_to(np.uint8(0), (7000, 7000)),
        np.zeros((100, 100, 3), np.uint8),
        np.zeros((100, 100), np.float32),
    ],
    ids=["tiny", "empty", "huge", "colour", "float"],
)
def test_what_is_no_eye_image_is_refused_in_words(image: EyeImage) -> None:
    with pytest.raises(EyeImageRefused):
        boundaries.find(image)


@given(st.integers(0, 2**32), st.sampled_from(["noise", "spots", "inverted", "cut", "flat"]))
@settings(max_examples=20, deadline=None)
def test_strange_images_never_crash(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    height, width = rng.integers(64, 300, 2)
    image = {
        "noise": lambda: rng.integers(0, 256, (height, width), np.uint8),
        "spots": lambda: np.kron(rng.integers(0, 256, (16, 20)), np.ones((12, 12))),
        "inverted": lambda: 255 - drawn(seed % 5),
        "cut": lambda: drawn(seed % 5)[: height // 2 + 40, width // 3 :],
        "flat": lambda: drawn(seed % 5) // int(rng.integers(2, 60)),
    }[kind]().astype(np.uint8)

    with suppress(NoIris, EyeImageRefused):
        found = boundaries.find(image)
        unrolled = sheet.unroll(image, found)
        quality.judge(image, found, unrolled)
        one = code.encode(unrolled)
        assert code.compare(one, one) <= 0.5


@given(st.data())
@settings(max_examples=60)
def test_damaged_files_are_refused_in_words(data: st.DataObject) -> None:
    file = io.BytesIO()
    kind = data.draw(st.sampled_from(["PNG", "TIFF", "BMP", "JPEG", "JPEG2000"]))
    Image.fromarray(drawn()[:80, :100]).save(file, kind)
    content = bytearray(file.getvalue())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))

    with suppress(UnreadableImage, EyeImageRefused):
        assert eye.read(bytes(content)).dtype == np.uint8


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16", "LA"])
def test_any_colour_model_becomes_one_channel(mode: str) -> None:
    image, file = Image.fromarray(drawn()), io.BytesIO()
    (image.convert("I;16") if mode == "I;16" else image.convert(mode)).save(file, "TIFF")

    assert eye.read(file.getvalue()).shape == (240, 320)


def test_refusals_are_of_the_catalogue() -> None:
    assert issubclass(NoIris, BiometricError)
    assert len({NoIris.code, EyeImageRefused.code, UnreadableImage.code}) == 3
