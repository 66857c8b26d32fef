"""``tuntas plan`` and ``tuntas bench plan`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tests.missions.small_problems import hall, problem_of
from tuntas.cli.bench import plan as bench
from tuntas.cli.main import tuntas
from tuntas.missions.planning import exchange


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(tuntas, list(arguments))
    return done.exit_code, done.stdout


def a_file(folder: Path) -> Path:
    minutes = [[0, 10, 20], [10, 0, 10], [20, 10, 0]]
    problem = problem_of([hall(1, 5, 0.6), hall(2, 7, 0.5)], minutes)
    path = folder / "masalah.json"
    path.write_text(exchange.to_json(problem))
    return path


def test_a_problem_file_is_planned(tmp_path):
    code, out = run("plan", str(a_file(tmp_path)), "--seed", "3", "--json")

    made = json.loads(out)
    assert code == 0
    assert made["expected"] > 0
    assert made["bound"] >= made["expected"]
    assert {stop["venue"] for one in made["assignments"] for stop in one["stops"]} == {"v1", "v2"}


def test_the_plan_for_people_names_hours_and_who_is_left(tmp_path):
    code, out = run("plan", str(a_file(tmp_path)))

    assert code == 0
    assert "08.00" in out
    assert "Harapan" in out


def test_a_file_that_is_no_problem_is_refused_in_words(tmp_path):
    broken = tmp_path / "masalah.json"
    broken.write_text('{"places": 1}')

    code, out = run("plan", str(broken), "--json")

    assert code == 1
    assert json.loads(out)["error"]["code"] == "bad_plan_file"


def test_instances_of_another_folder_are_measured(tmp_path):
    points = [(0, 0, 0), (1, 0, 4), (2, 1, 6), (3, 0, 5), (4, 0, 0)]
    lines = ["n 5", "m 1", "tmax 4.2", *(f"{x} {y} {s}" for x, y, s in points)]
    (tmp_path / "kecil.txt").write_text("\n".join(lines))
    (tmp_path / "best_known.json").write_text('{"kecil": 9}')

    (row,) = bench.measure_instances(tmp_path, [1, 2, 3], 0.5)

    assert (row["name"], row["value"], row["best_known"], row["gap"]) == ("kecil", 9.0, 9, 0.0)
    assert bench.measure_instances(tmp_path / "nowhere", [1], 1.0) == []
