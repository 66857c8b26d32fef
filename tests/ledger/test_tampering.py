"""Whatever is altered, inserted or deleted by hand is noticed, and its place is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.ledger.brute import Told
from tests.ledger.histories import OPENING, Teller
from tuntas.accounts.principals import system
from tuntas.audit import queries as audit
from tuntas.coverage.actions import FigureRow, record_official_figures
from tuntas.enrolment.actions import record_person
from tuntas.ledger import writing
from tuntas.ledger.actions import open_batch
from tuntas.ledger.verification import verify
from tuntas.outreach.models import AsideProposal
from tuntas.residents.models import Person

NOW = datetime(2023, 6, 20, 5, tzinfo=UTC)
DAY = OPENING + timedelta(900)

TABLES = (
    "ledger_head",
    "ledger_batch",
    "ledger_course",
    "ledger_arc",
    "ledger_tally",
    "ledger_spell",
    "ledger_opening",
    "residents_registerevent",
    "residents_person",
    "enrolment_enrolmentfact",
    "enrolment_recordingreceipt",
    "outreach_asidefact",
    "coverage_officialfigure",
    "audit_act",
    "audit_view",
    "audit_head",
)
"""Facts, ledger and log: every table whose content ``tuntas verify`` answers for."""

NOT_SAID = {
    ("residents_person", "ref"),  # drawn at random; nothing derives it
    ("residents_person", "warnings"),  # worked out from the NIK when a row is imported
}


@pytest.fixture(autouse=True, scope="module")
def old_enough() -> Iterator[None]:
    """Some arcs in the tallies and some still to come, as in an office after a thousand acts;
    some in the row of their batch, some in the table of arcs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "BEHIND", 2)
        patch.setattr(writing, "FEW", 1)
        yield


@pytest.fixture
def small_office(db: None) -> None:
    """A few lives with facts of every room, a receipt, an opening total, a look at names."""
    teller = Teller()
    story: list[tuple[int, str, int, dict[str, Any], int | None]] = [
        (0, "listed", 0, {"village": 11, "birth_on": "1980-05-05", "name": "A"}, None),
        (1, "listed", 0, {"village": 12, "birth_on": "2005-02-28", "name": "B"}, None),
        (2, "born", 10, {"village": 13, "birth_on": "2020-07-10", "name": "C"}, None),
        (0, "moved", 100, {"village": 12}, None),
        (0, "void", 100, {}, 3),
        (1, "observed", 700, {"status": "BIO_CAPTURED", "enrol": 1, "card": 0}, None),
        (0, "set_aside", 300, {"reason": "r"}, None),
        (2, "died", 800, {}, None),
    ]
    for order, (person, kind, after, said, back) in enumerate(story):
        on = OPENING + timedelta(after)
        teller.tell(Told(order, person, kind, on, OPENING + timedelta(after), said, back))
    AsideProposal.objects.create(
        person_id=teller.people[0],
        reason="r",
        evidence="Surat kepala desa",
        state=AsideProposal.State.APPROVED,
        proposed_by="1" * 32,
        proposed_on=OPENING,
        decided_by="2" * 32,
        decided_on=OPENING + timedelta(300),
    )
    ref = Person.objects.get(id=teller.people[0]).ref.hex
    record_person(
        actor=system("test"), person_ref=ref, nonce="n-1", on=DAY, place="Kantor", now=NOW
    )
    with open_batch(
        actor=system("test"), verb="test.total", source="BA", known_on=DAY, at=NOW
    ) as batch:
        batch.nameless(village=11, cell=39, n=5, source="BA")
    record_official_figures(
        actor=system("test"),
        rows=[
            FigureRow("75.05", "Gorut", "DKB_SMT", DAY, 90, 80, 10, "88,89", "DKB 2022-2", "uji")
        ],
        known_on=DAY,
        at=NOW,
    )
    with transaction.atomic():
        from tuntas.audit.actions import write_view

        write_view(
            actor=system("test").ref, verb="test.look", subjects=[ref], count=1, purpose="p", at=NOW
        )


def problems() -> list[Any]:
    return [*audit.verify_all(), *verify()]


@pytest.fixture
def sound(small_office: None) -> None:
    assert problems() == []


