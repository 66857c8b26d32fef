"""Ports that are open, closed, silent or mad: every one of them ends in time and in words."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.devices.errors import DeviceError
from tuntas.devices.sbi import discovery, stream, wire

HEAD = b"HTTP/1.1 200 OK\r\n"


@contextmanager
def service(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port that treats every connection with *answer*."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=treat, args=(connection,), daemon=True).start()

    def treat(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                answer(connection)
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def saying(content: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(content)

    return answer


def forever(content: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        while True:
            connection.sendall(content)

    return answer


def silent(connection: socket.socket) -> None:
    while connection.recv(65_536):
        pass


def dripping(connection: socket.socket) -> None:
    for byte in HEAD * 100:
        connection.sendall(bytes([byte]))
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (saying(b""), "ALAT-02"),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n"), "ALAT-05"),
        (saying(b"\x00" * 5000), "ALAT-05"),
        (saying(HEAD + b"X: " + b"a" * 100_000 + b"\r\n\r\n"), "ALAT-05"),
        (saying(HEAD + b"".join(b"X%d: 1\r\n" % n for n in range(500)) + b"\r\n"), "ALAT-05"),
        (saying(HEAD + b"Content-Length: 10\r\n\r\nabc"), "ALAT-05"),
        (saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "ALAT-05"),
        (saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFF\r\nab"), "ALAT-05"),
        (saying(HEAD + b"Content-Length: 99999999999\r\n\r\n" + b"a" * 5000), "ALAT-04"),
        (forever(b"HTTP/1.1 100 Continue\r\n\r\n"), "ALAT-03"),
        (forever(HEAD), "ALAT-05"),
        (silent, "ALAT-03"),
        (dripping, "ALAT-03"),
    ],
)
def test_a_service_that_is_none_ends_in_time_and_in_words(
    answer: Callable[[socket.socket], None], code: str
) -> None:
    began = time.monotonic()
    with service(answer) as port, pytest.raises(DeviceError) as refused:
        wire.ask(port, "MOSIPDINFO", "/info", seconds=0.5, most=1000)

    assert refused.value.code == code
    assert time.monotonic() - began < 5


def test_the_verb_the_path_and_the_body_arrive_as_the_protocol_has_them() -> None:
    heard: list[bytes] = []

    def listen(connection: socket.socket) -> None:
        said = b""
        while not said.endswith(b"}"):
            said += connection.recv(65_536)
        heard.append(said)
        connection.sendall(HEAD + b"Content-Length: 2\r\n\r\n[]")

    with service(listen) as port:
        answer = wire.ask(port, "MOSIPDISC", "/device", {"type": "Finger"}, seconds=2, most=1000)

    assert answer == b"[]"
    assert heard[0].startswith(b"MOSIPDISC /device HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{port}".encode() in heard[0]
    assert heard[0].endswith(b'{"type": "Finger"}')


def test_a_hundred_ports_are_looked_at_within_two_seconds_though_some_hang() -> None:
    with service(silent) as one, service(silent) as two, service(dripping) as three:
        hanging = [one, two, three]
        began = time.monotonic()

        found = discovery.scan([*hanging, *range(20_000, 20_097)], seconds=0.8)

        took = time.monotonic() - began
    assert {each.port for each in found} >= set(hanging)
    assert all(each.problem is not None for each in found)
    assert took < 2


def test_frames_are_cut_out_however_the_bytes_fall() -> None:
    picture = b"\xff\xd8\xff\xe0body\xff\x00more\xff\xd9"
    sent = b"--x\r\nContent-Type: image/jpeg\r\n\r\n" + picture + b"\r\n"
    whole = sent * 3 + picture[:9]

    for size in (1, 2, 3, 7, 1000):
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert list(stream.frames(pieces, 1000)) == [picture] * 3


@given(st.lists(st.binary(max_size=40) | st.sampled_from([b"\xff\xd8\xff", b"\xff\xd9"])))
def test_whatever_bytes_come_what_comes_out_is_framed_and_was_there(pieces: list[bytes]) -> None:
    made = list(stream.frames(pieces, 10_000))

    whole = b"".join(pieces)
    assert all(one.startswith(b"\xff\xd8\xff") and one.endswith(b"\xff\xd9") for one in made)
    assert all(one in whole for one in made)
    assert made == list(stream.frames([whole], 10_000))


@pytest.mark.parametrize("piece", [b"\x00" * 100, b"\xff\xd8\xff" + b"\x00" * 97])
def test_a_stream_without_an_end_is_cut_off(piece: bytes) -> None:
    with pytest.raises(DeviceError) as refused:
        list(stream.frames([piece] * 50, 1000))

    assert refused.value.code == "ALAT-04"
