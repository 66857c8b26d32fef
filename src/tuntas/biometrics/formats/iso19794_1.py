"""What all parts of ISO/IEC 19794:2011 share: the general header and how a capture is described."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tuntas.biometrics.errors import DoesNotFit, ImageTooLarge, UnreadableRecord, UnsupportedRecord
from tuntas.biometrics.formats.reader import MOST_BYTES, Reader

MOST_REPRESENTATIONS: Final = 1024
MOST_AREAS: Final = 1000
_NEVER: Final = b"\xff" * 9


@dataclass(frozen=True, slots=True)
class Quality:
    """*score* 0 … 100, 255: could not be computed; who computed it, by which algorithm."""

    score: int
    vendor: int = 0
    algorithm: int = 0


@dataclass(frozen=True, slots=True)
class Certification:
    authority: int
    scheme: int


@dataclass(frozen=True, slots=True)
class Capture:
    """When (UTC, to the millisecond) and with what a sample was captured; 0: not stated."""

    at: datetime | None = None
    technology: int = 0
    vendor: int = 0
    device: int = 0
    qualities: tuple[Quality, ...] = ()
    certifications: tuple[Certification, ...] = ()


def fits(*fields: tuple[int, int]) -> None:
    """Raises DoesNotFit unless each number is between 0 and its most."""
    if not all(0 <= number <= most for number, most in fields):
        raise DoesNotFit


def read_capture(reader: Reader, *, certified: bool) -> Capture:
    at = _read_moment(reader.take(9))
    technology, vendor, device = reader.u8(), reader.u16(), reader.u16()
    qualities = tuple(Quality(reader.u8(), reader.u16(), reader.u16()) for _ in range(reader.u8()))
    certifications = (
        tuple(Certification(reader.u16(), reader.u8()) for _ in range(reader.u8()))
        if certified
        else ()
    )
    return Capture(at, technology, vendor, device, qualities, certifications)


def write_capture(capture: Capture, *, certified: bool) -> bytes:
    fits((capture.technology, 255), (capture.vendor, 0xFFFF), (capture.device, 0xFFFF))
    fits((len(capture.qualities), 255), (len(capture.certifications), 255 if certified else 0))
    body = _write_moment(capture.at)
    body += struct.pack(">BHH", capture.technology, capture.vendor, capture.device)
    body += bytes([len(capture.qualities)])
    for quality in capture.qualities:
        fits((quality.score, 255), (quality.vendor, 0xFFFF), (quality.algorithm, 0xFFFF))
        body += struct.pack(">BHH", quality.score, quality.vendor, quality.algorithm)
    if certified:
        body += bytes([len(capture.certifications)])
        for one in capture.certifications:
            fits((one.authority, 0xFFFF), (one.scheme, 255))
            body += struct.pack(">HB", one.authority, one.scheme)
    return body


def _read_moment(field: bytes) -> datetime | None:
    """None where the capture device left it out (all ones; some write zeros)."""
    if field == _NEVER or not any(field):
        return None
    year, month, day, hour, minute, second, millisecond = struct.unpack(">HBBBBBH", field)
    try:
        return datetime(year, month, day, hour, minute, second, 1000 * millisecond, UTC)
    except ValueError:
        raise UnreadableRecord from None


def _write_moment(at: datetime | None) -> bytes:
    if at is None:
        return _NEVER
    if at.tzinfo is None:
        raise DoesNotFit
    at = at.astimezone(UTC)
    clock = (at.hour, at.minute, at.second, at.microsecond // 1000)
    return struct.pack(">HBBBBBH", at.year, at.month, at.day, *clock)


@dataclass(frozen=True, slots=True)
class General:
    """The general header: *kind* and *version* are four bytes each, *tail* what a part adds."""

    kind: bytes
    version: bytes
    certified: bool
    tail: bytes
    count: int


def read_general(
    content: bytes, kind: bytes, versions: Sequence[bytes], tail: int
) -> tuple[General, Iterator[Reader]]:
    """The header of a record of *kind*, and its representations one after the other.

    Raises UnreadableRecord; UnsupportedRecord where only the version is another one.
    """
    if len(content) > MOST_BYTES:
        raise ImageTooLarge
    reader = Reader(content)
    if reader.take(4) != kind:
        raise UnreadableRecord
    version = reader.take(4)
    if version not in versions:
        raise UnsupportedRecord
    if reader.u32() != len(content):
        raise UnreadableRecord
    count, flag = reader.u16(), reader.u8()
    if flag > 1 or not 1 <= count <= MOST_REPRESENTATIONS:
        raise UnreadableRecord
    general = General(kind, version, flag == 1, reader.take(tail), count)
    return general, _representations(reader, count)


def _representations(reader: Reader, count: int) -> Iterator[Reader]:
    for _ in range(count):
        body = reader.part(reader.u32() - 4)
        yield body
        body.finish()
    reader.finish()


def write_general(general: General, representations: Sequence[bytes]) -> bytes:
    """The record of *representations*, each without its length. Raises DoesNotFit."""
    fits((len(representations) - 1, MOST_REPRESENTATIONS - 1))
    body = b"".join(struct.pack(">I", len(one) + 4) + one for one in representations)
    head = struct.pack(">HB", len(representations), general.certified) + general.tail
    length = 12 + len(head) + len(body)
    fits((length, MOST_BYTES))
    return general.kind + general.version + struct.pack(">I", length) + head + body


def read_block(reader: Reader) -> bytes:
    """A block of image data after its length in four bytes."""
    return reader.take(reader.u32())


def write_block(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


Areas = tuple[tuple[int, bytes], ...]
"""Extended data areas by type, kept as they came."""


def read_areas(block: Reader) -> Areas:
    """Areas of type, length (its own four bytes included) and data, up to the end of *block*."""
    areas: list[tuple[int, bytes]] = []
    while block.left and len(areas) < MOST_AREAS:
        kind, length = block.u16(), block.u16()
        areas.append((kind, block.take(length - 4)))
    block.finish()
    return tuple(areas)


def write_areas(areas: Areas) -> bytes:
    fits((len(areas), MOST_AREAS))
    body = b""
    for kind, data in areas:
        fits((kind, 0xFFFF), (len(data), 0xFFFF - 4))
        body += struct.pack(">HH", kind, len(data) + 4) + data
    return body
