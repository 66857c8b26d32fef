"""The line down to zero: people left, day by day, with the target and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tuntas.web import numerals
from tuntas.web.charts import svg
from tuntas.web.charts.svg import Box, Canvas, Size

_Place = tuple[float, float, str]

WIDE = Size(640, 310)
NARROW = Size(340, 260)
MOST_POINTS = 240
MOST_DOTS = 16


@dataclass(frozen=True, slots=True)
class Point:
    """How many were left at the end of a day; *marked* days carry their number."""

    on: date
    left: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The most people that may be left for a target to be reached, while it is in force."""

    at_most: int
    label: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """The first day of another denominator: the line is cut here, never joined across.

    *label* is a letter or two; what it stands for is told beside the drawing.
    """

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened on a day, written above the line."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where days and counts fall on the drawing."""

    size: Size
    first_on: date
    last_on: date
    highest: float
    top: float
    left: float = 46
    inset: float = 16
    right: float = 20
    bottom: float = 34

    @property
    def ground(self) -> float:
        return self.size.height - self.bottom

    def x(self, day: date) -> float:
        span = max((self.last_on - self.first_on).days, 1)
        start = self.left + self.inset
        return start + (self.size.width - start - self.right) * ((day - self.first_on).days / span)

    def y(self, count: float) -> float:
        return self.ground - (self.ground - self.top) * count / self.highest


def burn_down(
    points: Sequence[Point],
    *,
    key: str,
    title: str,
    desc: str = "",
    targets: Sequence[Target] = (),
    breaks: Sequence[Break] = (),
    notes: Sequence[Note] = (),
    aim: Point | None = None,
    language: str = "id",
) -> str:
    """Two drawings (wide, narrow) of the people left, always down to a visible zero.

    Args:
        points: one per day or sparser, in order of days; empty gives an empty frame's text ``""``.
        key: unique on the page; ids inside the drawing start with it.
        targets: green dashed lines; the last point is green once it is at or below one in force.
        breaks: first days of another denominator.
        aim: where the line must be on a deadline; dotted from the last point.

    >>> points = [Point(date(2023, 6, 19), 650), Point(date(2023, 6, 20), 554)]
    >>> drawn = burn_down(points, key="home", title="Menuju nol")
    >>> drawn.count("<svg"), ">650<" in drawn, ">554<" in drawn
    (2, True, True)
    """
    if not points:
        return ""
    shown = _thinned(points, {note.on for note in notes} | {cut.on for cut in breaks})

    def draw(canvas: Canvas) -> str:
        frame = _frame(canvas.size, shown, targets, notes, aim)
        taken: list[Box] = []
        above = [*_notes(frame, notes, shown, taken), *_breaks(frame, breaks, taken)]
        # Numbers choose their places before the target's words do, and lie over the lines.
        marks = list(_marks(frame, shown, targets, taken, language, aimed=aim is not None))
        return "".join(
            (
                *_grid(frame, language),
                *_days(frame, language),
                *above,
                *_targets(frame, targets, taken),
                *_lines(frame, shown, breaks),
                *_aim(frame, shown[-1], aim),
                *marks,
            )
        )

    return svg.both_widths(draw, key=key, title=title, desc=desc, wide=WIDE, narrow=NARROW)


