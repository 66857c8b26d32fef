"""People for tests: a small office, its officers, and browsers that are signed in.

Three persons make permission tests free:

* the **owner** works in the kecamatan of the record,
* the **colleague** is another human being with the same role in the same kecamatan,
* the **stranger** has the same role in another kecamatan.

Fixtures: ``small_office``, ``officer_with`` (make an account with roles),
``principal_for``, ``client_for`` (a signed-in browser) and ``three_persons``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Protocol

import pytest
from django.contrib import auth
from django.test import Client
from django.utils import timezone

from tuntas.accounts import queries
from tuntas.accounts.middleware import VERSION_KEY
from tuntas.accounts.models import Grant, Officer, User
from tuntas.accounts.principals import Principal, system
from tuntas.wilayah.models import Level, Office, Region

PASSWORD = "kuda besi makan aspal"
BEFORE = date(2020, 1, 1)
_number = count(1)


@dataclass(frozen=True)
class SmallOffice:
    """A regency of two kecamatan with two desa each; province code 99 does not exist."""

    province: Region
    regency: Region
    own: Region
    other: Region
    village: Region
    neighbour: Region
    elsewhere: Region

    def __getitem__(self, where: str) -> Region:
        region = getattr(self, where)
        assert isinstance(region, Region)
        return region


@dataclass(frozen=True)
class Person:
    """An officer with an account, as the program sees them and in front of a browser."""

    user: User
    client: Client

    @property
    def principal(self) -> Principal:
        user = User.objects.select_related("officer").get(pk=self.user.pk)
        return queries.load_principal(user, today=timezone.localdate())


@dataclass(frozen=True)
class ThreePersons:
    owner: Person
    colleague: Person
    stranger: Person


class OfficerWith(Protocol):
    def __call__(self, *roles: str, region: Region | None = None, demo: bool = False) -> User: ...


def make_small_office() -> SmallOffice:
    def region(code: str, name: str, level: int, parent: Region | None) -> Region:
        return Region.objects.create(
            code=code, name=name, level=level, parent=parent, source="tests"
        )

    province = region("99", "Provinsi Contoh", Level.PROVINCE, None)
    regency = region("99.05", "Kabupaten Contoh", Level.REGENCY, province)
    own = region("99.05.01", "Kecamatan Sini", Level.DISTRICT, regency)
    other = region("99.05.02", "Kecamatan Sana", Level.DISTRICT, regency)
    office = SmallOffice(
        province,
        regency,
        own,
        other,
        village=region("99.05.01.2001", "Desa Sini Satu", Level.VILLAGE, own),
        neighbour=region("99.05.01.2002", "Desa Sini Dua", Level.VILLAGE, own),
        elsewhere=region("99.05.02.2001", "Desa Sana Satu", Level.VILLAGE, other),
    )
    Office.objects.create(region=regency, name="Dinas Contoh", short_name="Contoh")
    return office


def make_user(
    *roles: str,
    region: Region,
    demo: bool = False,
    officer: Officer | None = None,
    password: str | None = None,
) -> User:
    """An account that holds *roles* in *region* since long ago."""
    number = next(_number)
    holder = officer or Officer.objects.create(full_name=f"Petugas {number}")
    user = User.objects.create_user(
        username=f"petugas{number}", officer=holder, password=password, demo=demo
    )
    for role in roles:
        Grant.objects.create(
            user=user,
            role=role,
            region=region,
            valid_from=BEFORE,
            granted_by=system("tests").ref,
        )
    return user


def browser_of(user: User) -> Client:
    """A browser in which *user* has signed in with everything that takes."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[VERSION_KEY] = user.version
    session.save()
    assert session[auth.SESSION_KEY] == str(user.pk)
    return client


@pytest.fixture
def small_office(db: None) -> SmallOffice:
    return make_small_office()


@pytest.fixture
def officer_with(small_office: SmallOffice) -> OfficerWith:
    """``officer_with("operator", region=small_office.own)``: a new account; region: the regency."""

    def make(*roles: str, region: Region | None = None, demo: bool = False) -> User:
        return make_user(*roles, region=region or small_office.regency, demo=demo)

    return make


@pytest.fixture
def principal_for(officer_with: OfficerWith) -> Callable[..., Principal]:
    """``principal_for("head")``: who acts, for actions that take ``actor``."""

    def make(*roles: str, region: Region | None = None) -> Principal:
        return Person(officer_with(*roles, region=region), Client()).principal

    return make


@pytest.fixture
def client_for(officer_with: OfficerWith) -> Callable[..., Client]:
    """``client_for("adb", region=small_office.own)``: a signed-in browser."""

    def make(*roles: str, region: Region | None = None) -> Client:
        return browser_of(officer_with(*roles, region=region))

    return make


@pytest.fixture
def three_persons(small_office: SmallOffice) -> Callable[..., ThreePersons]:
    """``three_persons("operator")``: owner and colleague in ``own``, the stranger in ``other``."""

    def make(*roles: str) -> ThreePersons:
        def person(region: Region) -> Person:
            user = make_user(*roles, region=region)
            return Person(user, browser_of(user))

        return ThreePersons(
            owner=person(small_office.own),
            colleague=person(small_office.own),
            stranger=person(small_office.other),
        )

    return make
