"""A fingerprint as minutiae: what the matcher, the gallery and the records share.

>>> import numpy as np
>>> one = Template.of([10, 40], [20, 60], [0, 64], [1, 2], [90, 70], width=100, height=120)
>>> len(one), one.angle.tolist()
(2, [0, 64])
>>> Template.unpack(one.pack()) == one
True
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuntas.biometrics.errors import UnreadableRecord

DPI: Final = 500
"""Every template is at 500 pixels per inch."""
MOST: Final = 255
"""ISO/IEC 19794-2 counts minutiae in one byte."""
OTHER, ENDING, BIFURCATION = 0, 1, 2

_HEAD: Final = struct.Struct("<HHB")


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """Minutiae of one finger, best first.

    x, y: int16 [n], pixels at 500 dpi, origin at the upper left, y downwards.
    angle: uint8 [n], 256 to a full turn, anticlockwise from the positive x axis, as
    ISO/IEC 19794-2 defines a minutia's direction.
    kind: uint8 [n], OTHER, ENDING or BIFURCATION. quality: uint8 [n], 0 to 100.
    width, height: pixels of the image at 500 dpi.
    """

    x: NDArray[np.int16]
    y: NDArray[np.int16]
    angle: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    quality: NDArray[np.uint8]
    width: int
    height: int

    @classmethod
    def of(
        cls,
        x: ArrayLike,
        y: ArrayLike,
        angle: ArrayLike,
        kind: ArrayLike,
        quality: ArrayLike,
        *,
        width: int,
        height: int,
    ) -> Template:
        """The MOST best minutiae in an order that does not depend on how they came."""
        columns = [np.asarray(column) for column in (x, y, angle, kind, quality)]
        order = np.lexsort(
            (columns[3], columns[2], columns[0], columns[1], -columns[4].astype(np.int64))
        )[:MOST]
        x, y, angle, kind, quality = (column[order] for column in columns)
        return cls(
            x.astype(np.int16),
            y.astype(np.int16),
            angle.astype(np.uint8),
            kind.astype(np.uint8),
            quality.astype(np.uint8),
            width,
            height,
        )

    def __len__(self) -> int:
        return len(self.x)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.pack() == other.pack()

    def __hash__(self) -> int:
        return hash(self.pack())

    def pack(self) -> bytes:
        """Seven bytes a minutia after a head of five: what the gallery keeps."""
        columns = (self.x, self.y, self.angle, self.kind, self.quality)
        body = b"".join(np.ascontiguousarray(column).tobytes() for column in columns)
        return _HEAD.pack(self.width, self.height, len(self)) + body

    @classmethod
    def unpack(cls, packed: bytes) -> Template:
        """The template that *packed* holds. Raises UnreadableRecord when it holds none."""
        if len(packed) < _HEAD.size:
            raise UnreadableRecord
        width, height, count = _HEAD.unpack_from(packed)
        if len(packed) != _HEAD.size + 7 * count:
            raise UnreadableRecord
        xy = np.frombuffer(packed, "<i2", 2 * count, _HEAD.size).reshape(2, count)
        rest = np.frombuffer(packed, np.uint8, 3 * count, _HEAD.size + 4 * count).reshape(3, count)
        return cls(xy[0], xy[1], rest[0], rest[1], rest[2], width, height)
