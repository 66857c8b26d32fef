"""The pages of a list, from the upload to the file that goes back to its sender."""

from __future__ import annotations

import csv
import io

import fastexcel
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.principals import SmallOffice, browser_of, make_user
from tests.residents.registers import nik
from tests.residents.test_lists import people
from tuntas.audit.models import View
from tuntas.ledger import clock
from tuntas.residents.actions.list_match import match_list
from tuntas.residents.models import PersonList

DPT = (
    "DAFTAR PEMILIH TETAP\n\n"
    "No;NKK;NIK;Nama;Tempat Lahir;Tanggal Lahir;Status;L/P;Alamat;TPS\n"
    f"1;9905********0001;{nik(1)[:6]}******{nik(1)[12:]};SITI AMINAH LAHAY;KWANDANG;17|08|1990;"
    "B;P;DUSUN 1;001\n"
    "2;;;SITTI AMINNA LAHAI;KWANDANG;17|08|1990;B;P;DUSUN 1;001\n"
    f"3;;{nik(77)};=ORANG ASING;KWANDANG;01|02|1980;B;L;DUSUN 1;002\n"
)


@pytest.fixture
def coordinator(office: SmallOffice) -> Client:
    people(office)
    return browser_of(make_user("coordinator", region=office.regency))


def upload(browser: Client, content: bytes, name: str = "dpt.csv") -> PersonList:
    answer = browser.post(
        reverse("residents:list_upload"),
        {
            "berkas": SimpleUploadedFile(name, content),
            "jenis": "voters",
            "pengirim": "KPU Kabupaten Contoh",
            "tanggal": "2024-02-14",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return PersonList.objects.latest("id")


def confirm(browser: Client, row: PersonList) -> None:
    """Take the detected columns as they stand, and let the worker come by."""
    page = browser.get(reverse("residents:list_columns", args=[row.ref.hex]))
    form = page.context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    answer = browser.post(reverse("residents:list_columns", args=[row.ref.hex]), said)
    assert answer.status_code == 302, answer.content.decode()
    match_list(ref=row.ref.hex, today=clock.today())
    row.refresh_from_db()


def test_a_list_goes_from_upload_to_its_sender(coordinator: Client) -> None:
    row = upload(coordinator, DPT.replace("|", "-").encode("cp1252"))
    confirm(coordinator, row)

    page = coordinator.get(reverse("residents:list", args=[row.ref.hex])).content.decode()
    asked = coordinator.get(reverse("residents:list_suggestions", args=[row.ref.hex]))
    candidate = asked.context["candidates"][0]
    decided = coordinator.post(
        reverse("residents:list_decide", args=[row.ref.hex]),
        {"baris": asked.context["entry"].line, "orang": candidate.ref, "ke": "0"},
    )
    back = coordinator.post(
        reverse("residents:list_return", args=[row.ref.hex]),
        {"keperluan": "balasan surat KPU nomor 12"},
    )

    assert "Putuskan satu per satu" in page
    assert candidate.name == "SITI AMINAH LAHAY"
    assert decided.status_code == 302
    lines = list(csv.reader(io.StringIO(back.content.decode("cp1252")), delimiter=";"))
    assert lines[0][0] == "DAFTAR PEMILIH TETAP"
    header = next(line for line in lines if "Nama" in line)
    assert header[:3] == ["No", "NKK", "NIK"]
    assert header[-2:] == ["HASIL", "PENJELASAN"]
    first, second, third = (line for line in lines if line[:1] in (["1"], ["2"], ["3"]))
    assert first[10] == "Cocok dengan register"
    assert second[10] == "Ganda di daftar"
    assert third[3] == "'=ORANG ASING"
    assert third[10] == "Ada di daftar, tidak di register"
    assert any("balasan surat KPU nomor 12" in cell for line in lines for cell in line)
    assert nik(1) not in back.content.decode("cp1252")
    assert View.objects.get(verb="residents.return_list").count == 3


def test_a_workbook_goes_back_as_a_workbook(coordinator: Client) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nama", "NIK", "Tanggal Lahir"])
    sheet.write_row(1, 0, ["SITI AMINAH LAHAY", nik(1), "17-08-1990"])
    book.close()

    row = upload(coordinator, made.getvalue(), "dpt.xlsx")
    confirm(coordinator, row)
    back = coordinator.post(
        reverse("residents:list_return", args=[row.ref.hex]),
        {"keperluan": "balasan surat KPU nomor 12", "perekaman": "on"},
    )

    cells = fastexcel.read_excel(back.content).load_sheet(0, header_row=None).to_arrow().to_pylist()
    assert list(cells[0].values())[:6] == [
        "Nama",
        "NIK",
        "Tanggal Lahir",
        "HASIL",
        "PENJELASAN",
        "PEREKAMAN",
    ]
    assert list(cells[1].values())[3::2] == ["Cocok dengan register", "Belum rekam"]


def test_a_list_does_not_go_back_without_a_purpose(coordinator: Client) -> None:
    row = upload(coordinator, DPT.encode())
    confirm(coordinator, row)

    refused = coordinator.post(
        reverse("residents:list_return", args=[row.ref.hex]), {"keperluan": "KPU"}
    )

    assert refused.status_code == 400
    assert "lebih jelas" in refused.content.decode()


def test_the_columns_of_a_list_are_remembered(coordinator: Client) -> None:
    first = upload(coordinator, DPT.encode())
    confirm(coordinator, first)

    second = upload(coordinator, DPT.replace("ASING", "LAIN").encode(), "dpt2.csv")
    page = coordinator.get(reverse("residents:list_columns", args=[second.ref.hex]))

    assert page.context["seen"].is_remembered
    assert "Judul seperti ini pernah dipastikan" in page.content.decode()


def test_pages_of_rows_show_no_whole_number(coordinator: Client) -> None:
    row = upload(coordinator, DPT.encode())
    confirm(coordinator, row)

    page = coordinator.get(reverse("residents:list_rows", args=[row.ref.hex]) + "?beda=not_here")

    assert "ORANG ASING" in page.content.decode()
    assert nik(77) not in page.content.decode()


def test_an_unreadable_list_says_why(coordinator: Client) -> None:
    row = upload(coordinator, b"\xd0\xcf\x11\xe0 old workbook", "dpt.xls")

    page = coordinator.get(reverse("residents:list_columns", args=[row.ref.hex]))

    assert "Simpan sebagai .xlsx" in page.content.decode()


def test_lists_that_nobody_brought_yet(coordinator: Client) -> None:
    assert "Belum ada daftar" in coordinator.get(reverse("residents:lists")).content.decode()
