"""Minutia Cylinder-Code: what the surroundings of each minutia look like, in bits.

A cylinder stands on a minutia, turned into its direction: a disc of 70 px radius cut into 208
cells, in five layers of relative direction. A bit is set where another minutia lies near the
cell with about that relative direction; a cell is valid where the print could have shown one.

R. Cappelli, M. Ferrara, D. Maltoni, "Minutia Cylinder-Code: A New Representation and Matching
Technique for Fingerprint Recognition", IEEE TPAMI 32(12), 2010; the parameters are those of its
table 1 for the bit-based code with 16 cells a side.

>>> one = Template.of([50, 150, 140, 40, 90], [50, 60, 150, 160, 100], [0, 70, 140, 210, 30],
...                   [1] * 5, [80] * 5, width=200, height=200)
>>> built = cylinders(one)
>>> built.bits.shape, built.masks.shape, built.whole
((3, 20), (3, 4), 1)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.matching import outline
from tuntas.biometrics.template import Template

Words = NDArray[np.uint64]
Reals = NDArray[np.float32]
Real = np.float32 | float

SIDE: Final = 16
"""Cells along the side of the square around the disc (Ns)."""
LAYERS: Final = 5
"""Layers of relative direction (Nd)."""
WORDS: Final = 4
"""uint64 words a layer: 208 of their 256 bits are cells."""
RADIUS: Final = 70.0
"""Pixels at 500 dpi (R)."""
SIGMA: Final = 28.0 / 3.0
"""Spread of a minutia's influence, pixels (sigma s)."""
SIGMA_DIRECTION: Final = 2.0 * math.pi / 9.0
"""The same over directions, radians (sigma d)."""
SET_FROM: Final = 0.01
"""A bit is set from this influence on (mu psi)."""
HULL_MARGIN: Final = 50.0
"""Cells this far outside the minutiae's hull still count as print, pixels (omega)."""
VALID_SHARE: Final = 0.75
"""A cylinder with a smaller share of valid cells is not used (min VC)."""
NEIGHBOURS: Final = 2
"""A cylinder that fewer minutiae contribute to is not used (min M)."""

STEP: Final = 2.0 * RADIUS / SIDE


def _cells() -> NDArray[np.int16]:
    """Number of each cell of the square, row by row; -1 outside the disc."""
    middle = (np.arange(SIDE) - (SIDE - 1) / 2) * STEP
    inside = middle[:, None] ** 2 + middle[None, :] ** 2 <= RADIUS**2
    numbers = np.full((SIDE, SIDE), -1, np.int16)
    numbers[inside] = np.arange(inside.sum())
    return numbers


CELLS: Final = _cells()
CELL_COUNT: Final = int(CELLS.max()) + 1
"""208."""


def _direction_shares() -> NDArray[np.float32]:
    """[256, LAYERS]: share of a minutia's influence that each layer gets, by direction byte."""
    wide = 2.0 * math.pi / LAYERS
    shares = np.empty((256, LAYERS), np.float32)
    for byte in range(256):
        for layer in range(LAYERS):
            centre = -math.pi + (layer + 0.5) * wide
            off = (centre - byte * 2.0 * math.pi / 256.0 + math.pi) % (2.0 * math.pi) - math.pi
            high = (off + wide / 2) / (SIGMA_DIRECTION * math.sqrt(2))
            low = (off - wide / 2) / (SIGMA_DIRECTION * math.sqrt(2))
            shares[byte, layer] = (math.erf(high) - math.erf(low)) / 2
    return shares


