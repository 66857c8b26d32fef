"""Files as offices really hold them: encodings, delimiters, titles, worksheets."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.principals import SmallOffice
from tests.residents.registers import (
    HEADER,
    NOW,
    OFFICER,
    TODAY,
    csv_text,
    nik,
    person,
    receive,
    send,
)
from tuntas.residents import register_file
from tuntas.residents.actions.import_receive import preview
from tuntas.residents.errors import FileNotAccepted
from tuntas.residents.models import Person
from tuntas.residents.register_text import plain_text, records, rewritten

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_is_read(office: SmallOffice, encoding: str, ends: str) -> None:
    text = csv_text([person(1, NAMA_LGKP="ANDRÉ NIÑO"), person(2)]).replace("\n", ends)

    sent = send(text.encode(encoding))

    assert sent.row.n_new == 2
    assert Person.objects.filter(name="ANDRÉ NIÑO").exists()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_is_found(office: SmallOffice, delimiter: str) -> None:
    text = csv_text([person(1), person(2)]).replace(";", delimiter)

    assert send(text).row.n_new == 2


def test_titles_above_blank_lines_between_and_column_numbers_are_passed_over(
    office: SmallOffice,
) -> None:
    numbers = ";".join(f"({n})" for n in range(1, len(HEADER) + 1))
    header, *rows = csv_text([person(1), person(2, NAMA_LGKP="")]).splitlines()
    text = "\n".join(
        [
            "PEMERINTAH KABUPATEN CONTOH, DINAS DUKCAPIL",
            "",
            "DAFTAR PENDUDUK;;;",
            header,
            numbers,
            "",
        ]
    )
    text += "\n" + rows[0] + "\n;;;;\n\n" + rows[1] + "\n"

    sent = send(text)

    assert (sent.row.n_read, sent.row.n_new) == (2, 1)
    assert sent.codes == {10: "name_missing"}, "the line is the one the office sees"
    assert sent.seen is not None
    assert sent.seen.titles[0].startswith("PEMERINTAH KABUPATEN CONTOH")


def test_quotes_delimiters_and_line_ends_inside_a_cell(office: SmallOffice) -> None:
    text = csv_text([person(1, ALAMAT='"JL ""BARU""; NO 1\nRT 2"'), person(2)])

    sent = send(text)

    assert sent.row.n_new == 2
    assert Person.objects.get(nik=nik(1)).address == 'JL "BARU"; NO 1 RT 2'


def test_a_quote_that_nothing_closes_swallows_nobody(office: SmallOffice) -> None:
    text = csv_text([person(1), person(2, ALAMAT='"JL BARU'), *map(person, range(3, 60))])

    sent = send(text)

    assert sent.row.n_new == 59
    assert Person.objects.get(nik=nik(2)).address == "JL BARU"


def test_indonesian_words_dates_and_old_ways_of_writing(office: SmallOffice) -> None:
    send(
        "No.;N I K;Nama Lengkap;JK;Tgl. Lahir;Status Perkawinan;RT;Desa/Kel;Kec.;Status Rekam\n"
        f"1;{nik(1)};Ali  Akbar;Lk;17 Agt 1990;Belum Kawin;1;DS. SINI SATU;SINI;Sudah Rekam\n"
        f"2;{nik(2, born='020305', female=True)};D'jafar;P;2/3/05;Kawin;RT.002;Sini 1;Kec Sini;"
        "card_shippped\n".replace("Sini 1", "Sini Satu")
    )

    jafar, ali = Person.objects.order_by("-nik")
    assert (ali.name, str(ali.birth_on), ali.marital, ali.rt) == (
        "Ali Akbar",
        "1990-08-17",
        "never",
        "001",
    )
    assert (jafar.name, str(jafar.birth_on), jafar.marital, jafar.rt) == (
        "D'jafar",
        "2005-03-02",
        "married",
        "002",
    )


# --- worksheets -----------------------------------------------------------------------------


def workbook(rows: list[list[object]], *, sheets: tuple[str, ...] = ("Data",)) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    dated = book.add_format({"num_format": "dd/mm/yyyy"})
    for name in sheets:
        sheet = book.add_worksheet(name)
        if name != sheets[-1]:
            sheet.write_row(0, 0, ["Petunjuk", "isi lembar berikutnya"])
            continue
        for line, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, at, cell, dated)
                elif isinstance(cell, str):
                    sheet.write_string(line, at, cell)
                elif cell is not None:
                    sheet.write(line, at, cell)
    book.close()
    return out.getvalue()


HEAD: list[object] = ["NO", "NIK", "NO KK", "NAMA", "TGL LAHIR", "DESA", "KECAMATAN"]


def row_of(serial: int, **said: object) -> list[object]:
    cells: dict[str, object] = {
        "no": serial,
        "nik": nik(serial),
        "kk": "9905010101100001",
        "name": f"SITI {chr(64 + serial)}",
        "born": datetime(1990, 8, 17),  # noqa: DTZ001, cells have no zone
        "desa": "Sini Satu",
        "kec": "Sini",
        **said,
    }
    return list(cells.values())


def test_the_sheet_with_the_register_is_chosen(office: SmallOffice) -> None:
    rows = [["DAFTAR PENDUDUK"], [], HEAD, row_of(1), row_of(2)]

    sent = send(workbook(rows, sheets=("Petunjuk", "Data")), name="register.xlsx")

    assert sent.row.n_new == 2
    assert sent.row.form == "XLSX Data"
    assert set(map(str, Person.objects.values_list("birth_on", flat=True))) == {"1990-08-17"}


def test_a_nik_in_a_number_cell_refuses_the_file(office: SmallOffice) -> None:
    data = workbook([HEAD, row_of(1), row_of(2, nik=9905011708900002)])

    ref = receive(data, name="register.xlsx")

    with pytest.raises(FileNotAccepted) as refused:
        preview(actor=OFFICER, ref=ref, today=TODAY, now=NOW)
    assert refused.value.code == "file_nik_numbers"
    assert "teks" in refused.value.id


def test_a_zero_in_a_number_cell_is_a_missing_nik_not_a_spoilt_file(office: SmallOffice) -> None:
    sent = send(workbook([HEAD, row_of(1), row_of(2, nik=0)]), name="register.xlsx")

    assert sent.codes == {3: "nik_none"}


def test_kk_numbers_that_lost_a_digit_are_not_taken(office: SmallOffice) -> None:
    send(workbook([HEAD, row_of(1, kk=9905010101100001)]), name="register.xlsx")

    assert Person.objects.get().kk == ""


# --- the fast reader and the slow one -----------------------------------------------------


@given(
    st.lists(
        st.lists(st.text("aB1 \"';,\n\té", max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=12,
    )
)
def test_no_sign_of_any_file_is_lost(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in rows) + "\n"
    wanted = sorted(sign for sign in text if sign not in '"; \n\t')

    plain = plain_text(text.encode())

    found = plain.data.decode()
    assert sorted(sign for sign in found if sign not in '"; \n\t') == wanted or "," in text
    assert len(plain.lines) == len([line for line in found.split("\n") if line])


@given(
    st.lists(
        st.lists(st.text("aB1'é.", max_size=6), min_size=3, max_size=3).filter(any),
        min_size=1,
        max_size=12,
    )
)
def test_the_fast_reader_reads_what_the_slow_one_reads(rows: list[list[str]]) -> None:
    body = "\n".join(";".join(row) for row in rows)
    text = f"NIK;NAMA;DESA\n{body}\n"
    slow = [(line, cells) for line, cells in records(text, ";", 3)]

    fast = _opened(text)

    wanted = [(line, [*cells, "", "", ""][:3]) for line, cells in slow[1:]]
    assert fast == [pair for pair in wanted if any(cell.strip() for cell in pair[1])]
    again = rewritten(text.encode(), "utf-8", ";", 3)
    assert list(again.lines) == [line for line, _ in slow]


def _opened(text: str) -> list[tuple[int, list[str]]]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        path.write_text(text, encoding="utf-8")
        try:
            file = register_file.open_file(path, Path(folder))
        except register_file.FileRefused:
            return []
        found = [(line, list(cells[:3])) for line, cells in file.first_rows(1000)]
        file.close()
        return found
