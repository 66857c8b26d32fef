"""The number of a family card."""

from __future__ import annotations

from datetime import date

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from tuntas.residents.kk import (
    DUCKDB_KK,
    KK_EXPLANATIONS,
    KK_WARNING_EXPLANATIONS,
    CleanKk,
    Kk,
    KkProblem,
    KkReason,
    KkWarning,
    clean_kk,
    kk_warnings,
    parse_kk,
)
from tuntas.residents.sixteen import staged

TODAY = date(2023, 6, 14)
KNOWN = {"990501"}


@given(st.dates(date(1925, 1, 1), TODAY), st.integers(1, 9999))
def test_a_kk_number_tells_its_registration_day(on: date, serial: int) -> None:
    kk = Kk(f"990501{on:%d%m%y}{serial:04}")

    assert kk_warnings(kk, KNOWN, as_of=TODAY) == ()
    registered = parse_kk(kk).registered_on(as_of=TODAY)
    assert registered is not None
    assert f"{registered:%d%m%y}" == f"{on:%d%m%y}"
    assert registered <= TODAY


def test_a_registration_tomorrow_was_a_hundred_years_ago() -> None:
    assert parse_kk(Kk("9905011506230001")).registered_on(as_of=TODAY) == date(1923, 6, 15)


def test_a_nik_in_the_kk_column_is_noticed() -> None:
    nik = "9905015203100007"

    assert KkWarning.LOOKS_LIKE_NIK in kk_warnings(Kk(nik), KNOWN, as_of=TODAY)
    assert KkWarning.LOOKS_LIKE_NIK in kk_warnings(
        Kk("9905011203100007"), KNOWN, as_of=TODAY, nik="9905011203100007"
    )


def test_an_unknown_region_and_a_serial_of_zero_are_warnings() -> None:
    found = kk_warnings(Kk("9806011203100000"), KNOWN, as_of=TODAY)

    assert found == (KkWarning.REGION_UNKNOWN, KkWarning.SERIAL_ZERO)


def test_a_refused_number_speaks_of_the_kk_and_not_of_the_nik() -> None:
    problem = clean_kk("9,90501E+15")

    assert isinstance(problem, KkProblem)
    assert problem.explanation.code == "kk_scientific"
    assert "NIK" not in problem.explanation.remedy_id
    assert set(KK_EXPLANATIONS) == set(KkReason) - {KkReason.OK}
    assert set(KK_WARNING_EXPLANATIONS) == set(KkWarning)


def test_python_and_duckdb_read_the_same_number() -> None:
    raw = "9905 0112-0310.0007"
    with duckdb.connect() as con:
        found = con.execute(
            f"SELECT kk, kk_reason FROM ({staged('(SELECT ? AS kk_raw)', DUCKDB_KK)})", [raw]
        ).fetchall()

    assert found == [("9905011203100007", int(KkReason.OK))]
    assert clean_kk(raw) == CleanKk(Kk("9905011203100007"), tidied=True)
