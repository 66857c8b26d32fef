"""A finger as 32 binary codes: what a search of millions compares before anything is matched.

A code says how the neighbours of one minutia lie around it: its Minutia Cylinder-Code without the
last rounding, so that each neighbour adds its own share, projected onto the directions that tell
fingers apart (linear discriminant analysis), turned so that signs lose least (iterative
quantisation) and kept as signs. Shares come from a table over (where, which way) the neighbour
lies: a finger takes microseconds, so a gallery keeps minutiae and can make its codes again.

The projection is data, ``projection.npz``; ``training.py`` made it from synthetic fingers only.

Source: Cappelli, Ferrara, Maltoni: Minutia Cylinder-Code (2010); Gong, Lazebnik: Iterative
quantization (2011).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.template import Template

SLOTS: Final = 32
"""Codes a finger: those of its 32 best minutiae."""
RADIUS: Final = 70.0
"""Pixels at 500 dpi, as in the paper: a cylinder 2.8 mm about its minutia."""
SIDE: Final = 16
SECTIONS: Final = 5
SPREAD: Final = 28.0 / 3
TURN_SPREAD: Final = 2 * np.pi / 9

_REACH: Final = 96
"""Pixels from which a neighbour still has a share."""
_STEP: Final = 4
_PLACES: Final = 2 * _REACH // _STEP
_TURNS: Final = 32


Reals = NDArray[np.floating[Any]]


def cells() -> NDArray[np.float64]:
    """Centres of the cells of a cylinder's disc, [208, 2], in its minutia's own frame."""
    along = (np.arange(SIDE) + 0.5) * (2 * RADIUS / SIDE) - RADIUS
    grid = np.stack(np.meshgrid(along, along, indexing="ij"), axis=-1).reshape(-1, 2)
    disc: NDArray[np.float64] = grid[(grid**2).sum(axis=1) <= RADIUS**2]
    return disc


def shares_by_place(places: Reals) -> NDArray[np.float32]:
    """How much a neighbour at *places* [n, 2] adds to every cell, [n, 208]."""
    away = ((places[:, None, :] - cells()[None]) ** 2).sum(axis=2)
    shares: NDArray[np.float32] = np.exp(-away / (2 * SPREAD**2)).astype(np.float32)
    return shares


def shares_by_turn(turns: Reals) -> NDArray[np.float32]:
    """How much a neighbour turned by *turns* [n] adds to every section, [n, 5]."""
    middles = (np.arange(SECTIONS) + 0.5) * (2 * np.pi / SECTIONS) - np.pi
    apart = np.angle(np.exp(1j * (turns[:, None] - middles[None])))
    shares: NDArray[np.float32] = np.exp(-(apart**2) / (2 * TURN_SPREAD**2)).astype(np.float32)
    return shares


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """What turns minutiae into codes, and what it was made from.

    axes: float32 [208, 5, bits]; middle: float32 [bits]. weight: int16 [bits + 1], what two codes
    that many bits apart say for one finger. digest: of all of it; codes of another are refused.
    """

    axes: NDArray[np.float32]
    middle: NDArray[np.float32]
    weight: NDArray[np.int16]
    provenance: str
    digest: bytes
    table: NDArray[np.float32]

    @property
    def words(self) -> int:
        """64-bit words a code."""
        return len(self.middle) // 64

    @classmethod
    def of(
        cls,
        axes: NDArray[np.float32],
        middle: NDArray[np.float32],
        weight: NDArray[np.int16],
        provenance: str,
    ) -> Projection:
        """With the table of every neighbour's share worked out."""
        parts = (axes, middle, weight, np.frombuffer(provenance.encode(), np.uint8))
        digest = hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts))
        along = (np.arange(_PLACES) + 0.5) * _STEP - _REACH
        places = np.stack(np.meshgrid(along, along, indexing="ij"), axis=-1).reshape(-1, 2)
        turns = np.arange(_TURNS) * (2 * np.pi / _TURNS)
        by_place = shares_by_place(places) @ axes.reshape(len(axes), -1)
        by_place = by_place.reshape(len(places), SECTIONS, -1)
        # place x section x bit, over the sections: place x turn x bit.
        table = np.matmul(shares_by_turn(turns)[None], by_place)
        shaped = np.ascontiguousarray(table.reshape(_PLACES, _PLACES, _TURNS, -1), np.float32)
        return cls(axes, middle, weight, provenance, digest.digest(), shaped)


