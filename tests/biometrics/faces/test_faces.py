"""People before a camera: found, judged in words, compared; anything else is refused in words."""

import io
import math
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tuntas.biometrics.errors import BiometricError, NoFace, PictureRefused, UnreadableImage
from tuntas.biometrics.faces import calibration, embedding, picture, pose, quality
from tuntas.biometrics.faces.asked import ADVICE, LIVE, PORTRAIT
from tuntas.biometrics.faces.detection import Face, find, find_one
from tuntas.biometrics.faces.portrait import crop, share_inside
from tuntas.biometrics.judgement import best

Picture = NDArray[np.uint8]


def someone(eyes: float = 120, x: float = 400, y: float = 380, turned: float = 0) -> Face:
    """An average head at a place, leaning *turned* degrees clockwise."""
    angle, scale = math.radians(turned), eyes / pose.EYES_MM
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    points = pose.HEAD[:, :2] * scale @ turn.T + [x, y]
    return Face((x - 1.5 * eyes, y - 1.5 * eyes, 3 * eyes, 4 * eyes), 0.9, points)


def scene(seed: int = 1, height: int = 1000, width: int = 800) -> Picture:
    """Natural-looking contrast on plain grey, no face in it."""
    rng = np.random.default_rng(seed)
    across, down = np.meshgrid(np.fft.fftfreq(width), np.fft.fftfreq(height))
    slow = np.hypot(across, down)
    slow[0, 0] = 1
    noise = np.fft.ifft2(np.fft.fft2(rng.standard_normal((height, width))) / slow).real
    grey = np.clip(130 + 35 * noise / noise.std(), 0, 255).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


@pytest.fixture(scope="module")
def people(reference_data: Path) -> list[list[Picture]]:
    """Four people, four pictures each."""
    return [
        [picture.read((reference_data / "faces" / f"s{who:02}" / f"{n:02}.png").read_bytes())
         for n in range(1, 5)]
        for who in range(1, 5)
    ]  # fmt: skip


def test_the_same_person_is_more_alike_than_any_two_people(people: list[list[Picture]]) -> None:
    seen = [[embedding.embed(one, find_one(one)) for one in shots] for shots in people]

    same = [embedding.compare(a, b) for shots in seen for a in shots for b in shots if a is not b]
    other = [
        embedding.compare(a, b) for one in seen for two in seen if one is not two
        for a in one for b in two
    ]  # fmt: skip

    assert min(same) > max(other)
    assert calibration.false_match_rate(float(np.median(same))) <= 1e-4


def test_a_comparison_is_the_same_either_way_round(people: list[list[Picture]]) -> None:
    a, b = (embedding.embed(shots[0], find_one(shots[0])) for shots in people[:2])

    assert embedding.compare(a, b) == embedding.compare(b, a)
    assert np.linalg.norm(a) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("side", [150, 600, 1600])
def test_a_face_is_found_near_and_far(people: list[list[Picture]], side: int) -> None:
    shot = people[0][0]
    height, width = shot.shape[:2]
    field = np.full((side, side, 3), 120, np.uint8)
    field[20 : 20 + height, 30 : 30 + width] = shot

    face = find_one(field)

    alone = find_one(shot)
    assert np.abs(face.landmarks - alone.landmarks - [30, 20]).max() < 0.15 * alone.eye_distance


def test_two_people_in_one_picture_are_counted(people: list[list[Picture]]) -> None:
    both = np.concatenate([people[0][0], people[1][0]], axis=1)

    judgement = quality.judge(both, find(both))

    assert judgement["faces"].value == 2
    assert ADVICE["faces"][1] in judgement.advice


def test_a_large_sharp_picture_passes_and_its_blurred_copy_does_not(
    people: list[list[Picture]],
) -> None:
    # Enlarged four times it has the size, not the detail, of a portrait; blurred it has neither.
    shot = np.asarray(Image.fromarray(people[0][0]).resize((368, 448), Image.Resampling.LANCZOS))
    faces = find(shot)

    as_taken = quality.judge(shot, faces)
    blurred = Image.fromarray(shot).filter(ImageFilter.GaussianBlur(4))
    out_of_focus = quality.judge(np.asarray(blurred), faces)

    assert as_taken["eye_distance"].ok
    assert as_taken["sharpness"].ok
    assert not out_of_focus["sharpness"].ok


