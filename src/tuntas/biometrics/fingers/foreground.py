"""Where the finger is: the part of an image that carries ridges.

Ridges are told from smudges and sensor noise by their direction: over a few periods their
gradients agree, those of noise do not. So a dry, broken print counts and a grainy background does
not (structure tensor: J. Bigün, G. Granlund, 1987; A. Bazen, S. Gerez, 2001).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled

BLOCK: Final = 8
"""Pixels of a block's side at 500 dpi: about one ridge period."""
MARGIN: Final = 16
"""Pixels kept around the finger when it is cut out."""

# Agreeing gradient below this many grey levels a pixel is no ridge on any image; and below this
# share of the image's own strong ridges it is a smudge beside them.
_FAINTEST: Final = 2.0
_SHARE: Final = 0.2
_PIECE: Final = 0.1
# Across ridges the grey goes down as often as up; across the frame of a scanner it only goes one
# way. Share of the gradients' length that must cancel out, at least 1 − this.
_ONE_WAY: Final = 0.6

Mask = NDArray[np.bool_]
Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Foreground:
    """blocks: bool [h/8, w/8], the finger. strength: float32, agreeing gradient of each block, in
    grey levels a pixel. coherence: float32, 0–1, how well gradients agree around each block.
    orientation: float32, ridge direction of each block, radians in [0, π), anticlockwise."""

    blocks: Mask
    strength: Plane
    coherence: Plane
    orientation: Plane

    @property
    def empty(self) -> bool:
        return not self.blocks.any()

    @property
    def area_mm2(self) -> float:
        """Square millimetres of finger at 500 dpi."""
        return float(self.blocks.sum()) * (BLOCK / 500 * 25.4) ** 2

    @property
    def heart(self) -> Mask:
        """The blocks with nothing but finger around them; all of them when there are none."""
        inner = _shrink(np.pad(self.blocks, 2, mode="edge"), 2)[2:-2, 2:-2]
        return np.asarray(inner if inner.any() else self.blocks)

    def box(self, height: int, width: int, margin: int = MARGIN) -> tuple[slice, slice]:
        """Rows and columns of the finger with *margin* pixels around, inside the image."""
        rows, columns = (np.flatnonzero(self.blocks.any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return slice(0, height), slice(0, width)
        return (
            _stretch(int(rows[0]), int(rows[-1]), height, margin),
            _stretch(int(columns[0]), int(columns[-1]), width, margin),
        )

    def holds(self, y: NDArray[np.int64], x: NDArray[np.int64]) -> Mask:
        """Which of the pixels lie on the finger."""
        last = np.array(self.blocks.shape) - 1
        return np.asarray(
            self.blocks[np.minimum(y // BLOCK, last[0]), np.minimum(x // BLOCK, last[1])]
        )


def _stretch(first: int, last: int, length: int, margin: int) -> slice:
    end = (last + 1) * BLOCK
    return slice(max(0, first * BLOCK - margin), min(length, end + margin))


def find(pixels: NDArray[np.uint8]) -> Foreground:
    """The finger in *pixels* (500 dpi, either polarity)."""
    difference, product, energy, net_x, net_y, length = (
        _around(plane, 2) for plane in _tensor(pixels.astype(np.float32))
    )
    agreeing = np.hypot(difference, product)
    strength = np.sqrt(agreeing).astype(np.float32)
    coherence = (agreeing / np.maximum(energy, 1e-6)).astype(np.float32)
    # Gradients stand across the ridges; y points downwards in the image, upwards in an angle.
    orientation = np.mod(np.arctan2(-product, difference) / 2 + np.pi / 2, np.pi)
    strongest = float(np.percentile(strength, 95)) if strength.size else 0.0
    seen = strength >= max(_FAINTEST, _SHARE * strongest)
    seen &= np.hypot(net_x, net_y) <= _ONE_WAY * length
    return Foreground(_tidy(seen), strength, coherence, orientation.astype(np.float32))


@compiled
def _tensor(pixels: Plane) -> NDArray[np.float32]:
    """Means over blocks [6, h/8, w/8] of gx² − gy², 2·gx·gy, gx² + gy², gx, gy and |g|."""
    rows, columns = pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK
    means = np.zeros((6, rows, columns), np.float32)
    share = np.float32(1 / (BLOCK * BLOCK))
    for y in range(1, min(rows * BLOCK, pixels.shape[0] - 1)):
        for x in range(1, min(columns * BLOCK, pixels.shape[1] - 1)):
            # Sobel: blurs along while it differs across, so single grains weigh less.
            left = pixels[y - 1, x - 1] + 2 * pixels[y, x - 1] + pixels[y + 1, x - 1]
            right = pixels[y - 1, x + 1] + 2 * pixels[y, x + 1] + pixels[y + 1, x + 1]
            above = pixels[y - 1, x - 1] + 2 * pixels[y - 1, x] + pixels[y - 1, x + 1]
            below = pixels[y + 1, x - 1] + 2 * pixels[y + 1, x] + pixels[y + 1, x + 1]
            across, down = (right - left) / 8, (below - above) / 8
            energy = across * across + down * down
            row, column = y // BLOCK, x // BLOCK
            means[0, row, column] += (across * across - down * down) * share
            means[1, row, column] += 2 * across * down * share
            means[2, row, column] += energy * share
            means[3, row, column] += across * share
            means[4, row, column] += down * share
            means[5, row, column] += np.sqrt(energy) * share
    return means


def _around(plane: Plane, reach: int) -> Plane:
    """Means over (2·reach + 1)² blocks, the edge repeated."""
    padded = np.pad(plane.astype(np.float64), reach, mode="edge").cumsum(0).cumsum(1)
    summed = np.pad(padded, ((1, 0), (1, 0)))
    size = 2 * reach + 1
    boxes = summed[size:, size:] - summed[:-size, size:] - summed[size:, :-size]
    return np.asarray((boxes + summed[:-size, :-size]) / size**2, np.float32)


def _tidy(seen: Mask) -> Mask:
    """Gaps closed, holes filled, crumbs dropped."""
    if not seen.any():
        return seen
    closed = _shrink(_grow(np.pad(seen, 4), 3), 3)[4:-4, 4:-4] | seen
    labels = _label(closed)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    kept = (sizes >= _PIECE * sizes.max())[labels] & closed
    outside = _label(np.pad(~kept, 1, constant_values=True))
    return np.asarray((outside != outside[0, 0])[1:-1, 1:-1])


def _grow(mask: Mask, reach: int) -> Mask:
    for _ in range(reach):
        padded = np.pad(mask, 1)
        mask = mask | padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    return mask


def _shrink(mask: Mask, reach: int) -> Mask:
    return ~_grow(~mask, reach)


@compiled
def _label(mask: Mask) -> NDArray[np.int32]:
    """Four-connected pieces numbered from 1; 0 is no piece."""
    rows, columns = mask.shape
    labels = np.zeros((rows, columns), np.int32)
    stack = np.empty(rows * columns, np.int64)
    count = 0
    for start in range(rows * columns):
        if not mask[start // columns, start % columns] or labels[start // columns, start % columns]:
            continue
        count += 1
        labels[start // columns, start % columns] = count
        stack[0] = start
        top = 1
        while top:
            top -= 1
            y, x = stack[top] // columns, stack[top] % columns
            for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                v, u = y + dy, x + dx
                if 0 <= v < rows and 0 <= u < columns and mask[v, u] and not labels[v, u]:
                    labels[v, u] = count
                    stack[top] = v * columns + u
                    top += 1
    return labels


def cut_out(pixels: NDArray[np.uint8], box: tuple[slice, slice], multiple: int) -> Plane:
    """The part of *pixels* in *box*, as float32, padded at the lower right with the background
    until both sides are multiples."""
    part = pixels[box]
    background = float(np.percentile(pixels, 95))
    rows, columns = (-side % multiple for side in part.shape)
    padded = np.pad(part.astype(np.float32), ((0, rows), (0, columns)), constant_values=background)
    return np.asarray(padded, np.float32)
