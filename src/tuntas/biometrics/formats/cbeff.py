"""CBEFF in XML: the patron format of OASIS and ISO/IEC 19785-3, as MOSIP's packets carry it.

>>> from tuntas.biometrics.positions import Finger
>>> block = Block("Finger", subtype_of(Finger.LEFT_RING), FINGER_IMAGE, b"image", score=80)
>>> found = read(write([block]))[0]
>>> found.subtype, finger_of(found.subtype), found.data, found.score
('Left RingFinger', <Finger.LEFT_RING: 9>, b'image', 80)
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tuntas.biometrics.errors import DoesNotFit, UnreadableRecord, UnsupportedRecord
from tuntas.biometrics.formats import hardened_xml
from tuntas.biometrics.formats.hardened_xml import Element
from tuntas.biometrics.formats.iso19794_1 import fits
from tuntas.biometrics.positions import Finger

NAMESPACE: Final = "http://standards.iso.org/iso-iec/19785/-3/ed-2/"
Format = tuple[str, str]
"""Organisation and type of a data block; "257" and "Mosip" both mean ISO/IEC JTC 1/SC 37."""
FINGER_MINUTIAE: Final[Format] = ("Mosip", "2")
FINGER_IMAGE: Final[Format] = ("Mosip", "7")
FACE_IMAGE: Final[Format] = ("Mosip", "8")
IRIS_IMAGE: Final[Format] = ("Mosip", "9")
LEVELS: Final = frozenset({"Raw", "Intermediate", "Processed"})
PURPOSES: Final = frozenset(
    {"Verify", "Identify", "Enroll", "EnrollVerify", "EnrollIdentify", "Audit"}
)
MOST_BLOCKS: Final = 1000
MOST_LETTERS: Final = 100_000
"""Of one entry beside a block: MOSIP keeps the whole answer of the capture device there."""

_LETTER: Final = re.compile("[\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_DIGITS: Final = {"Thumb": 1, "IndexFinger": 2, "MiddleFinger": 3, "RingFinger": 4}
_DIGITS["LittleFinger"] = 5


@dataclass(frozen=True, slots=True)
class Block:
    """One data block (BDB) and what is said about it.

    kind: "Finger", "Face", "Iris" … subtype: "Left RingFinger", "Right", "" …
    data: the record itself. quality: organisation and type of the algorithm that gave *score*,
    0 … 100; -1 it failed, -2 not supported, None not stated.
    signature: the security block (SB). others: further (key, value) pairs of MOSIP.
    """

    kind: str
    subtype: str
    format: Format
    data: bytes
    created: datetime | None = None
    index: str | None = None
    level: str = "Raw"
    purpose: str = "Enroll"
    score: int | None = None
    quality: Format | None = None
    version: tuple[int, int] = (1, 1)
    cbeff_version: tuple[int, int] = (1, 1)
    integrity: bool = False
    signature: bytes = b""
    others: tuple[tuple[str, str], ...] = ()


def subtype_of(finger: Finger) -> str:
    """The words of the standard for *finger*; "UNKNOWN" as MOSIP's devices say it."""
    if finger is Finger.UNKNOWN:
        return "UNKNOWN"
    side = "Right" if finger <= 5 else "Left"
    return f"{side} {list(_DIGITS)[(finger - 1) % 5]}"


def finger_of(subtype: str) -> Finger:
    """The finger that *subtype* names; UNKNOWN for anything but one finger of one hand."""
    side, _, digit = subtype.partition(" ")
    if side not in ("Left", "Right") or digit not in _DIGITS:
        return Finger.UNKNOWN
    return Finger(_DIGITS[digit] + (5 if side == "Left" else 0))


def read(content: bytes) -> list[Block]:
    """Every data block, nested ones too, in the order of the file.

    Raises UnreadableRecord, ForbiddenXml, ImageTooLarge; UnsupportedRecord: another namespace.
    """
    root = hardened_xml.parse(content)
    if root.name != "BIR":
        raise UnreadableRecord
    if root.namespace != NAMESPACE:
        raise UnsupportedRecord
    blocks = [_read_block(element) for element in _with_data(root)]
    if len(blocks) > MOST_BLOCKS:
        raise UnreadableRecord
    return blocks


def write(blocks: Sequence[Block]) -> bytes:
    """One BIR with a nested one for each block. Raises DoesNotFit."""
    fits((len(blocks), MOST_BLOCKS))
    inner = "".join(_written(block) for block in blocks)
    root = f'<BIR xmlns="{NAMESPACE}">{_info(False)}{inner}</BIR>'
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root).encode()


def _with_data(element: Element) -> Iterator[Element]:
    if element.find("BDB") is not None:
        yield element
    for nested in element.all("BIR"):
        yield from _with_data(nested)


