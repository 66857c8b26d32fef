"""Empty offices. Their store is made once per run and copied: migrations take seconds."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.house.offices import House, MakeHouse


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of an office that has been migrated and nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    House(folder).python("from django.db import connection as c; c.close()")
    return folder / "tuntas.sqlite3"


@pytest.fixture(scope="session")
def empty_database(
    postgresql_url: str | None, tmp_path_factory: pytest.TempPathFactory
) -> str | None:
    """The name of a migrated PostgreSQL database to copy from, None on SQLite."""
    if postgresql_url is None:
        return None
    name = f"house_{secrets.token_hex(8)}"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    House(tmp_path_factory.mktemp("pg"), {"TUNTAS_DATABASE": _named(postgresql_url, name)}).python(
        ""
    )
    return name


def _named(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")


def _copied(store: Path, folder: Path) -> House:
    folder.mkdir()
    shutil.copy(store, folder)
    return House(folder)


@pytest.fixture
def house(tmp_path: Path, empty_store: Path) -> House:
    """An empty office on SQLite, whatever database the rest of the suite runs on."""
    return _copied(empty_store, tmp_path / "data")


@pytest.fixture(scope="session")
def make_house(
    tmp_path_factory: pytest.TempPathFactory,
    empty_store: Path,
    postgresql_url: str | None,
    empty_database: str | None,
) -> MakeHouse:
    """Makes empty offices on the database of this run; on PostgreSQL each has its own."""

    def on_sqlite() -> House:
        return _copied(empty_store, tmp_path_factory.mktemp("house") / "data")

    def on_postgresql() -> House:
        name = f"house_{secrets.token_hex(8)}"
        with psycopg.connect(str(postgresql_url), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{empty_database}"')
        address = _named(str(postgresql_url), name)
        return House(tmp_path_factory.mktemp("house"), {"TUNTAS_DATABASE": address})

    return on_sqlite if postgresql_url is None else on_postgresql
