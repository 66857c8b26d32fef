"""From tracks to arcs: the moves of one person between village cells.

Arcs of one day come in this order: move, standing, aside, enrol, card, leave;
one each. Coming in from OUT is one arc straight to the day's cell; while OUT
there are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from tuntas.ledger.cells import OUT_CELL, encode
from tuntas.ledger.tracks import OUT, TRACKS, Change, Changes, TrackSet

A = TypeVar("A")  # an arc, or its row

OPENING: Final = "opening"
FOREVER: Final = date(9999, 12, 31)


class Arc(NamedTuple):
    """On day *on* the person goes from one village cell to another; OUT is (0, -1)."""

    on: date
    from_village: int
    from_cell: int
    to_village: int
    to_cell: int
    cause: str


class Spell(NamedTuple):
    """The person is in this village cell from *from_on* until the day before *to_on*."""

    from_on: date
    to_on: date
    village: int
    cell: int


class Story(NamedTuple):
    """What the ledger stores about one track set."""

    arcs: tuple[Arc, ...]
    spells: tuple[Spell, ...]


def clip(changes: Changes, opening_on: date) -> Changes:
    """Changes before *opening_on* folded into one on that day, named ``opening``.

    >>> d = date
    >>> clip((Change(d(2001, 1, 1), 1, "recorded"), Change(d(2023, 1, 1), 2, "unique")),
    ...      d(2020, 6, 30))[0]
    Change(on=datetime.date(2020, 6, 30), value=1, cause='opening')
    """
    if not changes or changes[0].on >= opening_on:
        return changes
    later = tuple(change for change in changes if change.on > opening_on)
    last = [change for change in changes if change.on <= opening_on][-1]
    cause = last.cause if last.on == opening_on else OPENING
    return (Change(opening_on, last.value, cause), *later)


def _days(tracks: TrackSet, opening_on: date) -> Iterator[tuple[date, dict[int, Change]]]:
    """Each day with a change: the changes by track number, in order of day."""
    by_day: dict[date, dict[int, Change]] = {}
    for number, changes in enumerate(tracks):
        for change in clip(changes, opening_on):
            by_day.setdefault(change.on, {})[number] = change
    for on in sorted(by_day):
        yield on, by_day[on]


@lru_cache(maxsize=1 << 12)
def compose(tracks: TrackSet, opening_on: date) -> Story:
    """Arcs and spells of one person.

    Args:
        tracks: settled tracks (``tracks.settle``).
        opening_on: first day of the ledger; earlier changes clip to it.

    >>> d = date
    >>> t = TrackSet(place=(Change(d(2023, 1, 5), 7, "born"),))
    >>> compose(t, d(2020, 6, 30)).arcs
    (Arc(on=datetime.date(2023, 1, 5), from_village=0, from_cell=-1, to_village=7, to_cell=0, \
cause='born'),)
    """
    return _entered_once(tracks, opening_on) or walk(tracks, opening_on)


def _entered_once(tracks: TrackSet, opening_on: date) -> Story | None:
    """The story of almost everybody, in a third of the time of the walk; None for the others.

    Came in once and stays: what comes after are changes of the cell alone.
    """
    if len(tracks.place) != 1:
        return None
    since, village, cause = tracks.place[0]
    if since < opening_on:
        return None
    cell = 0
    later: list[tuple[date, int, int, str]] = []  # day, order within it, step of the cell, cause
    for order, weight in _ORDERED:
        value = 0
        for on, next_value, why in tracks[order]:
            if on > since:
                later.append((on, order, (next_value - value) * weight, why))
            else:
                cell += (next_value - value) * weight
            value = next_value
    later.sort()
    arcs = [Arc(since, OUT, OUT_CELL, village, cell, cause)]
    spells: list[Spell] = []
    for on, _, step, why in later:
        arcs.append(Arc(on, village, cell, village, cell + step, why))
        if on > since:
            spells.append(Spell(since, on, village, cell))
            since = on
        cell += step
    spells.append(Spell(since, FOREVER, village, cell))
    return Story(tuple(arcs), tuple(spells))


STEPS: Final = {
    TRACKS[order]: encode(*(int(order == n) for n in (1, 2, 3, 4))) for order in (1, 2, 3, 4)
}
"""How many cells one step of a track goes."""
_ORDERED: Final = tuple(enumerate(STEPS.values(), start=1))


def walk(tracks: TrackSet, opening_on: date) -> Story:
    """The same, day by day, for any history."""
    arcs: list[Arc] = []
    spells: list[Spell] = []
    village = OUT
    values = [0, 0, 0, 0, 0]
    since = opening_on
    for on, changes in _days(tracks, opening_on):
        was_village, was_cell = (
            village,
            OUT_CELL if village == OUT else encode(*values[1:]),
        )
        arcs.extend(_arcs_of_day(on, changes, values))
        village = values[0]
        cell = OUT_CELL if village == OUT else encode(*values[1:])
        if (village, cell) == (was_village, was_cell):
            continue
        if was_village != OUT:
            spells.append(Spell(since, on, was_village, was_cell))
        since = on
    if village != OUT:
        spells.append(Spell(since, FOREVER, village, encode(*values[1:])))
    return Story(tuple(arcs), tuple(spells))


def _arcs_of_day(on: date, changes: dict[int, Change], values: list[int]) -> Iterator[Arc]:
    """One day's arcs in their fixed order; *values* is brought up to the evening."""
    was_out = values[0] == OUT
    place = changes.get(0)
    if was_out:
        for number, change in changes.items():
            values[number] = change.value
        if values[0] != OUT:
            assert place is not None
            yield Arc(on, OUT, OUT_CELL, values[0], encode(*values[1:]), place.cause)
        return
    if place is not None and place.value not in (OUT, values[0]):
        cell = encode(*values[1:])
        yield Arc(on, values[0], cell, place.value, cell, place.cause)
        values[0] = place.value
    for number in (1, 2, 3, 4):
        turn = changes.get(number)
        if turn is None or turn.value == values[number]:
            continue
        before = encode(*values[1:])
        values[number] = turn.value
        yield Arc(on, values[0], before, values[0], encode(*values[1:]), turn.cause)
    if place is not None and place.value == OUT:
        yield Arc(on, values[0], encode(*values[1:]), OUT, OUT_CELL, place.cause)
        values[0] = OUT


def difference(old: tuple[A, ...], new: tuple[A, ...]) -> list[tuple[A, int]]:
    """The rows to append so that the netted arcs become *new*: −1 for gone, +1 for come.

    No arc stands twice in one story: each leads to another cell, or lies on another day.

    >>> a = Arc(date(2023, 1, 1), 0, -1, 7, 0, "born")
    >>> difference((a,), (a,))
    []
    """
    if not old:
        return [(arc, 1) for arc in new]
    had, has = set(old), set(new)
    come = [(arc, 1) for arc in new if arc not in had]
    return come + [(arc, -1) for arc in old if arc not in has]
