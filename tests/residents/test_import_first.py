"""What a first import puts off is there again when it ends, whatever happened in between."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.principals import SmallOffice
from tests.residents.registers import NOW, OFFICER, TODAY, person, receive, send
from tuntas.ledger import bulk
from tuntas.residents import search
from tuntas.residents.actions import import_first, import_foresee
from tuntas.residents.actions.import_apply import apply_import
from tuntas.residents.actions.import_crowd import Crowd
from tuntas.residents.actions.import_queue import queue_import
from tuntas.residents.actions.import_receive import preview
from tuntas.residents.models import Person, RegisterEvent, RegisterImport

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (
    "residents_person",
    "residents_registerevent",
    "enrolment_enrolmentfact",
    "ledger_spell",
)
ROWS = [person(n) for n in range(1, 41)]
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL puts anything off"
)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_foresee, "FIRST_LOAD_CHUNKS", 1)
    monkeypatch.setattr(import_foresee, "CHUNK_ROWS", 10)
    monkeypatch.setattr(import_first, "FROM_ROWS", 10)


def keys() -> dict[str, Any]:
    """Every index and constraint of the tables, a key not yet validated as such."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            for name, rule in connection.introspection.get_constraints(cursor, table).items():
                found[name] = {**rule, "definition": None}
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
            found["not validated"] = cursor.fetchall()
    return found


def foreign_keys() -> set[str]:
    found = {name: rule for name, rule in keys().items() if name != "not validated"}
    return {name for name, rule in found.items() if rule["foreign_key"]}


def queued() -> str:
    ref = receive(ROWS)
    preview(actor=OFFICER, ref=ref, today=TODAY, now=NOW)
    queue_import(actor=OFFICER, ref=ref, now=NOW, ring=False)
    return ref


def test_indexes_and_keys_are_as_before(office: SmallOffice) -> None:
    before = keys()

    send(ROWS)

    assert keys() == before
    assert RegisterImport.objects.get().put_off == ""
    name = ROWS[7]["NAMA_LGKP"]
    assert search.search(name)[0].person_id == Person.objects.get(name=name).pk


def test_a_killed_first_import_lays_them_when_it_goes_on(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys()
    ref = queued()
    real, calls = Crowd.take_in, []

    def killed_at_the_third(*args: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(Crowd, "take_in", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        apply_import(ref=ref, today=TODAY, clock=lambda: NOW)
    assert Person.objects.count() == 20
    RegisterImport.objects.update(lease_until=None)
    apply_import(ref=ref, today=TODAY, clock=lambda: NOW)

    assert keys() == before
    assert Person.objects.count() == 40
    assert RegisterEvent.objects.count() == 40


@on_postgresql
def test_meanwhile_nobody_finds_the_tables_without_their_foreign_keys(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = foreign_keys()
    seen: list[set[str]] = []

    def look(rows: int) -> None:
        seen.append(foreign_keys())

    apply_import(ref=queued(), today=TODAY, clock=lambda: NOW, advance=look)

    assert seen == [before] * 4


@on_postgresql
def test_a_fact_of_nobody_is_found_at_the_end(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, lost = bulk.copy, []

    def lose_one(table: str, columns: Any, texts: Any) -> None:
        if table == "residents_person":
            (first, *others) = "".join(texts).splitlines(keepends=True)
            lost.append((table, columns, [first]))
            texts = others
        real(table, columns, texts)

    before = keys()
    ref = queued()
    with monkeypatch.context() as broken:
        broken.setattr(bulk, "copy", lose_one)
        with pytest.raises(IntegrityError):
            apply_import(ref=ref, today=TODAY, clock=lambda: NOW)
    assert RegisterImport.objects.get().state == "applying"

    for one in lost:
        real(*one)
    RegisterImport.objects.update(lease_until=None)
    apply_import(ref=ref, today=TODAY, clock=lambda: NOW)

    assert keys() == before
