"""The other way to start: official totals per desa, and only some names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.pages import small_office
from tests.pages.small_office import TODAY, Office
from tests.principals import browser_of
from tuntas.coverage import queries
from tuntas.ledger import clock

VILLAGES, LEFT, NAMED = 123, 3, 1


@pytest.fixture
def office(db: None, settings: Settings) -> Office:
    settings.DEMO = True
    cache.clear()
    built = small_office.build_from_totals(left=LEFT, named=NAMED)
    clock.move_to(TODAY)
    return built


@pytest.fixture
def as_role(office: Office) -> Callable[[str], Client]:
    return lambda role: browser_of(office.users[role])


def test_the_totals_and_the_names_make_one_number(as_role: Callable[[str], Client]) -> None:
    page = as_role("head").get("/").content.decode()

    assert queries.figures_of(on=TODAY).left == VILLAGES * LEFT
    assert f'<strong class="hero-n">{VILLAGES * LEFT}</strong>' in page
    assert "hanya diketahui sebagai angka" in page


def test_the_list_names_whom_it_can_and_counts_the_others(
    as_role: Callable[[str], Client],
) -> None:
    page = as_role("operator").get("/belum-rekam/").content.decode()

    assert f"{VILLAGES * NAMED} orang" in page
    assert f"{VILLAGES * (LEFT - NAMED)} orang lagi belum rekam" in page


def test_a_list_without_any_name_is_not_called_finished(db: None, settings: Settings) -> None:
    settings.DEMO = True
    cache.clear()
    office = small_office.build_from_totals(named=0)
    clock.move_to(TODAY)

    page = browser_of(office.users["operator"]).get("/belum-rekam/").content.decode()

    assert f"{VILLAGES * LEFT} orang lagi belum rekam" in page
    assert "Tidak ada lagi yang tersisa" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/wallboard",
        "/kecamatan/75.05.03/",
        "/desa/75.05.03.2001/",
        "/laju/",
        "/wajib-baru/",
        "/wajib-baru/nama/",
        "/angka-resmi/",
        "/angka-resmi/antara/",
        "/laporan/gubernur/",
        f"/?per={(TODAY - timedelta(20)).isoformat()}",
    ],
)
def test_every_page_works_from_totals(as_role: Callable[[str], Client], address: str) -> None:
    assert as_role("head").get(address).status_code == 200
