"""What a device has sealed and not yet handed over, and the number it gives next.

One journal becomes one packet, however often sealing is interrupted: the packet is written,
then the device's last number, then the journal is closed; whoever starts again finds by the
session what was already done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tuntas.packets import durable, journal, sealing
from tuntas.packets.errors import Damaged
from tuntas.packets.keys import Device
from tuntas.packets.sealing import Packet


@dataclass(frozen=True, slots=True)
class Outbox:
    """Sealed packets of *device* in *folder*."""

    folder: Path
    device: Device

    def seal(
        self,
        content: Mapping[str, bytes],
        *,
        session: str,
        journal_folder: Path,
        sealed_at: str,
        schema: str,
        recipients: Sequence[str],
    ) -> Packet:
        """Seal *content* of *session* and close its journal; the packet, once and for all.

        Raises:
            NoSpace: nothing is sealed, the journal stays open.
        """
        done = next((one for one in self.packets() if one.header.session == session), None)
        if done is None:
            number, before = self.last()
            done = sealing.seal(
                content,
                device=self.device,
                number=number + 1,
                before=before,
                session=session,
                sealed_at=sealed_at,
                schema=schema,
                recipients=recipients,
            )
            durable.write(self._path(done.header.number), done.file())
        self._remember(done)
        journal.close(journal_folder)
        return done

    def last(self) -> tuple[int, str]:
        """The last number given and that packet's digest; (0, "") before the first."""
        told = (0, "")
        path = self.folder / "last"
        if path.exists():
            try:
                said = json.loads(path.read_bytes())
                told = (int(said["number"]), str(said["digest"]))
            except (ValueError, KeyError, TypeError) as refused:
                raise Damaged from refused
        found = [(one.header.number, one.digest) for one in self.packets()]
        return max([told, *found])

    def packets(self) -> list[Packet]:
        """What is still here, in the order of its numbers. Raises Damaged."""
        return [sealing.parse(path.read_bytes()) for path in sorted(self.folder.glob("*.packet"))]

    def receipted(self, packet: str) -> None:
        """Somebody signed for *packet*: it need not be kept here. Unknown is done already."""
        for one in self.packets():
            if one.header.packet == packet:
                self._remember(one)
                self._path(one.header.number).unlink()
                durable.sync(self.folder)

    def _remember(self, packet: Packet) -> None:
        """Keep the highest number that was given, so that none is given twice."""
        mine = (packet.header.number, packet.digest)
        number, digest = max(mine, self.last())
        durable.write(
            self.folder / "last", json.dumps({"number": number, "digest": digest}).encode()
        )

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08}.packet"
