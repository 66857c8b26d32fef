"""The centre's desk in a real browser: two people, blind to each other, and what then happens."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.centre.conftest import KEEPER
from tests.centre.specimens import Remembering, Station, eyes, face, fingers
from tests.pages.small_office import TODAY, Office, at
from tuntas.accounts.principals import system
from tuntas.centre import actions, premises
from tuntas.centre.keyring import SECRET, Keyring
from tuntas.centre.models import Case, Job
from tuntas.centre.workshop import Workshop
from tuntas.enrolment.models import Reader
from tuntas.packets.custody import Custody
from tuntas.packets.keys import Device
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")


@pytest.fixture(scope="module")
def extractor() -> Remembering:
    return Remembering()


@pytest.fixture
def centre(
    office: Office, tmp_path: Path, extractor: Remembering, monkeypatch: pytest.MonkeyPatch
) -> Workshop:
    """A centre in which one person was recorded under two NIKs, and a strange packet is held."""
    monkeypatch.setenv(SECRET, KEEPER)
    keyring, device = Keyring(tmp_path / "keys"), Device.new()
    actions.init_keys(
        actor=system("test"),
        keyring=keyring,
        centre_secret=KEEPER,
        recovery_secret=KEEPER,
        device=device.public,
        device_name="Laptop 1",
        on=TODAY,
        now=at(TODAY),
    )
    (tmp_path / "packets").mkdir()
    recipients = list(Reader.objects.values_list("public", flat=True))
    custody = Custody(tmp_path / "packets")
    station = Station(custody, recipients, device)
    people = list(Person.objects.order_by("id")[:3])
    for number, person in enumerate(people[:2]):
        blocks = [*fingers(1, number), face(1, number), *eyes(1, number)]
        station.hand_over(person.ref.hex, blocks)
    Station(custody, recipients).hand_over(people[2].ref.hex, fingers(2))
    shop = Workshop(tmp_path / "centre", custody, keyring)
    shop.__dict__["extractor"] = extractor
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    run(shop)
    return shop


def until(page: Any, expression: str) -> None:
    """Wait as `wait_for_function` does, which the content policy forbids on a page that is late."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def run(shop: Workshop) -> None:
    actions.receive(custody=shop.custody, on=TODAY, now=at(TODAY))
    with shop.galleries() as galleries:
        while actions.work_one(shop=shop, galleries=galleries, on=TODAY, now=at(TODAY)):
            pass


def look(page: Any, axe: Callable[[Any], str], name: str) -> None:
    """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert axe(page) == "", name
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def test_two_people_decide_and_the_card_stops(
    page: Any,
    live_server: Any,
    enter: Callable[..., None],
    axe: Callable[[Any], str],
    centre: Workshop,
) -> None:
    for role, reason in (("adb", "Telunjuk kanan sama"), ("coordinator", "Ibu jari kiri sama")):
        enter(page, role)
        page.goto(f"{live_server.url}/pusat/")
        look(page, axe, f"pusat-{role}")
        page.get_by_role("link", name="Buka kasus").first.click()
        until(page, "[...document.images].length > 4")
        for picture in page.locator(".side-by-side img").all():
            picture.scroll_into_view_if_needed()
        until(page, "[...document.images].every(one => one.naturalWidth > 0)")
        look(page, axe, f"kasus-{role}")
        assert "Telunjuk kanan sama" not in page.locator("main").inner_text()
        page.get_by_label("Orang yang sama").check()
        page.get_by_label("Alasan").fill(reason)
        page.get_by_role("button", name="Simpan pendapat").click()
        page.wait_for_url("**/pusat/")

    run(centre)
    assert Case.objects.get().decision == "same"
    assert Job.objects.filter(outcome="duplicate").count() == 1
    page.goto(f"{live_server.url}/pusat/kasus/{Case.objects.get().ref}/")
    assert "Telunjuk kanan sama" in page.locator("main").inner_text()
    look(page, axe, "kasus-selesai")
    page.goto(f"{live_server.url}/pusat/simpanan/")
    look(page, axe, "simpanan")
    enter(page, "head", language="en")
    page.goto(f"{live_server.url}/pusat/")
    look(page, axe, "pusat-en")
