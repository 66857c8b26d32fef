"""A signature: drawn with a pen on a pad, or photographed from paper; is there one, and all of it.

A signature is kept as what is on the card (an image of one size) and, where a pad gives it, the
pen's path, which says more in a dispute. Nothing here compares two signatures.

>>> wave = np.stack([np.linspace(0.1, 0.9, 80), 0.5 + 0.2 * np.sin(np.arange(80) / 6)], axis=1)
>>> path = Trajectory(np.column_stack([wave, np.arange(80) * 0.02]), (0,))
>>> judge_trajectory(path).ok, draw(path).shape
(True, (200, 600))
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import SignatureRefused, UnreadableRecord
from tuntas.biometrics.judgement import GOOD, Advice, Advices, Judgement, Limits, Span, judged

Ink = NDArray[np.uint8]
"""[HEIGHT, WIDTH], 0 ink to 255 paper."""

HEIGHT, WIDTH = 200, 600
"""Of the stored image: 300 dpi on the 51 × 17 mm of a card's strip."""
LARGEST: Final = 8_000
MOST_POINTS: Final = 20_000
PEN: Final = 2.0
"""Radius of a drawn stroke, pixels."""
EDGE: Final = 0.01
"""Share of the pad at its rim: ink there was cut off."""
MARGIN: Final = 0.06
LEAST_CONTRAST: Final = 40.0
"""Grey levels between ink and paper, below which an image is blank paper."""

ASKED: Final[Limits] = MappingProxyType(
    {
        "ink_share": Span(0.002, 0.35),
        "length": Span(low=0.6),
        "width": Span(low=0.15),
        "inside": Span(low=0.995),
        "seconds": Span(low=0.4),
    }
)
"""ink_share of the image; length of the line and width of the whole in widths of the pad."""

_BLANK: Final = Advice(
    "Tanda tangan belum terlihat. Minta orang itu menandatangani lagi.",
    "No signature can be seen. Ask the person to sign again.",
)
_SHORT: Final = Advice(
    "Tanda tangan terlalu kecil atau hanya coretan. Minta tanda tangan seperti biasa.",
    "Too small, or only a dash. Ask for the usual signature.",
)
ADVICE: Final[Advices] = MappingProxyType(
    {
        "ink_share": (
            _BLANK,
            Advice(
                "Gambar terlalu gelap atau tercoret penuh. Bersihkan bantalan, ulangi.",
                "The image is too dark or scribbled over. Clear the pad and sign again.",
            ),
        ),
        "length": (_SHORT, GOOD),
        "width": (_SHORT, GOOD),
        "inside": (
            Advice(
                "Tanda tangan keluar dari bantalan. Minta menulis lebih kecil, di tengah.",
                "The signature leaves the pad. Ask for a smaller one, in the middle.",
            ),
            GOOD,
        ),
        "seconds": (
            Advice(
                "Tersentuh sekilas saja. Minta orang itu menandatangani lagi.",
                "Only touched in passing. Ask the person to sign again.",
            ),
            GOOD,
        ),
    }
)

_HEAD: Final = struct.Struct("<HH")


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """The pen's path.

    points: [n, 3]: x and y in shares of the pad's width and height (0 to 1 inside, y downwards;
    the pad is three times as wide as high), seconds since the pen first touched, not falling.
    strokes: where each stroke begins in points, the first at 0.
    """

    points: NDArray[np.float64]
    strokes: tuple[int, ...]

    def __post_init__(self) -> None:
        points = self.points
        if points.ndim != 2 or points.shape[1] != 3 or not 0 < len(points) <= MOST_POINTS:
            raise SignatureRefused
        if not np.all(np.abs(points) < 1e4) or np.any(np.diff(points[:, 2]) < 0):
            raise SignatureRefused
        starts = np.asarray(self.strokes)
        if not len(starts) or starts[0] != 0 or starts[-1] >= len(points):
            raise SignatureRefused
        if np.any(np.diff(starts) <= 0):
            raise SignatureRefused

    def lines(self) -> list[NDArray[np.float64]]:
        """The strokes, each [m, 3]."""
        return np.split(self.points, self.strokes[1:])

    def pack(self) -> bytes:
        """Eight bytes a point after the strokes: places in 1/16384 of the pad, whole milliseconds.

        Raises SignatureRefused when the pen was twice the pad's size away from it.
        """
        places = np.round(self.points[:, :2] * 16384)
        if np.abs(places).max() > 32767:
            raise SignatureRefused
        head = _HEAD.pack(len(self.points), len(self.strokes))
        starts = np.asarray(self.strokes, "<u2").tobytes()
        times = np.round(self.points[:, 2] * 1000).astype("<u4").tobytes()
        return head + starts + places.astype("<i2").tobytes() + times

    @classmethod
    def unpack(cls, packed: bytes) -> Trajectory:
        """The path that *packed* holds. Raises UnreadableRecord when it holds none."""
        if len(packed) < _HEAD.size:
            raise UnreadableRecord
        count, strokes = _HEAD.unpack_from(packed)
        if len(packed) != _HEAD.size + 2 * strokes + 8 * count:
            raise UnreadableRecord
        starts = np.frombuffer(packed, "<u2", strokes, _HEAD.size)
        places = np.frombuffer(packed, "<i2", 2 * count, _HEAD.size + 2 * strokes)
        times = np.frombuffer(packed, "<u4", count, _HEAD.size + 2 * strokes + 4 * count)
        points = np.column_stack([places.reshape(count, 2) / 16384, times / 1000])
        try:
            return cls(points, tuple(int(start) for start in starts))
        except SignatureRefused as broken:
            raise UnreadableRecord from broken


