"""The wizard in a browser: file, columns, dry run, result; and deciding on exits."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client

from tests.principals import SmallOffice, browser_of, make_user
from tests.residents.registers import CUT_OFF, csv_text, nik, person, send
from tuntas.ledger import clock
from tuntas.residents import tasks
from tuntas.residents.models import ExitProposal, Person, RegisterImport

from .registers import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def adb(office: SmallOffice) -> Client:
    return browser_of(make_user("adb", region=office.regency))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's work, done when the bell rings."""
    monkeypatch.setattr(tasks, "ring", tasks.apply.call)


def upload(client: Client, content: str, **said: str) -> str:
    file = io.BytesIO(content.encode())
    file.name = "register.csv"
    answer = client.post(
        "/impor/baru/",
        {"berkas": file, "jenis": "register", "tanggal_potong": CUT_OFF.isoformat(), **said},
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def selected(page: str) -> dict[str, str]:
    """The form of the columns page as a browser would send it back."""
    names = re.findall(r'<select name="(kolom-[0-9]+)"[^>]*>(.*?)</select>', page, re.S)
    chosen = {name: re.search(r'value="([^"]*)" selected', body) for name, body in names}
    return {name: found[1] if found else "" for name, found in chosen.items()}


def test_from_file_to_people(office: SmallOffice, adb: Client, today: None, at_once: None) -> None:
    columns = upload(adb, csv_text([person(1), person(2), person(3, NAMA_LGKP="")]))
    page = adb.get(columns).content.decode()
    assert nik(1) not in page, "a full NIK stands on no page of the wizard"
    assert "9905********0001" in page

    checked = adb.post(columns, selected(page))
    foreseen = adb.get(checked["Location"]).content.decode()
    assert "Yang akan terjadi" in foreseen
    assert Person.objects.count() == 0

    adb.post(checked["Location"] + "terapkan/")
    result = adb.get(checked["Location"]).content.decode()
    assert "Ambil baris yang ditolak" in result
    assert Person.objects.count() == 2


def test_rejected_rows_can_be_corrected_and_sent_again(
    office: SmallOffice, adb: Client, today: None, at_once: None
) -> None:
    sent = send([person(1), person(2, NAMA_LGKP="")])

    purpose = {"keperluan": "diperbaiki operator SIAK"}
    file = adb.post(f"/impor/{sent.ref}/tolak/", purpose)
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert f'=""{nik(2)}""' in text, "spreadsheets must not round the NIK"
    assert "Nama kosong." in text

    header, row = text.strip().split("\r\n")
    at = header.split(";").index("NAMA_LGKP")
    cells = row.split(";")
    again = send("\n".join([header, ";".join([*cells[:at], "SITI", *cells[at + 1 :]])]))
    assert again.row.n_new == 1


def test_a_refused_file_says_why_and_what_to_do(
    office: SmallOffice, adb: Client, today: None, at_once: None
) -> None:
    columns = upload(adb, csv_text([person(n, NIK="9.90501E+15") for n in range(5)]))

    answer = adb.post(columns, selected(adb.get(columns).content.decode()), follow=True)

    assert "Ekspor ulang dengan kolom NIK berformat teks" in answer.content.decode()
    assert RegisterImport.objects.get().state == "refused"


def test_a_column_nobody_recognised_can_be_named(
    office: SmallOffice, adb: Client, today: None, at_once: None
) -> None:
    text = csv_text([person(1)]).replace("NAMA_LGKP", "SEBUTAN")
    columns = upload(adb, text)
    form = selected(adb.get(columns).content.decode())
    at = text.splitlines()[0].split(";").index("SEBUTAN")
    assert form[f"kolom-{at}"] == ""

    adb.post(columns, {**form, f"kolom-{at}": "nama"})

    again = upload(adb, csv_text([person(1), person(2)]).replace("NAMA_LGKP", "SEBUTAN"))
    remembered = selected(adb.get(again).content.decode())
    assert remembered[f"kolom-{at}"] == "nama", "remembered by the headers"


def test_an_import_can_be_given_up_before_it_begins(
    office: SmallOffice, adb: Client, today: None
) -> None:
    columns = upload(adb, csv_text([person(1)]))

    adb.post(columns.replace("kolom/", "batal/"))

    assert not RegisterImport.objects.exists()


def test_a_second_person_decides_on_exits(office: SmallOffice, today: None) -> None:
    send([person(1), person(2)])
    send([person(1)], cut_off=TODAY, complete_for="99.05")
    head = browser_of(make_user("head", region=office.regency))
    page = head.get("/usulan-keluar/").content.decode()
    assert nik(2) not in page
    ref = ExitProposal.objects.get().ref.hex

    decision = {"usulan": [ref], "cakupan": "dipilih", "putusan": "setuju", "dasar": "DKB"}
    head.post("/usulan-keluar/", decision)

    assert ExitProposal.objects.get().state == "approved"
    assert Person.objects.get(nik=nik(2)).status == "moved_out"
