"""Names over a century of spelling."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.residents.names import (
    NAME_EXPLANATIONS,
    NameWarning,
    differences,
    fold,
    fold_name,
    keys_of,
    likeness,
    name_warnings,
    plain_words,
    sound,
    without_one,
)

words = st.text(string.ascii_uppercase, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DJAFAR", "JAFAR"),
        ("TJOKRO", "COKRO"),
        ("SOEKARNO", "SUKARNO"),
        ("NJOMAN", "NYOMAN"),
        ("SJARIF", "SYARIF"),
        ("SHARIF", "SYARIF"),
        ("CHAIRUL", "KHAIRUL"),
        ("ACHMAD", "AKHMAD"),
        ("AHMAD", "AKHMAD"),
        ("MUHAMMAD", "MOHAMAD"),
        ("MOH.", "Muhammad"),
        ("ABD.", "Abdul"),
        ("Ma'ruf", "MARUF"),
        ("NA\u2019IM", "NAIM"),
        ("SITTI", "SITI"),
        ("José", "JOSE"),
    ],
)
def test_one_name_written_in_two_ways_folds_to_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("JAHJA", "YAHYA"), ("JOESOEF", "YUSUF"), ("FITRI", "PITRI"), ("ZAENAB", "SAINAB")],
)
def test_spellings_that_stay_open_sound_alike(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert sound(fold(one)) == sound(fold(other))
    assert likeness(one, fold(other)) >= 0.9


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Hj. SITI AMINAH, S.Pd.I", ("SITI", "AMINAH")),
        ("DRS. H. ISMAIL", ("ISMAIL",)),
        ("Hi. Umar", ("UMAR",)),
        ("M.RIZKI", ("M", "RIZKI")),
        ("ABDUL-RAHMAN", ("ABDUL", "RAHMAN")),
        ("Ir", ("IR",)),
        ("ALI", ("ALI",)),
        ("", ()),
        (" . ", ()),
    ],
)
def test_titles_go_and_a_name_is_never_all_titles(name: str, plain: tuple[str, ...]) -> None:
    assert plain_words(name) == plain


@given(words)
def test_folding_again_changes_nothing_more_than_letters_already_equal(word: str) -> None:
    assert set(fold(word)) <= set(string.ascii_uppercase)
    assert len(fold(word)) <= max(len(word), len("MUHAMAD"))
    assert fold(word)


@given(words, st.data())
def test_a_word_with_one_letter_wrong_shares_a_key_with_the_right_one(
    word: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_uppercase))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:place] + letter + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + word[place + 1 :],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )

    if len(word) > 1:
        assert keys_of(wrong or word) & keys_of(word)


@given(words)
def test_one_letter_left_out_keeps_the_order_of_the_others(word: str) -> None:
    for form in without_one(word):
        assert form == word or (
            len(form) == len(word) - 1 and any(form == word[:i] + word[i + 1 :] for i in range(20))
        )


def plainly(left: str, right: str) -> int:
    """Optimal string alignment straight from its definition."""
    table = {(i, 0): i for i in range(len(left) + 1)} | {(0, j): j for j in range(len(right) + 1)}
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (left[i - 1] != right[j - 1]),
            )
            if left[i - 2 : i] == right[j - 2 : j][::-1] and i > 1 and j > 1:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(left), len(right)]


short = st.text("ABC", max_size=7)


@given(short, short)
def test_differences_are_counted_as_defined(left: str, right: str) -> None:
    assert differences(left, right) == plainly(left, right)


@given(words, words)
def test_likeness_is_a_share_and_one_only_for_one_fold(left: str, right: str) -> None:
    alike = likeness(left, fold(right))

    assert 0 <= alike <= 1
    assert (alike == 1) == (fold(left) == fold(right))


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("ALM. IDRIS PAKAYA", (NameWarning.DECEASED_WORD,)),
        ("Idris (almarhum)", (NameWarning.DECEASED_WORD,)),
        ("MENINGGAL", (NameWarning.DECEASED_WORD,)),
        ("SAMPAH", (NameWarning.JUNK_WORD,)),
        ("IDRIS 2", (NameWarning.DIGITS,)),
        ("-", (NameWarning.EMPTY,)),
        ("SALMA PINDAHWATI", ()),
        ("ALMINA", ()),
        ("Ma'ruf", ()),
    ],
)
def test_words_that_are_no_names_are_leads(name: str, warnings: tuple[NameWarning, ...]) -> None:
    assert name_warnings(name) == warnings


def test_every_warning_has_its_sentences() -> None:
    assert set(NAME_EXPLANATIONS) == set(NameWarning)
    assert all(warning.explanation.code == warning for warning in NameWarning)
