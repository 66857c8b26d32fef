"""`tuntas audit`: the log leaves the office and is checked by somebody else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import override_settings

from tuntas.audit.actions import write_act
from tuntas.cli.audit import audit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


def tuntas(*arguments: str, code: int = 0) -> Any:
    ran = CliRunner().invoke(audit, [*arguments, "--json"], catch_exceptions=False)
    assert ran.exit_code == code, ran.output
    return json.loads(ran.stdout)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    at = datetime(2023, 6, 20, tzinfo=UTC)
    with transaction.atomic():
        for _ in range(3):
            write_act(actor="c1" * 16, verb="r.v", subjects=[], detail={"k": "lahir"}, at=at)
    file = tmp_path / "catatan.jsonl"
    assert tuntas("export", str(file))["rows"] == 3
    return file


def test_todays_heads_are_signed_and_have_a_short_form_for_paper(data_folder: Path) -> None:
    signed = tuntas("anchor")

    assert Path(signed["anchor"]).parent == data_folder / "anchors"
    assert len(signed["short"]) == 14


def test_an_exported_log_checks_out(exported: Path) -> None:
    checked = tuntas("check", str(exported))

    assert checked["rows"] == {"acts": 3}
    assert checked["problems"] == []
    assert len(checked["public_key"]) == 64


def test_an_altered_export_is_refused_with_the_place(exported: Path) -> None:
    lines = exported.read_text("utf-8").splitlines(keepends=True)
    lines[2] = lines[2].replace("lahir", "pindah")
    exported.write_text("".join(lines), "utf-8")

    checked = tuntas("check", str(exported), code=1)

    assert [problem["place"] for problem in checked["problems"]] == ["acts/2"]


def test_something_else_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "lain.txt"
    file.write_text("bukan ekspor\n")

    assert tuntas("check", str(file), code=1)["error"]["code"] == "audit-unreadable-file"


def test_an_outsider_checks_without_a_database_or_data_folder(
    exported: Path, tmp_path: Path
) -> None:
    """In a process of its own, in which Django never loads."""
    code = (
        "import sys\n"
        "from tuntas.audit.exchange import Reading\n"
        f"problems = list(Reading(open({str(exported)!r}, encoding='utf-8')).problems())\n"
        "print(len(problems), 'django' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["0", "False"]
