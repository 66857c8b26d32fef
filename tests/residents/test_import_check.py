"""The dry run is the worker's work: it shows how far it is, survives its worker, and tells."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.principals import SmallOffice, browser_of, make_user
from tests.residents.registers import NOW, OFFICER, TODAY, csv_text, nik, person, receive
from tuntas.audit.models import View
from tuntas.ledger import clock
from tuntas.residents import tasks
from tuntas.residents.actions import import_check, import_foresee
from tuntas.residents.actions.import_apply import LEASE
from tuntas.residents.actions.import_check import check_import
from tuntas.residents.actions.import_queue import queue_check
from tuntas.residents.actions.import_receive import discard
from tuntas.residents.errors import NotInThatState
from tuntas.residents.models import RegisterImport
from tuntas.residents.queries_import import foreseen

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [person(n) for n in range(1, 26)]
ODD = {"TGL_LHR": "18-08-1990"}


@pytest.fixture
def adb(office: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return browser_of(make_user("adb", region=office.regency))


def waiting(rows: Any = ROWS) -> str:
    ref = receive(rows)
    queue_check(actor=OFFICER, ref=ref)
    return ref


def checked(ref: str) -> RegisterImport:
    return check_import(ref=ref, today=TODAY, clock=lambda: NOW)


def test_the_request_only_queues_it_and_the_page_says_how_far_it_is(
    adb: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_foresee, "CHUNK_ROWS", 10)
    ref = waiting()
    seen: list[str] = []
    real = import_check._tell

    def look(*args: Any) -> None:
        real(*args)
        seen.append(strip_tags(adb.get(f"/impor/{ref}/kemajuan/").content.decode()))

    monkeypatch.setattr(import_check, "_tell", look)
    before = strip_tags(adb.get(f"/impor/{ref}/").content.decode())
    checked(ref)

    assert "Sedang diperiksa" in before
    shares = [re.search(r"(\d+) persen dari 25 baris", page) for page in seen]
    assert [found[1] for found in shares if found] == ["0", "40", "80", "100"]
    assert adb.get(f"/impor/{ref}/kemajuan/")["HX-Redirect"] == f"/impor/{ref}/"
    assert "Terapkan 25 baris" in adb.get(f"/impor/{ref}/").content.decode()


def test_a_worker_that_died_is_replaced_when_its_lease_has_run_out(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = waiting()
    with monkeypatch.context() as broken:
        broken.setattr(import_check, "judge", _power_off)
        with pytest.raises(KeyboardInterrupt):
            checked(ref)

    held = checked(ref)
    later = check_import(ref=ref, today=TODAY, clock=lambda: NOW + LEASE + timedelta(seconds=1))

    assert held.state == "checking"
    assert (later.state, later.n_read, later.lease_until) == ("ready", 25, None)


def test_the_sweep_rings_for_a_check_that_nobody_makes(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    ref = waiting()
    monkeypatch.setattr(tasks, "ring", tasks.apply.call)

    assert tasks.sweep_imports() == 1
    assert RegisterImport.objects.get(ref=ref).state == "ready"
    assert tasks.sweep_imports() == 0


def test_a_column_that_is_missing_sends_it_back_to_its_columns(office: SmallOffice) -> None:
    ref = waiting(csv_text(ROWS).replace("NIK", "NOMOR INDUK APA SAJA"))

    assert checked(ref).state == "received"


def test_while_it_is_checked_it_is_neither_given_up_nor_checked_twice(
    office: SmallOffice,
) -> None:
    ref = waiting()

    with pytest.raises(NotInThatState):
        discard(actor=OFFICER, ref=ref, now=NOW)
    with pytest.raises(NotInThatState):
        queue_check(actor=OFFICER, ref=ref)


def test_warnings_are_counted_by_kind_and_can_be_taken_for_a_purpose(adb: Client) -> None:
    ref = waiting([person(1), person(2, **ODD), person(3, **ODD, JENIS_KLMIN="P")])
    checked(ref)

    page = strip_tags(adb.get(f"/impor/{ref}/").content.decode())
    without = adb.post(f"/impor/{ref}/catatan/", {"keperluan": ""})
    taken = adb.post(f"/impor/{ref}/catatan/", {"keperluan": "dicocokkan dengan SIAK"})

    counted = RegisterImport.objects.get(ref=ref)
    assert "Diterima dengan catatan" in page
    assert foreseen(counted)["by_warning"] == {"nik_date_mismatch": 2, "nik_sex_mismatch": 1}
    assert without.status_code == 400
    text = b"".join(taken.streaming_content).decode("utf-8-sig")
    header, *rows = text.strip().splitlines()
    assert header.endswith("PERINGATAN_BARIS;PERINGATAN_SEBAB")
    assert [nik(n) in text for n in (1, 2, 3)] == [False, True, True]
    assert [row.split(";")[-2] for row in rows] == ["3", "4"]
    assert View.objects.get(verb="residents.import_warnings").count == 2


def _power_off(**_: Any) -> None:
    raise KeyboardInterrupt
