"""The NIK: parsed, not guessed, never corrected."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.residents.nik import (
    DUCKDB_NIK,
    DUCKDB_NIK_BEFORE,
    NIK_EXPLANATIONS,
    NIK_WARNING_EXPLANATIONS,
    CleanNik,
    Nik,
    NikProblem,
    NikReason,
    NikWarning,
    clean_nik,
    duckdb_nik_warnings,
    excel_damage,
    excel_damage_of_counts,
    mask_nik,
    nik_warnings,
    parse_nik,
    trailing_zero_share,
    warning_mask,
    warnings_of,
)
from tuntas.residents.sixteen import staged
from tuntas.residents.vocabulary import Sex

KNOWN = {"990501", "990502"}
births = st.dates(date(1900, 1, 1), date(2023, 12, 31))
sexes = st.sampled_from([Sex.MALE, Sex.FEMALE])


def issued(birth_on: date, sex: Sex, serial: int = 1, district: str = "990501") -> Nik:
    day = birth_on.day + 40 * (sex is Sex.FEMALE)
    return Nik(f"{district}{day:02}{birth_on.month:02}{birth_on.year % 100:02}{serial:04}")


def test_a_woman_has_forty_added_to_her_day() -> None:
    parts = parse_nik(Nik("9905015708900003"))

    assert (parts.day, parts.month, parts.female) == (17, 8, True)
    assert (parts.province, parts.regency, parts.district) == ("99", "9905", "990501")
    assert parts.birth_on(as_of=date(2023, 6, 14)) == date(1990, 8, 17)


def test_a_two_digit_year_is_never_read_into_the_future() -> None:
    parts = parse_nik(Nik("9905011506230001"))

    assert parts.birth_on(as_of=date(2023, 6, 14)) == date(1923, 6, 15)
    assert parts.birth_on(as_of=date(2023, 6, 15)) == date(2023, 6, 15)


def test_an_impossible_date_is_tolerated_and_warned_of() -> None:
    nik = Nik("9905013002900001")

    assert parse_nik(nik).birth_candidates == ()
    assert nik_warnings(nik, None, None, None) == (NikWarning.DATE_IMPOSSIBLE,)


@given(births, sexes, st.integers(1, 9999))
def test_an_issued_nik_agrees_with_the_person_it_was_issued_to(
    birth_on: date, sex: Sex, serial: int
) -> None:
    nik = issued(birth_on, sex, serial)

    parts = parse_nik(nik)

    assert birth_on in parts.birth_candidates
    assert (parts.female, parts.serial) == (sex is Sex.FEMALE, serial)
    assert nik_warnings(nik, birth_on, sex, KNOWN) == ()


@given(births, sexes, st.integers(1, 36_000))
def test_another_birth_date_is_a_warning_and_nothing_more(
    birth_on: date, sex: Sex, days: int
) -> None:
    nik = issued(birth_on, sex)
    corrected = birth_on + timedelta(days=days)

    found = nik_warnings(nik, corrected, sex, KNOWN)

    same_digits = f"{corrected:%d%m%y}" == f"{birth_on:%d%m%y}"
    assert found == (() if same_digits else (NikWarning.DATE_MISMATCH,))


def test_a_wrong_sex_is_one_warning_and_not_also_a_wrong_date() -> None:
    nik = issued(date(1990, 8, 17), Sex.MALE)

    assert nik_warnings(nik, date(1990, 8, 17), Sex.FEMALE, KNOWN) == (NikWarning.SEX_MISMATCH,)


def test_a_nik_of_an_old_region_code_is_known_when_the_office_knows_the_code() -> None:
    nik = issued(date(1990, 8, 17), Sex.MALE, district="710207")

    assert nik_warnings(nik, None, None, KNOWN) == (NikWarning.REGION_UNKNOWN,)
    assert nik_warnings(nik, None, None, KNOWN | {"710207"}) == ()


def test_serials_start_at_one() -> None:
    nik = issued(date(1990, 8, 17), Sex.MALE, serial=0)

    assert nik_warnings(nik, None, None, None) == (NikWarning.SERIAL_ZERO,)


@given(st.sets(st.sampled_from(NikWarning)))
def test_warnings_survive_the_mask(warnings: set[NikWarning]) -> None:
    assert set(warnings_of(warning_mask(warnings))) == warnings


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("7,5E+15", NikReason.SCIENTIFIC),
        ("7.5E15", NikReason.SCIENTIFIC),
        ("9905014101900001.0", NikReason.DECIMAL),
        ("0", NikReason.NONE),
        ("0905014101900001", NikReason.TEMPORARY),
        ("990501410190001", NikReason.FIFTEEN_DIGITS),
        ("99050141019000010", NikReason.SEVENTEEN_DIGITS),
    ],
)
def test_a_refused_nik_says_what_to_do_next_in_both_languages(raw: str, reason: NikReason) -> None:
    problem = clean_nik(raw)

    assert isinstance(problem, NikProblem)
    assert problem.reason is reason
    told = problem.explanation
    assert all(text.endswith(".") for text in (told.id, told.en, told.remedy_id, told.remedy_en))


def test_every_reason_and_every_warning_has_its_sentences() -> None:
    assert set(NIK_EXPLANATIONS) == set(NikReason) - {NikReason.OK}
    assert set(NIK_WARNING_EXPLANATIONS) == set(NikWarning)
    codes = [e.code for e in (*NIK_EXPLANATIONS.values(), *NIK_WARNING_EXPLANATIONS.values())]
    assert len(set(codes)) == len(codes)


def test_a_clean_nik_says_whether_it_had_to_be_tidied() -> None:
    assert clean_nik("9905014101900001") == CleanNik(Nik("9905014101900001"), tidied=False)
    assert clean_nik("'9905014101900001") == CleanNik(Nik("9905014101900001"), tidied=True)


@given(st.text(max_size=20))
def test_a_mask_shows_at_most_eight_digits(text: str) -> None:
    masked = mask_nik(text)

    assert len(masked) == len(text)
    assert masked.count("*") >= min(8, len(text))


prefixes = st.sampled_from([True, False, None])
niks = st.one_of(
    st.from_regex(r"[1-9][0-9]{15}", fullmatch=True),
    st.builds(issued, births, sexes, st.integers(0, 3)),
)


@given(
    st.lists(
        st.tuples(niks, st.none() | births, st.none() | sexes, prefixes), min_size=1, max_size=40
    )
)
def test_warnings_of_a_column_are_the_warnings_of_its_rows(
    rows: list[tuple[Nik, date | None, Sex | None, bool | None]],
) -> None:
    expression = duckdb_nik_warnings("nik", "birth_on", "sex", "known")
    values = ", ".join("(?, ?::DATE, ?, ?::BOOLEAN)" for _ in rows)
    with duckdb.connect() as con:
        found = con.execute(
            f"SELECT {expression} FROM (VALUES {values}) r(nik, birth_on, sex, known)",
            [str(v) if isinstance(v, Sex) else v for row in rows for v in row],
        ).fetchall()

    assert [mask for (mask,) in found] == [
        warning_mask(nik_warnings(nik, birth, sex, prefixes_for(nik, known)))
        for nik, birth, sex, known in rows
    ]


def prefixes_for(nik: Nik, known: bool | None) -> set[str] | None:
    return None if known is None else ({nik[:6]} if known else set())


def test_the_named_expressions_read_the_columns_they_say() -> None:
    both = (DUCKDB_NIK, DUCKDB_NIK_BEFORE)

    with duckdb.connect() as con:
        found = con.execute(
            "SELECT nik, nik_reason, nik_before FROM"
            f" ({staged('(SELECT $nik AS nik_raw, $nik AS nik_before_raw)', *both)})",
            {"nik": "9905.0141.0190.0001"},
        ).fetchall()

    assert found == [("9905014101900001", int(NikReason.OK), "9905014101900001")]


# --- Excel damage -----------------------------------------------------------------------


def test_a_file_that_lost_its_last_digits_is_suspicious() -> None:
    damaged = [f"99050141019000{n % 100:02}"[:15] + "0" for n in range(500)]

    found = excel_damage(damaged)

    assert found.suspicious
    assert found.share == trailing_zero_share(damaged) == 1.0


def test_a_third_of_a_file_damaged_is_seen() -> None:
    assert excel_damage_of_counts(rows=3_000, zeros=1_200).suspicious


@pytest.mark.parametrize("rows", [0, 1, 9, 20, 500, 130_000])
def test_one_in_ten_is_what_chance_gives(rows: int) -> None:
    assert not excel_damage_of_counts(rows=rows, zeros=rows // 10).suspicious


def test_few_rows_are_never_accused() -> None:
    assert not excel_damage(["9905014101900010"] * 9).suspicious
    assert excel_damage(["9905014101900010"] * 10).suspicious


@given(st.integers(1, 2_000), st.data())
def test_the_bound_is_never_below_the_true_chance(rows: int, data: st.DataObject) -> None:
    zeros = data.draw(st.integers(0, rows))

    bound = excel_damage_of_counts(rows=rows, zeros=zeros).probability

    assert bound >= chance_of_at_least(zeros, rows) * (1 - 1e-9)


def chance_of_at_least(zeros: int, rows: int) -> float:
    """Exact binomial tail at one in ten, by plain summation of the mass function."""
    mass, total = 0.9**rows, 0.0
    if mass == 0.0:
        return 0.0
    for k in range(rows + 1):
        if k >= zeros:
            total += mass
        mass *= (rows - k) / (k + 1) / 9
    return total
