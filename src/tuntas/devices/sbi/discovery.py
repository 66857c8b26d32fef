"""Which devices answer on this machine: a hundred ports, looked at all at once."""

from __future__ import annotations

import errno
import selectors
import socket
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Final

from tuntas.devices.contract import Modality
from tuntas.devices.errors import DeviceError
from tuntas.devices.sbi import HOST, PORTS, presenting, wire
from tuntas.devices.sbi.presenting import Found

OPEN_S: Final = 0.3
ANSWER_S: Final = 1.2
MOST_ANSWER: Final = 1_000_000
ANY: Final = "Biometric Device"


def scan(
    ports: Iterable[int] = PORTS, *, modality: Modality | None = None, seconds: float = ANSWER_S
) -> list[Found]:
    """Every device on *ports* of this machine, by port; a service that does not answer within
    *seconds* is one entry with a problem. Takes at most OPEN_S + *seconds*; never raises."""
    answering = accepting(ports)
    if not answering:
        return []
    with ThreadPoolExecutor(len(answering), "sbi-scan") as pool:
        return list(
            chain.from_iterable(pool.map(lambda one: _on(one, modality, seconds), answering))
        )


def _on(port: int, modality: Modality | None, seconds: float) -> list[Found]:
    body = {"type": modality.value if modality else ANY}
    try:
        answer = wire.ask(port, "MOSIPDISC", "/device", body, seconds=seconds, most=MOST_ANSWER)
    except DeviceError as problem:
        return [Found(port, problem=problem)]
    return [
        one
        for one in presenting.found(answer, port)
        if one.identity is None or modality in (None, one.identity.modality)
    ]


def accepting(ports: Iterable[int], *, seconds: float = OPEN_S) -> list[int]:
    """Which of *ports* accept a connection within *seconds*.

    >>> accepting([])
    []
    """
    found: list[int] = []
    waiting = selectors.DefaultSelector()
    try:
        for port in ports:
            knock = socket.socket()
            knock.setblocking(False)
            refused = knock.connect_ex((HOST, port))
            if refused in (0, errno.EINPROGRESS, errno.EWOULDBLOCK):
                waiting.register(knock, selectors.EVENT_WRITE, port)
            else:
                knock.close()
        until = time.monotonic() + seconds
        while waiting.get_map() and (left := until - time.monotonic()) > 0:
            for key, _ in waiting.select(left):
                knocking = key.fileobj
                assert isinstance(knocking, socket.socket)
                if knocking.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                    found.append(key.data)
                waiting.unregister(knocking)
                knocking.close()
    finally:
        for key in list(waiting.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        waiting.close()
    return sorted(found)
