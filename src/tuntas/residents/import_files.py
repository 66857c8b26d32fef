"""Where files given to the office are kept: the data folder, readable by the office only."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

_PIECE: Final = 1 << 20


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(source: BinaryIO) -> tuple[str, int]:
    """Store the bytes of *source* once under their digest; (digest, size)."""
    digest = hashlib.sha256()
    size = 0
    handle, name = tempfile.mkstemp(dir=folder(), prefix="masuk-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as out:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, path_of(digest.hexdigest()))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def path_of(digest: str) -> Path:
    return folder() / f"{digest}.dat"


def rejects_path(ref: str) -> Path:
    return folder() / f"{ref}.tolakan.csv"


def warnings_path(ref: str) -> Path:
    return folder() / f"{ref}.peringatan.csv"


@contextmanager
def work_dir() -> Iterator[Path]:
    """A private folder for plain copies and spilled pages, gone afterwards."""
    path = Path(tempfile.mkdtemp(dir=folder(), prefix="kerja-"))  # mode 0700
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
