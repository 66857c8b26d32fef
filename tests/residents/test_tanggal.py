"""Dates as registers write them."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.residents.tanggal import (
    BULAN,
    EARLIEST,
    LATEST,
    TANGGAL_EXPLANATIONS,
    DateNote,
    ReadDate,
    TanggalProblem,
    duckdb_tanggal,
    parse_tanggal,
    read_tanggal,
    tanggal_panjang,
)

CUT_OFF = date(2023, 6, 14)
YEAR_END = date(1990, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "31-12-1990",
        "31/12/1990",
        "31.12.1990",
        "31 12 1990",
        "1990-12-31",
        "1990/12/31",
        "31 Desember 1990",
        "31 DES 90",
        "31-Des-1990",
        "31-Dec-90",
        "31Des1990",
        "Senin, 31 Desember 1990",
        "December 31, 1990",
        "1990-12-31 00:00:00",
        "1990-12-31T00:00:00.000",
        "31/12/1990 0:00",
        "12/31/1990 12:00:00 AM",
        "12/31/1990",
        "31-12-90",
        "'31-12-1990",
        " 31-12-1990\u00a0",
        "31121990",
        "19901231",
        "33238",
        "33238.0",
    ],
)
def test_the_forms_of_one_day(text: str) -> None:
    assert parse_tanggal(text, pivot=CUT_OFF) == YEAR_END


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("5 Agt 1985", date(1985, 8, 5)),
        ("5 Agustus 1985", date(1985, 8, 5)),
        ("05 Pebruari 1985", date(1985, 2, 5)),
        ("7 Nopember 1985", date(1985, 11, 7)),
        ("1 Mei '85", date(1985, 5, 1)),
        ("1-2-1985", date(1985, 2, 1)),
        ("29-02-2004", date(2004, 2, 29)),
        ("29-02-00", date(2000, 2, 29)),
    ],
)
def test_a_date_is_read_day_first_with_the_months_as_people_abbreviate_them(
    text: str, on: date
) -> None:
    assert parse_tanggal(text, pivot=CUT_OFF) == on


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", TanggalProblem.EMPTY),
        (None, TanggalProblem.EMPTY),
        ("-", TanggalProblem.EMPTY),
        ("TIDAK TAHU", TanggalProblem.EMPTY),
        ("Tdk Th", TanggalProblem.EMPTY),
        ("00-00-0000", TanggalProblem.EMPTY),
        ("0000-00-00 00:00:00", TanggalProblem.EMPTY),
        ("30 Februari 1990", TanggalProblem.IMPOSSIBLE),
        ("31-04-1990", TanggalProblem.IMPOSSIBLE),
        ("29-02-1990", TanggalProblem.IMPOSSIBLE),
        ("29-02-90", TanggalProblem.IMPOSSIBLE),
        ("00-07-1955", TanggalProblem.IMPOSSIBLE),
        ("13-13-1990", TanggalProblem.IMPOSSIBLE),
        ("1955", TanggalProblem.YEAR_ONLY),
        ("01-01-0001", TanggalProblem.OUT_OF_RANGE),
        ("01-01-9999", TanggalProblem.OUT_OF_RANGE),
        ("31021990", TanggalProblem.IMPOSSIBLE),
        ("311290", TanggalProblem.UNREADABLE),
        ("31 Bulan 1990", TanggalProblem.UNREADABLE),
        ("sekitar 1955", TanggalProblem.UNREADABLE),
        ("1-1-990", TanggalProblem.UNREADABLE),
        ("3,32E+04", TanggalProblem.UNREADABLE),
    ],
)
def test_what_is_no_date_is_refused_for_its_own_reason(
    text: str | None, problem: TanggalProblem
) -> None:
    assert parse_tanggal(text, pivot=CUT_OFF) is problem


@given(st.dates(date(1925, 1, 1), CUT_OFF), st.sampled_from(["-", "/", ".", " "]))
def test_a_two_digit_year_is_the_latest_that_is_not_in_the_future(on: date, mark: str) -> None:
    text = f"{on.day:02}{mark}{on.month:02}{mark}{on.year % 100:02}"

    found = parse_tanggal(text, pivot=CUT_OFF)

    assert isinstance(found, date)
    assert found <= CUT_OFF
    if on > CUT_OFF - timedelta(days=36_500):
        assert found == on


def test_the_pivot_moves_with_the_cut_off_of_the_file() -> None:
    assert parse_tanggal("15-06-23", pivot=CUT_OFF) == date(1923, 6, 15)
    assert parse_tanggal("15-06-23", pivot=date(2023, 6, 15)) == date(2023, 6, 15)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("17-08-1990", DateNote.NONE),
        ("17-08-90", DateNote.TWO_DIGIT_YEAR),
        ("08/17/1990", DateNote.MONTH_FIRST),
        ("33101", DateNote.EXCEL_SERIAL),
        ("31-12-1955", DateNote.DEFAULT_DAY),
        ("1 Juli 1955", DateNote.DEFAULT_DAY),
        ("01-01-55", DateNote.DEFAULT_DAY | DateNote.TWO_DIGIT_YEAR),
    ],
)
def test_what_had_to_be_decided_is_noted(text: str, notes: DateNote) -> None:
    read = read_tanggal(text, pivot=CUT_OFF)

    assert isinstance(read, ReadDate)
    assert read.notes == notes


FORMS = [
    "{d:02}-{m:02}-{y}",
    "{d}/{m}/{y}",
    "{d}.{m}.{y}",
    "{y}-{m:02}-{d:02}",
    "{y}-{m:02}-{d:02} 00:00:00",
    "{d} {name} {y}",
    "{d}-{abbr}-{y}",
    "{serial}",
]


@given(st.dates(EARLIEST, LATEST), st.sampled_from(FORMS))
def test_every_written_date_is_read_back(on: date, form: str) -> None:
    serial = (on - date(1899, 12, 30)).days
    if form == "{serial}" and not 10_000 <= serial <= 99_999:
        return
    name = BULAN[on.month - 1]

    text = form.format(d=on.day, m=on.month, y=on.year, name=name, abbr=name[:3], serial=serial)

    assert parse_tanggal(text, pivot=CUT_OFF) == on


@given(st.dates())
def test_a_date_in_words_is_read_back(on: date) -> None:
    found = parse_tanggal(tanggal_panjang(on), pivot=CUT_OFF)

    assert found == on or not (EARLIEST <= on <= LATEST)


@given(st.text(max_size=25))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse_tanggal(text, pivot=CUT_OFF)

    assert isinstance(found, TanggalProblem) or EARLIEST <= found <= LATEST


dateish = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    st.from_regex(r"[0-9]{2}[-/. ][0-9]{2}[-/. ][0-9]{2,4}", fullmatch=True),
    st.text("0123456789-/. +", min_size=8, max_size=12),
    st.from_regex(r"[ 0-3]?[0-9][-/.][ 0]?[1-9][-/.][-+ 012]?[0-9]{2,5} ?", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00:00)?", fullmatch=True),
    st.builds(
        lambda on, form: form.format(d=on.day, m=on.month, y=on.year),
        st.dates(),
        st.sampled_from(["{d:02}-{m:02}-{y:04}", "{d:02}/{m:02}/{y:04}", "{y:04}-{m:02}-{d:02}"]),
    ),
)


@given(st.lists(dateish, min_size=1, max_size=40))
def test_the_fast_path_of_a_column_only_says_what_the_reader_says(texts: list[str]) -> None:
    with duckdb.connect() as con:
        found = con.execute(
            f"SELECT t, {duckdb_tanggal('t')} FROM unnest(?::VARCHAR[]) u(t)", [texts]
        ).fetchall()

    for text, on in found:
        if on is not None:
            assert parse_tanggal(text, pivot=CUT_OFF) == on


def test_the_fast_path_takes_the_common_forms() -> None:
    texts = ["31-12-1990", "31/12/1990", "31.12.1990", "1990-12-31", "1990-12-31 00:00:00"]
    with duckdb.connect() as con:
        found = con.execute(
            f"SELECT {duckdb_tanggal('t')} FROM unnest(?::VARCHAR[]) u(t)", [texts]
        ).fetchall()

    assert found == [(YEAR_END,)] * len(texts)


def test_every_problem_has_its_sentences() -> None:
    assert set(TANGGAL_EXPLANATIONS) == set(TanggalProblem)
