"""What is appended in bulk comes back as it went in, whatever characters it has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuntas.ledger import bulk

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = st.none() | st.text(st.sampled_from("AÉ\\\t\n\r;'\"%sN.0{}✓"), max_size=6)


@pytest.fixture
def table() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bulk_texts (id integer, a text, b text, day date)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bulk_texts")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5), plain=st.booleans())
def test_every_text_comes_back(
    table: None, rows: list[tuple[str | None, str | None]], plain: bool
) -> None:
    filler = ("X", None) if plain else ("Y", "Z")
    wanted = [*rows, *[filler] * bulk.COPY_FROM_ROWS]
    given = [(n, a, b, "2023-06-14") for n, (a, b) in enumerate(wanted)]

    with transaction.atomic(), connection.cursor() as cursor:
        bulk.insert("bulk_texts", ("id", "a", "b", "day"), given)
        cursor.execute("SELECT a, b FROM bulk_texts ORDER BY id")
        found = cursor.fetchall()
        transaction.set_rollback(True)

    assert found == wanted
