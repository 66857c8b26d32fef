"""JPEG 2000 (ISO/IEC 15444-1) without loss, with its resolution, and never by a lying header.

OpenJPEG (inside Pillow) decodes; before it sees a byte, the boxes and the codestream's headers are
walked here, and sizes, tiles, layers and precincts that would make it allocate or loop without
measure are refused.

>>> import numpy as np
>>> ramp = np.arange(48, dtype=np.uint8).reshape(6, 8)
>>> pixels, dpi = decode(encode(ramp, 500))
>>> (pixels == ramp).all(), dpi, reversible(encode(ramp, None))
(np.True_, 500, True)
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from tuntas.biometrics.errors import (
    BiometricError,
    DoesNotFit,
    ImageTooLarge,
    UnreadableImage,
    UnsupportedRecord,
)
from tuntas.biometrics.formats.reader import MOST_BYTES, Reader, check_size

CODESTREAM: Final = b"\xff\x4f\xff\x51"
CONTAINER: Final = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
MOST_TILES: Final = 1024
MOST_LAYERS: Final = 64
MOST_PRECINCTS: Final = 100_000
MOST_BLOCKS: Final = 100_000
"""Code blocks: OpenJPEG takes 5 kB for each, so 900 kB of 4 × 4 blocks would become 3 GB."""
MOST_SEGMENTS: Final = 20_000
FAULTS: Final = (OSError, ValueError, SyntaxError, OverflowError, MemoryError, struct.error)
"""What Pillow raises over a damaged image."""

_SIZE, _STYLE, _COMPONENT_STYLE, _TILE, _DATA, _END = 0xFF51, 0xFF52, 0xFF53, 0xFF90, 0xFF93, 0xFFD9
_NEEDLESS: Final = frozenset({0xFF74, 0xFF75, 0xFF77, 0xFF78})
"""Part 2's own colour transforms and arithmetic: no capture device writes them."""


@dataclass(slots=True)
class Header:
    """What the headers say. *dpi* is None where the container states no resolution."""

    width: int = 0
    height: int = 0
    components: int = 0
    tiles: int = 0
    dpi: int | None = None
    reversible: list[bool] = field(default_factory=list)
    segments: int = 0


def decode(content: bytes) -> tuple[NDArray[np.uint8], int | None]:
    """Pixels (uint8 [height, width], or [height, width, 3] in colour) and pixels per inch.

    Raises UnreadableImage, ImageTooLarge, or UnsupportedRecord (other than 8-bit grey or RGB).
    """
    header = read_header(content)
    try:
        with Jpeg2KImageFile(io.BytesIO(content)) as image:
            if image.size != (header.width, header.height):
                raise UnreadableImage
            mode = {"L": "L", "LA": "L", "RGB": "RGB", "RGBA": "RGB"}.get(image.mode)
            if mode is None:
                raise UnsupportedRecord
            return np.array(image.convert(mode), np.uint8), header.dpi
    except BiometricError:
        raise
    except FAULTS:
        raise UnreadableImage from None


def encode(pixels: NDArray[np.uint8], dpi: int | None) -> bytes:
    """*pixels* (uint8, grey or RGB) in a JP2 container, without loss. Raises DoesNotFit."""
    grey = pixels.ndim == 2
    if pixels.dtype != np.uint8 or not (grey or (pixels.ndim == 3 and pixels.shape[2] == 3)):
        raise DoesNotFit
    height, width = pixels.shape[:2]
    check_size(width, height, pixels.size)
    # A tile must not become smaller than one sample at the lowest resolution.
    levels = min(6, min(width, height).bit_length())
    out = io.BytesIO()
    Image.fromarray(pixels).save(
        out, "JPEG2000", no_jp2=True, irreversible=False, num_resolutions=levels
    )
    return _container(out.getvalue(), width, height, 1 if grey else 3, dpi)


def reversible(content: bytes) -> bool:
    """Whether every part was coded with the wavelet that loses nothing (5/3)."""
    return all(read_header(content).reversible)


def read_header(content: bytes) -> Header:
    """The headers, without decoding. Raises as decode does."""
    if len(content) > MOST_BYTES:
        raise ImageTooLarge
    header = Header()
    if content.startswith(CONTAINER):
        stream = _read_container(content, header)
    elif content.startswith(CODESTREAM):
        stream = content
    else:
        raise UnreadableImage
    _read_codestream(Reader(stream, UnreadableImage), header, len(content))
    return header


def _boxes(reader: Reader) -> Iterator[tuple[bytes, Reader]]:
    while reader.left:
        length, kind = reader.u32(), reader.take(4)
        if length == 1:
            length = reader.number(8) - 8
        yield kind, reader.part(length - 8 if length else reader.left)


def _read_container(content: bytes, header: Header) -> bytes:
    """The codestream inside the boxes; the resolution goes into *header*."""
    stream = b""
    for kind, body in _boxes(Reader(content, UnreadableImage)):
        if kind == b"jp2c" and not stream:
            stream = body.rest()
        elif kind == b"jp2h":
            for inner, fields in _boxes(body):
                if inner == b"res ":
                    header.dpi = _read_resolution(fields)
    return stream


