"""The marker segments of a WSQ file, read and written one by one (IAFIS-IC-0110, annex A)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import UnreadableImage, UnsupportedRecord
from tuntas.biometrics.formats.reader import Reader
from tuntas.biometrics.formats.wsq.huffman import LONGEST, Table
from tuntas.biometrics.formats.wsq.quantiser import Bins

START, END, FRAME, BLOCK = 0xFFA0, 0xFFA1, 0xFFA2, 0xFFA3
FILTERS, QUANTISER, HUFFMAN, COMMENT = 0xFFA4, 0xFFA5, 0xFFA6, 0xFFA8
MOST_TAPS: Final = 31
NISTCOM: Final = "NIST_COM"


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of the image, and what its grey values were shifted and divided by."""

    width: int
    height: int
    shift: float
    scale: float


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">HH", marker, len(body) + 2) + body


def read_frame(body: Reader) -> Frame:
    body.take(2)  # the grey values of black and white
    height, width = body.u16(), body.u16()
    frame = Frame(width, height, _decimal(body, 2), _decimal(body, 2))
    body.take(3)  # which encoder wrote it
    body.finish()
    return frame


def write_frame(frame: Frame) -> bytes:
    size = struct.pack(">BBHH", 0, 255, frame.height, frame.width)
    grey = _as_decimal(frame.shift, 2) + _as_decimal(frame.scale, 2)
    return segment(FRAME, size + grey + struct.pack(">BH", 2, 0))


def read_filters(body: Reader) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Low and high analysis filters from their centres outwards.

    Raises UnsupportedRecord for filters of even length (encoder 3), which nobody was seen to use.
    """
    low, high = body.u8(), body.u8()
    if low % 2 == 0 or high % 2 == 0 or max(low, high) > MOST_TAPS:
        raise UnsupportedRecord
    filters = [
        np.array([_signed_decimal(body) for _ in range(taps // 2 + 1)], np.float32)
        for taps in (low, high)
    ]
    body.finish()
    return filters[0], filters[1]


def write_filters(low: NDArray[np.float64], high: NDArray[np.float64]) -> bytes:
    body = bytes([2 * len(low) - 1, 2 * len(high) - 1])
    for tap in (*low, *high):
        body += bytes([int(tap < 0)]) + _as_decimal(abs(float(tap)), 4)
    return segment(FILTERS, body)


def read_quantiser(body: Reader) -> Bins:
    centre = _decimal(body, 2)
    pairs = np.array([(_decimal(body, 2), _decimal(body, 2)) for _ in range(64)])
    body.finish()
    return Bins(pairs[:, 0], pairs[:, 1], centre)


def write_quantiser(bins: Bins) -> bytes:
    body = struct.pack(">BH", 2, round(bins.centre * 100))
    for width, zero in zip(bins.widths, bins.zeros, strict=True):
        body += _as_decimal(float(width), 2) + _as_decimal(float(zero), 2)
    return segment(QUANTISER, body)


def read_tables(body: Reader) -> dict[int, Table]:
    tables = {}
    while body.left:
        number = body.u8()
        lengths = tuple(body.take(LONGEST))
        tables[number] = Table(lengths, body.take(sum(lengths))).checked()
    return tables


def write_table(number: int, table: Table) -> bytes:
    return segment(HUFFMAN, bytes([number, *table.lengths]) + table.values)


def read_comment(body: Reader) -> str:
    return body.rest().decode("latin-1")


def write_comment(text: str) -> bytes:
    return segment(COMMENT, text.encode("latin-1", "replace"))


def nistcom(width: int, height: int, dpi: int | None, bitrate: float) -> str:
    """The comment in which NIST's tools keep the resolution, which WSQ itself has no place for."""
    fields = (
        ("PIX_WIDTH", width),
        ("PIX_HEIGHT", height),
        ("PIX_DEPTH", 8),
        ("PPI", dpi or -1),
        ("LOSSY", 1),
        ("COLORSPACE", "GRAY"),
        ("COMPRESSION", "WSQ"),
        ("WSQ_BITRATE", f"{bitrate:.6f}"),
    )
    lines = [f"{NISTCOM} {len(fields) + 1}", *(f"{name} {value}" for name, value in fields)]
    return "\n".join(lines)


def resolution(comments: list[str]) -> int | None:
    """Pixels per inch out of the first NIST comment that states them.

    >>> resolution(["scanned", "NIST_COM 2\\nPPI 500"]), resolution(["NIST_COM 2\\nPPI -1"])
    (500, None)
    """
    for comment in comments:
        if comment.startswith(NISTCOM):
            for line in comment.splitlines():
                name, _, value = line.partition(" ")
                if name == "PPI" and value.isascii() and value.isdigit() and 0 < len(value) < 6:
                    return int(value) or None
    return None


def _decimal(body: Reader, digits: int) -> float:
    """An unsigned number of *digits* bytes, after the power of ten that divides it."""
    exponent = body.u8()
    return float(body.number(digits) / 10.0**exponent)


def _signed_decimal(body: Reader) -> float:
    negative = body.u8()
    value = _decimal(body, 4)
    return -value if negative else value


def _as_decimal(value: float, digits: int) -> bytes:
    """The most exact way to write *value*; raises UnreadableImage when it is too large.

    >>> _as_decimal(1.5, 2).hex()
    '043a98'
    """
    if value == 0:
        return bytes(digits + 1)
    exponent, most = 0, 256**digits - 1
    while exponent < 30 and round(value * 10.0 ** (exponent + 1)) <= most:
        exponent += 1
    number = round(value * 10.0**exponent)
    if not 0 <= number <= most:
        raise UnreadableImage
    return bytes([exponent]) + number.to_bytes(digits, "big")
