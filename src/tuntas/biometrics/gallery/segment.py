"""One segment of a gallery on disk: templates that were said to be kept, and their codes.

``N.templates`` only grows. A frame is a head, a table (16 bytes of ref, length, checksum each) and
the bodies; it is written once and synced before anybody is told, so whatever is not whole at the
end was never acknowledged. A KEEP frame brings people, a DROP frame says who is forgotten: their
bodies and codes are then overwritten with noughts, where they stand, and synced. ``N.codes`` has
one row a person in the same order; it can be made again and is synced before its frame is. What
bodies and rows of codes look like is the lock's business (`locking`).
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import GalleryDamaged
from tuntas.biometrics.gallery.locking import WRAPPED_BYTES, Lock, Plain, read_rows

Codes = NDArray[np.uint64]
Encode = Callable[[Sequence[bytes]], Codes]
"""Codes [n, positions, words, slots] of *n* bodies; nought for an empty one."""

KEEP: Final = b"KEEP"
DROP: Final = b"DROP"
_HEAD: Final = struct.Struct("<4sIII")
"""Kind, entries, checksum of the table, checksum of what stands before."""
_ENTRY: Final = np.dtype([("ref", "V16"), ("a", "<u4"), ("b", "<u4")])
"""KEEP: ref, length and checksum of the body. DROP: ref, segment, row."""
_CODES_HEAD: Final = struct.Struct("<8s32sQQQ")
_CODES_MAGIC: Final = b"TUNTASC1"
_LOCKED_CODES_MAGIC: Final = b"TUNTASC2"
_PAGE: Final = 4096
"""The rows begin on a page, so that the map of them is aligned."""


@dataclass(slots=True)
class Segment:
    """People of one segment, row by row: refs, where their bodies are, who is forgotten."""

    number: int
    folder: Path
    lock: Lock = field(default_factory=Plain)
    refs: list[bytes] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    checks: list[int] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    end: int = 0
    """Bytes of whole frames."""
    last: int = 0
    """The first row of the last frame."""
    drops: list[tuple[int, int]] = field(default_factory=list)
    """(segment, row) that this segment's frames say are forgotten."""
    codes: Codes | None = None

    def __len__(self) -> int:
        return len(self.refs)

    @property
    def templates_path(self) -> Path:
        return self.folder / f"{self.number:010d}.templates"

    @property
    def codes_path(self) -> Path:
        return self.folder / f"{self.number:010d}.codes"

    # Reading

    def read(self) -> None:
        """Take in every frame from ``end`` on. Raises GalleryDamaged.

        What is not whole at the end is left alone: *mend* cuts it off.
        """
        content: NDArray[np.uint8] = np.zeros(0, np.uint8)
        if self._size():
            content = np.memmap(self.templates_path, np.uint8, "r")
        view = memoryview(content.data)
        while self.end < len(view) and (after := self._frame(view)):
            self.end = after
        if any(_whole(view, at) for at in _heads(content, self.end + 1)):
            raise GalleryDamaged

    def _size(self) -> int:
        return self.templates_path.stat().st_size

    def _frame(self, view: memoryview) -> int:
        """Take in the frame at ``end``; returns where the next one begins, 0 when not whole."""
        start = _whole(view, self.end)
        if not start:
            return 0
        kind, _, _, _ = _HEAD.unpack_from(view, self.end)
        table = np.frombuffer(view[self.end + _HEAD.size : start], _ENTRY)
        if kind == DROP:
            self.drops += zip(table["a"].tolist(), table["b"].tolist(), strict=True)
            return start
        lengths = table["a"].tolist()
        ends = start + np.cumsum(table["a"], dtype=np.int64)
        if ends[-1] > len(view):
            return 0
        self.last = len(self.refs)
        self.refs += [bytes(ref) for ref in table["ref"].tolist()]
        self.offsets += (ends - table["a"]).tolist()
        self.lengths += lengths
        self.checks += table["b"].tolist()
        return int(ends[-1])

    def body(self, row: int) -> bytes:
        """What was kept of the person in *row*. Raises GalleryDamaged when it has changed."""
        with self.templates_path.open("rb") as file:
            return self.body_from(file.fileno(), row)

    def body_from(self, descriptor: int, row: int) -> bytes:
        """As *body*, from a file that is open already."""
        found = os.pread(descriptor, self.lengths[row], self.offsets[row])
        if zlib.crc32(found) != self.checks[row]:
            raise GalleryDamaged
        return found

    def alive(self) -> list[int]:
        """Rows of those who are not forgotten."""
        return [row for row in range(len(self)) if row not in self.gone]

    # Writing

    def mend(self, encode: Encode, digest: bytes) -> None:
        """After a crash: cut off what was never acknowledged, finish forgetting, codes again."""
        self._forget_torn_frame()
        with self.templates_path.open("r+b") as file:
            if self._size() != self.end:
                file.truncate(self.end)
                _sync(file)
        if not self.map_codes(digest):
            self._encode_all(encode, digest)
        self.erase(self.gone)

    def _forget_torn_frame(self) -> None:
        """The last frame may have come to the disk in pieces: its bodies are looked at."""
        rows = range(self.last, len(self))
        with self.templates_path.open("rb") as file:
            try:
                for row in rows:
                    if row not in self.gone:
                        self.body_from(file.fileno(), row)
            except GalleryDamaged:
                if self.end != self.offsets[-1] + self.lengths[-1]:
                    raise
                self.end = self.offsets[self.last] - _HEAD.size - _ENTRY.itemsize * len(rows)
                for column in (self.refs, self.offsets, self.lengths, self.checks):
                    del column[self.last :]

    def create(self, shape: tuple[int, ...], digest: bytes) -> None:
        """Make both files, empty and durable."""
        with self.templates_path.open("xb") as file:
            _sync(file)
        self._encode_head(shape, digest)

    def keep(self, refs: Sequence[bytes], bodies: Sequence[bytes], codes: Codes) -> None:
        """Append people in one frame: durable when this returns, or not there at all."""
        table = np.zeros(len(refs), _ENTRY)
        for row, (ref, body) in enumerate(zip(refs, bodies, strict=True)):
            table[row] = (ref, len(body), zlib.crc32(body))
        before = self.codes if self.lock.extra and self._has_all_codes() else None
        with self.codes_path.open("r+b") as file:
            file.seek(_PAGE + len(self) * (codes[0].nbytes + self.lock.extra))
            file.write(self._rows(codes))
            file.truncate()
            _sync(file)
        self._append(KEEP, table, b"".join(bodies))
        # What was opened already is not opened again for one person more.
        self.codes = None if before is None else np.concatenate([before, codes])

    def _rows(self, codes: Codes) -> bytes:
        """Codes as they lie on the disk."""
        if not self.lock.extra:
            return np.ascontiguousarray(codes).tobytes()
        return b"".join(self.lock.shut_row(np.ascontiguousarray(row).tobytes()) for row in codes)

    def _has_all_codes(self) -> bool:
        return self.codes is not None and len(self.codes) == len(self)

    def drop(self, table: Sequence[tuple[bytes, int, int]]) -> None:
        """Append that (ref, segment, row) are forgotten."""
        self._append(DROP, np.array(list(table), _ENTRY), b"")

    def _append(self, kind: bytes, table: NDArray[np.void], bodies: bytes) -> None:
        content = _framed(kind, table) + bodies
        with self.templates_path.open("r+b") as file:
            file.seek(self.end)
            file.write(content)
            _sync(file)
        self.end = self._frame_of(content)

    def _frame_of(self, content: bytes) -> int:
        at, self.end = self.end, 0
        shift = len(self.offsets)
        after = self._frame(memoryview(content))
        self.offsets[shift:] = [offset + at for offset in self.offsets[shift:]]
        return at + after

    def erase(self, rows: set[int]) -> None:
        """Overwrite bodies and codes of *rows* with noughts, and sync; nothing where it is so."""
        self.gone |= rows
        with self.templates_path.open("r+b") as file:
            if self.lock.extra:
                # The person's own key before anything else: what is left then opens for nobody.
                _blank(file, [(self.offsets[row], WRAPPED_BYTES) for row in rows])
            _blank(file, [(self.offsets[row], self.lengths[row]) for row in rows])
        with self.codes_path.open("r+b") as file:
            shape = _CODES_HEAD.unpack(file.read(_CODES_HEAD.size))[2:]
            size = 8 * int(np.prod(shape)) + self.lock.extra
            _blank(file, [(_PAGE + row * size, size) for row in rows])
        if self.lock.extra and self.codes is not None:
            self.codes[[row for row in rows if row < len(self.codes)]] = 0

    # Codes

    def map_codes(self, digest: bytes) -> bool:
        """Map the codes of every row; False when they are not there or of another projection."""
        try:
            with self.codes_path.open("rb") as file:
                magic, of, *shape = _CODES_HEAD.unpack(file.read(_CODES_HEAD.size))
        except (OSError, struct.error):
            return False
        step = 8 * int(np.prod(shape)) + self.lock.extra
        wanted = _PAGE + len(self) * step
        if magic != self._magic or of != digest or self.codes_path.stat().st_size < wanted:
            return False
        if len(self) == 0:
            self.codes = np.zeros((0, *shape), np.uint64)
        elif self.lock.extra:
            self._open_codes(tuple(shape), step)
        else:
            self.codes = np.memmap(
                self.codes_path, np.uint64, "r", offset=_PAGE, shape=(len(self), *shape)
            )
        return True

    def _open_codes(self, shape: tuple[int, ...], step: int) -> None:
        """Rows that came since the last time are opened and put behind those that are open."""
        known = self.codes if self.codes is not None else np.zeros((0, *shape), np.uint64)
        known = known[: len(self)]
        with self.codes_path.open("rb") as file:
            file.seek(_PAGE + len(known) * step)
            content = file.read((len(self) - len(known)) * step)
        codes = np.concatenate([known, read_rows(content, shape, self.lock)])
        codes[[row for row in self.gone if row < len(codes)]] = 0
        self.codes = codes

    @property
    def _magic(self) -> bytes:
        return _LOCKED_CODES_MAGIC if self.lock.extra else _CODES_MAGIC

    def _encode_head(self, shape: tuple[int, ...], digest: bytes) -> None:
        head = _CODES_HEAD.pack(self._magic, digest, *shape)
        with self.codes_path.open("wb") as file:
            file.write(head.ljust(_PAGE, b"\0"))
            _sync(file)

    def _encode_all(self, encode: Encode, digest: bytes) -> None:
        """Codes out of the templates, a thousand people at a time."""
        self._encode_head(encode([b""]).shape[1:], digest)
        with self.codes_path.open("ab") as file, self.templates_path.open("rb") as kept:
            for start in range(0, len(self), 1000):
                rows = range(start, min(start + 1000, len(self)))
                bodies = [
                    b""
                    if row in self.gone
                    else self.lock.open(self.refs[row], self.body_from(kept.fileno(), row))
                    for row in rows
                ]
                file.write(self._rows(encode(bodies)))
            _sync(file)
        self.codes = None
        self.map_codes(digest)


