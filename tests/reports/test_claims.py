"""The claims check on whole texts: written ones, the two press articles, and random ones."""

from __future__ import annotations

import os
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.claims_corpus import CASES, Case
from tuntas.reports.claims import Finding, check_text
from tuntas.reports.claims.quantities import to_decimal

ARTICLES = (
    Path(os.environ.get("TUNTAS_DATA") or Path(__file__).parents[3] / "shared" / "data")
    / "articles"
)
needs_articles = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="needs the press articles of TUNTAS_DATA"
)


def summary(finding: Finding) -> tuple[str, str | None, tuple[int, ...], str | None]:
    return finding.kind, finding.relation, finding.counts, finding.computed


def accusations(text: str) -> list[Finding]:
    return [f for f in check_text(text).findings if f.kind == "contradicts"]


def indonesian(value: int | Decimal) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return f"{value:f}".replace(".", ",")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_written_text_says_what_must_be_said_and_accuses_nobody_else(case: Case) -> None:
    found = {summary(finding) for finding in check_text(case.text).findings}

    missing = [expected for expected in case.must if expected not in found]
    accused = {f for f in found if f[0] == "contradicts"}

    assert missing == []
    assert accused <= set(case.must)


def test_the_corpus_is_large_and_half_of_it_is_innocent() -> None:
    guilty = [case for case in CASES if any(f[0] == "contradicts" for f in case.must)]

    assert len(CASES) >= 90
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(guilty) < len(CASES) / 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_findings_point_at_the_printed_figure(case: Case) -> None:
    for finding in check_text(case.text).findings:
        if finding.printed is not None:
            assert case.text[finding.start : finding.end] == finding.printed


@needs_articles
def test_article_of_2021_counts_agree_and_both_percentages_do_not() -> None:
    findings = check_text((ARTICLES / "antara-2021-10.txt").read_text("utf-8")).findings

    wrong = {(f.counts, f.printed, f.computed) for f in findings if f.kind == "contradicts"}
    assert wrong == {
        ((88491, 90060), "98,18", "98.26"),
        ((1569, 90060), "1,82", "1.74"),
    }
    assert ("agrees", "difference", (90060, 88491, 1569), "1569") in map(summary, findings)
    assert [f.kind for f in findings].count("repeated") == 1


@needs_articles
def test_article_of_2023_implies_denominators_that_are_compatible_and_a_pace() -> None:
    findings = check_text((ARTICLES / "antara-2023-06.txt").read_text("utf-8")).findings

    ranges = {(f.kind, f.counts, f.low, f.high) for f in findings if f.relation == "denominator"}
    assert ranges == {
        ("implies", (650,), 92199, 93525),
        ("implies", (554,), 91571, 93109),
        ("agrees", (650, 554), 92199, 93109),
    }
    paces = {(f.counts, f.computed) for f in findings if f.relation == "pace"}
    assert paces == {((862, 650), "42.4"), ((650, 554), "96")}
    assert not check_text((ARTICLES / "antara-2023-06.txt").read_text("utf-8")).contradicts


@needs_articles
@pytest.mark.parametrize("name", ["antara-2021-10.txt", "antara-2023-06.txt"])
def test_a_body_printed_a_third_time_adds_only_a_repeated_block(name: str) -> None:
    text = (ARTICLES / name).read_text("utf-8")

    once, again = check_text(text).findings, check_text(text + "\n" + text).findings

    assert {summary(f) for f in once} == {summary(f) for f in again}
    assert len(again) > len(once)


SHARES = (
    "Dari {whole} wajib KTP, yang sudah merekam {part} jiwa atau {percent} persen.",
    "Sebanyak {part} dari {whole} wajib KTP-el ({percent}%) sudah direkam.",
    "Perekaman KTP-el mencapai {percent} persen atau {part} jiwa dari {whole} wajib e-KTP.",
    "Wajib KTP {whole} jiwa. Yang telah melakukan perekaman {part} jiwa ({percent} persen).",
    "Perekaman sudah {percent} persen dari total {whole} wajib KTP atau {part} jiwa.",
    "Wajib KTP: {whole}\nSudah rekam: {part} ({percent}%)\n",
)
counts = st.integers(min_value=20_000, max_value=3_000_000)


@given(
    template=st.sampled_from(SHARES),
    whole=counts,
    left=st.integers(min_value=1, max_value=9_000),
    decimals=st.integers(min_value=1, max_value=3),
    off=st.sampled_from([0, 0, 2, -3, 7, 40]),
)
def test_a_printed_share_is_accused_exactly_when_it_is_neither_rounded_nor_cut(
    template: str, whole: int, left: int, decimals: int, off: int
) -> None:
    part = whole - left
    true = to_decimal(Fraction(100 * part, whole), decimals)
    printed = true + off * Decimal(1).scaleb(-decimals)
    text = template.format(
        whole=indonesian(whole), part=indonesian(part), percent=indonesian(printed)
    )

    findings = [f for f in check_text(text).findings if f.relation == "share"]

    assert [f.kind for f in findings] == ["agrees" if off == 0 else "contradicts"]
    assert findings[0].counts == (part, whole)
    assert findings[0].printed == indonesian(printed)


