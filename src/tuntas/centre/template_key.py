"""The key under which templates lie here: wrapped for centre and recovery, opened by a custodian.

``centre/templates.key`` holds it as an age file and names for whom; it goes into backups as the
galleries do, and opens for nobody without the centre's own key, which does not. When the office's
keys are rotated the next writer wraps it anew. Destroyed, nothing that was kept opens any more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tuntas.centre.errors import Locked, NoKeys
from tuntas.packets import durable, keys
from tuntas.packets.errors import Damaged, WrongKey
from tuntas.packets.keys import Reader

NAME: Final = "templates.key"
LEAST: Final = 2
"""Centre and recovery: a key that only one can open is lost with it."""


@dataclass(frozen=True, slots=True)
class _Kept:
    recipients: tuple[str, ...]
    wrapped: bytes


def exists(folder: Path) -> bool:
    return (folder / NAME).exists()


def opened(folder: Path, readers: Sequence[Reader]) -> bytes:
    """The key in *folder*; empty where none was made yet.

    Raises:
        Locked: no custodian's secret opens it.
    """
    kept = _read(folder / NAME)
    if kept is None:
        return b""
    return _unwrapped(kept.wrapped, tuple(readers))


def ready(folder: Path, readers: Sequence[Reader], recipients: Sequence[str]) -> bytes:
    """The key for a writer: made when there is none, wrapped anew when *recipients* changed.

    Raises:
        NoKeys: there is nobody to keep it for. Locked.
    """
    path = folder / NAME
    kept = _read(path)
    if kept is None:
        if len(recipients) < LEAST:
            raise NoKeys
        if not readers:
            raise Locked
        key = keys.new_key()
        _write(path, key, recipients)
        return key
    key = _unwrapped(kept.wrapped, tuple(readers))
    if len(recipients) >= LEAST and set(recipients) != set(kept.recipients):
        _write(path, key, recipients)
    return key


def destroy(folder: Path) -> None:
    """Destroy the wrapped key: the galleries and the templates in the store open no more."""
    durable.erase(folder / NAME)


def _write(path: Path, key: bytes, recipients: Sequence[str]) -> None:
    said = {"recipients": list(recipients), "wrapped": keys.wrap(key, recipients).hex()}
    durable.write(path, json.dumps(said).encode())


def _read(path: Path) -> _Kept | None:
    try:
        said: dict[str, Any] = json.loads(path.read_bytes())
        return _Kept(tuple(said["recipients"]), bytes.fromhex(said["wrapped"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as refused:
        raise Damaged from refused


@lru_cache(maxsize=8)
def _unwrapped(wrapped: bytes, readers: tuple[Reader, ...]) -> bytes:
    try:
        return keys.unwrap(wrapped, readers)
    except WrongKey as refused:
        raise Locked from refused
