"""Splits, mergers, new codes, new names: the past stays, nobody falls out of an area."""

from __future__ import annotations

from datetime import date

import pytest

from tests.wilayah.conftest import LAW, NOW
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, queries
from tuntas.wilayah.actions import SplitPart
from tuntas.wilayah.errors import (
    ChildrenLeft,
    CodeTaken,
    NameMissing,
    NothingChanged,
    NotInForce,
    UnknownRegion,
    WilayahError,
    WrongLevel,
)
from tuntas.wilayah.models import NikPrefix, Region
from tuntas.wilayah.tree import Area

pytestmark = pytest.mark.django_db

DAY = date(2023, 7, 1)
EVE = date(2023, 6, 30)


def area(code: str, on: date | None = None) -> Area:
    found = queries.region_by_code(code, on)
    assert found is not None, code
    return found


@pytest.fixture
def split(gorut: None, actor: Principal) -> actions.SplitResult:
    """Tolinggula loses two desa to a new kecamatan."""
    return actions.split_region(
        actor=actor,
        code="75.05.05",
        parts=[
            SplitPart(
                "75.05.12",
                "Tolinggula Barat",
                moved={"75.05.05.2006": "75.05.12.2001", "75.05.05.2007": "75.05.12.2002"},
            )
        ],
        effective_on=DAY,
        source=LAW,
        now=NOW,
    )


def test_a_split_shows_from_its_day_and_not_before(split: actions.SplitResult) -> None:
    assert len(queries.districts(EVE)) == 11
    assert len(queries.districts(DAY)) == 12
    assert len(queries.villages(EVE)) == len(queries.villages(DAY)) == 123
    assert len(queries.villages_of(area("75.05.05").id, EVE)) == 10
    assert len(queries.villages_of(area("75.05.05").id, DAY)) == 8
    assert [v.name for v in queries.villages_of(area("75.05.12").id)] == ["Limbato", "Papualangi"]


def test_a_split_says_which_village_stands_for_which(split: actions.SplitResult) -> None:
    held = queries.tree()
    pairs = {
        (held.areas[pair.old_id].code, held.areas[pair.new_id].code) for pair in split.replaced
    }

    assert pairs == {("75.05.05.2006", "75.05.12.2001"), ("75.05.05.2007", "75.05.12.2002")}


def test_the_regency_keeps_old_and_new_villages(split: actions.SplitResult) -> None:
    inside = queries.subtree_village_ids(queries.office_region().id)

    assert len(inside) == 125
    assert {pair.old_id for pair in split.replaced} <= inside
    assert {pair.new_id for pair in split.replaced} <= inside


def test_the_remaining_kecamatan_keeps_its_past_but_not_what_left(
    split: actions.SplitResult,
) -> None:
    remaining = queries.subtree_village_ids(area("75.05.05").id)

    assert {pair.old_id for pair in split.replaced} <= remaining
    assert not {pair.new_id for pair in split.replaced} & remaining


def test_whoever_was_scoped_to_an_ended_village_follows_it_to_its_new_code(
    split: actions.SplitResult,
) -> None:
    pair = split.replaced[0]

    assert queries.subtree_village_ids(pair.old_id) == {pair.old_id, pair.new_id}
    assert queries.contains(pair.old_id, pair.new_id)
    # and the new village has the history of the old one
    assert queries.subtree_village_ids(pair.new_id) == {pair.old_id, pair.new_id}


def test_an_old_code_in_a_file_leads_to_its_successor(split: actions.SplitResult) -> None:
    answer = queries.resolve_village(code="75.05.05.2006", on=DAY)

    assert isinstance(answer, Area)
    assert answer.code == "75.05.12.2001"
    before = queries.resolve_village(code="75.05.05.2006", on=EVE)
    assert isinstance(before, Area)
    assert before.code == "75.05.05.2006"


def test_a_nik_of_the_old_district_stays_valid_and_the_new_one_issues_its_own(
    split: actions.SplitResult,
) -> None:
    assert {"750505", "750512"} <= queries.known_nik_prefixes()
    assert NikPrefix.objects.get(prefix6="750512").valid_from == DAY


def test_a_prefix_outlives_its_district(gorut: None, actor: Principal) -> None:
    actions.recode_region(
        actor=actor, code="75.05.08", new_code="75.05.13", effective_on=DAY, source=LAW, now=NOW
    )

    assert {"750508", "750513"} <= queries.known_nik_prefixes()
    assert NikPrefix.objects.get(prefix6="750508").valid_to == DAY
    region = queries.region_of_nik_prefix("750508")
    assert region is not None
    assert [s.code for s in queries.tree().successors(region.id)] == ["75.05.13"]


def test_a_new_code_takes_everything_below_along(gorut: None, actor: Principal) -> None:
    old = area("75.05.08")
    villages = queries.subtree_village_ids(old.id)

    result = actions.recode_region(
        actor=actor, code="75.05.08", new_code="75.05.13", effective_on=DAY, source=LAW, now=NOW
    )

    new = area("75.05.13")
    assert [v.code for v in queries.villages_of(new.id)] == [
        "75.05.13.2001",
        "75.05.13.2002",
        "75.05.13.2003",
        "75.05.13.2004",
    ]
    assert {pair.old_id for pair in result.replaced} == villages
    both = villages | {pair.new_id for pair in result.replaced}
    assert queries.subtree_village_ids(old.id) == queries.subtree_village_ids(new.id) == both
    assert all(v.is_island for v in queries.villages_of(new.id))


