"""The live picture of a device: JPEG after JPEG, cut out of whatever lies between them.

Nothing signs it, so it is shown and never kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tuntas.devices.errors import TooMuch

_START: Final = b"\xff\xd8\xff"
_END: Final = b"\xff\xd9"


def frames(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The whole JPEGs in *pieces*; what follows the last is dropped.

    Inside a JPEG's image data the end marker cannot occur: the standard stuffs a zero after
    every 255. Raises TooMuch for a frame, or for noise between two, beyond *most* bytes.

    >>> list(frames([b"--cut", bytes.fromhex("ffd8ffe0"), bytes.fromhex("00ffd9"), b"--"], 99))
    [b'\\xff\\xd8\\xff\\xe0\\x00\\xff\\xd9']
    """
    held = bytearray()
    skipped = 0
    for piece in pieces:
        held += piece
        while (start := held.find(_START)) >= 0:
            del held[:start]
            skipped = 0
            end = held.find(_END, len(_START))
            if end < 0:
                break
            yield bytes(held[: end + len(_END)])
            del held[: end + len(_END)]
        else:
            keep = len(_START) - 1
            skipped += max(len(held) - keep, 0)
            del held[:-keep]
        if len(held) > most or skipped > most:
            raise TooMuch
