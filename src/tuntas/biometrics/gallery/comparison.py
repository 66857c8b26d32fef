"""From a shortlist to evidence: a probe's fingers against one person's, by the full matcher."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuntas.biometrics.gallery.codes import codes_of, projection
from tuntas.biometrics.gallery.person import Fingers
from tuntas.biometrics.positions import Finger

Pairs = tuple[tuple[Finger, Finger], ...]
"""(The probe's finger, the person's finger) to compare."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How a person compares."""

    ref: str
    score: float


class Probe:
    def __init__(self, fingers: Fingers) -> None:
        self.fingers = fingers
        self.codes = dict(zip(fingers, codes_of(list(fingers.values()), projection()), strict=True))

    def with_person(self, ref: str, person: Fingers, pairs: Pairs | None) -> Compared:
        theirs = dict(zip(person, codes_of(list(person.values()), projection()), strict=True))
        total = 0.0
        for a, b in pairs or [(f, f) for f in self.fingers]:
            if b in theirs:
                d = np.bitwise_count(self.codes[a][:, :, None] ^ theirs[b][:, None, :]).sum(0).min(1)
                total += float(np.clip(40 - d.astype(int), 0, None).sum())
        return Compared(ref, total)