def _read_block(bir: Element) -> Block:
    about = bir.child("BDBInfo")
    quality = about.find("Quality")
    level, purpose = about.value("Level") or "Raw", about.value("Purpose") or "Enroll"
    if level not in LEVELS or purpose not in PURPOSES:
        raise UnreadableRecord
    algorithm = quality.find("Algorithm") if quality else None
    return Block(
        kind=" ".join(_short(one.text) for one in about.all("Type")),
        subtype=" ".join(_short(" ".join(one.text.split())) for one in about.all("Subtype")),
        format=_read_format(about.child("Format")),
        data=_read_bytes(bir.child("BDB").text),
        created=_read_moment(about.value("CreationDate")),
        index=_short(about.value("Index") or "") or None,
        level=level,
        purpose=purpose,
        score=_read_score(quality),
        quality=_read_format(algorithm) if algorithm else None,
        version=_read_version(bir.find("Version")),
        cbeff_version=_read_version(bir.find("CBEFFVersion")),
        integrity=_read_integrity(bir.find("BIRInfo")),
        signature=_read_bytes(bir.value("SB") or ""),
        others=_read_others(bir.find("others")),
    )


def _read_format(element: Element) -> Format:
    return _short(element.child("Organization").text), _short(element.child("Type").text)


def _read_bytes(text: str) -> bytes:
    try:
        # Not split and join: a space after every letter would make a list of millions.
        return base64.b64decode(text.encode("ascii").translate(None, b" \t\n\r"), validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableRecord from None


def _read_moment(text: str | None) -> datetime | None:
    """A moment in UTC; MOSIP's writers leave the zone out at times and mean UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableRecord from None


def _read_score(quality: Element | None) -> int | None:
    text = quality.value("Score") if quality else None
    if not text:
        return None
    if not re.fullmatch(r"-[12]|100|[0-9]{1,2}", text):
        raise UnreadableRecord
    return int(text)


def _read_version(element: Element | None) -> tuple[int, int]:
    if element is None:
        return 1, 1
    major, minor = element.child("Major").text, element.child("Minor").text
    if not re.fullmatch(r"[0-9]{1,4} [0-9]{1,4}", f"{major} {minor}"):
        raise UnreadableRecord
    return int(major), int(minor)


def _read_integrity(about: Element | None) -> bool:
    text = about.value("Integrity") if about else None
    if text not in (None, "true", "false", "1", "0"):
        raise UnreadableRecord
    return text in ("true", "1")


def _read_others(others: Element | None) -> tuple[tuple[str, str], ...]:
    entries = others.all("entry") if others else ()
    return tuple(
        (_short(one.attributes.get("key", "")), _short(one.text, MOST_LETTERS)) for one in entries
    )


def _short(text: str, most: int = 200) -> str:
    if len(text) > most:
        raise UnreadableRecord
    return text


def _written(block: Block) -> str:
    if block.level not in LEVELS or block.purpose not in PURPOSES:
        raise DoesNotFit
    if block.created is not None and block.created.tzinfo is None:
        raise DoesNotFit
    others = "".join(
        f"<entry key={quoteattr(_clean(key))}>{escape(_clean(value, MOST_LETTERS))}</entry>"
        for key, value in block.others
    )
    signature = base64.b64encode(block.signature).decode()
    return (
        f"<BIR>{_version('Version', block.version)}"
        f"{_version('CBEFFVersion', block.cbeff_version)}{_info(block.integrity)}"
        f"<BDBInfo>{_about(block)}</BDBInfo>{_tag('BDB', base64.b64encode(block.data).decode())}"
        f"{_tag('SB', signature) if signature else ''}"
        f"{f'<others>{others}</others>' if others else ''}</BIR>"
    )


def _about(block: Block) -> str:
    """BDBInfo in the order of the schema."""
    created = ""
    if block.created is not None:
        moment = block.created.astimezone(UTC).isoformat(timespec="milliseconds")
        created = _tag("CreationDate", moment.replace("+00:00", "Z"))
    return (
        f"{_tag('Index', _clean(block.index)) if block.index else ''}"
        f"{_format('Format', block.format)}{created}{_tag('Type', _clean(block.kind))}"
        f"{_tag('Subtype', _clean(block.subtype)) if block.subtype else ''}"
        f"{_tag('Level', block.level)}{_tag('Purpose', block.purpose)}{_quality(block)}"
    )


def _quality(block: Block) -> str:
    if block.score is None and block.quality is None:
        return ""
    algorithm = _format("Algorithm", block.quality) if block.quality else ""
    if block.score is not None:
        fits((block.score + 2, 102))
        algorithm += _tag("Score", str(block.score))
    return f"<Quality>{algorithm}</Quality>"


def _format(name: str, pair: Format) -> str:
    organisation = _tag("Organization", _clean(pair[0]))
    return f"<{name}>{organisation}{_tag('Type', _clean(pair[1]))}</{name}>"


def _version(name: str, version: tuple[int, int]) -> str:
    fits((version[0], 9999), (version[1], 9999))
    return f"<{name}>{_tag('Major', str(version[0]))}{_tag('Minor', str(version[1]))}</{name}>"


def _info(integrity: bool) -> str:
    return f"<BIRInfo>{_tag('Integrity', 'true' if integrity else 'false')}</BIRInfo>"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _clean(text: str, most: int = 200) -> str:
    """*text*, which XML can hold and a reader will find again."""
    if len(text) > most or text != text.strip() or not _LETTER.fullmatch(text):
        raise DoesNotFit
    return text
