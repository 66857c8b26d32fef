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
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from tuntas.residents.register_survey import PIECE, NotPlain, Survey, cut, pieces, survey

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
            None when the file itself has them, byte for byte.
        encoding: what it was written in.
        delimiter: one of :data:`DELIMITERS`.
        lines: line number in the original of each record, shape (n,); empty lines have none.
        filled: columns that the lines seem to fill; some line may have more.
        width: columns to read.
        is_tidy: no cell has blanks at its ends, two in a row, or signs that cannot be seen;
            it may be no for a tidy text, never yes for another.
        has_quotes: some sign is ``"``.
    """

    data: bytes | None
    encoding: str
    delimiter: str
    lines: NDArray[np.int64]
    filled: int
    width: int
    is_tidy: bool
    has_quotes: bool


def plain_file(file: BinaryIO) -> PlainText:
    """The bytes of *file* in plain form; if they have it already, without holding them all.

    >>> plain_file(io.BytesIO(b"NIK;NAMA\\n1;SITI\\n")).data is None
    True
    """
    head = file.read(PIECE)
    file.seek(0)
    try:
        if not head.startswith(tuple(mark for mark, _ in _BOMS)):
            delimiter, width = guess_delimiter(head)
            seen = survey(pieces(file), delimiter)
            if seen.lines is not None:
                return _surveyed(None, "utf-8", delimiter, width, seen)
    except NotPlain:
        pass
    file.seek(0)
    return plain_text(file.read())


def _surveyed(
    data: bytes | None, encoding: str, delimiter: str, width: int, seen: Survey
) -> PlainText:
    assert seen.lines is not None
    spare = width + SPARE_COLUMNS
    # With more delimiters than that some line has more columns than the first ones.
    filled = width if seen.delimiters <= len(seen.lines) * (width - 1) else spare
    return PlainText(
        data, encoding, delimiter, seen.lines, filled, spare, seen.is_tidy, seen.has_quotes
    )


def plain_text(raw: bytes) -> PlainText:
    """*raw* in plain form; every character of it stands in some cell afterwards."""
    text_bytes, encoding = decode(raw)
    data = text_bytes
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    delimiter, width = guess_delimiter(data)
    seen = survey(cut(data), delimiter)
    if seen.lines is None:
        return rewritten(data, encoding, delimiter, width)
    return _surveyed(data, encoding, delimiter, width, seen)


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
    seen = survey(cut(text), delimiter)
    return PlainText(
        text,
        encoding,
        delimiter,
        np.array(lines, dtype=np.int64),
        widest,
        widest + 1,
        seen.is_tidy,
        seen.has_quotes,
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
