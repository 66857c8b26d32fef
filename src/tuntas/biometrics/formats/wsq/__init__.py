"""WSQ, the fingerprint compression of the FBI (IAFIS-IC-0110, 1997), read and written.

Not certified by the FBI: files say encoder 2, software 0, as NIST's reference code does.

>>> import numpy as np
>>> ridges = (127 + 100 * np.sin(np.add.outer(np.arange(96), np.arange(90)) / 1.4)).astype(np.uint8)
>>> pixels, dpi = decode(encode(ridges, 500))
>>> pixels.shape, dpi
((96, 90), 500)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import (
    DoesNotFit,
    ImageTooLarge,
    UnreadableImage,
    UnsupportedRecord,
)
from tuntas.biometrics.formats.reader import MOST_BYTES, Reader, check_size
from tuntas.biometrics.formats.wsq import segments
from tuntas.biometrics.formats.wsq.bands import SECOND_BLOCK, THIRD_BLOCK, Tree
from tuntas.biometrics.formats.wsq.huffman import (
    DONE,
    Table,
    Tokens,
    best_table,
    unpack,
)
from tuntas.biometrics.formats.wsq.quantiser import (
    Bins,
    bins_for,
    dequantise,
    quantise,
    variances,
)
from tuntas.biometrics.formats.wsq.wavelet import HIGH, LOW, decompose, reconstruct

Pixels = NDArray[np.uint8]

SMALLEST: Final = 81
"""Below this the deepest split has lines that NIST's code mirrors differently."""
LARGEST: Final = 4096 * 4096
"""Pixels: WSQ is for 500 pixels per inch, where a card of ten prints has 16 million."""
MOST_SEGMENTS: Final = 256
MAGIC: Final = b"\xff\xa0"
_FEWEST, _MOST = 0.02, 12.0
_ROUNDS: Final = 12


@dataclass(slots=True)
class _File:
    """What the segments before and between the blocks said."""

    filters: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None
    bins: Bins | None = None
    frame: segments.Frame | None = None
    tables: dict[int, Table] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


