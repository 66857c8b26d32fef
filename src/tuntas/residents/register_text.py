"""Text files as offices hold them, made plain: UTF-8, one record a line, nothing lost.

Encoding, line ends and stray quotes differ from office to office. What comes out is
always the same form, so that one fast reader suffices; a file that has it already is
read where it lies.

>>> plain_text("NIK;NAMA\\r\\n1;SITI\\r\\n".encode("utf-16")).data
b'NIK;NAMA\\n1;SITI\\n'
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

DELIMITERS: Final = (";", ",", "\t", "|")
SAMPLE_LINES: Final = 60
SPARE_COLUMNS: Final = 12
"""Columns beyond the header's: a line with more than these is taken apart slowly."""

LONGEST_RECORD: Final = 8
"""Lines one quoted cell may span; beyond that the quote is a stray sign, not a bracket."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text file in plain form.

    Attributes:
        data: UTF-8 bytes; each record on one line ended by LF, quoted by ``"`` where needed.
        encoding: what it was written in.
        delimiter: one of :data:`DELIMITERS`.
        lines: line number in the original of each record, shape (n,); empty lines have none.
        width: columns to read.
        untouched: *data* is the file itself, byte for byte.
    """

    data: bytes
    encoding: str
    delimiter: str
    lines: NDArray[np.int64]
    width: int
    untouched: bool


def plain_text(raw: bytes) -> PlainText:
    """*raw* in plain form; every character of it stands in some cell afterwards."""
    text_bytes, encoding = decode(raw)
    data = text_bytes
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    delimiter, width = guess_delimiter(data)
    lines = _record_lines(data)
    if lines is None:
        return rewritten(data, encoding, delimiter, width)
    return PlainText(data, encoding, delimiter, lines, width + SPARE_COLUMNS, data is raw)


def decode(raw: bytes) -> tuple[bytes, str]:
    """*raw* as UTF-8 without a mark at its start, and the name of what it was written in.

    >>> decode("ALI N\\u00d1".encode("cp1252"))[1]
    'cp1252'
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace").encode(), encoding
    if _looks_like_utf16(raw):
        encoding = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
        return raw.decode(encoding, errors="replace").encode(), encoding
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing in cp1252; they become the replacement sign, not an error.
        return raw.decode("cp1252", errors="replace").encode(), "cp1252"
    return raw, "utf-8"


def is_tidy(text: PlainText) -> bool:
    """Whether no cell has blanks at its ends, two blanks in a row, or invisible signs.

    A quick look over the bytes: it may say no to a tidy file, never yes to another.
    """
    if any(sign in text.data for sign in _UNSEEN):
        return False
    signs = np.frombuffer(b"\n" + text.data + b"\n", dtype=np.uint8)
    # Piece by piece: what fits into the cache is compared many times faster.
    pieces = (signs[start : start + _PIECE + 1] for start in range(0, len(signs) - 1, _PIECE))
    return all(_is_tidy_piece(piece, ord(text.delimiter)) for piece in pieces)


def _is_tidy_piece(signs: NDArray[np.uint8], delimiter: int) -> bool:
    blank = signs == 32
    edge = blank | (signs == delimiter) | (signs == 10) | (signs == 34)
    if np.any(blank[1:] & edge[:-1]) or np.any(edge[1:] & blank[:-1]):
        return False
    control = (signs < 32) & (signs != 10) & (signs != delimiter)
    return not np.any(control)


_UNSEEN: Final = (b"\x7f", b"\xc2\xa0", b"\xef\xbf\xbd")
_PIECE: Final = 1 << 18


def _looks_like_utf16(raw: bytes) -> bool:
    head = raw[:400]
    return len(head) >= 4 and head.count(b"\0") * 3 >= len(head)


def guess_delimiter(data: bytes) -> tuple[str, int]:
    """The delimiter of plain UTF-8 lines, and how many columns the widest of the first has.

    >>> guess_delimiter(b"DAFTAR PENDUDUK, DESA BIAU\\n\\nNIK;NAMA;RT\\n1;A;001\\n2;B;002\\n")
    (';', 3)
    """
    sample = data[:200_000].split(b"\n")[:SAMPLE_LINES]
    best = (";", 1, 0)
    for delimiter in DELIMITERS:
        sign = delimiter.encode()
        counts = [line.count(sign) for line in sample]
        widest = max(counts, default=0)
        # The header and the rows agree; a comma in a title or an address does not.
        score = sum(count * (counts.count(count) > 1) + bool(count) for count in counts)
        if score > best[2]:
            best = (delimiter, widest + 1, score)
    return best[0], best[1]


def _record_lines(data: bytes) -> NDArray[np.int64] | None:
    """Line numbers of the lines that are not empty; None when quotes run over line ends."""
    signs = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(signs == 10)
    if len(signs) and signs[-1] != 10:
        ends = np.append(ends, len(signs))
    if b'"' in data:
        quotes = np.searchsorted(np.flatnonzero(signs == 34), ends)
        if np.any(np.diff(quotes, prepend=0) % 2):
            return None
    lengths = np.diff(ends, prepend=-1) - 1
    return np.asarray(np.flatnonzero(lengths > 0) + 1, dtype=np.int64)


def rewritten(data: bytes, encoding: str, delimiter: str, width: int) -> PlainText:
    """The slow road: every record taken apart by the csv module and written anew.

    >>> rewritten(b'NIK;NAMA\\n1;"ALI\\nB"\\n2;"C\\n', "utf-8", ";", 2).data
    b'NIK;NAMA\\n1;ALI B\\n2;C\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    lines: list[int] = []
    widest = width
    for line, cells in records(data.decode("utf-8"), delimiter, width):
        # A single empty cell would be written as "", an empty record not at all.
        writer.writerow([cell.replace("\n", " ") for cell in cells] or [""])
        lines.append(line)
        widest = max(widest, len(cells))
    text = out.getvalue().encode()
    return PlainText(
        text, encoding, delimiter, np.array(lines, dtype=np.int64), widest + 1, untouched=False
    )


def records(text: str, delimiter: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each line that is not empty, joined where a quoted cell runs on.

    A quote that nothing closes within :data:`LONGEST_RECORD` lines would swallow people:
    then it is an ordinary sign and the line stands alone.
    """
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        taken, cells = _record(lines, at, delimiter, width)
        yield at + 1, cells
        at += taken


def _record(lines: Sequence[str], at: int, delimiter: str, width: int) -> tuple[int, list[str]]:
    quotes = 0
    for taken in range(1, min(LONGEST_RECORD, len(lines) - at) + 1):
        quotes += lines[at + taken - 1].count('"')
        if quotes % 2:
            continue
        found = _parsed("\n".join(lines[at : at + taken]), delimiter)
        # Two stray quotes in two lines look like one cell over both: then it is two records.
        if len(found) == 1 and (taken == 1 or len(found[0]) <= width):
            return taken, found[0]
        break
    return 1, _parsed(lines[at].replace('"', ""), delimiter)[0]


def _parsed(record: str, delimiter: str) -> list[list[str]]:
    signs = io.StringIO(record, newline="")
    try:
        return list(csv.reader(signs, delimiter=delimiter, skipinitialspace=True)) or [[]]
    except csv.Error:  # a cell longer than the csv module takes
        return [record.replace('"', "").split(delimiter)]
