"""A device that speaks SBI, as the capture station sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from tuntas.devices.contract import (
    Captured,
    CaptureRequest,
    DeviceInfo,
    Modality,
    Part,
)
from tuntas.devices.errors import (
    DeviceError,
    NoDevice,
    OtherDevice,
    StreamStopped,
    TimedOut,
    Words,
    WrongRequest,
)
from tuntas.devices.sbi import (
    PORTS,
    PURPOSE,
    SPEC,
    answer,
    discovery,
    fields,
    names,
    presenting,
    wire,
)
from tuntas.devices.sbi import stream as streams
from tuntas.devices.sbi.answer import Asked
from tuntas.devices.sbi.limits import DEFAULTS, Limits
from tuntas.devices.sbi.presenting import Found
from tuntas.devices.sbi.trust import Trust
from tuntas.devices.sbi.wire import Exchange

Clock: TypeAlias = Callable[[], datetime]
Adjust: TypeAlias = Callable[[dict[str, object]], dict[str, object]]
"""What a maker's folder may change about a request before it is sent."""


def now_utc() -> datetime:
    return datetime.now(UTC)


def unchanged(request: dict[str, object]) -> dict[str, object]:
    return request


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms devices are spoken to: whom to believe, the limits, the computer's clock, and
    what a maker's folder adds: its words for its own errors, its change to requests."""

    trust: Trust
    limits: Limits = DEFAULTS
    clock: Clock = now_utc
    words: Mapping[int, Words] = field(default_factory=dict)
    adjust: Adjust = unchanged


class SbiDevice:
    """One device of one service; made by `connect`. Implements contract.Device."""

    def __init__(self, info: DeviceInfo, port: int, terms: Terms) -> None:
        self._info = info
        self._port = port
        self._terms = terms
        self._lock = threading.Lock()
        self._under_way: set[Exchange] = set()

    @property
    def info(self) -> DeviceInfo:
        return self._info

    def refresh(self) -> DeviceInfo:
        """How the device is now; it must still be the same one. Raises DeviceError."""
        body = presented(self._port, self._terms)
        told = _told(body, self._port, self._info.device_id, self._terms)
        if told.identity != self._info.identity:
            raise OtherDevice
        self._info = told
        return told

    def capture(self, request: CaptureRequest) -> Captured:
        terms, asked_at = self._terms, self._terms.clock()
        body = terms.adjust(_request(request, self._info, asked_at))
        with self._exchange(request.timeout_s + terms.limits.grace_s) as exchange:
            response = exchange.send("RCAPTURE", "/capture", body)
            content = exchange.read(response, terms.limits.most_answer)
        asked = Asked(
            request, self._info, terms.trust, asked_at, terms.clock(), terms.limits, terms.words
        )
        return answer.captured(content, asked)

    def frames(self, parts: tuple[Part, ...] = (), *, timeout_s: float = 300.0) -> Iterator[bytes]:
        sub_id = self._sub_id(parts)
        body: dict[str, object] = {
            "deviceId": self._info.device_id,
            "deviceSubId": str(sub_id),
            "timeout": str(int(timeout_s * 1000)),
        }
        with self._exchange(timeout_s + self._terms.limits.grace_s) as exchange:
            response = exchange.send("STREAM", "/stream", body)
            exchange.patience(self._terms.limits.silence_s)
            if "json" in response.getheader("Content-Type", ""):
                _refused(exchange.read(response, self._terms.limits.most_info))
            try:
                yield from streams.frames(exchange.pieces(response), self._terms.limits.most_frame)
            except TimedOut:
                raise StreamStopped from None
        raise StreamStopped

    def cancel(self) -> None:
        with self._lock:
            for exchange in self._under_way:
                exchange.end()

    def _sub_id(self, parts: tuple[Part, ...]) -> int:
        if not parts:
            return names.WHOLE
        request = CaptureRequest(self._info.modality, parts, "live")
        return names.sub_id(request, self._info.identity.kind)

    @contextmanager
    def _exchange(self, seconds: float) -> Iterator[Exchange]:
        with Exchange(self._port, seconds=seconds) as exchange:
            with self._lock:
                self._under_way.add(exchange)
            try:
                yield exchange
            finally:
                with self._lock:
                    self._under_way.discard(exchange)


def connect(found: Found, terms: Terms) -> SbiDevice:
    """The device that a scan found, once it has proved who it is. Raises DeviceError."""
    if found.problem is not None:
        raise found.problem
    return introduced(found, presented(found.port, terms), terms)


def presented(port: int, terms: Terms) -> bytes:
    """What the service at *port* says of all its devices, unread. Raises DeviceError."""
    limits = terms.limits
    return wire.ask(port, "MOSIPDINFO", "/info", seconds=limits.info_s, most=limits.most_info)


def introduced(found: Found, body: bytes, terms: Terms) -> SbiDevice:
    """The device *found* by what its service *presented*. Raises DeviceError."""
    info = _told(body, found.port, found.device_id, terms)
    if info.identity != found.identity:
        raise OtherDevice
    return SbiDevice(info, found.port, terms)


def discover(ports: Iterable[int] = PORTS, *, modality: Modality | None = None) -> list[Found]:
    """Every SBI device that answers on this machine, unbelieved; within two seconds."""
    return discovery.scan(ports, modality=modality)


def _told(body: bytes, port: int, device_id: str, terms: Terms) -> DeviceInfo:
    """What the device says of itself, believed. Raises DeviceError."""
    told = presenting.believed(body, port, terms.trust, terms.clock(), terms.limits)
    info = told.get(device_id) or told.get("") or NoDevice()
    if isinstance(info, DeviceError):
        raise info
    return info


def _request(request: CaptureRequest, info: DeviceInfo, at: datetime) -> dict[str, object]:
    """RCAPTURE's body; numbers as strings, as MOSIP's own client sends them."""
    if request.modality is not info.modality:
        raise WrongRequest
    return {
        "env": info.environment,
        "purpose": PURPOSE,
        "specVersion": SPEC,
        "timeout": str(int(request.timeout_s * 1000)),
        "captureTime": at.isoformat(timespec="milliseconds"),
        "transactionId": request.transaction,
        "bio": [
            {
                "type": request.modality.value,
                "count": str(len(request.parts) or 1),
                "bioSubType": [names.name(part) for part in request.parts],
                "exception": [names.name(part) for part in request.missing],
                "requestedScore": str(request.least_score),
                "deviceId": info.device_id,
                "deviceSubId": str(names.sub_id(request, info.identity.kind)),
                "previousHash": request.previous_hash,
            }
        ],
        "customOpts": {},
    }


def _refused(body: bytes) -> None:
    """Raises what a service says instead of a picture."""
    presenting.refuse(fields.of(fields.parse(body)))
    raise StreamStopped
