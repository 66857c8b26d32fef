"""Blanks from the terminal: received by two, counted by two, closed with an exit code."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from tests.cards.stocking import Store, make_store
from tests.principals import OfficerWith, SmallOffice
from tuntas.cli.cards import cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(small_office: SmallOffice) -> Store:
    return make_store(small_office)


def asked(*arguments: str) -> tuple[int, dict[str, Any]]:
    outcome = CliRunner().invoke(cards, [*arguments, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout) if outcome.stdout else {}


def test_a_carton_is_received_by_two_accounts(store: Store, officer_with: OfficerWith) -> None:
    adb, kabid = officer_with("adb").username, officer_with("coordinator").username

    _, entered = asked(
        "receive", "--as", adb, "--box", "K1: S001 – S100", "--ribbon", "2", "--document", "BAST 1"
    )
    assert entered["state"] == "pending"
    assert asked("stock")[1]["usable"] == 0
    code, refused = asked("sign", entered["movement"], "--as", adb)
    assert (code, refused["error"]["code"]) == (1, "AKUN-21")
    code, signed = asked("sign", entered["movement"], "--as", kabid)

    assert (code, signed["state"]) == (0, "done")
    said = asked("stock")[1]
    assert (said["usable"], said["days_left"], said["pending"]) == (100, None, [])
    assert {"item": "ribbon", "account": "office", "quantity": 2} in said["balances"]


def test_a_day_that_does_not_close_exits_with_one_and_names_the_serials(
    store: Store, officer_with: OfficerWith
) -> None:
    adb, kabid = officer_with("adb").username, officer_with("coordinator").username
    store.receive("S001–S100")

    code, refused = asked("close", "--as", adb)
    assert (code, refused["error"]["code"]) == (1, "KARTU-10")
    for who in (adb, kabid):
        assert asked("count", "office", "S001 – S097, S099, S100", "--as", who)[0] == 0
    code, closed = asked("close", "--as", kabid)

    assert (code, closed["balanced"]) == (1, False)
    assert closed["differences"] == [
        {"account": "office", "item": "blank", "lacking": ["S098"], "surplus": []}
    ]
    assert asked("close", "--as", kabid)[1]["error"]["code"] == "KARTU-11"


def test_wrong_usage_is_wrong_usage(store: Store, officer_with: OfficerWith) -> None:
    adb = officer_with("adb").username

    assert asked("count", "gudang", "S1", "--as", adb)[0] == 2
    assert asked("receive", "--as", adb, "--document", "x", "--ribbon", "-1")[0] == 2
    code, refused = asked("receive", "--as", adb, "--document", "x", "--box", "K1: tanpa")
    assert (code, refused["error"]["code"]) == (1, "KARTU-01")


def test_the_report_of_a_month_that_goes_on_is_refused(
    store: Store, officer_with: OfficerWith
) -> None:
    adb = officer_with("adb").username

    code, made = asked("report", "--as", adb, "--month", "2023-05")
    assert (code, len(made["letter"])) == (0, 32)
    assert asked("report", "--as", adb, "--month", "2099-01")[1]["error"]["code"] == "KARTU-17"
