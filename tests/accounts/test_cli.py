"""`tuntas accounts`: from an office without anybody to one with an administrator."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.principals import OfficerWith, SmallOffice
from tuntas.accounts import queries
from tuntas.accounts.models import User
from tuntas.audit.models import Act
from tuntas.cli.accounts import accounts

pytestmark = pytest.mark.django_db


def tuntas(*arguments: str, code: int = 0) -> Any:
    ran = CliRunner().invoke(accounts, [*arguments, "--json"], catch_exceptions=False)
    assert ran.exit_code == code, ran.output
    return json.loads(ran.stdout)


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_the_first_administrator_is_made_once(small_office: SmallOffice) -> None:
    made = tuntas("first-admin", "--url", "https://tuntas.kantor.lan/")
    assert made["link"].startswith("https://tuntas.kantor.lan/masuk/tautan/")
    assert made["minutes"] == 15
    Client().post(
        path_of(made["link"]),
        {
            "full_name": "Ibu Contoh",
            "username": "ibu.contoh",
            "password": "tali kapal biru panjang",
            "repeated": "tali kapal biru panjang",
        },
    )

    refused = tuntas("first-admin", code=1)

    assert refused["error"]["code"] == "accounts-administrator-exists"
    assert [row["username"] for row in tuntas("list")["accounts"]] == ["ibu.contoh"]


def test_no_administrator_before_there_is_an_office(db: None) -> None:
    assert tuntas("first-admin", code=1)["error"]["code"]
    assert not User.objects.exists()


def test_an_account_is_added_granted_revoked_and_listed(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    officer_with("administrator")
    added = tuntas("add", "Pak.Contoh", "--name", "Pak Contoh")
    given = tuntas("grant", "pak.contoh", "operator", "99.05.01", "--to", "2999-01-01")
    assert Client().get(path_of(added["link"])).status_code == 200

    def held() -> list[str]:
        found = {row["username"]: row for row in tuntas("list")["accounts"]}
        return [grant["role"] for grant in found["pak.contoh"]["grants"]]

    assert held() == ["operator"]
    tuntas("revoke", given["grant"])
    assert held() == []
    verbs = list(Act.objects.order_by("n").values_list("verb", flat=True))
    assert verbs == [
        "accounts.add",
        "accounts.password_link",
        "accounts.grant_role",
        "accounts.revoke_role",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("grant", "tidak.ada", "operator", "99.05.01"),
        ("grant", "petugas", "operator", "99.77"),
        ("revoke", "0" * 32),
        ("reset", "tidak.ada"),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(
    arguments: tuple[str, ...], officer_with: OfficerWith
) -> None:
    User.objects.filter(pk=officer_with().pk).update(username="petugas")

    refused = tuntas(*arguments, code=1)

    assert refused["error"]["code"] == "accounts-not-found"
    assert "Periksa" in refused["error"]["message"]


def test_an_unknown_role_is_wrong_usage(officer_with: OfficerWith) -> None:
    ran = CliRunner().invoke(accounts, ["grant", officer_with().username, "raja", "99.05"])

    assert ran.exit_code == 2
    assert "operator" in ran.stderr


def test_a_reset_gives_a_link_or_a_spoken_password_and_may_drop_the_phone(
    officer_with: OfficerWith,
) -> None:
    user = officer_with("operator")
    TOTPDevice.objects.create(user=user, name="ponsel", confirmed=True)

    link = tuntas("reset", user.username)["link"]
    assert Client().get(path_of(link)).status_code == 200
    assert queries.second_factor(user) is not None

    spoken = tuntas("reset", user.username, "--temporary", "--second-factor")["password"]
    user.refresh_from_db()
    assert user.check_password(spoken)
    assert user.must_change_password
    assert queries.second_factor(user) is None
    assert queries.load_principal(user, today=timezone.localdate()).roles == {"operator"}
