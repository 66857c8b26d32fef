"""Is what came an image of the part that was asked, as the standard writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.formats import iso19794_4, iso19794_5, iso19794_6, jpeg2000
from tuntas.biometrics.formats.image import Coding
from tuntas.biometrics.positions import Eye, Finger
from tuntas.devices.contract import Modality, Part
from tuntas.devices.errors import BadRecord, PoorImage, WrongPart

_LOSSLESS: Final = frozenset({Coding.RAW, Coding.PNG, Coding.JPEG2000})
LEAST_SIDE: Final = 32
_Image = TypeVar("_Image")


@dataclass(frozen=True, slots=True)
class Demands:
    """What an image must have to be kept: MOSIP's biometric image specification.

    least_dpi: of fingers. lossless: whether compression may lose nothing.
    """

    least_dpi: float = 500.0
    lossless: bool = True


STANDARD: Final = Demands()


def check(modality: Modality, part: Part | None, record: bytes, demands: Demands = STANDARD) -> str:
    """The SHA-256 of the pixels, when *record* holds one readable image of *part*.

    Raises BadRecord, WrongPart, PoorImage.
    """
    try:
        pixels, coding, data, dpi = _opened(modality, part, record)
        lossless = coding in _LOSSLESS and (
            coding is not Coding.JPEG2000 or jpeg2000.reversible(data)
        )
    except BiometricError:
        raise BadRecord from None
    if min(pixels.shape[:2]) < LEAST_SIDE:
        raise BadRecord
    # A scanner that counts in centimetres says 197, which is 500.4 to the inch, or 196.
    if (dpi is not None and dpi < demands.least_dpi - 3) or (demands.lossless and not lossless):
        raise PoorImage
    return sha256(pixels.tobytes()).hexdigest()


def _opened(
    modality: Modality, part: Part | None, record: bytes
) -> tuple[NDArray[np.uint8], Coding, bytes, float | None]:
    if modality is Modality.FINGER:
        finger = _only(iso19794_4.read(record))
        if finger.position != part:
            raise WrongPart
        pixels, rate = finger.pixels()
        return pixels, finger.coding, finger.data, rate
    if modality is Modality.IRIS:
        iris = _only(iso19794_6.read(record))
        if iris.eye != part:
            raise WrongPart
        return iris.pixels(), iris.coding, iris.data, None
    face = _only(iso19794_5.read(record))
    return face.pixels(), face.coding, face.data, None


def _only(found: Sequence[_Image]) -> _Image:
    if len(found) != 1:
        raise BadRecord
    return found[0]


def written(
    modality: Modality, part: Part | None, pixels: NDArray[np.uint8], *, dpi: int = 500
) -> bytes:
    """*pixels* as a record that `check` accepts: for devices that give plain images.

    Raises BadRecord.
    """
    try:
        if modality is Modality.FINGER:
            made = iso19794_4.FingerImage.of(pixels, dpi, position=Finger(part or 0))
            return iso19794_4.write([made])
        if modality is Modality.IRIS:
            return iso19794_6.write([iso19794_6.IrisImage.of(pixels, eye=Eye(part or 0))])
        return iso19794_5.write([iso19794_5.FaceImage.of(pixels)])
    except BiometricError:
        raise BadRecord from None
