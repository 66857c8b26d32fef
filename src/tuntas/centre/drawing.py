"""Two prints side by side, with the minutiae that lie together joined by numbers, as an SVG.

Colour alone never tells: a pair is a ring with a number in both prints, a minutia without a mate
a small open dot. The picture is the image where it still exists, and empty ground where not.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tuntas.biometrics.template import Template

GAP: Final = 24
MARK: Final = "#1d4e89"
PAPER: Final = "#f4f4f2"
RING_PX: Final = 7


@dataclass(frozen=True, slots=True)
class Side:
    """*pixels*: uint8 [height, width] at 500 dpi, None when the image is no more."""

    template: Template
    pixels: NDArray[np.uint8] | None


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Grey or RGB *pixels* as a PNG."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=1)
    return out.getvalue()


def side_by_side(left: Side, right: Side, pairs: Sequence[tuple[int, int]], label: str) -> str:
    """An SVG with *pairs* (minutia of the left, of the right) numbered from 1.

    label: what a screen reader says of the picture.

    >>> one = Template.of([5, 20], [9, 30], [0, 9], [1, 1], [80, 80], width=40, height=50)
    >>> drawn = side_by_side(Side(one, None), Side(one, None), [(0, 0)], "1")
    >>> drawn.count("<text"), drawn.count('fill="none"')
    (2, 4)
    """
    shift = left.template.width + GAP
    width = shift + right.template.width
    height = max(left.template.height, right.template.height)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" ',
            f'aria-label="{_plain(label)}" font-family="sans-serif" font-size="13" ',
            'font-weight="700">',
            *_drawn(left, 0, {i: n for n, (i, _) in enumerate(pairs, 1)}),
            *_drawn(right, shift, {j: n for n, (_, j) in enumerate(pairs, 1)}),
            "</svg>",
        )
    )


def _drawn(side: Side, shift: int, numbers: dict[int, int]) -> Iterator[str]:
    made = side.template
    yield (
        f'<g transform="translate({shift})"><rect width="{made.width}" height="{made.height}" '
        f'fill="{PAPER}"/>'
    )
    if side.pixels is not None:
        content = base64.b64encode(png(side.pixels)).decode()
        yield (
            f'<image width="{made.width}" height="{made.height}" '
            f'href="data:image/png;base64,{content}"/>'
        )
    for place, (x, y) in enumerate(zip(made.x.tolist(), made.y.tolist(), strict=True)):
        yield _mark(x, y, numbers.get(place))
    yield "</g>"


def _mark(x: int, y: int, number: int | None) -> str:
    if number is None:
        return f'<circle cx="{x}" cy="{y}" r="2.5" fill="none" stroke="{MARK}" opacity=".55"/>'
    return (
        f'<circle cx="{x}" cy="{y}" r="{RING_PX}" fill="none" stroke="{MARK}" stroke-width="2"/>'
        f'<text x="{x + RING_PX + 1}" y="{y - 3}" fill="{MARK}" stroke="#fff" stroke-width="3" '
        f'paint-order="stroke">{number}</text>'
    )


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
