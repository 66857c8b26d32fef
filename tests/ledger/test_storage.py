"""How SQLite keeps the tables an act writes: each row once, not once more in an index."""

from __future__ import annotations

import pytest
from django.db import connection

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
