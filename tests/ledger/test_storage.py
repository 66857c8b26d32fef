"""How SQLite keeps the tables an act writes: each row once, not once more in an index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.ledger.brute import Told
from tests.ledger.histories import OPENING, Teller
from tuntas.accounts.principals import system
from tuntas.enrolment.actions import record_person
from tuntas.residents.models import Person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("config.getoption('--db') != 'sqlite'", reason="how SQLite keeps rows"),
]


@pytest.mark.parametrize(
    "table",
    [
        "ledger_tally",
        "ledger_spell",
        "enrolment_enrolmentfact",
        "enrolment_recordingreceipt",
        "outreach_asidefact",
    ],
)
def test_rows_lie_in_the_order_of_their_key(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wr FROM pragma_table_list WHERE name = %s", [table])

        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    "table",
    [
        "ledger_batch",
        "ledger_arc",
        "ledger_course",
        "ledger_opening",
        "residents_registerevent",
        "audit_act",
        "audit_view",
    ],
)
def test_the_number_of_a_row_is_its_place(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT origin FROM pragma_index_list(%s)", [table])

        assert ("pk",) not in cursor.fetchall()


def test_the_database_finds_its_own_tables_whole() -> None:
    teller = Teller()
    listed = {"village": 11, "birth_on": "1980-05-05", "name": "A"}
    teller.tell(Told(0, 0, "listed", OPENING, OPENING, listed, None))
    teller.tell(Told(1, 0, "set_aside", OPENING, OPENING, {"reason": "r"}, None))
    record_person(
        actor=system("test"),
        person_ref=Person.objects.get(id=teller.people[0]).ref.hex,
        nonce="n-1",
        on=OPENING + timedelta(900),
        place="Kantor",
        now=datetime(2023, 6, 20, 5, tzinfo=UTC),
    )

    with connection.cursor() as cursor:
        for table in (
            "enrolment_enrolmentfact",
            "enrolment_recordingreceipt",
            "outreach_asidefact",
        ):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA integrity_check")

        assert cursor.fetchall() == [("ok",)]
