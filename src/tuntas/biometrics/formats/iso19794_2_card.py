"""ISO/IEC 19794-2:2005 compact card format: three bytes a minutia, for comparison on a chip.

A byte each for x and y in tenths of a millimetre, then two bits of type and six of direction.
No header: the chip's own data objects say which finger it is and how many minutiae it takes.

>>> from tuntas.biometrics.template import Template
>>> print(write_compact(Template.of([0, 197], [394, 0], [4, 128], [1, 2], [90, 80], width=300,
...                                 height=400)).hex())
6400a000c841
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import UnreadableRecord
from tuntas.biometrics.formats.iso19794_1 import fits
from tuntas.biometrics.template import DPI, MOST, Template

UNITS_AN_INCH: Final = 254
SPAN: Final = 255
"""Tenths of a millimetre that a byte can say."""


def write_compact(template: Template, most: int = 60) -> bytes:
    """The *most* best minutiae, by y and then x, as chips usually want them.

    Where the print is wider or higher than 25.5 mm, the origin moves to keep the middle (by
    medians) of the minutiae, and what is still outside is left out. Raises DoesNotFit when *most*
    is not 1 … 255.
    """
    fits((most - 1, MOST - 1))
    units = UNITS_AN_INCH / DPI
    x = _within(np.round(template.x * units).astype(np.int64))
    y = _within(np.round(template.y * units).astype(np.int64))
    kept = np.flatnonzero((x >= 0) & (x <= SPAN) & (y >= 0) & (y <= SPAN))[:most]
    kept = kept[np.lexsort((x[kept], y[kept]))]
    direction = (template.angle[kept].astype(np.int64) + 2) // 4 % 64
    rows = np.stack([x[kept], y[kept], template.kind[kept].astype(np.int64) << 6 | direction], 1)
    return rows.astype(np.uint8).tobytes()


def read_compact(content: bytes) -> Template:
    """The template at 500 pixels per inch; qualities are 0, the image 25.5 mm square.

    Raises UnreadableRecord.
    """
    if len(content) % 3 or len(content) > 3 * MOST:
        raise UnreadableRecord
    rows = np.frombuffer(content, np.uint8).reshape(-1, 3).astype(np.int64)
    if (rows[:, 2] >> 6 > 2).any():
        raise UnreadableRecord
    x, y = np.round(rows[:, :2].T * (DPI / UNITS_AN_INCH))
    side = round(SPAN * DPI / UNITS_AN_INCH) + 1
    return Template.of(
        *(x, y, (rows[:, 2] & 63) * 4, rows[:, 2] >> 6, np.zeros(len(rows))),
        width=side,
        height=side,
    )


def _within(units: NDArray[np.int64]) -> NDArray[np.int64]:
    """*units* from a new origin when they span more than a byte."""
    if not len(units) or units.max() <= SPAN:
        return units
    first, last = int(units.min()), int(units.max())
    origin = first if last - first <= SPAN else int(np.median(units)) - SPAN // 2
    return units - origin
