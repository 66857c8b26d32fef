"""Secrets that a fresh office makes for itself, kept in files only the office can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(data_dir: Path) -> str:
    """The signing key of this office, created at first use."""
    if key := os.environ.get("TUNTAS_SECRET_KEY"):
        return key
    path = data_dir / "keys" / "django.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