def decode(content: bytes) -> tuple[Pixels, int | None]:
    """Pixels (uint8 [height, width]) and, where a NIST comment tells, pixels per inch.

    Raises UnreadableImage, UnsupportedRecord (even filters, restarts), ImageTooLarge.
    """
    if len(content) > MOST_BYTES:
        raise ImageTooLarge
    file, coefficients = _read(content)
    if file.frame is None or file.bins is None or file.filters is None:
        raise UnreadableImage
    tree = Tree.of(file.frame.width, file.frame.height)
    image = np.zeros((file.frame.height, file.frame.width), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        dequantise(coefficients, image, tree.bands, file.bins)
        reconstruct(image, tree.splits, *file.filters)
        grey = np.nan_to_num(image * np.float32(file.frame.scale) + np.float32(file.frame.shift))
    return np.clip(grey + 0.5, 0, 255).astype(np.uint8), segments.resolution(file.comments)


def comments(content: bytes) -> list[str]:
    """The comments of a WSQ file, NIST's among them. Raises as decode does."""
    return _read(content)[0].comments


def encode(
    pixels: Pixels,
    dpi: int | None,
    ratio: float = 15.0,
    *,
    bitrate: float | None = None,
    comment: str | None = None,
) -> bytes:
    """*pixels* (uint8 [height, width], both 81 or more) as a WSQ file.

    Args:
        ratio: the file is at most 1/ratio of the pixels, and within a percent of that, where
            its tables leave room for it. The FBI asks for 15.
        bitrate: the specification's own parameter instead (0.75 gives about 15), used as it is.
        comment: one more comment to keep in the file.
    Raises:
        DoesNotFit: a side below 81 or above 65,535, or not an 8-bit grey image.
    """
    if pixels.ndim != 2 or pixels.dtype != np.uint8 or not ratio > 0:
        raise DoesNotFit
    height, width = pixels.shape
    if min(height, width) < SMALLEST or max(height, width) > 0xFFFF:
        raise DoesNotFit
    check_size(width, height, pixels.size, LARGEST)
    tree = Tree.of(width, height)
    frame, image = _normalised(pixels)
    decompose(image, tree.splits, LOW.astype(np.float32), HIGH.astype(np.float32))
    coder = _Coder(tree, image, variances(image, tree.bands), frame, dpi, comment)
    return coder.file(bitrate) if bitrate else _closest(coder, pixels.size / ratio)


def _read(content: bytes) -> tuple[_File, NDArray[np.int16]]:
    """Every segment and every block; the coefficients are exactly as many as the bins ask for."""
    file, reader = _File(), Reader(content, UnreadableImage)
    raw = np.frombuffer(content, np.uint8)
    coefficients, filled = np.empty(0, np.int16), 0
    if reader.u16() != segments.START:
        raise UnreadableImage
    for _ in range(MOST_SEGMENTS):
        if (marker := reader.u16()) == segments.END:
            break
        body = reader.part(reader.u16() - 2)
        if marker != segments.BLOCK:
            if coefficients.size and marker in (segments.FRAME, segments.QUANTISER):
                raise UnreadableImage
            _take(file, marker, body)
            continue
        if not coefficients.size:
            coefficients = np.empty(_expected(file, len(content)), np.int16)
        table = file.tables.get(body.u8())
        if table is None:
            raise UnreadableImage
        body.finish()
        values = np.frombuffer(table.values, np.uint8)
        end, filled, state = unpack(raw, reader.at, table.ranges(), values, coefficients, filled)
        if state != DONE:
            raise UnreadableImage
        reader.take(end - reader.at)
    else:
        raise UnreadableImage
    if filled != _expected(file, len(content)):
        raise UnreadableImage
    return file, coefficients


def _take(file: _File, marker: int, body: Reader) -> None:
    if marker == segments.FILTERS:
        file.filters = segments.read_filters(body)
    elif marker == segments.QUANTISER:
        file.bins = segments.read_quantiser(body)
    elif marker == segments.FRAME:
        file.frame = segments.read_frame(body)
    elif marker == segments.HUFFMAN:
        file.tables |= segments.read_tables(body)
    elif marker == segments.COMMENT:
        file.comments.append(segments.read_comment(body))
    elif marker == 0xFFA7:
        raise UnsupportedRecord
    else:
        raise UnreadableImage


def _expected(file: _File, length: int) -> int:
    """How many coefficients the frame and the bins ask for; refused before it is allocated."""
    if file.frame is None or file.bins is None:
        raise UnreadableImage
    check_size(file.frame.width, file.frame.height, length, LARGEST)
    bands = Tree.of(file.frame.width, file.frame.height).bands
    return sum(
        band.pixels for band, width in zip(bands, file.bins.widths[:60], strict=True) if width
    )


def _normalised(pixels: Pixels) -> tuple[segments.Frame, NDArray[np.float32]]:
    """The frame, and the pixels shifted by their mean and scaled to at most ±128."""
    shift = float(pixels.mean(dtype=np.float64))
    scale = max(shift - int(pixels.min()), int(pixels.max()) - shift) / 128 or 1.0
    image = ((pixels.astype(np.float32) - shift) / scale).astype(np.float32)
    return segments.Frame(pixels.shape[1], pixels.shape[0], shift, scale), image


@dataclass(frozen=True, slots=True)
class _Coder:
    """A decomposed image, written at any bit rate."""

    tree: Tree
    image: NDArray[np.float32]
    variance: NDArray[np.float64]
    frame: segments.Frame
    dpi: int | None
    comment: str | None

    def file(self, bitrate: float) -> bytes:
        bins = bins_for(self.variance, bitrate)
        bands = quantise(self.image, self.tree.bands, bins)
        cuts = ((0, SECOND_BLOCK), (SECOND_BLOCK, THIRD_BLOCK), (THIRD_BLOCK, len(bands)))
        blocks = tuple(Tokens.of(np.concatenate(bands[start:end])) for start, end in cuts)
        counts = [block.counts() for block in blocks]
        tables = best_table(counts[0]), best_table(counts[1] + counts[2])
        return b"".join((self._head(bins, bitrate), *_body(blocks, tables), b"\xff\xa1"))

    def _head(self, bins: Bins, bitrate: float) -> bytes:
        size = self.frame.width, self.frame.height
        notes = [segments.nistcom(*size, self.dpi, bitrate)]
        notes += [self.comment] if self.comment is not None else []
        head = MAGIC + b"".join(segments.write_comment(note) for note in notes)
        head += segments.write_filters(LOW, HIGH) + segments.write_quantiser(bins)
        return head + segments.write_frame(self.frame)


def _closest(coder: _Coder, wanted: float) -> bytes:
    """The file of at most *wanted* bytes, within a percent of them, where there is one."""
    low, high, best = _FEWEST, _MOST, b""
    rate = 0.75
    for _ in range(_ROUNDS):
        file = coder.file(rate)
        if len(file) > wanted:
            high = rate
        else:
            low, best = rate, file
            if len(file) > 0.99 * wanted:
                break
        # The length grows nearly as the rate does; where that leads nowhere, halve the bracket.
        guess = rate * 0.995 * wanted / len(file)
        rate = guess if low < guess < high else math.sqrt(low * high)
    return best or coder.file(_FEWEST)


def _body(blocks: tuple[Tokens, ...], tables: tuple[Table, Table]) -> Iterator[bytes]:
    """The first block after its table, the two others after theirs."""
    for at, block in enumerate(blocks):
        number = min(at, 1)
        if at < 2:
            yield segments.write_table(number, tables[number])
        yield segments.segment(segments.BLOCK, bytes([number]))
        yield block.packed(tables[number])