def _framed(kind: bytes, table: NDArray[np.void]) -> bytes:
    packed = table.tobytes()
    head = _HEAD.pack(kind, len(table), zlib.crc32(packed), 0)[:12]
    return head + struct.pack("<I", zlib.crc32(head)) + packed


def _whole(view: memoryview, at: int) -> int:
    """Where the bodies of the frame at *at* begin; 0 when its head or table is not whole."""
    if at + _HEAD.size > len(view):
        return 0
    kind, entries, table_check, head_check = _HEAD.unpack_from(view, at)
    start: int = at + _HEAD.size + entries * _ENTRY.itemsize
    if kind not in (KEEP, DROP) or zlib.crc32(view[at : at + 12]) != head_check or not entries:
        return 0
    if start > len(view) or zlib.crc32(view[at + _HEAD.size : start]) != table_check:
        return 0
    return start


def _heads(content: NDArray[np.uint8], start: int) -> list[int]:
    """Where from *start* on something looks like a frame's head."""
    tail = content[start:].tobytes()
    found: list[int] = []
    for kind in (KEEP, DROP):
        at = tail.find(kind)
        while at >= 0:
            found.append(start + at)
            at = tail.find(kind, at + 1)
    return found


def _blank(file: IO[bytes], spans: Sequence[tuple[int, int]]) -> None:
    """Noughts over every span (offset, length) that holds anything else."""
    full = [span for span in spans if any(os.pread(file.fileno(), span[1], span[0]))]
    for offset, length in full:
        os.pwrite(file.fileno(), bytes(length), offset)
    if full:
        _sync(file)


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
