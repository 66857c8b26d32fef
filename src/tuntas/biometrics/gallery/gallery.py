"""The gallery: who among everybody has these fingers? The one way in.

>>> import tempfile
>>> from pathlib import Path
>>> from tuntas.biometrics.positions import FINGERS
>>> from tuntas.biometrics.synthetic.templates import impressions
>>> enrolled, later = (impressions(seed=3, first=0, people=1, number=n) for n in (0, 1))
>>> with tempfile.TemporaryDirectory() as folder, Gallery.open(Path(folder)) as gallery:
...     gallery.insert("0" * 31 + "1", {f: enrolled.template(f - 1) for f in FINGERS})
...     found = gallery.identify({f: later.template(f - 1) for f in FINGERS})
>>> found.candidates[0].ref
'00000000000000000000000000000001'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from tuntas.biometrics.errors import ShardLost
from tuntas.biometrics.gallery.codes import Projection, projection
from tuntas.biometrics.gallery.person import Fingers, pack, unpack
from tuntas.biometrics.gallery.scan import Codes
from tuntas.biometrics.gallery.search import Identified, Search, identify
from tuntas.biometrics.gallery.shards import Engine, Shared, shared, store_of
from tuntas.biometrics.gallery.store import SEGMENT_BYTES, Store
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template

BITS: Final = 128
AS_USUAL: Final = Search()


class Gallery:
    """People by reference (32 hexadecimal digits), each with up to ten fingers."""

    def __init__(self, store: Store, parts: Shared, by: Projection) -> None:
        self._store, self._parts, self._by = store, parts, by

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        bits: int = BITS,
        writing: bool = True,
        engine: Engine = "here",
        shards: int = 1,
        threads: int = 1,
        segment_bytes: int = SEGMENT_BYTES,
        key: bytes = b"",
    ) -> Self:
        """The gallery in *folder*, made when there is none; whatever a crash left is mended.

        Codes are made again when *bits* or the projection has changed. *engine* works on *shards*
        parts: "here" (with *threads*), "processes" or "ray"; the answers are the same. *key*: 32
        bytes under which everything but refs lies on the disk; a gallery kept without one is
        locked by the first writer that has it. Raises GalleryBusy when another process writes,
        GalleryLocked, GalleryDamaged, EngineMissing.
        """
        by = projection(bits)
        store = store_of(folder, by, writing=writing, segment_bytes=segment_bytes, key=key)
        try:
            parts = shared(
                folder, store, by, engine=engine, shards=shards, threads=threads, key=key
            )
        except BaseException:
            store.close()
            raise
        return cls(store, parts, by)

    def insert(self, ref: str, fingers: Fingers) -> None:
        """Keep a person: durable when this returns.

        Raises AlreadyInGallery, BadReference, NothingToSearch (no finger has a minutia).
        """
        self.insert_many([(ref, fingers)])

    def insert_many(self, people: Iterable[tuple[str, Fingers]]) -> None:
        """Keep all of *people*, or after a crash none; much faster than one by one."""
        self._store.keep([(ref, pack(fingers)) for ref, fingers in people])

    def delete(self, ref: str) -> bool:
        """Destroy what is kept of *ref*, on the disk too; False when there was nothing."""
        return self.delete_many([ref]) == 1

    def delete_many(self, refs: Iterable[str]) -> int:
        """Destroy what is kept of *refs*; how many there were."""
        return self._store.drop(refs)

    def identify(self, fingers: Fingers, search: Search = AS_USUAL) -> Identified:
        """The people these *fingers* may belong to, likeliest first, each with its evidence.

        Raises NothingToSearch when no finger has a minutia.
        """
        try:
            return identify(self._parts, fingers, self._by, search)
        except ShardLost:
            # Its successor has been started and has nothing to unlearn.
            return identify(self._parts, fingers, self._by, search)

    def person(self, ref: str) -> dict[Finger, Template]:
        """The fingers kept of *ref*. Raises KeyError, GalleryDamaged."""
        return unpack(self._store.body(ref))

    def refs(self) -> Sequence[str]:
        """Of everybody, in order."""
        self._store.refresh()
        return self._store.refs()

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, ref: object) -> bool:
        return ref in self._store

    @property
    def pids(self) -> list[int]:
        """Processes that work for this gallery, without this one."""
        return self._parts.pids

    def codes(self, people: int) -> Codes:
        """Codes of the last *people* rows, nought for the forgotten: for measuring a search."""
        rows = self._store.rows
        pieces = [codes for _, codes in self._store.codes(max(0, rows - people), rows)]
        return np.concatenate(pieces)

    def verify(self) -> int:
        """Read everything again; how many people there are. Raises GalleryDamaged."""
        return self._store.verify()

    def compact(self) -> None:
        """Give the room of the forgotten back."""
        self._store.compact()

    def close(self) -> None:
        """Stop the workers and let another process write."""
        self._parts.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
