"""What other tools read: coverage, record, verify and report as JSON, with their exit codes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.db.migrations.recorder import MigrationRecorder

from tests.lives import listed, opened
from tests.principals import OfficerWith, SmallOffice
from tuntas.cli.coverage import coverage
from tuntas.cli.record import record
from tuntas.cli.report import report
from tuntas.cli.verify import verify
from tuntas.coverage.actions import install_shipped_rows
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

ROW_KEYS = {"on", "code", "name", "obliged", "captured", "left", "percent", "reached"}


def asked(command: Any, *arguments: str) -> tuple[int, dict[str, Any]]:
    outcome = CliRunner().invoke(command, [*arguments, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout)


@pytest.fixture
def people(small_office: SmallOffice) -> list[Person]:
    opened()
    install_shipped_rows()
    return [listed(small_office.village.id) for _ in range(3)]


def test_coverage_gives_the_documented_keys_per_region(people: list[Person]) -> None:
    code, answer = asked(coverage, "--as-of", "2023-06-20", "--by", "desa")

    assert code == 0
    assert len(answer["rows"]) == 3
    assert answer["rows"][0].keys() >= ROW_KEYS
    assert (
        answer["rows"][0] | {"on": "2023-06-20", "left": 3, "percent": "0.00"}
        == (answer["rows"][0])
    )
    assert answer["rows"][0]["reached"] is False


def test_a_day_before_the_opening_is_a_clear_refusal(people: list[Person]) -> None:
    code, answer = asked(coverage, "--as-of", "2020-01-01")

    assert code == 1
    assert answer["error"]["code"] == "LEDGER-02"
    assert "hari pembukaan" in answer["error"]["message"]


def test_recording_from_the_terminal_lowers_the_number(
    people: list[Person], officer_with: OfficerWith
) -> None:
    operator = officer_with("operator")
    said = ["--ref", people[0].ref.hex, "--as", operator.username, "--nonce", "n-1"]

    first = asked(record, *said)
    again = asked(record, *said)
    today = asked(coverage)[1]["rows"][0]

    assert (first[0], first[1]["outcome"]) == (0, "recorded")
    assert (again[0], again[1]["outcome"]) == (0, "repeated")
    assert (today["left"], today["captured"]) == (2, 1)


def test_a_nik_is_found_with_its_dots_and_never_printed(
    people: list[Person], officer_with: OfficerWith
) -> None:
    nik = people[0].nik
    assert nik is not None
    dotted = f"{nik[:6]}.{nik[6:12]}.{nik[12:]}"

    outcome = CliRunner().invoke(
        record, ["--nik", dotted, "--as", officer_with("operator").username]
    )

    assert outcome.exit_code == 0
    assert nik not in outcome.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--as", "nobody", "--ref", "0" * 32], "AKUN-20"),
        (["--as", "VILLAGE_HEAD", "--ref", "0" * 32], "AKUN-21"),
        (["--as", "OPERATOR", "--ref", "0" * 32], "PENDUDUK-01"),
        (["--as", "OPERATOR"], "REKAM-20"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_words(
    people: list[Person], officer_with: OfficerWith, arguments: list[str], code: str
) -> None:
    accounts = {role.upper(): officer_with(role).username for role in ("operator", "village_head")}

    exit_code, answer = asked(record, *[accounts.get(a, a) for a in arguments])

    assert exit_code == 1
    assert answer["error"]["code"] == code


def test_an_operator_of_another_kecamatan_cannot_record(
    people: list[Person], officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    stranger = officer_with("operator", region=small_office.other)

    code, answer = asked(record, "--ref", people[0].ref.hex, "--as", stranger.username)

    assert (code, answer["error"]["code"]) == (1, "PENDUDUK-01")


def test_verify_says_ok_and_then_names_the_place(people: list[Person]) -> None:
    assert asked(verify)[0] == 0

    Person.objects.filter(id=people[1].id).update(birth_on=date(1990, 1, 1))

    code, answer = asked(verify)
    assert code == 1
    assert answer["verify"] == "failed"
    assert [p["place"] for p in answer["problems"]] == [
        f"residents_person {people[1].id} (birth_on)"
    ]


def test_the_report_to_the_governor(people: list[Person]) -> None:
    code, answer = asked(report, "governor", "--as-of", "2023-06-20")

    assert code == 0
    assert (answer["left"], answer["percent"]) == (3, "0.00")
    assert "*Belum rekam: 3*" in answer["text"]


def test_a_store_of_an_earlier_version_is_not_verified_but_says_so(people: list[Person]) -> None:
    MigrationRecorder.Migration.objects.filter(app="ledger").order_by("-id")[:1].get().delete()

    code, answer = asked(verify)

    assert (code, answer["error"]["code"]) == (1, "store_behind")
