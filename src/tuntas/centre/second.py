"""Faces and irises of everybody who is known: the second evidence, and the only one for some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.faces import calibration as face_calibration
from tuntas.biometrics.irises import calibration as iris_calibration
from tuntas.biometrics.irises import code
from tuntas.biometrics.irises.code import IrisCode
from tuntas.biometrics.positions import Eye
from tuntas.centre import locker
from tuntas.centre.models import Identity
from tuntas.centre.presented import Presented

NEAR: Final = 1e-3
"""A face or an eye that so few strangers have goes on to the full comparison."""
MOST: Final = 10
_EYES: Final = {Eye.RIGHT: "iris_right", Eye.LEFT: "iris_left"}


@dataclass(frozen=True, slots=True)
class Second:
    """How face and irises of somebody known compare; None and empty where there is nothing."""

    face: float | None
    face_rate: float | None
    iris: float | None
    iris_rates: tuple[float, ...]


class Seconds:
    """Everybody's face and irises in memory: 8 KB a person, read once and then as they come."""

    def __init__(self) -> None:
        self._last = 0
        self._faces: dict[str, NDArray[np.float32]] = {}
        self._irises: dict[str, dict[Eye, IrisCode]] = {}
        self._known: set[str] = set()

    def refresh(self, key: bytes) -> int:
        """Read who came since, with the templates' *key*; how many there are."""
        kept = Identity.objects.filter(destroyed_on__isnull=True)
        if kept.filter(id__lte=self._last).count() != len(self._known):
            self.__init__()  # type: ignore[misc]  # somebody was forgotten: read all again
        for row in kept.filter(id__gt=self._last).order_by("id").iterator():
            self._last = row.id
            self._known.add(row.ref)
            held = locker.opened(key, row)
            if "face" in held:
                self._faces[row.ref] = np.frombuffer(held["face"], "<f4")
            self._irises[row.ref] = {
                eye: IrisCode.unpack(held[name]) for eye, name in _EYES.items() if name in held
            }
        return len(self._known)

    def compare(self, probe: Presented, ref: str) -> Second:
        """The probe's face and irises with those of *ref*."""
        face = None
        if probe.face is not None and ref in self._faces:
            face = float(self._faces[ref] @ probe.face)
        distances = list(self._distances(probe.irises, ref).values())
        return Second(
            face,
            None if face is None else face_calibration.false_match_rate(face),
            min(distances, default=None),
            tuple(iris_calibration.false_match_rate(one) for one in distances),
        )

    def near(self, probe: Presented) -> list[str]:
        """The few whose face or eyes are so near that they must be compared in full."""
        limit = iris_calibration.threshold(NEAR)
        by_eye = {
            ref: min(distances.values())
            for ref in self._irises
            if (distances := self._distances(probe.irises, ref))
        }
        eyes = [ref for ref in sorted(by_eye, key=by_eye.__getitem__) if by_eye[ref] <= limit]
        return list(dict.fromkeys([*eyes[:MOST], *self._near_faces(probe)]))

    def _near_faces(self, probe: Presented) -> list[str]:
        if probe.face is None or not self._faces:
            return []
        refs = list(self._faces)
        cosines = np.stack([self._faces[ref] for ref in refs]) @ probe.face
        best = np.argsort(-cosines)[:MOST]
        limit = face_calibration.threshold(NEAR)
        return [refs[place] for place in best if cosines[place] >= limit]

    def _distances(self, irises: Mapping[Eye, IrisCode], ref: str) -> dict[Eye, float]:
        held = self._irises.get(ref, {})
        return {eye: code.compare(one, held[eye]) for eye, one in irises.items() if eye in held}
