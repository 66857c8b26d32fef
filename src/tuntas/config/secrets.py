"""Secrets that a fresh office makes for itself, kept in files only the office can read."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def private_folder(path: Path) -> Path:
    """*path*, made for its owner only when it is not there yet; an existing one stays as it is."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key(data_dir: Path) -> str:
    """The signing key of this office, created at first use."""
    if key := os.environ.get("TUNTAS_SECRET_KEY"):
        return key
    path = data_dir / "keys" / "django.key"
    if not path.exists():
        private_folder(path.parent)
        _create_once(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _create_once(path: Path, text: str) -> None:
    """Write *path* whole or not at all; of two processes at the same moment the first one wins."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as out:
        out.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
