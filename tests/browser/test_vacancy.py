"""A vacancy as the office lives it: letters queue, recording goes on, a Plt comes, then the TTE."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.pages import small_office
from tests.pages.small_office import Office
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.letters.simulator import Simulator
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")
SECRET = "peragaan"
TODAY = small_office.TODAY.isoformat()


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


ASSIGNMENT = {
    "Dasar": "Rencana pelayanan bergerak",
    "Pegawai yang ditugaskan": "Ani Contoh; ; Penata; Operator",
    "Untuk": "Perekaman KTP-el",
    "Tempat": "Desa Dudepo",
    "Mulai tanggal": "2023-06-21",
    "Sampai tanggal": "2023-06-22",
}
PROPOSAL = {
    "Kepada": "Direktur Jenderal",
    "Hal": "Penonaktifan NIK ganda",
    "Alasan": "Dua NIK satu orang",
    "Daftar": "A-1; 1970; Dudepo; berita acara",
    "Pernyataan": "Data ini benar",
}
SEAT, BOARD, DESK = "/wewenang/jabatan/head/", "/wewenang/", "/surat/"


@dataclass
class Walker:
    """One browser in which one officer after another signs in."""

    page: Any
    site: str
    enter: Callable[..., None]
    axe: Callable[[Any], str]

    def come(self, role: str, address: str, *, language: str = "") -> None:
        self.enter(self.page, role, language=language)
        self.go(address)

    def go(self, address: str) -> None:
        self.page.goto(self.site + address if address.startswith("/") else address)

    def look(self, name: str) -> None:
        """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, name
        assert self.axe(self.page) == "", name
        if SHOTS:
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)

    def reads(self, text: str, *, where: str = "main") -> bool:
        return text in self.page.locator(where).first.inner_text()

    def enter_at_seat(self, what: str, told: dict[str, str]) -> None:
        """One form of the head's page: opened by its heading, filled by its labels, sent."""
        self.go(SEAT)
        form = self.page.locator("details.more").filter(has=self.page.get_by_text(what, exact=True))
        form.locator("summary").click()
        for label, value in told.items():
            field = form.get_by_label(label, exact=True)
            if field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        form.get_by_role("button", name="Simpan").click()

    def draft(self, title: str, told: dict[str, str]) -> str:
        """A letter drafted and put into the queue; its address."""
        self.come("operator", DESK)
        kinds = self.page.locator("section", has=self.page.locator("#baru"))
        kinds.get_by_role("link", name=title, exact=True).click()
        for label, value in told.items():
            self.page.get_by_label(label, exact=True).fill(value)
        self.page.get_by_role("button", name="Simpan konsep").click()
        self.page.get_by_role("button", name="Ajukan untuk ditandatangani").click()
        return str(self.page.url)

    def sign(self, button: str, number: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        assert self.reads(number)


@pytest.fixture
def walker(
    page: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str]
) -> Walker:
    return Walker(page, live_server.url, enter, axe)


def left() -> set[int]:
    found = ledger.people_in(on=small_office.TODAY, cells=cells.LEFT_CELLS)
    return {row[0] for row in found}


def the_office_decides_that_proposals_are_signed_electronically(walker: Walker) -> None:
    """No kind of letter as shipped is: the table of competences is the office's to change."""
    page = walker.page
    walker.come("secretary", "/wewenang/dokumen/ministry_proposal/")
    walker.look("wewenang-dokumen")
    page.get_by_label("Bentuk").select_option(label="tanda tangan elektronik (TTE)")
    page.get_by_label("Berlaku mulai").fill(TODAY)
    page.get_by_label("Dasar").fill("Surat edaran (contoh)")
    page.get_by_role("button", name="Simpan").click()
    assert walker.reads("Tersimpan", where="body")


