"""The coordinator's week in a real browser: planned, changed, signed, worked, reported, planned
anew; and every page of it at both widths."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.missions.field import settle
from tests.pages.small_office import OPENING, TODAY, Office, at
from tuntas.accounts.principals import system
from tuntas.demo import mobile
from tuntas.enrolment import actions as enrolment
from tuntas.ledger import clock
from tuntas.missions import actions
from tuntas.missions.models import Mission, Plan, Report
from tuntas.wilayah import queries as wilayah

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")


@pytest.fixture
def week(office: Office, settings: Settings, tmp_path: Path) -> Office:
    """Four teams with gear; people left in twelve desa; recording with authorisation."""
    settings.MEDIA_ROOT = tmp_path
    # The first page of a process loads every engine.
    reverse("missions:week")
    mobile.equip(actor=system("test"), on=OPENING, now=at(TODAY))
    for village in wilayah.villages()[::10]:
        settle(village.id, 8)
    enrolment.authorise_mode(
        actor=system("test"), mode="local", from_on=OPENING, document="Izin contoh", now=at(TODAY)
    )
    return office


def look(page: Any, axe: Callable[[Any], str], name: str) -> None:
    """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert axe(page) == "", name
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def compute() -> None:
    """What the worker does when the queue rings."""
    for plan in Plan.objects.filter(state="waiting"):
        Plan.objects.filter(pk=plan.pk).update(seconds=4)
        actions.compute(ref=plan.ref, now=timezone.now())


def plan_and_change(page: Any, address: str, axe: Callable[[Any], str]) -> None:
    """A plan of the week, and a wish whose price is told before it counts."""
    page.goto(f"{address}/pelayanan/")
    look(page, axe, "pelayanan-kosong")
    page.get_by_label("Sampai tanggal").fill((TODAY + timedelta(6)).isoformat())
    page.get_by_role("button", name="Hitung rencana").click()
    assert page.get_by_text("Menunggu giliran").count() == 1
    look(page, axe, "pelayanan-dihitung")
    compute()
    page.get_by_role("link", name="Muat ulang").click()
    page.locator("path.village-visited, path.village-left").first.wait_for()
    assert page.locator(".stop").count() > 2
    look(page, axe, "pelayanan-rencana")

    first = (Plan.objects.get().result or {})["assignments"][0]
    page.get_by_label("Permintaan").select_option("larang")
    page.locator("#id_tempat").select_option(first["stops"][0]["venue"])
    page.locator("#id_hari").select_option(first["on"])
    page.get_by_role("button", name="Hitung harganya").click()
    compute()
    page.reload()
    assert "Dibanding versi 1" in page.locator("#banding").inner_text()
    look(page, axe, "pelayanan-usulan")
    page.get_by_role("button", name="Pakai versi ini").click()
    page.get_by_role("button", name="Setujui dan buat tugas").click()
    look(page, axe, "pelayanan-disetujui")


def draft_and_sign(
    page: Any, address: str, tugas: str, enter: Callable[..., None], axe: Callable[[Any], str]
) -> None:
    """Letters and invitations by the coordinator; both letters signed by the head."""
    page.goto(tugas)
    look(page, axe, "tugas-direncanakan")
    page.get_by_role("button", name="Buka layanan dan undang").click()
    page.get_by_role("button", name="Ajukan surat tugas dan SPD").click()
    look(page, axe, "tugas-surat")
    enter(page, "head")
    for _letter in range(2):
        page.goto(f"{address}/surat/")
        page.get_by_role("link", name="Buka").first.click()
        page.get_by_role("button", name="Tanda tangani di kertas").click()


def work_and_report(page: Any, tugas: str, axe: Callable[[Any], str]) -> None:
    """The team sets out, enters what came of each name, and reports."""
    page.goto(tugas)
    page.get_by_role("button", name="Tim berangkat").click()
    look(page, axe, "tugas-di-lapangan")
    page.goto(f"{tugas}hari/")
    names = page.locator("select[name^=hasil-]")
    for number in range(names.count()):
        names.nth(number).select_option("absent" if number % 4 == 0 else "recorded")
    look(page, axe, "lembar-hari")
    page.get_by_role("button", name="Simpan hasil").click()
    page.goto(tugas)
    page.get_by_label("Biaya").fill("BBM; 150.000")
    page.get_by_role("button", name="Simpan laporan").click()
    assert "genap" in page.locator("main").inner_text()


def test_the_coordinators_week(
    page: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str], week: Office
) -> None:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.set_default_timeout(30_000)
    enter(page, "coordinator")
    plan_and_change(page, live_server.url, axe)
    mission = Mission.objects.order_by("on", "-expected")[0]
    clock.move_to(mission.on)  # a small week may begin with a day of rest
    tugas = f"{live_server.url}/pelayanan/tugas/{mission.ref}/"
    draft_and_sign(page, live_server.url, tugas, enter, axe)
    enter(page, "operator")
    work_and_report(page, tugas, axe)

    enter(page, "coordinator")
    page.goto(tugas)
    page.get_by_role("button", name="Tutup laporan").click()
    look(page, axe, "tugas-selesai")
    report = Report.objects.get()
    assert sum(report.outcomes.values()) == report.listed > 0
    page.goto(f"{live_server.url}/pelayanan/rencana/{Plan.objects.get(version=2).ref}/")
    page.get_by_role("button", name="Hitung ulang sisa hari").click()
    compute()
    page.reload()

    assert Plan.objects.get(version=3).from_on == mission.on + timedelta(1)
    assert page.locator(".stop").count() > 0
    assert faults == []


def test_a_village_is_dragged_to_another_team(
    desk: Any, live_server: Any, enter: Callable[..., None], week: Office
) -> None:
    ref = actions.ask_plan(
        actor=system("test"),
        from_on=TODAY,
        until_on=TODAY + timedelta(1),
        on=TODAY,
        now=at(TODAY),
        seconds=3,
    )
    compute()
    enter(desk, "coordinator")
    desk.set_viewport_size({"width": 1440, "height": 1600})  # a drag must not scroll
    desk.goto(f"{live_server.url}/pelayanan/rencana/{ref}/")
    stop = desk.locator(".stop").first
    team = stop.get_attribute("data-team")
    target = desk.locator(f"td[data-drop]:not([data-team='{team}'])").last
    wanted = target.get_attribute("data-team")

    stop.drag_to(target)
    desk.get_by_role("dialog").get_by_role("button", name="Hitung harganya").click()

    desk.get_by_text("Menunggu giliran").wait_for()
    wishes = Plan.objects.get(version=2).wishes
    assert [pin["team"] for pin in wishes["pins"]] == [wanted]
    assert [forbid["team"] for forbid in wishes["forbids"]] == [team]


def test_the_pages_beside_the_plan(
    page: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str], week: Office
) -> None:
    enter(page, "coordinator")
    for name in ("sarana", "tempat", "nilai", "masalah", "kalender"):
        page.goto(f"{live_server.url}/pelayanan/{name}/")
        look(page, axe, f"pelayanan-{name}")
    page.goto(f"{live_server.url}/pelayanan/tempat/")
    page.get_by_role("link", name="Kantor Desa").first.click()
    look(page, axe, "pelayanan-satu-tempat")
    page.goto(f"{live_server.url}/pelayanan/kalender/")
    page.get_by_role("button", name="Buat alamat").click()
    look(page, axe, "pelayanan-kalender-alamat")
