"""The quick ways of reading a register find what the plain ones find."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tuntas.residents import register_cells, register_check, register_file, register_survey
from tuntas.residents.kk import Kk, KkReason, KkWarning, kk_warnings
from tuntas.residents.nik import Nik, nik_warnings
from tuntas.residents.register_check import FileKind, Rules
from tuntas.residents.register_survey import NotPlain, pieces, survey
from tuntas.residents.register_text import PlainText, plain_file, plain_text
from tuntas.residents.sixteen import DigitReason, clean_sixteen
from tuntas.residents.vocabulary import UNKNOWN_WORDS, Sex

CUT_OFF = date(2023, 6, 14)
PREFIXES = frozenset({"990501", "990502", "750501"})

# --- a look over the bytes ----------------------------------------------------------------

signs = st.text('aB1 ";\n\t\x7f\x01é\u00a0\ufffd', max_size=60)


def lines_of(text: str) -> list[int]:
    return [n for n, line in enumerate(text.split("\n"), start=1) if line]


def looks_tidy(text: str) -> bool:
    """Blanks between words only, one at a time; nothing that cannot be seen."""
    cells = text.replace("\n", ";").replace('"', ";").split(";")
    hidden = any((sign < " " and sign != "\n") or sign in "\x7f\u00a0\ufffd" for sign in text)
    return not hidden and not any(cell != cell.strip(" ") or "  " in cell for cell in cells)


def runs_on(text: str) -> bool:
    return any(line.count('"') % 2 for line in text.split("\n"))


@given(signs, st.lists(st.integers(0, 80), max_size=6))
@example("a \nb", [2])
@example("\u00a0", [1])
@example("aaa\ufffd", [5])
@example('"a\nb"', [])
def test_a_file_looks_the_same_wherever_it_is_cut(text: str, cuts: list[int]) -> None:
    data = text.encode()
    at = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    parts = [data[a:b] for a, b in pairwise(at) if a < b]

    seen = survey(parts, ";")

    assert seen.is_tidy == looks_tidy(text)
    assert seen.has_quotes == ('"' in text)
    assert seen.delimiters == text.count(";")
    if runs_on(text):
        assert seen.lines is None
    else:
        assert seen.lines is not None
        assert seen.lines.tolist() == lines_of(text)


@pytest.mark.parametrize(
    "data", [b"a\r\nb", b"a\0b", "é".encode("cp1252"), "é".encode()[:1], b"a" * 9 + b"\xff"]
)
def test_what_is_not_plain_is_not_read_where_it_lies(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_survey, "PIECE", 4)

    with pytest.raises(NotPlain):
        list(pieces(BytesIO(data)))


@given(st.text("aé\u20ac", max_size=30), st.integers(1, 5))
def test_a_letter_may_stand_across_two_pieces(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register_survey, "PIECE", size)

        assert b"".join(pieces(BytesIO(text.encode()))) == text.encode()


rows = st.lists(
    st.lists(st.text("aB1'é. ", max_size=6), min_size=1, max_size=5), min_size=1, max_size=10
)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])


@given(rows, encodings, st.sampled_from(["\n", "\r\n"]))
def test_a_file_is_plain_text_however_it_is_opened(
    rows: list[list[str]], encoding: str, end: str
) -> None:
    raw = end.join(["NIK;NAMA;DESA", *(";".join(row) for row in rows)]).encode(encoding)
    found = plain_file(BytesIO(raw))
    wanted = plain_text(raw)

    assert found.data in (None, wanted.data)
    assert found.data is not None or wanted.data == raw
    assert found.lines.tolist() == wanted.lines.tolist()
    assert replace(found, data=None, lines=wanted.lines) == replace(wanted, data=None)


@given(rows)
@settings(max_examples=30)
def test_spare_columns_that_are_not_read_are_empty(rows: list[list[str]]) -> None:
    text = "\n".join(["NIK;NAMA;DESA", *(";".join(row) for row in rows)])

    def all_columns(file: BinaryIO) -> PlainText:
        seen = plain_file(file)
        return replace(seen, filled=seen.width)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register_file, "plain_file", all_columns)
        wanted = opened(text)

    assert opened(text) == wanted


def opened(text: str) -> tuple[Any, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        path.write_text(text, encoding="utf-8")
        file = register_file.open_file(path, Path(folder))
        try:
            found = file.con.execute("SELECT * FROM raw ORDER BY line").fetchall()
            return file.width, file.headers, file.form, found
        finally:
            file.close()


# --- words that mean "not known" ----------------------------------------------------------

unknown = st.sampled_from(sorted(UNKNOWN_WORDS)).flatmap(
    lambda word: st.lists(st.sampled_from(["", "", "", " ", ".", "x"]), min_size=len(word)).map(
        lambda marks: "".join(a + b for a, b in zip(word, marks, strict=False))
    )
)
texts = st.one_of(
    unknown, unknown.map(str.lower), unknown.map(str.title), st.text("ANTIDKXeo0ı ſ-é", max_size=8)
)


@given(st.lists(texts, min_size=1, max_size=60))
def test_a_quick_look_at_a_name_says_what_a_close_one_says(names: list[str]) -> None:
    quick, closely = register_cells.known_text("t"), register_cells.known_text_closely("t")
    with duckdb.connect() as con:
        found = con.execute(
            f"SELECT {quick}, {closely} FROM unnest(?::VARCHAR[]) u(t)", [names]
        ).fetchall()

    assert [pair[0] for pair in found] == [pair[1] for pair in found]


# --- warnings -----------------------------------------------------------------------------

births = st.one_of(
    st.dates(date(1940, 1, 1), date(2023, 1, 1)),
    st.sampled_from([date(1970, 12, 31), date(1980, 7, 1)]),
)
districts = st.sampled_from(["990501", "990502", "990509", "750501", "320101"])


@st.composite
def people(draw: st.DrawFn) -> tuple[str, str, date | None, Sex | None]:
    """NIK, KK number, birth and sex; mostly as they should be."""
    born, sex = draw(births), draw(st.sampled_from(list(Sex)))
    day = born.day + 40 * (sex is Sex.FEMALE)
    nik = f"{draw(districts)}{day:02}{born:%m%y}{draw(st.sampled_from([0, 1, 2, 9999])):04}"
    kk = draw(st.sampled_from(["9905010101100001", "9905014101100001", nik, "", "99", "'" + nik]))
    odd = draw(st.integers(0, 7))
    said = {1: born.replace(day=1), 2: None}.get(odd, born)
    stated = {3: None, 4: Sex.MALE}.get(odd, sex)
    return (f"'{nik}" if odd == 5 else nik), kk, said, stated


@given(st.lists(people(), min_size=1, max_size=12), st.sampled_from([PREFIXES, frozenset()]))
@settings(max_examples=40, deadline=None)
def test_each_row_carries_the_warnings_that_the_rules_of_one_person_give(
    people: list[tuple[str, str, date | None, Sex | None]], prefixes: frozenset[str]
) -> None:
    head = "NIK;NO KK;NAMA;TANGGAL LAHIR;JENIS KELAMIN;DESA\n"
    text = head + "".join(
        f"{nik};{kk};ORANG {chr(65 + n)};{born or ''};{sex or ''};Sini\n"
        for n, (nik, kk, born, sex) in enumerate(people)
    )

    found = judged(text, prefixes)

    for (nik, kk, born, sex), row in zip(people, found, strict=True):
        assert row.warnings.split() == warned(nik, kk, born, sex, prefixes)


def judged(text: str, prefixes: frozenset[str]) -> list[register_check.Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        path.write_text(text, encoding="utf-8")
        file = register_file.open_file(path, Path(folder))
        rules = Rules(FileKind.REGISTER, CUT_OFF, lambda *said: 1, prefixes)
        try:
            register_check.check(file, file.detected(), rules)
            return [
                row for part in register_check.rows(file, after_line=0, size=99) for row in part
            ]
        finally:
            file.close()


def warned(
    raw_nik: str, raw_kk: str, born: date | None, sex: Sex | None, prefixes: frozenset[str]
) -> list[str]:
    """The plain way: one person after the other, by the rules in Python."""
    nik, kk = Nik(clean_sixteen(raw_nik)[0]), Kk(clean_sixteen(raw_kk)[0])
    reason = KkReason(clean_sixteen(raw_kk)[1])
    known = prefixes if any(nik.startswith(prefix[:2]) for prefix in prefixes) else None
    codes = [odd.explanation.code for odd in nik_warnings(nik, born, sex, known)]
    if reason not in (DigitReason.OK, DigitReason.NONE):
        codes.append(KK_CODES[reason])
    if kk and KkWarning.LOOKS_LIKE_NIK in kk_warnings(kk, None, as_of=CUT_OFF, nik=nik):
        codes.append(KkWarning.LOOKS_LIKE_NIK.explanation.code)
    if born is not None and (born.day, born.month) in {(31, 12), (1, 7), (1, 1)}:
        codes.append("birth_default")
    return codes


KK_CODES = {KkReason.WRONG_LENGTH: "kk_wrong_length"}
