"""The gallery's folder: segments, which of them count, and who may write.

``manifest.json`` names the segments in order and is only ever replaced whole. One process writes,
held by a lock that dies with it; any number read. To forget is prompt: the bytes are overwritten
where they stand. (A disk that copies on write, or spreads its wear, may keep an older copy of a
block: encrypt the disk.) ``compact`` gives their room back and drops even their refs.

With a key everything but refs is encrypted (`locking`). A gallery that was kept without one is
written again under it by the first writer that has it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import numpy as np

from tuntas.biometrics.errors import (
    AlreadyInGallery,
    BadReference,
    GalleryBusy,
    GalleryDamaged,
    GalleryLocked,
)
from tuntas.biometrics.gallery.locking import Lock, Locked, Plain, Shut
from tuntas.biometrics.gallery.segment import Codes, Encode, Segment

SEGMENT_BYTES: Final = 256 << 20
"""A segment that has grown past this is followed by a new one."""
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which segments and how many rows there are: rows mean the same while segments do."""

    segments: tuple[int, ...]
    rows: int


class Store:
    """People by ref, as bodies of bytes with a row of codes each; rows count over all segments."""

    def __init__(
        self,
        folder: Path,
        *,
        encode: Encode,
        digest: bytes,
        writing: bool,
        segment_bytes: int = SEGMENT_BYTES,
        key: bytes = b"",
    ) -> None:
        """*key*: 32 bytes, or none. Raises GalleryBusy, GalleryDamaged, GalleryLocked."""
        self.folder = folder
        self._wanted: Lock = Locked(key) if key else Plain()
        self._encode, self._digest = encode, digest
        self._segment_bytes = segment_bytes
        self._lock = _locked(folder) if writing else None
        try:
            self._load()
        except BaseException:
            self.close()
            raise

    # Reading

    def __len__(self) -> int:
        return len(self._where)

    def __contains__(self, ref: object) -> bool:
        return isinstance(ref, str) and _packed(ref) in self._where

    @property
    def rows(self) -> int:
        """Rows of codes, those of the forgotten too."""
        return sum(len(segment) for segment in self._segments)

    def snapshot(self) -> Snapshot:
        """What there is to scan."""
        return Snapshot(tuple(segment.number for segment in self._segments), self.rows)

    def refs(self) -> list[str]:
        """Of everybody, in order."""
        return sorted(ref.hex() for ref in self._where)

    def body(self, ref: str) -> bytes:
        """What is kept of *ref*. Raises KeyError, GalleryDamaged."""
        number, row = self._where[_packed(ref)]
        return self._held.open(_packed(ref), self._by_number[number].body(row))

    def codes(self, start: int, stop: int) -> Iterator[tuple[int, Codes]]:
        """Codes of rows *start* to *stop* in pieces, each with its first row."""
        base = 0
        for segment in self._segments:
            low, high = max(start - base, 0), min(stop - base, len(segment))
            if low < high:
                yield base + low, self._mapped(segment)[low:high]
            base += len(segment)

    def ref_of(self, row: int) -> str | None:
        """Who is in *row*; None when forgotten."""
        for segment in self._segments:
            if row < len(segment):
                return None if row in segment.gone else segment.refs[row].hex()
            row -= len(segment)
        return None

    def verify(self) -> int:
        """Read every body, compare every code; returns how many people. Raises GalleryDamaged."""
        for segment in self._segments:
            codes = self._mapped(segment)
            for row in range(len(segment)):
                body = (
                    b""
                    if row in segment.gone
                    else self._held.open(segment.refs[row], segment.body(row))
                )
                if not np.array_equal(codes[row], self._encode([body])[0]):
                    raise GalleryDamaged
        return len(self)

    def refresh(self) -> None:
        """See what another process has written since; a writer sees everything anyway."""
        if self._lock:
            return
        if _manifest(self.folder)[0] != [segment.number for segment in self._segments]:
            self._load()
            return
        for segment in self._segments:
            segment.read()
        self._resolve()

    def _mapped(self, segment: Segment) -> Codes:
        if segment.codes is None or len(segment.codes) != len(segment):
            segment.map_codes(self._digest)
        if segment.codes is None:
            raise GalleryDamaged
        return segment.codes

    def _load(self) -> None:
        numbers, name = _manifest(self.folder)
        if not numbers and self._lock:
            if any(path.stat().st_size for path in self.folder.glob("*.templates")):
                raise GalleryDamaged
            numbers, name = [1], self._wanted.name
            self._held = self._wanted
            self._create(1)
            _publish(self.folder, numbers, name)
        self._held = self._lock_called(name) if numbers else self._wanted
        self._segments = [Segment(number, self.folder, self._held) for number in numbers]
        for segment in self._segments:
            segment.read()
        self._resolve()
        if self._lock:
            for segment in self._segments:
                segment.mend(self._encode, self._digest)
            self._resolve()
            self._sweep()
            if self._held.name != self._wanted.name:
                self._rewrite(self._wanted)

    def _lock_called(self, name: str) -> Lock:
        """The lock that the gallery was written under. Raises GalleryLocked: to write, with none
        or another key; to read, with another."""
        if name == self._wanted.name:
            return self._wanted
        if not name:
            return Plain()
        if self._lock or self._wanted.name:
            raise GalleryLocked
        return Shut(name)

    def _resolve(self) -> None:
        """Who is forgotten, and where everybody else is."""
        self._by_number = {segment.number: segment for segment in self._segments}
        for segment in self._segments:
            for number, row in segment.drops:
                if number in self._by_number:
                    self._by_number[number].gone.add(row)
        self._where = {
            segment.refs[row]: (segment.number, row)
            for segment in self._segments
            for row in segment.alive()
        }

    # Writing

    def keep(self, people: Sequence[tuple[str, bytes]]) -> None:
        """Durable when this returns: all of *people* (ref, body), or after a crash none of them.

        Raises AlreadyInGallery, BadReference: then nobody was kept.
        """
        refs = [_packed(ref) for ref, _ in people]
        if len(set(refs)) != len(refs) or any(ref in self._where for ref in refs):
            raise AlreadyInGallery
        if not refs:
            return
        bodies = [body for _, body in people]
        segment = self._growing()
        first = len(segment)
        shut = [self._held.shut(ref, body) for ref, body in zip(refs, bodies, strict=True)]
        segment.keep(refs, shut, self._encode(bodies))
        self._where |= {ref: (segment.number, first + row) for row, ref in enumerate(refs)}

    def drop(self, refs: Iterable[str]) -> int:
        """Forget *refs*: bodies and codes are overwritten when this returns. How many."""
        known = [ref for ref in map(_packed, dict.fromkeys(refs)) if ref in self._where]
        if known:
            # Said before it is done: a crash in between is finished at the next opening.
            self._growing().drop([(ref, *self._where[ref]) for ref in known])
            for number, segment in self._by_number.items():
                rows = {self._where[ref][1] for ref in known if self._where[ref][0] == number}
                if rows:
                    segment.erase(rows)
            for ref in known:
                del self._where[ref]
        return len(known)

    def compact(self) -> None:
        """Write everybody into new segments, remove the old: no trace of the forgotten is left."""
        self._rewrite(self._held)

    def _rewrite(self, lock: Lock) -> None:
        """Everybody into new segments under *lock*; the old ones are overwritten and removed."""
        old, self._segments, self._held = self._segments, [], lock
        number = old[-1].number
        for segment in old:
            rows = segment.alive()
            for start in range(0, max(len(rows), 1), 1000):
                if not self._segments or self._segments[-1].end >= self._segment_bytes:
                    number += 1
                    self._segments.append(self._create(number))
                self._copy(segment, rows[start : start + 1000], self._segments[-1])
        _publish(self.folder, [segment.number for segment in self._segments], lock.name)
        self._resolve()
        self._sweep()

    def close(self) -> None:
        """Let another process write."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _copy(self, source: Segment, rows: Sequence[int], into: Segment) -> None:
        if rows:
            codes = np.ascontiguousarray(self._mapped(source)[list(rows)])
            refs = [source.refs[row] for row in rows]
            into.keep(refs, [_relocked(source, row, into.lock) for row in rows], codes)

    def _growing(self) -> Segment:
        if self._lock is None:
            raise GalleryBusy
        last = self._segments[-1]
        if last.end >= self._segment_bytes:
            last = self._create(last.number + 1)
            numbers = [segment.number for segment in (*self._segments, last)]
            _publish(self.folder, numbers, self._held.name)
            self._segments.append(last)
            self._by_number[last.number] = last
        return last

    def _create(self, number: int) -> Segment:
        segment = Segment(number, self.folder, self._held)
        # A crash may have left one that no manifest names.
        segment.templates_path.unlink(missing_ok=True)
        segment.create(self._encode([b""]).shape[1:], self._digest)
        return segment

    def _sweep(self) -> None:
        """Remove segments that no manifest names, overwritten first: their people may be gone."""
        named = {f"{segment.number:010d}" for segment in self._segments}
        for path in [*self.folder.glob("*.templates"), *self.folder.glob("*.codes")]:
            if path.stem not in named:
                _shred(path)


def _relocked(source: Segment, row: int, lock: Lock) -> bytes:
    body = source.body(row)
    if source.lock.name == lock.name:
        return body
    return lock.shut(source.refs[row], source.lock.open(source.refs[row], body))


def _packed(ref: str) -> bytes:
    if len(ref) != 32 or not set(ref) <= set("0123456789abcdef"):
        raise BadReference
    return bytes.fromhex(ref)


def _locked(folder: Path) -> IO[bytes]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = (folder / "lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as held:
        file.close()
        raise GalleryBusy from held
    return file


def _manifest(folder: Path) -> tuple[list[int], str]:
    """The segments in order, and the name of the lock they are under."""
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
    except FileNotFoundError:
        return [], ""
    except ValueError as broken:
        raise GalleryDamaged from broken
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        raise GalleryDamaged
    return [int(number) for number in said["segments"]], str(said.get("lock", ""))


def _publish(folder: Path, numbers: Sequence[int], lock: str) -> None:
    said = {"format": _FORMAT, "segments": list(numbers)} | ({"lock": lock} if lock else {})
    new = folder / "manifest.new"
    with new.open("wb") as file:
        file.write(json.dumps(said).encode())
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / "manifest.json")
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _shred(path: Path) -> None:
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
