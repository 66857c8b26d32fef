"""A simulator of one's own: started, directed and ended by whoever needs one (tests, the demo)."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuntas.devices.errors import DeviceError, NoAnswer, PortsTaken, WrongRequest
from tuntas.devices.sbi import HOST, fields, trust
from tuntas.devices.sbi.trust import Anchor, Trust
from tuntas.devices.simulator.certificates import ENVIRONMENT
from tuntas.devices.simulator.server import CONTROL, CONTROL_HEADER

_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Remote:
    """A simulator that runs somewhere on this machine, and its control endpoint."""

    port: int

    def sit(self, identity: int, *, missing: tuple[str, ...] = (), severity: float = 1.0) -> None:
        """Put somebody before the devices; *missing* by SBI's names, such as "Left Thumb"."""
        self.tell({"identity": identity, "missing": list(missing), "severity": severity})

    def inject(self, fault: str, *, times: int = 1, at: str = "") -> None:
        """Let the next call fail (see faults). at: capture, info, discovery or stream."""
        self.tell({"faults": [{"fault": fault, "times": times, "at": at}]})

    def clear(self) -> None:
        """Forget the faults that have not happened yet, and be ready."""
        self.tell({"clear": True, "status": {"Finger": "Ready", "Iris": "Ready", "Face": "Ready"}})

    def tell(self, said: Mapping[str, object]) -> Mapping[str, object]:
        """What the simulator's state is then. Raises WrongRequest, NoAnswer."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_SECONDS)
        try:
            connection.request("POST", CONTROL, json.dumps(said), {CONTROL_HEADER: "1"})
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            raise NoAnswer from None
        finally:
            connection.close()
        if response.status != 200:
            raise WrongRequest
        return fields.of(fields.parse(content)).values


@dataclass(frozen=True, slots=True)
class Simulator(Remote):
    """One that this process started."""

    anchor: Path
    process: subprocess.Popen[bytes]

    @property
    def trust(self) -> Trust:
        return Trust(anchors_of(self.anchor))

    def stop(self) -> None:
        _end(self.process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close its standard input, which it takes for the end; insist after a while."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def start(folder: Path, *, identity: int = 1, port: int = 0) -> Simulator:
    """A simulator in a process of its own; it ends with this one. Raises PortsTaken, Unreadable."""
    command = [sys.executable, "-m", "tuntas.devices.simulator"]
    command += ["--folder", str(folder), "--identity", str(identity), "--port", str(port)]
    # The networks of one machine's two cores belong to whoever tests the scanner.
    calm = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=calm)
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        if not line:
            raise PortsTaken
        told = fields.of(fields.parse(line))
        return Simulator(told.whole("port"), Path(told.text("anchor", 4096)), process)
    except DeviceError:
        _end(process)
        raise


@contextmanager
def running(folder: Path, *, identity: int = 1, port: int = 0) -> Iterator[Simulator]:
    """`start`, and its end."""
    simulator = start(folder, identity=identity, port=port)
    try:
        yield simulator
    finally:
        simulator.stop()


def anchors_of(anchor: Path) -> tuple[Anchor, ...]:
    """The simulator's certificate as an anchor for trials only. Raises Unreadable, OSError."""
    return trust.anchors(anchor.read_bytes(), [ENVIRONMENT])
