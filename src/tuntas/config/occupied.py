"""One running office per data folder: `serve` holds a lock, `restore` asks whether it is free."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuntas.config import secrets


class Occupied(Exception):
    """Another process of this office is running."""

    code = "office_is_running"
    id = "Kantor ini sedang berjalan dengan folder data yang sama. Hentikan dahulu, lalu ulangi."
    en = "This office is running with the same data folder. Stop it first, then try again."


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Hold the office's lock; the system frees it when the process ends, however it ends.

    Raises:
        Occupied: when another process holds it.
    """
    secrets.private_folder(data_dir)
    handle = os.open(data_dir / "office.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Occupied from None
        yield
    finally:
        os.close(handle)
