"""An office as one process tree: a supervisor, the web process, the worker.

The supervisor starts both, restarts a worker that died, stops everything when the web process
ends or when it is told to, and leaves no process behind. Each child leads a process group of its
own, so that the terminal's Ctrl-C reaches the supervisor only, and a group can be mopped up.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tuntas.config.occupied import hold

GRACE_S = 10.0
RESTART_AFTER_S = 2.0
START_WITHIN_S = 60.0


@dataclass
class Child:
    """One process of the office, by the module it runs. silent: what it prints is for nobody."""

    module: str
    environ: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    silent: bool = False
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        # The pipe on standard input is the lifeline: see config/lifeline.py.
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *self.arguments],
            env=dict(self.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL if self.silent else None,
            start_new_session=True,
        )

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def make_sure(self, grace_s: float) -> None:
        """Wait for the end; after *grace_s* seconds end the whole group."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(grace_s)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


@dataclass(frozen=True)
class Address:
    """Where the office listens; *cert* and *key* are files, both or none."""

    host: str
    port: int
    cert: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.cert else 'http'}://{host}:{self.port}/"

    def environ(self) -> dict[str, str]:
        found = {"TUNTAS_BIND_HOST": self.host, "TUNTAS_BIND_PORT": str(self.port)}
        if self.cert and self.key:
            found |= {
                "TUNTAS_TLS": "1",
                "TUNTAS_TLS_CERT": str(self.cert.resolve()),
                "TUNTAS_TLS_KEY": str(self.key.resolve()),
            }
        return found


def is_taken(address: Address) -> bool:
    """Whether something else listens on the address already."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError:
            return True
    return False


def run(
    address: Address,
    *,
    announce: Callable[[], None],
    on_restart: Callable[[str], None],
    watch: Path | None = None,
    beside: Callable[[], Sequence[Child]] = tuple,
) -> int:
    """Run the office until it is told to stop; returns 0, or 1 when the web process failed.

    Args:
        announce: called once, when the web process answers.
        on_restart: called with the module name when a child is started again.
        watch: in development, a folder whose changed files start both children anew.
        beside: makes ready, while the web process starts, further processes that begin and end
            with the office; nobody waits for them.
    """
    environ = {**os.environ, **address.environ()}
    web, worker = Child("tuntas.config.web", environ), Child("tuntas.config.worker", environ)
    others = [worker]
    with hold(Path(environ.get("TUNTAS_HOME", "data"))), _told_to_stop() as told:
        try:
            web.start()
            others += beside()
            if not _answers(address, web, told):
                return 0 if told.is_set() else 1
            # The others load as much as the web process; people wait for its first page only.
            for child in others:
                child.start()
            announce()
            return _keep(web, worker, told, on_restart, _Changes(watch) if watch else None)
        finally:
            _stop([child for child in (web, *others) if hasattr(child, "process")])


def _keep(
    web: Child,
    worker: Child,
    told: threading.Event,
    on_restart: Callable[[str], None],
    changes: _Changes | None,
) -> int:
    while not told.wait(0.5):
        if changes and changes.seen():
            on_restart("tuntas")
            _stop([web, worker])
            web.start()
            worker.start()
        if web.process.poll() is not None and not changes:
            return 1
        if worker.process.poll() is not None and not told.wait(RESTART_AFTER_S):
            on_restart(worker.module)
            worker.make_sure(0)
            worker.start()
    return 0


def _stop(children: list[Child]) -> None:
    deadline = time.monotonic() + GRACE_S
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.make_sure(max(0.0, deadline - time.monotonic()))


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, as long as the context lasts."""
    told = threading.Event()

    def tell(signum: int, frame: FrameType | None) -> None:
        told.set()

    before = {name: signal.signal(name, tell) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _answers(address: Address, web: Child, told: threading.Event) -> bool:
    """Wait until the web process serves a request; False when it ended or was stopped."""
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and not told.wait(0.05):
        if web.process.poll() is not None:
            return False
        if _served(address):
            return True
    return False


def _served(address: Address) -> bool:
    """Whether any answer comes back: the port alone is open before Django is ready."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)
    door: http.client.HTTPConnection
    if address.cert:
        # Our own process answers on this machine: whose certificate it is does not matter here.
        own = ssl._create_unverified_context()
        door = http.client.HTTPSConnection(host, address.port, timeout=5, context=own)
    else:
        door = http.client.HTTPConnection(host, address.port, timeout=5)
    try:
        door.request("HEAD", "/", headers={"Host": "localhost"})
        return door.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


class _Changes:
    """Whether any source file under a folder changed since it was last asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last = self._newest()

    def seen(self) -> bool:
        newest, before = self._newest(), self.last
        self.last = newest
        return newest != before

    def _newest(self) -> tuple[int, int]:
        times = [path.stat().st_mtime_ns for path in self.folder.rglob("*.py")]
        return len(times), max(times, default=0)
