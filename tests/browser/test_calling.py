"""Slots, invitations, links and what works in a real browser, at both widths, accessible."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.lives import listed
from tests.pages import small_office
from tests.pages.small_office import Office, at
from tuntas.accounts.principals import system
from tuntas.ledger import clock
from tuntas.outreach.actions.campaigns import open_campaign, set_costs
from tuntas.outreach.actions.links import make_link
from tuntas.outreach.models import Campaign, Invitation

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = small_office.TODAY
SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")


@pytest.fixture(autouse=True)
def by_day(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of their own; it is nine in the morning, so nobody's quiet is disturbed."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: at(TODAY, 9))


@pytest.fixture
def village(office: Office) -> Office:
    for number in range(12):
        listed(
            office.village.id,
            on=small_office.OPENING,
            name=f"ORANG CONTOH {chr(65 + number)}",
            dusun="Timur" if number % 2 else "Pantai",
            nik=f"990599450561{number:04d}",
        )
    campaign = open_campaign(
        actor=system("test"),
        name="Menuju nol, Juni 2023",
        from_on=TODAY - timedelta(days=7),
        until_on=TODAY + timedelta(days=10),
        now=at(TODAY),
    )
    set_costs(
        actor=system("test"), campaign_ref=campaign, rupiah={"letter": 450_000}, now=at(TODAY)
    )
    return office


def look(page: Any, axe: Callable[[Any], str], name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert axe(page) == "", name
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def test_a_slot_from_the_empty_calendar_to_its_outcomes(
    page: Any,
    live_server: Any,
    enter: Callable[..., None],
    village: Office,
    axe: Callable[[Any], str],
) -> None:
    enter(page, "coordinator")
    page.goto(f"{live_server.url}/jadwal/")
    look(page, axe, "jadwal-kosong")
    page.get_by_role("link", name="Buka jadwal").click()
    page.get_by_label("Jenis").select_option(label="Jemput bola")
    page.get_by_label("Desa").select_option(value=village.village.code)
    page.get_by_label("Tempat", exact=True).fill("Balai Desa Ilangata")
    page.get_by_label("Hari", exact=True).fill(TODAY.isoformat())
    page.get_by_label("Jumlah tempat").fill("10")
    page.get_by_label("Kampanye").select_option(label="Menuju nol, Juni 2023")
    look(page, axe, "jadwal-baru")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_label("Semua", exact=True).check()
    look(page, axe, "jadwal-undang")
    page.get_by_role("button", name="Undang yang ditandai").click()
    assert page.get_by_text("10 orang diundang.").is_visible()
    look(page, axe, "jadwal-lembar")

    page.get_by_role("link", name="Pesan WhatsApp satu per satu").click()
    look(page, axe, "jadwal-pesan")
    page.go_back()
    name = Invitation.objects.select_related("person").get(rank=1).person.name
    page.get_by_label(f"Hasil {name}").select_option("refused")
    page.get_by_role("button", name="Simpan hasil").click()
    assert page.get_by_text("Hasil 1 orang dicatat.").is_visible()
    page.goto(f"{live_server.url}/jadwal/")
    look(page, axe, "jadwal-kalender")
    page.goto(f"{live_server.url}/kampanye/")
    look(page, axe, "kampanye")
    page.goto(f"{live_server.url}/kampanye/{Campaign.objects.get().ref}/biaya/")
    look(page, axe, "kampanye-biaya")


def test_a_link_is_made_shown_once_and_recalled(
    page: Any,
    live_server: Any,
    enter: Callable[..., None],
    village: Office,
    axe: Callable[[Any], str],
) -> None:
    enter(page, "coordinator")
    page.goto(f"{live_server.url}/tautan/")
    look(page, axe, "tautan-kantor-kosong")
    page.get_by_role("link", name="Buat tautan").click()
    page.get_by_label("Peran").select_option("village_head")
    page.get_by_label("Nama pemegang").fill("Kepala Desa Contoh")
    page.get_by_label("Wilayah").select_option(value=village.village.code)
    page.get_by_label("Dasar hukum").fill("SK Bupati 100/2023 tanggal 2 Januari 2023")
    look(page, axe, "tautan-kantor-baru")
    page.get_by_role("button", name="Buat tautan").click()
    look(page, axe, "tautan-kantor-sekali")
    address = page.locator("#alamat").inner_text()

    holder = page.context.browser.new_page()
    assert holder.goto(address).status == 200
    page.get_by_role("link", name="Semua tautan").click()
    look(page, axe, "tautan-kantor")
    page.get_by_role("link", name="Kepala Desa Contoh").click()
    page.locator("summary", has_text="nama").first.click()
    look(page, axe, "tautan-kantor-siapa")
    page.get_by_role("button", name="Tarik tautan").click()
    assert holder.goto(address).status == 410
    holder.close()


def test_a_pps_asks_on_a_small_phone(
    phone: Any,
    live_server: Any,
    village: Office,
    axe: Callable[[Any], str],
) -> None:
    made = make_link(
        actor=system("test"),
        role="pps",
        holder="PPS Contoh",
        region_id=village.village.id,
        basis="SK KPU 1/2023",
        valid_from=TODAY,
        valid_until=date(2024, 4, 4),
        now=at(TODAY),
    )
    phone.set_default_timeout(30_000)
    phone.goto(f"{live_server.url}/d/{made.token}/")
    for name, answer in (
        ("Orang Contoh A", "Ya, kirim"),
        ("Orang Lain", "Tidak perlu atau tidak dikenal"),
    ):
        phone.get_by_label("Nama lengkap").fill(name)
        phone.get_by_label("Tahun lahir").fill("1980")
        phone.get_by_role("button", name="Tanyakan").click()
        phone.get_by_text(answer).first.wait_for()
    look(phone, axe, "tautan-pps")
