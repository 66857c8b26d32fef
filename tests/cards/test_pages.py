"""Pages of printing and handing over: whose they are, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cards.counter import Counter
from tests.centre.conftest import cheap_locks, extractor, keyring, shop, station  # noqa: F401
from tests.centre.specimens import Station, fingers
from tests.principals import browser_of, make_user
from tuntas.audit.models import Act
from tuntas.biometrics.positions import Finger
from tuntas.cards.models import Card, HandOver
from tuntas.centre import actions as centre
from tuntas.centre import premises
from tuntas.centre.workshop import Workshop
from tuntas.enrolment import scanners
from tuntas.ledger import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(counter: Counter, settings: Settings) -> None:
    settings.DEMO = True
    clock.move_to(counter.on)


@pytest.fixture
def ready(counter: Counter) -> Card:
    counter.person()
    counter.printer()
    return counter.check(counter.print_next())


def browser(counter: Counter, where: str = "own", role: str = "operator") -> Client:
    return browser_of(make_user(role, region=counter.office[where]))


def test_whoever_works_elsewhere_opens_no_card(counter: Counter, ready: Card) -> None:
    mine, stranger = browser(counter), browser(counter, "other")

    assert mine.get(f"/kartu/serah/{ready.ref}/").status_code == 200
    for address in (f"/kartu/serah/{ready.ref}/", f"/kartu/muka/{ready.ref}.pdf"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/kartu/serah/{ready.ref}/", {"bukti": "foto"}).status_code == 404
    assert ready.person.name not in stranger.get("/kartu/belum-diambil/").content.decode()
    assert (
        "tidak dikenal"
        in stranger.get(f"/kartu/serah/?kode={ready.serial}", follow=True).content.decode()
    )


def test_a_printers_next_is_of_the_own_area(counter: Counter) -> None:
    counter.person()
    counter.printer()

    browser(counter, "other").post("/kartu/cetak/a/")

    assert not Card.objects.exists()


def test_one_person_is_found_in_the_queue_with_the_own_place(counter: Counter) -> None:
    people = [counter.person(name=name) for name in ("ANI SATU", "BUDI DUA", "ANI TIGA")]
    mine = browser(counter)

    one = mine.get(f"/kartu/?orang={people[2].ref.hex}").context
    named = mine.get("/kartu/?cari=ani").context

    assert [(row.person.id, row.number) for row in one["rows"]] == [(people[2].id, 3)]
    assert [row.number for row in named["rows"]] == [1, 3]


def test_the_face_is_a_pdf_that_names_the_specimen(counter: Counter, ready: Card) -> None:
    answer = browser(counter).get(f"/kartu/muka/{ready.ref}.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_scan_opens_the_card_by_serial_chip_and_the_cards_own_code(
    counter: Counter, ready: Card
) -> None:
    mine = browser(counter)

    for code in (ready.serial, ready.serial.lower(), ready.chip, f"TUNTAS-KARTU:{ready.serial}"):
        answer = mine.get("/kartu/serah/", {"kode": code})
        assert answer.headers["Location"] == f"/kartu/serah/{ready.ref}/"


def test_the_list_of_uncollected_leaves_with_a_purpose_only(counter: Counter, ready: Card) -> None:
    clerk = browser(counter, "regency", "adb")
    address = "/kartu/belum-diambil/berkas/"

    assert clerk.post(address, {"keperluan": "", "bentuk": "csv"}).status_code == 400
    answer = clerk.post(address, {"keperluan": "mengabari kepala desa", "bentuk": "csv"})

    text = answer.content.decode("utf-8-sig")
    assert ready.person.name in text
    assert "mengabari kepala desa" in text
    assert (ready.person.nik or "") not in text


def test_the_text_for_whatsapp_names_nobody(counter: Counter, ready: Card) -> None:
    page = browser(counter).get(f"/kartu/serah/{ready.ref}/").content.decode()
    link = page.partition("https://wa.me/?text=")[2].partition('"')[0]

    assert "KTP-el%20Anda%20sudah%20jadi" in link
    assert ready.person.name.split()[0] not in link


# --- one finger -------------------------------------------------------------------------------


@pytest.fixture
def recorded(
    counter: Counter,
    station: Station,  # noqa: F811
    shop: Workshop,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Card:
    """A card of somebody whose fingers the centre keeps; the centre is this page's."""
    person = counter.person("")
    counter.printer()
    station.hand_over(person.ref.hex, fingers(1))
    centre.receive(custody=shop.custody, on=counter.on, now=counter.now)
    with shop.galleries() as galleries:
        while centre.work_one(shop=shop, galleries=galleries, on=counter.on, now=counter.now):
            pass
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    return counter.check(counter.print_next())


@pytest.fixture
def shows(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """``shows(2)``: before the scanner sits human being number 2."""

    def sits(identity: int) -> None:
        def capture(device: Any, what: str, *_: Any, **__: Any) -> tuple[list[Any], str]:
            finger = Finger(int(what.split(".")[1]))
            record = fingers(identity, 1, [finger])[0].data
            return [scanners.Shot(what, record, "uji")], ""

        monkeypatch.setattr(scanners, "choose", lambda what, place: object())
        monkeypatch.setattr(scanners, "capture", capture)

    return sits


def test_one_finger_hands_the_card_to_its_owner_and_to_nobody_else(
    counter: Counter, recorded: Card, shows: Callable[[int], None]
) -> None:
    mine = browser(counter)
    said = {"bukti": "jari", "jari": "2"}
    assert 'value="jari" checked' in mine.get(f"/kartu/serah/{recorded.ref}/").content.decode()

    shows(2)
    refused = mine.post(f"/kartu/serah/{recorded.ref}/", said, follow=True)
    assert "tidak cocok" in refused.content.decode()
    assert not HandOver.objects.exists()
    assert Act.objects.filter(verb="centre.verify_finger").count() == 1

    shows(1)
    mine.post(f"/kartu/serah/{recorded.ref}/", said)
    assert HandOver.objects.get().proof == "finger"
    assert counter.card_of(recorded.person) == 2
