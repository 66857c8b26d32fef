"""How ``projection.npz`` came about: ``python -m tuntas.biometrics.gallery.training FILE``.

Only synthetic fingers are seen: two impressions each, paired minutia by minutia because their
maker knows which is which. No real print has a part in it, so measuring on real prints is fair.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.gallery import codes
from tuntas.biometrics.gallery.codes import SECTIONS, SLOTS, Projection
from tuntas.biometrics.synthetic.templates import Impressions, impressions

SEED: Final = 20230620
PEOPLE: Final = 500
"""With ten fingers each and about 25 minutiae in common: 10^5 pairs."""
RIDGE: Final = 0.02
TURNS: Final = 50
"""Rounds of iterative quantisation, as in the paper."""
TOP: Final = 1000
"""The most one code says: 32 of them stay within 16 bits."""
ENOUGH: Final = 30
Floats = NDArray[np.float32]


def train() -> dict[str, NDArray[np.generic]]:
    """Everything that ``projection.npz`` holds."""
    within, between, middle = _scatter()
    axes = _discriminant(within, between)
    found: dict[str, NDArray[np.generic]] = {"provenance": np.array(_provenance())}
    for bits in (64, 128):
        turned = axes[:, :bits] @ _turning(axes[:, :bits], middle)
        shaped = turned.reshape(-1, SECTIONS, bits)
        # A byte a number: the signs it changes are fewer than a pixel of shake does.
        scale = np.abs(shaped).max(axis=(0, 1)) / 127
        small = np.round(shaped / scale).astype(np.int8)
        rough = small.astype(np.float32) * scale.astype(np.float32)
        centre = (middle @ rough.reshape(-1, bits)).astype(np.float32)
        weight = _weight(rough, centre)
        found |= {
            f"axes_{bits}": small,
            f"scale_{bits}": scale.astype(np.float32),
            f"middle_{bits}": centre,
            f"weight_{bits}": weight,
        }
    return found


def _provenance() -> str:
    return json.dumps(
        {
            "made_by": "tuntas.biometrics.gallery.training",
            "fingers": "synthetic only (tuntas.biometrics.synthetic.templates)",
            "seed": SEED,
            "people": PEOPLE,
            "licence": "Apache-2.0",
        }
    )


def _pairs(first: int, people: int) -> Iterator[tuple[Floats, Floats]]:
    """Cylinders of the same minutiae in two impressions, a few persons at a time."""
    for start in range(first, first + people, 20):
        one = impressions(seed=SEED, first=start, people=20, number=0)
        two = impressions(seed=SEED, first=start, people=20, number=1)
        sides: list[tuple[Floats, Floats]] = []
        for row in range(len(one)):
            left, right = (made.source[row, : min(made.count[row], 40)] for made in (one, two))
            _, here, there = np.intersect1d(left, right, return_indices=True)
            true = left[here] >= 0
            sides.append((cylinders(one, row)[here[true]], cylinders(two, row)[there[true]]))
        yield np.concatenate([a for a, _ in sides]), np.concatenate([b for _, b in sides])


def cylinders(made: Impressions, row: int) -> Floats:
    """Every minutia's cylinder before projection, [count, 1040]: cells by sections."""
    some = slice(int(made.count[row]))
    x, y = made.x[row, some].astype(np.float64), made.y[row, some].astype(np.float64)
    facing = made.angle[row, some] * (2 * np.pi / 256)
    right, up = x[None] - x[:, None], y[:, None] - y[None]
    cosine, sine = np.cos(facing)[:, None], np.sin(facing)[:, None]
    places = np.stack([right * cosine + up * sine, up * cosine - right * sine], axis=-1)
    turns = facing[None] - facing[:, None]
    count = len(x)
    by_place = codes.shares_by_place(places.reshape(-1, 2)).reshape(count, count, -1)
    by_turn = codes.shares_by_turn(turns.reshape(-1)).reshape(count, count, -1)
    by_place[np.arange(count), np.arange(count)] = 0
    found: Floats = np.matmul(by_place.transpose(0, 2, 1), by_turn).reshape(count, -1)
    return found


