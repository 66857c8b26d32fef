"""Taking over the national list: nothing lost, nothing overwritten, the same twice is once."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from tests.wilayah.conftest import NOW, TODAY
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, national, queries, wording
from tuntas.wilayah.actions import ListReport
from tuntas.wilayah.errors import UnknownListLayout
from tuntas.wilayah.models import Island, NikPrefix, Region, RegionName

pytestmark = pytest.mark.django_db

LATER = date(2025, 8, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A province with two regencies as npm idn-area-data 4 lays it out."""
    data = tmp_path / "package" / "data"
    data.mkdir(parents=True)
    (data / "provinces.csv").write_text("code,name\n96,Papua Contoh\n")
    (data / "regencies.csv").write_text(
        "code,province_code,name\n96.01,96,Kabupaten Satu\n96.71,96,Kota Dua\n"
    )
    (data / "districts.csv").write_text("code,regency_code,name\n96.01.01,96.01,Utara\n")
    (data / "villages.csv").write_text(
        "code,district_code,name\n"
        "96.01.01.2001,96.01.01,Ujung\n"
        '96.01.01.1002,96.01.01,"Pangkal I, II"\n'
    )
    (data / "islands.csv").write_text(
        "code,regency_code,coordinate,is_populated,is_outermost_small,name\n"
        """96.01.40001,96.01,"00°54'42.55"" S 132°44'16.40"" E",1,0,Pulau Satu\n"""
        "96.00.40001,96.00,,0,0,Pulau Tanpa Tempat\n"
    )
    return tmp_path / "package"


def take(path: Path, actor: Principal, on: date = TODAY, dry_run: bool = False) -> ListReport:
    return actions.import_national_list(
        actor=actor, path=path, source="tests", on=on, now=NOW, dry_run=dry_run
    )


def rows_are_accounted_for(report: ListReport) -> bool:
    islands = report.islands_added + report.islands_changed + report.islands_unchanged
    taken = report.added + report.renamed + report.placed + report.unchanged + islands
    return report.rows_read == taken + len(report.rejected)


def test_a_folder_becomes_regions_prefixes_and_islands(folder: Path, actor: Principal) -> None:
    report = take(folder, actor)

    assert (report.added, report.islands_added, report.rejected) == (6, 2, ())
    village = queries.region_by_code("96.01.01.1002")
    assert village is not None
    assert queries.full_name(village.id) == "Kelurahan Pangkal I, II, Kecamatan Utara"
    assert NikPrefix.objects.get().prefix6 == "960101"
    island = Island.objects.get(code="96.01.40001")
    assert (island.lat, island.lng, island.populated) == (-0.911819, 132.737889, True)
    assert Island.objects.get(code="96.00.40001").region.code == "96"


def test_the_same_list_twice_changes_nothing(folder: Path, actor: Principal) -> None:
    take(folder, actor)
    before = list(Region.objects.order_by("id").values())

    again = take(folder, actor, on=LATER)

    assert again.changed == 0
    assert again.unchanged == 6
    assert list(Region.objects.order_by("id").values()) == before


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path, actor: Principal) -> None:
    told = take(folder, actor, dry_run=True)

    assert not Region.objects.exists()
    assert take(folder, actor) == told


def test_a_changed_name_is_a_dated_renaming(folder: Path, actor: Principal) -> None:
    take(folder, actor)
    village = queries.region_by_code("96.01.01.2001")
    assert village is not None
    (folder / "data" / "villages.csv").write_text(
        "code,district_code,name\n96.01.01.2001,96.01.01,Ujung Baru\n"
        '96.01.01.1002,96.01.01,"Pangkal I, II"\n'
    )

    report = take(folder, actor, on=LATER)

    assert (report.renamed, report.unchanged) == (1, 5)
    assert queries.tree().name_on(village.id, TODAY) == "Ujung"
    assert queries.tree().name_on(village.id, LATER) == "Ujung Baru"


def test_an_older_list_cannot_rewrite_a_name_that_came_later(
    folder: Path, actor: Principal
) -> None:
    take(folder, actor)
    actions.rename_region(
        actor=actor,
        code="96.01.01.2001",
        name="Ujung Baru",
        effective_on=LATER,
        source="Perda contoh",
        now=NOW,
    )

    report = take(folder, actor, on=TODAY)

    assert [row.reason for row in report.rejected] == ["older_than_history"]
    assert RegionName.objects.count() == 1
    assert rows_are_accounted_for(report)


def test_what_the_list_lacks_is_reported_and_stays(folder: Path, actor: Principal) -> None:
    take(folder, actor)
    (folder / "data" / "villages.csv").write_text(
        "code,district_code,name\n96.01.01.2001,96.01.01,Ujung\n"
    )

    report = take(folder, actor, on=LATER)

    assert report.absent == ("96.01.01.1002",)
    gone = queries.region_by_code("96.01.01.1002")
    assert gone is not None
    assert gone.valid_to is None