def test_of_a_sequence_the_frame_with_most_right_is_kept() -> None:
    far, near = someone(eyes=60), someone(eyes=120)
    view = scene()

    judged = [None, quality.judge(view, [far]), quality.judge(view, [near])]

    assert best(judged) == 2
    assert best([None, None]) is None


@pytest.mark.parametrize(
    ("face", "name"),
    [
        (someone(eyes=40), "eye_distance"),
        (someone(eyes=330), "inside"),
        (someone(x=120), "across"),
        (someone(x=680), "across"),
        (someone(turned=20), "roll"),
    ],
)
def test_the_operator_is_told_what_to_say(face: Face, name: str) -> None:
    measure = quality.judge(scene(), [face])[name]

    assert not measure.ok
    assert measure.advice in ADVICE[name]
    assert measure.advice.id.endswith(".")
    assert measure.advice.en.endswith(".")


def test_a_person_at_the_left_of_the_picture_moves_to_their_own_left() -> None:
    assert quality.judge(scene(), [someone(x=120)])["across"].advice.id.endswith("kiri Anda.")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda grey: grey // 8, "brightness"),
        (lambda grey: 255 - (255 - grey) // 8, "brightness"),
        (lambda grey: np.full_like(grey, 255), "burnt"),
        (lambda grey: 120 + grey // 32, "tone"),
        (
            lambda grey: (grey * np.where(np.arange(800) < 400, 1, 0.3)[:, None]).astype(np.uint8),
            "even_light",
        ),
        (lambda grey: grey // 2 + 100 * (np.indices(grey.shape)[1] > 400), "background"),
        (lambda grey: np.full_like(grey, 90), "sharpness"),
    ],
)
def test_bad_light_is_named(change: Callable[[Picture], Picture], name: str) -> None:
    view = change(scene()).astype(np.uint8)

    assert not quality.judge(view, [someone(x=400)])[name].ok


def test_every_limit_has_its_sentences() -> None:
    assert set(PORTRAIT) <= set(ADVICE)
    assert set(LIVE) <= set(PORTRAIT)


@given(st.floats(-25, 25), st.floats(-20, 20), st.floats(-30, 30))
def test_the_pose_of_an_average_head_is_recovered(yaw: float, pitch: float, roll: float) -> None:
    a, b, c = (math.radians(angle) for angle in (yaw, pitch, roll))
    turned = np.array([[math.cos(a), 0, -math.sin(a)], [0, 1, 0], [math.sin(a), 0, math.cos(a)]])
    nodded = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    leaned = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])

    found = pose.pose((pose.HEAD @ (leaned @ nodded @ turned).T)[:, :2] * 2.5 + 300)

    assert (found.yaw, found.pitch, found.roll) == pytest.approx((yaw, pitch, roll), abs=1e-6)


@given(st.floats(0.2, 5), st.floats(-180, 180), st.floats(-500, 500), st.floats(-500, 500))
def test_alignment_undoes_any_turn_size_and_place(
    scale: float, degrees: float, x: float, y: float
) -> None:
    a, b = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
    moved = embedding.PLACES @ np.array([[a, b], [-b, a]]) + [x, y]

    matrix = embedding.similarity(embedding.PLACES, moved)

    assert matrix == pytest.approx(np.array([[a, -b, x], [b, a, y]]), abs=1e-6)


@given(st.floats(-25, 25), st.floats(60, 200))
@settings(max_examples=20)
def test_the_portrait_has_level_eyes_where_a_passport_has_them(turned: float, eyes: float) -> None:
    face = someone(eyes=eyes, turned=turned)
    view = np.full((1000, 800, 3), 255, np.uint8)
    for x, y in face.landmarks[:2].round().astype(int):
        view[y - 9 : y + 10, x - 9 : x + 10] = 0

    made = crop(view, face)

    rows, columns = np.nonzero(made[:, :, 0] < 128)
    left, right = columns < made.shape[1] / 2, columns >= made.shape[1] / 2
    assert made.shape == (531, 413, 3)
    assert abs(rows[left].mean() - rows[right].mean()) < 4
    assert abs(columns.mean() - made.shape[1] / 2) < 4
    assert 0.4 < rows.mean() / made.shape[0] < 0.55
    assert share_inside(view, face) > 0.7


