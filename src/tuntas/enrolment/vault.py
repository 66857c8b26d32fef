"""Where journals, the outbox and the device's key lie; one way in for every writer.

A journal's key is needed for every entry and costs a tenth of a second to unlock, so a process
remembers the few that are at work, by the secret that opened them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from tuntas.packets import durable
from tuntas.packets.custody import Custody
from tuntas.packets.journal import Journal
from tuntas.packets.keys import Device
from tuntas.packets.outbox import Outbox

REMEMBER: Final = 16


@dataclass(frozen=True)
class Vault:
    """The private folder of capture: ``sessions``, ``outbox``, ``packets``, ``device.key``."""

    folder: Path
    _open: OrderedDict[tuple[str, bytes], bytes] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def session_folder(self, session: str) -> Path:
        return self.folder / "sessions" / session

    def begin(self, session: str, *, recipients: list[str], secret: str) -> Journal:
        """A new journal, its key locked by *secret*. Raises NoSpace."""
        folder = self.session_folder(session)
        journal = Journal.begin(folder, session=session, recipients=recipients, secret=secret)
        self._remember(session, secret, journal.key)
        return journal

    def journal(self, session: str, secret: str) -> Journal:
        """The journal as it stands on disk now. Raises WrongSecret, Destroyed, Damaged."""
        folder = self.session_folder(session)
        with self._lock:
            key = self._open.get(_name(session, secret))
        if key is not None and (folder / "locked").exists():
            return Journal.with_key(folder, session=session, key=key)
        journal = Journal.resume(folder, session=session, secret=secret)
        self._remember(session, secret, journal.key)
        return journal

    def forget(self, session: str) -> None:
        with self._lock:
            for name in [name for name in self._open if name[0] == session]:
                del self._open[name]

    def device(self) -> Device:
        """This machine's signing key, made at first use."""
        path = device_key(self.folder)
        with self._lock:
            if not path.exists():
                durable.write(path, Device.new().private)
            return Device(path.read_bytes())

    def outbox(self) -> Outbox:
        folder = self.folder / "outbox"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Outbox(folder, self.device())

    def custody(self) -> Custody:
        """Packets that this store keeps as a centre."""
        folder = self.folder / "packets"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Custody(folder)

    def _remember(self, session: str, secret: str, key: bytes) -> None:
        with self._lock:
            self._open[_name(session, secret)] = key
            while len(self._open) > REMEMBER:
                self._open.popitem(last=False)


def device_key(folder: Path) -> Path:
    """Where the private key lies of the machine whose vault is *folder*: in no backup."""
    return folder / "device.key"


def _name(session: str, secret: str) -> tuple[str, bytes]:
    return session, sha256(secret.encode()).digest()
