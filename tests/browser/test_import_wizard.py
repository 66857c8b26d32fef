"""A register file in a real browser: uploaded, looked at, applied, and the exits it proposes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pages.small_office import Office
from tests.pages.test_import_pages import csv_of, row
from tests.pages.test_totals_file import TOTALS
from tuntas.residents import tasks
from tuntas.residents.models import ExitProposal, Person, RegisterImport

pytestmark = pytest.mark.django_db(transaction=True)

Enter = Callable[..., None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two people in order and one without a name."""
    path = tmp_path / "register.csv"
    path.write_bytes(csv_of([row(1), row(2), row(3, NAMA="")]))
    return path


def upload(page: Any, address: str, file: Path, **said: str) -> None:
    page.goto(f"{address}/impor/baru/")
    page.get_by_label("Berkas", exact=True).set_input_files(file)
    page.get_by_label("Tanggal potong data").fill("2023-06-20")
    for label, choice in said.items():
        page.get_by_label(label).select_option(label=choice)
    page.get_by_role("button", name="Unggah dan baca").click()
    page.wait_for_url("**/kolom/")


def check(page: Any) -> None:
    page.get_by_role("button", name="Periksa semua baris").click()
    page.wait_for_url(re.compile("/impor/[0-9a-f]{32}/$"))
    page.get_by_role("heading", name="Sedang diperiksa").wait_for()
    tasks.apply.call(RegisterImport.objects.get().ref.hex)


def test_the_wizard_ends_by_itself_when_the_worker_is_done(
    page: Any, live_server: Any, enter: Enter, file: Path, axe: Callable[[Any], str]
) -> None:
    enter(page, "adb")
    before = Person.objects.count()
    violations = []

    upload(page, live_server.url, file)
    violations.append(axe(page))
    check(page)
    page.get_by_role("heading", name="Yang akan terjadi").wait_for()
    violations.append(axe(page))
    page.get_by_role("button", name="Terapkan 2 baris").click()
    page.get_by_role("heading", name="Menunggu giliran").wait_for()
    violations.append(axe(page))
    tasks.apply.call(RegisterImport.objects.get().ref.hex)
    page.get_by_role("heading", name="Yang terjadi").wait_for()
    violations.append(axe(page))

    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert Person.objects.count() == before + 2
    assert violations == ["", "", "", ""]


def test_the_wizard_needs_no_script(
    browser: Any, live_server: Any, enter: Enter, file: Path
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone = context.new_page()
    enter(phone, "adb")

    upload(phone, live_server.url, file)
    check(phone)
    phone.get_by_role("link", name="Muat ulang").click()
    phone.get_by_role("button", name="Terapkan 2 baris").click()
    tasks.apply.call(RegisterImport.objects.get().ref.hex)
    phone.get_by_role("link", name="Muat ulang").click()

    assert "3 baris dibaca = 2 diterima + 1 ditolak" in phone.locator("main").inner_text()
    context.close()


def test_exits_are_ticked_at_once_and_approved_with_the_keyboard(
    desk: Any, live_server: Any, office: Office, enter: Enter, file: Path
) -> None:
    enter(desk, "adb")
    upload(desk, live_server.url, file, **{"Lengkap untuk": "Ilangata"})
    check(desk)
    desk.get_by_role("button", name="Terapkan 2 baris").click()
    tasks.apply.call(RegisterImport.objects.get().ref.hex)

    enter(desk, "head")
    desk.goto(live_server.url + "/usulan-keluar/")
    desk.get_by_label("Centang semua di halaman ini").focus()
    desk.keyboard.press("Space")
    desk.get_by_role("button", name="Setujui").focus()
    desk.keyboard.press("Enter")
    desk.get_by_text("2 usulan disetujui.").wait_for()

    assert set(ExitProposal.objects.values_list("state", flat=True)) == {"approved"}


def test_totals_are_checked_and_then_recorded_without_choosing_the_file_again(
    page: Any, live_server: Any, enter: Enter, tmp_path: Path, axe: Callable[[Any], str]
) -> None:
    enter(page, "adb")
    page.emulate_media(reduced_motion="reduce")  # nothing half faded while it is looked at
    path = tmp_path / "dkb.csv"
    path.write_text(TOTALS)
    page.goto(f"{live_server.url}/angka-resmi/berkas/")
    page.get_by_label("Berkas", exact=True).set_input_files(path)
    page.get_by_label("Per tanggal").fill("2023-06-20")
    page.get_by_label("Dokumen").fill("DKB semester II 2022")

    page.get_by_role("button", name="Periksa").click()
    page.get_by_role("heading", name="Yang akan dicatat").wait_for()
    page.locator("button:enabled", has_text="Catat").wait_for()
    violations = axe(page)
    page.get_by_role("button", name="Catat").click()
    page.get_by_role("heading", name="Yang dicatat").wait_for()

    assert violations == ""
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert "1 angka resmi baru dicatat" in page.locator("main").inner_text()
