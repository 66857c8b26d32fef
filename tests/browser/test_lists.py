"""Outside lists and groups in a real browser: both widths, empty and full, by keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.pages import small_office
from tests.pages.small_office import Office
from tuntas.accounts import queries as accounts
from tuntas.ledger import clock
from tuntas.outreach.actions.cohorts import take_up_list
from tuntas.residents.actions.list_match import match_list
from tuntas.residents.models import ListEntry, Person, PersonList

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")


def fits(page: Any, name: str, axe: Callable[[Any], str]) -> None:
    """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""
    width = page.viewport_size["width"]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert page.locator("h1").count() == 1, name
    assert axe(page) == "", name


def dpt(folder: Path) -> Path:
    """Sixty rows about people of the office: most as they are, some misspelled, some unknown."""
    rows = ["No;NIK;Nama Lengkap;Tempat Lahir;Tanggal Lahir;L/P"]
    chosen = Person.objects.exclude(birth_on=None).order_by("id")[:60]
    for n, person in enumerate(chosen, start=1):
        nik, name = f"{(person.nik or '')[:6]}******{(person.nik or '')[12:]}", person.name
        if n % 7 == 0:
            nik, name = "", f"{name[:2]}{name[3:]}"
        if n % 11 == 0:
            name = "ORANG DARI TEMPAT LAIN YANG NAMANYA PANJANG SEKALI"
        day = f"{person.birth_on:%d-%m-%Y}" if person.birth_on else ""
        rows.append(f"{n};{nik};{name};;{day};{person.sex}")
    path = folder / "dpt.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_list_is_brought_matched_and_decided(
    page: Any,
    live_server: Any,
    office: Office,
    enter: Callable[..., None],
    axe: Callable[[Any], str],
    tmp_path: Path,
) -> None:
    enter(page, "coordinator")
    page.goto(f"{live_server.url}/daftar/")
    fits(page, "daftar-kosong", axe)

    page.get_by_role("link", name="Bawa daftar").first.click()
    fits(page, "daftar-baru", axe)
    page.set_input_files("input[type=file]", dpt(tmp_path))
    page.get_by_label("Dari siapa").fill("KPU Kabupaten (peragaan)")
    page.get_by_label("Tanggal daftar").fill("2024-02-14")
    page.get_by_role("button", name="Unggah dan baca").click()
    page.wait_for_selector("text=Arti kolom")
    fits(page, "daftar-kolom", axe)

    page.get_by_role("button", name="Cocokkan dengan register").click()
    page.wait_for_selector("text=Sedang dicocokkan")
    fits(page, "daftar-berjalan", axe)
    row = PersonList.objects.get()
    match_list(ref=row.ref.hex, today=clock.today())
    page.goto(f"{live_server.url}/daftar/{row.ref.hex}/")
    fits(page, "daftar-hasil", axe)
    page.goto(f"{live_server.url}/daftar/{row.ref.hex}/baris/?beda=same")
    fits(page, "daftar-baris", axe)

    page.goto(f"{live_server.url}/daftar/{row.ref.hex}/saran/")
    fits(page, "daftar-saran", axe)
    page.keyboard.press("1")
    page.wait_for_url("**baris=*")
    assert ListEntry.objects.filter(how="decided").count() == 1
    fits(page, "daftar-saran-berikut", axe)


def test_groups_by_month_school_and_need(
    page: Any,
    live_server: Any,
    office: Office,
    enter: Callable[..., None],
    axe: Callable[[Any], str],
) -> None:
    actor = accounts.load_principal(office.users["coordinator"], today=small_office.TODAY)
    row = PersonList.objects.create(
        kind="school",
        sender="Dinas Pendidikan (peragaan)",
        as_of=small_office.TODAY,
        file_name="dapodik.csv",
        file_digest="0" * 64,
        size_bytes=1,
        state="done",
        requested_by=actor.ref,
        created_at=timezone.now(),
        expires_on=small_office.TODAY,
    )
    for line, person in enumerate(Person.objects.order_by("id")[:70], start=2):
        ListEntry.objects.create(
            person_list=row,
            line=line,
            name=person.name,
            person=person,
            how="nik",
            difference="same",
            standing="unrecorded",
            institution=f"SMA Negeri {line % 3 + 1} Contoh",
        )
    now = timezone.now()
    for code, minutes in (("students", 0), ("home_visit", 40)):
        take_up_list(
            actor=actor,
            list_ref=row.ref.hex,
            code=code,
            on=small_office.TODAY,
            now=now,
            exception=bool(minutes),
            minutes=minutes,
        )
    enter(page, "coordinator")
    for address, name in (
        ("/kelompok/", "kelompok"),
        ("/kelompok/students/?lembaga=SMA+Negeri+1+Contoh", "kelompok-siswa"),
        ("/kelompok/home_visit/", "kelompok-rumah"),
        ("/kelompok/prisoners/", "kelompok-kosong"),
    ):
        page.goto(live_server.url + address)
        fits(page, name, axe)
