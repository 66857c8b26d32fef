"""`tuntas wilayah` answers in one JSON object and with the right exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tuntas.cli.wilayah import wilayah
from tuntas.wilayah.models import Region

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(wilayah, [*arguments, "--json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "daftar.csv"
    path.write_text("code,name\n96,Papua Contoh\n96.01,Kabupaten Satu\n")
    return path


def test_importing_says_what_it_did_and_twice_changes_nothing(listed: Path) -> None:
    first = run("import", str(listed))
    again = run("import", str(listed))

    assert (first[0], first[1]["read"], first[1]["added"]) == (0, 2, 2)
    assert (again[0], again[1]["added"], again[1]["unchanged"]) == (0, 0, 2)


def test_a_dry_run_changes_nothing(listed: Path) -> None:
    code, told = run("import", str(listed), "--dry-run")

    assert (code, told["added"], told["dry_run"]) == (0, 2, True)
    assert not Region.objects.exists()


def test_rejected_rows_make_the_answer_no_and_are_written_down(
    listed: Path, tmp_path: Path
) -> None:
    with listed.open("a") as out:
        out.write("96.02.01,Tanpa Kabupaten\n")
    rejects = tmp_path / "ditolak.csv"

    code, told = run("import", str(listed), "--rejects", str(rejects))

    assert code == 1
    assert told["rejected"] == [
        {"file": "daftar.csv", "line": 4, "code": "96.02.01", "reason": "parent_unknown"}
    ]
    assert "daftar.csv,4,96.02.01,parent_unknown" in rejects.read_text()


def test_a_file_of_another_kind_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "lain.csv"
    path.write_text("a,b\n1,2\n")

    code, told = run("import", str(path))

    assert code == 1
    assert told["error"]["code"] == "wilayah-unknown-list-layout"


def test_a_name_by_date_is_shown_with_its_past(listed: Path) -> None:
    run("import", str(listed))

    renamed = run("rename", "96.01", "Kabupaten Baru", "--on", "2023-06-01", "--source", "UU")
    shown = run("show", "9601")

    assert renamed[0] == 0
    assert shown[1]["full_name"] == "Kabupaten Baru"
    assert shown[1]["history"] == [
        {
            "on": "2023-06-01",
            "kind": "renamed",
            "before": "Kabupaten Satu",
            "after": "Kabupaten Baru",
        }
    ]


def test_a_code_nobody_bears_is_refused() -> None:
    assert run("show", "12.34")[0] == 1


def test_boundaries_are_checked_without_loading(listed: Path, tmp_path: Path) -> None:
    run("import", str(listed))
    square = [[123.0, 0.8], [123.1, 0.8], [123.1, 0.9], [123.0, 0.8]]
    path = tmp_path / "batas.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code},
            "geometry": {"type": "Polygon", "coordinates": [square]},
        }
        for code in ("96.01", "96.77")
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    code, told = run("boundaries", str(path), "--dry-run")

    assert (code, told["loaded"]) == (1, 1)
    assert told["rejected"][0]["reason"] == "unknown_code"
