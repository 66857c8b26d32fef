from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.small_office import OPENING, TODAY, at
from tuntas.accounts.principals import system
from tuntas.coverage import queries
from tuntas.coverage.actions import add_deadline
from tuntas.coverage.models import OfficialFigure
from tuntas.reports.claims import check_text
from tuntas.reports.marked import pieces

AsRole = Callable[[str], Client]


def words(answer: object) -> str:
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))  # type: ignore[attr-defined]


def test_the_pace_page_divides_what_is_left_by_the_days(as_role: AsRole) -> None:
    deadline = TODAY + timedelta(7)
    add_deadline(
        actor=system("test"), kind="voter_list", on=deadline, source="contoh", at=at(OPENING)
    )
    pace = queries.pace(on=TODAY, deadline=deadline)

    page = as_role("head").get("/laju/").content.decode()

    needed = re.findall(r'<strong class="hero-n">(\d+)</strong>', page)
    assert pace.needed_per_working_day is not None
    assert int(needed[0]) - 1 < pace.needed_per_working_day <= int(needed[0])
    assert "Penetapan daftar pemilih, 27 Juni 2023" in strip_tags(page)


def test_a_deadline_of_ones_own_is_taken_from_the_address(as_role: AsRole) -> None:
    assert "1 Juli 2023" in words(as_role("head").get("/laju/?sampai=2023-07-01"))


def test_a_deadline_that_is_past_or_unreadable_falls_back_to_the_next_one(as_role: AsRole) -> None:
    client = as_role("head")

    assert "31 Desember 2023" in words(client.get("/laju/?sampai=2020-01-01"))
    assert "31 Desember 2023" in words(client.get("/laju/?sampai=besok"))


def test_the_target_asks_for_less_than_zero_does(as_role: AsRole) -> None:
    client = as_role("head")

    to_zero = client.get("/laju/").content.decode()
    to_target = client.get("/laju/?tujuan=target").content.decode()

    assert "Boleh tersisa" not in to_zero
    assert "Boleh tersisa" in to_target


def test_the_months_ahead_are_the_ledgers_own(as_role: AsRole) -> None:
    months = queries.becoming_due(from_on=TODAY, months=6)

    page = as_role("head").get("/wajib-baru/?bulan=6").content.decode()

    shown = [int(n) for n in re.findall(r'<td class="r big">(\d+)</td>', page)]
    assert shown == [month.n for month in months]


def official(**changes: str) -> dict[str, str]:
    return {
        "wilayah": "75.05",
        "definisi": "PERS",
        "per": "2023-06-19",
        "wajib": "90060",
        "rekam": "88491",
        "belum": "1569",
        "persen": "98,18",
        "dokumen": "Siaran pers 1",
        "sumber": "Kantor",
        **changes,
    }


def test_an_official_figure_stands_beside_the_ledgers_with_its_difference(
    as_role: AsRole,
) -> None:
    client = as_role("adb")
    client.post("/angka-resmi/tambah/", official())

    page = words(client.get("/angka-resmi/"))

    own = queries.figures_of(on=TODAY - timedelta(1))
    assert "98,26" in page
    assert "tercetak 98,18" in page
    assert f"+{1569 - own.left:,}".replace(",", ".") in page
    assert "tidak sama dengan hasil bagi" in page


def test_the_same_figure_twice_stands_once(as_role: AsRole) -> None:
    client = as_role("adb")

    client.post("/angka-resmi/tambah/", official())
    again = client.post("/angka-resmi/tambah/", official(), follow=True)

    assert "sudah ada" in words(again)
    assert OfficialFigure.objects.count() == 1


def test_a_figure_without_any_number_is_not_one(as_role: AsRole) -> None:
    answer = as_role("adb").post("/angka-resmi/tambah/", official(wajib="", rekam="", belum=""))

    assert answer.status_code == 400
    assert "paling sedikit satu angka" in words(answer)


def test_between_two_letters_the_column_adds_up(as_role: AsRole) -> None:
    page = as_role("head").get("/angka-resmi/antara/?dari=2023-05-01").content.decode()

    cells = re.findall(r'<td class="r (?:big|num)">([+−]?[\d.]+)</td>', page)
    numbers = [int(cell.replace("−", "-").replace(".", "")) for cell in cells]
    assert len(numbers) >= 4
    assert sum(numbers[:-1]) == numbers[-1]


def test_the_letter_to_the_governor_holds_against_our_own_claims_check(as_role: AsRole) -> None:
    page = as_role("head").get("/laporan/gubernur/").content.decode()

    letter = re.findall(r'<pre class="letter"[^>]*>(.*?)</pre>', page, re.DOTALL)[0]
    assert f"Belum rekam: {queries.figures_of(on=TODAY).left}" in letter
    assert not check_text(letter).contradicts


def test_a_pasted_text_is_marked_where_it_contradicts_itself(as_role: AsRole) -> None:
    text = "Dari 90.060 wajib KTP, 88.491 jiwa (98,18 persen) sudah merekam."

    page = as_role("head").post("/periksa-klaim/", {"teks": text}).content.decode()

    assert '<mark class="left">98,18' in page
    assert "98,26 persen" in strip_tags(page)


def test_a_text_without_figures_is_not_accused(as_role: AsRole) -> None:
    assert "Tidak ada angka yang bisa dibandingkan" in words(
        as_role("head").post("/periksa-klaim/", {"teks": "Warga antusias."})
    )


def test_markup_in_a_pasted_text_stays_text(as_role: AsRole) -> None:
    text = "<script>x</script> 88.491 dari 90.060 wajib KTP (98,18 persen) sudah merekam."

    page = as_role("head").post("/periksa-klaim/", {"teks": text}).content.decode()

    assert "<script>x" not in page


@given(st.text(alphabet="0123456789., abcdefjiwapersenwajibKTP%()\n", max_size=200))
def test_a_marked_text_is_the_text_itself(text: str) -> None:
    findings = check_text(text).findings

    assert "".join(piece.words for piece in pieces(text, findings)) == text


def test_the_names_of_a_coming_month_are_as_many_as_its_number(as_role: AsRole) -> None:
    months = queries.becoming_due(from_on=TODAY, months=3)

    for month in months:
        page = as_role("adb").get(f"/wajib-baru/nama/?bulan={month.first_day:%Y-%m}")
        assert f"{month.n} orang, {month.captured_early} sudah direkam" in words(page)


def test_a_month_that_is_over_has_no_list(as_role: AsRole) -> None:
    assert as_role("adb").get("/wajib-baru/nama/?bulan=2023-05").status_code == 404
    assert as_role("adb").get("/wajib-baru/nama/?bulan=juli").status_code == 404
