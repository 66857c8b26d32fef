"""The simulator's door: SBI's verbs on 127.0.0.1, and one endpoint for whoever directs the play."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from tuntas.devices.contract import EYES, LEFT_FOUR, RIGHT_FOUR, THUMBS, Modality, Part
from tuntas.devices.errors import DeviceError, PortsTaken
from tuntas.devices.sbi import HOST, PORTS, fields
from tuntas.devices.simulator import sitter
from tuntas.devices.simulator.answers import DEVICES, Bench
from tuntas.devices.simulator.certificates import Maker
from tuntas.devices.simulator.faults import SECONDS_SLOW, Fault
from tuntas.devices.simulator.stage import Refused, Stage

CONTROL: Final = "/simulator"
CONTROL_HEADER: Final = "X-Tuntas-Simulator"
"""A page in a browser cannot send it here without asking first, and nobody answers that."""
MOST_BODY: Final = 100_000
_HUGE: Final = 64_000_000
_FRAME_S: Final = 0.2
_HELD_S: Final = 90.0
_MUTE: Final = (Fault.HANG_UP, Fault.SILENT)
_JSON: Final = "application/json"


class Server(ThreadingHTTPServer):
    """All devices on one port."""

    daemon_threads = True

    def __init__(self, port: int, stage: Stage, maker: Maker) -> None:
        super().__init__((HOST, port), Handler)
        self.stage = stage
        self.bench = Bench(maker, stage, self.server_address[1], lambda: datetime.now(UTC))
        self.capturing = threading.Lock()
        self.closing = threading.Event()

    def shutdown(self) -> None:
        self.closing.set()
        super().shutdown()


class Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "SBI"
    sys_version = ""
    timeout = _HELD_S

    def do_MOSIPDISC(self) -> None:
        body = self._body()
        fault = self.server.stage.next_fault("discovery")
        self._send(self.server.bench.discovery(body), fault)

    def do_MOSIPDINFO(self) -> None:
        self._body()
        fault = self.server.stage.next_fault("info")
        self._send(self.server.bench.info(fault), fault)

    def do_RCAPTURE(self) -> None:
        body = self._body()
        bench, capturing = self.server.bench, self.server.capturing
        if not capturing.acquire(blocking=False):
            self._send(bench.capture(body, "error-111"), "")
            return
        try:
            fault = self.server.stage.next_fault("capture")
            answer = b"" if fault in _MUTE else bench.capture(body, fault)
        finally:
            capturing.release()
        self._send(answer, fault)

    def do_STREAM(self) -> None:
        body = self._body()
        fault = self.server.stage.next_fault("stream")
        try:
            asked = fields.of(fields.parse(body))
            device = next(one for one in DEVICES if one.device_id == asked.text("deviceId"))
            sub_id = asked.whole("deviceSubId")
            seconds = asked.whole("timeout") / 1000 if asked.text("timeout") else 300.0
        except (DeviceError, StopIteration):
            self._reply(200, b'{"error": {"errorCode": "106", "errorInfo": "Not found"}}', _JSON)
            return
        self._stream(device.modality, _shown(device.modality, sub_id), min(seconds, 600), fault)

    def do_GET(self) -> None:
        self._control(lambda: None)

    def do_POST(self) -> None:
        body = self._body()
        self._control(lambda: self.server.stage.told(fields.of(fields.parse(body)).values))

    def _control(self, change: Callable[[], None]) -> None:
        if self.path != CONTROL or not self.headers.get(CONTROL_HEADER):
            self._reply(404, b"{}", _JSON)
            return
        try:
            change()
        except (Refused, DeviceError):
            self._reply(400, b'{"error": "refused"}', _JSON)
            return
        self._reply(200, json.dumps(self.server.stage.state()).encode(), _JSON)

    def _stream(
        self, modality: Modality, parts: tuple[Part, ...], seconds: float, fault: str
    ) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        if fault == Fault.STREAM_GARBAGE:
            self._trickle(b"\x00" * 65_536 for _ in range(200))
            return
        stage = self.server.stage
        for number in range(int(seconds / _FRAME_S)):
            if fault == Fault.STREAM_STOPS and number >= 3:
                return
            # While it captures, a device shows nothing new; the connection stays.
            if not self.server.capturing.locked():
                frame = sitter.preview(stage.identity, modality, parts, 0, number % 4)
                head = (
                    f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame)}\r\n\r\n"
                )
                if not self._trickle([head.encode(), frame, b"\r\n"]):
                    return
            if self.server.closing.wait(_FRAME_S):
                return

    def _send(self, content: bytes, fault: str) -> None:
        """*content*, on the way that *fault* leaves open."""
        if fault == Fault.HANG_UP:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == Fault.SILENT:
            self._until_gone()
        elif fault == Fault.DRIP:
            self._head(200, len(content), _JSON)
            self._dripped(content)
        elif fault == Fault.HALF_BODY:
            self._head(200, len(content), _JSON)
            self._trickle([content[: len(content) // 2]])
        elif fault == Fault.HUGE_BODY:
            self._head(200, _HUGE, _JSON)
            self._trickle(b" " * 1_000_000 for _ in range(_HUGE // 1_000_000))
        else:
            if fault == Fault.SLOW:
                self.server.closing.wait(SECONDS_SLOW)
            changed = {
                Fault.TRUNCATED_JSON.value: content[: len(content) * 2 // 3],
                Fault.NOT_JSON.value: b"<html>Service Unavailable</html>",
            }
            self._reply(200, changed.get(fault, content), _JSON)

    def _dripped(self, content: bytes) -> None:
        for byte in content:
            if self.server.closing.wait(0.05) or not self._trickle([bytes([byte])]):
                return

    def _until_gone(self) -> None:
        """Say nothing until the other side gives up."""
        self.connection.settimeout(_HELD_S)
        with suppress(OSError):
            self.connection.recv(1)
        self.close_connection = True

    def _trickle(self, pieces: Iterable[bytes]) -> bool:
        try:
            for piece in pieces:
                self.wfile.write(piece)
        except OSError:
            self.close_connection = True
            return False
        return True

    def _reply(self, status: int, content: bytes, kind: str) -> None:
        self._head(status, len(content), kind)
        self._trickle([content])

    def _head(self, status: int, length: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()

    def _body(self) -> bytes:
        said = self.headers.get("Content-Length", "0")
        length = int(said) if said.isdecimal() else 0
        return self.rfile.read(min(length, MOST_BODY))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what a person gives is written nowhere."""


def _shown(modality: Modality, sub_id: int) -> tuple[Part, ...]:
    if modality is Modality.FINGER:
        return {1: LEFT_FOUR, 2: RIGHT_FOUR, 3: THUMBS}.get(sub_id, RIGHT_FOUR[:1])
    return EYES if modality is Modality.IRIS else ()


def opened(folder: Path, stage: Stage, *, port: int = 0) -> Server:
    """A server that listens and does not serve yet; *port* 0: the first free one of SBI's range.

    Raises PortsTaken.
    """
    maker = Maker(folder, datetime.now(UTC))
    make = partial(Server, stage=stage, maker=maker)
    for one in [port] if port else PORTS:
        try:
            return make(one)
        except OSError:
            continue
    raise PortsTaken
