"""Every page of the office in a real browser: both widths, keyboard, without script, accessible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.pages import small_office
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def unrecorded() -> Person:
    person_id = ledger.people_in(on=small_office.TODAY, cells=cells.LEFT_CELLS)[0][0]
    return Person.objects.get(id=person_id)


PAGES = (
    ("head", "/"),
    ("head", "/?per=2023-05-14"),
    ("head", "/wallboard"),
    ("head", "/kecamatan/75.05.03/"),
    ("head", "/desa/75.05.03.2001/"),
    ("head", "/laju/"),
    ("head", "/wajib-baru/"),
    ("head", "/angka-resmi/antara/"),
    ("head", "/laporan/gubernur/"),
    ("head", "/periksa-klaim/"),
    ("head", "/mode/"),
    ("head", "/usulan/"),
    ("head", "/usulan-keluar/"),
    ("head", "/tidak-ada/"),
    ("adb", "/belum-rekam/"),
    ("adb", "/cari/"),
    ("adb", "/angka-resmi/"),
    ("adb", "/angka-resmi/tambah/"),
    ("adb", "/angka-resmi/berkas/"),
    ("adb", "/tanda/"),
    ("adb", "/impor/"),
    ("adb", "/impor/baru/"),
    ("adb", "/orang/{ref}/"),
    ("adb", "/orang/{ref}/rekam/"),
    ("adb", "/orang/{ref}/usul-keluar/"),
    ("village_head", "/"),
    ("village_head", "/belum-rekam/"),
    ("province_viewer", "/angka-resmi/"),
)


def test_every_page_fits_is_accessible_and_has_one_heading(
    page: Any, live_server: Any, enter: Callable[..., None], axe: Callable[[Any], str]
) -> None:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    found: dict[str, object] = {}
    ref = unrecorded().ref.hex

    for role, address in PAGES:
        enter(page, role)
        page.goto(live_server.url + address.format(ref=ref))
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        headings = page.locator("h1").count()
        violations = axe(page)
        if wide > 0 or headings != 1 or violations:
            found[f"{role} {address}"] = (wide, headings, violations)

    assert found == {}
    assert [fault for fault in faults if "404" not in fault] == []


def test_every_page_fits_in_english_too(
    page: Any, live_server: Any, enter: Callable[..., None]
) -> None:
    too_wide: dict[str, int] = {}
    ref = unrecorded().ref.hex

    for role, address in PAGES:
        enter(page, role, language="en")
        page.goto(live_server.url + address.format(ref=ref))
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            too_wide[f"{role} {address}"] = wide

    assert too_wide == {}


LAPTOPS = (1024, 1280, 1366)


def test_every_page_fits_a_laptop(desk: Any, live_server: Any, enter: Callable[..., None]) -> None:
    too_wide: dict[str, int] = {}
    ref = unrecorded().ref.hex

    for role, address in PAGES:
        enter(desk, role)
        desk.goto(live_server.url + address.format(ref=ref))
        for width in LAPTOPS:
            desk.set_viewport_size({"width": width, "height": 768})
            wide = desk.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wide > 0:
                too_wide[f"{role} {address} {width}"] = wide

    assert too_wide == {}


def test_english_reaches_every_corner_of_the_frame(
    desk: Any, live_server: Any, enter: Callable[..., None]
) -> None:
    enter(desk, "head", language="en")

    desk.goto(live_server.url + "/")

    assert desk.locator("html").get_attribute("lang") == "en"
    assert "20 June 2023" in desk.locator(".office").inner_text()


def test_the_keyboard_alone_opens_the_menu_and_closes_it(
    desk: Any, live_server: Any, enter: Callable[..., None]
) -> None:
    enter(desk, "head")
    desk.goto(live_server.url + "/")

    desk.keyboard.press("Tab")
    assert "Langsung ke isi" in desk.evaluate("document.activeElement.textContent")
    desk.locator(".menu summary").focus()
    desk.keyboard.press("Enter")
    assert desk.locator(".menu-in").is_visible()
    desk.keyboard.press("Escape")

    assert not desk.locator(".menu-in").is_visible()
    assert desk.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_skip_link_leads_past_the_navigation(
    desk: Any, live_server: Any, enter: Callable[..., None]
) -> None:
    enter(desk, "head")
    desk.goto(live_server.url + "/")

    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")

    assert desk.evaluate("document.activeElement.id") == "isi"


def test_recording_works_on_a_phone_without_script(
    browser: Any, live_server: Any, enter: Callable[..., None]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone = context.new_page()
    enter(phone, "operator")
    phone.goto(live_server.url + "/")
    before = int(phone.locator(".hero-n").inner_text())

    phone.goto(f"{live_server.url}/orang/{unrecorded().ref.hex}/")
    phone.get_by_role("link", name="Rekam", exact=True).click()
    phone.get_by_label("Tempat perekaman").fill("Balai desa Ilangata")
    phone.get_by_label("Orangnya hadir").check()
    phone.get_by_role("button", name="Tandai sudah direkam").click()
    phone.goto(live_server.url + "/")

    assert int(phone.locator(".hero-n").inner_text()) == before - 1
    assert "Balai desa Ilangata" in phone.locator("main").inner_text()
    context.close()


def test_a_filter_changes_the_rows_and_the_address_without_a_new_page(
    desk: Any, live_server: Any, enter: Callable[..., None]
) -> None:
    enter(desk, "adb")
    desk.goto(live_server.url + "/belum-rekam/")
    desk.evaluate("window.sameDocument = true")

    desk.get_by_label("Jenis kelamin").select_option("P")
    with desk.expect_response(lambda answer: "jk=P" in answer.url):
        desk.get_by_role("button", name="Saring").click()
    desk.wait_for_url("**jk=P**")

    assert desk.evaluate("window.sameDocument") is True


def test_the_letter_is_copied_whole(
    desk: Any, live_server: Any, enter: Callable[..., None]
) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(desk, "head")
    desk.goto(live_server.url + "/laporan/gubernur/")

    desk.get_by_role("button", name="Salin teks").click()
    desk.get_by_text("Tersalin").wait_for()

    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied == desk.locator("#surat").inner_text()
