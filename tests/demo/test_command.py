"""`tuntas demo`: the whole road in the terminal, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from datetime import date

import pytest
from click.testing import CliRunner

from tests.demo.small import corner
from tuntas.cli import output
from tuntas.cli.demo import demo
from tuntas.demo import mark, opening, telling
from tuntas.ledger import clock


@pytest.fixture
def folder(told, settings, monkeypatch, tmp_path, db):
    """A corner of the story in a folder of its own; figures of a corner are no published ones."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("TUNTAS_HOME", str(tmp_path))
    monkeypatch.setenv("TUNTAS_DEMO", "")
    monkeypatch.setenv("TUNTAS_LANG", "id")
    monkeypatch.setattr(output, "_is_behind", lambda: False)
    monkeypatch.setattr(telling, "told", lambda: corner(told, (45, 101)))
    monkeypatch.setattr(opening, "beside", lambda folder: nullcontext(opening.write))
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(demo, list(arguments), catch_exceptions=False)


def test_the_walk_says_no_when_the_figures_are_not_the_published_ones(folder):
    answer = run("--headless", "--json", "--start", "2023-06-14")
    payload = json.loads(answer.stdout)

    assert answer.exit_code == 1
    assert payload["verify"] == "ok"
    assert payload["wilayah"] == {"kecamatan": 11, "desa": 123}
    assert [figure["on"] for figure in payload["figures"]] == [
        "2020-12-31",
        "2021-09-30",
        "2023-06-12",
        "2023-06-14",
        "2023-06-19",
        "2023-06-20",
    ]
    for figure in payload["figures"]:
        assert figure["captured"] + figure["left"] == figure["obliged"] > 0
        assert set(figure) == {"on", "obliged", "captured", "left", "percent", "reached"}
    assert clock.today() == date(2023, 6, 20)
    assert_reopening_goes_on_from_there(folder)


def assert_reopening_goes_on_from_there(folder):
    assert mark.state(folder) is mark.State.READY
    again = run("--headless")

    assert "belum rekam" in again.stdout
    assert "Ada yang tidak cocok" in again.stdout
    earlier = run("--headless", "--json", "--start", "2021-09-30")
    assert earlier.exit_code == 1
    assert json.loads(earlier.stdout)["error"]["code"] == "PERAGAAN-05"
    mark.finish(folder, "kisah lain")
    other = run("--headless", "--json", "--start", "2023-06-21")
    assert json.loads(other.stdout)["error"]["code"] == "PERAGAAN-06"


def test_a_half_built_demo_is_named_as_such(folder):
    mark.begin(folder)

    answer = run("--headless", "--json")

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["error"]["code"] == "PERAGAAN-04"


def test_another_office_is_left_alone(folder, small_office):
    answer = run("--headless", "--json")

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["error"]["code"] == "PERAGAAN-02"
    assert not (folder / mark.MARK).exists()


def test_a_day_before_the_story_is_refused(folder):
    answer = run("--headless", "--json", "--start", "2020-01-01")

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["error"]["code"] == "PERAGAAN-01"
    assert mark.state(folder) is mark.State.EMPTY


@pytest.mark.soak
def test_the_whole_regency_comes_to_the_published_figures(tmp_path):
    # As a user starts it: nothing of this test run in its environment.
    ours = ("TUNTAS", "DJANGO")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    answer = subprocess.run(
        [sys.executable, "-m", "tuntas", "demo", "--headless", "--json", "--data", str(tmp_path)],
        env=environ,
        capture_output=True,
        check=False,
    )
    payload = json.loads(answer.stdout)
    by_day = {figure["on"]: figure for figure in payload["figures"]}

    assert answer.returncode == 0
    assert payload["verify"] == "ok"
    assert by_day["2020-12-31"]["percent"] == "99.50"
    september = by_day["2021-09-30"]
    assert (september["obliged"], september["captured"], september["left"]) == (
        90_060,
        88_491,
        1_569,
    )
    assert [by_day[f"2023-06-{day}"]["left"] for day in (12, 14, 19, 20)] == [900, 862, 650, 554]
    assert [by_day[f"2023-06-{day}"]["reached"] for day in (14, 19, 20)] == [False, False, True]
    assert by_day["2023-06-20"]["percent"] == "99.40"
    assert by_day["2023-06-19"]["percent"] == "99.30"
