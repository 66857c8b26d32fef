"""The one way from an image to a template and a quality.

LEADER where its weights are; otherwise the classical extractor, and the extraction says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

import numpy as np

from tuntas.biometrics.errors import WeightsMissing
from tuntas.biometrics.fingers import classical, foreground, quality
from tuntas.biometrics.fingers.leader import QUALITY, Leader
from tuntas.biometrics.fingers.leader_graph import STRIDE
from tuntas.biometrics.fingers.minutiae import Minutiae
from tuntas.biometrics.fingers.quality import FingerQuality
from tuntas.biometrics.fingers.standard import Standard, standard
from tuntas.biometrics.images import Grey
from tuntas.biometrics.template import BIFURCATION, ENDING, Template

Method: TypeAlias = Literal["leader", "classical"]

KEPT: Final = 0.3
"""The network's minutiae go into the template from this quality on. The matcher weighs each by
its quality, so doubtful ones help small and dry prints (docs/decisions/0073); how good a finger
is, is judged by the certain ones (leader.QUALITY)."""

_TURN: Final = 256


@dataclass(frozen=True, slots=True)
class Extraction:
    """template: at 500 dpi, in the coordinates of the image as brought to 500 dpi. quality: of
    the image, in words. by: the extractor. area_mm2: finger seen, square millimetres."""

    template: Template
    quality: FingerQuality
    by: Method
    area_mm2: float

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
        """The template of the finger in *grey*: of any resolution and polarity.

        Raises ImageTooLarge when it would be beyond bounds at 500 dpi.
        """
        seen = standard(grey)
        found = self._minutiae(seen)
        return Extraction(
            template_of(found, seen.image),
            quality.judged(seen.image.pixels, seen.finger, self._certain(found)),
            self.method,
            seen.finger.area_mm2,
        )

    def _certain(self, found: Minutiae) -> Minutiae:
        return found if self._leader is None else found.where(found.quality >= QUALITY)

    def _minutiae(self, seen: Standard) -> Minutiae:
        if self._leader is None:
            return classical.minutiae(seen.image.pixels, seen.finger)
        rows, columns = seen.finger.box(seen.image.height, seen.image.width)
        cut = foreground.cut_out(seen.image.pixels, (rows, columns), STRIDE)
        found = self._leader.minutiae(cut, at_least=KEPT).moved(columns.start, rows.start)
        return found.where((found.x < columns.stop) & (found.y < rows.stop))


def template_of(found: Minutiae, image: Grey) -> Template:
    return Template.of(
        found.x,
        found.y,
        np.round(found.direction * (_TURN / (2 * np.pi))).astype(np.int64) % _TURN,
        np.where(found.ending >= 0.5, ENDING, BIFURCATION),
        np.clip(np.round(100 * found.quality), 0, 100),
        width=image.width,
        height=image.height,
    )
