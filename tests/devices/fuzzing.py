"""Answers damaged at every depth: bytes, JSON, what is inside a signature, and what is signed.

`case(kind, seed)` is one answer; the same numbers give the same answer, so a failure can be
looked at alone.
"""

from __future__ import annotations

import base64
import copy
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.devices.speaking import Speaker, asked, b64, sign
from tuntas.biometrics.positions import Finger
from tuntas.devices.contract import Captured
from tuntas.devices.errors import DeviceError
from tuntas.devices.sbi import answer
from tuntas.devices.sbi.answer import Asked

JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, 2**63, "", "0", "A" * 5000, "\ud800", "\x00", "é", "../..",
    [], {}, [[]], {"": {}}, [None] * 50, "Left Thumb", "0.9.5", "2023-06-20T01:30:01Z", "none",
)  # fmt: skip
TOKENS = (b"{", b"}", b"[", b"]", b",", b'"', b"null", b"NaN", b"1e999", b"\xff", b"\\u0000")
KINDS = ("bytes", "json", "unsigned", "header", "signed", "info", "discovery")
"""signed: by the true key, so a device that lies; the others: somebody without the key."""


@dataclass(frozen=True)
class Genuine:
    """One right exchange, to damage and to compare with."""

    speaker: Speaker
    asked: Asked
    answer: dict[str, Any]
    captured: Captured


@cache
def genuine() -> Genuine:
    speaker = Speaker()
    held = asked(speaker)
    right = speaker.answer(held.request)
    return Genuine(speaker, held, right, answer.captured(json.dumps(right).encode(), held))


def case(kind: str, seed: int) -> bytes:
    """The damaged answer *seed* of *kind*."""
    rng = random.Random(f"{kind}/{seed}")
    if kind == "info":
        return _either(rng, genuine().speaker.info())
    if kind == "discovery":
        return _either(rng, genuine().speaker.discovery())
    makers: dict[str, Callable[[random.Random], bytes]] = {
        "bytes": lambda r: _bytes(r, json.dumps(genuine().answer).encode()),
        "json": lambda r: json.dumps(_json(r, copy.deepcopy(genuine().answer))).encode(),
        "unsigned": _unsigned,
        "header": _header,
        "signed": _signed,
    }
    return makers[kind](rng)


def outcome(kind: str, body: bytes) -> Captured | str:
    """What the client makes of *body*: its words, or what it believes."""
    try:
        return answer.captured(body, genuine().asked)
    except DeviceError as refused:
        return refused.code


def _either(rng: random.Random, right: Any) -> bytes:
    if rng.random() < 0.5:
        return _bytes(rng, json.dumps(right).encode())
    return json.dumps(_json(rng, right)).encode()


def _bytes(rng: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 8, 40))):
        at = rng.randrange(len(damaged) + 1)
        end = min(at + rng.choice((1, 1, 2, 7, 400)), len(damaged))
        match rng.randrange(6):
            case 0 if at < len(damaged):
                damaged[at] ^= 1 << rng.randrange(8)
            case 1:
                del damaged[at:end]
            case 2:
                damaged[at:at] = damaged[at:end]
            case 3:
                damaged[at:at] = rng.choice(TOKENS)
            case 4 if rng.random() < 0.2:
                del damaged[at:]
            case _:
                damaged[at:end] = rng.randbytes(end - at)
    return bytes(damaged)


def _json(rng: random.Random, value: Any) -> Any:
    """*value* with one place of its tree changed."""
    places = list(_places(value))
    holder, key = rng.choice(places)
    match rng.randrange(4):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(rng.choice(holder)))
        case 2 if isinstance(holder, list):
            rng.shuffle(holder)
        case _:
            holder[key] = copy.deepcopy(rng.choice(JUNK))
    return value


def _places(value: Any) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, within in list(inner):
        yield value, key
        if isinstance(within, dict | list):
            yield from _places(within)


def _unsigned(rng: random.Random) -> bytes:
    """The statement changed, the signature as it was."""
    body = copy.deepcopy(genuine().answer)
    one = rng.choice(body["biometrics"])
    head, payload, signature = one["data"].split(".")
    said = base64.urlsafe_b64decode(payload + "==")
    if rng.random() < 0.5:
        said = json.dumps(_json(rng, json.loads(said))).encode()
    else:
        said = _bytes(rng, said)
    one["data"] = f"{head}.{b64(said)}.{signature}"
    return json.dumps(body).encode()


def _header(rng: random.Random) -> bytes:
    """Another header, other certificates, another signature, over the same statement."""
    body = copy.deepcopy(genuine().answer)
    one = rng.choice(body["biometrics"])
    head, payload, signature = one["data"].split(".")
    said = json.loads(base64.urlsafe_b64decode(head + "=="))
    match rng.randrange(4):
        case 0:
            said = _json(rng, said)
        case 1:
            place = rng.randrange(len(said["x5c"]))
            der = _bytes(rng, base64.b64decode(said["x5c"][place]))
            said["x5c"][place] = base64.b64encode(der).decode()
        case 2:
            signature = b64(_bytes(rng, base64.urlsafe_b64decode(signature + "==")))
        case _:
            said[rng.choice(("crit", "jwk", "jku", "alg", "b64", "zip"))] = rng.choice(JUNK)
    one["data"] = f"{b64(json.dumps(said).encode())}.{payload}.{signature}"
    return json.dumps(body).encode()


def _signed(rng: random.Random) -> bytes:
    """A device that signs what it should not say."""
    held, speaker = genuine().asked, genuine().speaker
    body = copy.deepcopy(genuine().answer)
    place = rng.randrange(len(body["biometrics"]))
    finger = Finger(held.request.parts[place])
    one = speaker.one(finger, held.request, held.request.previous_hash)
    payload = json.loads(base64.urlsafe_b64decode(one["data"].split(".")[1] + "=="))
    if rng.random() < 0.3:
        image = base64.urlsafe_b64decode(payload["bioValue"] + "==")
        payload["bioValue"] = b64(_bytes(rng, image))
    else:
        payload = _json(rng, payload)
    key = speaker.family.device.key
    body["biometrics"][place]["data"] = sign(payload, speaker.family.chain, key)
    return json.dumps(body).encode()
