"""Maps as a browser and a screen reader meet them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.utils import translation

from tests.wilayah.conftest import LAW, NOW
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, maps, queries
from tuntas.wilayah.errors import NoOffice

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def sheets(drawn: str) -> list[ET.Element]:
    return list(ET.fromstring(f'<div xmlns="http://www.w3.org/2000/svg">{drawn}</div>'))


def draw(values: dict[int, int], **more: object) -> str:
    options = {
        "title": "Belum rekam per desa",
        "unit": "orang belum rekam",
        "href": "/desa/{code}/",
    }
    return maps.choropleth_svg(values, **(options | more))  # type: ignore[arg-type]


@pytest.fixture
def values(gorut: None) -> dict[int, int]:
    return {area.id: place % 12 for place, area in enumerate(queries.villages())}


def test_there_is_a_drawing_for_a_page_and_one_for_a_phone(values: dict[int, int]) -> None:
    wide, narrow = sheets(draw(values))

    assert "chart-wide" in wide.attrib["class"]
    assert "chart-narrow" in narrow.attrib["class"]
    assert wide.attrib["viewBox"].startswith("0 0 760 ")
    assert narrow.attrib["viewBox"].startswith("0 0 340 ")


def test_every_village_is_there_once_with_name_number_and_link(values: dict[int, int]) -> None:
    for sheet in sheets(draw(values)):
        links = sheet.findall(f"{SVG}a")
        told = {link.attrib["href"]: link.findtext(f"{SVG}title") for link in links}

        assert len(links) == len(told) == 123
        biau = queries.region_by_code("75.05.10.2001")
        assert biau is not None
        assert told["/desa/75.05.10.2001/"] == (
            f"Desa Biau, Kecamatan Biau: {values[biau.id]} orang belum rekam"
        )


def test_links_of_the_map_are_out_of_the_order_of_tabs(values: dict[int, int]) -> None:
    assert set(re.findall(r"<a [^>]*>", draw(values))) == {
        f'<a href="/desa/{area.code}/" tabindex="-1">' for area in queries.villages()
    }


def test_a_map_without_links_is_one_image(values: dict[int, int]) -> None:
    for sheet in sheets(draw(values, href="")):
        assert sheet.attrib["role"] == "img"
        assert not sheet.findall(f"{SVG}a")
    for sheet in sheets(draw(values)):
        assert sheet.attrib["role"] == "group"


def test_title_and_description_are_told_and_named(values: dict[int, int]) -> None:
    for sheet in sheets(draw(values)):
        ids = sheet.attrib["aria-labelledby"].split()
        texts = {child.attrib.get("id"): child.text for child in sheet}

        assert texts[ids[0]] == "Belum rekam per desa"
        assert "Terbanyak" in (texts[ids[1]] or "")
        assert "11 orang belum rekam" in (texts[ids[1]] or "")


def test_ids_of_two_maps_on_one_page_do_not_meet(values: dict[int, int]) -> None:
    both = draw(values, key="satu") + draw(values, key="dua")
    ids = re.findall(r' id="([^"]+)"', both)

    assert len(ids) == len(set(ids)) == 8


def test_nothing_inline_that_the_content_policy_forbids(values: dict[int, int]) -> None:
    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=", draw(values))


def test_words_from_outside_are_escaped(values: dict[int, int]) -> None:
    drawn = draw(values, title="<b>&", unit='"<i>', description="<script>")

    assert "<b>" not in drawn
    assert "<script" not in drawn
    assert len(sheets(drawn)) == 2


def test_done_unknown_and_left_look_different(values: dict[int, int]) -> None:
    areas = queries.villages()
    some = {areas[0].id: 0, areas[1].id: 7}

    wide = draw(some).split("</svg>")[0]

    assert wide.count('class="m-0"') == 1
    assert wide.count('class="m-none"') == 121
    assert wide.count('class="m-disc"') == 1


def test_numbers_are_written_as_the_reader_writes_them(values: dict[int, int]) -> None:
    first = queries.villages()[0].id

    assert "1.569 orang" in draw(values | {first: 1569})
    with translation.override("en"):
        assert "1,569 orang" in draw(values | {first: 1569})


def test_kecamatan_are_named_on_both_drawings(values: dict[int, int]) -> None:
    for sheet in sheets(draw(values)):
        names = {t.text for t in sheet.findall(f"{SVG}text") if t.attrib["class"] == "m-label"}

        assert {"Tolinggula", "Biau", "Monano", "Anggrek", "Kwandang", "Atinggola"} <= names
        assert len(names) >= 10
        assert all(float(t.attrib["font-size"]) >= 12 for t in sheet.findall(f"{SVG}text"))


def test_the_map_of_one_kecamatan_names_its_desa(values: dict[int, int]) -> None:
    ponelo = queries.region_by_code("75.05.08")
    assert ponelo is not None

    for sheet in sheets(draw(values, region_id=ponelo.id)):
        names = {t.text for t in sheet.findall(f"{SVG}text") if t.attrib["class"] == "m-label"}
        assert names == {"Ponelo", "Malambe", "Otiola", "Tihengo"}
        assert len(sheet.findall(f"{SVG}a")) == 4


def test_the_map_of_an_earlier_day_has_the_villages_of_that_day(
    values: dict[int, int], actor: Principal
) -> None:
    actions.recode_region(
        actor=actor,
        code="75.05.08",
        new_code="75.05.13",
        effective_on=date(2023, 7, 1),
        source=LAW,
        now=NOW,
    )

    before, after = draw(values, on=date(2023, 6, 30)), draw(values, on=date(2023, 7, 1))

    assert "/desa/75.05.08.2001/" in before
    assert "/desa/75.05.13.2001/" not in before
    assert "/desa/75.05.13.2001/" in after
    assert "/desa/75.05.08.2001/" not in after


def test_a_new_name_is_on_the_very_next_map(values: dict[int, int], actor: Principal) -> None:
    assert "Desa Imana," in draw(values)

    actions.rename_region(
        actor=actor,
        code="75.05.01.2003",
        name="Imana Raya",
        effective_on=date(2023, 6, 1),
        source=LAW,
        now=NOW,
    )

    assert "Desa Imana Raya," in draw(values)


def test_the_legend_has_the_shades_of_the_map(values: dict[int, int]) -> None:
    items = maps.legend(values)

    assert [item.class_ for item in items] == ["m-0", "m-1", "m-2", "m-3", "m-4"]
    assert items[0].name == "0"
    assert items[-1].name.endswith("atau lebih")
    shades = set(re.findall(r'class="(m-\d)"', draw(values)))
    assert shades == {item.class_ for item in items}


def test_a_map_of_nothing_left_says_so(values: dict[int, int]) -> None:
    assert "Tidak ada desa" in draw(dict.fromkeys(values, 0))
    assert [item.class_ for item in maps.legend(dict.fromkeys(values, 0))] == ["m-0"]


def test_without_an_office_there_is_no_map(db: None) -> None:
    with pytest.raises(NoOffice):
        draw({})
