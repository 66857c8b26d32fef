"""Reading coverage: figures of any area, as of any day, as known on any day.

Everything here is a sum over the ledger's cube; nothing is stored twice. Days are
checked against the ledger's opening, areas come as village ids of all days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

import holidays
import numpy as np

from tuntas.coverage import pace as pace_rules
from tuntas.coverage.figures import NOBODY, Figures
from tuntas.coverage.flows import RECORDED, Fall, split
from tuntas.coverage.models import Deadline, OfficialFigure, Target
from tuntas.coverage.targets import Goal
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.ledger.models import Opening
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import DISTRICT, REGENCY, VILLAGE, Area

Level = Literal["kabupaten", "kecamatan", "desa"]
LEVELS: Final[dict[Level, int]] = {
    "kabupaten": REGENCY,
    "kecamatan": DISTRICT,
    "desa": VILLAGE,
}

Villages = Iterable[int] | None
"""Village ids of an area, of all days; None for everything the office has."""


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one region; ``change_24h`` is left now minus left the evening before."""

    region_id: int
    code: str
    name: str
    parent_name: str
    is_island: bool
    figures: Figures
    change_24h: int
    meets: bool | None


@dataclass(frozen=True, slots=True)
class Point:
    on: date
    left: int
    obliged: int


@dataclass(frozen=True, slots=True)
class Month:
    """People who become obliged in one month, and how many of them are recorded already."""

    first_day: date
    n: int
    captured_early: int

    @property
    def remaining(self) -> int:
        """Those who still must be recorded."""
        return self.n - self.captured_early


# --- stocks ----------------------------------------------------------------------------------


def by_village(*, on: date, known: date | None = None) -> dict[int, Figures]:
    """Figures of every village that ever had anybody; by village id."""
    cube = ledger.cube()
    stock = cube.stock(ledger.on_or_after_opening(on), _ordinal(known))
    return dict(zip(map(int, cube.villages), Figures.table(stock), strict=True))


def figures_of(villages: Villages = None, *, on: date, known: date | None = None) -> Figures:
    """Figures of an area on the evening of a day.

    Raises:
        NotOpen, BeforeOpening
    """
    cube = ledger.cube()
    stock = cube.stock(ledger.on_or_after_opening(on), _ordinal(known))
    if villages is not None:
        stock = stock[np.isin(cube.villages, np.fromiter(villages, dtype=np.int64))]
    return Figures.of(stock.sum(axis=0))


def rows(
    *,
    level: Level,
    on: date,
    known: date | None = None,
    under: str | None = None,
    villages: frozenset[int] | None = None,
) -> list[Row]:
    """Figures of each region of a level, in the order of their codes.

    Args:
        under: code of a region above; None for the whole office.
        villages: only regions with a village among these (the scope of a principal).
    """
    tree = wilayah.tree()
    root = wilayah.office_region() if under is None else wilayah.region_by_code(under)
    if root is None:
        return []
    now = by_village(on=on, known=known)
    before = by_village(on=on - timedelta(1), known=known) if _has_eve(on) else {}
    goal = goal_on(on)
    found: list[Row] = []
    for area in tree.at_level(root.id, LEVELS[level], on):
        ids = _in_area(area, villages)
        if villages is not None and not ids:
            continue
        figures = _sum(now, ids)
        eve = _sum(before, ids) if before else figures
        found.append(
            Row(
                region_id=area.id,
                code=area.code,
                name=area.name,
                parent_name=_parent_name(area),
                is_island=area.is_island,
                figures=figures,
                change_24h=figures.left - eve.left,
                meets=figures.meets(goal) if goal else None,
            )
        )
    return found


def _in_area(area: Area, villages: frozenset[int] | None) -> frozenset[int]:
    ids = wilayah.subtree_village_ids(area.id)
    return ids if villages is None else ids & villages


def _parent_name(area: Area) -> str:
    parent = wilayah.tree().areas.get(area.parent_id) if area.parent_id else None
    return parent.name if parent else ""


def _sum(figures: dict[int, Figures], ids: Iterable[int]) -> Figures:
    chosen = [figures[n] for n in ids if n in figures]
    return sum(chosen[1:], chosen[0]) if chosen else NOBODY


def _has_eve(on: date) -> bool:
    return on > ledger.state().opening_on


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


# --- movements -------------------------------------------------------------------------------


