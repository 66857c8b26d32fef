"""What the demo starts from: made here or by another process, it is the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tuntas.demo import opening, telling

ENGINES = ("highspy", "llvmlite", "numba", "onnx", "onnxruntime", "pyarrow", "splink", "typst")


@pytest.fixture
def told_here(monkeypatch, told):
    monkeypatch.setattr(telling, "_TOLD", [told])


def test_another_process_writes_the_same_files(told_here, told, tmp_path):
    here, there = tmp_path / "sini", tmp_path / "sana"
    opening.write(here)
    telling._TOLD.clear()
    with opening.beside(there) as open_with:
        story = open_with(there)

    assert story.fingerprint == told.fingerprint == telling.told().fingerprint
    assert telling.told() is story
    assert opening.register_file(there).read_bytes() == opening.register_file(here).read_bytes()
    names = {path.name for path in opening.files(here).iterdir()}
    assert {path.name for path in opening.files(there).iterdir()} == names
    assert len(names) == 3


def test_a_folder_that_holds_something_is_left_to_the_caller(tmp_path):
    (tmp_path / "tuntas.sqlite3").touch()
    with opening.beside(tmp_path) as open_with:
        assert open_with is opening.write


def test_the_story_needs_no_engine():
    """`make demo` makes the regency while engines, papers and server are being installed."""
    asked = (
        "import sys, django; django.setup();"
        "import tuntas.cli.demo, tuntas.demo.actions;"
        f"print([name for name in {ENGINES!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.stdout.strip() == "[]", done.stderr
