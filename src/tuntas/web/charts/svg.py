"""SVG elements as text, and the little geometry that all charts share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

TEXT_SIZE_PX = 13
# Plus Jakarta Sans runs wide; 0.58 em a letter errs on the side of keeping labels apart.
LETTER_WIDTH_PX = TEXT_SIZE_PX * 0.58


def element(tag: str, *children: str, **attributes: str | float | None) -> str:
    """One element; attribute names lose a trailing ``_`` and turn inner ``_`` into ``-``.

    >>> element("rect", x=1.0, width=2.5, class_="c-bar", stroke_width=None)
    '<rect x="1" width="2.5" class="c-bar"/>'
    """
    spelled = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_spelled(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{tag}{spelled}>{inner}</{tag}>" if inner else f"<{tag}{spelled}/>"


def text(content: str, x: float, y: float, class_: str = "c-label", anchor: str = "start") -> str:
    """Escaped words at a place; *anchor* is start, middle or end."""
    return element(
        "text",
        escape(content),
        x=x,
        y=y,
        class_=class_,
        text_anchor=None if anchor == "start" else anchor,
        font_size=TEXT_SIZE_PX,
    )


def both_widths(
    draw: Callable[[Canvas], str],
    *,
    key: str,
    title: str,
    desc: str,
    wide: Size,
    narrow: Size,
) -> str:
    """The drawing made for a page's width and for a phone's; *key* keeps their ids apart."""
    return "".join(
        drawing(
            draw(Canvas(size, f"{key}-{name}")),
            size,
            f"{key}-{name}",
            title,
            desc,
            name,
        )
        for name, size in (("wide", wide), ("narrow", narrow))
    )


def drawing(body: str, size: Size, key: str, title: str, desc: str, name: str) -> str:
    """An ``svg`` that a screen reader announces as one image with a title and a description."""
    return element(
        "svg",
        element("title", escape(title), id=f"{key}-t"),
        element("desc", escape(desc), id=f"{key}-d") if desc else "",
        body,
        class_=f"chart chart-{name}",
        viewBox=f"0 0 {_spelled(size.width)} {_spelled(size.height)}",
        role="img",
        aria_labelledby=f"{key}-t {key}-d" if desc else f"{key}-t",
    )


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing's own units; one unit is about one CSS pixel where it is shown."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a drawing function draws on: its size and the prefix for ids inside it."""

    size: Size
    key: str

    @property
    def narrow(self) -> bool:
        return self.size.width < 500


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle taken by a label."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def label_box(content: str, x: float, y: float, anchor: str) -> Box:
    """The place *content* takes when its baseline starts, centres or ends at (x, y)."""
    width = len(content) * LETTER_WIDTH_PX
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Box(left - 3, y - TEXT_SIZE_PX, left + width + 3, y + 4)


def fits(box: Box, taken: Sequence[Box], size: Size) -> bool:
    inside = (
        box.left >= 0 and box.right <= size.width and box.top >= 0 and box.bottom <= size.height
    )
    return inside and not any(box.touches(other) for other in taken)


ROUND_STEPS = (1, 1.2, 1.6, 2, 2.4, 3, 4, 6, 8, 10)
"""Tops of an axis whose quarters are round numbers too."""


def nice_ceiling(value: float) -> float:
    """The next round number at or above *value*.

    >>> [nice_ceiling(n) for n in (0, 1, 862, 1014, 1569, 2001)]
    [1.0, 1.0, 1000.0, 1200.0, 1600.0, 2400.0]
    """
    if value <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in ROUND_STEPS if step * power >= value)


def _spelled(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    # Adding 0.0 turns the "-0.0" of a rounded tiny number into a plain zero.
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