def burn_down(
    *, from_on: date, to_on: date, known: date | None = None, villages: Villages = None
) -> list[Point]:
    """The unrecorded and the obliged on the evening of each day."""
    cube = ledger.cube()
    first = max(from_on, ledger.state().opening_on)
    days = list(range(first.toordinal(), to_on.toordinal() + 1))
    ids = None if villages is None else list(villages)
    left = cube.series(days, cube.slots(cells.LEFT, ids), _ordinal(known))
    obliged = cube.series(days, cube.slots(cells.OBLIGED, ids), _ordinal(known))
    return [
        Point(date.fromordinal(day), int(n), int(d))
        for day, n, d in zip(days, left, obliged, strict=True)
    ]


def fall(*, after: date, until: date, known: date | None = None, villages: Villages = None) -> Fall:
    """How the unrecorded changed on the days after < day ≤ until, by cause."""
    return between_letters(first=(after, known), second=(until, known), villages=villages)


def between_letters(
    *,
    first: tuple[date, date | None],
    second: tuple[date, date | None],
    villages: Villages = None,
) -> Fall:
    """From one letter's figure to the next one's; each is (as of, as known on).

    What became known in between about days before the first letter is ``restated``.
    """
    cube = ledger.cube()
    slots = cube.slots(cells.LEFT, None if villages is None else list(villages))
    start, end = (
        ledger.on_or_after_opening(first[0]),
        ledger.on_or_after_opening(second[0]),
    )
    known_then, known_now = _ordinal(first[1]), _ordinal(second[1])
    opening = int(cube.stock(start, known_then)[slots].sum())
    flow = cube.flow(start, end, slots, known_now)
    return split(
        opening=opening,
        closing=int(cube.stock(end, known_now)[slots].sum()),
        entered=flow.entered,
        left=flow.left,
        restated=int(cube.stock(start, known_now)[slots].sum()) - opening,
    )


def recorded_by_day(
    *, after: date, until: date, villages: Villages = None
) -> list[tuple[date, int]]:
    """Obliged people recorded on each day after < day ≤ until."""
    cube = ledger.cube()
    slots = cube.slots(cells.LEFT, None if villages is None else list(villages))
    counts = cube.daily(after.toordinal(), until.toordinal(), slots, sorted(RECORDED))
    return [(after + timedelta(n + 1), int(count)) for n, count in enumerate(counts)]


def becoming_due(*, from_on: date, months: int, villages: Villages = None) -> list[Month]:
    """People who become obliged in each coming month, by what is known now."""
    found = []
    first = from_on
    for _ in range(months):
        last = _month_end(first)
        found.append(becoming_due_between(first, last, villages=villages))
        first = last + timedelta(1)
    return found


def becoming_due_between(first: date, last: date, *, villages: Villages = None) -> Month:
    """People who become obliged on the days first ≤ day ≤ last, by what is known now."""
    cube = ledger.cube()
    ids = None if villages is None else list(villages)
    window = (first.toordinal() - 1, last.toordinal())
    n = _by_life(cube.flow(*window, cube.slots(cells.OBLIGED, ids)).entered)
    still = _by_life(cube.flow(*window, cube.slots(cells.LEFT, ids)).entered)
    return Month(first, n, n - still)


BY_LIFE: Final = frozenset({"birthday", "married", "permit_granted"})
"""Causes by which somebody who is here becomes obliged."""


def _by_life(entered: object) -> int:
    assert isinstance(entered, dict)
    return sum(n for cause, n in entered.items() if cause in BY_LIFE)


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(1)


# --- targets, deadlines, pace -----------------------------------------------------------------


def targets_on(on: date) -> list[Target]:
    """The targets of the year of *on*: the nation's first, then the office's own.

    A year without a national row has the last earlier one, which then still holds.
    """
    held = list(Target.objects.filter(year__lte=on.year).order_by("-year"))
    national = [t for t in held if t.scope == "national"][:1]
    code = wilayah.office_region().code
    return national + [t for t in held if t.scope == code and t.year == on.year]


def goal_on(on: date) -> Goal | None:
    """The national target in force, as integers."""
    for target in targets_on(on):
        if target.scope == "national":
            return Goal(target.basis_points, target.strictly_above)
    return None


def deadlines(on: date, until: date | None = None) -> list[Deadline]:
    """Deadlines after a day, the nearest first."""
    ahead = Deadline.objects.filter(on__gt=on)
    if until is not None:
        ahead = ahead.filter(on__lte=until)
    return list(ahead.order_by("on"))


