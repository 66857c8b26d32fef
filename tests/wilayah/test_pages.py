"""The pages of the regions: who sees what, and what a clerk is told when it does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.principals import SmallOffice, ThreePersons
from tests.wilayah.conftest import NOW
from tuntas.accounts.principals import system
from tuntas.wilayah import actions, distances, queries
from tuntas.wilayah.models import Boundary, DistanceOverride, Dusun, Region, ServicePoint

ClientFor = Callable[..., Client]
PAGES = ["wilayah:index", "wilayah:service_points", "wilayah:distances"]


def text(response: Any) -> str:
    return str(response.content.decode())


def point(office: SmallOffice, **changes: object) -> dict[str, object]:
    return {
        "wilayah": office.village.code,
        "jenis": "school",
        "nama": "SMA Contoh",
        "lintang": "",
        "bujur": "",
        "catatan": "",
        "aktif": "on",
    } | changes


@pytest.mark.parametrize("page", PAGES)
def test_whoever_sees_figures_sees_regions_and_no_button_to_change_them(
    client_for: ClientFor, page: str
) -> None:
    response = client_for("auditor").get(reverse(page))

    assert response.status_code == 200
    assert "<form" not in text(response).split("<main")[1]


def test_the_tree_shows_every_desa_under_its_kecamatan(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    Dusun.objects.create(village_id=small_office.village.id, name="Dusun I", number=1)

    page = text(client_for("operator").get(reverse("wilayah:index")))

    own, other = page.split("Kecamatan Kecamatan Sana")
    assert "Desa Sini Satu" in own
    assert "1 dusun" in own
    assert "Desa Sana Satu" in other


def test_a_region_shows_its_past(client_for: ClientFor, small_office: SmallOffice) -> None:
    from datetime import date

    actions.rename_region(
        actor=system("tests"),
        code=small_office.village.code,
        name="Sini Baru",
        effective_on=date(2022, 1, 1),
        source="Perda 1/2022",
        now=NOW,
    )

    page = text(client_for("auditor").get(f"/wilayah/{small_office.village.code}/"))

    assert "Desa Sini Satu → Sini Baru" in page
    assert "Perda 1/2022" in page


def test_a_region_that_never_was_is_not_found(client_for: ClientFor) -> None:
    client = client_for("auditor")

    assert client.get("/wilayah/99.05.77/").status_code == 404
    assert client.get("/wilayah/entah/").status_code == 404


def test_a_place_of_service_is_written_down_and_changed(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    client = client_for("adb")

    added = client.post(
        reverse("wilayah:new_service_point"), point(small_office, lintang="0,85", bujur="122,9")
    )
    assert added.status_code == 302
    made = ServicePoint.objects.get()
    assert (made.lat, made.lng, made.region_id) == (0.85, 122.9, small_office.village.id)

    address = reverse("wilayah:edit_service_point", args=[made.ref])
    assert "SMA Contoh" in text(client.get(address))
    client.post(address, point(small_office, nama="SMA Contoh Dua", aktif=""))

    changed = queries.service_points(active=False)
    assert [(row.name, row.active) for row in changed] == [("SMA Contoh Dua", False)]
    assert queries.service_points() == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"nama": " "}, "Belum bisa disimpan"),
        ({"lintang": "0,85"}, "Koordinat tidak sah"),
        ({"lintang": "95", "bujur": "122"}, "Belum bisa disimpan"),
        ({"wilayah": "99.05.77.2001"}, "Belum bisa disimpan"),
        ({"jenis": "istana"}, "Belum bisa disimpan"),
    ],
)
def test_a_place_that_does_not_fit_is_told_and_not_kept(
    client_for: ClientFor, small_office: SmallOffice, changes: dict[str, object], told: str
) -> None:
    response = client_for("adb").post(
        reverse("wilayah:new_service_point"), point(small_office, **changes)
    )

    assert response.status_code == 422
    assert told in text(response)
    assert not ServicePoint.objects.exists()


def test_the_same_name_twice_in_a_desa_is_told(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    client = client_for("adb")
    client.post(reverse("wilayah:new_service_point"), point(small_office))

    again = client.post(reverse("wilayah:new_service_point"), point(small_office))

    assert again.status_code == 422
    assert "Nama itu sudah ada" in text(again)
    assert ServicePoint.objects.count() == 1


def test_those_of_another_kecamatan_cannot_change_what_lies_here(
    three_persons: Callable[..., ThreePersons], small_office: SmallOffice
) -> None:
    people = three_persons("adb")
    people.owner.client.post(reverse("wilayah:new_service_point"), point(small_office))
    address = reverse("wilayah:edit_service_point", args=[ServicePoint.objects.get().ref])

    assert people.colleague.client.get(address).status_code == 200
    assert people.stranger.client.get(address).status_code == 404
    refused = people.stranger.client.post(
        reverse("wilayah:new_service_point"), point(small_office, nama="Lain")
    )
    assert refused.status_code == 422
    assert ServicePoint.objects.count() == 1


def test_a_stranger_cannot_rename_and_the_owner_can(
    three_persons: Callable[..., ThreePersons], small_office: SmallOffice
) -> None:
    people = three_persons("adb")
    address = reverse("wilayah:rename", args=[small_office.village.code])
    data = {"nama": "Sini Baru", "berlaku": "2023-06-01", "dasar": "Perda contoh"}

    assert people.stranger.client.post(address, data).status_code == 422
    assert Region.objects.get(id=small_office.village.id).name == "Desa Sini Satu"
    assert people.owner.client.post(address, data).status_code == 302
    assert Region.objects.get(id=small_office.village.id).name == "Sini Baru"


def test_an_office_states_a_distance_and_takes_it_back(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    client = client_for("adb")
    ends = (small_office.village.code, small_office.elsewhere.code)
    data = {
        "asal": ends[1],
        "tujuan": ends[0],
        "darat_km": "12,5",
        "laut_km": "0",
        "menit": "",
        "sumber": "perjalanan contoh",
    }

    assert client.post(reverse("wilayah:set_distance"), data).status_code == 302
    assert [row.road_km for row in distances.overrides()] == [12.5]
    assert "12,5" in text(client.get(reverse("wilayah:distances")))

    client.post(reverse("wilayah:remove_distance", args=ends))
    assert not DistanceOverride.objects.exists()


def test_a_distance_from_a_place_to_itself_is_told(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    code = small_office.village.code
    data = {"asal": code, "tujuan": code, "darat_km": "1", "laut_km": "0", "sumber": "x"}

    response = client_for("adb").post(reverse("wilayah:set_distance"), data)

    assert response.status_code == 422
    assert "Asal dan tujuan sama" in text(response)


SQUARE = [[123.0, 0.8], [123.1, 0.8], [123.1, 0.9], [123.0, 0.9], [123.0, 0.8]]


def upload(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("batas.geojson", content)
    return client.post(reverse("wilayah:boundaries"), {"berkas": file, "sumber": "BIG contoh"})


def geojson(*codes: str) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for code in codes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_boundary_file_is_loaded_and_what_is_wrong_is_listed(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    page = text(upload(client_for("adb"), geojson(small_office.village.code, "99.05.01.2077")))

    assert "1 dari 2 batas dimuat" in page
    assert "kode tidak dikenal di kantor ini" in page
    assert Boundary.objects.get().region_id == small_office.village.id


def test_a_file_that_is_no_geojson_is_told(client_for: ClientFor) -> None:
    response = upload(client_for("adb"), b"bukan json")

    assert response.status_code == 422
    assert "Berkas bukan GeoJSON" in text(response)


def test_boundaries_of_the_regency_are_not_for_those_of_one_kecamatan(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    client = client_for("adb", region=small_office.own)

    response = upload(client, geojson(small_office.village.code))

    assert response.status_code == 422
    assert not Boundary.objects.exists()


def test_pages_speak_english_to_those_who_read_it(
    client_for: ClientFor, small_office: SmallOffice
) -> None:
    client = client_for("adb")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    code = small_office.village.code
    data = {"asal": code, "tujuan": code, "darat_km": "1", "laut_km": "0", "sumber": "x"}

    response = client.post(reverse("wilayah:set_distance"), data)

    assert "Origin and destination are the same" in text(response)
