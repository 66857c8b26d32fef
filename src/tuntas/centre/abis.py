"""MOSIP's ABIS messages (API 0.9, version "1.1"), answered over any gallery.

insert · identify · delete · ping · pendingJobs · referenceCount. Every refusal has one of the
eighteen reasons of the specification; values are strings, as there. Requests are served one by
one, so that every insert before an identify is in the gallery when it searches.

>>> class Nobody:
...     def count(self): return 0
>>> said = b'{"id": "mosip.abis.referenceCount", "version": "1.1", "requestId": "r1",' \
       b' "requesttime": "2023-06-20T05:00:00.000Z"}'
>>> answer(said, Nobody(), None, None, now="2023-06-20T05:00:01.000Z")["count"]
'0'
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Final, Protocol

from tuntas.biometrics.errors import BiometricError, GalleryBusy, NothingToSearch
from tuntas.biometrics.formats import cbeff
from tuntas.biometrics.formats.cbeff import Block
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template

VERSION: Final = "1.1"
PREFIX: Final = "mosip.abis."
MOST_BYTES: Final = 64 * 1024
"""Of one message; a gallery of 500 references fits many times."""
MOST_RESULTS: Final = 10
TARGET_FPIR: Final = 30
"""round(-10 log10 FPIR): one search of 1,000 names a stranger."""
_TIMES: Final = ("%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ")

Fingers = Mapping[Finger, Template]
Fetch = Callable[[str], bytes]
"""Content behind a reference URL. Raises CannotFetch, Expired."""
Extract = Callable[[Sequence[Block]], Fingers]
"""Templates of the fingers in CBEFF blocks. Raises BiometricError."""


class Reason(IntEnum):
    """``failureReason``."""

    INTERNAL = 1
    ABORTED = 2
    UNEXPECTED = 3
    STRUCTURE = 4
    NO_REFERENCE = 5
    NO_REQUEST = 6
    CANNOT_FETCH = 7
    NO_URL = 8
    NO_TIME = 9
    EXISTS = 10
    CBEFF_EMPTY = 11
    NOT_FOUND = 12
    VERSION = 13
    ID = 14
    TIME_FORMAT = 15
    CBEFF_FORMAT = 16
    URL_EXPIRED = 17
    QUALITY = 18


class CannotFetch(Exception):
    """What a reference URL names cannot be had."""


class Expired(Exception):
    """A reference URL is no longer valid."""


class Failed(Exception):
    """A request is refused, with *reason*."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason: Final = reason


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody found: *rate* is the share of strangers as alike, *decades* the evidence."""

    reference: str
    rate: float
    decades: float


class Store(Protocol):
    """A gallery by the client's references."""

    def has(self, reference: str) -> bool: ...
    def insert(self, reference: str, fingers: Fingers) -> None: ...
    def delete(self, reference: str) -> bool: ...
    def fingers(self, reference: str) -> Fingers: ...
    def identify(self, fingers: Fingers) -> Sequence[Likely]: ...
    def count(self) -> int: ...
    def pending(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Turn:
    said: Mapping[str, Any]
    store: Store
    fetch: Fetch
    extract: Extract


def answer(
    content: bytes, store: Store, fetch: Fetch, extract: Extract, *, now: str
) -> dict[str, Any]:
    """The answer to one message; never raises for anything that a client can send.

    now: ``responsetime``, UTC in ISO 8601.
    """
    said: Mapping[str, Any] = {}
    try:
        said = _parsed(content)
        kind = _checked(said)
        more = _KINDS[kind](_Turn(said, store, fetch, extract))
        return _envelope(said, now) | {"returnValue": "1"} | more
    except Failed as failed:
        reason = failed.reason
    except GalleryBusy:
        reason = Reason.ABORTED
    except (BiometricError, OSError):
        reason = Reason.INTERNAL
    except Exception:  # noqa: BLE001 — the specification has a reason for what nobody expected
        reason = Reason.UNEXPECTED
    return _envelope(said, now) | {"returnValue": "2", "failureReason": str(int(reason))}


def aborted(content: bytes, *, now: str) -> dict[str, Any]:
    """The answer when the gallery is taken by another process: to be asked again."""
    try:
        said = _parsed(content)
    except Failed:
        said = {}
    refused = {"returnValue": "2", "failureReason": str(int(Reason.ABORTED))}
    return _envelope(said, now) | refused


def _parsed(content: bytes) -> Mapping[str, Any]:
    if len(content) > MOST_BYTES:
        raise Failed(Reason.STRUCTURE)
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as refused:
        raise Failed(Reason.STRUCTURE) from refused
    if not isinstance(said, dict):
        raise Failed(Reason.STRUCTURE)
    return said


def _checked(said: Mapping[str, Any]) -> str:
    """Which request it is, its envelope being right. Raises Failed."""
    texts = ("id", "version", "requestId", "requesttime", "referenceId", "referenceURL")
    if not all(isinstance(said.get(name, ""), str) for name in texts):
        raise Failed(Reason.STRUCTURE)
    kind = str(said.get("id", "")).removeprefix(PREFIX)
    if kind not in _KINDS or said["id"] != PREFIX + kind:
        raise Failed(Reason.ID)
    if said.get("version") != VERSION:
        raise Failed(Reason.VERSION)
    if not said.get("requestId"):
        raise Failed(Reason.NO_REQUEST)
    if not said.get("requesttime"):
        raise Failed(Reason.NO_TIME)
    if not _is_time(said["requesttime"]):
        raise Failed(Reason.TIME_FORMAT)
    return kind


def _is_time(text: str) -> bool:
    for form in _TIMES:
        try:
            datetime.strptime(text, form)  # noqa: DTZ007 — only whether it is written so
        except ValueError:
            continue
        return True
    return False


def _envelope(said: Mapping[str, Any], now: str) -> dict[str, Any]:
    """What every answer repeats; nothing of a request that was no text."""
    kept = {name: said.get(name) for name in ("id", "requestId")}
    return {name: held if isinstance(held, str) else "" for name, held in kept.items()} | {
        "responsetime": now
    }


def _insert(turn: _Turn) -> dict[str, Any]:
    reference = _reference(turn)
    if not turn.said.get("referenceURL"):
        raise Failed(Reason.NO_URL)
    if turn.store.has(reference):
        raise Failed(Reason.EXISTS)
    turn.store.insert(reference, _fetched(turn))
    return {}


def _identify(turn: _Turn) -> dict[str, Any]:
    reference = _reference(turn)
    if turn.said.get("referenceURL"):
        fingers = _fetched(turn)
    elif turn.store.has(reference):
        fingers = turn.store.fingers(reference)
    else:
        raise Failed(Reason.NOT_FOUND)
    most, rate = _flags(turn)
    among = _among(turn)
    near = [
        one
        for one in turn.store.identify(fingers)
        if one.reference != reference
        and one.rate <= rate
        and (among is None or one.reference in among)
    ]
    return {"candidateList": _candidates(near[:most])}


def _delete(turn: _Turn) -> dict[str, Any]:
    if not turn.store.delete(_reference(turn)):
        raise Failed(Reason.NOT_FOUND)
    return {}


def _ping(turn: _Turn) -> dict[str, Any]:
    return {}


def _pending(turn: _Turn) -> dict[str, Any]:
    return {"jobscount": str(turn.store.pending())}


def _count(turn: _Turn) -> dict[str, Any]:
    return {"count": str(turn.store.count())}


_KINDS: Final[Mapping[str, Callable[[_Turn], dict[str, Any]]]] = {
    "insert": _insert,
    "identify": _identify,
    "delete": _delete,
    "ping": _ping,
    "pendingJobs": _pending,
    "referenceCount": _count,
}


def _reference(turn: _Turn) -> str:
    reference = str(turn.said.get("referenceId", ""))
    if not reference:
        raise Failed(Reason.NO_REFERENCE)
    if len(reference) > 64:
        raise Failed(Reason.STRUCTURE)
    return reference


def _fetched(turn: _Turn) -> Fingers:
    try:
        content = turn.fetch(turn.said["referenceURL"])
    except Expired as refused:
        raise Failed(Reason.URL_EXPIRED) from refused
    except (CannotFetch, OSError) as refused:
        raise Failed(Reason.CANNOT_FETCH) from refused
    return _templates(turn, content)


def _templates(turn: _Turn, content: bytes) -> Fingers:
    """Fingers of a CBEFF file, plain or in base64url. Raises Failed."""
    if not content.strip():
        raise Failed(Reason.CBEFF_EMPTY)
    try:
        plain = content if content.lstrip().startswith(b"<") else _decoded(content)
        blocks = cbeff.read(plain)
        if not blocks:
            raise Failed(Reason.CBEFF_EMPTY)
        fingers = turn.extract(blocks)
    except NothingToSearch as refused:
        raise Failed(Reason.QUALITY) from refused
    except (BiometricError, binascii.Error, UnicodeDecodeError) as refused:
        raise Failed(Reason.CBEFF_FORMAT) from refused
    if not any(len(one) for one in fingers.values()):
        raise Failed(Reason.QUALITY)
    return fingers


def _decoded(content: bytes) -> bytes:
    text = content.strip()
    return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _flags(turn: _Turn) -> tuple[int, float]:
    """How many at most, and the share of strangers that each may share. Raises Failed."""
    flags = turn.said.get("flags") or {}
    if not isinstance(flags, dict):
        raise Failed(Reason.STRUCTURE)
    try:
        most = int(flags.get("maxResults") or MOST_RESULTS)
        target = float(flags.get("targetFPIR") or TARGET_FPIR)
    except (TypeError, ValueError) as refused:
        raise Failed(Reason.STRUCTURE) from refused
    if most < 1 or not 0 < target <= 200:
        raise Failed(Reason.STRUCTURE)
    return most, 10 ** (-target / 10) / max(turn.store.count(), 1)


def _among(turn: _Turn) -> frozenset[str] | None:
    """Only these may be found; None: everybody. Raises Failed."""
    gallery = turn.said.get("gallery")
    if not gallery:
        return None
    try:
        listed = [one["referenceId"] for one in gallery["referenceIds"]]
    except (KeyError, TypeError) as refused:
        raise Failed(Reason.STRUCTURE) from refused
    missing = [one for one in listed if not isinstance(one, str) or not turn.store.has(one)]
    if missing:
        raise Failed(Reason.NOT_FOUND)
    return frozenset(listed) or None


def _candidates(near: Sequence[Likely]) -> dict[str, Any]:
    return {
        "count": str(len(near)),
        "candidates": [
            {
                "referenceId": one.reference,
                "analytics": {"confidence": f"{one.decades:.1f}"},
                "modalities": [
                    {"biometricType": "FIR", "analytics": {"confidence": f"{one.decades:.1f}"}}
                ],
            }
            for one in near
        ],
        "analytics": {},
    }
