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

from tuntas.audit.statements import FEW, Insert, Session, Statement
from tuntas.ledger import arcs, bulk
from tuntas.ledger.arcs import Moved
from tuntas.ledger.compose import Spell, compose, difference
from tuntas.ledger.facts import FACT_COLUMNS
from tuntas.ledger.going_on import Next, go_on
from tuntas.ledger.tracks import Changes, TrackSet, dump, iso, load

Row: TypeAlias = tuple[Any, ...]

COURSE_COLUMNS: Final = ("person_id", "seq", "tracks")
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
_TALLIED: Final = Statement("UPDATE ledger_head SET tallied = %s WHERE id = 1")
BEHIND: Final = 1_000
"""Tallies stand at most so many batches behind, each of few arcs: a reader adds those arcs in
milliseconds. An act that leaves its own to them writes a page and a statement less."""
_COURSE: Final = Statement("SELECT person_id, tracks FROM ledger_course WHERE person_id = %s")
_END_SPELL: Final = Statement(
    "UPDATE ledger_spell SET to_on = %s WHERE person_id = %s AND from_on = %s"
)
_COURSES: Final = Insert("ledger_course", COURSE_COLUMNS)
_RESTATED: Final = (
    " ON CONFLICT (person_id) DO UPDATE SET seq = excluded.seq, tracks = excluded.tracks"
)
_COURSES_RESTATED: Final = Insert("ledger_course", COURSE_COLUMNS, _RESTATED)
_MANY_COURSES_RESTATED: Final = Statement(
    f"INSERT INTO ledger_course ({', '.join(COURSE_COLUMNS)}) "
    "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[])" + _RESTATED
)
_SPELLS: Final = Insert("ledger_spell", SPELL_COLUMNS)
_SPELLS_OR_ENDS: Final = Insert(
    "ledger_spell",
    SPELL_COLUMNS,
    " ON CONFLICT (person_id, from_on) DO UPDATE SET to_on = excluded.to_on",
)
_TALLIES: Final = Insert("ledger_tally", _TALLY_COLUMNS, _ADD_UP)
_REMOVE_SPELL: Final = Statement("DELETE FROM ledger_spell WHERE person_id = %s AND from_on = %s")


@lru_cache(maxsize=64)
def facts_into(table: str) -> Insert:
    """``INSERT`` into a room's fact table."""
    return Insert(table, FACT_COLUMNS)


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
    return Written(
        dump(tracks),
        tuple([(arc[0].isoformat(), *arc[1:]) for arc in story.arcs]),
        tuple([(s[0].isoformat(), s[1].isoformat(), *s[2:]) for s in story.spells]),
    )