def test_a_new_desa_in_a_known_kecamatan_begins_with_the_list(
    folder: Path, actor: Principal
) -> None:
    take(folder, actor)
    with (folder / "data" / "villages.csv").open("a") as out:
        out.write("96.01.01.2003,96.01.01,Tengah\n")

    take(folder, actor, on=LATER)

    new, old = queries.region_by_code("96.01.01.2003"), queries.region_by_code("96.01.01.2001")
    assert new is not None
    assert old is not None
    assert (new.valid_from, old.valid_from) == (LATER, None)


def test_every_faulty_row_is_listed_with_its_line_and_reason(
    tmp_path: Path, actor: Principal
) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(
        "kode,nama,lat,lng\n"
        "96,Papua Contoh,,\n"
        "96.1,Bukan Kode,,\n"
        "96.01,,,\n"
        "97.01,Kabupaten Tanpa Provinsi,,\n"
        "96.02,Kabupaten Dua,200,400\n"
        "96.02,Kabupaten Dua,200,400\n"
        "96.02,Kabupaten Lain,,\n"
    )

    report = take(path, actor)

    reasons = {(row.line, row.reason) for row in report.rejected}
    assert reasons == {
        (3, "bad_code"),
        (4, "bad_name"),
        (5, "parent_unknown"),
        (7, "repeated"),
        (8, "repeated_with_other_content"),
    }
    assert all(wording.list_reason(reason) for _, reason in reasons)
    assert rows_are_accounted_for(report)
    assert Region.objects.get(code="96.02").lat is None


def test_a_row_whose_stated_parent_differs_is_refused(folder: Path, actor: Principal) -> None:
    (folder / "data" / "districts.csv").write_text("code,regency_code,name\n96.01.01,96.71,X\n")

    report = take(folder, actor)

    assert [row.reason for row in report.rejected] == [
        "parent_against_code",
        *["parent_unknown"] * 2,
    ]
    assert rows_are_accounted_for(report)


def test_a_gzipped_file_in_the_old_encoding_is_read(tmp_path: Path, actor: Principal) -> None:
    path = tmp_path / "daftar.csv.gz"
    path.write_bytes(gzip.compress("code,name\n96,Papua é\n".encode("cp1252")))

    take(path, actor)

    assert Region.objects.get().name == "Papua é"


@pytest.mark.parametrize("content", ["", "nama saja\nImana\n", "a,b\n1,2\n"])
def test_another_layout_is_refused(tmp_path: Path, actor: Principal, content: str) -> None:
    path = tmp_path / "lain.csv"
    path.write_text(content)

    with pytest.raises(UnknownListLayout):
        take(path, actor)


def test_a_folder_without_the_files_is_refused(tmp_path: Path, actor: Principal) -> None:
    with pytest.raises(UnknownListLayout):
        take(tmp_path, actor)


def test_coordinates_are_completed_but_never_moved(tmp_path: Path, actor: Principal) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text("code,name,lat,lng\n96,Papua,,\n")
    take(path, actor)
    path.write_text("code,name,lat,lng\n96,Papua,-1.5,133\n")
    first = take(path, actor)
    path.write_text("code,name,lat,lng\n96,Papua,-9,140\n")

    second = take(path, actor)

    assert (first.placed, second.placed) == (1, 0)
    assert Region.objects.get().lat == -1.5


def test_progress_reaches_the_number_of_new_rows(folder: Path, actor: Principal) -> None:
    seen: list[tuple[int, int]] = []

    actions.import_national_list(
        actor=actor,
        path=folder,
        source="tests",
        on=TODAY,
        now=NOW,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(1, 6), (3, 6), (4, 6), (6, 6)]


def test_the_whole_national_list_is_taken_over(
    gorut: None, actor: Principal, reference_data: Path
) -> None:
    path = reference_data / "indonesia_wilayah.csv.gz"
    mine = {area.id: area.name for area in queries.villages()}

    report = take(path, actor)

    assert report.rows_read == 91_599
    assert (report.added, report.unchanged, report.rejected) == (91_599 - 141, 141, ())
    assert len(queries.known_nik_prefixes()) == 7_285
    # the office still holds its own regency, and only that, below the regencies
    assert len(queries.tree().areas) == 38 + 514 + 11 + 123
    assert {area.id: area.name for area in queries.villages()} == mine
    assert take(path, actor).changed == 0
    assert [area.name for area in queries.children(queries.region_by_code("75.71").id)][:2] == [  # type: ignore[union-attr]
        "Kota Barat",
        "Kota Selatan",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("""00°54'42.55" N 122°44'16.40" E""", (0.911819, 122.737889)),
        ("""10°00'00.00" S 120°30'00.00" E""", (-10.0, 120.5)),
        ("""120°30'00.00" E 10°00'00.00" S""", (-10.0, 120.5)),
        ("0.9 122.7", None),
        ("", None),
        ("""95°00'00.00" N 10°00'00.00" E""", None),
    ],
)
def test_degrees_minutes_and_seconds(text: str, place: tuple[float, float] | None) -> None:
    assert national.degrees(text) == place
