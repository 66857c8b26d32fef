"""A village head's phone: 360 px wide, on 2G, in a village without signal for a day."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from tests.lives import listed
from tests.pages import small_office
from tests.pages.small_office import Office, at
from tuntas.accounts.principals import system
from tuntas.audit import queries as audit
from tuntas.ledger import clock
from tuntas.outreach.actions.links import Made, make_link, recall_link
from tuntas.outreach.actions.slots import open_slot
from tuntas.outreach.models import Contact

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = small_office.TODAY
SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")
PICTURES = os.environ.get("TUNTAS_PICTURES")
# What 2G gives: GPRS, half a second until anything happens.
SLOW = {
    "offline": False,
    "latency": 500,
    "downloadThroughput": 50_000 / 8,
    "uploadThroughput": 20_000 / 8,
}
FIRST_LOAD_BYTES = 30_000


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def small_phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="id-ID", timezone_id="Asia/Makassar"
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def made(office: Office) -> Made:
    """The link of the head of a desa with seven unrecorded people in its hamlet Timur."""
    for number, name in enumerate(NAMES):
        listed(
            office.village.id,
            on=small_office.OPENING,
            name=name,
            dusun="Timur",
            birth_on=f"{1961 + 6 * number}-05-05",
            nik=f"990599450561{number:04d}",
        )

    open_slot(
        actor=system("test"),
        kind="mission",
        village_id=office.village.id,
        place="Balai desa",
        on=TODAY + timedelta(days=2),
        starts=time(8),
        ends=time(15),
        places=40,
        now=at(TODAY),
    )
    return make_link(
        actor=system("test"),
        role="hamlet_head",
        holder="Kepala Dusun Contoh",
        region_id=office.village.id,
        hamlet="Timur",
        basis="Surat Kepala Dinas 400/12/2023 tanggal 12 Juni 2023",
        valid_from=TODAY - timedelta(days=1),
        valid_until=TODAY + timedelta(days=10),
        now=at(TODAY),
    )


NAMES = (
    "ABDUL CONTOH",
    "FATMAH CONTOH",
    "HASAN CONTOH",
    "RAHMA CONTOH",
    "SITI CONTOH",
    "YUSUF CONTOH",
    "ZULAIHA CONTOH",
)


def look(page: Any, axe: Callable[[Any], str], name: str) -> None:
    """The page fits a small phone and is accessible; kept as a picture where asked."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert axe(page) == "", name
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-360.png", full_page=True)


def picture(page: Any, name: str) -> None:
    """A picture for docs/village-head.md, made by the page itself, with few colours."""
    if PICTURES:
        path = f"{PICTURES}/{name}.png"
        page.screenshot(path=path)
        image = Image.open(path).convert("RGB")
        image.quantize(48).save(path, optimize=True)


def row(page: Any, name: str) -> Any:
    return page.locator(".names li", has_text=name)


def choose(page: Any, name: str, answer: str) -> None:
    row(page, name).get_by_role("link").click()
    page.get_by_label(answer, exact=True).check()


def ready(page: Any) -> None:
    """The phone holds the page and all that belongs to it: its worker said so."""
    page.wait_for_selector("body[data-ready]", state="attached")


def test_the_first_load_is_small_and_bearable_on_2g(
    small_phone: Page, live_server: Any, made: Made, axe: Callable[[Any], str]
) -> None:
    session = small_phone.context.new_cdp_session(small_phone)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))

    small_phone.goto(f"{live_server.url}/d/{made.token}/")

    assert 0 < sum(received) < FIRST_LOAD_BYTES, received
    assert len(received) <= 3
    assert small_phone.get_by_text("7 orang belum merekam KTP-el").is_visible()
    look(small_phone, axe, "tautan-daftar")
    picture(small_phone, "tautan-1-daftar")
    print(f"first load: {sum(received):.0f} bytes in {len(received)} answers")


def test_an_answer_on_2g_is_kept_and_the_log_says_by_whom(
    small_phone: Page, live_server: Any, made: Made, axe: Callable[[Any], str], tmp_path: Path
) -> None:
    small_phone.goto(f"{live_server.url}/d/{made.token}/")
    small_phone.context.new_cdp_session(small_phone).send("Network.emulateNetworkConditions", SLOW)
    choose(small_phone, "SITI CONTOH", "Akan datang")
    small_phone.get_by_label("Akan datang pada").fill("2023-06-22")
    look(small_phone, axe, "tautan-tanya")
    row(small_phone, "SITI CONTOH").evaluate("row => row.scrollIntoView()")
    picture(small_phone, "tautan-2-jawaban")
    small_phone.get_by_role("button", name="Simpan jawaban").click()
    row(small_phone, "SITI CONTOH").get_by_text("terkirim").wait_for()
    choose(small_phone, "HASAN CONTOH", "Meninggal")
    photo = tmp_path / "surat.jpg"
    Image.new("RGB", (3000, 2000), "white").save(photo)
    small_phone.get_by_label("Foto surat, bila ada").set_input_files(photo)
    small_phone.get_by_role("button", name="Simpan jawaban").click()
    row(small_phone, "HASAN CONTOH").get_by_text("terkirim").wait_for()
    look(small_phone, axe, "tautan-terkirim")

    came, died = Contact.objects.order_by("id")
    assert (came.outcome, came.will_come_on) == ("will_come", date(2023, 6, 22))
    assert (died.outcome, len(died.evidence_file)) == ("died", 64)
    assert {came.told_by, died.told_by} == {made.ref}
    seen = audit.views(audit.Filter(actor=made.ref), 10)
    assert {view.count for view in seen} == {7}