class Rows:
    """Gathers the rows of a batch and writes them table by table."""

    def __init__(self, seq: int, opening_on: date, last_id: int) -> None:
        self.seq = seq
        self.opening_on = opening_on
        self._opening = iso(opening_on)
        self._last_id = last_id
        self.entered: list[Row] = []
        self.restated: list[Row] = []
        self.arcs: list[Moved] = []
        self.removed: list[Row] = []
        self.ended: list[Row] = []
        self.spells: list[Row] = []

    def enter(self, people: Mapping[int, TrackSet]) -> None:
        """People of whom nothing stands in the tables: at a first load, everybody."""
        seq, opening_on = self.seq, self.opening_on
        for person_id, tracks in people.items():
            text, moves, spells = written(tracks, opening_on)
            self.entered.append((person_id, seq, text))
            for arc in moves:
                self.arcs.append(Moved._make((person_id, *arc, 1)))
            for spell in spells:
                self.spells.append((person_id, *spell))

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
        self.restated.append((person_id, self.seq, dump(new)))
        for (on, *way), sign in difference(was.arcs, now.arcs):
            self.arcs.append(Moved._make((person_id, iso(on), *way, sign)))
        self._replace_spells(person_id, was.spells, now.spells)

    def _go_on(self, person_id: int, more: Next) -> None:
        self.restated.append((person_id, self.seq, more.text))
        self.arcs.append(Moved(person_id, *more.arc, 1))
        self.ended.append((person_id, *more.ended))
        self.spells.append((person_id, *more.begun))

    def _replace_spells(self, person_id: int, old: Sequence[Spell], new: Sequence[Spell]) -> None:
        before = {spell.from_on: spell for spell in old}
        for spell in new:
            was = before.pop(spell.from_on, None)
            if was == spell:
                continue
            from_on, to_on, village, cell = spell
            first = iso(from_on)
            if was is not None and was[2:] == spell[2:]:
                self.ended.append((person_id, first, iso(to_on), village, cell))
                continue
            if was is not None:
                self.removed.append((person_id, first))
            self.spells.append((person_id, first, iso(to_on), village, cell))
        self.removed += [(person_id, iso(from_on)) for from_on in before]

    def write(self, session: Session) -> str:
        """Append and replace, all but the tallies; the arcs that the batch itself carries."""
        append(session, _COURSES, self.entered)
        _restate(session, self.restated)
        carried = len(self.arcs) <= FEW
        if not carried:
            rows = arcs.tabled(self.arcs, seq=self.seq, last_id=self._last_id)
            bulk.insert("ledger_arc", arcs.COLUMNS, rows)
        self._write_spells(session)
        return arcs.told(self.arcs) if carried else ""

    def sums(self) -> Counter[Row]:
        """The sum of the signs of equal arcs: day, from, to, cause."""
        found: Counter[Row] = Counter()
        for arc in self.arcs:
            found[arc[1:7]] += arc.sign
        return found

    def _write_spells(self, session: Session) -> None:
        session.each(_REMOVE_SPELL, self.removed)
        if len(self.ended) + len(self.spells) <= FEW:
            append(session, _SPELLS_OR_ENDS, self.ended + self.spells)
            return
        session.each(_END_SPELL, [(end, who, start) for who, start, end, *_ in self.ended])
        append(session, _SPELLS, self.spells)


def append(session: Session, insert: Insert, rows: Sequence[Row], lines: str | None = None) -> None:
    """Append *rows* in their order, however many; *lines*: as the digest has them."""
    if len(rows) <= FEW:
        session.append(insert, rows)
    else:
        bulk.insert(insert.table, insert.columns, rows, lines)


def _restate(session: Session, courses: Sequence[Row]) -> None:
    """Write the *courses* of people, whether or not anything is known of them yet."""
    if len(courses) <= FEW:
        session.append(_COURSES_RESTATED, courses)
    elif session.vendor == "postgresql":
        columns = [bulk.array(column) for column in zip(*courses, strict=True)]
        session.run(_MANY_COURSES_RESTATED, columns)
    else:
        session.each(_COURSES_RESTATED.one, courses)


def add_up(
    session: Session, sums: Mapping[Row, int], *, seq: int, known_on: date, after: int
) -> None:
    """Bring the tallies, which hold all up to batch *after*, up to batch *seq* with its *sums*."""
    day = iso(known_on)
    total: Counter[Row] = Counter({(arc[0], day, *arc[1:]): n for arc, n in sums.items()})
    for arc in arcs.since(after, before=seq):
        total[arc[:-1]] += arc.sign
    tallies = sorted((*where, n) for where, n in total.items() if n)
    if len(tallies) <= FEW:
        session.append(_TALLIES, tallies)
    elif session.vendor == "postgresql":
        session.run(_UPSERT_TALLIES, [bulk.array(column) for column in zip(*tallies, strict=True)])
    else:
        session.each(_TALLIES.one, tallies)
    session.run(_TALLIED, (seq,))


def current(session: Session, people: Collection[int]) -> dict[int, str]:
    """The track sets of *people* as known now, as stored; read under the lock."""
    if len(people) == 1:
        row = session.row(_COURSE, list(people))
        return {row[0]: row[1]} if row else {}
    found: dict[int, str] = {}
    for chunk in bulk.chunks(list(people)):
        found.update(session.rows(_courses(len(chunk)), chunk))
    return found


@lru_cache(maxsize=4)
def _courses(n: int) -> Statement:
    return Statement(
        f"SELECT person_id, tracks FROM ledger_course WHERE person_id IN ({', '.join(['%s'] * n)})"
    )
