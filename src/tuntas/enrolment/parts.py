"""What a recording consists of, what may be missing and why, and when it is whole.

Parts are named as they are in the journal: ``face``, ``finger.2``, ``iris.1``, ``signature``;
``document.kk`` and the like are kept beside them and never required. They may be taken in any
order and again; the last one counts.

>>> missing({"face", "signature"}, {"hands": "amputated", "eyes": "blind"})
()
>>> missing({"face"}, {})[:3]
('finger.1', 'finger.2', 'finger.3')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from tuntas.biometrics.positions import FINGERS, Finger, Hand

FACE: Final = "face"
SIGNATURE: Final = "signature"
IRISES: Final = ("iris.1", "iris.2")
FINGER_PARTS: Final = tuple(f"finger.{finger.value}" for finger in FINGERS)
EVERY: Final = (FACE, *FINGER_PARTS, *IRISES, SIGNATURE)
DECLARATION: Final = "declaration"
"""The resident's own signature that the biodata are correct."""
CONSENT: Final = "consent"
"""A parent's, for somebody under age, where the office asks for it."""
_DOCUMENT: Final = re.compile(r"document\.[a-z0-9-]{1,30}")

SLAPS: Final[Mapping[str, tuple[Finger, ...]]] = {
    "slap.right": tuple(Finger(n) for n in (2, 3, 4, 5)),
    "slap.left": tuple(Finger(n) for n in (7, 8, 9, 10)),
    "slap.thumbs": (Finger.RIGHT_THUMB, Finger.LEFT_THUMB),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part may be missing. *covers*: one finger, all fingers, the irises, the signature.

    *evidence*: a document or photo must be filed. *cosigned*: a second person must approve.
    """

    code: str
    id: str
    en: str
    covers: frozenset[str]
    evidence: bool
    cosigned: bool


_FINGER, _HANDS = frozenset({"finger"}), frozenset({"finger", "hands"})
REASONS: Final[Mapping[str, Reason]] = {
    reason.code: reason
    for reason in (
        Reason("amputated", "Jari tidak ada", "Finger missing", _HANDS, False, True),
        Reason("bandaged", "Jari dibalut atau luka", "Bandaged or hurt", _HANDS, False, True),
        Reason("worn", "Sidik jari aus", "Worn ridges", _HANDS, False, True),
        Reason("leprosy", "Bekas kusta", "After leprosy", _HANDS, False, True),
        Reason(
            "stiff",
            "Lengan kaku atau stroke",
            "Stiff arms or stroke",
            _HANDS | {"signature"},
            False,
            True,
        ),
        Reason(
            "blind",
            "Tunanetra atau mata sakit",
            "Blind or sore eyes",
            frozenset({"iris", "eyes"}),
            False,
            True,
        ),
        Reason(
            "cannot_write",
            "Tidak dapat menulis",
            "Cannot write",
            frozenset({"signature"}),
            False,
            True,
        ),
        Reason(
            "photo_only",
            "ODGJ atau sakit berat: foto saja",
            "Mental illness or gravely ill: photo only",
            frozenset({"hands", "eyes", "signature"}),
            True,
            True,
        ),
    )
}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "hands": FINGER_PARTS,
    "eyes": IRISES,
    "signature": (SIGNATURE,),
}


def known(part: str) -> bool:
    """Whether *part* is something a session keeps."""
    return part in EVERY or part in (DECLARATION, CONSENT) or bool(_DOCUMENT.fullmatch(part))


def allows(reason: str, target: str) -> bool:
    """Whether *reason* explains that *target* (a part, ``hands``, ``eyes``) is missing.

    >>> allows("bandaged", "finger.3"), allows("blind", "finger.3"), allows("blind", "eyes")
    (True, False, True)
    """
    found = REASONS.get(reason)
    if found is None or (target not in EVERY and target not in GROUPS):
        return False
    return target in found.covers or target.split(".")[0] in found.covers


def excepted(exceptions: Collection[str]) -> frozenset[str]:
    """The parts that need not be there, for targets as :func:`allows` names them."""
    return frozenset(part for target in exceptions for part in GROUPS.get(target, (target,)))


def missing(taken: Collection[str], exceptions: Mapping[str, str]) -> tuple[str, ...]:
    """Parts still to be taken, in the usual order. *exceptions*: target → reason."""
    spared = excepted(exceptions)
    return tuple(part for part in EVERY if part not in taken and part not in spared)


def finger_of(part: str) -> Finger:
    """The finger that a part is of; UNKNOWN for other parts."""
    return Finger(int(part.split(".")[1])) if part in FINGER_PARTS else Finger.UNKNOWN


def hand_is_whole(hand: Hand, exceptions: Mapping[str, str]) -> bool:
    """Whether all four fingers of *hand* can be laid on the scanner at once."""
    spared = excepted(exceptions)
    return not any(
        f"finger.{finger.value}" in spared
        for finger in FINGERS
        if finger.hand is hand and finger not in (1, 6)
    )
