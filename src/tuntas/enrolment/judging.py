"""From what a device or a browser hands over to a part worth keeping: judged, then as a record.

Whatever comes in (ISO record, PNG, JPEG, JPEG 2000, WSQ) goes out as the ISO record of its kind
with a lossless JPEG 2000 image, and a quality from 0 to 100 with words for the operator.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics import images, signatures
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.faces import detection
from tuntas.biometrics.faces import picture as pictures
from tuntas.biometrics.faces import quality as face_quality
from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.formats import iso19794_4, iso19794_5, iso19794_6
from tuntas.biometrics.images import Grey
from tuntas.biometrics.irises import boundaries, code, eye
from tuntas.biometrics.irises import quality as iris_quality
from tuntas.biometrics.irises import sheet as sheets
from tuntas.biometrics.irises.code import IrisCode
from tuntas.biometrics.irises.sheet import Sheet
from tuntas.biometrics.judgement import Judgement
from tuntas.biometrics.positions import Eye
from tuntas.biometrics.signatures import Trajectory
from tuntas.biometrics.template import Template
from tuntas.enrolment import parts

UNSEEN: Final = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """score: 0–100. advice: (Indonesian, English), the most useful first. record: what is kept.

    template, iris: to see whether a finger or an eye was captured before; never kept.
    """

    kind: str
    score: int
    advice: tuple[tuple[str, str], ...]
    record: bytes = field(repr=False)
    template: Template | None = field(default=None, repr=False)
    iris: IrisCode | None = field(default=None, repr=False)


def judge(kind: str, content: bytes, *, models: Path | None = None) -> Judged:
    """Judge one part and bring it into its record.

    Raises:
        BiometricError: it is no image, or shows nothing of what it should; the sentence says
            what to do.
    """
    if kind == parts.FACE:
        return _face(content, models)
    if kind in parts.FINGER_PARTS:
        return _finger(kind, content, models)
    if kind in parts.IRISES:
        return _iris(kind, content)
    if kind in (parts.SIGNATURE, parts.DECLARATION, parts.CONSENT):
        return _signature(kind, content)
    return Judged(kind, 100, (), content)


def _face(content: bytes, models: Path | None) -> Judged:
    seen = _face_pixels(content)
    judgement = face_quality.judge(seen, detection.find(seen, models=models))
    record = iso19794_5.write([iso19794_5.FaceImage.of(seen)])
    return _judged(parts.FACE, judgement, record)


def _finger(kind: str, content: bytes, models: Path | None) -> Judged:
    grey = _finger_pixels(content)
    found = _extractor(models).extract(grey)
    finger = parts.finger_of(kind)
    image = iso19794_4.FingerImage.of(grey.pixels, grey.dpi, position=int(finger))
    said = tuple((one.id, one.en) for one in found.quality.advice)
    record = iso19794_4.write([image])
    return Judged(kind, found.quality.score, said, record, found.template)


def _iris(kind: str, content: bytes) -> Judged:
    seen = _iris_pixels(content)
    found = boundaries.find(seen)
    sheet = sheets.unroll(seen, found)
    judgement = iris_quality.judge(seen, found, sheet)
    image = iso19794_6.IrisImage.of(seen, eye=Eye(int(kind.split(".")[1])))
    return replace(_judged(kind, judgement, iso19794_6.write([image])), iris=_code(sheet))


def _code(sheet: Sheet) -> IrisCode | None:
    try:
        return code.encode(sheet)
    except BiometricError:
        return None  # too little of it is seen to be compared


def _signature(kind: str, content: bytes) -> Judged:
    """A pen's path as packed by :class:`Trajectory`; the image is drawn from it when needed."""
    return _judged(kind, signatures.judge_trajectory(Trajectory.unpack(content)), content)


def _judged(kind: str, judgement: Judgement, record: bytes) -> Judged:
    """The share of measures that are right, so that one wrong of ten is 90."""
    right, whole = judgement.rank[0], len(judgement.measures)
    said = tuple((one.id, one.en) for one in judgement.advice)
    return Judged(kind, round(100 * right / max(whole, 1)), said, record)


def picture(kind: str, record: bytes) -> NDArray[np.uint8]:
    """The image of a kept part for a page to show: grey or RGB. Raises BiometricError."""
    if kind == parts.FACE:
        return iso19794_5.read(record)[0].pixels()
    if kind in parts.FINGER_PARTS:
        return iso19794_4.read(record)[0].pixels()[0]
    if kind in parts.IRISES:
        return iso19794_6.read(record)[0].pixels()
    return signatures.draw(Trajectory.unpack(record))


def _face_pixels(content: bytes) -> NDArray[np.uint8]:
    try:
        return iso19794_5.read(content)[0].pixels()
    except BiometricError:
        return pictures.read(content)


def _finger_pixels(content: bytes) -> Grey:
    try:
        pixels, dpi = iso19794_4.read(content)[0].pixels()
    except BiometricError:
        return images.read(content)
    return Grey(pixels, round(dpi))


def _iris_pixels(content: bytes) -> NDArray[np.uint8]:
    try:
        return iso19794_6.read(content)[0].pixels()
    except BiometricError:
        return eye.read(content)


@cache
def _extractor(models: Path | None) -> Extractor:
    return Extractor(models)
