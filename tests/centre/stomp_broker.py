"""A small STOMP 1.2 broker on loopback: queues, acknowledgements, transactions, redelivery.

What ActiveMQ does of the protocol and these tests need: a message is with one consumer at a time
until it acknowledges; a consumer that goes gives back what it had, in its place; what is sent or
acknowledged in a transaction happens when that is committed, all or nothing.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Message:
    number: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 0


class Broker:
    """``with Broker() as broker``: listens on ``broker.port``."""

    def __init__(self) -> None:
        self.queues: dict[str, list[Message]] = defaultdict(list)
        self.numbers = itertools.count(1)
        self.lock = threading.RLock()
        self.clients: list[Client] = []
        self.changed = threading.Condition(self.lock)
        self.die_before_commit = 0
        self.logins: list[tuple[str, str]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Broker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for client in list(self.clients):
            client.close()

    def put(self, name: str, body: bytes, **headers: str) -> None:
        with self.lock:
            told = {key.replace("_", "-"): value for key, value in headers.items()}
            self.queues[name].append(Message(next(self.numbers), body, told))
            self.deliver()

    def wait_for(self, name: str, n: int, timeout: float = 20) -> list[Message]:
        with self.changed:
            self.changed.wait_for(lambda: len(self.queues[name]) >= n, timeout)
            return list(self.queues[name])

    def kick(self) -> None:
        """Every consumer is cut off, as by a network that fails."""
        for client in list(self.clients):
            client.close()

    def deliver(self) -> None:
        with self.lock:
            for client in self.clients:
                for ident, name in client.subscriptions.items():
                    if not client.unacknowledged and self.queues[name]:
                        client.give(ident, name, self.queues[name].pop(0))
            self.changed.notify_all()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            client = Client(self, connection)
            with self.lock:
                self.clients.append(client)
            threading.Thread(target=client.run, daemon=True).start()


class Client:
    def __init__(self, broker: Broker, connection: socket.socket) -> None:
        self.broker, self.connection = broker, connection
        self.subscriptions: dict[str, str] = {}
        self.unacknowledged: dict[str, tuple[str, Message]] = {}
        self.units: dict[str, list[tuple[str, dict[str, str], bytes]]] = {}

    def run(self) -> None:
        stream = self.connection.makefile("rb")
        try:
            while frame := self.read(stream):
                with self.broker.lock:
                    self.act(*frame)
                    if "receipt" in frame[1]:
                        self.send("RECEIPT", {"receipt-id": frame[1]["receipt"]})
        except (OSError, ValueError):
            pass
        finally:
            self.close()

    def read(self, stream: object) -> tuple[str, dict[str, str], bytes] | None:
        command = b"\n"
        while command in (b"\n", b"\r\n"):  # heart beats
            command = stream.readline()  # type: ignore[attr-defined]
        if not command:
            return None
        headers: dict[str, str] = {}
        while (line := stream.readline().rstrip(b"\r\n")) != b"":  # type: ignore[attr-defined]
            name, _, value = line.decode().partition(":")
            headers.setdefault(name, value.replace("\\c", ":"))
        body = bytearray()
        length = int(headers.get("content-length", -1))
        while length > len(body) or (one := stream.read(1)) != b"\0":  # type: ignore[attr-defined]
            body += one if length < 0 else stream.read(1)  # type: ignore[attr-defined]
            if not one:
                return None
        return command.decode().strip(), headers, bytes(body)

    def act(self, command: str, headers: dict[str, str], body: bytes) -> None:
        unit = headers.get("transaction", "")
        if command in ("CONNECT", "STOMP"):
            login = (headers.get("login", ""), headers.get("passcode", ""))
            self.broker.logins.append(login)
            self.send("CONNECTED", {"version": "1.2", "heart-beat": "0,0"})
        elif command == "SUBSCRIBE":
            assert headers["ack"] == "client-individual"
            self.subscriptions[headers["id"]] = headers["destination"]
            self.broker.deliver()
        elif command == "BEGIN":
            self.units[unit] = []
        elif command == "COMMIT":
            if self.broker.die_before_commit:
                self.broker.die_before_commit -= 1
                self.close()
                return
            for one in self.units.pop(unit):
                self.happen(*one)
        elif command in ("SEND", "ACK") and unit:
            self.units[unit].append((command, headers, body))
        elif command in ("SEND", "ACK"):
            self.happen(command, headers, body)
        elif command == "DISCONNECT":
            self.subscriptions.clear()

    def happen(self, command: str, headers: dict[str, str], body: bytes) -> None:
        if command == "SEND":
            message = Message(next(self.broker.numbers), body, headers)
            self.broker.queues[headers["destination"]].append(message)
        else:
            del self.unacknowledged[headers["id"]]
        self.broker.deliver()

    def give(self, ident: str, name: str, message: Message) -> None:
        message.times += 1
        ack = f"{ident}-{message.number}"
        self.unacknowledged[ack] = (name, message)
        told = {"subscription": ident, "message-id": str(message.number), "destination": name}
        length = {"content-length": str(len(message.body))}
        self.send("MESSAGE", {**message.headers, **told, **length, "ack": ack}, message.body)

    def send(self, command: str, headers: dict[str, str], body: bytes = b"") -> None:
        head = "".join(f"{name}:{value}\n" for name, value in headers.items())
        try:
            self.connection.sendall(f"{command}\n{head}\n".encode() + body + b"\0")
        except OSError:
            self.close()

    def close(self) -> None:
        with self.broker.lock:
            if self not in self.broker.clients:
                return
            self.broker.clients.remove(self)
            back = sorted(self.unacknowledged.values(), key=lambda one: one[1].number)
            for name, message in reversed(back):
                self.broker.queues[name].insert(0, message)
            self.unacknowledged.clear()
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()
            self.broker.deliver()
