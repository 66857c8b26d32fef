"""The fingerprint bench: which folders it takes, and the protocol's figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from tuntas.cli.bench import bench
from tuntas.cli.bench.match import find_sets
from tuntas.cli.bench.protocol import fvc, mean
from tuntas.cli.output import Refused


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (64, 64), 255).save(path)


def refusal(folder: Path) -> str:
    done = CliRunner().invoke(bench, ["match", "--data", str(folder), "--json", "--lang", "en"])
    assert done.exit_code == 1
    said: str = json.loads(done.stdout)["error"]["code"]
    assert "Traceback" not in done.output
    return said


def test_every_folder_with_prints_is_a_set(tmp_path: Path) -> None:
    for name in ("a/101_1.png", "a/101_2.tif", "a/102_1.bmp", "deep/er/left_1.PNG"):
        picture(tmp_path / name)
    for name in ("deep/er/left_2.png", "deep/er/right_1.png"):
        picture(tmp_path / name)
    (tmp_path / "a" / "notes.txt").write_text("not a print")

    found = find_sets(tmp_path)

    assert [one.name for one in found] == ["a", "deep/er"]
    assert found[0].fingers == ("101", "101", "102")
    assert len(found[1].files) == 3


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere") == "no_folder"


def test_a_folder_without_prints_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "no_prints"


@pytest.mark.parametrize("names", [("1_1.png", "1_2.png"), ("1_1.png", "2_1.png")])
def test_a_set_that_compares_nobody_is_said(tmp_path: Path, names: tuple[str, str]) -> None:
    for name in names:
        picture(tmp_path / "set" / name)

    with pytest.raises(Refused) as refused:
        find_sets(tmp_path)

    assert refused.value.code == "too_few_fingers"
    assert "set" in refused.value.en


def test_an_image_that_is_none_is_named(tmp_path: Path) -> None:
    for name in ("1_1.png", "2_1.png"):
        picture(tmp_path / "set" / name)
    (tmp_path / "set" / "1_2.png").write_bytes(b"no image")

    assert refusal(tmp_path) == "unreadable_image"


def scores(genuine: list[float], impostor: list[float]) -> np.ndarray:
    """Two fingers with two impressions each: 0, 1 and 2, 3."""
    alike = np.zeros((4, 4), np.float32)
    alike[0, 1], alike[2, 3] = genuine
    alike[0, 2], alike[0, 3], alike[1, 2], alike[1, 3] = impostor
    return alike + alike.T


FINGERS = ["a", "a", "b", "b"]


def test_a_genuine_pair_below_the_best_impostor_is_missed_without_false_matches() -> None:
    found = fvc(scores([9, 3], [1, 2, 1, 5]), FINGERS)

    # At the impostor's 5: half the genuine pairs and a quarter of the impostors are wrong.
    assert found.percents["zero_fmr"] == 50
    assert found.percents["eer"] == pytest.approx((50 + 25) / 2)
    assert (found.genuine, found.impostor) == (2, 4)


def test_equal_scores_are_accepted_together_and_find_nobody_first() -> None:
    found = fvc(scores([5, 5], [5, 5, 5, 5]), FINGERS)

    assert found.percents["eer"] == 50
    assert found.percents["zero_fmr"] == 100
    assert found.percents["rank1"] == 0


def test_sets_weigh_the_same_in_the_mean() -> None:
    perfect = fvc(scores([9, 8], [1, 2, 1, 2]), FINGERS)
    poor = fvc(scores([9, 3], [1, 2, 1, 5]), FINGERS)

    assert mean([perfect, poor]).percents["zero_fmr"] == 25
    assert mean([perfect, poor]).genuine == 4
