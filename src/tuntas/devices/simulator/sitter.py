"""What the drawn person before the simulated devices leaves on them."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tuntas.biometrics.formats import iso19794_4, iso19794_5, iso19794_6
from tuntas.biometrics.formats.image import Coding
from tuntas.biometrics.positions import Eye, Finger, Hand
from tuntas.biometrics.synthetic import faces, impressions, irises, prints, slaps, specimen
from tuntas.biometrics.synthetic.capture import Severity
from tuntas.devices.contract import LEFT_FOUR, RIGHT_FOUR, THUMBS, Modality, Part

_MARGIN: Final = 12
_COMMENT: Final = ((3, specimen.STATEMENT.encode()),)
"""Extended data of the standard: the mark travels with the image, which cannot bear writing."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One image as a device makes it: uint8, grey or RGB; score 0 … 100."""

    part: Part | None
    pixels: NDArray[np.uint8]
    score: float
    dpi: int = 500
    lossy: bool = False

    def record(self) -> bytes:
        """The image as ISO/IEC 19794-4, -6 or -5."""
        if isinstance(self.part, Finger):
            return iso19794_4.write([self._finger(self.part)])
        if isinstance(self.part, Eye):
            return iso19794_6.write([self._eye(self.part)])
        face = iso19794_5.FaceImage.of(self.pixels)
        return iso19794_5.write([face])

    def _finger(self, finger: Finger) -> iso19794_4.FingerImage:
        height, width = self.pixels.shape[:2]
        if self.lossy:
            return iso19794_4.FingerImage(
                jpeg(self.pixels), Coding.JPEG, width, height, float(self.dpi), int(finger)
            )
        made = iso19794_4.FingerImage.of(self.pixels, self.dpi, position=finger)
        return iso19794_4.FingerImage(
            made.data, made.coding, width, height, made.rate, int(finger), extended=_COMMENT
        )

    def _eye(self, eye: Eye) -> iso19794_6.IrisImage:
        height, width = self.pixels.shape[:2]
        if self.lossy:
            return iso19794_6.IrisImage(jpeg(self.pixels), Coding.JPEG, width, height, eye)
        return iso19794_6.IrisImage.of(self.pixels, eye=eye)


def shots(
    identity: int, modality: Modality, parts: Sequence[Part], number: int, *, severity: float = 1.0
) -> list[Shot]:
    """Impression *number* of *parts* (of a face when there are none)."""
    if modality is Modality.FACE:
        return [_face(identity, number, severity)]
    if modality is Modality.IRIS:
        return [_eye(identity, Eye(eye), number, severity) for eye in parts]
    fingers = [Finger(finger) for finger in parts]
    if len(fingers) == 1:
        return [_single(identity, fingers[0], number, severity)]
    return _slap(identity, fingers, number, severity)


def _slap(identity: int, fingers: Sequence[Finger], number: int, severity: float) -> list[Shot]:
    made = pressed(identity, fingers, number, severity)
    cuts = {}
    for seen in made.segments:
        top, left = max(seen.row - _MARGIN, 0), max(seen.column - _MARGIN, 0)
        bottom = seen.row + seen.height + _MARGIN
        right = seen.column + seen.width + _MARGIN
        cuts[seen.finger] = np.ascontiguousarray(made.pixels[top:bottom, left:right])
    return [Shot(finger, cuts[finger], ink_score(cuts[finger])) for finger in fingers]


def pressed(identity: int, fingers: Collection[Finger], number: int, severity: float) -> slaps.Slap:
    """The whole platen with *fingers* of one hand, or thumbs, on it."""
    level = Severity.of(severity)
    for group in (LEFT_FOUR, RIGHT_FOUR):
        if set(fingers) <= set(group):
            gone = set(group) - set(fingers)
            hand = Hand.LEFT if group is LEFT_FOUR else Hand.RIGHT
            return slaps.slap(identity, hand, number, severity=level, missing=gone)
    gone = set(THUMBS) - set(fingers)
    return slaps.thumbs(identity, number, severity=level, missing=gone)


def _single(identity: int, finger: Finger, number: int, severity: float) -> Shot:
    master = prints.remembered(identity, finger)
    made = impressions.impression(master, number, severity=Severity.of(severity))
    return Shot(finger, made.pixels, ink_score(made.pixels))


def _eye(identity: int, eye: Eye, number: int, severity: float) -> Shot:
    made = irises.eye_image(identity, eye, number, severity=severity)
    score = 100 * min(made.look.opening / 0.8, 1) - 15 * (made.look.blur_px - 0.6)
    return Shot(eye, made.pixels, _percent(score))


def _face(identity: int, number: int, severity: float) -> Shot:
    made = faces.portrait(identity, number, severity=severity)
    turned = abs(made.sitting.yaw_deg) + abs(made.sitting.pitch_deg) + abs(made.sitting.roll_deg)
    return Shot(None, made.pixels, _percent(98 - 3 * turned))


def ink_score(pixels: NDArray[np.uint8]) -> float:
    """A scanner's idea of quality: enough skin, neither pale nor black.

    >>> ink_score(np.full((400, 300), 255, np.uint8))
    0.0
    """
    dark = float((pixels < 140).mean())
    area = float((pixels < 200).mean()) * pixels.size / 40_000
    return _percent(100 * min(area, 1.0) * (1 - 1.6 * abs(dark - 0.38)))


def _percent(score: float) -> float:
    return round(float(np.clip(score, 0, 100)), 1)


@lru_cache(maxsize=24)
def preview(
    identity: int, modality: Modality, parts: tuple[Part, ...], number: int, frame: int
) -> bytes:
    """A small JPEG of the live picture; *frame* numbers a few that differ a little."""
    moved = np.roll(_seen(identity, modality, parts, number), (frame - 1) * 2, axis=0)
    height = max(moved.shape[0] // 14, 12)
    return jpeg(specimen.stamped(np.ascontiguousarray(moved), height_px=height, row=4, column=4))


@lru_cache(maxsize=4)
def _seen(
    identity: int, modality: Modality, parts: tuple[Part, ...], number: int
) -> NDArray[np.uint8]:
    """What lies before the device, at a fraction of its size."""
    if modality is Modality.FINGER:
        fingers = [Finger(part) for part in parts]
        return pressed(identity, fingers, number, 1.0).pixels[::4, ::4]
    return shots(identity, modality, parts[:1], number)[0].pixels[::2, ::2]


def jpeg(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=80)
    return out.getvalue()
