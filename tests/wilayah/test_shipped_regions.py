"""What a fresh office has before it imports anything."""

from __future__ import annotations

import pytest

from tests.wilayah.conftest import NOW, TODAY
from tuntas.accounts.principals import Principal
from tuntas.audit.models import Act
from tuntas.wilayah import actions, distances, queries, shipped
from tuntas.wilayah.errors import NoOffice, OfficeExists, UnknownRegion, WrongLevel
from tuntas.wilayah.models import NikPrefix, Office, Region, TravelParameter

VILLAGES_PER_DISTRICT = {
    "Atinggola": 14,
    "Kwandang": 18,
    "Anggrek": 15,
    "Sumalata": 11,
    "Tolinggula": 10,
    "Gentuma Raya": 11,
    "Tomilito": 10,
    "Ponelo Kepulauan": 4,
    "Monano": 10,
    "Biau": 10,
    "Sumalata Timur": 10,
}

pytestmark = pytest.mark.django_db


def test_the_office_has_eleven_kecamatan_and_123_desa(gorut: None) -> None:
    counted = {
        district.name: len(queries.villages_of(district.id)) for district in queries.districts()
    }

    assert counted == VILLAGES_PER_DISTRICT
    assert len(queries.villages()) == 123


def test_four_things_called_gorontalo_are_told_apart(gorut: None) -> None:
    names = {
        code: queries.full_name(area.id)
        for code in ("75", "75.01", "75.05", "75.71")
        if (area := queries.region_by_code(code))
    }

    assert names == {
        "75": "Provinsi Gorontalo",
        "75.01": "Kabupaten Gorontalo",
        "75.05": "Kabupaten Gorontalo Utara",
        "75.71": "Kota Gorontalo",
    }


def test_installing_twice_changes_nothing(gorut: None, actor: Principal) -> None:
    before = (list(Region.objects.values()), TravelParameter.objects.count())

    report = actions.install_shipped_regions(actor=actor, now=NOW, on=TODAY)

    assert report.changed == 0
    assert (list(Region.objects.values()), TravelParameter.objects.count()) == before


def test_installing_again_does_not_take_back_a_name_the_office_gave(
    gorut: None, actor: Principal
) -> None:
    actions.rename_region(
        actor=actor,
        code="75.05.11.2001",
        name="Deme I",
        effective_on=TODAY,
        source="Perda contoh",
        now=NOW,
    )

    actions.install_shipped_regions(actor=actor, now=NOW, on=TODAY)

    area = queries.region_by_code("75.05.11.2001")
    assert area is not None
    assert area.name == "Deme I"


def test_every_village_has_a_place_voters_and_a_way_from_the_office(gorut: None) -> None:
    villages = {area.code: area for area in queries.villages()}
    ways = distances.journeys_from_office(on=TODAY)

    assert all(area.lat is not None and area.lng is not None for area in villages.values())
    assert {row.code for row in shipped.village_voters()} == villages.keys()
    assert ways.keys() == {area.id for area in villages.values()}


def test_only_villages_with_a_missing_station_have_imputed_voters() -> None:
    rows = shipped.village_voters()

    assert sum(row.stations for row in rows) == 412
    assert sum(row.stations - row.stations_missing for row in rows) == 401
    assert all(row.voters == row.voters_observed for row in rows if not row.imputed)
    assert all(row.voters > row.voters_observed for row in rows if row.imputed)


def test_a_nik_of_the_office_and_of_its_province_begins_with_a_known_prefix(gorut: None) -> None:
    known = queries.known_nik_prefixes()

    assert {"750501", "750511", "757101"} <= known
    assert queries.listed_nik_provinces() == {"75"}
    region = queries.region_of_nik_prefix("750503")
    assert region is not None
    assert region.name == "Anggrek"


def test_the_demo_maps_a_province_that_does_not_exist_onto_the_regency(
    gorut: None, actor: Principal
) -> None:
    assert "990503" not in queries.known_nik_prefixes()

    made = actions.install_demo_prefixes(actor=actor, now=NOW)

    assert made == 11
    region = queries.region_of_nik_prefix("990503")
    assert region is not None
    assert region.code == "75.05.03"
    assert not Region.objects.filter(code__startswith="99").exists()
    assert NikPrefix.objects.filter(prefix6__startswith="99").count() == 11


def test_a_store_belongs_to_one_office(gorut: None, actor: Principal) -> None:
    actions.open_office(
        actor=actor, region_code="7505", name="Nama Baru", short_name="Baru", now=NOW
    )
    with pytest.raises(OfficeExists):
        actions.open_office(
            actor=actor, region_code="75.71", name="Lain", short_name="Lain", now=NOW
        )

    assert queries.office().name == "Nama Baru"
    assert Office.objects.count() == 1


def test_an_office_is_not_a_kecamatan_and_not_unknown(gorut: None, actor: Principal) -> None:
    with pytest.raises(WrongLevel):
        actions.open_office(actor=actor, region_code="75.05.01", name="x", short_name="x", now=NOW)
    with pytest.raises(UnknownRegion):
        actions.open_office(actor=actor, region_code="76.99", name="x", short_name="x", now=NOW)


def test_questions_before_set_up_say_that_there_is_no_office() -> None:
    assert not queries.has_office()
    for ask in (queries.office, queries.office_region, queries.villages):
        with pytest.raises(NoOffice):
            ask()


def test_every_change_is_in_the_log(gorut: None) -> None:
    verbs = list(Act.objects.order_by("n").values_list("verb", flat=True))

    assert verbs == ["wilayah.import_list", "wilayah.open_office"]
