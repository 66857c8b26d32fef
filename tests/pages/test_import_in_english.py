"""The wizard from the file to the exits, as a reader of English meets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from tests.pages.test_import_pages import (
    absent_from_ilangata,
    check,
    csv_of,
    let_it_run,
    row,
    send,
    work,
)
from tests.web.test_english_pages import indonesian, read
from tuntas.wilayah import queries as wilayah

# Headings and cells of the file itself, and the name the officer gave it.
IN_THE_FILE = (
    "NAMA",
    "TANGGAL LAHIR",
    "TGL LAHIR",
    "STATUS KAWIN",
    "BELUM KAWIN",
    "JK",
    "DESA",
    "KECAMATAN",
    "ORANG",
)


@pytest.fixture
def in_english(as_role: Callable[[str], Client]) -> Callable[[str], Client]:
    def client(role: str) -> Client:
        browser = as_role(role)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return browser

    return client


def left_over(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    names = sorted((area.name for area in wilayah.villages()), key=len, reverse=True)
    return indonesian(read(answer.content.decode()).text, (*IN_THE_FILE, *names))


def test_every_step_of_the_wizard(in_english: Callable[[str], Client]) -> None:
    adb = in_english("adb")
    columns = send(adb, csv_of([row(1), row(2, NAMA=""), row(3, DESA="Antah")]))

    found = {"columns": left_over(adb, columns)}
    address = check(adb, columns)
    found["dry run"] = left_over(adb, address)
    adb.post(f"{address}terapkan/")
    found["waiting"] = left_over(adb, address)
    let_it_run(adb, address)
    found["result"] = left_over(adb, address)
    found["files"] = left_over(adb, "/impor/")

    assert {step: texts for step, texts in found.items() if texts} == {}


def test_a_refused_file(in_english: Callable[[str], Client]) -> None:
    adb = in_english("adb")

    address = send(adb, b"satu;dua\n1;2\n")
    work()

    assert left_over(adb, address) == []


def test_exits_and_what_waits_on_the_home_page(in_english: Callable[[str], Client]) -> None:
    address = absent_from_ilangata(in_english("adb"))

    found = {
        "result": left_over(in_english("adb"), address),
        "exits": left_over(in_english("head"), "/usulan-keluar/"),
        "home": left_over(in_english("coordinator"), "/"),
    }

    assert {page: texts for page, texts in found.items() if texts} == {}
