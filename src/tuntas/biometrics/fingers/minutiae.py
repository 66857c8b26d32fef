"""Minutiae as an extractor finds them, before they become a template."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Minutiae:
    """x, y: int64 [n], pixels. direction: float32 [n], radians anticlockwise, along the ridge that
    ends or the valley that a bifurcation encloses. ending: float32 [n], its probability; else it
    is a bifurcation. quality: float32 [n], 0–1."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    direction: Array
    ending: Array
    quality: Array

    def __len__(self) -> int:
        return len(self.x)

    def moved(self, right: int, down: int) -> Minutiae:
        return replace(self, x=self.x + right, y=self.y + down)

    def where(self, kept: NDArray[np.bool_]) -> Minutiae:
        return Minutiae(
            self.x[kept], self.y[kept], self.direction[kept], self.ending[kept], self.quality[kept]
        )
