"""A crowd taken in by columns is the crowd that would come in row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.principals import SmallOffice
from tests.residents.registers import CUT_OFF, NOW, OFFICER, TODAY, nik, person, receive, send
from tuntas.ledger import verification, writing
from tuntas.residents import register_columns
from tuntas.residents.actions import import_apply, import_crowd, import_foresee
from tuntas.residents.actions.import_apply import apply_import
from tuntas.residents.actions.import_queue import queue_import
from tuntas.residents.actions.import_receive import accept_as_it_is
from tuntas.residents.models import PERSON_FIELDS, Person, RegisterImport
from tuntas.residents.register_check import FileKind

pytestmark = pytest.mark.django_db(transaction=True)

PERSON = ", ".join((*PERSON_FIELDS, "village_id", "warnings", "status"))
FACT = "kind, effective_on, payload, voids_id"
# Tallies are not compared: of few arcs they follow later. ``verify`` sums them again.
TABLES = {
    "person": f"SELECT id, id, {PERSON} FROM residents_person",
    "entry": f"SELECT person_id, id, {FACT}, seq FROM residents_registerevent",
    "observed": f"SELECT person_id, id, {FACT}, seq FROM enrolment_enrolmentfact",
    "course": "SELECT person_id, seq, tracks FROM ledger_course",
    "arc": "SELECT person_id, id, effective_on, from_village, from_cell, to_village, to_cell,"
    " cause, sign, seq FROM ledger_arc",
    "spell": "SELECT person_id, from_on, to_on, village, cell FROM ledger_spell",
    "reject": 'SELECT 0, line, "column", code FROM residents_importreject',
    "word": "SELECT p.person_id, t.token FROM residents_nameposting p"
    " JOIN residents_nametoken t ON t.id = p.token_id",
    "key": "SELECT 0, k.key, t.token FROM residents_tokenkey k"
    " JOIN residents_nametoken t ON t.id = k.token_id",
}
COUNTS = (
    "state", "cursor", "n_read", "n_accepted", "n_rejected", "n_new", "n_changed", "n_same",
    "n_proposed", "n_withdrawn", "n_warned", "n_from_totals",
)  # fmt: skip


def stored() -> dict[str, Any]:
    """Everything an import has written, people numbered from 1, without what chance chose."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES["person"])
        first = min((row[0] for row in cursor.fetchall()), default=1)
        for name, statement in TABLES.items():
            cursor.execute(statement)
            rows = [(row[0] and row[0] - first + 1, *row[1:]) for row in cursor.fetchall()]
            if name == "person":
                rows = [(row[0], *row[2:]) for row in rows]
            found[name] = sorted(map(repr, rows))
    found["counts"] = list(RegisterImport.objects.values_list(*COUNTS))
    return found


