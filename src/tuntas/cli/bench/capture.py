"""``tuntas bench capture``: sealing a recording of 2 MB, beside the least it must cost.

The baseline is the same bytes hashed, encrypted and written durably in one go: what no way of
sealing can avoid. The journal's entries are measured too, since each is durable by itself. What
becomes of a packet then is measured by `deciding`.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tuntas.cli.bench import Result, deciding, result
from tuntas.packets import durable, sealing
from tuntas.packets.journal import Journal
from tuntas.packets.keys import Device, Reader
from tuntas.packets.outbox import Outbox

T = TypeVar("T")
SIZE = 2_000_000
PARTS = 15
TIMES = 20


def run() -> list[Result]:
    readers = [Reader.new(), Reader.new()]
    recipients = [reader.public for reader in readers]
    content = {f"part.{n}": secrets.token_bytes(SIZE // PARTS) for n in range(PARTS)}
    with tempfile.TemporaryDirectory() as made:
        sealed = _measured(Path(made), content, recipients, readers)
    return [*sealed, *deciding.run()]


def _measured(
    folder: Path, content: dict[str, bytes], recipients: list[str], readers: list[Reader]
) -> list[Result]:
    outbox = Outbox(folder / "outbox", Device.new())
    outbox.folder.mkdir()

    def capture(n: int) -> Journal:
        session = f"{n:032x}"
        journal = Journal.begin(
            folder / session, session=session, recipients=recipients, secret="kunci kerja"
        )
        for kind, part in content.items():
            journal.add(kind, part, at="2023-06-20T08:00:00+08:00")
        return journal

    def seal(journal: Journal) -> sealing.Packet:
        packet = outbox.seal(
            {kind: entry.content for kind, entry in journal.latest().items()},
            session=journal.session,
            journal_folder=journal.folder,
            sealed_at="2023-06-20T08:05:00+08:00",
            schema="bench",
            recipients=recipients,
        )
        outbox.receipted(packet.header.packet)
        return packet

    entries = [_timed(capture, n) for n in range(TIMES)]
    sealed = [_timed(seal, journal) for journal, _, _ in entries]
    least = [_timed(_least, folder, content) for _ in range(TIMES)]
    opened = [_timed(sealing.open_packet, packet, readers[:1]) for packet, _, _ in sealed]
    floor_cpu, floor_wall = _mean(least)
    return [
        result("seal 2 MB, CPU", _mean(sealed)[0], floor_cpu, "ms"),
        result("seal 2 MB, wall", _mean(sealed)[1], floor_wall, "ms"),
        result("journal of 15 parts with its keys, CPU", _mean(entries)[0], floor_cpu, "ms"),
        result("open and check 2 MB, CPU", _mean(opened)[0], None, "ms"),
    ]


def _least(folder: Path, content: dict[str, bytes]) -> None:
    whole = b"".join(content.values())
    sha256(whole).digest()
    shut = AESGCM(secrets.token_bytes(32)).encrypt(os.urandom(12), whole, b"")
    durable.write(folder / "least", shut)


def _timed(act: Callable[..., T], *said: object) -> tuple[T, float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    made = act(*said)
    return made, time.process_time() - cpu, time.perf_counter() - wall


def _mean(runs: Sequence[tuple[object, float, float]]) -> tuple[float, float]:
    """CPU and wall time of one run, in milliseconds."""
    cpu, wall = zip(*((cpu, wall) for _, cpu, wall in runs), strict=True)
    return 1000 * sum(cpu) / len(runs), 1000 * sum(wall) / len(runs)
