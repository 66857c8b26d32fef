"""Files that are either there whole, and survive a power cut, or not there at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tuntas.packets.errors import NoSpace


def write(path: Path, content: bytes) -> None:
    """Write *path* whole: draft, fsync, rename, fsync of the folder.

    Raises:
        NoSpace: nothing of it stays behind.
    """
    draft = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, path)
        sync(path.parent)
    except OSError as refused:
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise NoSpace from refused


def sync(folder: Path) -> None:
    """Make the names in *folder* as durable as the files."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def erase(path: Path) -> None:
    """Overwrite, shorten and remove a small file: a wrapped key. Missing is erased."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return
    with path.open("r+b") as out:
        out.write(b"\0" * size)
        out.flush()
        os.fsync(out.fileno())
        out.truncate(0)
        os.fsync(out.fileno())
    path.unlink()
    sync(path.parent)