THREE_COUNTS = (
    "Dari {whole} wajib KTP, {part} jiwa sudah merekam, sedangkan yang belum merekam {rest} jiwa.",
    "Jumlah wajib KTP {whole} jiwa. Sudah merekam {part} jiwa. Sisanya {rest} jiwa belum merekam.",
    "Wajib KTP : {whole}\nTerekam : {part}\nBelum rekam : {rest}\n",
    "Kecamatan  Wajib KTP  Sudah Rekam  Belum Rekam\nAnggrek  {whole}  {part}  {rest}\n",
)


@given(
    template=st.sampled_from(THREE_COUNTS),
    whole=counts,
    rest=st.integers(min_value=11, max_value=9_000),
    off=st.sampled_from([0, 0, 1, 9, -1]),
)
def test_the_rest_is_accused_exactly_when_it_is_not_the_rest(
    template: str, whole: int, rest: int, off: int
) -> None:
    text = template.format(
        whole=indonesian(whole), part=indonesian(whole - rest), rest=indonesian(rest + off)
    )

    findings = [f for f in check_text(text).findings if f.relation == "difference"]

    assert [f.kind for f in findings] == ["agrees" if off == 0 else "contradicts"]
    assert findings[0].computed == str(rest)


@given(
    men=counts, women=counts, off=st.sampled_from([0, 0, 90, -1_000]),
    template=st.sampled_from(
        [
            "Wajib KTP {total} jiwa, terdiri dari {men} laki-laki dan {women} perempuan.",
            "DPT {total} pemilih, dengan rincian laki-laki {men} dan perempuan {women} orang.",
        ]
    ),
)  # fmt: skip
def test_men_and_women_make_the_total_or_are_accused(
    men: int, women: int, off: int, template: str
) -> None:
    text = template.format(
        total=indonesian(men + women + off), men=indonesian(men), women=indonesian(women)
    )

    findings = [f for f in check_text(text).findings if f.relation == "sum"]

    assert [f.kind for f in findings] == ["agrees" if off == 0 else "contradicts"]


@given(left=st.integers(min_value=1_500, max_value=9_000), share=st.integers(9000, 9990))
def test_every_whole_in_an_implied_range_gives_the_print_and_no_other_does(
    left: int, share: int
) -> None:
    printed = Decimal(share).scaleb(-2)
    text = f"Perekaman sudah {indonesian(printed)} persen atau tersisa {indonesian(left)} jiwa."

    (finding,) = [f for f in check_text(text).findings if f.relation == "denominator"]

    def prints(whole: int) -> bool:
        return to_decimal(Fraction(100 * (whole - left), whole), 2) == printed

    low, high = finding.low or 0, finding.high or 0
    assert [prints(low - 1), prints(low)] == [False, True]
    assert [prints(high), prints(high + 1)] == [True, False]


@given(st.text(max_size=400))
def test_any_text_at_all_is_read_without_complaint(text: str) -> None:
    for finding in check_text(text).findings:
        assert 0 <= finding.start <= finding.end <= len(text)


PIECES = st.sampled_from(
    [
        "dari",
        "wajib KTP",
        "sudah merekam",
        "belum merekam",
        "sisanya",
        "atau",
        "persen",
        "%",
        "(",
        ")",
        ",",
        ".",
        ":",
        ";",
        "\n",
        "\n\n",
        "jiwa",
        "keping",
        "laki-laki",
        "perempuan",
        "terdiri dari",
        "masing-masing",
        "total",
        "88.491",
        "90.060",
        "1.569",
        "1,74%",
        "0",
        "98,18 persen",
        "2,6 juta",
        "0 persen",
        "100%",
        "19/6",
        "14 Juni 2023",
        "31 Februari 2023",
        "31/2/2023",
        "tahun 2021",
        "Rp 5 miliar",
        "di Anggrek",
        "Kabupaten Boalemo",
        "menjadi",
        "naik",
        "sekitar",
        "target",
        "per hari",
        "dua belas",
        "puluh",
        "nol koma persen",
        "9905014107990001",
        "0,0 persen",
        "1.000.000.000.000.000.000 jiwa",
        "| a | b | 1 |",
        "Wajib KTP  Sudah Rekam  Belum Rekam",
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40))
def test_words_of_the_grammar_in_any_order_are_read_without_complaint(pieces: list[str]) -> None:
    text = " ".join(pieces)

    for finding in check_text(text).findings:
        assert finding.printed is None or text[finding.start : finding.end] == finding.printed


FILLER = (
    "Kepala dinas berterima kasih kepada para camat dan kepala desa yang ikut mengajak warganya "
    "datang ke kantor, sebab perekaman hanya dilakukan sekali seumur hidup dan tidak dipungut "
    "biaya. Tim pelayanan bergerak kembali turun ke wilayah barat pekan depan. "
)


def test_ten_kilobytes_are_read_at_once() -> None:
    sentences = [case.text for case in CASES if "\n" not in case.text]
    text = "\n\n".join(f"{one} {FILLER}" for one in sentences)[:10_000]
    check_text(text)

    spent = min(_cpu_seconds(text) for _ in range(5))

    assert len(text) == 10_000
    assert spent < 0.1  # 0.05 is the aim; the rest is room for a busy machine


@pytest.mark.parametrize(
    "piece",
    ["satu ", "1.000.", "12,5 persen ", "No. ", "wajib KTP 5 ", "((", ". ", "1,1,", "| a |\n"],
)
def test_endless_repetition_of_anything_ends_soon(piece: str) -> None:
    assert _cpu_seconds(piece * 4_000) < 3


def _cpu_seconds(text: str) -> float:
    start = time.process_time()
    check_text(text)
    return time.process_time() - start
