"""One request to a device service on this machine, with SBI's own verbs.

The whole exchange has a deadline: a service that answers a byte at a time is as late as one that
says nothing. Any thread may end it.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final

from tuntas.devices.errors import (
    Cancelled,
    DeviceError,
    NoAnswer,
    TimedOut,
    TooMuch,
    Unreadable,
)
from tuntas.devices.sbi import HOST

CONNECT_S: Final = 2.0
"""A service on this machine accepts at once or is not there."""
APP: Final = "tuntas"
_PIECE: Final = 65_536


class Exchange:
    """A request and its answer; use once, as a context."""

    def __init__(self, port: int, *, seconds: float) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=min(CONNECT_S, seconds))
        self._seconds = seconds
        self._why: type[DeviceError] | None = None
        self._socket: socket.socket | None = None
        self._response: http.client.HTTPResponse | None = None
        self._watch = threading.Timer(seconds, self.end, [TimedOut])
        self._watch.daemon = True

    def __enter__(self) -> Exchange:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.cancel()
        if self._response is not None:
            self._response.close()
        self._connection.close()

    def end(self, why: type[DeviceError] = Cancelled) -> None:
        """Stop it from another thread; the one that waits raises *why*."""
        self._why = self._why or why
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def send(
        self, verb: str, path: str, body: Mapping[str, object] | None = None
    ) -> http.client.HTTPResponse:
        """The answer, its body unread. Raises DeviceError."""
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "EXT": APP, "Connection": "close"}
        with self._explained():
            self._connection.connect()
            self._socket = self._connection.sock
            # From here the watch counts; each read may take as long as the whole.
            self._socket.settimeout(self._seconds + 1)
            self._stopped()
            self._connection.request(verb, path, content, headers)
            self._response = self._connection.getresponse()
            self._stopped()
            return self._response

    def read(self, response: http.client.HTTPResponse, most: int) -> bytes:
        """The whole body. Raises DeviceError: TooMuch beyond *most* bytes."""
        pieces, size = [], 0
        announced = response.length
        with self._explained():
            while piece := response.read1(_PIECE):
                size += len(piece)
                if size > most:
                    raise TooMuch
                pieces.append(piece)
        self._stopped()
        if announced is not None and size != announced:
            raise Unreadable
        return b"".join(pieces)

    def pieces(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """The body as it arrives. Raises DeviceError."""
        while True:
            with self._explained():
                piece = response.read1(_PIECE)
            self._stopped()
            if not piece:
                return
            yield piece

    def patience(self, seconds: float) -> None:
        """From now on no single read may take longer."""
        if self._socket is not None:
            self._socket.settimeout(seconds)

    def _stopped(self) -> None:
        if self._why is not None:
            raise self._why

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DeviceError:
            raise
        except TimeoutError:
            raise (self._why or TimedOut) from None
        except (OSError, http.client.RemoteDisconnected):
            raise (self._why or NoAnswer) from None
        except (http.client.HTTPException, ValueError, AttributeError):
            # AttributeError: http.client of a connection that another thread has shut.
            raise (self._why or Unreadable) from None


def ask(
    port: int,
    verb: str,
    path: str,
    body: Mapping[str, object] | None = None,
    *,
    seconds: float,
    most: int,
) -> bytes:
    """The body of the answer of the service at *port*. Raises DeviceError."""
    with Exchange(port, seconds=seconds) as exchange:
        return exchange.read(exchange.send(verb, path, body), most)
