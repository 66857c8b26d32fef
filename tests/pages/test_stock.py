"""The stock's pages as the office's people use them: received, issued, counted, closed, burnt."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from tests.pages.small_office import Office
from tuntas.cards import queries
from tuntas.cards.models import Movement, Printer
from tuntas.cards.stock import Item
from tuntas.cards.verification import check
from tuntas.letters.models import Letter

AsRole = Callable[[str], Client]

ARRIVED = {
    "kotak": "K-01: SPESIMEN-0001 – SPESIMEN-0100\nSPESIMEN-0101 – SPESIMEN-0150",
    "surat": "BAST 12/2023",
    "pihak": "Petugas Contoh",
    "jabatan": "Ditjen Dukcapil",
    "ribbon": "4",
}


def text(answer: HttpResponse) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def ref_in(address: str) -> str:
    return str(re.findall(r"/mutasi/([0-9a-f]{32})/", address)[0])


def enter(client: Client, address: str, told: dict[str, str]) -> str:
    answer = client.post(address, told)
    assert answer.status_code == 302, text(answer)
    return ref_in(answer.headers["Location"])


def decide(client: Client, ref: str, verb: str, **said: str) -> str:
    told = {"tindakan": verb, **said}
    return text(client.post(f"/blangko/mutasi/{ref}/tindakan/", told, follow=True))


@pytest.fixture
def stocked(office: Office, as_role: AsRole) -> Office:
    """One hundred and fifty blanks and four ribbons, signed for by two."""
    Printer.objects.create(code="loket-1", name="Printer loket 1", adapter="simulator")
    ref = enter(as_role("adb"), "/blangko/terima/", ARRIVED)
    decide(as_role("coordinator"), ref, "tanda-tangani")
    return office


def test_boxes_arrive_wait_for_a_second_person_and_stand_in_the_stock(
    office: Office, as_role: AsRole
) -> None:
    adb, head = as_role("adb"), as_role("coordinator")
    assert "Belum ada blangko" in text(adb.get("/blangko/"))

    ref = enter(adb, "/blangko/terima/", ARRIVED)

    assert "Menunggu orang kedua" in text(head.get("/blangko/"))
    assert "Anda yang mencatatnya" in text(adb.get(f"/blangko/mutasi/{ref}/"))
    assert (
        adb.post(f"/blangko/mutasi/{ref}/tindakan/", {"tindakan": "tanda-tangani"}).status_code
        == 404
    )
    assert "Tersimpan" in decide(head, ref, "tanda-tangani")
    assert queries.usable() == 150
    boxes = text(adb.get("/blangko/kotak/"))
    assert "K-01" in boxes
    assert "Kotak 2" in boxes
    assert "SPESIMEN-0101 – SPESIMEN-0150" in boxes
    assert Letter.objects.get(ref=queries.movement(ref).letter).kind == "stock_handover"


def test_what_cannot_be_read_is_said_at_its_field(office: Office, as_role: AsRole) -> None:
    adb = as_role("adb")

    for told, said in (
        ({**ARRIVED, "kotak": "K1: SPESIMEN-9 – SPESIMEN-1"}, "tidak terbaca"),
        ({"surat": "BAST 1"}, "Isi kotak blangko"),
        ({**ARRIVED, "surat": ""}, "Belum bisa disimpan"),
    ):
        answer = adb.post("/blangko/terima/", told)
        assert answer.status_code == 400
        assert said in text(answer)
    assert not Movement.objects.exists()


def test_blanks_are_issued_to_a_printer_by_number_or_by_serial(
    stocked: Office, as_role: AsRole
) -> None:
    adb = as_role("adb")
    told = {"asal": "office", "tujuan": "printer:loket-1"}

    enter(adb, "/blangko/pindah/issued/", {**told, "banyak": "20", "ribbon": "1"})
    enter(adb, "/blangko/pindah/issued/", {**told, "seri": "SPESIMEN-0150"})

    assert queries.blanks_at("loket-1") == 21
    assert queries.balances()[Item.RIBBON, "printer:loket-1"] == 1
    for wrong, said in (
        ({"banyak": "500"}, "Tidak sebanyak itu"),
        ({"banyak": "1", "seri": "SPESIMEN-0030"}, "jangan keduanya"),
        ({}, "Isi apa yang dipindahkan"),
        ({"seri": "SPESIMEN-0150"}, "Tidak semuanya ada"),
    ):
        answer = adb.post("/blangko/pindah/issued/", {**told, **wrong})
        assert answer.status_code == 400
        assert said in text(answer)


def test_a_loan_needs_the_letter_and_the_second_person_may_refuse(
    stocked: Office, as_role: AsRole
) -> None:
    adb = as_role("adb")
    told = {"asal": "office", "tujuan": "Kab. Tetangga", "banyak": "10"}
    assert adb.post("/blangko/pindah/lent/", told).status_code == 400

    ref = enter(adb, "/blangko/pindah/lent/", {**told, "surat": "Surat 7"})
    said = decide(as_role("head"), ref, "tolak", alasan="Stok kita sendiri tipis")

    assert "Ditolak" in said
    assert "Stok kita sendiri tipis" in said
    assert queries.usable() == 150


def test_whoever_neither_entered_it_nor_witnesses_cannot_refuse_it(
    stocked: Office, as_role: AsRole
) -> None:
    told = {"asal": "office", "tujuan": "Kab. Tetangga", "banyak": "10", "surat": "Surat 7"}
    ref = enter(as_role("coordinator"), "/blangko/pindah/lent/", told)

    answer = as_role("adb").post(
        f"/blangko/mutasi/{ref}/tindakan/", {"tindakan": "tolak", "alasan": "Tidak setuju"}
    )

    assert answer.status_code == 404
    assert queries.pending().get().ref == ref
    assert "Ditolak" in decide(as_role("coordinator"), ref, "tolak", alasan="Salah kantor")


def test_a_mistake_is_reversed_on_its_page(stocked: Office, as_role: AsRole) -> None:
    adb = as_role("adb")
    wrong = enter(
        adb,
        "/blangko/pindah/damaged/",
        {
            "asal": "office",
            "tujuan": "damaged",
            "seri": "SPESIMEN-0001 – SPESIMEN-0005",
        },
    )

    decide(adb, wrong, "balik", alasan="Bukan kotak yang basah")
    ref = queries.pending().get().ref
    decide(as_role("head"), ref, "tanda-tangani")

    assert queries.usable() == 150
    assert "koreksinya" in text(adb.get(f"/blangko/mutasi/{wrong}/"))


def test_a_day_is_counted_by_two_and_closed_with_its_sheet(
    stocked: Office, as_role: AsRole
) -> None:
    adb, head = as_role("adb"), as_role("coordinator")
    found = {"blank@office": "SPESIMEN-0001 – SPESIMEN-0149", "ribbon@office": "4"}
    assert "SPESIMEN-0001" not in text(adb.get("/blangko/tutup/"))

    for who in (adb, head):
        assert "disimpan" in text(who.post("/blangko/tutup/", found, follow=True))
    said = text(head.post("/blangko/tutup/", {"tindakan": "tutup"}, follow=True))

    assert "kurang SPESIMEN-0150" in said
    closing = queries.closings()[0]
    assert closing.log_head in said
    assert Letter.objects.get(ref=closing.letter).state == Letter.State.WAITING
    assert "ada selisih" in text(adb.get("/blangko/tutup/"))
    assert list(check()) == []


def test_one_person_sees_only_the_own_count(stocked: Office, as_role: AsRole) -> None:
    adb, head = as_role("adb"), as_role("coordinator")
    adb.post("/blangko/tutup/", {"blank@office": "SPESIMEN-0001 – SPESIMEN-0140"})

    assert "SPESIMEN-0140" in adb.get("/blangko/tutup/").content.decode()
    assert "SPESIMEN-0140" not in head.get("/blangko/tutup/").content.decode()
    assert "Hitungan Anda disimpan" not in text(
        head.post("/blangko/tutup/", {"blank@office": "bukan nomor"})
    )


def test_old_cards_are_registered_and_burnt_with_witnesses(
    stocked: Office, as_role: AsRole
) -> None:
    adb, operator = as_role("adb"), as_role("operator")
    for cause in ("arrival", "arrival", "element_change"):
        operator.post("/blangko/invalid/tarik/", {"sebab": cause})
    told = {
        "tempat": "Halaman kantor",
        "cara": "dibakar",
        "saksi": "Ani Contoh; Satpol PP\nBudi Contoh; Inspektorat",
        "arrival": "2",
        "element_change": "2",
    }

    answer = adb.post("/blangko/pemusnahan/", told)
    assert answer.status_code == 400
    assert "2 ≠ 1" in text(answer)
    answer = adb.post("/blangko/pemusnahan/", {**told, "element_change": "1"})
    ref = ref_in(answer.headers["Location"])
    decide(as_role("coordinator"), ref, "tanda-tangani")

    assert sum(queries.invalid_counts().values()) == 0
    assert "Kedatangan".lower() in text(adb.get("/blangko/invalid/?sudah=ya")).lower()
    letter = Letter.objects.get(ref=queries.movement(ref).letter)
    assert adb.get(f"/surat/{letter.ref}/pdf/").content.startswith(b"%PDF")


def test_the_monthly_report_becomes_a_letter(stocked: Office, as_role: AsRole) -> None:
    answer = as_role("adb").post("/blangko/laporan/", {"bulan": "2023-05"})

    assert answer.status_code == 302
    ref = answer.headers["Location"].strip("/").split("/")[-1]
    assert Letter.objects.get(ref=ref).kind == "card_monthly_report"


def test_anybody_may_read_the_board_and_keep_it_a_while(stocked: Office, as_role: AsRole) -> None:
    cache.clear()
    client = Client()

    page, told = client.get("/papan-blangko/"), client.get("/papan-blangko.json")

    assert "Blangko hari ini" in text(page)
    assert page.headers["Cache-Control"] == told.headers["Cache-Control"]
    assert "public" in told.headers["Cache-Control"]
    assert "no-store" in as_role("adb").get("/papan-blangko/").headers["Cache-Control"]
    said = told.json()
    assert said["blanks"] == 150
    assert said["printed_yesterday"] == 0
    assert {"kind", "people", "fewer_than"} == set(said["queue"][0])


def test_the_board_tells_no_number_of_people_below_five(
    stocked: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    cache.clear()
    told = queries.queue_counts(queries.movements()[0].on)
    few = {**told.by_cause, "lost": 4, "damaged": 5, "first": 0}
    monkeypatch.setattr(queries, "queue_counts", lambda on: replace(told, by_cause=few))

    queue = {row["kind"]: row for row in Client().get("/papan-blangko.json").json()["queue"]}

    assert queue["lost"] == {"kind": "lost", "people": None, "fewer_than": 5}
    assert queue["damaged"]["people"] == 5
    assert queue["first"]["people"] == 0


def test_movements_are_found_by_kind_and_page(
    stocked: Office, as_role: AsRole, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    adb = as_role("adb")
    for number in range(1, 61):
        enter(
            adb,
            "/blangko/pindah/damaged/",
            {
                "asal": "office",
                "tujuan": "damaged",
                "seri": f"SPESIMEN-{number:04}",
            },
        )

    with django_assert_max_num_queries(25):
        first = text(adb.get("/blangko/mutasi/?mutasi=damaged"))
    assert "1–50 dari 60" in first
    assert "Tidak ada mutasi" in text(adb.get("/blangko/mutasi/?mutasi=stolen"))
    assert "1–50 dari 60" in text(adb.get("/blangko/invalid/"))
