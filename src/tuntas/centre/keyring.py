"""The centre's private keys on this machine: files under a custodian's secret.

``keys/centre-<first letters of the public key>.age``; every key ever made stays, for old packets
are sealed to old keys. The secret comes from the environment (TUNTAS_CENTRE_SECRET). The one
exception is an office of one machine, and the demo: there a file beside the keys, readable by the
office's account alone, may hold it; who steals the machine then holds both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from tuntas.packets import durable
from tuntas.packets.errors import WrongSecret
from tuntas.packets.keys import Reader

SECRET: Final = "TUNTAS_CENTRE_SECRET"
BESIDE: Final = "centre.secret"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Locked keys in *folder*."""

    folder: Path

    def keep(self, role: str, reader: Reader, secret: str) -> Path:
        """Write a key, locked; where it lies."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(role, reader.public)
        durable.write(path, reader.locked(secret))
        return path

    def has(self, role: str, public: str) -> bool:
        return self._path(role, public).exists()

    def leave_open(self, secret: str) -> Path:
        """Lay the secret beside the keys: an office of one machine, and the demo."""
        path = self.folder / BESIDE
        durable.write(path, secret.encode())  # readable by its owner alone
        return path

    def secret(self) -> str:
        """The secret of this process, empty when there is none."""
        given = os.environ.get(SECRET, "")
        path = self.folder / BESIDE
        return given or (path.read_text("utf-8") if path.is_file() else "")

    def readers(self) -> list[Reader]:
        """Every key that the secret opens; none is an empty list."""
        secret = self.secret()
        return list(self.opened_by(secret)) if secret else []

    def opened_by(self, secret: str) -> Iterator[Reader]:
        """Every key that *secret* opens."""
        for path in sorted(self.folder.glob("*.age")):
            try:
                yield _unlocked(path.read_bytes(), secret)
            except WrongSecret:
                continue

    def _path(self, role: str, public: str) -> Path:
        return self.folder / f"{role}-{public[-16:]}.age"


@lru_cache(maxsize=64)
def _unlocked(content: bytes, secret: str) -> Reader:
    """Unlocking takes a second on purpose: once a process is enough."""
    return Reader.unlocked(content, secret)
