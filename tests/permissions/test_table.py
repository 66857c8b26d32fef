"""Nobody enters where the table does not let them in; no address is missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.permissions import world as worlds
from tests.permissions.table import TABLE, Row
from tests.permissions.world import World
from tuntas.accounts.access import door_of
from tuntas.accounts.middleware import OPEN_ROUTES
from tuntas.accounts.principals import Principal
from tuntas.accounts.roles import TABLE as ROLES

SIGN_IN = "/masuk/"


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """Every named address with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}", pattern.callback


def rows() -> list[Any]:
    """Rows by name. Rooms that this checkout does not have are caught by the test below."""
    return [pytest.param(row, id=f"{row.method}-{row.name}") for row in TABLE]


def ask(client: Client, row: Row, world: World) -> tuple[int, str]:
    """Status and target of one request; nothing it does stays."""
    url = reverse(row.name, kwargs=row.kwargs(world))
    with transaction.atomic():
        call = client.post if row.method == "POST" else client.get
        response = call(url, row.data)
        transaction.set_rollback(True)
    return response.status_code, response.headers.get("Location", "")


def sent_to_sign_in(status: int, target: str) -> bool:
    return status == 302 and target.startswith(f"{SIGN_IN}?")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for the whole table, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    """The same world for each row: what a test does is rolled back to it."""
    return built


def test_every_address_stands_in_the_table_and_no_other() -> None:
    known = {name for name, _ in addresses()}
    listed = {row.name for row in TABLE}

    assert known - listed == set(), "add a row to tests/permissions/table.py"
    assert listed - known == set(), "no such address"


def test_every_view_says_what_the_table_says() -> None:
    views = dict(addresses())
    doors = {row.name: row.needs for row in TABLE}

    said = {name: door_of(views[name]) for name in doors if name not in OPEN_ROUTES}

    assert said == {name: doors[name] for name in said}


@pytest.mark.parametrize("row", rows())
def test_a_visitor_is_sent_to_the_door_unless_the_page_is_public(row: Row, world: World) -> None:
    status, target = ask(Client(), row, world)

    if row.needs.rule in ("public", "link"):
        assert status in row.ok
        assert not sent_to_sign_in(status, target)
    else:
        assert sent_to_sign_in(status, target)


@pytest.mark.parametrize("row", rows())
def test_each_role_in_the_own_area(row: Row, world: World) -> None:
    got, expected = {}, {}
    for role, abilities in ROLES.items():
        client = world.browser(role.value, "own")
        status, target = ask(client, row, world)
        assert not sent_to_sign_in(status, target)
        who = Principal("user", "a" * 32, "b" * 32, "", abilities)
        got[role] = "in" if status in row.ok else status
        # A link opens by its token alone, and the table's token opens nothing for anybody.
        expected[role] = "in" if row.needs.rule == "link" or row.needs.admits(who) else 403

    assert got == expected


@pytest.mark.parametrize("row", [p for p in rows() if p.values[0].scoped])
def test_a_stranger_with_the_same_role_learns_nothing(row: Row, world: World) -> None:
    got = {}
    for role, abilities in ROLES.items():
        if row.needs.admits(Principal("user", "a" * 32, "b" * 32, "", abilities)):
            got[role] = ask(world.browser(role.value, "other"), row, world)[0]

    assert got
    assert set(got.values()) == {404}
