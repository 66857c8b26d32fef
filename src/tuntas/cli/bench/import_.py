"""``tuntas bench import``: a regency's register taken in, beside a plain load of the same columns.

CPU-seconds of this process and, on PostgreSQL, of the server's processes. The baseline
reads the same file with ``csv`` and puts the same columns into one table with the same
durability (``executemany`` on SQLite, COPY on PostgreSQL): no rule, no ledger, no search.
It is measured as the program keys its people (a random ref; NIK, KK and desa looked up)
and once more bare, without ref or keys.
"""

from __future__ import annotations

import csv
import os
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, cast

from tuntas.cli.bench import Result, empty_store, registers, result

PEOPLE: Final = 130_000
READ_ROWS: Final = 1_000_000
CUT_OFF: Final = date(2020, 12, 31)
TODAY: Final = date(2021, 1, 15)


def run(people: int = PEOPLE, read_rows: int = READ_ROWS) -> list[Result]:
    """CPU-seconds of an import on each database here, and rows a CPU-second of reading alone."""
    found: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="tuntas-bench-files-") as folder:
        register = Path(folder) / "register.csv"
        # Reading first: a process that has imported carries what it remembers along.
        registers.write_register(register, read_rows)
        with empty_store.empty_store("sqlite"):
            found.append(_reading(register, read_rows))
        registers.write_register(register, people)
        for vendor in empty_store.available():
            with empty_store.empty_store(vendor):
                found += _whole_import(vendor, register)
    return found


def _whole_import(vendor: str, register: Path) -> list[Result]:
    _open_office()
    bare = _cpu_s(lambda: _plain_load(vendor, register, keys=False))
    keyed = _cpu_s(lambda: _plain_load(vendor, register, keys=True))
    ours = _cpu_s(lambda: _import(register))
    what = f"{vendor}: import {_lines(register)} rows"
    return [
        result(f"{what} (baseline: plain load with the same keys)", ours, keyed, "CPU-s"),
        result(f"{what} (baseline: plain load without keys)", ours, bare, "CPU-s"),
    ]


def _reading(register: Path, rows: int) -> Result:
    from tuntas.residents.actions.import_foresee import Declaration, checked
    from tuntas.residents.register_check import FileKind

    _open_office()

    def ours() -> None:
        with checked(register, Declaration(FileKind.REGISTER, CUT_OFF)) as (_, _, counts):
            assert counts.read == rows

    def baseline() -> None:
        for _ in _cells(register):
            pass

    return result(
        f"read and validate {rows} rows (baseline: csv alone)",
        rows / _cpu_s(ours),
        rows / _cpu_s(baseline),
        "rows/CPU-s",
    )


def _import(register: Path) -> None:
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.residents.actions.import_apply import apply_import
    from tuntas.residents.actions.import_foresee import Declaration
    from tuntas.residents.actions.import_queue import queue_import
    from tuntas.residents.actions.import_receive import accept_as_it_is, receive_file
    from tuntas.residents.register_check import FileKind

    actor, now = system("bench"), timezone.now()
    with register.open("rb") as stream:
        received = receive_file(
            actor=actor,
            stream=stream,
            file_name=register.name,
            told=Declaration(FileKind.REGISTER, CUT_OFF),
            today=TODAY,
            now=now,
        )
    accept_as_it_is(ref=received.ref)
    queue_import(actor=actor, ref=received.ref, now=now, ring=False)
    done = apply_import(ref=received.ref, today=TODAY)
    assert done.n_read == done.n_accepted + done.n_rejected


def _open_office() -> None:
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.wilayah.actions.office import (
        install_demo_prefixes,
        install_shipped_regions,
        open_office,
    )

    actor, now = system("bench"), timezone.now()
    install_shipped_regions(actor=actor, now=now, on=CUT_OFF)
    open_office(actor=actor, region_code="75.05", name="Bench", short_name="Bench", now=now)
    install_demo_prefixes(actor=actor, now=now)


# --- the plain load -------------------------------------------------------------------------


def _plain_load(vendor: str, register: Path, *, keys: bool) -> None:
    from django.db import connection, transaction

    names = [f"c{at}" for at in range(len(registers.HEADERS.split(";")))]
    table = "plain_keyed" if keys else "plain"
    with transaction.atomic(), connection.cursor() as cursor:
        rows = _cells(register)
        if keys:
            names.append("ref")
            rows = ([*row, uuid.uuid4().hex] for row in rows)
        columns = ", ".join(f"{name} text" for name in names)
        key = "bigserial" if vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE {table} (id {key} PRIMARY KEY, {columns})")
        if keys:
            _add_keys(table)
        if vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        values = ", ".join(["%s"] * len(names))
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"
        cursor.executemany(insert, cast("Sequence[list[str]]", rows))


def _add_keys(table: str) -> None:
    from django.db import connection

    headers = registers.HEADERS.split(";")
    nik, kk, village = (f"c{headers.index(name)}" for name in ("NIK", "NO_KK", "KODE_DESA"))
    with connection.cursor() as cursor:
        # Not unique: a plain load cannot say which of two rows with one NIK is wrong.
        cursor.execute(f"CREATE INDEX {table}_nik ON {table} ({nik})")
        cursor.execute(f"CREATE UNIQUE INDEX {table}_ref ON {table} (ref)")
        cursor.execute(f"CREATE INDEX {table}_kk ON {table} ({kk})")
        cursor.execute(f"CREATE INDEX {table}_village ON {table} ({village})")


def _cells(register: Path) -> Iterator[list[str]]:
    with register.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter=";")
        next(rows)
        yield from rows


def _lines(register: Path) -> int:
    return register.read_bytes().count(b"\n") - 1


# --- CPU time -------------------------------------------------------------------------------


def _cpu_s(work: Callable[[], object]) -> float:
    """CPU-seconds of this process and of a PostgreSQL server below it while *work* ran."""
    servers = _servers()
    server_before = sum(map(_process_cpu_s, servers))
    before = time.process_time()
    work()
    spent = time.process_time() - before
    return spent + sum(map(_process_cpu_s, servers | _servers())) - server_before


def _servers() -> set[int]:
    """Processes of the server that this connection speaks to: its backends and helpers."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    postmaster = _parent(backend)
    return {
        int(p.name)
        for p in Path("/proc").iterdir()
        if p.name.isdigit() and (int(p.name) == postmaster or _parent(int(p.name)) == postmaster)
    }


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int:
    stat = _stat(pid)
    return int(stat[1]) if stat else 0


def _process_cpu_s(pid: int) -> float:
    stat = _stat(pid)
    ticks = int(stat[11]) + int(stat[12]) if stat else 0
    return ticks / os.sysconf("SC_CLK_TCK")
