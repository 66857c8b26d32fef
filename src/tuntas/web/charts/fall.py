"""The fall of the unrecorded by cause: who left the list and who came onto it, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuntas.web import numerals
from tuntas.web.charts import svg
from tuntas.web.charts.svg import Canvas, Size

WIDE = Size(640, 280)
NARROW = Size(340, 280)
FILLS = ("#17181c", "#6f6c62", "#a8a496", "#d5d1c4", "#b3162e")


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason of change; *swatch* 0–4 is its fill; *enters* adds people to the list."""

    name: str
    swatch: int
    enters: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week or month, with one count (≥ 0) for each cause in their order."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Exits hang below the ground line, entries stand on it."""

    ground: float
    per_person: float
    left: float
    column: float

    def x(self, index: int) -> float:
        return self.left + index * self.column


def fall(
    periods: Sequence[Period],
    causes: Sequence[Cause],
    *,
    key: str,
    title: str,
    desc: str = "",
    language: str = "id",
) -> str:
    """Stacked columns: entries stand above the line, exits hang below it, each by its cause.

    The legend is words beside the drawing (``components/legend.html``), so that swatches never
    speak alone.

    >>> causes = [Cause("Direkam", 0), Cause("Wajib baru", 4, enters=True)]
    >>> drawn = fall([Period("20", (100, 4))], causes, key="f", title="Turun naik")
    >>> ">−100<" in drawn, ">+4<" in drawn
    (True, True)
    """
    if not periods:
        return ""

    def draw(canvas: Canvas) -> str:
        scale = _scale(canvas, periods, causes)
        columns = (
            line
            for index, period in enumerate(periods)
            for line in _column(period, causes, scale, index, language)
        )
        return "".join((*columns, *_ground(canvas, scale), *_labels(canvas, periods, scale)))

    return svg.both_widths(draw, key=key, title=title, desc=desc, wide=WIDE, narrow=NARROW)


def _sums(period: Period, causes: Sequence[Cause]) -> tuple[int, int]:
    """People who came onto the list and people who left it."""
    entered = sum(n for n, cause in zip(period.counts, causes, strict=True) if cause.enters)
    return entered, sum(period.counts) - entered


def _scale(canvas: Canvas, periods: Sequence[Period], causes: Sequence[Cause]) -> _Scale:
    sums = [_sums(period, causes) for period in periods]
    up, down = max(entered for entered, _ in sums), max(gone for _, gone in sums)
    # 22 units above and below the tallest column for its number, 24 at the foot for the days.
    room = canvas.size.height - 22 - 22 - 24
    per_person = room / max(up + down, 1)
    return _Scale(
        ground=22 + up * per_person,
        per_person=per_person,
        left=4,
        column=(canvas.size.width - 8) / len(periods),
    )


def _column(
    period: Period, causes: Sequence[Cause], scale: _Scale, index: int, language: str
) -> Iterator[str]:
    gap = min(scale.column * 0.22, 14)
    x, width = scale.x(index) + gap / 2, min(scale.column - gap, 64)
    x += max((scale.column - gap - width) / 2, 0)
    above = below = scale.ground
    for cause, count in zip(causes, period.counts, strict=True):
        height = count * scale.per_person
        if count == 0:
            continue
        above -= height if cause.enters else 0
        yield svg.element(
            "rect",
            x=x,
            y=above if cause.enters else below,
            width=width,
            height=max(height - 1, 0.8),
            class_=f"c-cause-{cause.swatch}",
            fill=FILLS[cause.swatch],
        )
        below += 0 if cause.enters else height
    if scale.column >= 30:
        yield from _sum_labels(period, causes, x + width / 2, above, below, language)


def _sum_labels(
    period: Period,
    causes: Sequence[Cause],
    x: float,
    above: float,
    below: float,
    language: str,
) -> Iterator[str]:
    entered, gone = _sums(period, causes)
    if entered:
        yield svg.text(numerals.change(entered, language), x, above - 6, "c-number", "middle")
    if gone:
        yield svg.text(numerals.change(-gone, language), x, below + 16, "c-number", "middle")


def _ground(canvas: Canvas, scale: _Scale) -> Iterator[str]:
    yield svg.element(
        "line",
        x1=0,
        x2=canvas.size.width,
        y1=scale.ground,
        y2=scale.ground,
        class_="c-ground",
        stroke="#17181c",
    )


def _labels(canvas: Canvas, periods: Sequence[Period], scale: _Scale) -> Iterator[str]:
    widest = max(len(period.label) for period in periods) * svg.LETTER_WIDTH_PX + 10
    stride = max(-(-int(widest) // int(max(scale.column, 1))), 1)
    for index, period in enumerate(periods):
        if index % stride == 0:
            x = scale.x(index) + scale.column / 2
            yield svg.text(period.label, x, canvas.size.height - 6, "c-axis", "middle")
