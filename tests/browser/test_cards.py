"""Cards in a real browser: printed, spoiled, handed over by scan; a shortage; a closed day."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.pages.small_office import TODAY, Office, at
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal, system
from tuntas.cards import actions, queries
from tuntas.cards.models import Card
from tuntas.cards.stock import COUNTED, Item, Kind, Move, account, blanks, kind_of
from tuntas.enrolment.actions import authorise_mode, observe_statuses
from tuntas.enrolment.models import CaptureSession
from tuntas.ledger import clock
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")
NOW = at(TODAY)
RECEIPT = "c0ffee" * 5 + "00"
Look = Callable[[Any, str], None]


@pytest.fixture
def look(axe: Callable[[Any], str]) -> Look:
    """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""

    def looked(page: Any, name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert axe(page) == "", name
        if SHOTS:
            width = page.viewport_size["width"]
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)

    return looked


@pytest.fixture
def adults(office: Office, settings: Settings, tmp_path: Path) -> list[Person]:
    """Four adults: three just proved unique, the last has held a card for years; a printer."""
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    authorise_mode(actor=system("test"), mode="local", from_on=TODAY, document="SK 1", now=NOW)
    people = list(
        Person.objects.filter(birth_on__lt=date(2005, 1, 1), status="here").order_by("id")[:4]
    )
    for person, status in zip(people, ["PRINT_READY_RECORD"] * 3 + ["CARD_ISSUED"], strict=True):
        observe_statuses(
            actor=system("test"),
            rows=[(person.ref.hex, status)],
            on=TODAY,
            source="cuplikan",
            known_on=TODAY,
            now=NOW,
        )
    CaptureSession.objects.create(
        ref="ab" * 16,
        person=people[0],
        officer="cd" * 16,
        state="sealed",
        place="Loket",
        began_on=TODAY,
        began_at=NOW,
        packet="ef" * 16,
        receipt=RECEIPT,
    )
    _stock(principal(office, "adb"), principal(office, "coordinator"))
    return people


def principal(office: Office, role: str) -> Principal:
    return accounts.load_principal(office.users[role], today=clock.today())


def _stock(keeper: Principal, witness: Principal) -> None:
    said: dict[str, Any] = {"on": TODAY, "now": NOW}
    received = actions.receive(
        actor=keeper,
        boxes=[("Kotak 1", "SPESIMEN-000001..SPESIMEN-000020")],
        document="BAST 12/2023",
        **said,
    )
    actions.sign(actor=witness, ref=received, **said)
    actions.add_printer(
        actor=keeper, code="hdp", name="Printer loket", adapter="simulator", now=NOW
    )
    office = account(Kind.OFFICE)
    for serials in queries.choose(office, 8):
        line = blanks(office, account(Kind.PRINTER, "hdp"), serials)
        ref = actions.enter(actor=keeper, move=Move.ISSUED, lines=[line], **said)
        if queries.movement(ref).state == "pending":
            actions.sign(actor=witness, ref=ref, **said)


def test_from_print_ready_to_the_hand_by_scan(
    page: Any, live_server: Any, enter: Callable[..., None], adults: list[Person], look: Look
) -> None:
    enter(page, "operator")
    page.goto(f"{live_server.url}/kartu/")
    names = page.locator("tbody th a").all_inner_texts()
    assert sorted(names) == sorted(person.name for person in adults[:3])
    look(page, "kartu-antrean")

    page.goto(f"{live_server.url}/kartu/cetak/")
    page.get_by_text("Peragakan gangguan").click()
    page.get_by_label("Gangguan berikutnya").select_option("failed_encode")
    page.get_by_role("button", name="Pakai").click()
    page.get_by_role("button", name="Cetak berikutnya di Printer loket").click()
    assert page.get_by_text("SPESIMEN-000001: gagal encode.").count() == 1
    page.goto(f"{live_server.url}/kartu/")
    assert page.get_by_text("1 kali gagal").count() == 1
    page.get_by_role("button", name="Cetak sepuluh berikutnya di Printer loket").click()
    assert page.get_by_text("3 kartu tercetak. Periksa hasilnya.").count() == 1
    look(page, "kartu-printer")
    spoiled = Card.objects.get(person=adults[2], state="check").serial
    page.get_by_role("button", name=f"Kartu {spoiled} rusak", exact=True).click()
    while page.get_by_role("button", name="baik").count():
        page.get_by_role("button", name="baik").first.click()
        page.wait_for_load_state()
    assert queries.cards_in(Card.State.READY).count() == 2

    # The scanner types the receipt's code and Enter; then one key and Enter.
    page.goto(f"{live_server.url}/kartu/serah/")
    look(page, "kartu-serah")
    page.keyboard.type(f"TUNTAS:{RECEIPT}\n")
    page.wait_for_url("**/kartu/serah/*/")
    assert page.get_by_role("heading", level=1).inner_text() == adults[0].name
    look(page, "kartu-serahkan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kartu/serah/")
    assert page.get_by_text("sudah diserahkan").count() == 1
    assert Card.objects.get(person=adults[0], state="handed").hand_over.proof == "photo"

    clock.move_to(TODAY + timedelta(8))
    page.goto(f"{live_server.url}/kartu/belum-diambil/?hari=7")
    assert page.get_by_role("link", name=adults[1].name).count() == 1
    look(page, "kartu-belum-diambil")
    page.goto(f"{live_server.url}/kartu/serah/?kode=TUNTAS:{RECEIPT}")
    assert page.get_by_text("Belum ada kartu yang siap").count() == 1


