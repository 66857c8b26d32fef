"""What an opened packet presents: fingers, irises and a face as templates, and who it is about.

Images come in, templates go out; nothing is kept here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tuntas.biometrics.errors import BiometricError, WeightsMissing
from tuntas.biometrics.faces import detection, embedding
from tuntas.biometrics.faces.embedding import Embedding
from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.formats import cbeff, iso19794_4, iso19794_5, iso19794_6
from tuntas.biometrics.formats.cbeff import Block
from tuntas.biometrics.gallery.search import goodness
from tuntas.biometrics.images import Grey
from tuntas.biometrics.irises import boundaries, code, sheet
from tuntas.biometrics.irises.code import IrisCode
from tuntas.biometrics.matching import ten
from tuntas.biometrics.positions import Eye, Finger
from tuntas.biometrics.template import Template
from tuntas.centre.weighing import Strength
from tuntas.packets.errors import Damaged

_EYES: Final = {"Right": Eye.RIGHT, "Left": Eye.LEFT}


@dataclass(frozen=True, slots=True)
class Presented:
    """person: ref. excepted: something is missing for an approved reason. quality: by finger,
    0–100. repeated: fingers left out, for the same finger lay at two places."""

    person: str
    excepted: bool
    fingers: Mapping[Finger, Template] = field(repr=False)
    irises: Mapping[Eye, IrisCode] = field(repr=False)
    face: Embedding | None = field(repr=False)
    quality: Mapping[Finger, int]
    repeated: tuple[Finger, ...] = ()

    def strength(self, finger_goodness: int) -> Strength:
        """*finger_goodness*: percent from which on a finger is usable."""
        usable = [one for one in self.fingers.values() if 100 * goodness(one) >= finger_goodness]
        return Strength(len(usable), len(self.irises), self.face is not None, self.excepted)


def about(content: Mapping[str, bytes]) -> dict[str, Any]:
    """What ``session.json`` says. Raises Damaged."""
    try:
        told = json.loads(content["session.json"])
        person = str(told["person"])
    except (KeyError, ValueError, TypeError) as refused:
        raise Damaged from refused
    if not isinstance(told, dict) or len(person) != 32:
        raise Damaged
    return told


def present(
    content: Mapping[str, bytes], extractor: Extractor, *, models: Path | None = None
) -> Presented:
    """Templates of everything in *content*. A part that shows nothing says nothing.

    Raises:
        Damaged: no session, no biometrics.
        BiometricError: the biometrics are no CBEFF.
    """
    told = about(content)
    blocks = _blocks(content)
    fingers: dict[Finger, Template] = {}
    quality: dict[Finger, int] = {}
    for block in blocks:
        finger = cbeff.finger_of(block.subtype)
        if block.kind == "Finger" and finger is not Finger.UNKNOWN:
            found = extractor.extract(finger_image(block.data))
            quality[finger] = found.quality.score
            if len(found.template):
                fingers[finger] = found.template
    twice = tuple(sorted({one for pair in ten.repeated(fingers) for one in pair}))
    return Presented(
        person=str(told["person"]),
        excepted=bool(told.get("exceptions")) and bool(told.get("cosigned_by")),
        fingers={one: template for one, template in fingers.items() if one not in twice},
        irises=_irises(blocks),
        face=_face(blocks, models),
        quality=quality,
        repeated=twice,
    )


def image_of(content: Mapping[str, bytes], kind: str, subtype: str) -> bytes | None:
    """The record of one part of a packet, None when it was not captured."""
    found = [one for one in _blocks(content) if (one.kind, one.subtype) == (kind, subtype)]
    return found[-1].data if found else None


def finger_image(record: bytes) -> Grey:
    """The grey image of a finger record. Raises BiometricError."""
    pixels, dpi = iso19794_4.read(record)[0].pixels()
    return Grey(pixels, round(dpi))


def _blocks(content: Mapping[str, bytes]) -> list[Block]:
    if "biometrics.xml" not in content:
        raise Damaged
    return cbeff.read(content["biometrics.xml"])


def _irises(blocks: list[Block]) -> dict[Eye, IrisCode]:
    found: dict[Eye, IrisCode] = {}
    for block in blocks:
        if block.kind != "Iris" or block.subtype not in _EYES:
            continue
        try:
            pixels = iso19794_6.read(block.data)[0].pixels()
            found[_EYES[block.subtype]] = code.encode(sheet.unroll(pixels, boundaries.find(pixels)))
        except BiometricError:
            continue  # closed or out of focus: the other evidence decides
    return found


def _face(blocks: list[Block], models: Path | None) -> Embedding | None:
    for block in blocks:
        if block.kind == "Face":
            try:
                pixels = iso19794_5.read(block.data)[0].pixels()
                seen = detection.find_one(pixels, models=models)
                return embedding.embed(pixels, seen, models=models)
            except WeightsMissing:
                raise
            except BiometricError:
                return None
    return None
