"""Minutiae by LEADER, run on onnxruntime.

R. Cappelli, "LEADER: Lightweight End-to-end Attention-gated Dual autoencodER for robust minutiae
extraction" (2025); weights MIT. The graphs are ``leader_graph``'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tuntas.biometrics.fingers import leader_graph
from tuntas.biometrics.fingers import leader_kernels as kernels
from tuntas.biometrics.fingers.leader_graph import DETAILS, GATE, POSITION
from tuntas.biometrics.fingers.minutiae import Minutiae

QUALITY: Final = 0.5
"""Minutiae below are not kept."""

# Numbers: 1 MB, what a core's second cache holds on most processors of the last ten years.
_STRIP: Final = 262_144

Array = NDArray[np.float32]


class Leader:
    """The network, loaded. Raises WeightsMissing when its file is not there.

    One may be shared by threads; *threads* are those of one extraction's matrix products.
    """

    def __init__(self, models: Path | None = None, *, threads: int = 1) -> None:
        written = leader_graph.find(models)
        self._kernels = written.kernels
        self._graphs = {name: _session(graph, threads) for name, graph in written.graphs.items()}

    def minutiae(self, image: Array, *, at_least: float = QUALITY) -> Minutiae:
        """The minutiae of *image*: float32, dark ridges on light, 0–255, 500 dpi, sides
        multiples of 32."""
        features = self._second_pass(*self._first_pass(image))
        heard = kernels.planes(4, *_size(features))
        self._bottleneck(POSITION, features, heard)
        position = kernels.position(
            heard, self._kernels["position"], self._kernels["position bias"][0]
        )
        quality = kernels.blur(position)
        y, x = np.nonzero(kernels.peaks(quality, np.float32(at_least)))
        direction, ending = self._look(features, y, x)
        return Minutiae(x, y, direction, ending, quality[y, x])

    def _first_pass(self, image: Array) -> tuple[Array, Array]:
        """The small U-net → (32 channels seen whole, 32 seen finely), at half the resolution."""
        framed = kernels.planes(1, *image.shape)
        kernels.inner(framed)[0] = image
        height, width = image.shape[0] // 2, image.shape[1] // 2
        x = kernels.planes(16, height, width)
        self._stem("stem0", framed, x, largest=True)
        joined = []
        for scale, (risen, kept) in enumerate(((16, 16), (32, 32), (64, 64), (128, 128))):
            both = kernels.planes(risen + kept, height >> scale, width >> scale)
            self._separable(f"enc0_{scale}", x, both[risen:])
            x = kernels.planes(kept, height >> scale + 1, width >> scale + 1)
            kernels.halve(both[risen:], x)
            joined.append(both)
        for scale in (3, 2, 1, 0):
            self._separable(f"dec0_{scale}", x, joined[scale], doubled=True)
            x = joined[scale]
        fine = kernels.planes(64, height, width)
        self._stem("stem1", framed, fine[32:], largest=False)
        return x, fine

    def _second_pass(self, seen: Array, both: Array) -> Array:
        """The large U-net → 52 channels at half the resolution. *both*: its first 32 channels
        are still empty."""
        whole = np.ascontiguousarray(kernels.inner(seen))[None]
        kernels.inner(both)[:32] = self._graphs[GATE].run(["y"], {"x": whole})[0][0]
        height, width = _size(both)
        x, joined = both, []
        for scale, (risen, kept) in enumerate(((20, 32), (42, 64), (91, 128), (27, 32))):
            both = kernels.planes(risen + kept, height >> scale, width >> scale)
            self._bottleneck(f"enc1_{scale}", x, both[risen:])
            x = kernels.planes(kept, height >> scale + 1, width >> scale + 1)
            kernels.halve(both[risen:], x)
            joined.append(both)
        for scale in (3, 2, 1, 0):
            self._bottleneck(f"dec1_{scale}", x, joined[scale], doubled=True)
            x = joined[scale]
        return x

    def _stem(self, name: str, framed: Array, out: Array, *, largest: bool) -> None:
        near, far, affine = (self._kernels[f"{name} {part}"] for part in ("near", "far", "affine"))
        kernels.stem(framed, near, far, affine, out, largest)

    def _separable(self, name: str, x: Array, out: Array, *, doubled: bool = False) -> None:
        height, width = _size(x)
        place = kernels.place_doubled if doubled else kernels.place
        for top, rows in _strips(height, width, 4 * len(x)):
            points = np.empty((rows * width, len(x)), np.float32)
            kernels.spread(x, self._kernels[name], top, points)
            place(self._graphs[name].run(["y"], {"points": points})[0], top, out)

    def _bottleneck(self, name: str, x: Array, out: Array, *, doubled: bool = False) -> None:
        height, width = _size(x)
        place = kernels.place_doubled if doubled else kernels.place
        for top, rows in _strips(height, width, 6 * len(x)):
            points = np.empty((rows * width, len(x)), np.float32)
            kept = np.empty_like(points)
            kernels.spread_normalised(x, self._kernels[name], top, points, kept)
            run = self._graphs[name].run(["y"], {"points": points, "kept": kept})
            place(run[0], top, out)

    def _look(
        self, features: Array, y: NDArray[np.int64], x: NDArray[np.int64]
    ) -> tuple[Array, Array]:
        """Direction and probability of an ending at the pixels found."""
        if not len(y):
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(features, (9, 9), axis=(1, 2))
        patches = np.ascontiguousarray(windows[:, y // 2, x // 2].transpose(1, 0, 2, 3))
        rows, columns = (
            _inside(at // 2, cells) for at, cells in zip((y, x), _size(features), strict=True)
        )
        inside = (rows[:, :, None] * columns[:, None, :])[:, None]
        vector, logit = (
            self._graphs[name].run(["detail"], {"patches": patches, "inside": inside})[0][
                np.arange(len(y)), :, y % 2, x % 2
            ]
            for name in DETAILS
        )
        return np.arctan2(vector[:, 1], vector[:, 0]), 1 / (1 + np.exp(-logit[:, 0]))


def _size(x: Array) -> tuple[int, int]:
    return x.shape[1] - 2 * kernels.PAD, x.shape[2] - 2 * kernels.PAD


def _strips(height: int, width: int, numbers: int) -> Iterator[tuple[int, int]]:
    """(first row, rows) of strips whose points, of so many *numbers* each, fit the cache."""
    # Even: the kernels take two rows at a time.
    rows = max(2, min(height, _STRIP // (numbers * width)) // 2 * 2)
    for top in range(0, height, rows):
        yield top, min(rows, height - top)


def _session(graph: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _inside(cell: NDArray[np.int64], cells: int) -> Array:
    pixel = 2 * cell[:, None] - 2 + np.arange(6)
    return ((pixel >= 0) & (pixel < 2 * cells)).astype(np.float32)
