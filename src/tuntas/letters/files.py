"""Scans and signatures on disk: named by their content, whole or not there at all."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

from tuntas.letters.errors import ScanUnusable

LARGEST: Final = 10 * 1024 * 1024
_BEGINS: Final = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def checked(content: bytes) -> bytes:
    """*content* when it is a PDF, JPEG or PNG of at most LARGEST bytes. Raises ScanUnusable."""
    if len(content) > LARGEST or not content.startswith(_BEGINS):
        raise ScanUnusable
    return content


def keep(folder: Path, content: bytes) -> str:
    """Write *content* durably below *folder*; its name. The same content is one file."""
    name = sha256(content).hexdigest()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.replace(draft, folder / name)
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
    return name