_SHARES: Final = _direction_shares()
_TURN: Final = np.arange(256) * (2.0 * math.pi / 256.0)
_COS: Final = np.cos(_TURN).astype(np.float32)
_SIN: Final = np.sin(_TURN).astype(np.float32)
_EVERY: Final = np.array([2**64 - 1, 2**64 - 1, 2**64 - 1, 2 ** (CELL_COUNT - 192) - 1], np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Cylinders:
    """The usable cylinders of one template, the wholly valid ones first.

    bits: uint64 [n, 20], four words a layer; a bit outside the mask is never set.
    masks: uint64 [n, 4], valid cells (the same in every layer).
    minutia: int16 [n], the minutia of the template each stands on, ascending within each part.
    whole: the first so many are valid in every cell.
    """

    bits: Words
    masks: Words
    minutia: NDArray[np.int16]
    whole: int

    def __len__(self) -> int:
        return len(self.minutia)


def cylinders(template: Template) -> Cylinders:
    """The cylinders of *template*: none when it has fewer than three minutiae."""
    bits, masks, valid, near = _build(template.x, template.y, template.angle)
    used = (valid >= VALID_SHARE * CELL_COUNT) & (near >= NEIGHBOURS)
    whole = used & (valid == CELL_COUNT)
    order = np.concatenate([np.flatnonzero(whole), np.flatnonzero(used & ~whole)])
    return Cylinders(bits[order], masks[order], order.astype(np.int16), int(whole.sum()))


def vectors(built: Cylinders) -> NDArray[np.uint8]:
    """[n, 1040] of 0 and 1: the cells of all layers, layer by layer, for projections."""
    return _unpacked(built.bits.reshape(len(built) * LAYERS, WORDS)).reshape(len(built), -1)


def valid_cells(built: Cylinders) -> NDArray[np.uint8]:
    """[n, 208] of 0 and 1: the cells of one layer that are valid."""
    return _unpacked(built.masks)


def _unpacked(words: Words) -> NDArray[np.uint8]:
    octets = np.ascontiguousarray(words).astype("<u8").view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little")[:, :CELL_COUNT]


@compiled
def _near(x: Real, y: Real, cx: Reals, cy: Reals, edges: Reals) -> bool:
    """Is a point outside the hull within the margin of one of its edges?"""
    for k in range(len(cx)):
        dx, dy = x - cx[k], y - cy[k]
        along = edges[0, k] * dy - edges[1, k] * dx
        off = edges[0, k] * dx + edges[1, k] * dy
        past = max(-along, along - edges[3, k], np.float32(0.0))
        if off * off + past * past <= np.float32(HULL_MARGIN * HULL_MARGIN):
            return True
    return False


@compiled
def _build(
    xs: NDArray[np.int16], ys: NDArray[np.int16], angles: NDArray[np.uint8]
) -> tuple[Words, Words, NDArray[np.int64], NDArray[np.int64]]:
    """Bits, masks, number of valid cells and of contributing minutiae for every minutia."""
    count = len(xs)
    bits = np.zeros((count, LAYERS * WORDS), np.uint64)
    masks = np.zeros((count, WORDS), np.uint64)
    valid = np.zeros(count, np.int64)
    near = np.zeros(count, np.int64)
    if count < NEIGHBOURS + 1:
        return bits, masks, valid, near
    x = xs.astype(np.float32)
    y = -ys.astype(np.float32)  # upwards, as the angles turn
    corners = outline.corners(x, y)
    cx, cy = x[corners], y[corners]
    edges = outline.edges(cx, cy)
    reach = np.float32(RADIUS + 3.0 * SIGMA)
    sums = np.empty((SIDE, SIDE, LAYERS), np.float32)
    for m in range(count):
        cos, sin = _COS[angles[m]], _SIN[angles[m]]
        valid[m] = _mask(masks[m], x[m], y[m], cos, sin, cx, cy, edges)
        if valid[m] < VALID_SHARE * CELL_COUNT:
            continue
        sums[:] = 0.0
        for t in range(count):
            dx, dy = x[t] - x[m], y[t] - y[m]
            if t == m or dx * dx + dy * dy > reach * reach:
                continue
            near[m] += 1
            turned = np.uint8(angles[m] - angles[t])
            _spread(sums, dx * cos + dy * sin, dy * cos - dx * sin, turned)
        _threshold(bits[m], masks[m], sums)
    return bits, masks, valid, near


@compiled
def _mask(
    mask: Words, x: Real, y: Real, cos: Real, sin: Real, cx: Reals, cy: Reals, edges: Reals
) -> int:
    """Set the valid cells of the cylinder on (x, y); how many they are."""
    if outline.farthest(x, y, edges) <= np.float32(HULL_MARGIN - RADIUS):
        mask[:] = _EVERY
        return CELL_COUNT
    valid = 0
    half = np.float32((SIDE - 1) / 2)
    for i in range(SIDE):
        for j in range(SIDE):
            cell = CELLS[i, j]
            if cell < 0:
                continue
            u, v = (j - half) * np.float32(STEP), (i - half) * np.float32(STEP)
            px, py = x + u * cos - v * sin, y + u * sin + v * cos
            beyond = outline.farthest(px, py, edges)
            if beyond > np.float32(HULL_MARGIN):
                continue
            if beyond <= 0 or _near(px, py, cx, cy, edges):
                mask[cell >> 6] |= np.uint64(1) << np.uint64(cell & 63)
                valid += 1
    return valid


@compiled
def _spread(sums: Reals, u: Real, v: Real, turned: np.uint8) -> None:
    """Add the influence of a minutia at (u, v) of the cylinder, by cell and layer."""
    half = np.float32((SIDE - 1) / 2)
    span = np.float32(3.0 * SIGMA / STEP)
    ju, iv = u / np.float32(STEP) + half, v / np.float32(STEP) + half
    j0, j1 = max(0, math.ceil(ju - span)), min(SIDE - 1, math.floor(ju + span))
    i0, i1 = max(0, math.ceil(iv - span)), min(SIDE - 1, math.floor(iv + span))
    if j0 > j1 or i0 > i1:
        return
    scale = np.float32(STEP * STEP / (2.0 * SIGMA * SIGMA))
    peak = np.float32(1.0 / (SIGMA * math.sqrt(2.0 * math.pi)))
    across = np.empty(SIDE, np.float32)
    for j in range(j0, j1 + 1):
        across[j] = np.float32(math.exp(-(j - ju) * (j - ju) * scale))
    for i in range(i0, i1 + 1):
        along = peak * np.float32(math.exp(-(i - iv) * (i - iv) * scale))
        for j in range(j0, j1 + 1):
            weight = along * across[j]
            for layer in range(LAYERS):
                sums[i, j, layer] += weight * _SHARES[turned, layer]


@compiled
def _threshold(bits: Words, mask: Words, sums: Reals) -> None:
    for i in range(SIDE):
        for j in range(SIDE):
            cell = CELLS[i, j]
            if cell < 0:
                continue
            word, place = cell >> 6, np.uint64(cell & 63)
            if mask[word] >> place & np.uint64(1):
                for layer in range(LAYERS):
                    if sums[i, j, layer] > np.float32(SET_FROM):
                        bits[layer * WORDS + word] |= np.uint64(1) << place
