"""Bars: one in a table cell, the parts of a whole, the four numerators, and a sparkline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuntas.web import numerals
from tuntas.web.charts import svg
from tuntas.web.charts.svg import Canvas, Size

FILLS = {"left": "#b3162e", "done": "#0b6e4f", "ink": "#17181c", "quiet": "#8b8778"}
ROW_HEIGHT = 52


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole; *tone* is ``left``, ``done``, ``ink`` or ``quiet``."""

    name: str
    count: int
    tone: str = "ink"


@dataclass(frozen=True, slots=True)
class Numerator:
    """A count of people measured against the obliged, with its percentage already computed."""

    name: str
    count: int
    percent: str


def bar(value: int, maximum: int, *, tone: str = "left") -> str:
    """A bar for a table cell, as wide as its cell; anything above zero stays visible.

    >>> bar(1, 4)
    '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
<rect width="25" height="8" class="c-left" fill="#b3162e"/></svg>'
    """
    share = 0.0 if maximum <= 0 or value <= 0 else min(100.0, max(1.5, 100 * value / maximum))
    filled = svg.element("rect", width=share, height=8, class_=f"c-{tone}", fill=FILLS[tone])
    return svg.element(
        "svg",
        filled,
        class_="bar",
        viewBox="0 0 100 8",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def parts(
    whole: Sequence[Part], *, key: str, title: str, desc: str = "", language: str = "id"
) -> str:
    """One band split among its parts; their names and numbers belong in the legend beside it.

    >>> parts([Part("Direkam", 3), Part("Belum", 1, "left")], key="p", title="Bagian").count("rect")
    2
    """
    total = sum(part.count for part in whole)
    if total <= 0:
        return ""
    return svg.drawing(
        "".join(_band(whole, total)),
        Size(100, 6),
        key,
        title,
        desc or "; ".join(f"{p.name} {numerals.whole(p.count, language)}" for p in whole),
        "band",
    ).replace("<svg ", '<svg preserveAspectRatio="none" ', 1)


def _band(whole: Sequence[Part], total: int) -> Iterator[str]:
    x = 0.0
    for part in whole:
        width = 100 * part.count / total
        yield svg.element(
            "rect",
            x=x,
            width=max(width - 0.3, 0.1),
            height=6,
            class_=f"c-{part.tone}",
            fill=FILLS[part.tone],
        )
        x += width


def numerators(
    counts: Sequence[Numerator],
    *,
    obliged: int,
    key: str,
    title: str,
    desc: str = "",
    obliged_label: str = "",
    language: str = "id",
) -> str:
    """Captured, unique, printed, in hand: one bar each against the obliged.

    A count above the obliged is drawn past the line, never clamped: it has causes to explain.

    >>> counts = [Numerator("Sudah rekam", 91786, "99,40 %")]
    >>> drawn = numerators(counts, obliged=92340, key="n", title="Empat angka")
    >>> ">91.786<" in drawn
    True
    """
    longest = max([obliged, *(each.count for each in counts)], default=0)
    if longest <= 0:
        return ""
    height = ROW_HEIGHT * len(counts) + 26

    def draw(canvas: Canvas) -> str:
        scale = canvas.size.width / longest
        rows = (
            line
            for index, each in enumerate(counts)
            for line in _numerator_row(each, obliged, index * ROW_HEIGHT, scale, canvas, language)
        )
        return "".join((*rows, *_obliged_line(obliged * scale, obliged_label, len(counts), canvas)))

    return svg.both_widths(
        draw,
        key=key,
        title=title,
        desc=desc,
        wide=Size(600, height),
        narrow=Size(340, height),
    )


def _numerator_row(
    each: Numerator,
    obliged: int,
    top: float,
    scale: float,
    canvas: Canvas,
    language: str,
) -> Iterator[str]:
    yield svg.text(each.name, 0, top + 16, "c-label")
    count = numerals.whole(each.count, language)
    right = canvas.size.width
    yield svg.text(each.percent, right, top + 16, "c-note", "end")
    yield svg.text(count, right - 76, top + 16, "c-number", "end")
    width = canvas.size.width
    yield svg.element("rect", y=top + 25, width=width, height=10, class_="c-track", fill="#efece4")
    tone = "c-over" if each.count > obliged else "c-ink"
    yield svg.element(
        "rect",
        y=top + 25,
        width=each.count * scale,
        height=10,
        class_=tone,
        fill=FILLS["ink"],
    )


def _obliged_line(x: float, label: str, rows: int, canvas: Canvas) -> Iterator[str]:
    """A tick across each bar, so that it never crosses a number, and its name at the foot."""
    edge = min(x, canvas.size.width - 1)
    for row in range(rows):
        top = row * ROW_HEIGHT + 21
        yield svg.element(
            "line",
            x1=edge,
            x2=edge,
            y1=top,
            y2=top + 18,
            class_="c-target",
            stroke=FILLS["done"],
        )
    if label:
        yield svg.text(label, edge, rows * ROW_HEIGHT + 12, "c-target-label", "end")


def sparkline(values: Sequence[int], *, label: str) -> str:
    """A small line without axes; its meaning is in *label*.

    >>> sparkline([3, 2, 0], label="Turun dari 3 ke 0").count("polyline")
    1
    """
    if len(values) < 2:
        return ""
    highest = max(*values, 1)
    step = 96 / (len(values) - 1)
    path = " ".join(f"{2 + i * step:.1f},{22 - 20 * v / highest:.1f}" for i, v in enumerate(values))
    return svg.element(
        "svg",
        svg.element("polyline", points=path, class_="c-line", fill="none", stroke="#17181c"),
        class_="sparkline",
        viewBox="0 0 100 24",
        role="img",
        aria_label=label,
    )
