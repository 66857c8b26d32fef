"""Two requests at one moment: links are used once, and somebody stays who manages accounts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from tests.principals import SmallOffice, make_small_office, make_user
from tuntas.accounts import actions, queries
from tuntas.accounts.errors import AccountsError, LastAdministrator, LinkNotValid
from tuntas.accounts.models import User
from tuntas.accounts.principals import system
from tuntas.audit.queries import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "tali kapal biru panjang"


@pytest.fixture
def office(transactional_db: None) -> SmallOffice:
    return make_small_office()


def at_one_moment(*acts: Callable[[], object]) -> list[type[AccountsError] | None]:
    """Run each act in a thread of its own; the refusal of each, None for done."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> type[AccountsError] | None:
        start.wait()
        try:
            act()
        except AccountsError as refusal:
            return type(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_password_link_is_used_by_one_of_two(office: SmallOffice) -> None:
    user, now = make_user(region=office.own), timezone.now()
    token = actions.issue_password_link(actor=system("tests"), user=user, now=now)

    def use(password: str) -> Callable[[], object]:
        return lambda: actions.set_password_by_link(token=token, password=password, now=now)

    results = at_one_moment(use(f"{PASSWORD} satu"), use(f"{PASSWORD} dua"))

    assert sorted(results, key=str) == [LinkNotValid, None]
    assert list(verify_chain("acts")) == []


def test_one_first_administrator_comes_of_one_link(office: SmallOffice) -> None:
    token = actions.issue_first_administrator_link(now=timezone.now())

    def claim(username: str) -> Callable[[], object]:
        return lambda: actions.claim_first_administrator(
            token=token,
            username=username,
            full_name="Ibu Contoh",
            nip="",
            password=PASSWORD,
            now=timezone.now(),
        )

    results = at_one_moment(claim("satu"), claim("dua"))

    assert sorted(results, key=str) == [LinkNotValid, None]
    assert User.objects.count() == 1


def test_two_administrators_cannot_remove_each_other(office: SmallOffice) -> None:
    users = [make_user("administrator", region=office.regency) for _ in range(2)]
    held = [user.grants.select_related("user", "region").get() for user in users]

    def revoke(number: int) -> Callable[[], object]:
        return lambda: actions.revoke_grant(
            actor=system("tests"), grant=held[number], now=timezone.now()
        )

    results = at_one_moment(revoke(0), revoke(1))

    assert sorted(results, key=str) == [LastAdministrator, None]
    assert queries.administrators(timezone.localdate()).count() == 1
