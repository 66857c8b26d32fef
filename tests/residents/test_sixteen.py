"""Numbers of sixteen digits that came through spreadsheets."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.residents.sixteen import (
    DECORATION,
    FILLERS,
    NO_NUMBER,
    SEPARATORS,
    DigitReason,
    clean_sixteen,
    duckdb_stages,
    staged,
)

NIK = "9905014101900001"
STAGES = duckdb_stages("t", "digits")
DOTTED = "990501.410190.0001"

CATALOGUE = [
    (NIK, NIK, DigitReason.OK),
    (DOTTED, NIK, DigitReason.OK),
    ("99.0501.41019.00001", NIK, DigitReason.OK),
    ("9905 0141 0190 0001", NIK, DigitReason.OK),
    ("'" + NIK, NIK, DigitReason.OK),
    (f'"{NIK}"', NIK, DigitReason.OK),
    (f'="{NIK}"', NIK, DigitReason.OK),
    ("\u00a0" + NIK + "\u202f", NIK, DigitReason.OK),
    ("\ufeff" + NIK, NIK, DigitReason.OK),
    ("9905-0141-0190-0001", NIK, DigitReason.OK),
    ("9.905.014.101.900.001", NIK, DigitReason.OK),
    ("9,90501E+15", "", DigitReason.SCIENTIFIC),
    ("9.90501410190000E+15", "", DigitReason.SCIENTIFIC),
    ("99e14", "", DigitReason.SCIENTIFIC),
    (NIK + ".0", "", DigitReason.DECIMAL),
    (NIK + ",00", "", DigitReason.DECIMAL),
    # Fifteen digits and ".0" would join into sixteen.
    (NIK[:15] + ".0", "", DigitReason.DECIMAL),
    ("", "", DigitReason.NONE),
    ("0", "", DigitReason.NONE),
    ("0000000000000000", "", DigitReason.NONE),
    ("-", "", DigitReason.NONE),
    ("Tidak Tahu", "", DigitReason.NONE),
    ("#N/A", "", DigitReason.NONE),
    (None, "", DigitReason.NONE),
    ("990501410190000O", "", DigitReason.NOT_DIGITS),
    ("٩٩٠٥٠١٤١٠١٩٠٠٠٠١", "", DigitReason.NOT_DIGITS),
    (NIK[:15], "", DigitReason.FIFTEEN_DIGITS),
    (NIK + "1", "", DigitReason.SEVENTEEN_DIGITS),
    ("35.2318.00000000000", "", DigitReason.SEVENTEEN_DIGITS),
    ("990501", "", DigitReason.WRONG_LENGTH),
    ("0905014101900001", "0905014101900001", DigitReason.TEMPORARY),
    ("1111111111111111", "", DigitReason.FILLER),
    ("9999.9999.9999.9999", "", DigitReason.FILLER),
]


@pytest.fixture(scope="module")
def column() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def in_duckdb(con: duckdb.DuckDBPyConnection, texts: list[str | None]) -> list[tuple[str, int]]:
    """The whole column at once, as an import reads it."""
    return con.execute(
        f"SELECT digits, digits_reason FROM ({staged('unnest(?::VARCHAR[]) u(t)', STAGES)})",
        [texts],
    ).fetchall()


@pytest.mark.parametrize(("raw", "digits", "reason"), CATALOGUE)
def test_every_form_of_the_catalogue_is_taken_or_refused_for_its_own_reason(
    raw: str | None, digits: str, reason: DigitReason
) -> None:
    assert clean_sixteen(raw) == (digits, reason)


def test_a_whole_column_in_duckdb_is_judged_like_its_single_values(
    column: duckdb.DuckDBPyConnection,
) -> None:
    found = in_duckdb(column, [raw for raw, _, _ in CATALOGUE])

    assert found == [(digits, int(reason)) for _, digits, reason in CATALOGUE]


cells = st.one_of(
    st.none(),
    # DuckDB's own text holds no NUL in a pattern and UTF-8 knows no lone surrogate.
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=24),
    st.text(st.sampled_from("0123456789" * 4 + DECORATION + SEPARATORS + "eE+"), max_size=30),
    # What a cast to a number would take, and is no NIK.
    st.text(st.sampled_from("0123456789" * 3 + "_+-.eE "), min_size=15, max_size=17),
    st.lists(st.sampled_from(["1", "0", ".", " ", "00", NIK, "e", "E+15", "'", *FILLERS])).map(
        "".join
    ),
    st.sampled_from(sorted(NO_NUMBER)).flatmap(
        lambda word: st.sampled_from([word, word.lower(), f" {word}.", word + "X"])
    ),
)


@given(st.lists(cells, min_size=1, max_size=60))
def test_python_and_duckdb_never_disagree(texts: list[str | None]) -> None:
    with duckdb.connect() as con:
        found = in_duckdb(con, texts)

    assert found == [(digits, int(reason)) for digits, reason in map(clean_sixteen, texts)]


decorated = st.lists(st.text(st.sampled_from(DECORATION), max_size=2), min_size=17, max_size=17)


@given(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True), decorated)
def test_decoration_anywhere_never_changes_a_digit(digits: str, marks: list[str]) -> None:
    raw = marks[0] + "".join(d + m for d, m in zip(digits, marks[1:], strict=True))

    cleaned, reason = clean_sixteen(raw)

    if digits in FILLERS:
        assert (cleaned, reason) == ("", DigitReason.FILLER)
    else:
        assert (cleaned, reason) == (digits, DigitReason.OK)


@given(st.text(max_size=30))
def test_whatever_is_accepted_is_sixteen_ascii_digits_that_stood_in_the_text(raw: str) -> None:
    digits, reason = clean_sixteen(raw)

    if reason is DigitReason.OK:
        assert len(digits) == 16
        assert digits.isascii()
        assert digits.isdigit()
        assert digits[0] != "0"
        assert "".join(c for c in raw if c in "0123456789") == digits
    elif reason is not DigitReason.TEMPORARY:
        assert digits == ""