def the_head_is_released(walker: Walker) -> None:
    """The letter of resignation empties no seat; the release does."""
    said = {"Apa": "surat pengunduran diri", "Tanggal": "2023-06-16", "Dasar": "Surat (contoh)"}
    walker.enter_at_seat("Catat hari yang tidak mengubah wewenang", said)
    walker.go(BOARD)
    assert not walker.reads("kosong sejak")
    told = {"Tidak berlaku lagi mulai": TODAY, "Dasar": "SK pemberhentian (contoh)"}
    walker.enter_at_seat("Akhiri catatan", told)
    walker.go(BOARD)
    assert walker.reads("kosong sejak 20 Juni 2023", where=".notice.left")
    walker.look("wewenang-kosong")


def recording_goes_on(walker: Walker) -> None:
    person_id = min(left())
    ref = Person.objects.get(id=person_id).ref.hex
    walker.come("operator", f"/orang/{ref}/rekam/")
    walker.page.get_by_label("Tempat perekaman").fill("Balai desa Ilangata")
    walker.page.get_by_label("Orangnya hadir").check()
    walker.page.get_by_role("button", name="Tandai sudah direkam").click()
    assert person_id not in left()


def a_plt_is_named(walker: Walker, name: str) -> None:
    decree = {
        "Pejabat": name,
        "Sebagai": "Plt",
        "Nomor SK atau surat perintah": "821/7/2023",
        "Mulai": TODAY,
        "Dasar": "SK Bupati (contoh)",
    }
    form = "Isi jabatan: definitif, Plt atau Plh"
    walker.come("secretary", SEAT)
    walker.enter_at_seat(form, decree | {"Mulai": "2023-06-19"})
    assert walker.reads("bertumpang tindih", where="[role=alert]")
    walker.look("wewenang-ditolak")
    walker.enter_at_seat(form, decree)
    assert walker.reads(f"{name} menjabat (Plt)", where=".timeline")
    walker.look("wewenang-jabatan")


def test_a_vacancy_from_the_release_to_the_electronic_signature(
    walker: Walker, office: Office, private_files: Path
) -> None:
    plt = office.users["coordinator"].officer
    Simulator(private_files / "tte").enrol(plt.ref, SECRET)
    walker.come("secretary", BOARD)
    walker.look("wewenang-terisi")
    walker.go("/wewenang/andai/?jabatan=head")
    assert walker.reads("Sampai ada SK Plt")
    walker.look("wewenang-andai")
    the_office_decides_that_proposals_are_signed_electronically(walker)
    the_head_is_released(walker)

    proposal = walker.draft("Usulan dan Pernyataan", PROPOSAL)
    mobile = walker.draft("Surat Tugas", ASSIGNMENT)
    walker.go(DESK)
    reason = walker.page.get_by_text("Jabatan kosong sejak 20 Juni 2023")
    assert reason.count() == 2
    walker.look("surat-menumpuk")
    recording_goes_on(walker)
    a_plt_is_named(walker, plt.full_name)

    walker.come("coordinator", proposal)
    assert walker.reads("TTE pejabatnya tidak aktif", where=".notice.left")
    walker.go(mobile)
    walker.sign("Tanda tangani di kertas", "/001/")
    second = walker.draft("Surat Tugas", ASSIGNMENT | {"Tempat": "Desa Ilangata"})
    walker.come("secretary", SEAT)
    certificate = {"Pejabat": plt.full_name, "Aktif mulai": TODAY, "Dasar": "BSrE (contoh)"}
    walker.enter_at_seat("Catat TTE", certificate)

    walker.come("coordinator", second)
    assert walker.reads("Ada surat yang menunggu lebih dahulu")
    walker.go(proposal)
    walker.look("surat-tte")
    walker.page.get_by_label("Kata kunci TTE").fill(SECRET)
    walker.sign("Tanda tangani", "/002/")
    assert walker.reads("Selesai.")
    walker.go(second)
    walker.sign("Tanda tangani di kertas", "/003/")
    walker.come("secretary", BOARD, language="en")
    walker.look("wewenang-en")
