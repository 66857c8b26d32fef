"""Who sits before the devices and what goes wrong next: the simulator's memory."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tuntas.devices.contract import Modality, Part, Status
from tuntas.devices.sbi import names
from tuntas.devices.simulator import faults

CALLS: Final = ("discovery", "info", "capture", "stream")
MOST_IDENTITY: Final = 2**31


class Refused(ValueError):
    """What the control endpoint was told makes no sense."""


@dataclass
class Stage:
    """Changed by any thread; every reader takes what it needs at once."""

    identity: int = 1
    severity: float = 1.0
    missing: frozenset[str] = frozenset()
    status: dict[str, Status] = field(default_factory=dict)
    _queued: dict[str, deque[str]] = field(default_factory=lambda: {c: deque() for c in CALLS})
    _tries: Counter[tuple[object, ...]] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, modality: Modality, parts: Sequence[Part]) -> int:
        """The number of the next impression: the same finger never leaves the same image twice."""
        with self._lock:
            key = (self.identity, modality, tuple(parts))
            self._tries[key] += 1
            return self._tries[key] - 1

    def next_fault(self, call: str) -> str:
        """What is to go wrong at this *call*; empty when nothing is."""
        with self._lock:
            queued = self._queued[call]
            return queued.popleft() if queued else ""

    def inject(self, fault: str, *, times: int = 1, at: str = "") -> None:
        """Queue *fault*. Raises Refused."""
        call = at or ("stream" if fault in faults.STREAMED else "capture")
        if not faults.known(fault) or call not in CALLS or not 1 <= times <= 1000:
            raise Refused
        with self._lock:
            self._queued[call].extend([fault] * times)

    def told(self, said: Mapping[str, object]) -> None:
        """Apply what the control endpoint received. Raises Refused; then nothing is changed."""
        identity = said.get("identity", self.identity)
        severity = said.get("severity", self.severity)
        missing = said.get("missing", list(self.missing))
        if not isinstance(identity, int) or not 0 <= identity < MOST_IDENTITY:
            raise Refused
        if not isinstance(severity, int | float) or not 0 <= severity <= 4:
            raise Refused
        known = {name for table in names.PARTS.values() for name in table}
        if not isinstance(missing, list) or not known.issuperset(missing):
            raise Refused
        status = _statuses(said.get("status", {}))
        injected = [_injected(one) for one in _listed(said.get("faults", []))]
        self.identity, self.severity, self.missing = identity, severity, frozenset(missing)
        self.status.update(status)
        if said.get("clear"):
            with self._lock:
                for queued in self._queued.values():
                    queued.clear()
        for fault, times, at in injected:
            self.inject(fault, times=times, at=at)

    def state(self) -> dict[str, object]:
        with self._lock:
            return {
                "identity": self.identity,
                "severity": self.severity,
                "missing": sorted(self.missing),
                "status": dict(self.status),
                "faults": {call: list(queued) for call, queued in self._queued.items() if queued},
            }


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Refused
    return value


def _injected(one: object) -> tuple[str, int, str]:
    said = {"fault": one} if isinstance(one, str) else one
    if not isinstance(said, dict):
        raise Refused
    fault, times, at = said.get("fault"), said.get("times", 1), said.get("at", "")
    if not (isinstance(fault, str) and isinstance(times, int) and isinstance(at, str)):
        raise Refused
    if not faults.known(fault) or at not in ("", *CALLS) or not 1 <= times <= 1000:
        raise Refused
    return fault, times, at


def _statuses(value: object) -> dict[str, Status]:
    if not isinstance(value, dict) or not {str(m) for m in Modality}.issuperset(value):
        raise Refused
    try:
        return {modality: Status(status) for modality, status in value.items()}
    except ValueError:
        raise Refused from None
