"""Fingers and eyes as SBI names them.

>>> name(FINGERS[8]), part("Iris", "Left")
('Left RingFinger', <Eye.LEFT: 2>)
"""

from __future__ import annotations

from typing import Final

from tuntas.biometrics.positions import FINGERS, Eye
from tuntas.devices.contract import (
    LEFT_FOUR,
    RIGHT_FOUR,
    THUMBS,
    CaptureRequest,
    Modality,
    Part,
)
from tuntas.devices.errors import WrongRequest


def name(one: Part) -> str:
    side, _, digit = one.name.partition("_")
    if isinstance(one, Eye) or digit == "THUMB":
        return f"{side.title()} {digit.title()}".strip()
    return f"{side.title()} {digit.title()}Finger"


PARTS: Final[dict[str, dict[str, Part]]] = {
    Modality.FINGER: {name(finger): finger for finger in FINGERS},
    Modality.IRIS: {name(eye): eye for eye in (Eye.LEFT, Eye.RIGHT)},
    Modality.FACE: {},
}
SLAP: Final = "Slap"
LEFT, RIGHT, BOTH, WHOLE = 1, 2, 3, 0


def part(modality: str, said: str) -> Part | None:
    """The part that *said* names; None where it names none (a face, UNKNOWN)."""
    return PARTS[modality].get(said)


def sub_id(request: CaptureRequest, kind: str) -> int:
    """Which part of the device takes what is asked. Raises WrongRequest."""
    if request.modality is Modality.FACE:
        return WHOLE
    asked = set(request.parts)
    if request.modality is Modality.IRIS:
        return BOTH if len(asked) == 2 else LEFT if Eye.LEFT in asked else RIGHT
    if kind != SLAP:
        if len(asked) != 1:
            raise WrongRequest
        return WHOLE
    for number, hand in ((LEFT, LEFT_FOUR), (RIGHT, RIGHT_FOUR), (BOTH, THUMBS)):
        if asked <= set(hand):
            return number
    raise WrongRequest