@pytest.fixture(autouse=True, scope="module")
def all_arcs_tabled() -> Iterator[None]:
    """A crowd's arcs always are; row by row few of them stand in their batch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "FEW", 0)
        yield


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def taken_in(rows: list[dict[str, str]], kind: FileKind, cut_off: date) -> dict[str, Any]:
    with undone():
        ref = receive(rows, kind=kind, cut_off=cut_off)
        accept_as_it_is(ref=ref)
        queue_import(actor=OFFICER, ref=ref, now=NOW, ring=False)
        apply_import(ref=ref, today=TODAY, clock=lambda: NOW)
        assert list(verification.verify()) == []
        return stored()


WORDS = ("Siti", "NUR", "Nur", "H.", "Hj.", "Ir", "M.Rizki", "DJAFAR", "Jafar", "O'NEIL", "-")
SIGNS = ('A"B', "C\\D", "S.Pd,", "Ali", "MUH")
NAMES = st.lists(st.sampled_from(WORDS + SIGNS), min_size=1, max_size=4).map(" ".join)
BORN = st.one_of(
    st.sampled_from(["", "30-02-2000", "01-01-2030"]),
    st.dates(date(1940, 1, 1), CUT_OFF).map(lambda day: day.strftime("%d-%m-%Y")),
    st.dates(date(2003, 1, 1), date(2010, 1, 1)).map(lambda day: day.strftime("%d-%m-%Y")),
)
SAID = st.fixed_dictionaries(
    {
        "NAMA_LGKP": NAMES,
        "TGL_LHR": BORN,
        "STAT_KWN": st.sampled_from(["BELUM KAWIN", "KAWIN", "CERAI MATI", "", "ENTAH"]),
        "DESA": st.sampled_from(["Sini Satu", "Sini Dua", "Antah"]),
        "ALAMAT": st.sampled_from(["JL SATU", "", "C:\\JALAN\\N", "JL\tDUA", "\\N", 'JL "A"']),
        "STATUS_KTP_EL": st.sampled_from(
            ["", "BELUM REKAM", "CARD_ISSUED", "PRINT_READY_RECORD", "SUDAH REKAM", "ANEH \\N"]
        ),
        "STATUS_PENDUDUK": st.sampled_from(["AKTIF", "AKTIF", "", "MENINGGAL", "PINDAH"]),
        "KEWARGANEGARAAN": st.sampled_from(["WNI", "WNI", "", "WNA"]),
        "IZIN_TINGGAL": st.sampled_from(["", "ITAP", "ITAS"]),
        "IZIN_TINGGAL_SAMPAI": st.sampled_from(["", "01-01-2022", "31-12-2027"]),
    }
)
ROWS = st.lists(st.tuples(st.integers(1, 8), SAID), min_size=1, max_size=12)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    status=st.sampled_from(["", "CARD_ISSUED"]),
    said=ROWS,
    kind=st.sampled_from([FileKind.REGISTER, FileKind.UNRECORDED]),
    # 29 February: nobody completes a year of age on that day of a common year.
    cut_off=st.sampled_from([CUT_OFF, date(2020, 2, 29), date(2023, 1, 1)]),
)
def test_by_columns_is_as_row_by_row(
    office: SmallOffice,
    monkeypatch: pytest.MonkeyPatch,
    status: str,
    said: list[tuple[int, dict[str, str]]],
    kind: FileKind,
    cut_off: date,
) -> None:
    rows = [person(100, STATUS_KTP_EL=status), *(person(n, **cells) for n, cells in said)]

    at_once = taken_in(rows, kind, cut_off)
    with monkeypatch.context() as one_by_one:
        one_by_one.setattr(import_apply, "totals_left", lambda: {(1, 1): 1})
        one_by_one.setattr(import_crowd.Crowd, "take_in", None)
        row_by_row = taken_in(rows, kind, cut_off)

    assert at_once == row_by_row
    assert at_once["counts"][0][0] == "done"


def test_a_file_without_any_status_leaves_the_companions_silent(office: SmallOffice) -> None:
    found = taken_in([person(n, STATUS_KTP_EL="") for n in range(1, 4)], FileKind.REGISTER, CUT_OFF)

    assert len(found["person"]) == 3
    assert found["observed"] == []


def test_chunks_are_as_one_piece(office: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [person(n, DESA="Sini Dua" if n % 3 else "Sini Satu") for n in range(1, 40)]
    monkeypatch.setattr(import_foresee, "FIRST_LOAD_CHUNKS", 1)
    pieces: dict[int, dict[str, Any]] = {}

    for size in (100, 7):
        monkeypatch.setattr(import_foresee, "CHUNK_ROWS", size)
        pieces[size] = taken_in(rows, FileKind.REGISTER, CUT_OFF)

    for name in ("person", "spell", "word", "key"):
        assert pieces[7][name] == pieces[100][name]


def test_whoever_comes_in_between_is_met(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else enters a person while the import runs: from there on rows are compared."""
    monkeypatch.setattr(import_foresee, "CHUNK_ROWS", 10)
    monkeypatch.setattr(import_foresee, "FIRST_LOAD_CHUNKS", 1)
    rows = [person(n) for n in range(1, 31)]
    ref = receive(rows)
    accept_as_it_is(ref=ref)
    queue_import(actor=OFFICER, ref=ref, now=NOW, ring=False)

    def enter(read: int) -> None:
        if Person.objects.count() == 10:
            send([person(15)], name="kantor.csv")

    done = apply_import(ref=ref, today=TODAY, clock=lambda: NOW, advance=enter)

    assert (done.n_read, done.n_new, done.n_same) == (30, 29, 1)
    assert Person.objects.filter(nik=nik(15)).count() == 1
    assert list(verification.verify()) == []


def test_lines_out_of_order_come_in_the_order_of_the_file(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB may keep a table in another order than that of the file."""
    real = register_columns.spans

    def shuffled(file: Any, **asked: Any) -> Any:
        file.con.execute("CREATE OR REPLACE TABLE checked AS FROM checked ORDER BY line DESC")
        return real(file, **asked)

    monkeypatch.setattr(import_apply, "spans", shuffled)
    send([person(n) for n in range(1, 20)])

    names = list(Person.objects.order_by("id").values_list("nik", flat=True))
    assert names == [nik(n) for n in range(1, 20)]
