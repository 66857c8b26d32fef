"""NIKs of which only some digits are shown."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.residents.matching.masked import (
    FEWEST_SHOWN,
    UNSEEN,
    agrees,
    duckdb_agrees,
    read_pattern,
    shown,
)

CON = duckdb.connect()
niks = st.from_regex(r"99[0-9]{14}", fullmatch=True)
masks = st.sets(st.integers(0, 15), max_size=12)


def masked(nik: str, hidden: set[int], sign: str = "*") -> str:
    return "".join(sign if at in hidden else digit for at, digit in enumerate(nik))


@given(niks, masks, st.sampled_from("*xX#•"))
def test_what_a_list_hides_agrees_with_whom_it_means(nik: str, hidden: set[int], sign: str) -> None:
    pattern = read_pattern(masked(nik, hidden, sign))

    assert pattern == masked(nik, hidden, UNSEEN)
    assert agrees(pattern, nik)


@given(niks, masks, st.integers(0, 15), st.integers(1, 9))
def test_a_contradicted_digit_never_agrees(nik: str, hidden: set[int], at: int, off: int) -> None:
    other = nik[:at] + str((int(nik[at]) + off) % 10) + nik[at + 1 :]

    assert agrees(masked(nik, hidden, UNSEEN), other) == (at in hidden)


@given(niks, st.integers(0, 15), st.integers(0, 9), masks)
def test_both_engines_say_the_same(nik: str, at: int, digit: int, hidden: set[int]) -> None:
    pattern, other = masked(nik, hidden, UNSEEN), f"{nik[:at]}{digit}{nik[at + 1 :]}"

    [(said,)] = CON.execute(
        f"SELECT {duckdb_agrees('$pattern', '$nik')}", {"pattern": pattern, "nik": other}
    ).fetchall()

    assert bool(said) == agrees(pattern, other)


@given(st.text(max_size=30))
def test_whatever_stands_in_a_cell_is_a_pattern_or_nothing(cell: str) -> None:
    pattern = read_pattern(cell)

    assert pattern == "" or (
        len(pattern) == 16 and set(pattern) <= set("0123456789?") and shown(pattern) >= FEWEST_SHOWN
    )


@pytest.mark.parametrize(
    ("cell", "pattern"),
    [
        ("990501******0001", "990501??????0001"),
        ("9905-01**-****-0001", "990501??????0001"),
        ("9905...", ""),
        ("9905********", "9905????????????"),
        ("************0001", "????????????0001"),
        ("****0001", "????????????0001"),
        ("XXXXXXXXXXXXXXXX", ""),
        ("99*", ""),
        ("0905010101900001", ""),
        ("9,90501E+15", ""),
        ("990501410190000", ""),
        ("tidak ada", ""),
    ],
)
def test_masks_as_offices_write_them(cell: str, pattern: str) -> None:
    assert read_pattern(cell) == pattern