def _thinned(points: Sequence[Point], kept_days: set[date]) -> list[Point]:
    """At most about MOST_POINTS of them: a pixel cannot show two days."""
    stride = -(-len(points) // MOST_POINTS)
    last = len(points) - 1
    return [
        point
        for index, point in enumerate(points)
        if index % stride == 0 or index == last or point.marked or point.on in kept_days
    ]


def _frame(
    size: Size,
    points: Sequence[Point],
    targets: Sequence[Target],
    notes: Sequence[Note],
    aim: Point | None,
) -> _Frame:
    highest = max([point.left for point in points] + [target.at_most for target in targets])
    last_on = max(points[-1].on, aim.on) if aim else points[-1].on
    return _Frame(
        size=size,
        first_on=points[0].on,
        last_on=last_on,
        highest=svg.nice_ceiling(highest),
        top=48 if notes else 34,
    )


def _grid(frame: _Frame, language: str) -> Iterator[str]:
    right = frame.size.width - frame.right
    for part in range(5):
        count = frame.highest * part / 4
        if count != int(count):
            continue
        y = frame.y(count)
        yield svg.element(
            "line",
            x1=frame.left,
            x2=right,
            y1=y,
            y2=y,
            class_="c-ground" if part == 0 else "c-grid",
            stroke="#17181c" if part == 0 else "#e2ded3",
        )
        yield svg.text(numerals.whole(int(count), language), frame.left - 8, y + 4, "c-axis", "end")


def _days(frame: _Frame, language: str) -> Iterator[str]:
    """Day numbers for a week or two, else months: as many as have room."""
    days, spelled = _tick_days(frame, language)
    for day in days:
        x = frame.x(day)
        anchor = "end" if x > frame.size.width - 34 and len(spelled(day)) > 3 else "middle"
        anchor = "start" if x < frame.left + 8 and len(spelled(day)) > 3 else anchor
        yield svg.text(spelled(day), x, frame.ground + 22, "c-axis", anchor)


def _tick_days(frame: _Frame, language: str) -> tuple[list[date], Callable[[date], str]]:
    span_days = (frame.last_on - frame.first_on).days
    room = int((frame.size.width - frame.left - frame.right) // 74)
    if span_days <= room * 2 and span_days <= 16:
        days = [frame.first_on + timedelta(days=n) for n in range(span_days + 1)]
        return (
            days,
            lambda day: (
                f"{day.day} {_short_month(day, language)}"
                if day == frame.first_on or day.day == 1
                else str(day.day)
            ),
        )
    if span_days <= 92:
        stride = -(-span_days // room) or 1
        days = [frame.first_on + timedelta(days=n) for n in range(0, span_days + 1, stride)]
        return days, lambda day: f"{day.day} {_short_month(day, language)}"
    months = [
        date(index // 12, index % 12 + 1, 1)
        for index in range(_month_index(frame.first_on) + 1, _month_index(frame.last_on) + 1)
    ]
    stride = next((n for n in (1, 2, 3, 6, 12) if len(months) <= room * n), 24)
    days = [month for month in months if (month.month - 1) % stride == 0]
    return days, lambda day: f"{_short_month(day, language)} {day.year}"


def _short_month(day: date, language: str) -> str:
    return numerals.SHORT_MONTHS[numerals.supported(language)][day.month - 1]


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _notes(
    frame: _Frame, notes: Sequence[Note], points: Sequence[Point], taken: list[Box]
) -> Iterator[str]:
    heights = {point.on: frame.y(point.left) for point in points}
    for note in notes:
        if not frame.first_on <= note.on <= frame.last_on:
            continue
        x = frame.x(note.on)
        anchor = "end" if x > frame.size.width * 0.6 else "start"
        place = _free_place(note.label, [(x, y, anchor) for y in (14, 30, 46)], taken, frame.size)
        if place is None:
            continue
        yield svg.element(
            "line",
            x1=x,
            x2=x,
            y1=place[1] + 5,
            y2=heights.get(note.on, frame.ground),
            class_="c-rule",
            stroke="#8b8778",
        )
        yield svg.text(note.label, x + (-4 if anchor == "end" else 4), place[1], "c-note", anchor)


def _breaks(frame: _Frame, breaks: Sequence[Break], taken: list[Box]) -> Iterator[str]:
    for cut in breaks:
        if not frame.first_on < cut.on <= frame.last_on:
            continue
        x = frame.x(cut.on)
        yield svg.element(
            "line",
            x1=x,
            x2=x,
            y1=frame.top - 8,
            y2=frame.ground,
            class_="c-break",
            stroke="#5b5a55",
            stroke_dasharray="2 4",
        )
        # Two slanted strokes on the ground line: the usual sign of an interrupted axis.
        for shift in (-3, 2):
            yield svg.element(
                "line",
                x1=x + shift - 3,
                x2=x + shift + 3,
                y1=frame.ground + 5,
                y2=frame.ground - 5,
                class_="c-ground",
                stroke="#17181c",
            )
        place = _free_place(cut.label, [(x, frame.top - 12, "middle")], taken, frame.size)
        if place:
            yield svg.text(cut.label, place[0], place[1], "c-number", "middle")


def _targets(frame: _Frame, targets: Sequence[Target], taken: list[Box]) -> Iterator[str]:
    for target in targets:
        from_on = max(target.from_on or frame.first_on, frame.first_on)
        to_on = min(target.to_on or frame.last_on, frame.last_on)
        if from_on > to_on:
            continue
        y = frame.y(target.at_most)
        yield svg.element(
            "line",
            x1=frame.x(from_on),
            x2=frame.x(to_on),
            y1=y,
            y2=y,
            class_="c-target",
            stroke="#0b6e4f",
            stroke_dasharray="6 4",
        )
        x = frame.x(from_on) + 4
        # Near zero there is no room between the target and the ground line.
        below = [(x, y + 17, "start"), (frame.x(to_on) - 4, y + 17, "end")]
        places = [*(below if y + 24 < frame.ground else []), (x, y - 7, "start")]
        place = _free_place(target.label, places, taken, frame.size)
        if place:
            yield svg.text(target.label, place[0], place[1], "c-target-label", place[2])


def _lines(frame: _Frame, points: Sequence[Point], breaks: Sequence[Break]) -> Iterator[str]:
    for run in _runs(points, sorted(cut.on for cut in breaks)):
        path = " ".join(f"{frame.x(p.on):.1f},{frame.y(p.left):.1f}" for p in run)
        yield svg.element(
            "polyline",
            points=path,
            class_="c-line",
            fill="none",
            stroke="#17181c",
            stroke_width=2.5,
            stroke_linejoin="round",
        )


def _runs(points: Sequence[Point], cuts: Sequence[date]) -> Iterator[list[Point]]:
    """The stretches of days that share a denominator.

    >>> days = [Point(date(2023, 6, n), n) for n in (1, 2, 3)]
    >>> [[p.left for p in run] for run in _runs(days, [date(2023, 6, 3)])]
    [[1, 2], [3]]
    """
    run: list[Point] = []
    for point in points:
        if run and any(run[-1].on < cut <= point.on for cut in cuts):
            yield run
            run = []
        run.append(point)
    yield run


def _aim(frame: _Frame, last: Point, aim: Point | None) -> Iterator[str]:
    if aim and aim.on > last.on:
        yield svg.element(
            "line",
            x1=frame.x(last.on),
            y1=frame.y(last.left),
            x2=frame.x(aim.on),
            y2=frame.y(aim.left),
            class_="c-aim",
            stroke="#b3162e",
            stroke_dasharray="1 5",
            stroke_linecap="round",
        )


def _marks(
    frame: _Frame,
    points: Sequence[Point],
    targets: Sequence[Target],
    taken: list[Box],
    language: str,
    *,
    aimed: bool,
) -> Iterator[str]:
    """Dots on few days, and numbers where they have room: the last first, then the marked."""
    last, first = points[-1], points[0]
    if len(points) <= MOST_DOTS:
        yield from (_dot(frame, point, "c-dot", 3.5) for point in points[:-1])
    reached = any(
        last.left <= target.at_most
        for target in targets
        if (target.from_on or last.on) <= last.on <= (target.to_on or last.on)
    )
    yield _dot(frame, last, "c-dot-done" if reached else "c-dot-left", 6)
    named = [
        last,
        *(point for point in points if point.marked and point is not last),
        first,
    ]
    for point in dict.fromkeys(named):
        falls = point is last and len(points) > 1 and point.left < points[-2].left
        yield from _number(frame, point, taken, language, below=falls, beside=aimed and falls)


def _dot(frame: _Frame, point: Point, class_: str, radius: float) -> str:
    fill = {"c-dot-done": "#0b6e4f", "c-dot-left": "#b3162e"}.get(class_, "#ffffff")
    return svg.element(
        "circle",
        cx=frame.x(point.on),
        cy=frame.y(point.left),
        r=radius,
        class_=class_,
        fill=fill,
        stroke=None if class_ != "c-dot" else "#17181c",
    )


def _number(
    frame: _Frame, point: Point, taken: list[Box], language: str, *, below: bool, beside: bool
) -> Iterator[str]:
    """The count by its point: *below* where the line comes down, *beside* where it goes on."""
    content = numerals.whole(point.left, language)
    x, y = frame.x(point.on), frame.y(point.left)
    edge = frame.size.width - 2
    under, over = (x, y + 22, "middle"), (x, y - 11, "middle")
    cornered = [(edge, y + 22, "end"), (edge, y - 11, "end")]
    sides = [(x - 10, y + 18, "end"), (x + 10, y - 9, "start"), (x - 8, y - 8, "end")]
    near_ground = y + 28 > frame.ground
    first = [over, under] if not below or near_ground else [under, cornered[0], over]
    places = [*sides, *first] if beside else [*first, *cornered, *sides]
    place = _free_place(content, places, taken, frame.size)
    if place:
        yield svg.text(content, place[0], place[1], "c-number", place[2])


def _free_place(
    content: str,
    places: Sequence[tuple[float, float, str]],
    taken: list[Box],
    size: Size,
) -> _Place | None:
    """The first place where the words touch nothing; it is taken from then on."""
    for x, y, anchor in places:
        box = svg.label_box(content, x, y, anchor)
        if svg.fits(box, taken, size):
            taken.append(box)
            return x, y, anchor
    return None
