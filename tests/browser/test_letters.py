"""Letters in a real browser: drafted, signed, filed; both widths, accessible, in English too."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def look(page: Any, axe: Callable[[Any], str], name: str) -> None:
    """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert axe(page) == "", name
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def test_a_letter_from_the_form_to_the_archive(
    page: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str]
) -> None:
    enter(page, "operator")
    page.goto(f"{live_server.url}/surat/")
    look(page, axe, "surat-kosong")
    page.get_by_role("link", name="Surat Tugas", exact=True).click()
    page.get_by_label("Dasar").fill("Rencana pelayanan bergerak")
    page.get_by_label("Pegawai yang ditugaskan").fill("Ani Contoh; ; Penata; Operator")
    page.get_by_label("Untuk").fill("Perekaman KTP-el")
    page.get_by_label("Tempat").fill("Desa Dudepo")
    page.get_by_label("Mulai tanggal").fill("2023-06-21")
    page.get_by_label("Sampai tanggal").fill("2023-06-22")
    look(page, axe, "surat-baru")
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_role("button", name="Ajukan untuk ditandatangani").click()
    look(page, axe, "surat-menunggu")
    address = page.url

    enter(page, "head")
    page.goto(f"{live_server.url}/surat/")
    look(page, axe, "surat-antrean")
    page.get_by_role("link", name="Buka").click()
    page.get_by_role("button", name="Tanda tangani di kertas").click()
    assert "001" in page.locator("main").inner_text()

    enter(page, "operator")
    page.goto(address)
    scan = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    page.get_by_label("Pindaian surat yang sudah ditandatangani").set_input_files(scan)
    page.get_by_role("button", name="Arsipkan").click()
    assert page.get_by_text("Selesai.").count() == 1
    look(page, axe, "surat-selesai")
    page.goto(address.replace("/surat/", "/periksa-surat/"))
    look(page, axe, "surat-periksa")
    page.goto(f"{live_server.url}/surat/register/keluar/2023/")
    look(page, axe, "surat-register")
    enter(page, "secretary", language="en")
    page.goto(f"{live_server.url}/surat/kop/")
    look(page, axe, "surat-kop")
