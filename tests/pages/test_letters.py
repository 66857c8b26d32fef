"""A letter of assignment from the form to the archive, as the office's people do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from pytest_django.fixtures import Settings

from tests.pages.small_office import Office
from tuntas.audit.models import View
from tuntas.coverage import queries as coverage
from tuntas.ledger import clock
from tuntas.letters.models import Letter

AsRole = Callable[[str], Client]

FILLED = {
    "bases": "Rencana pelayanan bergerak Juni 2023",
    "staff": "Ani Contoh; 198501012010012001; Penata; Operator\nRahmat Contoh",
    "task": "Perekaman KTP-el",
    "place": "Desa Dudepo",
    "first_day": "2023-06-21",
    "last_day": "2023-06-22",
    "charged_to": "",
    "language": "id",
}
CALL = {
    "village": "Dudepo",
    "place": "Balai desa",
    "on": "2023-06-21",
    "hours": "08.00 WITA",
    "bring": "Kartu Keluarga",
    "people": "Warga Contoh; 1950; Tengah",
    "language": "id",
}


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def drafted(client: Client, kind: str = "assignment_letter", **changed: str) -> str:
    told = (CALL if kind == "call_letter" else FILLED) | changed
    answer = client.post(f"/surat/baru/{kind}/", told)
    assert answer.status_code == 302, strip_tags(answer.content.decode())
    return str(re.findall(r"/surat/([0-9a-f]{32})/", answer.headers["Location"])[0])


def do(client: Client, ref: str, verb: str, **said: object) -> str:
    answer = client.post(f"/surat/{ref}/tindakan/", {"tindakan": verb, **said}, follow=True)
    return strip_tags(answer.content.decode())


def test_a_letter_goes_from_the_clerk_to_the_head_and_into_the_archive(as_role: AsRole) -> None:
    clerk, head = as_role("operator"), as_role("head")
    ref = drafted(clerk)
    do(clerk, ref, "ajukan")
    assert "Giliran Anda" in strip_tags(head.get("/surat/").content.decode())

    signed = do(head, ref, "tanda-tangani")
    filed = do(clerk, ref, "arsipkan", berkas=SimpleUploadedFile("surat.pdf", b"%PDF-1.7 pindaian"))

    assert "800.1.11.1/DUKCAPIL/001/VI/2023" in signed
    assert "Selesai." in filed
    assert clerk.get(f"/surat/{ref}/pdf/").content.startswith(b"%PDF-")
    assert b"pindaian" in b"".join(clerk.get(f"/surat/{ref}/bukti/").streaming_content)
    register = strip_tags(clerk.get("/surat/register/keluar/2023/").content.decode())
    assert "800.1.11.1/DUKCAPIL/001/VI/2023" in register


def test_anybody_can_check_a_letter_and_nobody_reads_it_there(
    as_role: AsRole, client: Client
) -> None:
    clerk = as_role("operator")
    ref = drafted(clerk)
    do(clerk, ref, "ajukan")
    assert client.get(f"/periksa-surat/{ref}/").status_code == 404
    do(as_role("head"), ref, "tanda-tangani")

    page = strip_tags(client.get(f"/periksa-surat/{ref}/").content.decode())

    assert "pindaiannya belum diarsipkan" in page
    assert "800.1.11.1/DUKCAPIL/001/VI/2023" in page
    assert "Dudepo" not in page
    do(as_role("secretary"), ref, "batalkan", alasan="Kapal tidak berangkat")
    assert "tidak berlaku" in strip_tags(client.get(f"/periksa-surat/{ref}/").content.decode())


def test_the_wrong_person_is_refused_in_words(as_role: AsRole) -> None:
    clerk = as_role("operator")
    ref = drafted(clerk)
    do(clerk, ref, "ajukan")

    assert "bukan wewenang Anda" in do(as_role("secretary"), ref, "tanda-tangani")
    assert Letter.objects.get(ref=ref).number is None


def test_the_camat_signs_the_call_for_the_own_kecamatan_only(
    as_role: AsRole, office: Office
) -> None:
    clerk, camat = as_role("operator"), as_role("camat")
    own = drafted(clerk, "call_letter", district=office.district.code)
    other = drafted(clerk, "call_letter", district="75.05.01")
    for ref in (own, other):
        do(clerk, ref, "ajukan")

    assert camat.get(f"/surat/{other}/").status_code == 404
    assert camat.get(f"/surat/{other}/pdf/").status_code == 404
    do(camat, own, "tanda-tangani")
    assert Letter.objects.get(ref=own).state == Letter.State.NUMBERED
    assert "Jabatan kosong" in strip_tags(clerk.get(f"/surat/{other}/").content.decode())


def test_whoever_opens_a_letter_with_names_stands_in_the_log(
    as_role: AsRole, office: Office
) -> None:
    clerk = as_role("operator")
    ref = drafted(clerk, "call_letter", district=office.district.code)
    before = View.objects.count()

    clerk.get(f"/surat/{ref}/pdf/")

    assert View.objects.count() == before + 1


def test_what_is_missing_is_marked_and_nothing_is_lost(as_role: AsRole) -> None:
    answer = as_role("operator").post(
        "/surat/baru/assignment_letter/", FILLED | {"task": "", "bases": "Dasar ini"}
    )
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "Dasar ini" in page
    assert Letter.objects.count() == 0


def test_a_pattern_without_a_number_is_refused_beside_its_field(as_role: AsRole) -> None:
    answer = as_role("secretary").post(
        "/surat/kop/",
        {"apa": "pola", "seri": "keluar", "pola": "{tahun}/X", "berlaku": "2023-07-01"},
    )

    assert answer.status_code == 400
    assert "harus memuat {nomor}" in strip_tags(answer.content.decode())


def test_the_letter_to_the_governor_takes_its_counts_from_the_ledger(as_role: AsRole) -> None:
    clerk = as_role("operator")

    answer = clerk.post("/laporan/gubernur/surat/", {"bahasa": "id"})

    letter = Letter.objects.get(ref=answer.headers["Location"].split("/")[2])
    now = coverage.figures_of(on=clock.today())
    assert letter.kind == "governor_report"
    assert (letter.data["obliged"], letter.data["captured"]) == (now.obliged, now.captured)
    assert letter.data["left"] == now.left == now.obliged - now.captured
    named = [row["name"] for row in letter.data["districts"]]
    assert len(named) == len(set(named)) == 11
    assert sum(int(row["left"].replace(".", "")) for row in letter.data["districts"]) == now.left
