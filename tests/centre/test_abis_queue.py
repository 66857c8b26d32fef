"""The ABIS over STOMP: in order, once, whoever dies when; and biometrics that come encrypted."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.centre.specimens import NOW, fingers
from tests.centre.stomp_broker import Broker as SmallBroker
from tests.centre.test_abis import request
from tests.packets.test_mosip import key, recipient
from tuntas.biometrics.formats import cbeff
from tuntas.centre import abis_answering, abis_gallery, abis_queue, fetching
from tuntas.centre.abis import CannotFetch
from tuntas.centre.abis_answering import Share
from tuntas.centre.abis_queue import KEPT, Broker
from tuntas.centre.errors import BadBroker
from tuntas.centre.models import AbisExchange, AbisReference
from tuntas.centre.workshop import Workshop
from tuntas.packets.mosip import envelope
from tuntas.packets.mosip.envelope import Owner

REQUESTS, ANSWERS = "mosip-to-abis", "abis-to-mosip"


@pytest.fixture
def broker() -> Iterator[SmallBroker]:
    with SmallBroker() as made:
        yield made


@pytest.fixture
def serving(
    broker: SmallBroker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Callable[[bytes], bytes]], None]]:
    """``serving(answer)``: the adapter at work until the test ends."""
    monkeypatch.setattr(abis_queue, "AGAIN_S", (0.05,))
    monkeypatch.setattr(abis_queue, "PATIENCE_S", 0.05)
    stop, threads = threading.Event(), []

    def begin(answer: Callable[[bytes], bytes]) -> None:
        at = Broker.at(f"stomp://127.0.0.1:{broker.port}", user="tuntas", secret="rahasia")
        thread = threading.Thread(target=abis_queue.serve, args=(at, answer, stop), daemon=True)
        thread.start()
        threads.append(thread)

    yield begin
    stop.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def said(broker: SmallBroker, n: int) -> list[dict[str, Any]]:
    found = broker.wait_for(ANSWERS, n)
    assert len(found) == n
    return [json.loads(one.body) for one in found]


def numbered(content: bytes) -> bytes:
    return json.dumps({"requestId": json.loads(content)["requestId"]}).encode()


# --- the wire -------------------------------------------------------------------------------


def test_messages_are_answered_in_their_order_and_carry_what_names_them(
    broker: SmallBroker, serving: Callable[..., None]
) -> None:
    for n in range(20):
        broker.put(REQUESTS, request("ping", requestId=f"{n:02}"), correlation_id=f"c{n}")

    serving(numbered)

    assert [one["requestId"] for one in said(broker, 20)] == [f"{n:02}" for n in range(20)]
    assert [one.headers["correlation-id"] for one in broker.queues[ANSWERS]][:2] == ["c0", "c1"]
    # Without a length ActiveMQ makes a text message of it, as MOSIP reads them.
    assert "content-length" not in broker.queues[ANSWERS][0].headers
    assert broker.logins[0] == ("tuntas", "rahasia")


def test_a_connection_that_fails_is_made_again_and_nothing_is_lost_or_said_twice(
    broker: SmallBroker, serving: Callable[..., None]
) -> None:
    seen: list[str] = []

    def answer(content: bytes) -> bytes:
        seen.append(json.loads(content)["requestId"])
        if len(seen) in (3, 7):
            broker.kick()
        return numbered(content)

    for n in range(10):
        broker.put(REQUESTS, request("ping", requestId=f"{n:02}"))
    serving(answer)

    assert [one["requestId"] for one in said(broker, 10)] == [f"{n:02}" for n in range(10)]
    assert len(seen) == 12


def test_who_dies_before_the_commit_neither_answers_nor_acknowledges(
    broker: SmallBroker, serving: Callable[..., None]
) -> None:
    broker.die_before_commit = 2
    broker.put(REQUESTS, request("ping", requestId="a"))
    broker.put(REQUESTS, request("ping", requestId="b"))

    serving(numbered)

    assert [one["requestId"] for one in said(broker, 2)] == ["a", "b"]
    assert broker.queues[REQUESTS] == []


@pytest.mark.parametrize(
    "url", ["http://x", "stomp://", "stomp://u:p@x", "stomp://x:99999", "stomp://x:y", ""]
)
def test_an_address_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadBroker):
        Broker.at(url)


# --- what is answered -----------------------------------------------------------------------


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    held: dict[str, bytes] = {}

    def fetch(url: str, hosts: object, *, token: str = "") -> bytes:
        if url not in held:
            raise CannotFetch
        return held[url]

    monkeypatch.setattr(fetching, "fetch", fetch)
    return held


def respond(shop: Workshop, content: bytes, share: Share | None = None) -> dict[str, Any]:
    told = abis_queue.respond(shop, content, share=share or Share(), now=NOW)
    found: dict[str, Any] = json.loads(told)
    return found


@pytest.mark.django_db
def test_an_insert_before_an_identify_is_found_by_it_and_a_request_again_gets_its_answer(
    shop: Workshop, share: dict[str, bytes]
) -> None:
    share["one"] = cbeff.write(fingers(1))
    share["again"] = cbeff.write(fingers(1, 1))
    inserting = request("insert", referenceId="R1", referenceURL="one")
    looking = request("identify", requestId="02", referenceId="R2", referenceURL="again")

    assert respond(shop, inserting)["returnValue"] == "1"
    found = respond(shop, looking)
    assert [one["referenceId"] for one in found["candidateList"]["candidates"]] == ["R1"]

    assert respond(shop, inserting)["returnValue"] == "1"
    assert respond(shop, looking) == found
    other = request("insert", requestId="03", referenceId="R1", referenceURL="one")
    assert respond(shop, other)["failureReason"] == "10"
    assert AbisReference.objects.count() == 1


@pytest.mark.django_db
def test_an_insert_that_died_before_its_answer_was_kept_is_done_to_the_end(
    shop: Workshop, share: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    share["one"] = cbeff.write(fingers(1))
    inserting = request("insert", referenceId="R1", referenceURL="one")
    real = abis_answering.answer

    def dies(*said: Any, **more: Any) -> Any:
        real(*said, **more)
        raise SystemExit

    monkeypatch.setattr(abis_answering, "answer", dies)
    with pytest.raises(SystemExit):
        respond(shop, inserting)
    monkeypatch.setattr(abis_answering, "answer", real)
    assert AbisReference.objects.count() == 1

    told = respond(shop, inserting)

    assert (told["returnValue"], "failureReason" in told) == ("1", False)
    assert AbisReference.objects.count() == 1


@pytest.mark.django_db
def test_answers_are_kept_for_a_week(shop: Workshop) -> None:
    respond(shop, request("ping"))
    AbisExchange.objects.update(begun_at=NOW - KEPT - timedelta(seconds=1))

    respond(shop, request("ping", requestId="02"))

    assert AbisExchange.objects.count() == 1


@pytest.mark.django_db
def test_a_locked_centre_says_that_it_was_aborted(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(shop.keyring), "readers", lambda self: [])

    assert respond(shop, request("ping"))["failureReason"] == "2"


@pytest.mark.django_db
def test_biometrics_encrypted_for_this_abis_are_opened(
    shop: Workshop, share: dict[str, bytes]
) -> None:
    plain = cbeff.write(fingers(1))
    owner = Owner(key("centre"))
    share["new"] = base64.urlsafe_b64encode(envelope.share(plain, recipient())).rstrip(b"=")
    share["raw"] = envelope.share(plain, recipient())
    changed = bytearray(share["raw"])
    changed[-1] ^= 1
    share["changed"] = base64.urlsafe_b64encode(bytes(changed))

    def insert(name: str, share: Share) -> str:
        content = request("insert", requestId=name, referenceId=name, referenceURL=name)
        return str(respond(shop, content, share).get("failureReason", "ok"))

    assert insert("new", Share(owner=owner)) == "ok"
    assert insert("raw", Share(owner=owner)) == "ok"
    assert insert("changed", Share(owner=owner)) == "7"
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    share["other"] = share["raw"]
    assert insert("other", Share(owner=Owner(stranger))) == "7"
    with abis_gallery.references(shop, NOW) as store:
        assert store.count() == 2


def test_the_environment_says_whence_and_with_which_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = key("centre").private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"kata kunci"),
    )
    (tmp_path / "abis.pem").write_bytes(pem)
    monkeypatch.setenv(abis_answering.KEY, str(tmp_path / "abis.pem"))
    monkeypatch.setenv(abis_answering.SECRET, "kata kunci")
    monkeypatch.setenv(abis_answering.SOURCES, "share.example, ")
    monkeypatch.setenv(abis_answering.TOKEN, "jwt")

    made = Share.configured()

    assert made.hosts == fetching.LOOPBACK | {"share.example"}
    assert (made.token, made.owner is not None) == ("jwt", True)
    assert "jwt" not in repr(made)