def pace(
    *,
    on: date,
    deadline: date,
    villages: Villages = None,
    known: date | None = None,
    goal: Goal | None = None,
) -> pace_rules.Pace:
    """How many are left, come in, and must be recorded a day until a deadline.

    Args:
        goal: the share to reach; None for nobody left.
    """
    ids = None if villages is None else list(villages)
    left = figures_of(ids, on=on, known=known).left
    cube = ledger.cube()
    slots = cube.slots(cells.LEFT, ids)
    entering = cube.flow(on.toordinal(), deadline.toordinal(), slots, _ordinal(known)).entered
    since = max(on - timedelta(pace_rules.LATELY_DAYS), ledger.state().opening_on)
    lately = sum(n for _, n in recorded_by_day(after=since, until=on, villages=ids))
    obliged_then = figures_of(ids, on=deadline, known=known).obliged
    return pace_rules.Pace(
        on=on,
        deadline=deadline,
        left=left,
        becoming_due=_by_life(entering),
        days=(deadline - on).days,
        working_days=pace_rules.working_days(on, deadline, _holidays(on.year, deadline.year)),
        recorded_lately=lately,
        may_be_left=goal.most_left(obliged_then) if goal else 0,
    )


@lru_cache(maxsize=8)
def _holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Public holidays and collective leave (*cuti bersama*) of Indonesia."""
    years = range(first_year, last_year + 1)
    return frozenset(
        holidays.country_holidays("ID", years=years, categories=("public", "government"))
    )


# --- beside the ledger -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """An official figure and what the ledger says for the same region and day.

    ``reasons`` are codes of what explains a difference; the faces word them.
    """

    official: OfficialFigure
    ledger: Figures | None
    obliged_difference: int | None
    captured_difference: int | None
    left_difference: int | None
    percent: str
    over_100: bool
    reasons: tuple[str, ...]


def official_beside_ledger(*, known: date | None = None) -> list[Comparison]:
    """Every official figure beside the ledger's own, newest first."""
    figures = OfficialFigure.objects.order_by("-cut_off", "region_code", "definition")
    return [_compare(figure, known) for figure in figures]


def _compare(official: OfficialFigure, known: date | None) -> Comparison:
    own = _ledger_for(official, known)
    captured = official.captured
    if captured is None and official.obliged is not None and official.left is not None:
        captured = official.obliged - official.left
    percent = (
        Figures(0, official.obliged, captured, *[0] * 8).percent()
        if official.obliged and captured is not None
        else ""
    )
    over = captured is not None and official.obliged is not None and captured > official.obliged
    return Comparison(
        official=official,
        ledger=own,
        obliged_difference=_minus(official.obliged, own.obliged if own else None),
        captured_difference=_minus(captured, own.captured if own else None),
        left_difference=_minus(official.left, own.left if own else None),
        percent=percent,
        over_100=over,
        reasons=_reasons(official, own, percent, over=over),
    )


def _ledger_for(official: OfficialFigure, known: date | None) -> Figures | None:
    area = wilayah.region_by_code(official.region_code)
    if area is None or official.cut_off < ledger.state().opening_on:
        return None
    if not wilayah.contains(wilayah.office_region().id, area.id):
        return None
    ids = wilayah.subtree_village_ids(area.id)
    return figures_of(ids, on=official.cut_off, known=known)


def _minus(theirs: int | None, ours: int | None) -> int | None:
    return None if theirs is None or ours is None else theirs - ours


def _reasons(
    official: OfficialFigure, own: Figures | None, percent: str, *, over: bool
) -> tuple[str, ...]:
    found = []
    if own is None:
        found.append("outside_ledger")
    else:
        if official.definition == OfficialFigure.Definition.DKB:
            found.append("frozen_semester")
        if official.definition == OfficialFigure.Definition.DYNAMIC:
            found.append("without_set_aside")
        if official.known_on > official.cut_off:
            found.append("late_reports")
    if over:
        found.append("live_over_frozen")
    printed = official.printed_percent.replace(",", ".").rstrip("% ")
    if printed and percent and printed != percent:
        found.append("percent_differs_from_counts")
    return tuple(found)


def denominator_breaks(from_on: date, to_on: date) -> list[OfficialFigure]:
    """Frozen denominators of the office that begin to hold within these days, in order."""
    code = wilayah.office_region().code
    return list(
        OfficialFigure.objects.filter(
            region_code=code,
            definition=OfficialFigure.Definition.DKB,
            obliged__isnull=False,
            cut_off__range=(from_on, to_on),
        ).order_by("cut_off")
    )


def what_cannot_be_known() -> list[str]:
    """Codes of what an office that started from totals cannot say; empty with a full register."""
    if not Opening.objects.exists():
        return []
    nameless = sum(Opening.objects.values_list("n", flat=True))
    return ["ages_of_nameless", "coming_of_age", "names_of_recorded"] if nameless else []


def area_ids(codes: Sequence[str]) -> frozenset[int]:
    """Village ids below these region codes."""
    found: set[int] = set()
    for code in codes:
        area = wilayah.region_by_code(code)
        if area is not None:
            found |= wilayah.subtree_village_ids(area.id)
    return frozenset(found)
