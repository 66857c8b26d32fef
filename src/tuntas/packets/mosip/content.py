"""What a packet of ours holds, in MOSIP's words, and back.

Ours: ``session.json``, ``biometrics.xml`` (the CBEFF that MOSIP has too) and papers. The session
goes along word for word under a label of its own; everything MOSIP has a place for stands there
as well, so that a stranger's reader finds it. A packet of a stranger has no such label: its
session is made from what the standard places say.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tuntas.packets.errors import Damaged, NotMosip
from tuntas.packets.mosip import layout
from tuntas.packets.mosip.layout import Inside
from tuntas.packets.mosip.naming import BIOMETRICS, CBEFF, field_of

SESSION: Final = "session.json"
BIOMETRY: Final = "biometrics.xml"
OWN_LABEL: Final = "tuntasSession"
_FINGERS: Final = ("Thumb", "IndexFinger", "MiddleFinger", "RingFinger", "LittleFinger")
NAMES: Final[Mapping[str, str]] = {
    "face": "Face",
    **{
        f"finger.{side * 5 + place + 1}": f"{hand} {digit}"
        for side, hand in enumerate(("Right", "Left"))
        for place, digit in enumerate(_FINGERS)
    },
    "iris.1": "Right",
    "iris.2": "Left",
}
"""Our parts by MOSIP's names of attributes."""
_GROUPS: Final = {
    "hands": [part for part in NAMES if part.startswith("finger.")],
    "eyes": ["iris.1", "iris.2"],
}
_TEMPORARY: Final = frozenset({"bandaged"})
_FORMATS: Final = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG": "png",
    b"\0\0\0\x0cjP": "jp2",
}
_SLUG: Final = re.compile(r"[^a-z0-9]+")


def session_of(content: Mapping[str, bytes]) -> dict[str, Any]:
    """What ``session.json`` says. Raises Damaged."""
    try:
        said = json.loads(content[SESSION])
    except (KeyError, ValueError) as refused:
        raise Damaged from refused
    if not isinstance(said, dict):
        raise Damaged
    return said


def meta_of(session: Mapping[str, Any]) -> dict[str, Any]:
    """What of a session MOSIP has a place for."""
    parts = session.get("parts", {})
    captured = sorted(part for part in parts if part in NAMES)
    devices = sorted({parts[part]["device"] for part in captured if parts[part].get("device")})
    return {
        "operationsData": layout.labelled(
            {
                "officerId": str(session.get("officer", "")),
                "supervisorId": str(session.get("cosigned_by", "")),
                "supervisorBiometricFileName": "",
                "officerBiometricFileName": "",
            }
        ),
        "biometrics": {
            "applicant": {
                NAMES[part]: {
                    "birindex": str(index),
                    "forceCaptured": bool(parts[part].get("forced_for")),
                }
                for index, part in enumerate(captured)
            }
        },
        "exceptionBiometrics": list(_exceptions(session.get("exceptions", {}))),
        "capturedRegisteredDevices": [{"deviceCode": one} for one in devices],
    }


