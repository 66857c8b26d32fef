"""Reading the ledger: the cube of this process, kept up with the head."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from tuntas.ledger import arcs, bulk
from tuntas.ledger.cells import LEFT_CELLS
from tuntas.ledger.cube import Columns, Cube
from tuntas.ledger.errors import BeforeOpening, NotOpen
from tuntas.ledger.models import Head, SpellRow

_FEW: Final = 4096  # more new rows than this: reading all tallies is quicker than extending

_TALLIES: Final = (
    "SELECT effective_on, known_on, from_village, from_cell, to_village, to_cell, cause, n "
    "FROM ledger_tally"
)
_OPENING: Final = (
    "SELECT h.opening_on, o.known_on, 0, -1, o.village, o.cell, 'opening', o.n "
    "FROM ledger_opening o CROSS JOIN ledger_head h WHERE o.seq > %s"
)
_HEAD: Final = (
    "SELECT COALESCE(b.seq, 0), COALESCE(b.known_on, h.known_on), h.opening_on, b.facts_digest, "
    "h.tallied FROM ledger_head h LEFT JOIN ledger_batch b "
    "ON b.seq = (SELECT MAX(seq) FROM ledger_batch) WHERE h.id = 1"
)


class State(NamedTuple):
    """Where the ledger stands; ``mark`` names this very content of the store.

    The tallies hold the arcs up to batch ``tallied``.
    """

    seq: int
    known_on: date
    opening_on: date
    mark: str
    tallied: int


@dataclass
class _Held:
    state: State | None = None
    cube: Cube | None = None
    causes: dict[str, int] = field(default_factory=dict)


_lock = threading.Lock()
_held: dict[str, _Held] = {}


def is_open() -> bool:
    """Whether the ledger has a head."""
    return Head.objects.filter(id=1).exists()


def state() -> State:
    """Where the ledger stands now.

    Raises:
        NotOpen
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    if row is None:
        raise NotOpen
    return State(row[0], bulk.day(row[1]), bulk.day(row[2]), row[3] or "", row[4])


def cube(at: State | None = None) -> Cube:
    """The cube of everything known now.

    Raises:
        NotOpen
    """
    now = at or state()
    with _lock:
        held = _held.setdefault(_store(), _Held())
        if held.cube is None or held.state != now:
            _bring_up(held, now)
        assert held.cube is not None
        return held.cube


def on_or_after_opening(on: date) -> int:
    """The ordinal of a day about which the ledger may be asked.

    Raises:
        BeforeOpening
    """
    if on < state().opening_on:
        raise BeforeOpening
    return on.toordinal()


def _store() -> str:
    settings = connection.settings_dict
    return f"{connection.vendor}:{settings['HOST']}:{settings['NAME']}"


def _bring_up(held: _Held, now: State) -> None:
    """Add what came since, or build anew when the store is another one or much has come."""
    if held.cube is not None and held.state is not None and _continues(held.state, now):
        rows = [*arcs.since(held.state.seq), *_rows(_OPENING, [held.state.seq])]
        if len(rows) <= _FEW:
            if rows:
                columns = _columns(rows, held.causes).sorted_by_day()
                held.cube = held.cube.extended(columns, list(held.causes))
            held.state = now
            return
    _build(held, now)


def _continues(before: State, now: State) -> bool:
    """Whether the store that *before* described is the beginning of today's."""
    if now.seq < before.seq or now.opening_on != before.opening_on:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts_digest FROM ledger_batch WHERE seq = %s", [before.seq])
        row = cursor.fetchone()
    return (row[0] if row else "") == before.mark


def _build(held: _Held, now: State) -> None:
    held.causes = {}
    # A writer may come between the head and the tallies: read until nobody did.
    while True:
        rows = [*_rows(_TALLIES, []), *arcs.since(now.tallied), *_rows(_OPENING, [-1])]
        after = state()
        if after == now:
            break
        now = after
    columns = _columns(rows, held.causes).sorted_by_day()
    held.cube = Cube(columns, list(held.causes), now.opening_on.toordinal())
    held.state = now


def _rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _columns(rows: Sequence[tuple[Any, ...]], causes: dict[str, int]) -> Columns:
    effective, known, *places, cause, n = zip(*rows, strict=True) if rows else [()] * 8
    from_village, from_cell, to_village, to_cell = (
        np.array(column, dtype=np.int64) for column in places
    )
    for name in cause:
        causes.setdefault(name, len(causes))
    return Columns(
        _ordinals(effective),
        _ordinals(known),
        from_village,
        from_cell,
        to_village,
        to_cell,
        np.array([causes[name] for name in cause], dtype=np.int64),
        np.array(n, dtype=np.int64),
    )


_EPOCH: Final = date(1970, 1, 1).toordinal()


def _ordinals(days: Sequence[date | str]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(days, dtype="datetime64[D]").astype(np.int64) + _EPOCH


def people_in(
    *,
    on: date,
    cells: Iterable[int] = LEFT_CELLS,
    villages: Iterable[int] | None = None,
) -> list[tuple[int, int, int]]:
    """Who is in these cells on a day, as known now: (person id, village, cell)."""
    spells = _staying(on, cells)
    if villages is not None:
        spells = spells.filter(village__in=list(villages))
    return list(spells.values_list("person_id", "village", "cell"))


def _staying(on: date, cells: Iterable[int]) -> QuerySet[SpellRow]:
    wanted = frozenset(cells)
    spells = SpellRow.objects.filter(cell__in=sorted(wanted), from_on__lte=on, to_on__gt=on)
    # The only ones whom an index finds by place; of the others nearly all are asked for.
    return spells.filter(unrecorded=True) if wanted.issubset(LEFT_CELLS) else spells


def people_since(*, on: date, cells: Iterable[int]) -> list[tuple[int, int, int, date]]:
    """Who is in these cells on a day, as known now: (person id, village, cell, since)."""
    spells = _staying(on, cells)
    return list(spells.values_list("person_id", "village", "cell", "from_on"))


def people_in_as_known(
    *,
    on: date,
    known: date,
    cells: Iterable[int] = LEFT_CELLS,
    villages: Iterable[int] | None = None,
) -> list[tuple[int, int, int]]:
    """Who was in these cells on a day, as known at the end of another: (person, village, cell)."""
    wanted, area = set(cells), None if villages is None else set(villages)
    net: dict[tuple[int, int, int], int] = {}
    for arc in arcs.known_by(on=on, known=known):
        for village, cell, n in (
            (arc.from_village, arc.from_cell, -arc.sign),
            (arc.to_village, arc.to_cell, arc.sign),
        ):
            if cell in wanted and (area is None or village in area):
                key = (arc.person_id, village, cell)
                net[key] = net.get(key, 0) + n
    return [key for key, n in net.items() if n]


def course_of(person_id: int) -> list[SpellRow]:
    """The spells of one person, in order."""
    return list(SpellRow.objects.filter(person_id=person_id).order_by("from_on"))