def _scatter() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Scatter of one minutia between impressions, of all minutiae, and their mean."""
    size = len(codes.cells()) * SECTIONS
    within, total, mean = np.zeros((size, size)), np.zeros((size, size)), np.zeros(size)
    pairs = 0
    for one, two in _pairs(0, PEOPLE):
        apart, both = (one - two).astype(np.float64), np.concatenate([one, two])
        within += apart.T @ apart / 2
        total += both.astype(np.float64).T @ both
        mean += both.sum(axis=0)
        pairs += len(one)
    mean /= 2 * pairs
    return within / pairs, total / (2 * pairs) - np.outer(mean, mean), mean


def _discriminant(within: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Axes [1040, 128], most telling first, along which every minutia shakes by one."""
    size = len(within)
    lower = np.linalg.cholesky(within + RIDGE * np.trace(within) / size * np.eye(size))
    back = np.linalg.inv(lower)
    strength, directions = np.linalg.eigh(back @ total @ back.T)
    axes: NDArray[np.float64] = back.T @ directions[:, np.argsort(-strength)[:128]]
    return axes


def _turning(axes: NDArray[np.float64], middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Iterative quantisation: the rotation after which signs lose least."""
    some = np.concatenate([one for one, _ in _pairs(PEOPLE, 100)])
    values = (some - middle) @ axes
    bits = axes.shape[1]
    start = np.random.Generator(np.random.PCG64(SEED)).standard_normal((bits, bits))
    turning = np.linalg.qr(start)[0]
    for _ in range(TURNS):
        left, _, right = np.linalg.svd(np.sign(values @ turning).T @ values)
        turning = (left @ right).T
    return turning


def _weight(axes: Floats, middle: Floats) -> NDArray[np.int16]:
    """What a nearest code so many bits away says: log odds of its being the same minutia."""
    made = Projection.of(axes, middle, np.zeros(len(middle) + 1, np.int16), "")
    one = impressions(seed=SEED, first=2 * PEOPLE, people=100, number=0)
    two = impressions(seed=SEED, first=2 * PEOPLE, people=100, number=1)
    ours, theirs = (
        codes.codes_of_columns(side.x, side.y, side.angle, side.count, made) for side in (one, two)
    )
    same = _nearest(ours, theirs, len(middle))
    other = np.zeros_like(same)
    for by in range(1, 9):
        other += _nearest(ours, np.roll(theirs, by, axis=0), len(middle))
    seen = np.minimum(same, other)
    near = np.flatnonzero(seen >= ENOUGH)
    odds = np.log(same[near] / same.sum()) - np.log(other[near] / other.sum())
    # Log odds fall in a straight line as bits differ; where nothing was seen, the line goes on.
    slope, at_nought = np.polyfit(near, odds, 1, w=np.sqrt(seen[near]))
    line = np.clip(at_nought + slope * np.arange(len(middle) + 1), 0, None)
    weight: NDArray[np.int16] = np.round(line * (TOP / line.max())).astype(np.int16)
    return weight


def _nearest(ours: NDArray[np.uint64], theirs: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """How often a code of *ours* is so many bits from the nearest of *theirs*."""
    found = np.zeros(bits + 1, np.int64)
    for left, right in zip(ours, theirs, strict=True):
        left, right = (side[:, side[0] != 0] for side in (left, right))
        apart = np.bitwise_count(left[:, :, None] ^ right[:, None, :]).sum(axis=0, dtype=np.int64)
        found += np.bincount(apart.min(axis=1), minlength=bits + 1)
    return found


if __name__ == "__main__":
    np.savez_compressed(Path(sys.argv[1]), **train())  # type: ignore[arg-type]
    print(SLOTS, "codes a finger:", sys.argv[1])
