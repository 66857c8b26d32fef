"""The suite itself: on which database it runs, and with which options."""

from __future__ import annotations

import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_was_asked_for(on_postgresql: bool) -> None:
    assert connection.vendor == ("postgresql" if on_postgresql else "sqlite")


@pytest.mark.django_db
def test_sqlite_has_the_options_of_an_office(on_postgresql: bool) -> None:
    if on_postgresql:
        pytest.skip("options of SQLite")

    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_what_was_committed() -> None:
    Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
    seen: list[int] = []

    def look() -> None:
        seen.append(Session.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [1]
