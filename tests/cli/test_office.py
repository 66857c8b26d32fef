"""Setting up an office from the terminal: its region, its mode, its targets and deadlines."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from tests.principals import OfficerWith
from tuntas.cli.office import office
from tuntas.coverage import queries
from tuntas.enrolment.queries import mode_on

pytestmark = pytest.mark.django_db


def asked(*arguments: str) -> tuple[int, dict[str, Any]]:
    outcome = CliRunner().invoke(office, [*arguments, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout) if outcome.stdout else {}


def test_a_new_office_has_its_regions_targets_and_deadlines(db: None) -> None:
    code, _ = asked("open", "--region", "75.05", "--name", "Disdukcapil Kab. Gorontalo Utara")

    shown = asked("show")[1]
    assert code == 0
    assert (shown["region"], shown["mode"]) == ("75.05", "national")
    assert queries.goal_on(date(2023, 6, 1)).text == "99.40"  # type: ignore[union-attr]
    assert [t.scope for t in queries.targets_on(date(2021, 6, 1))] == ["national", "75.05"]


def test_only_the_head_switches_the_mode(officer_with: OfficerWith) -> None:
    head, operator = officer_with("head").username, officer_with("operator").username
    said = ["mode", "local", "--document", "Izin 1/2023", "--from", "2023-01-01", "--as"]

    refused = asked(*said, operator)
    assert mode_on(date(2023, 6, 1)) == "national"
    allowed = asked(*said, head)

    assert (refused[0], refused[1]["error"]["code"]) == (1, "AKUN-21")
    assert allowed[0] == 0
    assert mode_on(date(2023, 6, 1)) == "local"


@pytest.mark.parametrize(
    ("typed", "text"), [("99,40", "99.40"), ("99.5", "99.50"), ("98", "98.00")]
)
def test_a_target_is_typed_as_it_is_published(
    officer_with: OfficerWith, typed: str, text: str
) -> None:
    account = officer_with("coordinator").username

    code, _ = asked("target", "2025", typed, "--source", "SE Dirjen", "--as", account)

    assert code == 0
    assert queries.goal_on(date(2025, 6, 1)).text == text  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["banyak", "99,401", "120", "-1"])
def test_what_is_no_target_is_wrong_usage(officer_with: OfficerWith, typed: str) -> None:
    account = officer_with("coordinator").username

    assert asked("target", "2025", "--source", "x", "--as", account, "--", typed)[0] == 2


def test_a_deadline_of_ones_own(officer_with: OfficerWith) -> None:
    account = officer_with("coordinator").username

    asked("deadline", "own", "2025-03-01", "--source", "Rapat", "--as", account)

    assert [d.on for d in queries.deadlines(date(2025, 1, 1))] == [date(2025, 3, 1)]