def test_a_shortage_changes_the_order_and_a_lost_card_waits(
    page: Any, live_server: Any, enter: Callable[..., None], adults: list[Person], look: Look
) -> None:
    lost = adults[3]
    enter(page, "operator")
    page.goto(f"{live_server.url}/orang/{lost.ref.hex}/permohonan-kartu/?sebab=lost")
    for document in ("Formulir F-1.02", "Surat kehilangan", "Fotokopi Kartu Keluarga"):
        page.get_by_label(document).check()
    look(page, "kartu-permohonan-baru")
    page.get_by_label("Catatan").fill("Surat polisi 12/VI/2023")
    page.get_by_role("button", name="Ajukan").click()
    page.wait_for_url("**/kartu/permohonan/")
    look(page, "kartu-permohonan")
    page.goto(f"{live_server.url}/kartu/")
    assert page.locator("tbody th a").count() == 4

    enter(page, "adb")
    page.goto(f"{live_server.url}/kartu/kekurangan/")
    page.get_by_label("Alasan").fill("sisa 20 blangko, kiriman 3 Juli")
    page.get_by_role("button", name="Usulkan").click()
    enter(page, "coordinator")
    page.goto(f"{live_server.url}/kartu/kekurangan/")
    look(page, "kartu-kekurangan")
    page.get_by_role("button", name="Nyatakan kurang").click()

    enter(page, "operator")
    page.goto(f"{live_server.url}/kartu/")
    assert lost.name not in page.locator("tbody").inner_text()
    page.goto(f"{live_server.url}/kartu/?bagian=ditunda")
    assert page.locator("tbody th a").all_inner_texts() == [lost.name]
    look(page, "kartu-ditunda")
    page.goto(f"{live_server.url}/orang/{lost.ref.hex}/surat-pengganti/")
    look(page, "kartu-suket-baru")
    page.get_by_label("Sebab atau keperluan").fill("perjalanan ke Manado")
    page.get_by_role("button", name="Ajukan untuk ditandatangani").click()
    assert page.get_by_text("suket tidak boleh terbit").count() >= 1
    page.get_by_label("Surat", exact=True).select_option("biodata")
    page.get_by_role("button", name="Ajukan untuk ditandatangani").click()
    page.wait_for_url("**/surat/*/")
    page.goto(f"{live_server.url}/kartu/suket/")
    look(page, "kartu-suket")


def test_a_day_of_printing_is_counted_by_two_closed_and_signed(
    desk: Any,
    live_server: Any,
    enter: Callable[..., None],
    adults: list[Person],
    office: Office,
) -> None:
    enter(desk, "operator")
    desk.goto(f"{live_server.url}/kartu/cetak/")
    desk.get_by_role("button", name="Cetak berikutnya di Printer loket").click()
    desk.get_by_role("button", name="baik").click()
    for role in ("adb", "coordinator"):
        for item, where in queries.balances():
            if kind_of(where) in COUNTED:
                found = "\n".join(map(str, queries.serials_at(where)))
                actions.count(
                    actor=principal(office, role),
                    account=where,
                    item=Item(item),
                    found=found,
                    on=TODAY,
                    now=NOW,
                )

    enter(desk, "coordinator")
    desk.goto(f"{live_server.url}/blangko/tutup/")
    desk.get_by_role("button", name="Tutup hari").click()
    assert desk.get_by_text("hitungan sama dengan buku").count() >= 1

    enter(desk, "head")
    desk.goto(f"{live_server.url}/surat/")
    desk.get_by_role("link", name="Buka").first.click()
    desk.get_by_role("button", name="Tanda tangani di kertas").click()
    assert "001" in desk.locator("main").inner_text()
