"""Biau and Monano are kecamatan and desa; Iloheluma lies in Atinggola and in Anggrek."""

from __future__ import annotations

import pytest

from tests.wilayah.conftest import NOW
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, queries, wording
from tuntas.wilayah.resolve import Unresolved

pytestmark = pytest.mark.django_db


def found(**words: str) -> str:
    """The code of the village that was meant, or why none was."""
    answer = queries.resolve_village(**words)
    return answer.code


def test_a_name_in_two_kecamatan_is_not_guessed(gorut: None) -> None:
    answer = queries.resolve_village(village="Iloheluma")

    assert isinstance(answer, Unresolved)
    assert answer.code == "ambiguous_name"
    assert {area.code for area in answer.candidates} == {"75.05.01.2013", "75.05.03.2017"}
    assert "kecamatan" in wording.unresolved_reason(answer.code)


@pytest.mark.parametrize(
    ("district", "code"),
    [
        ("Atinggola", "75.05.01.2013"),
        ("KEC. ANGGREK", "75.05.03.2017"),
        ("75.05.03", "75.05.03.2017"),
        ("750501", "75.05.01.2013"),
    ],
)
def test_the_kecamatan_decides(gorut: None, district: str, code: str) -> None:
    assert found(village="ILOHELUMA", district=district) == code


def test_a_name_of_kecamatan_and_desa_means_the_desa_where_a_desa_is_asked(gorut: None) -> None:
    assert found(village="Biau") == "75.05.10.2001"
    assert found(village="Monano") == "75.05.09.2001"
    assert found(village="Biau", district="Monano") == "unknown_name"
    assert found(village="Monano", district="Biau") == "unknown_name"


@pytest.mark.parametrize("written", ["75.05.10.2001", "7505102001", "'7505102001", "75-05-10-2001"])
def test_a_code_is_read_however_it_is_written(gorut: None, written: str) -> None:
    assert found(code=written) == "75.05.10.2001"
    assert found(village=written) == "75.05.10.2001"


def test_a_name_that_contradicts_its_code_is_refused(gorut: None) -> None:
    assert found(code="75.05.01.2013", village="Iloheluma") == "75.05.01.2013"
    assert found(code="75.05.01.2013", village="Imana") == "name_against_code"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({}, "not_given"),
        ({"village": "  "}, "not_given"),
        ({"village": "Limboto"}, "unknown_name"),
        ({"village": "Imana", "district": "Limboto"}, "unknown_district"),
        ({"code": "75.05.01"}, "not_a_village"),
        ({"code": "75.05.01.2999"}, "unknown_code"),
        ({"code": "tidak tahu"}, "unknown_code"),
    ],
)
def test_what_cannot_be_named_has_a_reason(gorut: None, words: dict[str, str], reason: str) -> None:
    assert found(**words) == reason
    assert wording.unresolved_reason(reason)


@pytest.mark.parametrize(
    ("village", "code"),
    [
        ("deme 1", "75.05.11.2001"),
        ("DEME I", "75.05.11.2001"),
        ("Desa Deme II", "75.05.11.2004"),
        ("Ds. deme ii", "75.05.11.2004"),
        ("MOLINGKAPOTO  SELATAN", "75.05.02.2026"),
    ],
)
def test_case_titles_and_roman_numbers_do_not_matter(gorut: None, village: str, code: str) -> None:
    assert found(village=village) == code


def test_every_desa_is_found_by_its_own_name_and_kecamatan(gorut: None) -> None:
    held = queries.tree()
    for village in queries.villages():
        district = held.areas[village.parent_id or 0]
        assert found(village=village.name, district=district.name) == village.code


def test_full_names_are_all_different(gorut: None) -> None:
    held = queries.tree()
    names = [held.full_name(id_) for id_ in held.areas]

    assert len(set(names)) == len(names) == 141


def test_a_former_name_still_leads_to_the_village(gorut: None, actor: Principal) -> None:
    from datetime import date

    actions.rename_region(
        actor=actor,
        code="75.05.01.2003",
        name="Imana Raya",
        effective_on=date(2023, 1, 1),
        source="Perda contoh",
        now=NOW,
    )

    assert found(village="Imana") == found(village="Imana Raya") == "75.05.01.2003"
    assert found(village="Imana", code="75.05.01.2003") == "75.05.01.2003"
