"""A print made ready for matching: its cylinders, its outline, and how sure each minutia is.

``pack`` lays many prints into a few arrays, so that a search stays inside compiled code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.matching import outline
from tuntas.biometrics.matching.cylinders import LAYERS, WORDS, Cylinders, Words, cylinders
from tuntas.biometrics.template import Template

Reals = NDArray[np.float32]
S = TypeVar("S", bound=np.generic)

SEEN_AT_WORST: Final = 0.20
SEEN_WITH_QUALITY: Final = 0.65
"""A minutia of quality q (0 to 1) is seen again in another print of the same skin with
probability 0.20 + 0.65 q: 0.85 for the clearest, 0.5 at the extractor's threshold."""

X, Y, COS, SIN, HIT, MISS = range(6)
"""Rows of Packed.minutiae: place (y upwards), direction, and the logarithms of the chances to
be seen again and to be missed."""
ROWS: Final = LAYERS * WORDS + WORDS
"""Words a cylinder: 20 of bits, 4 of mask."""
VECTOR: Final = 8
"""Cylinders that the processor compares at once."""
_ROOM: Final = 15.0
"""A print reaches this far beyond its outermost minutiae, pixels: half their usual distance."""


class Packed(NamedTuple):
    """Prints one after another; print p has the columns starts[p]:starts[p + 1].

    minutiae: float32 [6, m], rows as above. angle: uint8 [m].
    words: uint64 [24 c], for each print a block [24, its cylinders]. sizes: float32 [c], bits
    set. stands: int16 [c], the minutia of its print. Empty cylinders fill each print up to a
    multiple of VECTOR; standing: int32 [n] are its own. whole: int32 [n], as in Cylinders.
    edges: float32 [3, e], outward normal and offset of each edge of the hull.
    starts: int64 [n + 1, 3], into minutiae, cylinders, edges.
    density: float32 [n], logarithm of minutiae a square pixel.
    digest: uint64 [n], of the template: settles who comes first.
    """

    minutiae: Reals
    angle: NDArray[np.uint8]
    words: Words
    sizes: Reals
    stands: NDArray[np.int16]
    standing: NDArray[np.int32]
    whole: NDArray[np.int32]
    edges: Reals
    starts: NDArray[np.int64]
    density: Reals
    digest: NDArray[np.uint64]


def pack(templates: Sequence[Template]) -> Packed:
    """The *templates* ready for matching, in their order; about 0.4 ms each.

    >>> one = Template.of([50, 90, 80], [50, 60, 95], [0, 70, 140], [1] * 3, [80] * 3,
    ...                   width=200, height=200)
    >>> pack([one, one]).starts[:, 0].tolist()
    [0, 3, 6]
    """
    built = [cylinders(template) for template in templates]
    hulls = [outline.of(template) for template in templates]
    lengths = [
        (len(template), _filled(len(standing)), hull.edges.shape[1])
        for template, standing, hull in zip(templates, built, hulls, strict=True)
    ]
    starts = np.zeros((len(templates) + 1, 3), np.int64)
    np.cumsum(np.array(lengths, np.int64).reshape(-1, 3), axis=0, out=starts[1:])
    return Packed(
        _joined([_minutiae(template) for template in templates], (6, 0), np.float32),
        _joined([template.angle for template in templates], (0,), np.uint8),
        _joined([_words(standing) for standing in built], (0,), np.uint64),
        _joined([_bits_set(standing) for standing in built], (0,), np.float32),
        _joined([_fill(standing.minutia) for standing in built], (0,), np.int16),
        np.array([len(standing) for standing in built], np.int32),
        np.array([standing.whole for standing in built], np.int32),
        _joined([hull.edges[:3] for hull in hulls], (3, 0), np.float32),
        starts,
        np.array([_density(t, hull) for t, hull in zip(templates, hulls, strict=True)], np.float32),
        np.array([_digest(template) for template in templates], np.uint64),
    )


def chosen(prints: Packed, which: Sequence[int]) -> Packed:
    """Those of *prints*, in that order: what a shortlist needs of a packed gallery."""
    spans = [[slice(*prints.starts[p : p + 2, kind]) for p in which] for kind in range(3)]
    words = [slice(s.start * ROWS, s.stop * ROWS) for s in spans[1]]
    lengths = np.diff(prints.starts, axis=0)[list(which)]
    starts = np.zeros((len(which) + 1, 3), np.int64)
    np.cumsum(lengths.reshape(-1, 3), axis=0, out=starts[1:])
    return Packed(
        _joined([prints.minutiae[:, s] for s in spans[0]], (6, 0), np.float32),
        _joined([prints.angle[s] for s in spans[0]], (0,), np.uint8),
        _joined([prints.words[s] for s in words], (0,), np.uint64),
        _joined([prints.sizes[s] for s in spans[1]], (0,), np.float32),
        _joined([prints.stands[s] for s in spans[1]], (0,), np.int16),
        prints.standing[list(which)],
        prints.whole[list(which)],
        _joined([prints.edges[:, s] for s in spans[2]], (3, 0), np.float32),
        starts,
        prints.density[list(which)],
        prints.digest[list(which)],
    )


def _joined(parts: Sequence[NDArray[Any]], empty: tuple[int, ...], kind: type[S]) -> NDArray[S]:
    return np.ascontiguousarray(np.concatenate([np.empty(empty, kind), *parts], axis=-1), kind)


def _minutiae(template: Template) -> Reals:
    seen = SEEN_AT_WORST + SEEN_WITH_QUALITY * template.quality / 100.0
    turn = template.angle * (2.0 * np.pi / 256.0)
    rows = (template.x, -template.y.astype(np.int32), np.cos(turn), np.sin(turn))
    return np.stack([*rows, np.log(seen), np.log1p(-seen)]).astype(np.float32)


def _filled(count: int) -> int:
    return -(-count // VECTOR) * VECTOR


def _fill(columns: NDArray[S]) -> NDArray[S]:
    """*columns* [n, ...] with zeros up to a multiple of VECTOR."""
    more = _filled(len(columns)) - len(columns)
    return np.pad(columns, [(0, more), *[(0, 0)] * (columns.ndim - 1)])


def _words(built: Cylinders) -> Words:
    return _fill(np.concatenate([built.bits, built.masks], axis=1)).T.ravel()


def _bits_set(built: Cylinders) -> Reals:
    octets = np.ascontiguousarray(built.bits).view(np.uint8)
    return _fill(np.unpackbits(octets, axis=1).sum(axis=1).astype(np.float32))


def _density(template: Template, hull: outline.Outline) -> float:
    area = hull.area + hull.length * _ROOM + np.pi * _ROOM**2
    return float(np.log(max(len(template), 1) / area))


def _digest(template: Template) -> int:
    return int.from_bytes(hashlib.blake2b(template.pack(), digest_size=8).digest(), "big")