@pytest.mark.parametrize("table", TABLES)
def test_any_altered_value_is_noticed(table: str, sound: None) -> None:
    unnoticed = []
    for column, value in _values(table):
        if (table, column) in NOT_SAID:
            continue
        with transaction.atomic():
            if _alter(table, column, value) and not problems():
                unnoticed.append(column)
            transaction.set_rollback(True)

    assert unnoticed == []


@pytest.mark.parametrize("table", TABLES)
def test_a_deleted_row_is_noticed(table: str, sound: None) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            _without_constraints(cursor)
            cursor.execute(f"DELETE FROM {table} WHERE {_first_row(table)}")
            assert cursor.rowcount == 1

        assert problems() != []
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "table", [t for t in TABLES if t not in ("ledger_head", "audit_head", "residents_person")]
)
def test_an_inserted_row_is_noticed(table: str, sound: None) -> None:
    with transaction.atomic():
        _insert_like_the_first(table)

        assert problems() != []
        transaction.set_rollback(True)


def _values(table: str) -> list[tuple[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {_first_row(table)}")
        row = cursor.fetchone()
        assert row is not None, f"the small office has no row in {table}"
        told = [(c[0], value) for c, value in zip(cursor.description, row, strict=True)]
    # What the database computes itself nobody can alter by hand.
    return [(column, value) for column, value in told if column not in _computed(table)]


def _computed(table: str) -> set[str]:
    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    return {field.column for field in model._meta.fields if field.generated}


def _key(table: str) -> str:
    return {
        "ledger_batch": "seq",
        "ledger_course": "person_id",
        "ledger_tally": "effective_on",
        "ledger_spell": "from_on",
        "enrolment_recordingreceipt": "nonce",
        "audit_head": "chain",
        "audit_act": "n",
        "audit_view": "n",
    }.get(table, "id")


_WHOLE_KEY = {
    "ledger_spell": ("person_id", "from_on"),
    "ledger_tally": (
        "effective_on",
        "known_on",
        "from_village",
        "from_cell",
        "to_village",
        "to_cell",
        "cause",
    ),
}


def _first_row(table: str) -> str:
    """A condition that picks one row on either database."""
    key = ", ".join(_WHOLE_KEY.get(table, (_key(table),)))
    return f"({key}) = (SELECT {key} FROM {table} ORDER BY {_key(table)} LIMIT 1)"


def _alter(table: str, column: str, value: Any) -> bool:
    other = _other(value, column)
    with connection.cursor() as cursor:
        _without_constraints(cursor)
        try:
            with transaction.atomic():
                cursor.execute(
                    f'UPDATE {table} SET "{column}" = %s WHERE {_first_row(table)}', [other]
                )
        except DatabaseError:  # the database itself refuses: noticed before it happened
            return False
        return cursor.rowcount == 1


def _other(value: Any, column: str) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if value is None:
        return "2001-01-01" if column.endswith(("_on", "_until")) else 7
    text = str(value)
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        changed = day + timedelta(days=1)
        return changed.date().isoformat() if len(text) == 10 else changed.isoformat(sep=" ")
    if text.isdigit():
        return str(int(text) + 1)
    return text + "x" if not text else ("y" if text[0] == "x" else "x") + text[1:]


@pytest.fixture(autouse=True)
def constraints_hold_again(db: None) -> Iterator[None]:
    """The connection outlives the test; what was switched off must not stay off for others."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _without_constraints(cursor: Any) -> None:
    """A tamperer owns the file; foreign keys and checks would only name the place earlier."""
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("PRAGMA defer_foreign_keys = ON")


def _insert_like_the_first(table: str) -> None:
    row = dict(_values(table))
    key = _key(table)
    for name in {key, "id", "n", "person_id", "seq", "fact_id", "document"} & row.keys():
        row[name] = _another(row[name], name)
    columns = ", ".join(f'"{name}"' for name in row)
    with connection.cursor() as cursor:
        _without_constraints(cursor)
        if "n" in row and table.startswith("audit"):
            cursor.execute(f"SELECT MAX(n) FROM {table}")
            row["n"] = cursor.fetchone()[0] + 1
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )


def _another(value: Any, column: str) -> Any:
    return value + 1000 if isinstance(value, int) else _other(value, column)
