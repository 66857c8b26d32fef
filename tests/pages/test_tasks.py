"""The task board and one person's card, as the people of the office use them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.pages.small_office import TODAY, Office
from tuntas.audit.models import View
from tuntas.coverage import queries as coverage
from tuntas.ledger import queries as ledger
from tuntas.outreach import evidence, queries
from tuntas.outreach.models import AsideProposal, CasePlan, Contact, Reason
from tuntas.residents.models import Person
from tuntas.wilayah import queries as wilayah

AsRole = Callable[[str], Client]
PNG = b"\x89PNG\r\n\x1a\n contoh"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(office: Office) -> Person:
    return Person.objects.get(id=min(one for one, _, _ in ledger.people_in(on=TODAY)))


def words(client: Client, address: str) -> str:
    page = client.get(address).content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", strip_tags(page))


def outcome(client: Client, person: Person, hasil: str, **changes: Any) -> Any:
    address = f"/orang/{person.ref.hex}/jangkau/"
    page = client.get(address).content.decode()
    found = re.search(r'name="hasil-nomor" value="([0-9a-f]+)"', page)
    assert found
    said = {
        "tindakan": "hasil",
        "hasil-hasil": hasil,
        "hasil-cara": "visit",
        "hasil-hari": TODAY.isoformat(),
        "hasil-nomor": found[1],
        **{f"hasil-{name}": value for name, value in changes.items()},
    }
    return client.post(address, said)


def test_everybody_left_stands_on_the_board_once(as_role: AsRole) -> None:
    left = coverage.figures_of(on=TODAY).left

    page = as_role("adb").get("/tugas/").content.decode()

    assert len(re.findall(r'/jangkau/"', page)) == left
    assert f"{left} orang belum rekam, masing-masing dengan satu langkah" in page
    assert View.objects.latest("n").verb == "outreach.tasks"


def test_the_board_is_narrowed_by_owner_place_reason_and_time(
    as_role: AsRole, person: Person
) -> None:
    coordinator = as_role("coordinator")
    outcome(coordinator, person, "died")
    district = wilayah.region(wilayah.region(person.village_id).parent_id)  # type: ignore[union-attr, arg-type]
    assert district is not None

    def names(query: str) -> int:
        return len(re.findall(r'/jangkau/"', coordinator.get(f"/tugas/?{query}").content.decode()))

    here = queries.next_actions(wilayah.subtree_village_ids(district.id), TODAY)
    assert names("alasan=MENINGGAL_BELUM_LAPOR") == 1
    assert names(f"wilayah={district.code}") == len(here)
    assert names("papan=camat") == 0
    assert names("waktu=lewat") == sum(
        t.duty.due_on < TODAY for t in queries.next_actions(None, TODAY)
    )
    assert "Tidak ada yang cocok" in words(coordinator, "/tugas/?papan=camat")


def test_an_outcome_moves_the_next_step_and_is_kept_once(as_role: AsRole, person: Person) -> None:
    clerk = as_role("operator")
    assert "Cari tahu alasannya" in words(clerk, f"/orang/{person.ref.hex}/jangkau/")

    answer = outcome(clerk, person, "died", catatan="kata istrinya")
    same = Contact.objects.get()
    outcome(clerk, person, "died", catatan="kata istrinya", nomor=same.nonce)

    assert answer.status_code == 302
    assert Contact.objects.count() == 1
    assert Reason.objects.get().code == "MENINGGAL_BELUM_LAPOR"
    said = words(clerk, f"/orang/{person.ref.hex}/jangkau/")
    assert "Minta buktinya" in said
    assert "kata istrinya" in said


def test_nothing_is_kept_when_the_form_is_wrong(as_role: AsRole, person: Person) -> None:
    clerk = as_role("operator")

    empty = outcome(clerk, person, "")
    promise = outcome(clerk, person, "will_come")
    early = outcome(clerk, person, "absent", hari=(TODAY + timedelta(1)).isoformat())
    number = outcome(clerk, person, "died", catatan="NIK 9905010505800001")
    spoiled = outcome(clerk, person, "died", berkas=io.BytesIO(b"bukan gambar"))

    assert {one.status_code for one in (empty, promise, early, number, spoiled)} == {400}
    assert "tulis harinya" in promise.content.decode()
    assert "Hari kontak belum tiba" in early.content.decode()
    assert "tidak boleh memuat NIK" in number.content.decode()
    assert not Contact.objects.exists()


def test_from_the_reason_with_its_scan_to_two_persons_and_the_letter(
    as_role: AsRole, person: Person
) -> None:
    adb, head = as_role("adb"), as_role("head")
    card = f"/orang/{person.ref.hex}/jangkau/"
    scan = io.BytesIO(PNG)
    scan.name = "surat.png"
    adb.post(
        card,
        {
            "tindakan": "alasan",
            "alasan-alasan": "GANDA_NIK",
            "alasan-surat": "470/4 tanggal 2 Juni 2023",
            "alasan-berkas": scan,
        },
    )
    digest = Reason.objects.get().evidence_file
    assert adb.get(f"{card}{digest}/").content == PNG
    assert View.objects.latest("n").verb == "outreach.evidence"
    assert "Usulkan keluar" in words(adb, card)

    adb.post(
        f"/orang/{person.ref.hex}/usul-keluar/",
        {"alasan": "GANDA_NIK", "bukti": "SIAK memuat dua data", "surat": "470/4"},
    )
    assert "Putuskan usulannya" in words(adb, card)
    assert "Usulan Anda sendiri" in words(adb, "/usulan/")
    before = coverage.figures_of(on=TODAY)
    head.post(f"/usulan/{AsideProposal.objects.get().id}/", {"putusan": "setuju"})

    assert "Buat surat ke kementerian" in words(adb, card)
    both = words(head, "/usulan/")
    assert f"{before.left} dari" in both
    assert f"{before.left_dynamic - 1} tanpa 1 orang" in both
    answer = adb.post("/usulan/surat/")
    assert answer.status_code == 302
    letter = as_role("head").get(answer["Location"])
    assert letter.status_code == 200
    assert person.nik not in letter.content.decode()
    paper = as_role("head").get(f"{answer['Location']}pdf/")
    assert paper.content.startswith(b"%PDF-")


def test_three_misses_ask_for_a_plan_and_only_then(as_role: AsRole, person: Person) -> None:
    chief = as_role("coordinator")
    address = f"/orang/{person.ref.hex}/jangkau/"
    for n in range(3):
        assert "Rencana khusus" not in words(chief, address)
        day = (TODAY - timedelta(6 - n)).isoformat()
        outcome(chief, person, "absent", hari=day)

    assert "Rencana khusus" in words(chief, address)
    plan = {
        "tindakan": "rencana",
        "rencana-siapa": "Camat",
        "rencana-papan": "camat",
        "rencana-kunjungan": (TODAY + timedelta(1)).isoformat(),
    }
    past = chief.post(address, plan | {"rencana-kunjungan": "2023-06-01"})
    chief.post(address, plan)

    assert past.status_code == 400
    assert CasePlan.objects.get().who == "Camat"
    assert "Kunjungi menurut rencana" in words(chief, address)


def test_who_may_only_look_enters_nothing(as_role: AsRole, person: Person) -> None:
    head = as_role("head")
    address = f"/orang/{person.ref.hex}/jangkau/"

    page = head.get(address).content.decode()
    refused = head.post(address, {"tindakan": "hasil", "hasil-hasil": "died"})

    assert "Simpan hasil" not in page
    assert refused.status_code == 404
    assert not Contact.objects.exists()


def test_the_paper_of_one_person_is_not_shown_as_anothers(as_role: AsRole, person: Person) -> None:
    clerk = as_role("operator")
    digest = evidence.keep(PNG)

    assert clerk.get(f"/orang/{person.ref.hex}/jangkau/{digest}/").status_code == 404


def test_when_nobody_is_left_the_card_says_so(as_role: AsRole, person: Person) -> None:
    clerk = as_role("operator")
    page = clerk.get(f"/orang/{person.ref.hex}/rekam/").content.decode()
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)
    assert nonce
    clerk.post(
        f"/orang/{person.ref.hex}/rekam/",
        {"nonce": nonce[1], "tempat": "Loket kantor", "hadir": "on"},
    )

    assert "tidak ada tugas yang tersisa" in words(clerk, f"/orang/{person.ref.hex}/jangkau/")
