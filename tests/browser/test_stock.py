"""The stock in a real browser: both widths, empty and full, accessible, two people who sign."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from tests.pages import small_office
from tests.pages.small_office import Office
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.cards import actions, queries
from tuntas.cards.actions import Outcome
from tuntas.cards.actions.moving import between
from tuntas.cards.models import InvalidCard, Printer
from tuntas.cards.stock import Item, Move

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")
ON, NOW = small_office.TODAY, small_office.at(small_office.TODAY)

EMPTY = ("/blangko/", "/blangko/kotak/", "/blangko/mutasi/", "/blangko/tutup/", "/blangko/invalid/")
FULL = (
    *EMPTY,
    "/blangko/terima/",
    "/blangko/pindah/issued/",
    "/blangko/pindah/lent/",
    "/blangko/pemusnahan/",
    "/papan-blangko/",
)


def fits(page: Any, name: str, axe: Callable[[Any], str]) -> None:
    """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""
    width = page.viewport_size["width"]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert page.locator("h1").count() == 1, name
    assert axe(page) == "", name


def name_of(address: str, state: str) -> str:
    return f"{address.strip('/').replace('/', '-')}-{state}"


def test_every_page_of_an_empty_stock(
    page: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str]
) -> None:
    enter(page, "adb")
    for address in EMPTY:
        page.goto(live_server.url + address)
        fits(page, name_of(address, "kosong"), axe)


@pytest.fixture
def keeper(office: Office) -> Principal:
    return accounts.load_principal(office.users["adb"], today=ON)


@pytest.fixture
def witness(office: Office) -> Principal:
    return accounts.load_principal(office.users["coordinator"], today=ON)


@pytest.fixture
def busy(office: Office, keeper: Principal, witness: Principal) -> Office:
    """Forty cartons, two printers, every kind of ending, something that waits."""
    for code, name in (("loket-1", "Printer loket 1"), ("mobil-1", "Printer mobil keliling")):
        Printer.objects.create(code=code, name=name, adapter="simulator")
    boxes = [
        (f"K-{n:02}", f"SPESIMEN-{n * 100 + 1:07} – SPESIMEN-{n * 100 + 100:07}") for n in range(40)
    ]
    supplies = {Item.RIBBON: 12, Item.FILM: 8, Item.CLEANING: 2}
    ref = actions.receive(
        actor=keeper, boxes=boxes, supplies=supplies, document="BAST 12/2023", on=ON, now=NOW
    )
    actions.sign(actor=witness, ref=ref, on=ON, now=NOW)
    for printer, number in (("loket-1", 40), ("mobil-1", 60)):
        text = "\n".join(map(str, queries.choose("office", number)))
        lines = between("office", f"printer:{printer}", text, {Item.RIBBON: 1})
        actions.enter(actor=keeper, move=Move.ISSUED, lines=lines, on=ON, now=NOW)
    for job, outcome in enumerate([*Outcome, Outcome.PRINTED]):
        serial = actions.take_blank(
            actor=keeper, printer_ref="loket-1", job_ref=f"{job:032x}", on=ON, now=NOW
        )
        actions.settle_blank(actor=keeper, serial=serial, outcome=outcome, on=ON, now=NOW)
    for cause in InvalidCard.Cause:
        actions.withdraw_card(actor=keeper, cause=cause, on=ON, now=NOW)
    actions.enter(
        actor=keeper,
        move=Move.LENT,
        lines=between("office", "lent:Kab. Tetangga", "SPESIMEN-0003001 – SPESIMEN-0003050", {}),
        document="Surat 470/7/2023",
        on=ON,
        now=NOW,
    )
    return office


def test_every_page_of_a_busy_stock(
    busy: Office, page: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str]
) -> None:
    enter(page, "adb")
    for address in FULL:
        page.goto(live_server.url + address)
        fits(page, name_of(address, "penuh"), axe)


def test_a_loan_is_signed_by_another_person_and_the_day_is_closed(
    busy: Office,
    keeper: Principal,
    page: Any,
    live_server: Any,
    enter: Callable[..., None],
    axe: Callable[[Any], str],
) -> None:
    enter(page, "coordinator")
    page.goto(f"{live_server.url}/blangko/")
    page.get_by_role("link", name="Dipinjamkan").first.click()
    fits(page, "mutasi-menunggu", axe)
    page.get_by_role("button", name="Tanda tangani").click()
    page.get_by_text("Tersimpan.").wait_for()
    fits(page, "mutasi-selesai", axe)

    counts = [
        (item, where, queries.serials_at(where), queries.balances()[item, where])
        for item, where in queries.must_be_counted()
    ]
    for item, where, serials, number in counts:
        found = "\n".join(map(str, serials)) if item is Item.BLANK else str(number)
        actions.count(actor=keeper, account=where, item=item, found=found, on=ON, now=NOW)
    page.goto(f"{live_server.url}/blangko/tutup/")
    for item, where, serials, number in counts:
        found = "\n".join(map(str, serials)) if item is Item.BLANK else str(number)
        if where == "printed":
            found = "0"
        page.locator(f"[name='{item}@{where}']").fill(found)
    page.get_by_role("button", name="Simpan hitungan").click()
    page.get_by_text("Hitungan Anda disimpan.").wait_for()
    fits(page, "tutup-siap", axe)
    page.get_by_role("button", name="Tutup hari").click()
    page.get_by_text("Dua hitungan tidak sama di").wait_for()

    text = "\n".join(map(str, queries.serials_at("printed")))
    page.locator("[name='blank@printed']").fill(text)
    page.get_by_role("button", name="Simpan hitungan").click()
    page.get_by_role("button", name="Tutup hari").click()
    page.get_by_text("Hitungan sama dengan buku.").first.wait_for()
    fits(page, "penutupan", axe)
