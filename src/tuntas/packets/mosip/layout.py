"""The plain zip inside a sub-packet: ID.json, files, audits, meta information, and the two hashes.

The hashes are SHA-256 in upper-case hex over the files in the order that the meta information
lists: biometrics and demographics for one, audits and officers' biometrics for the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from tuntas.packets.errors import NotMosip
from tuntas.packets.mosip import zips
from tuntas.packets.mosip.naming import (
    AUDIT,
    DATA_HASH,
    IDENTITY,
    META,
    OPERATIONS_HASH,
    stem,
)

BIOMETRIC_SEQUENCE: Final = "biometricSequence"
DEMOGRAPHIC_SEQUENCE: Final = "demographicSequence"
OPERATIONS_SEQUENCE: Final = "otherFiles"
_UNHASHED: Final = frozenset({META, DATA_HASH, OPERATIONS_HASH})


@dataclass(frozen=True, slots=True)
class Inside:
    """One sub-packet, opened. identity, meta: as the JSON says. files: by name, without those
    that every sub-packet has. audits: None where there are none."""

    identity: Mapping[str, Any]
    meta: Mapping[str, Any]
    files: Mapping[str, bytes] = field(repr=False)
    audits: Sequence[Mapping[str, Any]] | None = field(default=None, repr=False)


def write(inside: Inside) -> bytes:
    """The zip of a sub-packet; its hash sequences and hashes are made here."""
    identity = text({"identity": dict(inside.identity)})
    biometrics = {name: held for name, held in inside.files.items() if name.endswith(".xml")}
    papers = {name: held for name, held in inside.files.items() if name not in biometrics}
    data = [
        (BIOMETRIC_SEQUENCE, biometrics),
        (DEMOGRAPHIC_SEQUENCE, {**papers, IDENTITY: identity}),
    ]
    meta = {**inside.meta, "hashSequence1": _sequences(data)}
    entries = {**inside.files, IDENTITY: identity}
    if inside.audits is not None:
        operations = {AUDIT: text(list(inside.audits))}
        meta["hashSequence2"] = _sequences([(OPERATIONS_SEQUENCE, operations)])
        entries |= {**operations, OPERATIONS_HASH: _hash(operations.values())}
    entries[DATA_HASH] = _hash(content for _, files in data for content in files.values())
    entries[META] = text({"identity": meta})
    return zips.write(entries)


def read(content: bytes) -> Inside:
    """A sub-packet whose hashes hold, with nothing in it that no hash covers. Raises NotMosip."""
    entries = zips.read(content)
    identity = _object(entries, IDENTITY)
    meta = _object(entries, META)
    first, second = _listed(meta, "hashSequence1"), _listed(meta, "hashSequence2")
    by_stem = {stem(name): held for name, held in entries.items() if name not in _UNHASHED}
    covered = first + second
    if len(by_stem) != len(entries.keys() - _UNHASHED) or sorted(covered) != sorted(by_stem):
        raise NotMosip
    _holds(entries, DATA_HASH, [by_stem[name] for name in first])
    _holds(entries, OPERATIONS_HASH, [by_stem[name] for name in second])
    audits = json_of(entries[AUDIT]) if AUDIT in entries else None
    if audits is not None and not (isinstance(audits, list) and audits):
        raise NotMosip
    files = {
        name: held
        for name, held in entries.items()
        if name not in _UNHASHED and name not in (IDENTITY, AUDIT)
    }
    return Inside(identity, meta, files, audits)


def text(said: object) -> bytes:
    """JSON, written in one way only."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def json_of(content: bytes) -> Any:
    """What *content* says; a name twice in one object is refused. Raises NotMosip."""
    try:
        return json.loads(content, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as refused:
        raise NotMosip from refused


def labels(meta: Mapping[str, Any], name: str = "metaData") -> dict[str, str]:
    """A list of label and value as a mapping. Raises NotMosip: no such list, a label twice."""
    rows = meta.get(name, [])
    if not isinstance(rows, list):
        raise NotMosip
    found: dict[str, str] = {}
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("label"), str):
            raise NotMosip
        if row["label"] in found:
            raise NotMosip
        found[row["label"]] = str(row.get("value") or "")
    return found


def labelled(told: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in told.items()]


def _object(entries: Mapping[str, bytes], name: str) -> dict[str, Any]:
    if name not in entries:
        raise NotMosip
    said = json_of(entries[name])
    found = said.get("identity") if isinstance(said, dict) else None
    if not isinstance(found, dict):
        raise NotMosip
    return found


def _sequences(of: Sequence[tuple[str, Mapping[str, bytes]]]) -> list[dict[str, Any]]:
    return [{"label": label, "value": [stem(n) for n in files]} for label, files in of if files]


def _listed(meta: Mapping[str, Any], name: str) -> list[str]:
    """The files of a sequence in order."""
    rows = meta.get(name) or []
    try:
        listed = [one for row in rows for one in row["value"]]
    except (TypeError, KeyError) as refused:
        raise NotMosip from refused
    if not all(isinstance(one, str) for one in listed):
        raise NotMosip
    return listed


def _holds(entries: Mapping[str, bytes], name: str, files: Sequence[bytes]) -> None:
    said = entries.get(name)
    if (said is None) != (not files) or (said is not None and said != _hash(files)):
        raise NotMosip


def _hash(contents: Any) -> bytes:
    found = sha256()
    for content in contents:
        found.update(content)
    return found.hexdigest().upper().encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)
