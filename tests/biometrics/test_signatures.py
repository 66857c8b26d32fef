"""Signatures: not blank, all on the pad, really written; kept in one shape."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tuntas.biometrics.errors import SignatureRefused, UnreadableRecord
from tuntas.biometrics.judgement import Judgement
from tuntas.biometrics.signatures import (
    ADVICE,
    ASKED,
    Trajectory,
    crop,
    draw,
    judge_image,
    judge_trajectory,
)


def signed(
    size: float = 0.7, x: float = 0.5, seconds: float = 2.0, points: int = 120
) -> Trajectory:
    """Two loops and a flourish, *size* of the pad wide, around *x*."""
    turn = np.linspace(0, 6 * np.pi, points)
    across = x + size * (np.linspace(-0.5, 0.5, points) + 0.03 * np.sin(turn))
    down = 0.5 + 0.5 * size * 0.6 * np.cos(turn)
    return Trajectory(
        np.column_stack([across, down, np.linspace(0, seconds, points)]), (0, points // 2)
    )


def refused(judgement: Judgement) -> set[str]:
    return {measure.name for measure in judgement.measures if not measure.ok}


def test_a_usual_signature_passes_on_the_pad_and_on_paper() -> None:
    path = signed()

    assert refused(judge_trajectory(path)) == set()
    assert refused(judge_image(draw(path, whole=True))) == set()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (signed(x=0.9), "inside"),
        (signed(size=0.05), "width"),
        (signed(seconds=0.1), "seconds"),
        (Trajectory(np.array([[0.5, 0.5, 0.0]]), (0,)), "ink_share"),
        (Trajectory(np.array([[0.3, 0.5, 0.0], [0.5, 0.5, 1.0]]), (0,)), "length"),
    ],
    ids=["off the pad", "small", "hasty", "a dot", "a dash"],
)
def test_what_is_no_signature_is_refused_in_words(path: Trajectory, name: str) -> None:
    judgement = judge_trajectory(path)

    assert name in refused(judgement)
    assert judgement[name].advice in ADVICE[name]


@pytest.mark.parametrize(
    ("image", "name"),
    [
        (np.full((200, 600), 255, np.uint8), "ink_share"),
        (np.zeros((200, 600), np.uint8), "ink_share"),
        (np.random.default_rng(1).integers(225, 256, (200, 600), np.uint8), "ink_share"),
        (np.random.default_rng(1).integers(0, 256, (200, 600), np.uint8), "inside"),
        (draw(signed(x=0.95), whole=True), "inside"),
        (draw(signed(size=0.08), whole=True), "width"),
    ],
    ids=["white", "black", "paper grain", "noise", "cut off", "small"],
)
def test_blank_or_cut_images_are_refused_in_words(image: NDArray[np.uint8], name: str) -> None:
    assert name in refused(judge_image(image))


def test_every_limit_has_its_sentences() -> None:
    assert set(ASKED) == set(ADVICE)


def test_ink_on_grey_paper_is_kept_white_and_in_one_shape() -> None:
    paper = np.full((900, 1400), 190.0)
    ink = draw(signed(), whole=True)
    paper[300:500, 400:1000] -= (255 - ink) * 0.5

    kept = crop(paper.astype(np.uint8))

    assert kept.shape == (200, 600)
    assert kept[0, 0] == 255
    assert kept.min() < 60
    assert np.ptp(np.flatnonzero((kept < 128).any(axis=0))) > 400


def test_blank_paper_has_nothing_to_keep() -> None:
    with pytest.raises(SignatureRefused) as blank:
        crop(np.full((100, 300), 240, np.uint8))

    assert blank.value.id


def test_a_path_survives_its_storage() -> None:
    path = signed()

    again = Trajectory.unpack(path.pack())

    assert len(path.pack()) == 4 + 2 * 2 + 8 * 120
    assert again.strokes == path.strokes
    assert np.abs(again.points[:, :2] - path.points[:, :2]).max() <= 1 / 16384
    assert np.abs(again.points[:, 2] - path.points[:, 2]).max() <= 0.0006
    assert (draw(again) == draw(path)).mean() > 0.95


@given(st.binary(max_size=200))
def test_damaged_records_are_refused(content: bytes) -> None:
    with suppress(UnreadableRecord):
        Trajectory.unpack(content)


@given(
    arrays(np.float64, st.tuples(st.integers(0, 30), st.integers(2, 4))),
    st.lists(st.integers(-2, 30), max_size=4),
)
@settings(max_examples=150)
def test_any_path_is_judged_or_refused(points: NDArray[np.float64], strokes: list[int]) -> None:
    with suppress(SignatureRefused):
        path = Trajectory(points, tuple(strokes))
        assert draw(path).shape == (200, 600)
        judge_trajectory(path)
        Trajectory.unpack(path.pack())


@pytest.mark.parametrize("shape", [(3, 3), (0, 100), (200, 600, 3), (9000, 16)])
def test_what_is_no_image_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(SignatureRefused):
        judge_image(np.zeros(shape, np.uint8))
