"""The rows that a batch of restated tracks becomes, and writing them.

One act touches few pages on purpose: a spell that only ends is changed in its place, and
an equal tally takes the sum. Few rows go in one statement a table, many by ``bulk``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from tuntas.audit.statements import FEW, Session, Statement, insert
from tuntas.ledger import bulk
from tuntas.ledger.compose import Spell, compose, difference
from tuntas.ledger.facts import ORDINAL_BITS
from tuntas.ledger.going_on import Next, go_on
from tuntas.ledger.tracks import Changes, TrackSet, dump, load

Row: TypeAlias = tuple[Any, ...]

HISTORY_COLUMNS: Final = ("person_id", "seq", "tracks")
ARC_COLUMNS: Final = (
    "id",
    "person_id",
    "effective_on",
    "from_village",
    "from_cell",
    "to_village",
    "to_cell",
    "cause",
    "sign",
    "seq",
)
SPELL_COLUMNS: Final = ("person_id", "from_on", "to_on", "village", "cell")
_TALLY_COLUMNS: Final = (
    "effective_on",
    "known_on",
    "from_village",
    "from_cell",
    "to_village",
    "to_cell",
    "cause",
    "n",
)
_ADD_UP: Final = (
    f" ON CONFLICT ({', '.join(_TALLY_COLUMNS[:-1])}) DO UPDATE SET n = ledger_tally.n + excluded.n"
)
# One statement for all of a batch: a first load has tens of thousands.
_UPSERT_TALLIES: Final = Statement(
    f"INSERT INTO ledger_tally ({', '.join(_TALLY_COLUMNS)}) "
    "SELECT * FROM unnest(%s::date[], %s::date[], %s::int[], "
    "%s::smallint[], %s::int[], %s::smallint[], %s::text[], %s::int[])" + _ADD_UP
)
_FOLD: Final = Statement(
    f"INSERT INTO ledger_tally ({', '.join(_TALLY_COLUMNS)}) "
    "SELECT a.effective_on, b.known_on, a.from_village, a.from_cell, a.to_village, a.to_cell, "
    "a.cause, SUM(a.sign) FROM ledger_arc a JOIN ledger_batch b ON b.seq = a.seq "
    "WHERE a.id >= %s AND a.id < %s GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING SUM(a.sign) <> 0" + _ADD_UP
)
_TALLIED: Final = Statement("UPDATE ledger_head SET tallied = %s WHERE id = 1")
BEHIND: Final = 1_000
"""Tallies stand at most so many batches behind, each of few arcs: a reader adds those arcs in
milliseconds. An act that leaves its own to them writes a page and a statement less."""
_LATEST: Final = Statement(
    "SELECT person_id, tracks FROM ledger_history WHERE person_id = %s ORDER BY seq DESC LIMIT 1"
)
_END_SPELL: Final = Statement(
    "UPDATE ledger_spell SET to_on = %s WHERE person_id = %s AND from_on = %s"
)
_OR_END: Final = " ON CONFLICT (person_id, from_on) DO UPDATE SET to_on = excluded.to_on"
_REMOVE_SPELL: Final = Statement("DELETE FROM ledger_spell WHERE person_id = %s AND from_on = %s")


class Written(NamedTuple):
    """What one track set looks like in the tables; many people of a first load share one."""

    text: str
    arcs: tuple[Row, ...]  # day, from, to, cause: the columns between person and sign
    spells: tuple[Row, ...]  # days, village, cell: the columns after person


# Those who came in due, before the opening, are alike village by village. More than these
# would fill the memory with what never comes again, and the garbage collector walks it all.
@lru_cache(maxsize=1 << 12)
def written(tracks: TrackSet, opening_on: date) -> Written:
    """The rows of *tracks*, days as ISO text."""
    story = compose(tracks, opening_on)
    arcs = tuple([(arc[0].isoformat(), *arc[1:]) for arc in story.arcs])
    spells = tuple([(s[0].isoformat(), s[1].isoformat(), *s[2:]) for s in story.spells])
    return Written(dump(tracks), arcs, spells)


class Rows:
    """Gathers the rows of a batch and writes them table by table."""

    def __init__(self, seq: int, opening_on: date, last_id: int) -> None:
        self.seq = seq
        self.opening_on = opening_on
        self._opening = opening_on.isoformat()
        self._last_id = last_id
        self.history: list[Row] = []
        self.arcs: list[Row] = []
        self.removed: list[Row] = []
        self.ended: list[Row] = []
        self.spells: list[Row] = []

    def enter(self, people: Mapping[int, TrackSet]) -> None:
        """People of whom nothing stands in the tables: at a first load, everybody."""
        seq, opening_on, arc_id = self.seq, self.opening_on, self._last_id
        for person_id, tracks in people.items():
            text, arcs, spells = written(tracks, opening_on)
            self.history.append((person_id, seq, text))
            for arc in arcs:
                arc_id += 1
                self.arcs.append((arc_id, person_id, *arc, 1, seq))
            for spell in spells:
                self.spells.append((person_id, *spell))
        self._last_id = arc_id

    def restate(self, person_id: int, text: str, changes: Mapping[str, Changes]) -> None:
        """Somebody of whom *text* is known and some of whose tracks are now *changes*."""
        more = go_on(text, changes, self._opening)
        if more is not None:
            self._go_on(person_id, more)
            return
        old = load(text)
        new = old._replace(**changes)
        if new == old:
            return
        was, now = compose(old, self.opening_on), compose(new, self.opening_on)
        self.history.append((person_id, self.seq, dump(new)))
        for (on, *way), sign in difference(was.arcs, now.arcs):
            self._arc(person_id, (on.isoformat(), *way), sign)
        self._replace_spells(person_id, was.spells, now.spells)

    def _go_on(self, person_id: int, more: Next) -> None:
        self.history.append((person_id, self.seq, more.text))
        self._arc(person_id, more.arc, 1)
        self.ended.append((person_id, *more.ended))
        self.spells.append((person_id, *more.begun))

    def _arc(self, person_id: int, arc: Row, sign: int) -> None:
        self._last_id += 1
        self.arcs.append((self._last_id, person_id, *arc, sign, self.seq))

    def _replace_spells(self, person_id: int, old: Sequence[Spell], new: Sequence[Spell]) -> None:
        before = {spell.from_on: spell for spell in old}
        for spell in new:
            was = before.pop(spell.from_on, None)
            if was == spell:
                continue
            from_on, to_on, village, cell = spell
            first = from_on.isoformat()
            if was is not None and was[2:] == spell[2:]:
                self.ended.append((person_id, first, to_on.isoformat(), village, cell))
                continue
            if was is not None:
                self.removed.append((person_id, first))
            self.spells.append((person_id, first, to_on.isoformat(), village, cell))
        self.removed += [(person_id, from_on.isoformat()) for from_on in before]

    def write(self, session: Session) -> None:
        """Append and replace, all but the tallies."""
        append(session, "ledger_history", HISTORY_COLUMNS, self.history)
        append(session, "ledger_arc", ARC_COLUMNS, self.arcs)
        self._write_spells(session)

    def sums(self) -> Counter[Row]:
        """The sum of the signs of equal arcs: day, from, to, cause."""
        found: Counter[Row] = Counter()
        for arc in self.arcs:
            found[arc[2:8]] += arc[8]
        return found

    def _write_spells(self, session: Session) -> None:
        session.each(_REMOVE_SPELL, self.removed)
        if len(self.ended) + len(self.spells) <= FEW:
            session.append("ledger_spell", SPELL_COLUMNS, self.ended + self.spells, _OR_END)
            return
        session.each(_END_SPELL, [(end, who, start) for who, start, end, *_ in self.ended])
        append(session, "ledger_spell", SPELL_COLUMNS, self.spells)


def append(
    session: Session,
    table: str,
    columns: tuple[str, ...],
    rows: Sequence[Row],
    lines: str | None = None,
) -> None:
    """Append *rows* in their order, however many; *lines*: as the digest has them."""
    if len(rows) <= FEW:
        session.append(table, columns, rows)
    else:
        bulk.insert(table, columns, rows, lines)


def add_up(
    session: Session, sums: Mapping[Row, int], *, seq: int, known_on: date, after: int
) -> None:
    """Bring the tallies, which hold all up to batch *after*, up to batch *seq* with its *sums*."""
    if after + 1 < seq:
        session.run(_FOLD, ((after + 1) << ORDINAL_BITS, seq << ORDINAL_BITS))
    day = known_on.isoformat()
    tallies = sorted((arc[0], day, *arc[1:], n) for arc, n in sums.items() if n)
    if len(tallies) <= FEW:
        session.append("ledger_tally", _TALLY_COLUMNS, tallies, _ADD_UP)
    elif session.vendor == "postgresql":
        session.run(_UPSERT_TALLIES, [bulk.array(column) for column in zip(*tallies, strict=True)])
    else:
        session.each(insert("ledger_tally", _TALLY_COLUMNS, 1, _ADD_UP), tallies)
    session.run(_TALLIED, (seq,))


def current(session: Session, people: Collection[int]) -> dict[int, str]:
    """The track sets of *people* as known now, as stored; read under the lock."""
    if len(people) == 1:
        row = session.row(_LATEST, list(people))
        return {row[0]: row[1]} if row else {}
    found: dict[int, str] = {}
    for chunk in bulk.chunks(list(people)):
        # Of one person's rows the last, with the highest seq, stays.
        found.update(session.rows(_courses(len(chunk)), chunk))
    return found


@lru_cache(maxsize=4)
def _courses(n: int) -> Statement:
    return Statement(
        "SELECT person_id, tracks FROM ledger_history "
        f"WHERE person_id IN ({', '.join(['%s'] * n)}) ORDER BY person_id, seq"
    )