def _exceptions(exceptions: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for target, reason in sorted(exceptions.items()):
        for part in _GROUPS.get(target, [target]):
            if part in NAMES:
                yield {
                    "type": _type_of(part),
                    "missingBiometric": NAMES[part],
                    "reason": reason,
                    "exceptionType": "Temporary" if reason in _TEMPORARY else "Permanent",
                    "individualType": "applicant",
                }


def _type_of(part: str) -> str:
    return part.partition(".")[0].capitalize()


def audits_of(session: Mapping[str, Any], rid: str, sealed_at: str) -> list[dict[str, str]]:
    """What happened, for ``audit.json``: MOSIP refuses a packet without."""
    happened = [(str(session.get("began_at", sealed_at)), "begin", "session begun")]
    happened += [
        (sealed_at, "accept", f"{part} accepted") for part in sorted(session.get("parts", {}))
    ]
    happened.append((sealed_at, "seal", "session sealed"))
    return [
        {
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{rid} {number}")),
            "createdAt": at,
            "actionTimeStamp": at,
            "eventId": f"TUNTAS-{number:03}",
            "eventName": name,
            "eventType": "USER",
            "applicationName": "Tuntas",
            "sessionUserId": str(session.get("officer", "")),
            "id": rid,
            "idType": "REGISTRATION_ID",
            "description": told,
        }
        for number, (at, name, told) in enumerate(happened, start=1)
    ]


def papers_of(content: Mapping[str, bytes]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(fields of ID.json, files) of everything that is neither session nor biometrics."""
    fields: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in sorted(content.keys() - {SESSION, BIOMETRY}):
        name = field_of(part)
        if name in fields:
            name = f"{name}{len(fields)}"
        form = next(
            (end for magic, end in _FORMATS.items() if content[part].startswith(magic)), "bin"
        )
        fields[name] = {"format": form, "type": part, "value": name, "refNumber": ""}
        files[f"{name}.{form}"] = content[part]
    return fields, files


def biometrics_of(content: Mapping[str, bytes]) -> tuple[dict[str, Any], dict[str, bytes]]:
    if BIOMETRY not in content:
        return {}, {}
    told = {"format": "cbeff", "version": 1, "value": CBEFF}
    return {BIOMETRICS: told}, {f"{CBEFF}.xml": content[BIOMETRY]}


def content_of(opened: Mapping[str, Inside]) -> dict[str, bytes]:
    """Sub-packets as what one of our packets holds. Raises NotMosip."""
    told = layout.labels(opened["id"].meta)
    own = told.get(OWN_LABEL)
    session = own.encode() if own is not None else _made_up(opened["id"].meta, told)
    found = {SESSION: session}
    for inside in opened.values():
        for name, held in _named(inside, keep_type=own is not None):
            if name in found:
                raise NotMosip
            found[name] = held
    return found


def _named(inside: Inside, *, keep_type: bool) -> Iterator[tuple[str, bytes]]:
    """Files by our names. Raises NotMosip: a file that no field of ID.json tells of."""
    told: dict[str, str] = {}
    for field, value in inside.identity.items():
        if isinstance(value, dict) and isinstance(value.get("value"), str) and "format" in value:
            cbeff = value["format"] == "cbeff"
            name = value["value"] + (".xml" if cbeff else f".{value['format']}")
            ours = str(value.get("type", "")) if keep_type else f"document/{_slug(field)}"
            told[name] = BIOMETRY if cbeff else ours
    if inside.files.keys() - told.keys():
        raise NotMosip
    yield from ((told[name], held) for name, held in inside.files.items())


def _slug(field: str) -> str:
    """A field's name as one of our papers.

    >>> _slug("proofOfAddress")
    'proofofaddress'
    """
    return _SLUG.sub("-", field.lower()).strip("-")[:30] or "lain"


def _made_up(meta: Mapping[str, Any], told: Mapping[str, str]) -> bytes:
    """The session of a stranger's packet. Nobody of our register is named in it."""
    operations = layout.labels(meta, "operationsData")
    named = {name: part for part, name in NAMES.items()}
    missing = meta.get("exceptionBiometrics") or []
    if not isinstance(missing, list) or not all(isinstance(one, dict) for one in missing):
        raise NotMosip
    centre, machine = told.get("centerId", ""), told.get("machineId", "")
    said = {
        "person": "",
        "began_at": told.get("creationDate", ""),
        "place": f"MOSIP {centre}_{machine}".strip("_ "),
        "officer": operations.get("officerId", ""),
        "cosigned_by": operations.get("supervisorId", ""),
        "biodata": "",
        "corrections": "",
        "exceptions": {
            named[str(one.get("missingBiometric"))]: str(one.get("reason", ""))
            for one in missing
            if str(one.get("missingBiometric")) in named
        },
        "parts": {},
    }
    return json.dumps(said, sort_keys=True).encode()
