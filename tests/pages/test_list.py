from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.pages.small_office import TODAY, Office
from tuntas.accounts.principals import system
from tuntas.audit.models import View
from tuntas.coverage import queries as coverage
from tuntas.enrolment.actions import record_person
from tuntas.residents.models import Person
from tuntas.residents.views_left import PER_PAGE

NOW = datetime(2023, 6, 20, 5, tzinfo=UTC)
AsRole = Callable[[str], Client]
PURPOSE = "jemput bola Desa Ilangata 21 Juni 2023"


def people_on(page: str) -> list[str]:
    return re.findall(r'href="/orang/([0-9a-f]{32})/"', page)


def said_total(page: str) -> int:
    return int(re.findall(r'role="status">([\d.]+) orang', page)[0].replace(".", ""))


def test_the_list_has_as_many_people_as_the_number(as_role: AsRole) -> None:
    page = as_role("operator").get("/belum-rekam/").content.decode()

    assert said_total(page) == coverage.figures_of(on=TODAY).left


def test_whoever_is_recorded_is_off_the_list_at_once(as_role: AsRole) -> None:
    client = as_role("operator")
    before = client.get("/belum-rekam/").content.decode()
    first = people_on(before)[0]

    record_person(
        actor=system("test"), person_ref=first, nonce="n-1", on=TODAY, place="Kantor", now=NOW
    )

    after = client.get("/belum-rekam/").content.decode()
    assert first not in people_on(after)
    assert said_total(after) == said_total(before) - 1


def test_turning_the_pages_shows_everybody_once(as_role: AsRole) -> None:
    client = as_role("operator")
    total = said_total(client.get("/belum-rekam/").content.decode())

    shown = []
    for number in range(1, -(-total // PER_PAGE) + 1):
        shown += people_on(client.get(f"/belum-rekam/?halaman={number}").content.decode())

    assert len(shown) == len(set(shown)) == total
    assert (
        people_on(client.get("/belum-rekam/?halaman=999").content.decode())
        == shown[(total - 1) // PER_PAGE * PER_PAGE :]
    )


def test_the_filters_narrow_and_the_sort_turns(as_role: AsRole, office: Office) -> None:
    client = as_role("operator")

    women = client.get("/belum-rekam/?jk=P").content.decode()
    men = client.get("/belum-rekam/?jk=L").content.decode()
    rising = people_on(client.get("/belum-rekam/?urut=nama&jk=P").content.decode())
    falling = people_on(client.get("/belum-rekam/?urut=-nama&jk=P").content.decode())

    assert said_total(women) + said_total(men) == coverage.figures_of(on=TODAY).left
    assert rising == falling[::-1] or len(rising) == 50


def test_a_district_in_the_filter_gives_the_districts_number(
    as_role: AsRole, office: Office
) -> None:
    page = as_role("operator").get(f"/belum-rekam/?wilayah={office.district.code}")

    rows = coverage.rows(level="kecamatan", on=TODAY)
    left = next(row.figures.left for row in rows if row.code == office.district.code)
    assert said_total(page.content.decode()) == left


def test_a_number_in_the_address_is_refused_because_it_may_be_a_nik(as_role: AsRole) -> None:
    page = as_role("operator").get("/belum-rekam/?cari=9905031234567890").content.decode()

    assert "pakai halaman Cari" in page


def test_htmx_gets_the_rows_alone(as_role: AsRole) -> None:
    page = as_role("operator").get("/belum-rekam/", headers={"hx-request": "true"})

    assert "<html" not in page.content.decode()
    assert people_on(page.content.decode())


def test_nobody_matching_is_said_with_what_to_do(as_role: AsRole) -> None:
    page = as_role("operator").get("/belum-rekam/?usia_dari=149").content.decode()

    assert "Tidak ada yang cocok" in page


def test_every_look_at_the_list_is_one_row_of_the_log(as_role: AsRole) -> None:
    client = as_role("operator")
    before = View.objects.count()

    client.get("/belum-rekam/")

    assert View.objects.count() == before + 1
    assert View.objects.latest("n").verb == "residents.left_list"


def test_a_village_head_sees_the_own_village_without_numbers(
    as_role: AsRole, office: Office
) -> None:
    page = as_role("village_head").get("/belum-rekam/").content.decode()

    own = coverage.figures_of([office.village.id], on=TODAY).left
    assert said_total(page) == own
    assert "9905" not in page
    assert people_on(page) == []


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_file_bears_who_took_it_and_for_what(as_role: AsRole, kind: str) -> None:
    client = as_role("adb")

    answer = client.post("/belum-rekam/ekspor/", {"keperluan": PURPOSE, "bentuk": kind})

    body = answer.content
    if kind == "xlsx":
        with ZipFile(io.BytesIO(body)) as book:
            text = book.read("xl/sharedStrings.xml").decode()
            assert PURPOSE in book.read("xl/worksheets/sheet1.xml").decode()
    else:
        text = body.decode("utf-8-sig")
    assert PURPOSE in text
    assert "Diambil oleh" in text
    assert not re.search(r"\b9905\d{12}\b", text)
    assert View.objects.latest("n").purpose == PURPOSE


def test_the_file_holds_everybody_not_only_the_page(as_role: AsRole) -> None:
    answer = as_role("adb").post("/belum-rekam/ekspor/", {"keperluan": PURPOSE, "bentuk": "csv"})

    lines = [line for line in answer.content.decode("utf-8-sig").splitlines() if line[0] != '"']
    people = [line for line in lines if "9905" in line]
    assert len(people) == coverage.figures_of(on=TODAY).left


def test_without_a_purpose_there_is_no_file(as_role: AsRole) -> None:
    answer = as_role("adb").post("/belum-rekam/ekspor/", {"keperluan": "data", "bentuk": "csv"})

    assert answer.status_code == 400
    assert "lebih jelas" in strip_tags(answer.content.decode())


def test_a_purpose_with_a_nik_is_refused_before_it_reaches_the_log(as_role: AsRole) -> None:
    before = View.objects.filter(verb="residents.export_left").count()
    purpose = "undangan untuk 9905031234567890"

    answer = as_role("adb").post("/belum-rekam/ekspor/", {"keperluan": purpose, "bentuk": "csv"})

    assert answer.status_code == 400
    assert View.objects.filter(verb="residents.export_left").count() == before


def test_an_operator_takes_no_file(as_role: AsRole) -> None:
    answer = as_role("operator").post("/belum-rekam/ekspor/", {"keperluan": PURPOSE})

    assert answer.status_code == 403


def test_a_name_is_found_with_a_wrong_letter_and_the_nik_by_its_end(as_role: AsRole) -> None:
    client = as_role("operator")
    person = Person.objects.order_by("id")[7]
    assert person.nik

    by_name = client.post("/cari/", {"cari": person.name.replace("A", "AH", 1)}).content.decode()
    by_number = client.post("/cari/", {"cari": person.nik}).content.decode()

    assert people_on(by_name)
    assert people_on(by_number) == [person.ref.hex]


def test_what_was_searched_for_stands_in_no_address(as_role: AsRole) -> None:
    page = as_role("operator").get("/cari/?cari=9905031234567890").content.decode()

    assert 'method="post"' in page
    assert people_on(page) == []


def test_a_search_too_short_says_so(as_role: AsRole) -> None:
    assert "tiga huruf" in as_role("operator").post("/cari/", {"cari": "ra"}).content.decode()
