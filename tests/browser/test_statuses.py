"""The pages of a recording's later life in a real browser: three widths, accessible, looked at."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.pages import small_office
from tests.pages.small_office import Office
from tuntas.accounts.principals import system
from tuntas.enrolment import actions
from tuntas.enrolment.models import CaptureSession
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")
TODAY, NOW = small_office.TODAY, small_office.at(small_office.TODAY)


def fits(page: Any, name: str, axe: Callable[[Any], str]) -> None:
    for width, height in ((390, 844), (1024, 768), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert page.locator("h1").count() == 1, name
    assert axe(page) == "", name


@pytest.fixture
def waiting(office: Office) -> list[Person]:
    """Sixty people on their way: most went on in days, some are forgotten, one is odd."""
    people = list(Person.objects.order_by("id")[:60])

    def see(rows: list[tuple[Person, str]], days: int) -> None:
        on = TODAY - timedelta(days=days)
        actions.observe_statuses(
            actor=system("test"), rows=[(one.ref.hex, status) for one, status in rows],
            on=on, source="cuplikan", known_on=TODAY, now=NOW,
        )  # fmt: skip

    see([(one, "BELUM REKAM") for one in people], 70)
    see([(one, "SFE") for one in people[:50]], 60)
    for n, one in enumerate(people[:44]):
        see([(one, "PRR")], 58 - n % 9)
    see([(people[50], "BC"), (people[51], "DUP"), (people[52], "EFAC")], 40)
    see([(people[53], "Packet retry"), (people[54], "PRR")], 30)
    see([(people[54], "BC")], 2)
    for minutes, one in zip((4, 5, 7, 22), people[55:59], strict=True):
        CaptureSession.objects.create(
            ref=one.ref.hex, person=one, officer="a" * 32, place="Loket", began_on=TODAY,
            began_at=NOW, ended_at=NOW + timedelta(minutes=minutes), state="sealed",
            packet="p", receipt="r", exceptions={"hands": "leprosy"} if minutes > 20 else {},
        )  # fmt: skip
    return people


def test_who_is_stuck_and_why_on_every_width(
    desk: Any,
    live_server: Any,
    enter: Callable[..., None],
    axe: Callable[[Any], str],
    waiting: list[Person],
    tmp_path: Path,
) -> None:
    desk.set_default_timeout(60_000)
    enter(desk, "adb")
    desk.goto(f"{live_server.url}/status/")
    assert desk.get_by_text("Tertahan lebih lama daripada riwayatnya").count() == 1
    assert desk.locator("tbody .tone-left").count() >= 9
    fits(desk, "status", axe)

    desk.goto(f"{live_server.url}/orang/{waiting[54].ref.hex}/status/")
    assert "mundur" in desk.locator("main").inner_text()
    fits(desk, "status-orang", axe)
    desk.goto(f"{live_server.url}/status/waktu/")
    fits(desk, "status-waktu", axe)

    desk.goto(f"{live_server.url}/status/cuplikan/")
    fits(desk, "status-cuplikan", axe)
    file = tmp_path / "siak.csv"
    file.write_text(f"NIK;NAMA;STATUS_EKTP\n{waiting[50].nik};X;SFE\n{waiting[51].nik};X;HILANG\n")
    desk.get_by_label("Berkas cuplikan").set_input_files(file)
    desk.get_by_role("button", name="Baca berkas").click()
    desk.get_by_role("button", name="Terapkan 2 status").wait_for()
    fits(desk, "status-cuplikan-dibaca", axe)
    desk.get_by_role("button", name="Terapkan 2 status").click()
    desk.get_by_text("2 status baru").wait_for()


def test_officers_fingers_and_what_is_kept_on_every_width(
    desk: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str]
) -> None:
    enter(desk, "head")
    for address, name in (("/pusat/petugas/", "petugas"), ("/pusat/simpanan/", "simpanan")):
        desk.goto(live_server.url + address)
        fits(desk, name, axe)
