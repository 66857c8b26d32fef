"""Who works on the parts of a gallery: this process, others on this machine, or Ray's.

All three answer the same questions in the same order, so a search cannot tell them apart. Parts
are shares of the rows; every worker maps the same folder and holds nothing else.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Literal, Protocol, cast

from tuntas.biometrics.errors import BiometricError, EngineMissing, ShardLost
from tuntas.biometrics.gallery.codes import Projection, projection
from tuntas.biometrics.gallery.comparison import Compared, Pairs
from tuntas.biometrics.gallery.part import Found, Part
from tuntas.biometrics.gallery.person import Fingers, codes_of_bodies
from tuntas.biometrics.gallery.scan import Moments, Probe
from tuntas.biometrics.gallery.store import SEGMENT_BYTES, Snapshot, Store

Engine = Literal["here", "processes", "ray"]
Question = tuple[str, tuple[Any, ...]]
"""Which method of Part, and its arguments."""
_STOP: Final = "stop"


class Workers(Protocol):
    """Something that asks each part its own question, all at once."""

    @property
    def pids(self) -> list[int]: ...
    def ask(self, questions: Sequence[Question]) -> list[Any]: ...
    def close(self) -> None: ...


class Shared:
    """A gallery's parts as *workers* hold them (search.Parts)."""

    def __init__(self, workers: Workers, count: int) -> None:
        self._workers, self.count = workers, count

    def snapshot(self) -> list[Snapshot]:
        return self._all("snapshot")

    def scan(self, probe: Probe, rows: int) -> list[Moments]:
        return self._all("scan", probe, rows)

    def best(self, of: Moments, depth: int) -> list[list[Found]]:
        return self._all("best", of, depth)

    def compare(
        self, fingers: Fingers, wanted: Sequence[Sequence[tuple[str, Pairs]]], in_full: bool
    ) -> list[list[Compared]]:
        return self._workers.ask([("compare", (fingers, share, in_full)) for share in wanted])

    def close(self) -> None:
        self._workers.close()

    @property
    def pids(self) -> list[int]:
        """Processes of our own that work for this gallery."""
        return self._workers.pids

    def _all(self, method: str, *arguments: object) -> list[Any]:
        return self._workers.ask([(method, arguments)] * self.count)


class Here:
    """Parts in this process, one after the other; a part may use several threads."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self.pids: list[int] = []

    def ask(self, questions: Sequence[Question]) -> list[Any]:
        return [
            getattr(part, method)(*arguments)
            for part, (method, arguments) in zip(self._parts, questions, strict=True)
        ]

    def close(self) -> None:
        pass


class Processes:
    """A process a part, asked over pipes; one that dies is started again for the next search."""

    def __init__(self, folder: Path, bits: int, shares: int, key: bytes = b"") -> None:
        self._start = partial(_started, folder, bits, shares, key)
        self._workers = [self._start(share) for share in range(shares)]

    def ask(self, questions: Sequence[Question]) -> list[Any]:
        answers = []
        lost = False
        for share, question in enumerate(questions):
            try:
                self._workers[share][1].send(question)
            except OSError:
                lost = True
        for share in range(len(questions)):
            try:
                answers.append(self._workers[share][1].recv())
            except (EOFError, OSError):
                lost = True
                self._renew(share)
        if lost:
            raise ShardLost
        for answer in answers:
            if isinstance(answer, BiometricError):
                raise answer
        return answers

    @property
    def pids(self) -> list[int]:
        """Process ids, in the order of the parts."""
        return [process.pid or 0 for process, _ in self._workers]

    def close(self) -> None:
        for process, pipe in self._workers:
            with suppress(OSError):
                pipe.send((_STOP, ()))
            pipe.close()
            process.join(5)
            if process.is_alive():
                process.kill()

    def _renew(self, share: int) -> None:
        process, pipe = self._workers[share]
        pipe.close()
        process.kill()
        process.join()
        self._workers[share] = self._start(share)


def _started(
    folder: Path, bits: int, shares: int, key: bytes, share: int
) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    # Not forked: a fork of a process with threads may inherit a lock that nobody lets go.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        # The key goes through the pipe of the new process, never into its arguments.
        target=_serve,
        args=(theirs, folder, bits, shares, share, key),
        daemon=True,
    )
    process.start()
    theirs.close()
    return process, ours


def _serve(pipe: Connection, folder: Path, bits: int, shares: int, share: int, key: bytes) -> None:
    part = part_of(folder, bits, share, shares, key)
    while True:
        try:
            method, arguments = pipe.recv()
        except EOFError:
            return
        if method == _STOP:
            return
        try:
            pipe.send(getattr(part, method)(*arguments))
        except BiometricError as refused:
            pipe.send(refused)


class OnRay:
    """A Ray actor a part: beyond one machine, when every machine sees the folder."""

    def __init__(self, folder: Path, bits: int, shares: int, key: bytes = b"") -> None:
        self._ray = _ray()
        self._own = not self._ray.is_initialized()
        if self._own:
            self._ray.init(
                num_cpus=shares,
                include_dashboard=False,
                _node_ip_address="127.0.0.1",
                logging_level="ERROR",
                log_to_driver=False,
            )
        made = self._ray.remote(num_cpus=1)(_Served)
        self.pids: list[int] = []
        self._actors = [
            made.remote(str(folder), bits, share, shares, key) for share in range(shares)
        ]

    def ask(self, questions: Sequence[Question]) -> list[Any]:
        asked = [
            actor.answer.remote(method, arguments)
            for actor, (method, arguments) in zip(self._actors, questions, strict=True)
        ]
        try:
            return cast("list[Any]", self._ray.get(asked))
        except self._ray.exceptions.RayActorError as lost:
            raise ShardLost from lost

    def close(self) -> None:
        for actor in self._actors:
            self._ray.kill(actor)
        if self._own:
            self._ray.shutdown()


class _Served:
    """What a Ray actor runs."""

    def __init__(self, folder: str, bits: int, share: int, shares: int, key: bytes) -> None:
        self._part = part_of(Path(folder), bits, share, shares, key)

    def answer(self, method: str, arguments: tuple[Any, ...]) -> Any:
        return getattr(self._part, method)(*arguments)


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        return importlib.import_module("ray")
    except ImportError as missing:
        raise EngineMissing from missing


def store_of(
    folder: Path,
    by: Projection,
    *,
    writing: bool,
    segment_bytes: int = SEGMENT_BYTES,
    key: bytes = b"",
) -> Store:
    """The store of a gallery in *folder*, with codes *by*."""
    return Store(
        folder,
        encode=partial(codes_of_bodies, by=by),
        digest=by.digest,
        writing=writing,
        segment_bytes=segment_bytes,
        key=key,
    )


def part_of(folder: Path, bits: int, share: int, shares: int, key: bytes = b"") -> Part:
    """A reader's part of the gallery in *folder*."""
    by = projection(bits)
    return Part(store_of(folder, by, writing=False, key=key), by, share=share, shares=shares)


def shared(
    folder: Path,
    store: Store,
    by: Projection,
    *,
    engine: Engine,
    shards: int,
    threads: int,
    key: bytes = b"",
) -> Shared:
    """The gallery in *folder* in *shards* parts, worked on by *engine*."""
    bits = 64 * by.words
    if engine == "processes":
        return Shared(Processes(folder, bits, shards, key), shards)
    if engine == "ray":
        return Shared(OnRay(folder, bits, shards, key), shards)
    parts = [
        Part(store, by, share=share, shares=shards, threads=threads) for share in range(shards)
    ]
    return Shared(Here(parts), shards)
