"""One look over the bytes of a text file, piece by piece: its lines, and whether it is tidy.

A register of a million people has 200 MB. Looked over as a whole, each question went through
all of it and through a fresh array as long (1.2 µs a row together); a piece that stays in
the cache answers them all for a quarter of that, and the file is never held as a whole.

>>> seen = survey([b"NIK;NAMA\\n\\n1;SI", b"TI\\n"], ";")
>>> seen.lines, seen.is_tidy
(array([1, 3]), True)
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

PIECE: Final = 1 << 18
"""Bytes of a piece: what fits into the cache is compared many times faster."""

_LF: Final = 10
_BLANK: Final = 32
_UNSEEN: Final = ("\u00a0".encode(), "\ufffd".encode())


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look over plain UTF-8 lines shows.

    Attributes:
        lines: numbers of the lines that are not empty, from 1; None when a quote runs over
            the end of a line.
        is_tidy: no cell has blanks at its ends, two blanks in a row, or invisible signs. It
            may be no for a tidy file, never yes for another.
        has_quotes: some sign is ``"``.
        delimiters: how many there are.
    """

    lines: NDArray[np.int64] | None
    is_tidy: bool
    has_quotes: bool
    delimiters: int


class NotPlain(Exception):
    """The bytes are no UTF-8, or have line ends or signs that must first be made plain."""


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of *stream*, as long as they are plain UTF-8.

    Raises:
        NotPlain: at the first piece that is not.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_ascii = True
    while piece := stream.read(PIECE):
        if b"\r" in piece or b"\0" in piece:
            raise NotPlain
        if not (is_ascii and piece.isascii()):
            # From the first letter beyond ASCII on: it may stand across two pieces.
            is_ascii = False
            _decode(decoder, piece)
        yield piece
    _decode(decoder, b"", final=True)


def _decode(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> None:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError as error:
        raise NotPlain from error


def cut(data: bytes) -> Iterator[bytes]:
    """*data* in pieces."""
    return (data[start : start + PIECE] for start in range(0, len(data), PIECE))


def survey(pieces: Iterable[bytes], delimiter: str) -> Survey:
    """What stands in the *pieces* of one file, cut anywhere; lines end with LF."""
    look = _Look(_edges(delimiter), ord(delimiter))
    for piece in pieces:
        look.over(piece)
    return look.end()


def _edges(delimiter: str) -> NDArray[np.bool_]:
    """Which signs may not stand beside a blank."""
    edges = np.zeros(256, dtype=np.bool_)
    edges[[_BLANK, _LF, ord('"'), ord(delimiter)]] = True
    return edges


@dataclass(slots=True)
class _Look:
    edges: NDArray[np.bool_]
    delimiter: int
    # The sign before the piece; a file begins like a new line.
    before: bytes = b"\n"
    n_lines: int = 0
    delimiters: int = 0
    empty: list[NDArray[np.int64]] = field(default_factory=list)
    is_tidy: bool = True
    has_quotes: bool = False
    is_quoted: bool = False
    runs_on: bool = False

    def over(self, piece: bytes) -> None:
        signs = np.frombuffer(self.before[-1:] + piece, dtype=np.uint8)
        line_ends = signs == _LF
        if self.is_quoted or b'"' in piece:
            self._count_quotes(signs[1:], line_ends[1:])
        if self.is_tidy:
            self.is_tidy = self._is_tidy(piece, signs, line_ends)
        self._count_lines(line_ends)
        self.delimiters += int(np.count_nonzero(signs[1:] == self.delimiter))
        # Three bytes: an invisible sign may stand across two pieces.
        self.before = (self.before + piece)[-3:] if len(piece) < 3 else piece[-3:]

    def _count_lines(self, line_ends: NDArray[np.bool_]) -> None:
        if np.any(line_ends[1:] & line_ends[:-1]):
            after = line_ends[:-1][line_ends[1:]]
            self.empty.append(self.n_lines + np.flatnonzero(after))
        self.n_lines += int(np.count_nonzero(line_ends[1:]))

    def _count_quotes(self, signs: NDArray[np.uint8], line_ends: NDArray[np.bool_]) -> None:
        self.has_quotes = True
        quotes = np.flatnonzero(signs == ord('"'))
        before_ends = self.is_quoted + np.searchsorted(quotes, np.flatnonzero(line_ends))
        self.runs_on = self.runs_on or bool(np.any(before_ends % 2))
        self.is_quoted = bool((self.is_quoted + len(quotes)) % 2)

    def _is_tidy(
        self, piece: bytes, signs: NDArray[np.uint8], line_ends: NDArray[np.bool_]
    ) -> bool:
        if b"\x7f" in piece or (not piece.isascii() and self._has_unseen(piece)):
            return False
        control = np.count_nonzero(signs < _BLANK) - np.count_nonzero(line_ends)
        if self.delimiter < _BLANK:
            control -= np.count_nonzero(signs == self.delimiter)
        if control:
            return False
        blanks = np.flatnonzero(signs == _BLANK)
        if len(blanks) and blanks[-1] == len(signs) - 1:
            blanks = blanks[:-1]  # looked at with the next piece, or at the end
            if self.edges[signs[-2]]:
                return False
        return not (self.edges[signs[blanks + 1]].any() or self._follows_edge(signs, blanks))

    def _follows_edge(self, signs: NDArray[np.uint8], blanks: NDArray[np.int64]) -> bool:
        inside = blanks[1:] if len(blanks) and blanks[0] == 0 else blanks
        return bool(self.edges[signs[inside - 1]].any())

    def _has_unseen(self, piece: bytes) -> bool:
        near = self.before[-2:] + piece
        return any(sign in near for sign in _UNSEEN)

    def end(self) -> Survey:
        """The file ends like a line, whether it says so or not."""
        if self.before[-1] != _LF:
            self.n_lines += 1
            self.is_tidy = self.is_tidy and self.before[-1] != _BLANK
            self.runs_on = self.runs_on or self.is_quoted
        lines = np.arange(1, self.n_lines + 1, dtype=np.int64)
        if self.empty:
            lines = np.delete(lines, np.concatenate(self.empty))
        return Survey(
            None if self.runs_on else lines, self.is_tidy, self.has_quotes, self.delimiters
        )
