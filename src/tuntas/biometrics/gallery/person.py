"""A person in a gallery: up to ten templates in a row of bytes, and in a row of codes."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import NothingToSearch, UnreadableRecord
from tuntas.biometrics.gallery.codes import SLOTS, Projection, codes_of
from tuntas.biometrics.positions import FINGERS, Finger
from tuntas.biometrics.template import Template

Fingers = Mapping[Finger, Template]
_HEAD: Final = struct.Struct("<BH")
"""Finger position, bytes of its template."""


def pack(fingers: Fingers) -> bytes:
    """What the gallery keeps of a person. Raises NothingToSearch without any minutia."""
    known = [(finger, fingers[finger]) for finger in FINGERS if len(fingers.get(finger, ()))]
    if not known:
        raise NothingToSearch
    packed = [(finger, template.pack()) for finger, template in known]
    return b"".join(_HEAD.pack(finger, len(body)) + body for finger, body in packed)


def unpack(body: bytes) -> dict[Finger, Template]:
    """The fingers that *body* holds. Raises UnreadableRecord when it holds none."""
    found: dict[Finger, Template] = {}
    at = 0
    try:
        while at < len(body):
            finger, size = _HEAD.unpack_from(body, at)
            start = at + _HEAD.size
            found[Finger(finger)] = Template.unpack(body[start : start + size])
            at = start + size
    except (struct.error, ValueError) as broken:
        raise UnreadableRecord from broken
    return found


def codes_of_bodies(bodies: Sequence[bytes], by: Projection) -> NDArray[np.uint64]:
    """Codes of what *pack* gave, [n, 10, words, SLOTS]; nought for a finger that is not there."""
    templates = [fingers.get(finger) for fingers in map(unpack, bodies) for finger in FINGERS]
    return codes_of(templates, by).reshape(len(bodies), len(FINGERS), by.words, SLOTS)
