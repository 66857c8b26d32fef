"""The ten fingers and two eyes, numbered as ISO/IEC 19794 numbers them.

>>> Finger.LEFT_INDEX.mirrored
<Finger.RIGHT_INDEX: 2>
>>> Finger.RIGHT_THUMB.hand
<Hand.RIGHT: 1>
"""

from __future__ import annotations

from enum import IntEnum


class Hand(IntEnum):
    UNKNOWN = 0
    RIGHT = 1
    LEFT = 2


class Finger(IntEnum):
    """Finger positions of ISO/IEC 19794-2 (0: not known)."""

    UNKNOWN = 0
    RIGHT_THUMB = 1
    RIGHT_INDEX = 2
    RIGHT_MIDDLE = 3
    RIGHT_RING = 4
    RIGHT_LITTLE = 5
    LEFT_THUMB = 6
    LEFT_INDEX = 7
    LEFT_MIDDLE = 8
    LEFT_RING = 9
    LEFT_LITTLE = 10

    @property
    def hand(self) -> Hand:
        return Hand.UNKNOWN if self == 0 else Hand.RIGHT if self <= 5 else Hand.LEFT

    @property
    def mirrored(self) -> Finger:
        """The same finger of the other hand."""
        return self if self == 0 else Finger((self + 4) % 10 + 1)


FINGERS = tuple(Finger(number) for number in range(1, 11))


class Eye(IntEnum):
    """Eyes of ISO/IEC 19794-6 (0: not known)."""

    UNKNOWN = 0
    RIGHT = 1
    LEFT = 2
