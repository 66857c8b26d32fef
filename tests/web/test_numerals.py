from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tuntas.web import numerals
from tuntas.web.templatetags import angka as filters


@given(st.integers(-(10**12), 10**12))
def test_every_count_can_be_read_back(number: int) -> None:
    spelled = numerals.whole(number)

    assert int(spelled.replace(".", "").replace(numerals.MINUS, "-")) == number
    assert all(len(group) == 3 for group in spelled.split(".")[1:])


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 4))
def test_a_decimal_is_rounded_half_up_and_never_otherwise(number: Decimal, places: int) -> None:
    spelled = numerals.decimal(number, places)

    read = Decimal(spelled.replace(".", "").replace(",", ".").replace(numerals.MINUS, "-"))
    assert read == number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def test_a_percentage_keeps_the_extra_decimal_its_rule_gave_it() -> None:
    assert filters.persen(Decimal("99.396")) == "99,396"
    assert filters.persen("98.26") == "98,26"


def test_the_reader_of_english_sees_english_marks() -> None:
    with translation.override("en"):
        assert filters.angka(90060) == "90,060"
        assert filters.tanggal(date(2023, 6, 20)) == "20 June 2023"


def test_what_is_not_known_is_a_dash_not_a_zero() -> None:
    assert filters.angka(None) == filters.persen(None) == filters.selisih(None) == "–"
    assert filters.tanggal(None) == filters.waktu_wita(None) == "–"


def test_an_evening_in_utc_is_the_next_day_in_gorontalo() -> None:
    late = datetime(2023, 6, 19, 17, 5, tzinfo=UTC)

    assert filters.waktu_wita(late) == "20 Juni 2023 01.05 WITA"


def test_each_zone_of_the_country_has_its_name() -> None:
    for hours, name in ((7, "WIB"), (8, "WITA"), (9, "WIT")):
        moment = datetime(2023, 6, 20, 8, 0, tzinfo=timezone(timedelta(hours=hours)))
        assert numerals.clock_time(moment) == f"08.00 {name}"


@given(st.text(max_size=20))
def test_a_masked_nik_never_shows_the_middle(nik: str) -> None:
    masked = numerals.masked_nik(nik)

    assert len(masked) == len(nik)
    assert set(masked[4:12]) <= {"*"}
