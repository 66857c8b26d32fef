"""Minutiae by LEADER, run on onnxruntime.

R. Cappelli, "LEADER: Lightweight End-to-end Attention-gated Dual autoencodER for robust minutiae
extraction" (2025); weights MIT. The graphs are ``leader_graph``'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.fingers import leader_graph

QUALITY: Final = 0.5
"""Minutiae below are not kept."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Minutiae:
    """x, y: int64 [n], pixels; direction: float32 [n], radians as the network gives them;
    ending: float32 [n], probability; quality: float32 [n], 0–1. In reading order."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    direction: Array
    ending: Array
    quality: Array

    def moved(self, right: int, down: int) -> Minutiae:
        return replace(self, x=self.x + right, y=self.y + down)

    def where(self, kept: NDArray[np.bool_]) -> Minutiae:
        return Minutiae(
            self.x[kept], self.y[kept], self.direction[kept], self.ending[kept], self.quality[kept]
        )


class Leader:
    """The network, loaded. Raises WeightsMissing when its file is not there.

    One may be shared by threads; *threads* are those of one extraction.
    """

    def __init__(self, models: Path | None = None, *, threads: int = 1) -> None:
        graphs = leader_graph.find(models)
        self._trunk = _session(graphs[leader_graph.TRUNK], threads)
        self._details = _session(graphs[leader_graph.DETAILS], threads)

    def minutiae(self, image: Array, *, at_least: float = QUALITY) -> Minutiae:
        """The minutiae of *image*: float32, dark ridges on light, 0–255, 500 dpi, sides
        multiples of 32."""
        features, position = self._trunk.run(["features", "position"], {"image": image[None, None]})
        quality = _blur(_interleave(position[0]))
        y, x = np.nonzero(_peaks(quality, np.float32(at_least)))
        direction, ending = self._look(features[0], y, x)
        return Minutiae(x, y, direction, ending, quality[y, x])

    def _look(
        self, features: Array, y: NDArray[np.int64], x: NDArray[np.int64]
    ) -> tuple[Array, Array]:
        if not len(y):
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        around = np.pad(features, ((0, 0), (4, 4), (4, 4)))
        windows = np.lib.stride_tricks.sliding_window_view(around, (9, 9), axis=(1, 2))
        patches = np.ascontiguousarray(windows[:, y // 2, x // 2].transpose(1, 0, 2, 3))
        inside = _inside(y // 2, features.shape[1])[:, :, None] * _inside(
            x // 2, features.shape[2]
        )[:, None, :]
        direction, ending = self._details.run(
            ["direction", "ending"], {"patches": patches, "inside": inside[:, None]}
        )
        which = np.arange(len(y)), slice(None), y % 2, x % 2
        vector = direction[which]
        return np.arctan2(vector[:, 1], vector[:, 0]), ending[which][:, 0]


def _session(graph: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _inside(cell: NDArray[np.int64], cells: int) -> Array:
    pixel = 2 * cell[:, None] - 2 + np.arange(6)
    return ((pixel >= 0) & (pixel < 2 * cells)).astype(np.float32)


def _interleave(position: Array) -> Array:
    """The trunk's four phases [4, h, w] as one map [2h, 2w]."""
    _, height, width = position.shape
    phases = position.reshape(2, 2, height, width)
    return np.ascontiguousarray(phases.transpose(2, 0, 3, 1)).reshape(2 * height, 2 * width)


def _blur(position: Array) -> Array:
    """Binomial 5×5, zeros outside: the probabilities around a minutia become its quality."""
    padded = np.pad(position, 2)
    rows = padded[:-4] + padded[4:] + 4 * (padded[1:-3] + padded[3:-1]) + 6 * padded[2:-2]
    both = (
        rows[:, :-4] + rows[:, 4:] + 4 * (rows[:, 1:-3] + rows[:, 3:-1]) + 6 * rows[:, 2:-2]
    ) / 256
    return np.asarray(both, np.float32)


@compiled
def _peaks(quality: Array, at_least: np.float32) -> NDArray[np.bool_]:
    """Where *quality* is at least that and nowhere higher within 7×7."""
    height, width = quality.shape
    found = np.zeros((height, width), np.bool_)
    for y in range(height):
        for x in range(width):
            if quality[y, x] >= at_least:
                around = quality[max(0, y - 3) : y + 4, max(0, x - 3) : x + 4]
                found[y, x] = quality[y, x] == around.max()
    return found
