"""MOSIP's ABIS messages: every request, every one of the eighteen reasons, the door."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.centre.specimens import NOW, face, fingers
from tuntas.accounts.principals import system
from tuntas.biometrics.errors import GalleryBusy, GalleryDamaged, UnreadableRecord
from tuntas.biometrics.formats import cbeff
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.centre import abis, actions, fetching, premises
from tuntas.centre.abis import CannotFetch, Expired, Likely, Reason
from tuntas.centre.workshop import Workshop

ONE = Template.of([5, 9], [5, 9], [0, 9], [1, 1], [90, 90], width=20, height=20)
NONE = Template.of([], [], [], [], [], width=20, height=20)
URL = "http://127.0.0.1/satu"
BLOCKS = cbeff.write([cbeff.Block("Finger", "Left Thumb", cbeff.FINGER_IMAGE, b"x")])


class Memory:
    """A store of the tests: who is in, and whom a search finds."""

    def __init__(self, *found: Likely) -> None:
        self.held: dict[str, abis.Fingers] = {one.reference: {} for one in found}
        self.found: Sequence[Likely] = found

    def has(self, reference: str) -> bool:
        return reference in self.held

    def insert(self, reference: str, fingers: abis.Fingers) -> None:
        self.held[reference] = fingers

    def delete(self, reference: str) -> bool:
        return self.held.pop(reference, None) is not None

    def fingers(self, reference: str) -> abis.Fingers:
        return self.held[reference]

    def identify(self, fingers: abis.Fingers) -> Sequence[Likely]:
        return self.found

    def count(self) -> int:
        return len(self.held)

    def pending(self) -> int:
        return 0


def request(kind: str, **said: Any) -> bytes:
    told = {
        "id": f"mosip.abis.{kind}",
        "version": "1.1",
        "requestId": "01",
        "requesttime": "2023-06-20T05:00:00.000Z",
    }
    return json.dumps({k: v for k, v in (told | said).items() if v is not None}).encode()


def asked(
    content: bytes,
    store: abis.Store | None = None,
    *,
    fetch: Callable[[str], bytes] = lambda url: BLOCKS,
    extract: abis.Extract = lambda blocks: {Finger.LEFT_THUMB: ONE},
) -> dict[str, Any]:
    return abis.answer(content, store or Memory(), fetch, extract, now="2023-06-20T05:00:01.000Z")


def raising(error: Exception) -> Callable[..., Any]:
    def call(*said: Any) -> Any:
        raise error

    return call


def broken(error: Exception) -> abis.Store:
    store = Memory()
    store.insert = raising(error)  # type: ignore[method-assign]
    return store


INSERT = request("insert", referenceId="a", referenceURL=URL)


@pytest.mark.parametrize(
    ("reason", "content", "more"),
    [
        (1, INSERT, {"store": broken(GalleryDamaged())}),
        (2, INSERT, {"store": broken(GalleryBusy())}),
        (3, INSERT, {"store": broken(ZeroDivisionError())}),
        (4, b"[]", {}),
        (4, b"{", {}),
        (4, request("ping", requestId=7), {}),
        (4, request("identify", referenceId="a", referenceURL=URL, flags=[1]), {}),
        (4, request("identify", referenceId="a", referenceURL=URL, gallery={"x": 1}), {}),
        (5, request("insert", referenceURL=URL), {}),
        (6, request("insert", requestId=None), {}),
        (7, INSERT, {"fetch": raising(CannotFetch())}),
        (8, request("insert", referenceId="a"), {}),
        (9, request("insert", requesttime=None), {}),
        (10, INSERT, {"store": Memory(Likely("a", 1, 0))}),
        (11, INSERT, {"fetch": lambda url: b" "}),
        (11, INSERT, {"fetch": lambda url: cbeff.write([])}),
        (12, request("identify", referenceId="b"), {}),
        (12, request("delete", referenceId="b"), {}),
        (13, request("ping", version="1.0"), {}),
        (14, request("merge"), {}),
        (15, request("ping", requesttime="20 Juni 2023"), {}),
        (16, INSERT, {"fetch": lambda url: b"<html/>"}),
        (16, INSERT, {"fetch": lambda url: b"\xff\xfe"}),
        (16, INSERT, {"extract": raising(UnreadableRecord())}),
        (17, INSERT, {"fetch": raising(Expired())}),
        (18, INSERT, {"extract": lambda blocks: {Finger.LEFT_THUMB: NONE}}),
    ],
)  # fmt: skip
def test_every_failure_has_its_reason(reason: int, content: bytes, more: dict[str, Any]) -> None:
    said = asked(content, **more)

    assert (said["returnValue"], said["failureReason"]) == ("2", str(reason))


def test_all_eighteen_reasons_are_tested() -> None:
    [marks] = [one for one in test_every_failure_has_its_reason.pytestmark]

    assert {Reason(row[0]) for row in marks.args[1]} == set(Reason)


def test_a_reference_is_inserted_counted_and_deleted() -> None:
    store = Memory()

    assert asked(INSERT, store) == {
        "id": "mosip.abis.insert",
        "requestId": "01",
        "responsetime": "2023-06-20T05:00:01.000Z",
        "returnValue": "1",
    }
    assert asked(request("referenceCount"), store)["count"] == "1"
    assert asked(request("pendingJobs"), store)["jobscount"] == "0"
    assert asked(request("ping"), store)["returnValue"] == "1"
    assert asked(request("delete", referenceId="a"), store)["returnValue"] == "1"
    assert asked(request("referenceCount"), store)["count"] == "0"


def test_base64url_is_read_as_plain_xml_is() -> None:
    coded = base64.urlsafe_b64encode(BLOCKS).rstrip(b"=")

    assert asked(INSERT, fetch=lambda url: coded)["returnValue"] == "1"


def test_candidates_keep_to_the_budget_the_most_asked_for_and_the_gallery_named() -> None:
    store = Memory(
        Likely("a", 0, 99), Likely("b", 1e-9, 9), Likely("c", 1e-5, 5), Likely("d", 0.1, 1)
    )

    def found(**said: Any) -> list[str]:
        told = asked(request("identify", referenceId="a", **said), store)["candidateList"]
        assert told["count"] == str(len(told["candidates"]))
        return [one["referenceId"] for one in told["candidates"]]

    assert found() == ["b", "c"]  # one in 1,000 over four people: 2.5e-4
    assert found(flags={"targetFPIR": 60}) == ["b"]
    assert found(flags={"maxResults": "1"}) == ["b"]
    assert found(gallery={"referenceIds": [{"referenceId": "c"}]}) == ["c"]


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "version", "requestId", "referenceId", "flags", "gallery"]), inner
    ),
).map(lambda said: json.dumps(said).encode()))  # fmt: skip
def test_whatever_comes_an_answer_goes(content: bytes) -> None:
    said = asked(content)

    assert said["returnValue"] == "2"
    assert Reason(int(said["failureReason"])) is not Reason.UNEXPECTED


@pytest.fixture
def door(
    db: None, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, Any]]:
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    token = actions.make_token(actor=system("test"), name="mosip", now=NOW)
    client = Client(enforce_csrf_checks=True)

    def ask(content: bytes, *, status: int = 200, **headers: str) -> dict[str, Any]:
        said = {"HTTP_AUTHORIZATION": f"Bearer {token}"} | headers
        answer = client.post("/abis/", content, content_type="application/json", **said)
        assert answer.status_code == status
        return json.loads(answer.content) if status == 200 else {}

    return ask


def test_the_door_opens_to_a_token_on_this_machine(
    door: Callable[..., dict[str, Any]], shop: Workshop
) -> None:
    ping = request("ping")

    assert door(ping)["returnValue"] == "1"
    door(ping, status=401, HTTP_AUTHORIZATION="Bearer x")
    door(ping, status=401, HTTP_AUTHORIZATION="")
    door(ping, status=403, REMOTE_ADDR="10.0.0.7")
    with Gallery.open(shop.folder / "abis", key=shop.writing_key()):
        assert door(ping)["failureReason"] == "2"
    actions.end_token(actor=system("test"), name="mosip", now=NOW)
    door(ping, status=401)


@pytest.fixture
def share() -> Any:
    """A host that holds biometrics by name, as a data share does."""
    held: dict[str, bytes] = {}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = held.get(self.path)
            self.send_response(200 if content else 410 if self.path == "/lama" else 404)
            if self.path == "/pindah":
                self.send_header("Location", "/satu")
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", held
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_person_inserted_twice_is_found_over_http(
    door: Callable[..., dict[str, Any]], share: tuple[str, dict[str, bytes]]
) -> None:
    url, held = share
    held["/satu"] = cbeff.write([*fingers(1, 0), face(1, 0)])
    held["/lagi"] = cbeff.write(fingers(1, 1))
    held["/lain"] = cbeff.write(fingers(2, 0))
    for name in ("satu", "lagi", "lain"):
        said = door(request("insert", referenceId=name, referenceURL=f"{url}/{name}"))
        assert said["returnValue"] == "1"

    told = door(request("identify", referenceId="lagi"))["candidateList"]

    assert [one["referenceId"] for one in told["candidates"]] == ["satu"]
    assert door(request("referenceCount"))["count"] == "3"
    door(request("delete", referenceId="satu"))
    assert door(request("identify", referenceId="lagi"))["candidateList"]["count"] == "0"


def test_only_allowed_hosts_are_asked(share: tuple[str, dict[str, bytes]]) -> None:
    url, _ = share
    for refused in ("file:///etc/passwd", "http://10.0.0.7/satu", "x", f"{url}/tidak-ada"):
        with pytest.raises(CannotFetch):
            fetching.fetch(refused, fetching.LOOPBACK)
    with pytest.raises(Expired):
        fetching.fetch(f"{url}/lama", fetching.LOOPBACK)
