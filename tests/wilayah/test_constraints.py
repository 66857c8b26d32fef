"""What the database itself refuses, on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.wilayah.conftest import NOW
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions
from tuntas.wilayah.errors import BadCoordinates, NameMissing, NameTaken, UnknownRegion
from tuntas.wilayah.models import (
    DistanceOverride,
    Dusun,
    Island,
    NikPrefix,
    Office,
    Region,
    RegionName,
    RegionSuccession,
    RukunTetangga,
    TravelParameter,
)

pytestmark = pytest.mark.django_db


def refused(model: Any, **values: Any) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**values)
    except IntegrityError:
        return True
    return False


@pytest.fixture
def village(gorut: None) -> Region:
    return Region.objects.get(code="75.05.01.2003")


@pytest.fixture
def other(gorut: None) -> Region:
    return Region.objects.get(code="75.05.01.2004")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"valid_from": date(2023, 1, 1)},
        {"code": "75.05.01.2999", "valid_from": date(2023, 1, 1), "valid_to": date(2023, 1, 1)},
        {"code": "75.05.01.2999", "valid_from": date(2023, 1, 2), "valid_to": date(2023, 1, 1)},
        {"code": "75.05.01.2999", "lat": 91.0, "lng": 0.0},
        {"code": "75.05.01.2999", "lat": 1.0},
        {"code": "75.05.01.2999", "area_km2": 0.0},
        {"code": "75.05.01.2999", "parent": None},
        {"code": "76", "level": 1},
    ],
)
def test_a_region_that_cannot_be(village: Region, changes: dict[str, Any]) -> None:
    values = {
        "code": village.code,
        "name": "Kembar",
        "level": 4,
        "parent": village.parent,
        "source": "tests",
    }

    assert refused(Region, **values | changes)


def test_a_code_may_return_after_it_was_given_up(village: Region) -> None:
    Region.objects.filter(id=village.id).update(valid_to=date(2022, 1, 1))

    assert not refused(
        Region,
        code=village.code,
        name="Imana",
        level=4,
        parent=village.parent,
        valid_from=date(2023, 1, 1),
        source="tests",
    )


def test_a_region_does_not_succeed_itself_nor_another_twice(village: Region, other: Region) -> None:
    link = {"effective_on": date(2023, 1, 1), "kind": "recode", "source": "x"}

    assert refused(RegionSuccession, predecessor=village, successor=village, **link)
    assert not refused(RegionSuccession, predecessor=village, successor=other, **link)
    assert refused(RegionSuccession, predecessor=village, successor=other, **link)
    assert refused(RegionSuccession, predecessor=other, successor=village, **link | {"kind": "x"})


def test_a_region_ends_one_name_a_day(village: Region) -> None:
    row = {"region": village, "valid_to": date(2023, 1, 1), "source": "x"}

    assert not refused(RegionName, name="Satu", **row)
    assert refused(RegionName, name="Dua", **row)


def test_a_prefix_stands_once_and_ends_after_it_begins(village: Region) -> None:
    assert refused(NikPrefix, prefix6="750501", source="x")
    assert refused(
        NikPrefix,
        prefix6="710501",
        valid_from=date(2007, 1, 2),
        valid_to=date(2007, 1, 2),
        source="x",
    )


def test_dusun_and_rt_stand_once(village: Region, other: Region) -> None:
    dusun = Dusun.objects.create(village=village, name="Dusun I", number=1)

    assert refused(Dusun, village=village, name="Dusun I")
    assert refused(Dusun, village=village, name="Dusun II", number=1)
    assert not refused(Dusun, village=other, name="Dusun I", number=1)
    for where in ({"dusun": dusun}, {"dusun": None}):
        assert not refused(RukunTetangga, village=village, rw="001", rt="002", **where)
        assert refused(RukunTetangga, village=village, rw="001", rt="002", **where)


def test_a_pair_has_one_distance_the_smaller_id_first(village: Region, other: Region) -> None:
    low, high = sorted((village, other), key=lambda region: region.id)

    assert refused(DistanceOverride, origin=high, destination=low, road_km=1, source="x")
    assert refused(DistanceOverride, origin=low, destination=low, road_km=1, source="x")
    assert refused(DistanceOverride, origin=low, destination=high, road_km=-1, source="x")
    assert not refused(DistanceOverride, origin=low, destination=high, road_km=1, source="x")
    assert refused(DistanceOverride, origin=low, destination=high, road_km=2, source="x")


def test_one_office_and_one_value_a_day(village: Region) -> None:
    assert refused(Office, region=village, name="Dua", short_name="2")
    assert refused(Office, singleton=2, region=village, name="Dua", short_name="2")
    value = {"unit": "ratio", "source": "x", "valid_from": date(2016, 1, 1)}
    assert refused(TravelParameter, name="road_detour_factor", value=1.0, **value)
    assert refused(TravelParameter, name="lain", value=0.0, **value)


def test_islands_may_share_a_name_but_not_a_code(village: Region) -> None:
    row = {"name": "Pulau Hulawa", "region": village, "source": "x"}

    assert not refused(Island, code="75.05.40030", **row)
    assert not refused(Island, code="75.05.40031", **row)
    assert refused(Island, code="75.05.40031", **row)


class TestBelowTheDesa:
    def test_the_same_dusun_is_found_again(self, actor: Principal, village: Region) -> None:
        first = actions.save_dusun(
            actor=actor, village_id=village.id, name="Dusun  Tengah", now=NOW, number=2
        )
        again = actions.save_dusun(actor=actor, village_id=village.id, name="Dusun Tengah", now=NOW)

        assert first == again
        assert Dusun.objects.get().number == 2

    def test_a_number_of_another_dusun_is_told(self, actor: Principal, village: Region) -> None:
        actions.save_dusun(actor=actor, village_id=village.id, name="Satu", now=NOW, number=1)

        with pytest.raises(NameTaken):
            actions.save_dusun(actor=actor, village_id=village.id, name="Dua", now=NOW, number=1)

    @pytest.mark.parametrize(("name", "error"), [(" ", NameMissing), ("Satu", UnknownRegion)])
    def test_a_dusun_needs_a_name_and_a_desa(
        self, actor: Principal, village: Region, name: str, error: type[Exception]
    ) -> None:
        where = village.id if error is NameMissing else village.parent_id
        with pytest.raises(error):
            actions.save_dusun(actor=actor, village_id=where or 0, name=name, now=NOW)

    def test_an_rt_is_three_digits_and_stands_once(self, actor: Principal, village: Region) -> None:
        dusun = actions.save_dusun(actor=actor, village_id=village.id, name="Satu", now=NOW)
        ids = {
            actions.save_rukun_tetangga(
                actor=actor, village_id=village.id, dusun_id=dusun, rw=rw, rt=rt, now=NOW
            )
            for rw, rt in (("1", "2"), ("001", "002"), (" 01", "2 "))
        }

        assert len(ids) == 1
        row = RukunTetangga.objects.get()
        assert (row.rw, row.rt) == ("001", "002")

    @pytest.mark.parametrize("written", ["", "0", "tidak tahu", "-"])
    def test_an_rt_that_is_no_number_is_refused(
        self, actor: Principal, village: Region, written: str
    ) -> None:
        with pytest.raises(NameMissing):
            actions.save_rukun_tetangga(actor=actor, village_id=village.id, rt=written, now=NOW)

    def test_an_rt_of_another_desas_dusun_is_refused(
        self, actor: Principal, village: Region, other: Region
    ) -> None:
        dusun = actions.save_dusun(actor=actor, village_id=other.id, name="Satu", now=NOW)

        with pytest.raises(UnknownRegion):
            actions.save_rukun_tetangga(
                actor=actor, village_id=village.id, dusun_id=dusun, rt="1", now=NOW
            )

    @pytest.mark.parametrize(
        ("lat", "lng"), [(None, 122.0), (91.0, 122.0), (0.0, 181.0), (float("nan"), 122.0)]
    )
    def test_a_place_off_the_earth_is_refused(
        self, actor: Principal, village: Region, lat: float | None, lng: float
    ) -> None:
        with pytest.raises(BadCoordinates):
            actions.save_service_point(
                actor=actor,
                region_id=village.id,
                kind="school",
                name="SD Contoh",
                lat=lat,
                lng=lng,
                now=NOW,
            )
