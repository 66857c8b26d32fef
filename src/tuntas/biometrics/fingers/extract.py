"""The one way from an image to a template.

LEADER where its weights are; otherwise the classical extractor, and the extraction says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from tuntas.biometrics.errors import WeightsMissing
from tuntas.biometrics.fingers import foreground
from tuntas.biometrics.fingers.foreground import Foreground
from tuntas.biometrics.fingers.leader import Leader, Minutiae
from tuntas.biometrics.fingers.leader_graph import STRIDE
from tuntas.biometrics.fingers.standard import standard
from tuntas.biometrics.images import Grey
from tuntas.biometrics.template import BIFURCATION, ENDING, Template

Method = Literal["leader", "classical"]

TURN: Final = 256
"""Template angles in a full turn."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """template: at 500 dpi, coordinates of the image as brought to 500 dpi. by: the extractor."""

    template: Template
    by: Method

    @property
    def fallback(self) -> bool:
        """Whether the network was missing: such templates match markedly worse."""
        return self.by != "leader"


class Extractor:
    """Extracts fingers. *models*: the folder of the weights. *threads*: of one extraction.

    One may be shared by threads.
    """

    def __init__(self, models: Path | None = None, *, threads: int = 1) -> None:
        self._leader: Leader | None
        try:
            self._leader = Leader(models, threads=threads)
        except WeightsMissing:
            self._leader = None

    @property
    def method(self) -> Method:
        return "leader" if self._leader else "classical"

    def extract(self, grey: Grey) -> Extraction:
        """The template of the finger in *grey*: of any resolution and polarity."""
        image = standard(grey)
        finger = foreground.find(image.pixels)
        found = self._minutiae(image, finger)
        return Extraction(_template(found, image), self.method)

    def _minutiae(self, image: Grey, finger: Foreground) -> Minutiae:
        box = finger.box(image.height, image.width)
        cut = foreground.cut_out(image.pixels, box, STRIDE)
        assert self._leader is not None
        found = self._leader.minutiae(cut)
        return found.moved(box[1].start, box[0].start).where(
            (found.x < box[1].stop - box[1].start) & (found.y < box[0].stop - box[0].start)
        )


def _template(found: Minutiae, image: Grey) -> Template:
    return Template.of(
        found.x,
        found.y,
        np.round(found.direction * (TURN / (2 * np.pi))).astype(np.int64) % TURN,
        np.where(found.ending >= 0.5, ENDING, BIFURCATION),
        np.clip(np.round(100 * found.quality), 0, 100),
        width=image.width,
        height=image.height,
    )
