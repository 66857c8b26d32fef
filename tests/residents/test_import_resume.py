"""A kill at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.principals import SmallOffice
from tests.residents.registers import (
    NOW,
    OFFICER,
    TODAY,
    csv_text,
    person,
    receive,
    send,
)
from tuntas.ledger.models import Batch
from tuntas.residents.actions import import_apply, import_foresee
from tuntas.residents.actions.import_apply import LEASE, apply_import
from tuntas.residents.actions.import_crowd import Crowd
from tuntas.residents.actions.import_queue import queue_import
from tuntas.residents.actions.import_receive import preview, purge_stored_files
from tuntas.residents.errors import NotInThatState, StoredFileGone
from tuntas.residents.models import Person, RegisterEvent, RegisterImport
from tuntas.residents.tasks import sweep_imports

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [person(n, **({"NAMA_LGKP": ""} if n % 7 == 0 else {})) for n in range(1, 60)]
FAULTY = 8


class Killed(BaseException):
    """Stands for the power going off: nothing catches it."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_foresee, "CHUNK_ROWS", 10)
    monkeypatch.setattr(import_foresee, "FIRST_LOAD_CHUNKS", 1)


def queued(content: Any = ROWS) -> str:
    ref = receive(content)
    preview(actor=OFFICER, ref=ref, today=TODAY, now=NOW)
    queue_import(actor=OFFICER, ref=ref, now=NOW, ring=False)
    return ref


def break_at(monkeypatch: pytest.MonkeyPatch, name: str, call: int) -> None:
    """Let the power go off at the *call*-th call of a step of the import."""
    real = getattr(import_apply, name)
    calls = 0

    def step(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(import_apply, name, step)


AT_FIRST = ["_together", "_move_cursor", "write_rejects", "propose"]
LATER = ["plan", "write", "_move_cursor", "write_rejects", "propose"]


@pytest.mark.parametrize(
    ("known", "step"), [*((0, step) for step in AT_FIRST), *((1, step) for step in LATER)]
)
@pytest.mark.parametrize("call", [1, 3])
def test_broken_off_anywhere_it_goes_on_and_ends_the_same(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch, known: int, step: str, call: int
) -> None:
    if known:  # then nobody is new without a look
        send([person(100)], name="lama.csv")
    ref = queued()
    with monkeypatch.context() as broken:
        break_at(broken, step, 1 if step in ("write_rejects", "propose") else call)
        with pytest.raises(Killed):
            apply_import(ref=ref, today=TODAY, clock=lambda: NOW)

    done = apply_import(ref=ref, today=TODAY, clock=lambda: NOW + 2 * LEASE)

    assert (done.state, done.n_read, done.n_rejected) == ("done", len(ROWS), FAULTY)
    assert Person.objects.count() == RegisterEvent.objects.count() == len(ROWS) - FAULTY + known


def test_another_worker_waits_for_the_lease(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = queued()
    with monkeypatch.context() as broken:
        break_at(broken, "_move_cursor", 2)
        with pytest.raises(Killed):
            apply_import(ref=ref, today=TODAY, clock=lambda: NOW)

    with pytest.raises(NotInThatState):
        apply_import(ref=ref, today=TODAY, clock=lambda: NOW + timedelta(seconds=1))

    apply_import(ref=ref, today=TODAY, clock=lambda: NOW + 2 * LEASE)


def test_a_worker_that_was_overtaken_changes_nothing(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = queued()
    real = Crowd.take_in

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(Crowd, "take_in", real)
        RegisterImport.objects.update(cursor=30)
        return real(*args, **kwargs)

    monkeypatch.setattr(Crowd, "take_in", overtaken)
    with pytest.raises(NotInThatState):
        apply_import(ref=ref, today=TODAY, clock=lambda: NOW)

    assert Person.objects.count() == 0
    assert Batch.objects.count() == 0
    RegisterImport.objects.update(cursor=0, lease_until=None)
    apply_import(ref=ref, today=TODAY, clock=lambda: NOW)


def test_the_sweeper_rings_for_what_fell_silent(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr("tuntas.residents.tasks.ring", rung.append)
    ref = queued()

    assert sweep_imports() == 1
    apply_import(ref=ref, today=TODAY, clock=lambda: NOW)

    assert sweep_imports() == 0
    assert rung == [ref]


def test_purged_files_keep_what_was_imported(office: SmallOffice) -> None:
    sent = send(ROWS)
    later = NOW + timedelta(days=100)

    assert purge_stored_files(actor=OFFICER, older_than_days=90, today=TODAY, now=later) == 1

    assert Person.objects.count() == len(ROWS) - FAULTY
    RegisterImport.objects.filter(ref=sent.ref).update(state="queued")
    with pytest.raises(StoredFileGone):
        apply_import(ref=sent.ref, today=TODAY)
    RegisterImport.objects.filter(ref=sent.ref).update(state="done")


_CHILD = """
import os, sys
import django
django.setup()
from datetime import date
from django.conf import settings
from django.db import connections
settings.DATABASES["default"]["NAME"] = sys.argv[2]
connections["default"].settings_dict["NAME"] = sys.argv[2]
settings.DATA_DIR = sys.argv[3]
from tuntas.residents.actions import import_apply, import_foresee
import_foresee.CHUNK_ROWS = 25
import_foresee.FIRST_LOAD_CHUNKS = 1
import_apply.apply_import(
    ref=sys.argv[1], today=date(2023, 6, 20), advance=lambda n: print("chunk", flush=True))
"""


def test_killed_for_good_between_and_inside_transactions(
    office: SmallOffice, on_postgresql: bool, settings: Any
) -> None:
    if on_postgresql:
        pytest.skip("the killed process works on the SQLite file of this run")
    many = [person(n, **({"NAMA_LGKP": ""} if n % 7 == 0 else {})) for n in range(1, 900)]
    ref = queued(many)
    connection.close()
    arguments = [ref, str(connection.settings_dict["NAME"]), str(settings.DATA_DIR)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)

    for chunks in (1, 4, 9):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, *arguments], stdout=subprocess.PIPE, env=environment
        )
        assert child.stdout is not None
        for _ in range(chunks):
            assert child.stdout.readline() == b"chunk\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        RegisterImport.objects.update(lease_until=None)
        row = RegisterImport.objects.get()
        assert row.n_new == Person.objects.count(), "counts and people move together"

    done = apply_import(ref=ref, today=TODAY)

    assert (done.n_read, done.n_accepted + done.n_rejected) == (899, 899)
    assert Person.objects.count() == RegisterEvent.objects.count() == done.n_new


# --- any rows whatever ------------------------------------------------------------------------

_CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "0", "TIDAK TAHU", "9905011708900001", "9,9E+15", "31-12-90", "KAWIN", "L", "Kembar"]
    ),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(list(person(1))), _CELL, max_size=4), min_size=1, max_size=8
    ),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_rows_of_any_kind_are_accepted_or_listed(
    office: SmallOffice, rows: list[dict[str, str]], encoding: str
) -> None:
    content = csv_text([person(100)] + [person(n, **said) for n, said in enumerate(rows, start=1)])
    ref = receive(content.encode(encoding, errors="replace"))
    row = RegisterImport.objects.get(ref=ref)
    if row.state == "done":
        return

    preview(actor=OFFICER, ref=ref, today=TODAY, now=NOW)
    queue_import(actor=OFFICER, ref=ref, now=NOW, ring=False)
    done = apply_import(ref=ref, today=TODAY, clock=lambda: NOW)

    assert done.n_read == done.n_accepted + done.n_rejected
    assert done.n_read >= 1
