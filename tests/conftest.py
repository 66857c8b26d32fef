"""One suite, two databases: ``pytest`` runs on SQLite, ``pytest --db postgresql`` on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.principals"]
PROJECT = Path(__file__).resolve().parent.parent

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak", max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption("--golden", action="store_true", help="renew the golden files")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Point Django at the database of this run, before it opens a connection."""
    if config.getoption("--db") != "postgresql":
        return
    workerinput = getattr(config, "workerinput", None)
    if workerinput is None:
        from tests import postgres

        config.stash[POSTGRES] = postgres.start()
        url = config.stash[POSTGRES].url
    else:
        url = workerinput["postgresql_url"]
    config.stash[POSTGRES_URL] = url
    _use_postgresql(url)


POSTGRES: pytest.StashKey[Any] = pytest.StashKey()
POSTGRES_URL: pytest.StashKey[str] = pytest.StashKey()


def _use_postgresql(url: str) -> None:
    """Put PostgreSQL in the place of the database that the settings named.

    pytest-django loads Django before any conftest is read, and every model asks its connection
    for the longest table name, so what Django remembers of the old one is dropped here.
    """
    from django.conf import settings as django_settings
    from django.db import connections

    from tuntas.config import databases

    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]
    chosen = databases.postgresql(url) | {"TEST": {"NAME": "test_tuntas"}}
    django_settings.DATABASES["default"] = chosen
    connections._settings = None  # type: ignore[attr-defined]
    connections.__dict__["settings"] = connections.configure_settings(None)


class HandTheAddressToWorkers:
    @staticmethod
    def pytest_configure_node(node: Any) -> None:
        if POSTGRES in node.config.stash:
            node.workerinput["postgresql_url"] = node.config.stash[POSTGRES].url


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    """xdist's hook may only be implemented where xdist is present."""
    if type(plugin).__name__ == "DSession" and not manager.has_plugin("tuntas-workers"):
        manager.register(HandTheAddressToWorkers(), "tuntas-workers")


def pytest_unconfigure(config: pytest.Config) -> None:
    if POSTGRES in config.stash:
        config.stash[POSTGRES].stop()


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data, which is no part of the project."""
    folder = Path(os.environ.get("TUNTAS_DATA") or PROJECT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("reference data is not here: set TUNTAS_DATA to its folder")
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Compare a text with ``golden/<name>`` beside the test; ``--golden`` writes it anew."""
    folder = Path(request.path).parent / "golden"

    def check(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {name}: make golden"
        assert text == path.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="session")
def postgresql_url(request: pytest.FixtureRequest) -> str | None:
    """The server of this run as ``TUNTAS_DATABASE`` takes it, None on SQLite."""
    return request.config.stash.get(POSTGRES_URL, None)


@pytest.fixture(scope="session")
def on_postgresql(request: pytest.FixtureRequest) -> bool:
    """Whether this run is on PostgreSQL."""
    return bool(request.config.getoption("--db") == "postgresql")


@pytest.fixture(autouse=True)
def speak_indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--lang`` of one test's command must not speak in the next one."""
    monkeypatch.setenv("TUNTAS_LANG", "id")


@pytest.fixture(scope="session", autouse=True)
def _office_addresses() -> None:
    """The addresses are those of an office, also where the first page of a run is a demo's."""
    import_module("tuntas.config.urls")