def test_a_day_without_signal_loses_nothing_and_sends_once(
    small_phone: Page, live_server: Any, made: Made, axe: Callable[[Any], str]
) -> None:
    page, context = small_phone, small_phone.context
    page.goto(f"{live_server.url}/d/{made.token}/")
    ready(page)
    context.set_offline(True)

    page.reload()
    row(page, "SITI CONTOH").wait_for()
    for name, answer in (("SITI CONTOH", "Meninggal"), ("YUSUF CONTOH", "Menolak")):
        choose(page, name, answer)
        page.get_by_role("button", name="Simpan jawaban").click()
        row(page, name).get_by_text("menunggu sinyal").wait_for()
    look(page, axe, "tautan-tanpa-sinyal")
    page.evaluate("scrollTo(0, 0)")
    picture(page, "tautan-3-tanpa-sinyal")
    page.reload()
    row(page, "YUSUF CONTOH").get_by_text("menunggu sinyal").wait_for()
    assert Contact.objects.count() == 0

    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online')); dispatchEvent(new Event('online'))")
    row(page, "YUSUF CONTOH").get_by_text("terkirim").wait_for()
    page.reload()

    assert sorted(Contact.objects.values_list("outcome", flat=True)) == ["died", "refused"]
    assert page.locator("#antrean").inner_text() == ""


def test_an_answer_whose_receipt_was_lost_is_kept_once(
    small_phone: Page, live_server: Any, made: Made
) -> None:
    page = small_phone
    page.goto(f"{live_server.url}/d/{made.token}/")
    lost = []

    def lose_the_first(route: Any) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
            return
        route.continue_()

    page.route("**/jawab/", lose_the_first)
    choose(page, "SITI CONTOH", "Menolak")
    page.get_by_role("button", name="Simpan jawaban").click()
    row(page, "SITI CONTOH").get_by_text("menunggu sinyal").wait_for()
    page.evaluate("dispatchEvent(new Event('online'))")
    row(page, "SITI CONTOH").get_by_text("terkirim").wait_for()

    assert lost[0].status == 200
    assert Contact.objects.count() == 1


def test_after_recall_nothing_stays_on_the_phone(
    small_phone: Page, live_server: Any, made: Made, axe: Callable[[Any], str]
) -> None:
    page, address = small_phone, f"{live_server.url}/d/{made.token}/"
    page.goto(address)
    ready(page)
    recall_link(actor=system("test"), ref=made.ref, on=TODAY, now=at(TODAY))

    page.goto(address)
    page.get_by_role("heading", name="Halaman ini tidak tersedia").wait_for()
    look(page, axe, "tautan-tertutup")

    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases()") == []
    page.context.set_offline(True)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_a_queue_of_a_recalled_link_is_forgotten_too(
    small_phone: Page, live_server: Any, made: Made
) -> None:
    page = small_phone
    page.goto(f"{live_server.url}/d/{made.token}/")
    ready(page)
    page.context.set_offline(True)
    choose(page, "SITI CONTOH", "Menolak")
    page.get_by_role("button", name="Simpan jawaban").click()
    row(page, "SITI CONTOH").get_by_text("menunggu sinyal").wait_for()
    recall_link(actor=system("test"), ref=made.ref, on=TODAY, now=at(TODAY))

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("heading", name="Halaman ini tidak tersedia").wait_for()

    assert Contact.objects.count() == 0
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases()") == []


def test_a_copy_past_its_hours_shows_nothing(
    small_phone: Page, live_server: Any, made: Made
) -> None:
    page = small_phone
    page.goto(f"{live_server.url}/d/{made.token}/")
    ready(page)
    page.evaluate(
        """async () => {
          const [name] = await caches.keys();
          const store = await caches.open(name);
          const kept = await store.match(location.href);
          const headers = new Headers(kept.headers);
          headers.set('X-Disimpan', String(Date.now() - 37 * 3600 * 1000));
          await store.put(location.href, new Response(await kept.text(), { headers }));
        }"""
    )

    page.context.set_offline(True)
    page.reload()

    assert "SITI" not in page.content()
    assert "Tidak ada sinyal" in page.content()


def test_everything_works_without_script(
    browser: Browser, live_server: Any, made: Made, axe: Callable[[Any], str]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{live_server.url}/d/{made.token}/")

    row(page, "RAHMA CONTOH").get_by_role("link").click()
    page.get_by_label("Pindah", exact=True).check()
    page.get_by_label("Pindah ke").fill("Desa Lain, Boalemo")
    page.get_by_role("button", name="Simpan jawaban").click()

    assert page.get_by_text("Jawaban Anda tersimpan: Pindah").is_visible()
    context.close()
    contact = Contact.objects.get()
    assert (contact.outcome, contact.note) == ("moved", "Desa Lain, Boalemo")


@pytest.mark.parametrize("how", ["stranger", "recalled", "expired"])
def test_a_closed_link_shows_nothing(
    small_phone: Page, live_server: Any, made: Made, how: str
) -> None:
    token = "y" * 43 if how == "stranger" else made.token
    if how == "recalled":
        recall_link(actor=system("test"), ref=made.ref, on=TODAY, now=at(TODAY))
    if how == "expired":
        clock.move_to(TODAY + timedelta(days=11))

    response = small_phone.goto(f"{live_server.url}/d/{token}/")

    assert response is not None
    assert response.status == 410
    assert "CONTOH" not in small_phone.content().upper().replace("KABUPATEN CONTOH", "")
