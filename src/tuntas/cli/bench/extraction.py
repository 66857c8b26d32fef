"""Extraction of fingers: ours beside the shipped LEADER graph, on the same images in one run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tuntas.biometrics import weights
from tuntas.biometrics.fingers import foreground
from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.fingers.leader import QUALITY, Leader
from tuntas.biometrics.fingers.leader_graph import STRIDE
from tuntas.biometrics.fingers.minutiae import Minutiae
from tuntas.biometrics.fingers.standard import standard
from tuntas.biometrics.images import Grey

_FAR: float = 0.01


@dataclass(frozen=True, slots=True)
class ExtractionTiming:
    """CPU milliseconds an image on one thread: the whole extraction (from pixels to template and
    quality), the network as ours runs it, the shipped graph on the same cut-out. Of the *shipped*
    graph's minutiae *same* are found by ours at the same pixel, of the same type, their direction
    within 0.01 rad; *extra* are found by ours alone."""

    images: int
    whole_ms: float
    network_ms: float
    shipped_ms: float
    same: int
    shipped: int
    extra: int

    @property
    def ratio(self) -> float:
        """How many times faster than the shipped graph the network runs."""
        return self.shipped_ms / self.network_ms


def extraction_timing(images: Sequence[Grey], models: Path | None = None) -> ExtractionTiming:
    """Measured on *images*, turn by turn. Raises WeightsMissing."""
    leader, extractor, shipped = Leader(models), Extractor(models), _Shipped(models)
    _ = extractor.extract(images[0])  # Compiled code is loaded before the clock runs.
    spent = np.zeros(3)
    same = found = extra = 0
    for image in images:
        cut = _cut_out(image)
        marks = [time.process_time()]
        _ = extractor.extract(image)
        marks.append(time.process_time())
        ours = leader.minutiae(cut)
        marks.append(time.process_time())
        theirs = shipped.minutiae(cut)
        marks.append(time.process_time())
        spent += np.diff(marks)
        alike = _alike(ours, theirs)
        same, found, extra = same + alike, found + len(theirs), extra + len(ours) - alike
    whole, network, baseline = (spent / len(images) * 1000).tolist()
    return ExtractionTiming(len(images), whole, network, baseline, same, found, extra)


def _cut_out(image: Grey) -> NDArray[np.float32]:
    seen = standard(image)
    box = seen.finger.box(seen.image.height, seen.image.width)
    return foreground.cut_out(seen.image.pixels, box, STRIDE)


class _Shipped:
    def __init__(self, models: Path | None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = weights.find(weights.LEADER, models)
        self._graph = onnxruntime.InferenceSession(str(path), options)

    def minutiae(self, cut: NDArray[np.float32]) -> Minutiae:
        out = self._graph.run(None, {"input": cut[None, ..., None]})[0][0]
        y, x = np.nonzero(out[..., 3] >= QUALITY)
        return Minutiae(x, y, out[y, x, 1], out[y, x, 2], out[y, x, 3])


def _alike(ours: Minutiae, theirs: Minutiae) -> int:
    at = {(int(x), int(y)): i for i, (x, y) in enumerate(zip(ours.x, ours.y, strict=True))}
    count = 0
    for j in range(len(theirs)):
        i = at.get((int(theirs.x[j]), int(theirs.y[j])))
        if i is not None:
            turn = abs(np.angle(np.exp(1j * (ours.direction[i] - theirs.direction[j]))))
            count += bool(turn < _FAR and (ours.ending[i] >= 0.5) == (theirs.ending[j] >= 0.5))
    return count
