"""The networks' files are the ones that were reviewed, or the engine says so."""

from pathlib import Path

import pytest

from tuntas.biometrics import weights
from tuntas.biometrics.errors import WeightsMissing


def test_what_setup_fetched_is_what_was_reviewed() -> None:
    for one in weights.ALL:
        assert weights.find(one).name == one.name


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    content = bytearray(weights.find(weights.YUNET).read_bytes())
    content[1000] ^= 1
    (tmp_path / weights.YUNET.name).write_bytes(content)

    with pytest.raises(WeightsMissing):
        weights.find(weights.YUNET, tmp_path)


def test_an_archive_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing):
        weights.keep(tmp_path, tmp_path / "models")
