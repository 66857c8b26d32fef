"""The ABIS over a message queue: STOMP 1.2, which ActiveMQ and Artemis speak.

One message at a time, in the order in which the broker gives them, so that every insert before an
identify is in the gallery when it searches. The answer and the acknowledgement of its request are
one transaction of the broker. Whoever dies before it finds the request again: it is answered as
it was, by the answer that was kept, or done to the end where there was none yet.
"""

from __future__ import annotations

import json
import logging
import queue
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

import stomp  # type: ignore[import-untyped]
from django.db import transaction

from tuntas.centre import abis_answering
from tuntas.centre.abis import PREFIX, Reason
from tuntas.centre.abis_answering import Share
from tuntas.centre.errors import BadBroker
from tuntas.centre.models import AbisExchange, AbisReference
from tuntas.centre.workshop import Workshop

logger = logging.getLogger("tuntas.centre")

HEARTBEAT_MS: Final = 10_000
PATIENCE_S: Final = 0.5
"""How often a quiet queue looks whether it shall stop."""
AGAIN_S: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Pauses before connecting again, the last for ever."""
KEPT: Final = timedelta(days=7)
"""How long an answer is kept for a request that comes again."""
PORT: Final = 61613
Respond = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is, and the two queues. secret: its password."""

    host: str
    port: int
    encrypted: bool
    user: str = ""
    secret: str = field(default="", repr=False)
    requests: str = "mosip-to-abis"
    answers: str = "abis-to-mosip"

    @classmethod
    def at(cls, url: str, **more: Any) -> Broker:
        """``stomp://host:61613`` or ``stomp+ssl://…``. Raises BadBroker.

        >>> Broker.at("stomp://127.0.0.1").port, Broker.at("stomp+ssl://mq:61614").encrypted
        (61613, True)
        """
        try:
            parts = urlsplit(url)
            port = parts.port or PORT
        except ValueError as refused:
            raise BadBroker from refused
        if parts.scheme not in ("stomp", "stomp+ssl") or not parts.hostname or parts.username:
            raise BadBroker
        return cls(parts.hostname, port, parts.scheme == "stomp+ssl", **more)


def respond(shop: Workshop, content: bytes, *, share: Share, now: datetime) -> bytes:
    """The answer to one message, the same again when the same message comes again."""
    digest = sha256(content).hexdigest()
    kept, begun = AbisExchange.objects.get_or_create(digest=digest, defaults={"begun_at": now})
    if kept.answer:
        return kept.answer.encode()
    said = abis_answering.answer(shop, content, share=share, now=now)
    if not begun and _was_ours(content, said, kept.begun_at):
        said = {k: v for k, v in said.items() if k != "failureReason"} | {"returnValue": "1"}
    told = json.dumps(said)
    with transaction.atomic():
        AbisExchange.objects.filter(begun_at__lt=now - KEPT).delete()
        AbisExchange.objects.filter(pk=kept.pk).update(answer=told)
    return told.encode()


def _was_ours(content: bytes, said: dict[str, Any], begun_at: datetime) -> bool:
    """An insert that was done before its answer was kept, and now finds its own reference."""
    if said.get("failureReason") != str(int(Reason.EXISTS)) or said["id"] != f"{PREFIX}insert":
        return False
    reference = json.loads(content)["referenceId"]
    return AbisReference.objects.filter(reference=reference, inserted_at__gte=begun_at).exists()


def serve(broker: Broker, answer: Respond, stop: threading.Event) -> int:
    """Answer what comes until *stop*, connecting again whenever the broker goes; how many."""
    answered = failed = 0
    while not stop.is_set():
        try:
            for _ in _exchanges(broker, answer, stop):
                answered, failed = answered + 1, 0
        except (stomp.exception.StompException, OSError):
            logger.warning("the broker at %s:%s is gone", broker.host, broker.port)
        stop.wait(AGAIN_S[min(failed, len(AGAIN_S) - 1)])
        failed += 1
    return answered


def _exchanges(broker: Broker, answer: Respond, stop: threading.Event) -> Any:
    """One connection: yields after each message that was answered and acknowledged."""
    came: queue.Queue[Any] = queue.Queue()
    connection = _connected(broker, came)
    try:
        while not stop.is_set():
            try:
                frame = came.get(timeout=PATIENCE_S)
            except queue.Empty:
                continue
            if frame is None:
                return
            _exchange(connection, broker, frame, answer)
            yield
    finally:
        if connection.is_connected():
            connection.disconnect()


def _exchange(connection: Any, broker: Broker, frame: Any, answer: Respond) -> None:
    said = answer(frame.body if isinstance(frame.body, bytes) else frame.body.encode())
    headers = {name: frame.headers[name] for name in ("correlation-id",) if name in frame.headers}
    unit = connection.begin()
    connection.send(
        broker.answers,
        said.decode(),
        content_type="application/json",
        headers={"persistent": "true", **headers},
        transaction=unit,
    )
    connection.ack(frame.headers["ack"], transaction=unit)
    connection.commit(unit)


def _connected(broker: Broker, came: queue.Queue[Any]) -> Any:
    # Without a length ActiveMQ takes a message for text, as MOSIP expects; JSON has no NUL.
    connection = stomp.Connection12(
        [(broker.host, broker.port)],
        heartbeats=(HEARTBEAT_MS, HEARTBEAT_MS),
        reconnect_attempts_max=1,
        auto_decode=False,
        auto_content_length=False,
        timeout=10,
    )
    if broker.encrypted:
        # Verified against the machine's own list of authorities.
        connection.set_ssl(
            for_hosts=[(broker.host, broker.port)],
            ca_certs=ssl.get_default_verify_paths().cafile,
            ssl_version=ssl.PROTOCOL_TLS_CLIENT,
        )
    connection.set_listener("", _Listener(came))
    connection.connect(broker.user or None, broker.secret or None, wait=True)
    connection.subscribe(
        broker.requests,
        id="abis",
        ack="client-individual",
        headers={"activemq.prefetchSize": "1", "consumer-window-size": "0"},
    )
    return connection


class _Listener(stomp.ConnectionListener):  # type: ignore[misc]
    def __init__(self, came: queue.Queue[Any]) -> None:
        self._came = came

    def on_message(self, frame: Any) -> None:
        self._came.put(frame)

    def on_error(self, frame: Any) -> None:
        self._came.put(None)

    def on_disconnected(self) -> None:
        self._came.put(None)
