"""The journal of one capture session: each modality encrypted and durable when it is accepted.

A folder holds ``wrapped`` (the session key for centre and recovery), ``locked`` (the same under
the operator's secret, until sealing) and one file an entry. An entry is AES-256-GCM; what it is,
its number and the digest of the entry before it are authenticated with it, so that entries
cannot be changed, swapped or taken out of the middle. ``add`` returns when the entry would
survive a power cut; only then may a page say *accepted*.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tuntas.packets import durable, keys
from tuntas.packets.errors import AlreadySealed, Damaged, Destroyed
from tuntas.packets.keys import Reader

NONCE_BYTES: Final = 12
SEALED: Final = "sealed"
_ENTRY: Final = re.compile(r"(\d{6})\.entry")
_LARGEST_HEAD: Final = 4_096


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted thing. *kind*: ``face``, ``finger.2``, ``document.kk`` …; *at*: ISO text."""

    number: int
    kind: str
    at: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Journal:
    """An open journal: *key* is in memory for as long as the session is."""

    folder: Path
    session: str
    key: bytes = field(repr=False)
    last: int
    before: str

    @classmethod
    def begin(
        cls, folder: Path, *, session: str, recipients: Sequence[str], secret: str
    ) -> Journal:
        """Start a journal for *session* (hex). Raises NoSpace."""
        key = keys.new_key()
        durable.write(folder / "wrapped", keys.wrap(key, recipients))
        durable.write(folder / "locked", keys.lock(key, secret))
        return cls(folder, session, key, 0, _first(session))

    @classmethod
    def resume(cls, folder: Path, *, session: str, secret: str) -> Journal:
        """Go on after a power cut or on another day. Raises WrongSecret, Destroyed, Damaged."""
        return cls._opened(folder, session, keys.unlock(_read(folder / "locked"), secret))

    @classmethod
    def recover(cls, folder: Path, *, session: str, reader: Reader) -> Journal:
        """Open with the centre's or the recovery key. Raises WrongKey, Destroyed, Damaged."""
        return cls._opened(folder, session, keys.unwrap(_read(folder / "wrapped"), [reader]))

    @classmethod
    def with_key(cls, folder: Path, *, session: str, key: bytes) -> Journal:
        """Open with the session key itself. Raises Damaged."""
        return cls._opened(folder, session, key)

    @classmethod
    def _opened(cls, folder: Path, session: str, key: bytes) -> Journal:
        journal = cls(folder, session, key, 0, _first(session))
        for _ in journal.entries():
            pass
        return journal

    def add(self, kind: str, content: bytes, *, at: str) -> Entry:
        """Accept *content*; durable when this returns.

        Raises:
            AlreadySealed, NoSpace: it is not accepted.
        """
        if (self.folder / SEALED).exists():
            raise AlreadySealed
        number = self.last + 1
        head = json.dumps({"kind": kind, "at": at, "number": number}, sort_keys=True).encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        shut = AESGCM(self.key).encrypt(nonce, content, self._bound(head))
        written = len(head).to_bytes(2) + head + nonce + shut
        durable.write(self.folder / f"{number:06}.entry", written)
        self.last, self.before = number, sha256(written).hexdigest()
        return Entry(number, kind, at, content)

    def entries(self) -> Iterator[Entry]:
        """Every accepted entry in order. Raises Damaged at the first that is not as written."""
        self.last, self.before = 0, _first(self.session)
        for number, path in enumerate(_entry_files(self.folder), start=1):
            yield self._read_entry(number, path)

    def latest(self) -> dict[str, Entry]:
        """The last entry of each kind: what will be sealed."""
        return {entry.kind: entry for entry in self.entries()}

    def _read_entry(self, number: int, path: Path) -> Entry:
        written = path.read_bytes()
        size = int.from_bytes(written[:2])
        head, rest = written[2 : 2 + size], written[2 + size :]
        if size > _LARGEST_HEAD or len(head) != size or len(rest) < NONCE_BYTES:
            raise Damaged
        try:
            content = AESGCM(self.key).decrypt(
                rest[:NONCE_BYTES], rest[NONCE_BYTES:], self._bound(head)
            )
            said = json.loads(head)
        except (InvalidTag, ValueError) as refused:
            raise Damaged from refused
        if said["number"] != number or path.name != f"{number:06}.entry":
            raise Damaged
        self.last, self.before = number, sha256(written).hexdigest()
        return Entry(number, said["kind"], said["at"], content)

    def _bound(self, head: bytes) -> bytes:
        return b"\0".join((self.session.encode(), self.before.encode(), head))


def sessions(folder: Path) -> list[str]:
    """Sessions in *folder* that were begun and not sealed, oldest name first."""
    return sorted(
        path.name
        for path in folder.glob("*")
        if (path / "wrapped").exists() and not (path / SEALED).exists()
    )


def close(folder: Path) -> None:
    """After sealing: no more entries, the operator's way in gone, then the key, then the entries.

    May be called again after a crash: it goes on where it stood.
    """
    durable.write(folder / SEALED, b"")
    durable.erase(folder / "locked")
    durable.erase(folder / "wrapped")
    for path in _entry_files(folder):
        path.unlink()
    durable.sync(folder)


def _first(session: str) -> str:
    return sha256(b"tuntas journal " + session.encode()).hexdigest()


def _entry_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _ENTRY.fullmatch(path.name))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as gone:
        raise Destroyed from gone
