"""ISO/IEC 19794-2 finger minutiae records, editions 2005 and 2011, read and written.

>>> from tuntas.biometrics.template import Template
>>> one = Template.of([10], [20], [64], [1], [80], width=300, height=400)
>>> record = write(Edition.OF_2005, [View(one, Finger.RIGHT_INDEX, quality=70)])
>>> len(record), read(record)[0].template == one
(36, True)
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import UnreadableRecord, UnsupportedRecord
from tuntas.biometrics.formats import iso19794_1
from tuntas.biometrics.formats.iso19794_1 import Areas, Capture, Quality, fits
from tuntas.biometrics.formats.reader import MOST_BYTES, Reader
from tuntas.biometrics.formats.resolution import per_centimetre, per_inch
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import DPI, Template

KIND: Final = b"FMR\0"
LARGEST: Final = 0x3FFF
"""Positions have 14 bits."""
MOST_VIEWS: Final = 176
"""Eleven positions with sixteen views each."""
RATES: Final = range(30, 1600)
"""Pixels per centimetre that a scanner may have (76 to 4,000 per inch)."""

_SIX: Final = np.dtype([("x", ">u2"), ("y", ">u2"), ("angle", "u1"), ("quality", "u1")])
_FIVE: Final = np.dtype([("x", ">u2"), ("y", ">u2"), ("angle", "u1")])


class Edition(Enum):
    """By the four bytes of the version field."""

    OF_2005 = b" 20\0"
    OF_2011 = b"030\0"


@dataclass(frozen=True, slots=True)
class View:
    """One impression of one finger.

    template: at 500 pixels per inch; a minutia's quality is 0 where the record states none.
    number: distinguishes impressions of the same finger, from 0.
    impression: 0 live plain, 1 live rolled, 2 and 3 the same on paper, 8 swipe.
    quality: 0 … 100, None where it is not stated. capture: in records of 2011 only.
    ending: of 2011: 0 an ending is where a valley forks, 1 where a ridge stops.
    extended: (type, data) of the extended data areas, as they came.
    """

    template: Template
    finger: Finger = Finger.UNKNOWN
    number: int = 0
    impression: int = 0
    quality: int | None = None
    capture: Capture = field(default_factory=Capture)
    ending: int = 0
    extended: Areas = ()


@dataclass(frozen=True, slots=True)
class _Scale:
    """Size of the image in the record's own pixels, and those per centimetre."""

    width: int
    height: int
    across: int
    down: int


def read(content: bytes) -> list[View]:
    """The views of a record of either edition, in its order.

    Raises UnreadableRecord, or UnsupportedRecord for another version or ANSI INCITS 378.
    """
    if len(content) > MOST_BYTES or content[:4] != KIND:
        raise UnreadableRecord
    if content[4:8] == Edition.OF_2005.value:
        return _read_2005(content)
    _general, bodies = iso19794_1.read_general(content, KIND, [Edition.OF_2011.value], 0)
    return [_read_2011(body, certified=_general.certified) for body in bodies]


def write(edition: Edition, views: Sequence[View], *, equipment: int = 0) -> bytes:
    """The record of *views*, at 197 pixels per centimetre.

    A record of 2005 has one image size for all views: the largest of theirs.

    Args:
        equipment: of 2005: certification in the upper four bits, device type in the others.
    Raises:
        DoesNotFit: no view, too many, minutiae outside the image, or fields out of range.
    """
    fits((len(views) - 1, MOST_VIEWS - 1), (equipment, 0xFFFF))
    if edition is Edition.OF_2005:
        return _write_2005(views, equipment)
    certified = any(view.capture.certifications for view in views)
    general = iso19794_1.General(KIND, edition.value, certified, b"", len(views))
    return iso19794_1.write_general(general, [_write_2011(view, certified) for view in views])


def _read_2005(content: bytes) -> list[View]:
    reader = Reader(content)
    reader.take(8)
    if reader.u32() != len(content):
        raise UnsupportedRecord if _is_ansi(content) else UnreadableRecord
    reader.take(2)
    scale = _checked(_Scale(reader.u16(), reader.u16(), reader.u16(), reader.u16()))
    count, _reserved = reader.u8(), reader.u8()
    if not 1 <= count <= MOST_VIEWS:
        raise UnreadableRecord
    views = [_read_view_2005(reader, scale) for _ in range(count)]
    reader.finish()
    return views


def _read_view_2005(reader: Reader, scale: _Scale) -> View:
    finger, packed, quality, count = _finger(reader.u8()), reader.u8(), reader.u8(), reader.u8()
    template = _minutiae(reader, _SIX, count, scale)
    return View(
        template,
        finger,
        packed >> 4,
        packed & 15,
        quality if quality <= 100 else None,
        extended=iso19794_1.read_areas(reader.part(reader.u16())),
    )


