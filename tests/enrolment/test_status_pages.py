"""The pages of a recording's later life, as an ADB uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.lives import NOW, listed, opened
from tests.principals import OfficerWith, SmallOffice, browser_of
from tuntas.accounts.principals import system
from tuntas.audit.models import View
from tuntas.enrolment import actions, chasing
from tuntas.enrolment.models import EnrolmentFact
from tuntas.ledger import clock
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 20)


@pytest.fixture(autouse=True)
def today(settings: Settings, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def person(small_office: SmallOffice) -> Callable[..., Person]:
    opened()
    return lambda **told: listed(told.pop("village", small_office.village).id, **told)


@pytest.fixture
def adb(officer_with: OfficerWith, small_office: SmallOffice) -> Client:
    return browser_of(officer_with("adb", region=small_office.own))


def see(who: Person, status: str, on: date) -> None:
    actions.observe_statuses(
        actor=system("test"), rows=[(who.ref.hex, status)], on=on, source="x", known_on=on, now=NOW
    )


def test_the_stuck_of_the_own_area_are_named_and_the_look_is_noted(
    person: Callable[..., Person], adb: Client, small_office: SmallOffice
) -> None:
    mine, others = person(name="SITI"), person(name="FATMAH", village=small_office.elsewhere)
    for who in (mine, others):
        see(who, "DUP", DAY - timedelta(days=40))

    page = adb.get("/status/").content.decode()

    assert "SITI" in page
    assert "FATMAH" not in page
    assert "Pilih satu identitas" in page
    assert "≥ 40" in page
    noted = View.objects.get(verb="enrolment.look_at_stuck")
    assert mine.ref.hex in noted.subjects
    assert others.ref.hex not in noted.subjects


def test_one_person_s_statuses_stand_in_order_with_what_is_odd(
    person: Callable[..., Person], adb: Client
) -> None:
    who = person()
    for days, status in ((30, "PRR"), (20, "BC"), (5, "Packet retry")):
        see(who, status, DAY - timedelta(days=days))

    page = adb.get(f"/orang/{who.ref.hex}/status/").content.decode()

    assert page.index("PACKET_RETRY") < page.index(">BC<") < page.index(">PRR<")
    assert "mundur" in page
    assert "belum dikenal" in page


def csv_of(*rows: tuple[str, str], headers: str = "NIK;NAMA;STATUS_EKTP") -> bytes:
    lines = [f"{nik};X;{status}" for nik, status in rows]
    return "\n".join([headers, *lines]).encode()


def xlsx_of(*rows: tuple[str, str]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for line, row in enumerate(
        [("NO", "NIK", "STATUS KTP"), *((n, *r) for n, r in enumerate(rows))]
    ):
        sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def upload(browser: Client, content: bytes, name: str = "cuplikan.csv") -> str:
    file = SimpleUploadedFile(name, content)
    answer = browser.post("/status/cuplikan/", {"berkas": file, "tanggal": DAY.isoformat()})
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def apply(browser: Client, page: str, **more: str) -> str:
    hidden = dict(re.findall(r'name="(segel|sidik|tanggal)" value="([^"]*)"', page))
    chosen = dict(
        re.findall(r'<select name="(\w+)"[^>]*>.*?<option value="(\d+)" selected', page, re.S)
    )
    answer = browser.post("/status/cuplikan/", {**hidden, **chosen, **more}, follow=True)
    return str(answer.content.decode())


@pytest.mark.parametrize("make", [csv_of, xlsx_of])
def test_a_snapshot_is_read_confirmed_and_taken_in(
    make: Callable[..., bytes],
    person: Callable[..., Person],
    adb: Client,
    small_office: SmallOffice,
) -> None:
    who, known, far = person(), person(), person(village=small_office.elsewhere)
    see(known, "BC", DAY - timedelta(days=3))
    rows = [
        (who.nik, "s.f.e"), (known.nik, "BC"), (far.nik, "PRR"),
        ("9905010101010999", "PRR"), ("tidak ada", "PRR"),
    ]  # fmt: skip

    page = upload(adb, make(*rows), "x.xlsx" if make is xlsx_of else "x.csv")
    assert EnrolmentFact.objects.filter(person=who).count() == 0
    done = apply(adb, page, terapkan="1")

    assert "1 status baru, 1 tetap, 1 di luar wilayah Anda, 1 NIK tidak ada" in done
    [spell] = chasing.course_of(who.id, DAY)
    assert (spell.status, spell.verbatim) == ("SENT_FOR_ENROLLMENT", "s.f.e")
    assert EnrolmentFact.objects.filter(person=far).count() == 0
    assert "sudah tidak ada" in apply(adb, page, terapkan="1")


def test_columns_that_nobody_recognised_are_chosen_by_hand(
    person: Callable[..., Person], adb: Client
) -> None:
    who = person()
    page = upload(adb, csv_of((who.nik or "", "EFAC"), headers="NIK;STATUS X;KODE"))
    assert "0" in page

    again = apply(adb, page, nik="0", status="2")
    done = apply(adb, again, terapkan="1")

    assert "1 status baru" in done
    assert chasing.course_of(who.id, DAY)[0].status == "ENROLL_FAILURE_AT_CENTRAL"


def test_a_file_that_is_none_and_a_day_to_come_are_refused_in_words(
    person: Callable[..., Person], adb: Client
) -> None:
    who = person()
    file = SimpleUploadedFile("x.csv", b"\x00\x01")
    said = adb.post("/status/cuplikan/", {"berkas": file, "tanggal": DAY.isoformat()})
    assert said.status_code == 400

    later = SimpleUploadedFile("x.csv", csv_of((who.nik or "", "BC")))
    page = adb.post(
        "/status/cuplikan/", {"berkas": later, "tanggal": "2023-07-01"}
    ).content.decode()
    assert "belum tiba" in apply(adb, page, terapkan="1")


def test_a_forged_seal_reads_no_file(adb: Client) -> None:
    answer = adb.post(
        "/status/cuplikan/", {"sidik": "0" * 64, "segel": "0" * 64, "tanggal": "2023-06-20"},
        follow=True,
    )  # fmt: skip

    assert "sudah tidak ada" in answer.content.decode()


def test_minutes_and_an_empty_board_say_so(person: Callable[..., Person], adb: Client) -> None:
    person()

    assert "Belum ada yang diukur" in adb.get("/status/waktu/").content.decode()
    assert "Tidak ada yang tertahan" in adb.get("/status/").content.decode()
