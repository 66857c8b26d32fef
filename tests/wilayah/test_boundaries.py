"""Loading outlines: each feature taken or listed with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.wilayah.conftest import NOW
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, maps, queries, wording
from tuntas.wilayah.errors import FileTooLarge, NotGeoJson
from tuntas.wilayah.models import Boundary

pytestmark = pytest.mark.django_db

SQUARE = [[123.0, 0.8], [123.1, 0.8], [123.1, 0.9], [123.0, 0.9], [123.0, 0.8]]


def feature(code: str | None, coordinates: Any, kind: str = "Polygon", **more: Any) -> Any:
    properties = {"kode": code} if code else {}
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def load(content: bytes, actor: Principal, **more: Any) -> actions.BoundaryReport:
    return actions.load_boundaries(actor=actor, content=content, source="BIG", now=NOW, **more)


@pytest.mark.parametrize(
    "with_code",
    [
        feature("75.05.01.2003", [SQUARE]),
        feature("7505012003", [SQUARE]),
        feature(None, [SQUARE], id="75.05.01.2003"),
        feature(None, [SQUARE]) | {"properties": {"CODE": "75.05.01.2003"}},
        feature("75.05.01.2003", [[SQUARE]], kind="MultiPolygon"),
        feature("75.05.01.2003", [[[*point, 12.0] for point in SQUARE]]),
    ],
)
def test_a_boundary_is_matched_by_its_code(gorut: None, actor: Principal, with_code: Any) -> None:
    report = load(collection(with_code), actor)

    assert (report.read, report.loaded, report.rejected) == (1, 1, ())
    assert Boundary.objects.get().region.code == "75.05.01.2003"


BOWTIE = [[123.0, 0.8], [123.1, 0.9], [123.1, 0.8], [123.0, 0.9], [123.0, 0.8]]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (feature(None, [SQUARE]), "no_code"),
        (feature("Imana", [SQUARE]), "no_code"),
        (feature("75.05.01.2999", [SQUARE]), "unknown_code"),
        (feature("75.05.01.2003", [SQUARE[:-1]]), "ring_not_closed"),
        (feature("75.05.01.2003", [[SQUARE[0], SQUARE[1], SQUARE[0]]]), "ring_too_short"),
        (feature("75.05.01.2003", [BOWTIE]), "invalid_geometry"),
        (feature("75.05.01.2003", [[[y, x] for x, y in SQUARE]]), "lat_lng_swapped"),
        (feature("75.05.01.2003", [[[x * 9000, y] for x, y in SQUARE]]), "not_wgs84"),
        (feature("75.05.01.2003", [[["x", 1], *SQUARE[1:]]]), "bad_coordinate"),
        (feature("75.05.01.2003", [[[True, 1], *SQUARE[1:]]]), "bad_coordinate"),
        (feature("75.05.01.2003", [[float("nan"), 1.0]]), "bad_coordinate"),
        (feature("75.05.01.2003", []), "empty_geometry"),
        (feature("75.05.01.2003", [[]]), "empty_geometry"),
        (feature("75.05.01.2003", 5), "empty_geometry"),
        (feature("75.05.01.2003", [123.0, 0.8], kind="Point"), "not_a_polygon"),
        ({"type": "Feature", "properties": {"kode": "75.05.01.2003"}}, "not_a_polygon"),
        ("bukan objek", "no_code"),
    ],
)
def test_a_bad_feature_is_listed_and_the_good_one_loaded(
    gorut: None, actor: Principal, bad: Any, reason: str
) -> None:
    report = load(collection(bad, feature("75.05.01.2004", [SQUARE])), actor)

    assert [(row.feature, row.reason) for row in report.rejected] == [(1, reason)]
    assert report.loaded == 1
    assert wording.rejected_boundaries(report.rejected)[0][1]


def test_a_code_that_comes_twice_is_taken_once_and_listed_once(
    gorut: None, actor: Principal
) -> None:
    one = feature("75.05.01.2003", [SQUARE])

    report = load(collection(one, one), actor)

    assert (report.loaded, [row.reason for row in report.rejected]) == (1, ["repeated_code"])


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"type": "Feature"}',
        b'{"type": "FeatureCollection", "features": 1}',
        collection(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32651"}}),
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_feature_collection_in_wgs84_is_refused(
    gorut: None, actor: Principal, content: bytes
) -> None:
    with pytest.raises(NotGeoJson):
        load(content, actor)


def test_a_file_that_is_too_large_is_not_even_read(actor: Principal) -> None:
    with pytest.raises(FileTooLarge):
        load(b" " * (32 * 1024 * 1024 + 1), actor)


def test_loading_again_replaces_and_says_so(gorut: None, actor: Principal) -> None:
    load(collection(feature("75.05.01.2003", [SQUARE])), actor)
    moved = [[x + 0.01, y] for x, y in SQUARE]

    report = load(collection(feature("75.05.01.2003", [moved])), actor)

    assert (report.loaded, report.replaced) == (1, 1)
    assert json.loads(Boundary.objects.get().geojson)["coordinates"][0][0] == moved


def test_a_dry_run_loads_nothing(gorut: None, actor: Principal) -> None:
    report = load(collection(feature("75.05.01.2003", [SQUARE])), actor, dry_run=True)

    assert report.loaded == 1
    assert not Boundary.objects.exists()


def test_real_boundaries_change_the_map_from_circles_to_outlines(
    gorut: None, actor: Principal, reference_data: Path
) -> None:
    content = (reference_data / "gorut_desa_simplified.geojson").read_bytes()
    assert not maps.has_outlines()

    report = load(content, actor)

    assert (report.read, report.loaded, report.rejected) == (123, 123, ())
    assert maps.has_outlines()
    assert queries.boundary_counts()["villages"] == 123