def test_a_smaller_false_match_rate_asks_for_more() -> None:
    asked = [calibration.threshold(rate) for rate in (1e-2, 1e-3, 1e-4, 1e-5)]

    assert asked == sorted(asked)
    for rate, cosine in zip((1e-2, 1e-3, 1e-4), asked, strict=False):
        assert calibration.false_match_rate(cosine) == pytest.approx(rate, rel=1e-3)


@pytest.mark.parametrize(
    "view",
    [
        np.zeros((480, 640), np.uint8),
        np.full((480, 640, 3), 255, np.uint8),
        np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8),
        np.zeros((16, 16), np.uint8),
        np.zeros((16, 3000), np.uint8),
        255 - scene(2, 300, 240),
    ],
    ids=["black", "white", "noise", "tiny", "ribbon", "inverted"],
)
def test_where_nobody_is_nobody_is_found(view: Picture) -> None:
    faces = find(view)

    assert faces == []
    with pytest.raises(NoFace):
        quality.judge(view, faces)
    with pytest.raises(NoFace):
        find_one(view)


@pytest.mark.parametrize(
    "view",
    [
        np.zeros((3, 3), np.uint8),
        np.zeros((0, 40), np.uint8),
        np.broadcast_to(np.uint8(0), (13_000, 13_000)),
        np.zeros((40, 40, 4), np.uint8),
        np.zeros((40, 40), np.float32),
        np.zeros(40, np.uint8),
    ],
    ids=["3 × 3", "empty", "huge", "four channels", "float", "line"],
)
def test_what_is_no_picture_is_refused_in_words(view: Picture) -> None:
    with pytest.raises(PictureRefused) as refused:
        find(view)

    assert refused.value.id
    assert refused.value.en


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=10, max_size=10))
def test_landmarks_that_are_no_face_never_crash(numbers: list[float]) -> None:
    face = Face((0, 0, 10, 10), 0.9, np.array(numbers).reshape(5, 2))
    view = np.full((64, 48, 3), 128, np.uint8)

    for attempt in (quality.judge, crop, embedding.aligned):
        with suppress(PictureRefused):
            attempt(view, [face] if attempt is quality.judge else face)  # type: ignore[operator]


def encoded(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG", "JPEG2000", "WEBP"])
def test_pictures_of_any_usual_format_are_read(kind: str) -> None:
    content = encoded(Image.fromarray(scene(3, 60, 40)), kind)

    assert picture.read(content).shape == (60, 40, 3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16", "I", "LA"])
def test_any_colour_model_becomes_three_channels(mode: str) -> None:
    image = Image.fromarray(scene(3, 60, 40))
    image = image.convert("L").convert("I;16") if mode == "I;16" else image.convert(mode)

    assert picture.read(encoded(image, "TIFF")).shape == (60, 40, 3)


def test_a_phone_held_sideways_gives_an_upright_picture() -> None:
    image = Image.fromarray(scene(3, 60, 40))
    turned, file = image.getexif(), io.BytesIO()
    turned[0x0112] = 6
    image.save(file, "JPEG", exif=turned)

    assert picture.read(file.getvalue()).shape == (40, 60, 3)


@given(st.data())
@settings(max_examples=100)
def test_damaged_files_are_refused_in_words(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "TIFF", "BMP", "JPEG", "JPEG2000", "WEBP"]))
    content = bytearray(encoded(Image.fromarray(scene(3, 40, 30)), kind))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))

    with suppress(UnreadableImage, PictureRefused):
        assert picture.read(bytes(content[:cut])).dtype == np.uint8


def test_the_weights_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BiometricError, match="make setup"):
        find(scene(1, 64, 64), models=tmp_path)