def judge_trajectory(path: Trajectory, limits: Limits = ASKED) -> Judgement:
    """Is there a signature, all of it on the pad, written and not just touched."""
    x, y = path.points[:, 0], path.points[:, 1]
    inside = (x >= EDGE) & (x <= 1 - EDGE) & (y >= EDGE) & (y <= 1 - EDGE)
    values: dict[str, float | None] = {
        "ink_share": float(np.mean(draw(path, whole=True) < 128)),
        "length": sum(_length(line) for line in path.lines()),
        "width": float(np.ptp(np.clip(x, 0, 1))),
        "inside": float(np.mean(inside)),
        "seconds": float(np.ptp(path.points[:, 2])),
    }
    return judged(values, limits, ADVICE)


def judge_image(image: NDArray[np.uint8], limits: Limits = ASKED) -> Judgement:
    """The same for a grey image of a pad or of paper. Raises SignatureRefused."""
    dark = _ink(image)
    rows, columns = dark.shape
    rim_y, rim_x = max(round(EDGE * rows), 1), max(round(EDGE * columns), 1)
    middle = dark[rim_y:-rim_y, rim_x:-rim_x].sum()
    used = np.flatnonzero(dark.any(axis=0))
    # A line of ink has two sides: half the changes from ink to paper is its length.
    sides = np.count_nonzero(np.diff(dark, axis=1)) + np.count_nonzero(np.diff(dark, axis=0))
    values: dict[str, float | None] = {
        "ink_share": float(dark.mean()),
        "length": sides / 2 / columns,
        "width": float(np.ptp(used) / columns) if len(used) else 0.0,
        "inside": float(middle / max(int(dark.sum()), 1)) if dark.any() else 1.0,
    }
    return judged(values, limits, ADVICE)


def draw(path: Trajectory, *, whole: bool = False) -> Ink:
    """The path as an image to keep or print, uint8 [HEIGHT, WIDTH].

    Fitted into the image with a margin; *whole*: the whole pad, as it was signed.
    """
    places = [line[:, :2] for line in path.lines()]
    if not whole:
        places = _fitted(places)
    ink = np.full((HEIGHT, WIDTH), 255.0)
    for line in places:
        pixels = line * (WIDTH, HEIGHT) - 0.5
        for start, end in zip(pixels, pixels[1:] if len(pixels) > 1 else pixels, strict=False):
            _stroke(ink, start, end)
    return np.round(ink).astype(np.uint8)


def crop(image: NDArray[np.uint8]) -> Ink:
    """The ink of *image* as an image to keep, uint8 [HEIGHT, WIDTH], paper white.

    Raises SignatureRefused when there is no ink.
    """
    from PIL import Image

    dark = _ink(image)
    if not dark.any():
        raise SignatureRefused
    rows, columns = (np.flatnonzero(dark.any(axis=axis)) for axis in (1, 0))
    part = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float64)
    low, high = np.percentile(image[dark], 20), np.percentile(image[~dark], 20)
    clean = np.clip((part - low) / max(float(high - low), 1.0) * 255, 0, 255).astype(np.uint8)
    scale = min(WIDTH / clean.shape[1], HEIGHT / clean.shape[0]) * (1 - 2 * MARGIN)
    size = (max(round(clean.shape[1] * scale), 1), max(round(clean.shape[0] * scale), 1))
    made = Image.new("L", (WIDTH, HEIGHT), 255)
    where = ((WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2)
    made.paste(Image.fromarray(clean).resize(size, Image.Resampling.BILINEAR), where)
    return np.asarray(made, np.uint8)


def _ink(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the ink is: darker than half-way from paper to the darkest; none on blank paper."""
    if image.dtype != np.uint8 or image.ndim != 2:
        raise SignatureRefused
    if min(image.shape) < 16 or max(image.shape) > LARGEST:
        raise SignatureRefused
    paper, darkest = float(np.median(image)), float(np.percentile(image, 0.1))
    if paper - darkest < LEAST_CONTRAST:
        return np.zeros(image.shape, np.bool_)
    return np.asarray(image < (paper + darkest) / 2)


def _length(line: NDArray[np.float64]) -> float:
    """In widths of the pad."""
    steps = np.diff(line[:, :2], axis=0) * (1, HEIGHT / WIDTH)
    return float(np.hypot(*steps.T).sum())


def _fitted(places: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Strokes grown or shrunk to fill the image but its margin, shape kept."""
    everything = np.concatenate(places)
    low, size = everything.min(axis=0), np.ptp(everything, axis=0)
    growth = (1 - 2 * MARGIN) / max(float(size.max()), 1e-6)
    shift = 0.5 - growth * (low + size / 2)
    return [line * growth + shift for line in places]


def _stroke(ink: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]) -> None:
    """A line of round ends, soft over one pixel, onto *ink*."""
    low = np.floor(np.minimum(start, end) - PEN - 1).astype(int)
    high = np.ceil(np.maximum(start, end) + PEN + 2).astype(int)
    left, top = np.maximum(low, 0)
    right, bottom = np.minimum(high, (WIDTH, HEIGHT))
    if left >= right or top >= bottom:
        return
    y, x = np.mgrid[top:bottom, left:right]
    along = end - start
    reach = float(along @ along)
    share = np.zeros(x.shape)
    if reach > 0:
        share = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / reach, 0, 1)
    away = np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1])
    paper = 255 * np.clip(away - PEN + 0.5, 0, 1)
    part = ink[top:bottom, left:right]
    np.minimum(part, paper, out=part)
