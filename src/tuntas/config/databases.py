"""Where the office keeps its store: SQLite in the data folder, or PostgreSQL by one setting."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# A commit is safe once the journal (WAL) is on the disk; carrying pages from there into the
# file may wait for 32 MB of them, so that a page that changes often is carried once.
# A person's row lands somewhere in a full tree: in pages of 8 KB half as many of them part
# (a store made with 4 KB keeps them).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY; "
    "PRAGMA wal_autocheckpoint=4000;",
}


def from_environment(data_dir: Path) -> dict[str, dict[str, Any]]:
    """From ``TUNTAS_DATABASE``: an address ``postgresql://…`` or a file, else in *data_dir*."""
    url = os.environ.get("TUNTAS_DATABASE", "")
    if url.startswith(("postgres://", "postgresql://")):
        return {"default": postgresql(url)}
    return {"default": sqlite(Path(url) if url else data_dir / "tuntas.sqlite3")}


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": dict(SQLITE_OPTIONS),
        "CONN_MAX_AGE": None,
    }


def postgresql(url: str) -> dict[str, Any]:
    """Django settings for a PostgreSQL address; a Unix socket comes as ``?host=/folder``."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "tuntas",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {},
    }
