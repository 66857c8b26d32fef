"""Keys and the centre from the terminal, and the worker's own sweepers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from pytest_django.fixtures import Settings

from tests.centre.conftest import KEEPER
from tests.centre.specimens import DAY, NOW, Station, fingers
from tuntas.accounts.principals import system
from tuntas.centre import parameters, port, premises, tasks
from tuntas.centre.errors import UnknownEnd
from tuntas.centre.keyring import SECRET
from tuntas.centre.models import Job
from tuntas.centre.workshop import Workshop
from tuntas.cli.centre import centre
from tuntas.cli.keys import keys
from tuntas.enrolment.models import Device
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db


def asked(command: click.Command, *arguments: str) -> tuple[int, dict[str, Any]]:
    outcome = CliRunner().invoke(command, [*arguments, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout)


def test_keys_are_made_shown_once_listed_and_rotated(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.delenv(SECRET, raising=False)
    _, made = asked(keys, "init")
    assert set(made["secrets"]) == {"centre", "recovery"}
    assert Device.objects.get().device == made["device"]
    assert asked(keys, "init")[1]["error"]["code"] == "PUSAT-05"
    assert [key["opens"] for key in asked(keys, "list")[1]["keys"]] == [False, False]
    assert asked(keys, "rotate")[1]["error"]["code"] == "PUSAT-07"

    monkeypatch.setenv(SECRET, made["secrets"]["centre"])
    assert asked(keys, "rotate")[0] == 0

    told = asked(keys, "list")[1]["keys"]
    assert [(key["role"], key["opens"]) for key in told] == [
        ("centre", True),
        ("centre", True),
        ("recovery", False),
    ]


def test_an_office_of_one_machine_may_leave_its_key_open(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv(SECRET, KEEPER)
    _, made = asked(keys, "init", "--leave-open")
    assert "centre" not in made["secrets"]
    monkeypatch.delenv(SECRET)

    assert asked(keys, "list")[1]["keys"][0]["opens"]


def test_the_sweeper_takes_packets_in_and_the_job_ends_them(
    station: Station,
    person: Callable[..., Person],
    shop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    station.hand_over(person().ref.hex, fingers(1))
    assert tasks.sweep_packets() == 1
    assert tasks.sweep_packets() == 0

    tasks.work.call()

    assert Job.objects.get().outcome == "unique"
    assert asked(centre, "status") == (
        0,
        {
            "end": "embedded",
            "key_open": True,
            "states": {"decided": 1},
            "cases": 0,
            "waiting": [],
            "identities": 1,
        },
    )
    assert tasks.sweep_images() == 0


def test_where_the_ministry_is_the_centre_nothing_is_decided_here(
    station: Station,
    person: Callable[..., Person],
    shop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    station.hand_over(person().ref.hex, fingers(1))
    port.set_end(actor=system("test"), end="siak", starts=DAY, document="SK 1", now=NOW)

    assert tasks.sweep_packets() == 0
    assert port.end_on(DAY) is port.End.SIAK
    assert port.end_on(DAY.replace(day=1)) is port.End.EMBEDDED
    with pytest.raises(UnknownEnd):
        port.set_end(actor=system("test"), end="x", starts=DAY, document="", now=NOW)


def test_a_token_is_shown_once_and_ended_by_name(db: None) -> None:
    assert len(asked(centre, "token", "mosip")[1]["token"]) > 40
    assert asked(centre, "token", "mosip", "--end")[1] == {"ended": 1}


def test_the_budget_does_not_loosen_in_a_small_gallery() -> None:
    held = parameters.asked(DAY)

    assert held.rate_for(0) == held.rate_for(held.least_gallery) == pytest.approx(1e-8)
    assert held.rate_for(10 * held.least_gallery) == pytest.approx(1e-9)