@cache
def projection(bits: int = 128) -> Projection:
    """The one that ships, for codes of 64 or 128 *bits*."""
    with np.load(Path(__file__).with_name("projection.npz")) as kept:
        scale = kept[f"scale_{bits}"]
        axes = kept[f"axes_{bits}"].astype(np.float32) * scale
        return Projection.of(
            axes, kept[f"middle_{bits}"], kept[f"weight_{bits}"], str(kept["provenance"])
        )


def codes_of(templates: Sequence[Template | None], by: Projection) -> NDArray[np.uint64]:
    """Codes of *templates*, [n, words, SLOTS]; nought where there is no minutia."""
    columns = [(one.x, one.y, one.angle) if one else None for one in templates]
    count = np.array([min(len(one), SLOTS * 3) if one else 0 for one in templates], np.int32)
    room = max(1, int(count.max(initial=1)))
    x, y = np.zeros((2, len(templates), room), np.int16)
    angle = np.zeros((len(templates), room), np.uint8)
    for row, one in enumerate(columns):
        if one is not None:
            some = count[row]
            x[row, :some], y[row, :some], angle[row, :some] = (part[:some] for part in one)
    return codes_of_columns(x, y, angle, count, by)


def codes_of_columns(
    x: NDArray[np.int16],
    y: NDArray[np.int16],
    angle: NDArray[np.uint8],
    count: NDArray[np.int32],
    by: Projection,
) -> NDArray[np.uint64]:
    """As codes_of, of minutiae in columns [n, room], best first."""
    found = np.zeros((len(count), by.words, SLOTS), np.uint64)
    _codes(x, y, angle, count, by.table, by.middle, found)
    return found


@compiled
def _codes(x, y, angle, count, table, middle, found):  # type: ignore[no-untyped-def]
    bits = len(middle)
    value = np.zeros(bits, np.float32)
    for row in range(len(count)):
        for slot in range(min(SLOTS, count[row])):
            _value(x[row], y[row], angle[row], count[row], slot, table, value)
            for word in range(bits // 64):
                signs = np.uint64(0)
                for bit in range(64):
                    if value[64 * word + bit] > middle[64 * word + bit]:
                        signs |= np.uint64(1) << np.uint64(bit)
                found[row, word, slot] = signs
            # A code of no bits would read as no code: it is given its last one.
            if not found[row, 0, slot]:
                found[row, 0, slot] = np.uint64(1) << np.uint64(63)


@compiled
def _value(x, y, angle, count, slot, table, value):  # type: ignore[no-untyped-def]
    """What the neighbours of minutia *slot* add up to along every axis."""
    value[:] = np.float32(0)
    facing = angle[slot] * (2 * np.pi / 256)
    cosine, sine = np.cos(facing), np.sin(facing)
    for other in range(count):
        right, up = float(x[other]) - float(x[slot]), float(y[slot]) - float(y[other])
        ahead, left = right * cosine + up * sine, up * cosine - right * sine
        i = int(np.floor((ahead + _REACH) / _STEP))
        j = int(np.floor((left + _REACH) / _STEP))
        if other == slot or i < 0 or j < 0 or i >= _PLACES or j >= _PLACES:
            continue
        turn = ((int(angle[other]) - int(angle[slot]) + 256 // _TURNS // 2) & 255) * _TURNS // 256
        share = table[i, j, turn]
        for bit in range(len(value)):
            value[bit] += share[bit]
