"""The parts of the claims check: numbers, dates, sentences, tables, wording and the command."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.claims_corpus import CASES, Case
from tuntas.cli.claims import claims as command
from tuntas.reports import claims
from tuntas.reports.claims import Finding, check_text
from tuntas.reports.claims.dates import EARLIER, Period, fill_years, read_period
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.quantities import (
    Count,
    Percent,
    read_count,
    read_percent,
    read_words,
)
from tuntas.reports.claims.sentences import find_repeats, split_sentences
from tuntas.reports.claims.tokens import read_tokens
from tuntas.reports.claims.wording import word

MODULES = [
    f"tuntas.reports.claims.{module.name}" for module in pkgutil.iter_modules(claims.__path__)
]
UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_documentation_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# -- numbers ------------------------------------------------------------------------------------


def spell(value: int) -> str:
    """Indonesian number words, written apart from the reader they test."""
    if value < 10:
        return UNITS[value]
    if value < 20:
        return ["sepuluh", "sebelas"][value - 10] if value < 12 else f"{UNITS[value - 10]} belas"
    for size, one, name in ((10**6, "satu juta", "juta"), (1000, "seribu", "ribu"),
                            (100, "seratus", "ratus"), (10, "", "puluh")):  # fmt: skip
        if value >= size:
            head = one if value // size == 1 and one else f"{spell(value // size)} {name}"
            return f"{head} {spell(value % size)}" if value % size else head
    raise AssertionError(value)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_number_words_are_read_back(value: int) -> None:
    assert read_words(spell(value)) == value


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from([".", ",", "\u00a0", ""]))
def test_counts_are_read_with_any_thousands_mark(value: int, mark: str) -> None:
    count = read_count(f"{value:,}".replace(",", mark))

    assert count == Count(value, value)


@given(st.decimals(min_value=0, max_value=200, places=2), st.sampled_from([".", ","]))
def test_percentages_are_read_with_comma_or_point(value: Decimal, mark: str) -> None:
    percent = read_percent(f"{value:.2f}".replace(".", mark))

    assert percent == Percent(value, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Rp 2,1 miliar",
        "Rp350.000",
        "UU Nomor 24 Tahun 2013 pasal 63",
        "pukul 08.30 WITA",
        "0812-3456-7890",
        "NIK 9905014107990001",
        "usia 17 tahun",
        "SMKN 1 Paron",
        "RT 01/RW 02",
        "formulir F-1.02",
        "TPS 12",
        "dalam 5 hari",
        "tahun 2023",
        "100-250 orang",
        "Permendagri 72/2022",
        "juara ke-2",
        "https://contoh.go.id/2023/06/554",
        "273 jutaan",
    ],
)
def test_numbers_that_count_nobody_are_no_figures(text: str) -> None:
    assert [t for t in read_tokens(text) if t.kind in (T.COUNT, T.PERCENT)] == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("90.060 jiwa", "90.060"),
        ("90,060 jiwa", "90,060"),
        ("98,18 persen", "98,18"),
        ("98.26%", "98.26"),
        ("99, 21 %", "99, 21"),
        ("2,6 juta jiwa", "2,6 juta"),
        ("2.023 jiwa", "2.023"),
        ("2023 jiwa", "2023"),
    ],
)
def test_a_figure_is_quoted_as_it_stands(text: str, printed: str) -> None:
    figures = [t for t in read_tokens(text) if t.kind in (T.COUNT, T.PERCENT)]

    assert [figure.printed for figure in figures] == [printed]


# -- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 September 2021", date(2021, 9, 30)),
        ("19/6/2023", date(2023, 6, 19)),
        ("20-06-23", date(2023, 6, 20)),
        ("2023-06-20", date(2023, 6, 20)),
        ("1 Pebruari 2022", date(2022, 2, 1)),
        ("3 Nop. 2020", date(2020, 11, 3)),
        ("tiga puluh satu Desember 2020", date(2020, 12, 31)),
    ],
)
def test_days_are_read_in_every_shape(text: str, day: date) -> None:
    assert getattr(read_period(text), "date", None) == day


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert read_period("31/2/2023") is None
    assert read_period("31 Juni 2023") is None


def test_a_day_without_year_takes_the_year_before_it_else_the_one_after() -> None:
    assert fill_years([Period(None, 6, 19), Period(2023, 6, 20)])[0].year == 2023
    assert fill_years([Period(2022, 1, 1), Period(None, 6, 19)])[1].year == 2022


def test_earlier_clashes_with_every_named_time() -> None:
    assert EARLIER.clashes(Period(2023))
    assert not EARLIER.clashes(EARLIER)


# -- sentences ----------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_sentences_lie_in_order_and_never_overlap(text: str) -> None:
    sentences = split_sentences(text)

    assert all(s.start < s.end for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))


def test_a_short_line_that_comes_again_is_no_repeated_body() -> None:
    text = "Laki-laki: 20\nPerempuan: 30\n\nLaki-laki: 20\nPerempuan: 30\n"

    kept, blocks = find_repeats(text, split_sentences(text))

    assert blocks == []
    assert len(kept) == 4


@pytest.mark.parametrize("case", [c for c in CASES if len(c.text) > 120], ids=lambda c: c.name)
def test_a_body_given_twice_says_nothing_new(case: Case) -> None:
    text = case.text

    once = check_text(text).findings
    twice = check_text(f"{text}\n\n{text}").findings

    def said(findings: tuple[Finding, ...]) -> set[object]:
        return {(f.kind, f.relation, f.counts, f.printed) for f in findings if f.relation}

    assert said(once) == said(twice)


# -- wording and command ------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_finding_has_a_sentence_in_both_languages(case: Case) -> None:
    for finding in check_text(case.text).findings:
        sentence = word(finding)
        assert (sentence.id[-1], sentence.en[-1]) == (".", ".")
        assert sentence.id != sentence.en


WRONG = "Dari 90.060 wajib KTP, 88.491 jiwa (98,18 persen) sudah merekam.\n"
RIGHT = "Dari 90.060 wajib KTP, 88.491 jiwa (98,26 persen) sudah merekam.\n"


def run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(command, ["check", *arguments], input=text)


def test_command_answers_one_json_object_and_exits_1_on_a_contradiction(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WRONG, "utf-8")
    (tmp_path / "b.txt").write_text(RIGHT, "utf-8")

    result = run(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--json")

    answer = json.loads(result.stdout)
    (wrong,), (right,) = (one["findings"] for one in answer["files"])
    assert result.exit_code == 1
    assert [one["file"] for one in answer["files"]] == [
        str(tmp_path / "a.txt"), str(tmp_path / "b.txt"),
    ]  # fmt: skip
    assert (wrong["kind"], wrong["relation"]) == ("contradicts", "share")
    assert (wrong["counts"], wrong["printed"], wrong["computed"]) == (
        [88491, 90060], "98,18", "98.26",
    )  # fmt: skip
    assert WRONG[slice(*wrong["span"])] == wrong["text"] == "98,18"
    assert right["kind"] == "agrees"


def test_command_exits_0_when_nothing_contradicts() -> None:
    result = run("-", text=RIGHT)

    assert result.exit_code == 0
    assert "cocok" in result.stdout


def test_command_names_line_and_column_in_a_sentence() -> None:
    result = run("-", text="Judul\n" + WRONG)

    assert "2:37" in result.stdout
    assert "88.491 dari 90.060 adalah 98,26 persen, bukan 98,18 persen" in result.stdout


def test_command_speaks_english_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNTAS_LANG", "en")

    assert "88,491 of 90,060 is 98.26 %" in run("-", text=WRONG).stdout


def test_command_reads_the_code_page_of_old_windows(tmp_path: Path) -> None:
    (tmp_path / "lama.txt").write_bytes(("“" + WRONG.strip() + "”").encode("cp1252"))

    assert run(str(tmp_path / "lama.txt")).exit_code == 1


@pytest.mark.parametrize("name", ["tidak-ada.txt", "."])
def test_a_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path, name: str) -> None:
    result = run(str(tmp_path / name))

    assert result.exit_code == 2
    assert "tidak dapat dibaca" in result.stderr


def test_a_spreadsheet_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04\0\0\0")

    result = run(str(tmp_path / "a.xlsx"))

    assert result.exit_code == 2
    assert ".txt" in result.stderr
