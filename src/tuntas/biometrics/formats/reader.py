"""Bytes read from the front, never past the end.

>>> reader = Reader(bytes([0, 7, 1, 2]))
>>> reader.u16(), reader.take(2), reader.left
(7, b'\\x01\\x02', 0)
"""

from __future__ import annotations

from tuntas.biometrics.errors import BiometricError, ImageTooLarge, UnreadableRecord

MOST_BYTES = 64 * 1024 * 1024
"""Nothing larger is looked at: a ten-print set in lossless JPEG 2000 stays below 20 MB."""
MOST_PIXELS = 50_000_000
"""A ten-print card of 8 by 8 inches at 800 pixels per inch; a slap at 1000 has 10 million."""
MOST_RATIO = 1000
"""No photograph or print is this much larger than its file: such a size is a lie."""


class Reader:
    """Big-endian fields of *content*; raises *error* where a field would pass the end."""

    __slots__ = ("_at", "_content", "_error")

    def __init__(self, content: bytes, error: type[BiometricError] = UnreadableRecord) -> None:
        self._content = content
        self._error = error
        self._at = 0

    @property
    def at(self) -> int:
        return self._at

    @property
    def left(self) -> int:
        return len(self._content) - self._at

    def take(self, count: int) -> bytes:
        if count < 0 or count > self.left:
            raise self._error
        self._at += count
        return self._content[self._at - count : self._at]

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def u8(self) -> int:
        return self.number(1)

    def u16(self) -> int:
        return self.number(2)

    def u32(self) -> int:
        return self.number(4)

    def part(self, count: int) -> Reader:
        """The next *count* bytes as a reader of their own."""
        return Reader(self.take(count), self._error)

    def rest(self) -> bytes:
        return self.take(self.left)

    def finish(self) -> None:
        """Raises when bytes are left over: a length lied somewhere."""
        if self.left:
            raise self._error


def check_size(width: int, height: int, length: int, most: int = MOST_PIXELS) -> None:
    """Raises ImageTooLarge when a file of *length* bytes may not claim *width* × *height* pixels.

    That is when there are none, more than *most*, or a megapixel and MOST_RATIO times the file.
    """
    pixels = width * height
    if width < 1 or height < 1 or pixels > min(most, max(1_000_000, MOST_RATIO * length)):
        raise ImageTooLarge
