"""Whoever may import for a kecamatan only speaks for that kecamatan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from tests.principals import SmallOffice, browser_of, make_user
from tests.residents.registers import NOW, OFFICER, TODAY, person, receive, send
from tuntas.accounts.principals import Area, Principal
from tuntas.residents.actions.import_queue import queue_import
from tuntas.residents.actions.import_receive import preview
from tuntas.residents.errors import ImportNotFound, NotYourRegion
from tuntas.residents.models import Person, RegisterImport
from tuntas.wilayah import queries as wilayah

pytestmark = pytest.mark.django_db(transaction=True)

THERE = {"DESA": "Sana Satu", "KECAMATAN": "Sana"}


def of_own_kecamatan(office: SmallOffice) -> Principal:
    villages = wilayah.subtree_village_ids(office.own.id)
    return replace(OFFICER, ref="c" * 32, officer_ref="d" * 32, areas=(Area("adb", villages),))


def test_rows_of_other_kecamatan_are_refused_with_the_reason(office: SmallOffice) -> None:
    sent = send([person(1), person(2, **THERE)], actor=of_own_kecamatan(office))

    assert sent.codes == {3: "village_not_yours"}
    assert sent.seen is not None
    assert sent.seen.by_code == {"village_not_yours": 1}
    assert Person.objects.count() == 1


def test_nobody_is_fetched_out_of_another_kecamatan(office: SmallOffice) -> None:
    send([person(1), person(2, **THERE)])

    sent = send([person(1, NAMA_LGKP="LAIN"), person(2)], actor=of_own_kecamatan(office))

    assert sent.codes == {3: "person_elsewhere"}
    assert Person.objects.get(nik=person(2)["NIK"]).village_id == office.elsewhere.id
    assert Person.objects.get(nik=person(1)["NIK"]).name == "LAIN"


def test_a_file_is_not_declared_complete_for_a_region_of_others(office: SmallOffice) -> None:
    mine = of_own_kecamatan(office)

    with pytest.raises(NotYourRegion):
        receive([person(1)], actor=mine, complete_for="99.05")
    with pytest.raises(NotYourRegion):
        receive([person(1)], actor=mine, village_code=office.elsewhere.code)
    assert receive([person(1)], actor=mine, complete_for="99.05.01")


def test_the_same_file_of_two_areas_is_two_imports_and_neither_takes_the_others(
    office: SmallOffice,
) -> None:
    mine, rows = of_own_kecamatan(office), [person(1), person(2, **THERE)]
    whole, part = receive(rows), receive(rows, actor=mine)
    preview(actor=OFFICER, ref=whole, today=TODAY, now=NOW)

    with pytest.raises(ImportNotFound):
        queue_import(actor=mine, ref=whole, now=NOW, ring=False)

    assert whole != part
    assert RegisterImport.objects.get(ref=whole).state == "ready"


def test_the_pages_show_each_only_the_files_of_their_area(office: SmallOffice) -> None:
    own = browser_of(make_user("adb", region=office.own))
    whole = receive([person(1)], name="seluruh.csv")
    part = receive([person(1)], actor=of_own_kecamatan(office), name="sini.csv")

    def sees(client: Client) -> tuple[bool, bool]:
        page = client.get("/impor/").content.decode()
        return "seluruh.csv" in page, "sini.csv" in page

    assert sees(own) == (False, True)
    assert sees(browser_of(make_user("adb", region=office.other))) == (False, False)
    assert sees(browser_of(make_user("adb", region=office.regency))) == (True, True)
    assert own.get(f"/impor/{whole}/kolom/").status_code == 404
    assert own.get(f"/impor/{part}/kolom/").status_code == 200