def _read_2011(body: Reader, *, certified: bool) -> View:
    capture = iso19794_1.read_capture(body, certified=certified)
    finger, number = _finger(body.u8()), body.u8()
    across, down, impression = body.u16(), body.u16(), body.u8()
    scale = _checked(_Scale(body.u16(), body.u16(), across, down))
    layout, count = body.u8(), body.u8()
    kind = {5: _FIVE, 6: _SIX}.get(layout >> 4)
    if kind is None:
        raise UnreadableRecord
    template = _minutiae(body, kind, count, scale)
    scores = [quality.score for quality in capture.qualities if quality.score <= 100]
    return View(
        template,
        finger,
        number,
        impression,
        scores[0] if scores else None,
        capture,
        layout & 15,
        iso19794_1.read_areas(body.part(body.u16())),
    )


def _minutiae(reader: Reader, kind: np.dtype[Any], count: int, scale: _Scale) -> Template:
    rows = np.frombuffer(reader.take(kind.itemsize * count), kind)
    types = rows["x"] >> 14
    x, y = rows["x"] & LARGEST, rows["y"] & LARGEST
    if (types > 2).any() or (x >= scale.width).any() or (y >= scale.height).any():
        raise UnreadableRecord
    quality = rows["quality"] if kind is _SIX else np.zeros(count, np.uint8)
    across, down = DPI / per_inch(scale.across), DPI / per_inch(scale.down)
    width, height = max(1, round(scale.width * across)), max(1, round(scale.height * down))
    if max(width, height) > 0x7FFF:
        raise UnreadableRecord
    return Template.of(
        np.minimum(np.round(x * across), width - 1),
        np.minimum(np.round(y * down), height - 1),
        _turned(rows["angle"], across, down),
        types,
        np.where(quality <= 100, quality, 0),
        width=width,
        height=height,
    )


def _turned(angle: NDArray[np.uint8], across: float, down: float) -> NDArray[np.uint8]:
    """Directions after the axes were stretched by *across* and *down*."""
    if across == down:
        return angle
    radians = angle * (np.pi / 128)
    turned = np.arctan2(np.sin(radians) * down, np.cos(radians) * across)
    return np.asarray(np.round(turned * (128 / np.pi)).astype(np.int64) % 256, np.uint8)


def _checked(scale: _Scale) -> _Scale:
    if not (1 <= scale.width <= 0xFFFF and 1 <= scale.height <= 0xFFFF):
        raise UnreadableRecord
    if scale.across not in RATES or scale.down not in RATES:
        raise UnreadableRecord
    return scale


def _finger(position: int) -> Finger:
    if position > 10:
        raise UnreadableRecord
    return Finger(position)


def _is_ansi(content: bytes) -> bool:
    """ANSI INCITS 378-2004 has the same first eight bytes, then its length in two or six."""
    short, long = int.from_bytes(content[8:10], "big"), int.from_bytes(content[10:14], "big")
    return short == len(content) or (short == 0 and long == len(content))


def _write_2005(views: Sequence[View], equipment: int) -> bytes:
    width = max(view.template.width for view in views)
    height = max(view.template.height for view in views)
    fits((width - 1, LARGEST), (height - 1, LARGEST))
    rate = per_centimetre(DPI)
    body = b"".join(_write_view_2005(view) for view in views)
    head = struct.pack(">HHHHHBB", equipment, width, height, rate, rate, len(views), 0)
    return KIND + Edition.OF_2005.value + struct.pack(">I", 24 + len(body)) + head + body


def _write_view_2005(view: View) -> bytes:
    fits((view.number, 15), (view.impression, 15), (view.quality or 0, 100))
    packed = view.number << 4 | view.impression
    # 2005 has no value for "not stated", but nothing good is claimed with zero.
    head = bytes([view.finger, packed, view.quality or 0, len(view.template)])
    return head + _written(view.template) + _write_extended(view)


def _write_2011(view: View, certified: bool) -> bytes:
    template, rate = view.template, per_centimetre(DPI)
    fits((view.number, 15), (view.impression, 255), (view.ending, 15), (view.quality or 0, 100))
    fits((template.width - 1, LARGEST), (template.height - 1, LARGEST))
    capture = view.capture
    if view.quality is not None and not capture.qualities:
        capture = Capture(
            capture.at,
            capture.technology,
            capture.vendor,
            capture.device,
            (Quality(view.quality),),
            capture.certifications,
        )
    body = iso19794_1.write_capture(capture, certified=certified)
    body += struct.pack(">BBHHB", view.finger, view.number, rate, rate, view.impression)
    body += struct.pack(
        ">HHBB", template.width, template.height, 6 << 4 | view.ending, len(template)
    )
    return body + _written(template) + _write_extended(view)


def _written(template: Template) -> bytes:
    """Minutiae of six bytes each."""
    x, y = template.x.astype(np.int64), template.y.astype(np.int64)
    for values, size in ((x, template.width), (y, template.height)):
        if len(values):
            fits((int(values.min()), size - 1), (int(values.max()), size - 1))
    if len(template):
        fits((int(template.kind.max()), 2), (int(template.quality.max()), 100))
    rows = np.zeros(len(template), _SIX)
    rows["x"] = template.kind.astype(np.int64) << 14 | x
    rows["y"], rows["angle"], rows["quality"] = y, template.angle, template.quality
    return rows.tobytes()


def _write_extended(view: View) -> bytes:
    body = iso19794_1.write_areas(view.extended)
    fits((len(body), 0xFFFF))
    return struct.pack(">H", len(body)) + body
