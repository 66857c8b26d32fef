from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils.html import strip_tags

from tests.pages.small_office import OPENING, TODAY, Office
from tuntas.coverage import queries
from tuntas.web.numerals import whole

AsRole = Callable[[str], Client]


def words(page: bytes) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.decode()))


def test_the_home_page_says_how_many_are_left_where_and_who_acts(as_role: AsRole) -> None:
    left = queries.figures_of(on=TODAY).left

    page = as_role("head").get("/").content

    assert f'<strong class="hero-n">{left}</strong>' in page.decode()
    assert page.decode().count("/kecamatan/75.05.") >= 11
    assert page.decode().count("/desa/75.05.") >= 123
    assert "Balai desa Ilangata" in words(page)


def test_the_districts_on_the_page_sum_to_the_large_number(as_role: AsRole) -> None:
    page = as_role("head").get("/").content.decode()

    shown = re.findall(r'<td class="r big">([\d.]+)</td>', page)
    total = re.findall(r'<strong class="hero-n">([\d.]+)</strong>', page)
    assert len(shown) == 11
    assert sum(map(int, shown)) == int(total[0])


def test_an_earlier_day_shows_its_own_number_and_says_which_day(as_role: AsRole) -> None:
    earlier = TODAY - timedelta(30)
    left = queries.figures_of(on=earlier).left

    page = as_role("head").get(f"/?per={earlier.isoformat()}").content

    assert f'<strong class="hero-n">{whole(left)}</strong>' in page.decode()
    assert "Belum rekam per 21 Mei 2023" in words(page)


def test_what_was_known_earlier_differs_from_what_is_known_now(as_role: AsRole) -> None:
    known = TODAY - timedelta(10)
    left_as_known = queries.figures_of(on=TODAY, known=known).left

    page = as_role("head").get(f"/?diketahui={known.isoformat()}").content

    assert left_as_known != queries.figures_of(on=TODAY).left
    assert f'<strong class="hero-n">{left_as_known}</strong>' in page.decode()


def test_a_day_before_the_ledger_opened_is_told_not_invented(as_role: AsRole) -> None:
    before = OPENING - timedelta(1)

    page = as_role("head").get(f"/?per={before.isoformat()}").content

    assert "sebelum buku besar dibuka" in words(page)


def test_a_day_that_cannot_be_read_is_told(as_role: AsRole) -> None:
    assert "tidak terbaca" in words(as_role("head").get("/?per=kemarin").content)


def test_a_village_head_sees_the_own_village_first(as_role: AsRole, office: Office) -> None:
    page = as_role("village_head").get("/").content

    assert words(page).index(f"Desa {office.village.name}") < words(page).index("Di mana")


def test_the_second_reading_costs_a_handful_of_questions(
    as_role: AsRole, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = as_role("head")
    client.get("/")

    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        client.get("/")


def test_english_is_a_choice_that_changes_words_and_numbers(as_role: AsRole) -> None:
    client = as_role("head")
    client.post("/bahasa/", {"bahasa": "en", "next": "/"})

    page = client.get("/").content.decode()

    assert '<html lang="en">' in page
    assert "20 June 2023" in page


def test_the_wallboard_renews_itself_without_the_frame(as_role: AsRole) -> None:
    client = as_role("head")

    whole_page = client.get("/wallboard").content.decode()
    renewed = client.get("/wallboard", headers={"hx-request": "true"}).content.decode()

    assert 'hx-trigger="every 60s"' in whole_page
    assert "<html" not in renewed
    assert "hero-n" in renewed


def test_a_district_adds_up_to_its_villages(as_role: AsRole, office: Office) -> None:
    page = as_role("head").get(f"/kecamatan/{office.district.code}/").content.decode()

    shown = re.findall(r'<td class="r big">([\d.]+)</td>', page)
    total = re.findall(r'<strong class="hero-n">([\d.]+)</strong>', page)
    assert sum(map(int, shown)) == int(total[0])


def test_two_places_of_one_name_have_two_pages(as_role: AsRole) -> None:
    client = as_role("head")

    district = client.get("/kecamatan/75.05.10/").content
    village = client.get("/desa/75.05.10.2001/").status_code

    assert "Kecamatan Biau" in words(district)
    assert village in (200, 404)
    assert client.get("/desa/75.05.10/").status_code == 404


def test_a_place_of_another_regency_has_no_page(as_role: AsRole) -> None:
    assert as_role("head").get("/kecamatan/75.01.01/").status_code == 404


def test_without_a_ledger_the_page_says_how_to_begin(as_role: AsRole, monkeypatch: object) -> None:
    from tuntas.ledger.models import Head

    Head.objects.all().delete()

    page = as_role("adb").get("/").content

    assert "Mulai dari berkas yang ada" in words(page)


def test_a_village_page_says_in_which_hamlet(as_role: AsRole, office: Office) -> None:
    rows = [row for row in queries.rows(level="desa", on=TODAY) if row.figures.left]
    row = max(rows, key=lambda row: row.figures.left)

    page = as_role("village_head").get(f"/desa/{row.code}/").content.decode()

    hamlets = re.findall(r'</svg><span class="n">(\d+)</span>', page)
    assert sum(map(int, hamlets)) == row.figures.left


def test_a_village_head_is_led_to_the_own_list_and_no_other(
    as_role: AsRole, office: Office
) -> None:
    client = as_role("village_head")
    codes = [row.code for row in queries.rows(level="desa", on=TODAY)]
    neighbour = next(code for code in codes if code != office.village.code)

    assert "Daftar nama" in client.get(f"/desa/{office.village.code}/").content.decode()
    assert "Daftar nama" not in client.get(f"/desa/{neighbour}/").content.decode()
