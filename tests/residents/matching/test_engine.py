"""Whom the rows of a list are: what always holds, and the cases that tempt a program to err."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.cli.bench.link import Tally, links_of, write_list
from tuntas.cli.bench.link_people import AS_OF, district_of, sample
from tuntas.residents.matching import columns, engine, exact
from tuntas.residents.matching.masked import agrees
from tuntas.residents.matching.naming import form, forms
from tuntas.residents.matching.reading import Entries, read_entries
from tuntas.residents.matching.tables import People, load
from tuntas.residents.register_file import connect, open_file


@dataclass(frozen=True)
class One:
    """A person, or a row about one."""

    name: str
    nik: str = ""
    birth: str = ""
    kk: str = ""
    sex: str = "L"
    village: int = 1


def people_of(those: Sequence[One]) -> People:
    made = People()
    for number, one in enumerate(those, start=100):
        for column, value in (
            (made.person, number),
            (made.name, one.name),
            (made.nik, one.nik),
            (made.kk, one.kk),
            (made.sex, one.sex),
            (made.birth, one.birth),
            (made.birth_place, ""),
            (made.village, one.village),
        ):
            column.append(value)  # type: ignore[arg-type]
    return made


def entries_of(rows: Sequence[One], lines: Sequence[int] | None = None) -> Entries:
    made = Entries()
    for line, one in zip(lines or range(2, len(rows) + 2), rows, strict=True):
        made.line.append(line)
        made.name.append(one.name)
        made.pattern.append(one.nik)
        made.kk.append(one.kk)
        made.sex.append(one.sex)
        made.birth.append(one.birth)
        made.year.append(int(one.birth[:4]) if one.birth else 0)
        made.birth_place.append("")
        made.village.append(one.village)
        made.married.append(None)
        made.institution.append("")
    return made


def exactly(people: People, entries: Entries) -> list[tuple[int, int, str]]:
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as con:
        load(con, people, entries, {})
        exact.match_exactly(con)
        return sorted(con.execute("SELECT entry, person, how FROM matched").fetchall())


def matched(those: Sequence[One], rows: Sequence[One]) -> engine.Outcome:
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as con:
        return engine.match(con, people_of(those), entries_of(rows), district_of())


# --- what always holds ----------------------------------------------------------------------

# Few names, days and serials, so that namesakes, twins and doubles are many.
names = st.sampled_from(["HASAN DAUD", "HUSIN DAUD", "HASAN", "SITI AMINAH", "ST AMINAH", ""])
days = st.sampled_from(["1990-01-02", "1990-02-01", "1985-12-31", ""])
numbers = st.sampled_from([f"99050102019000{n:02}" for n in range(4)] + [""])
register = st.lists(
    st.builds(One, name=names.filter(bool), nik=numbers.filter(bool), birth=days),
    max_size=4,
    unique_by=lambda one: one.nik,
)
hidden = st.sampled_from(["", "?" * 6, "?" * 4])


def hide(one: One, mask: str) -> One:
    nik = one.nik[: -len(mask)] + mask if mask and one.nik else one.nik
    return One(one.name, nik, one.birth, one.kk, one.sex, one.village)


listed = st.lists(
    st.builds(hide, st.builds(One, name=names, nik=numbers, birth=days), hidden), max_size=6
)


@settings(max_examples=25)
@given(register, listed, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    those: list[One], rows: list[One], random: Random
) -> None:
    lines = list(range(2, len(rows) + 2))
    order = random.sample(range(len(rows)), len(rows))

    plain = exactly(people_of(those), entries_of(rows, lines))
    mixed = exactly(people_of(those), entries_of([rows[at] for at in order], lines))

    def said(found: list[tuple[int, int, str]], of: Sequence[One]) -> list[tuple[str, int, str]]:
        return sorted((repr(of[line - 2]), person, how) for line, person, how in found)

    assert said(plain, rows) == said(mixed, [rows[at] for at in order])


@settings(max_examples=25)
@given(register, listed)
def test_nobody_is_matched_twice_and_no_digit_is_contradicted(
    those: list[One], rows: list[One]
) -> None:
    found = exactly(people_of(those), entries_of(rows))

    once = [person for _line, person, how in found if how != exact.DOUBLE]
    assert len(once) == len(set(once))
    assert len({line for line, _, _ in found}) == len(found)
    for line, person, _how in found:
        assert agrees(rows[line - 2].nik, those[person - 100].nik)


# --- cases of the field ---------------------------------------------------------------------

HASAN = One("HASAN TOLINGGI", "9905010504950002", "1995-04-05", "9905010101100001")
HUSIN = One("HUSIN TOLINGGI", "9905010504950003", "1995-04-05", "9905010101100001")


def test_a_wifes_number_beside_her_husbands_name_is_not_believed() -> None:
    wife = One("SITI AMINAH LAHAY", "9905015708900001", "1990-08-17", sex="P")

    outcome = matched([wife], [One("RAHMAN DAUD", wife.nik, "1988-03-01")])

    assert outcome.matches == []
    assert not any(one.is_sure for one in outcome.suggestions)


def test_twins_in_the_register_are_told_apart_by_their_names() -> None:
    outcome = matched([HASAN, HUSIN], [One("HUSIN TOLINGGI", "", HUSIN.birth, HUSIN.kk)])

    first = max(outcome.suggestions, key=lambda one: one.weight)
    assert first.person == 101


def test_a_twin_whom_the_register_lacks_is_not_the_other() -> None:
    unnumbered = One("HUSIN TOLINGGI", "", HASAN.birth, HASAN.kk)
    numbered = One("HUSIN TOLINGGI", HUSIN.nik, HASAN.birth, HASAN.kk)

    for row in (unnumbered, numbered):
        outcome = matched([HASAN], [row])
        assert outcome.matches == []
        assert not any(one.is_sure for one in outcome.suggestions)


def test_a_mask_needs_name_and_day_besides() -> None:
    shown = "990501??????0002"

    [match] = matched([HASAN], [One("Hasan Tolinggi", shown, HASAN.birth)]).matches
    other_day = matched([HASAN], [One("Hasan Tolinggi", shown, "1996-04-05")])
    namesakes = matched(
        [HASAN, One(HASAN.name, "9905010504951002", HASAN.birth)],
        [One("Hasan Tolinggi", "????????????" + "1002", HASAN.birth)],
    )

    assert (match.person, match.how) == (100, "masked")
    assert other_day.matches == []
    assert [match.person for match in namesakes.matches] == [101]


def test_a_remark_or_an_old_spelling_is_the_same_name() -> None:
    person = One("MUHAMMAD YUSUF JAFAR", "9905011708900001", "1990-08-17")

    outcome = matched([person], [One("ALM. Moh. Joesoef bin Djafar", person.nik, person.birth)])

    assert [match.how for match in outcome.matches] == ["nik"]


@given(
    st.lists(
        st.sampled_from(
            ["SITI", "Joesoef", "H.", "S.Pd", "ALM.", "bin", "M.Rizki", "2", "-", "AL"]
        ),
        max_size=4,
    ).map(" ".join)
)
def test_names_taken_apart_by_the_word_are_the_same_names(name: str) -> None:
    assert forms([name]) == [form(name)]


def test_empty_tables_match_nothing() -> None:
    assert matched([], []).suggestions == []
    assert matched([HASAN], []).matches == []
    assert matched([], [HASAN]).matches == []


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    """Precision and recall of a small sample from a seed of its own."""
    seen = sample(seed=404, register_size=3_000, listed=2_500, strangers=600)
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as con:
        outcome = engine.match(con, seen.people, seen.entries, district_of())
    tally = Tally()
    tally.count(seen, links_of(outcome))
    return {name: tally.payload()[name] for name in ("precision", "recall")}


def test_a_small_sample_is_matched_as_well_as_promised(measured: dict[str, float]) -> None:
    assert measured["precision"] >= 0.997
    assert measured["recall"] >= 0.97


def test_a_written_list_reads_back_as_it_was(tmp_path: Path) -> None:
    seen = sample(seed=405, register_size=200, listed=150, strangers=20)
    path = tmp_path / "dpt.csv"
    write_list(path, seen.entries)

    file = open_file(path, tmp_path, columns.likeness)
    read = read_entries(file, columns.detect(file.headers), lambda *cells: int(cells[2]), AS_OF)
    file.close()

    assert read.pattern == seen.entries.pattern
    assert read.birth == seen.entries.birth
    assert read.village == seen.entries.village
    assert [line - read.line[0] for line in read.line] == list(range(len(seen.entries)))