def test_a_merger_carries_both_pasts(gorut: None, actor: Principal) -> None:
    first, second = area("75.05.02.2002"), area("75.05.02.2026")

    actions.merge_regions(
        actor=actor,
        merged=["75.05.02.2002", "75.05.02.2026"],
        into=SplitPart("75.05.02.2002", "Molingkapoto"),
        effective_on=DAY,
        source=LAW,
        now=NOW,
    )

    assert len(queries.villages(DAY)) == 122
    assert queries.subtree_village_ids(first.id) == {first.id, second.id}
    assert queries.subtree_village_ids(second.id) == {first.id, second.id}
    assert queries.history(second.id)[0].kind == "merge"


def test_a_kecamatan_cannot_end_while_desa_are_left_below(gorut: None, actor: Principal) -> None:
    with pytest.raises(ChildrenLeft):
        actions.split_region(
            actor=actor,
            code="75.05.05",
            parts=[SplitPart("75.05.12", "Baru", moved={"75.05.05.2006": "75.05.12.2001"})],
            continues=False,
            effective_on=DAY,
            source=LAW,
            now=NOW,
        )

    assert not Region.objects.filter(code="75.05.12").exists()


def test_a_new_name_is_the_same_region(gorut: None, actor: Principal) -> None:
    before = area("75.05.01.2003")

    actions.rename_region(
        actor=actor,
        code="75.05.01.2003",
        name="Imana  Raya",
        effective_on=DAY,
        source=LAW,
        now=NOW,
    )

    after = area("75.05.01.2003")
    assert (after.id, after.name) == (before.id, "Imana Raya")
    assert queries.tree().name_on(after.id, EVE) == "Imana"
    assert queries.tree().name_on(after.id, DAY) == "Imana Raya"
    assert [(row.before, row.after) for row in queries.history(after.id)] == [
        ("Imana", "Imana Raya")
    ]


def test_two_new_names_keep_both_days(gorut: None, actor: Principal) -> None:
    for name, on in (("Imana Dua", DAY), ("Imana Tiga", date(2024, 1, 1))):
        actions.rename_region(
            actor=actor, code="75.05.01.2003", name=name, effective_on=on, source=LAW, now=NOW
        )

    village = area("75.05.01.2003").id
    held = queries.tree()
    names = [held.name_on(village, on) for on in (EVE, DAY, date(2023, 12, 31), date(2024, 1, 1))]
    assert names == ["Imana", "Imana Dua", "Imana Dua", "Imana Tiga"]


@pytest.mark.parametrize(
    ("code", "name", "on", "error"),
    [
        ("75.05.01.2999", "Baru", DAY, UnknownRegion),
        ("75.05.01.2003", "  ", DAY, NameMissing),
        ("75.05.01.2003", "Imana", DAY, NothingChanged),
    ],
)
def test_a_name_that_means_nothing_is_refused(
    gorut: None, actor: Principal, code: str, name: str, on: date, error: type[WilayahError]
) -> None:
    with pytest.raises(error):
        actions.rename_region(
            actor=actor, code=code, name=name, effective_on=on, source=LAW, now=NOW
        )


def test_a_name_cannot_begin_before_the_last_one_did(gorut: None, actor: Principal) -> None:
    actions.rename_region(
        actor=actor, code="75.05.01.2003", name="Dua", effective_on=DAY, source=LAW, now=NOW
    )

    with pytest.raises(NotInForce):
        actions.rename_region(
            actor=actor, code="75.05.01.2003", name="Tiga", effective_on=EVE, source=LAW, now=NOW
        )


@pytest.mark.parametrize(
    ("part", "error"),
    [
        (SplitPart("75.05.03", "Sudah Ada"), CodeTaken),
        (SplitPart("75.05.12.2001", "Salah Tingkat"), WrongLevel),
        (SplitPart("75.09.01", "Tanpa Induk"), UnknownRegion),
        (SplitPart("75.05.12", " "), NameMissing),
        (SplitPart("75.05.12", "Baru", moved={"75.05.01.2003": "75.05.12.2001"}), WrongLevel),
        (SplitPart("75.05.12", "Baru", moved={"75.05.05.2006": "75.05.11.2099"}), WrongLevel),
    ],
)
def test_a_split_that_does_not_fit_changes_nothing(
    gorut: None, actor: Principal, part: SplitPart, error: type[WilayahError]
) -> None:
    before = list(Region.objects.order_by("id").values())

    with pytest.raises(error):
        actions.split_region(
            actor=actor, code="75.05.05", parts=[part], effective_on=DAY, source=LAW, now=NOW
        )

    assert list(Region.objects.order_by("id").values()) == before


def test_a_new_code_must_differ_and_be_free(gorut: None, actor: Principal) -> None:
    for new_code, error in (("75.05.08", NothingChanged), ("75.05.09", CodeTaken)):
        with pytest.raises(error):
            actions.recode_region(
                actor=actor,
                code="75.05.08",
                new_code=new_code,
                effective_on=DAY,
                source=LAW,
                now=NOW,
            )