def _read_resolution(body: Reader) -> int | None:
    """Pixels per inch of the capture, else of the display; None when the two axes differ."""
    found = {kind: box.take(10) for kind, box in _boxes(body) if kind in (b"resc", b"resd")}
    for kind in (b"resc", b"resd"):
        if kind in found:
            rows, row_part, columns, column_part, row_ten, column_ten = struct.unpack(
                ">HHHHbb", found[kind]
            )
            if not row_part or not column_part:
                return None
            vertical = rows / row_part * 10.0**row_ten * 0.0254
            horizontal = columns / column_part * 10.0**column_ten * 0.0254
            alike = abs(vertical - horizontal) <= 0.01 * horizontal
            return round(horizontal) if alike and 1 <= horizontal < 65_536 else None
    return None


def _read_codestream(reader: Reader, header: Header, length: int) -> None:
    """Walk main and tile-part headers; the packets between them are skipped."""
    if reader.u16() != 0xFF4F:
        raise UnreadableImage
    parts = 0
    while reader.left and (marker := reader.u16()) != _END:
        if marker != _TILE:
            _read_segment(marker, reader.part(reader.u16() - 2), header, length)
            continue
        start = reader.at - 2
        body = reader.part(reader.u16() - 2)
        body.take(2)
        whole = body.u32()
        parts += 1
        if parts > 16 * MOST_TILES or not header.width:
            raise UnreadableImage
        while (inner := reader.u16()) != _DATA:
            _read_segment(inner, reader.part(reader.u16() - 2), header, length)
        reader.take(start + whole - reader.at if whole else reader.left)
    if not parts or not header.reversible:
        raise UnreadableImage


def _read_segment(marker: int, body: Reader, header: Header, length: int) -> None:
    header.segments += 1
    if header.segments > MOST_SEGMENTS:
        raise UnsupportedRecord
    if marker == _SIZE:
        _read_size(body, header, length)
    elif marker == _STYLE:
        precincts = body.u8() & 1
        body.take(1)
        if not 1 <= body.u16() <= MOST_LAYERS:
            raise UnsupportedRecord
        body.take(1)
        _read_style(body, precincts, header)
    elif marker == _COMPONENT_STYLE:
        body.take(1 if header.components < 257 else 2)
        _read_style(body, body.u8() & 1, header)
    elif marker in _NEEDLESS:
        raise UnsupportedRecord
    elif not 0xFF30 <= marker <= 0xFF9F:
        raise UnreadableImage


def _read_size(body: Reader, header: Header, length: int) -> None:
    body.take(2)
    right, lower, x, y, tile_width, tile_height, tile_x, tile_y = (body.u32() for _ in range(8))
    header.width, header.height, header.components = right - x, lower - y, body.u16()
    check_size(header.width, header.height, length)
    if header.components not in (1, 2, 3, 4):
        raise UnsupportedRecord
    for _ in range(header.components):
        # At most sixteen bits, signed or not, and never fewer samples than pixels.
        if body.u8() & 0x7F > 15 or (body.u8(), body.u8()) != (1, 1):
            raise UnsupportedRecord
    if not tile_width or not tile_height or tile_x > x or tile_y > y:
        raise UnreadableImage
    header.tiles = -((tile_x - right) // tile_width) * -((tile_y - lower) // tile_height)
    if not 1 <= header.tiles <= MOST_TILES:
        raise UnsupportedRecord


def _read_style(body: Reader, precincts: int, header: Header) -> None:
    """Levels, code blocks, wavelet and precinct sizes of one COD or COC segment."""
    levels, across, down = body.u8(), body.u8() & 15, body.u8() & 15
    body.take(1)
    header.reversible.append(body.u8() == 1)
    if levels > 32 or across + down > 8 or not header.width:
        raise UnreadableImage
    blocks = (header.width >> across + 2) * (header.height >> down + 2) * header.components
    if blocks > MOST_BLOCKS:
        raise UnsupportedRecord
    if not precincts:
        return
    count = 0
    for level in range(levels, -1, -1):
        size = body.u8()
        columns = (header.width >> level >> (size & 15)) + 2
        rows = (header.height >> level >> (size >> 4)) + 2
        count += columns * rows * header.components
    if count > MOST_PRECINCTS:
        raise UnsupportedRecord


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _container(stream: bytes, width: int, height: int, components: int, dpi: int | None) -> bytes:
    """JP2: signature, type, header with the resolution of the capture, codestream."""
    image = _box(b"ihdr", struct.pack(">IIHBBBB", height, width, components, 7, 7, 0, 0))
    colour = _box(b"colr", struct.pack(">BBBI", 1, 0, 0, 17 if components == 1 else 16))
    resolution = b""
    if dpi is not None:
        # Pixels per metre as an exact fraction: dpi / 0.0254 = dpi / 254 × 10⁴.
        capture = struct.pack(">HHHHbb", dpi, 254, dpi, 254, 4, 4)
        resolution = _box(b"res ", _box(b"resc", capture))
    kind = _box(b"ftyp", b"jp2 \x00\x00\x00\x00jp2 ")
    return CONTAINER + kind + _box(b"jp2h", image + colour + resolution) + _box(b"jp2c", stream)
