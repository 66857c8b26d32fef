"""Packets kept on disk: taken in once, opened by a custodian, destroyed by their key first.

Each packet is two files beside each other: ``ID.packet`` (header, signature, body) and
``ID.key`` (the wrapped key). Destroying erases the key; the header stays and proves what was
there; then the body goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tuntas.packets import durable, sealing
from tuntas.packets.errors import Damaged, Destroyed
from tuntas.packets.keys import SIGNATURE_BYTES, Reader
from tuntas.packets.sealing import Header, Packet


@dataclass(frozen=True, slots=True)
class Custody:
    """The packets in *folder*."""

    folder: Path

    def keep(self, packet: Packet) -> bool:
        """Take *packet* in, durably; False when it was here already.

        Raises:
            Damaged: another packet has this name.
        """
        name = packet.header.packet
        if self._packet(name).exists():
            if self._read(name).header != packet.header:
                raise Damaged
            return False
        # The key first: a packet that is listed can be opened.
        durable.write(self._key(name), packet.wrapped)
        durable.write(self._packet(name), replace(packet, wrapped=b"").file())
        return True

    def packet(self, name: str) -> Packet:
        """The packet *name* with its key, when that still exists. Raises Destroyed, Damaged."""
        held = self._read(name)
        try:
            wrapped = self._key(name).read_bytes()
        except FileNotFoundError:
            wrapped = b""
        return sealing.parse(replace(held, wrapped=wrapped).file()) if wrapped else held

    def open(self, name: str, readers: Sequence[Reader]) -> dict[str, bytes]:
        """What packet *name* holds. Raises Destroyed, WrongKey, Damaged."""
        return sealing.open_packet(self.packet(name), readers)

    def destroy(self, name: str) -> Header:
        """Destroy the key, then the body; the header remains. Twice is once."""
        if not self._packet(name).exists():
            return self.destroyed(name)
        held = self._read(name)
        durable.erase(self._key(name))
        durable.write(self._gone(name), held.header.text() + held.signature)
        self._packet(name).unlink(missing_ok=True)
        durable.sync(self.folder)
        return held.header

    def destroyed(self, name: str) -> Header:
        """The signed header of a packet that was destroyed. Raises Destroyed when unknown."""
        try:
            kept = self._gone(name).read_bytes()
        except FileNotFoundError as gone:
            raise Destroyed from gone
        return sealing.header(kept[:-SIGNATURE_BYTES])

    def names(self) -> Iterator[str]:
        """Packets that are here and not destroyed, in the order of their names."""
        for path in sorted(self.folder.glob("*.packet")):
            yield path.stem

    def gone(self) -> Iterator[str]:
        """Packets that were destroyed and left their header, in the order of their names."""
        for path in sorted(self.folder.glob("*.destroyed")):
            yield path.stem

    def signed_header(self, name: str) -> tuple[Header, bytes]:
        """Header and signature, of a destroyed packet too. Raises Damaged, Destroyed (unknown)."""
        if self._packet(name).exists():
            held = self._read(name)
            return held.header, held.signature
        told = self.destroyed(name)
        return told, self._gone(name).read_bytes()[-SIGNATURE_BYTES:]

    def _read(self, name: str) -> Packet:
        try:
            return sealing.parse(self._packet(name).read_bytes())
        except FileNotFoundError as gone:
            raise Destroyed from gone

    def _packet(self, name: str) -> Path:
        return self.folder / f"{name}.packet"

    def _key(self, name: str) -> Path:
        return self.folder / f"{name}.key"

    def _gone(self, name: str) -> Path:
        return self.folder / f"{name}.destroyed"
