"""The one way in: everything that changes the ledger is a batch.

One transaction: lock the head **before reading**, store the rooms' facts, restate
the tracks, append the difference of the arcs, upsert the tallies, replace the
spells, write the act into the log. Locks are always taken in this order: ledger
head, then the heads of the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from django.db import connection, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.ledger import bulk
from tuntas.ledger.compose import compose, difference
from tuntas.ledger.errors import AlreadyOpen, NamelessSpent, NotOpen
from tuntas.ledger.facts import FACT_COLUMNS, ORDINAL_BITS, Digest
from tuntas.ledger.models import Head
from tuntas.ledger.tracks import EMPTY, Changes, TrackSet, dump, load

_LOCK: Final = (
    "UPDATE ledger_head SET seq = seq + 1, "
    "known_on = CASE WHEN known_on < %s THEN %s ELSE known_on END "
    "WHERE id = 1 RETURNING seq, known_on, opening_on"
)
# A statement of its own: on PostgreSQL the locking one still sees the store as it was
# before it waited for the lock.
_BEFORE: Final = "SELECT facts_digest FROM ledger_batch WHERE seq = %s"
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
_SPELL_COLUMNS: Final = ("person_id", "from_on", "to_on", "village", "cell")
_UPSERT_TALLY: Final = (
    "INSERT INTO ledger_tally (effective_on, known_on, from_village, from_cell, "
    "to_village, to_cell, cause, n) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (effective_on, known_on, from_village, from_cell, to_village, to_cell, cause) "
    "DO UPDATE SET n = ledger_tally.n + excluded.n"
)
# One statement for all of a batch: a first load has tens of thousands.
_UPSERT_TALLIES: Final = (
    "INSERT INTO ledger_tally (effective_on, known_on, from_village, from_cell, "
    "to_village, to_cell, cause, n) SELECT * FROM unnest(%s::date[], %s::date[], %s::int[], "
    "%s::smallint[], %s::int[], %s::smallint[], %s::text[], %s::int[]) "
    "ON CONFLICT (effective_on, known_on, from_village, from_cell, to_village, to_cell, cause) "
    "DO UPDATE SET n = ledger_tally.n + excluded.n"
)
_IN_CHUNK: Final = 500  # people asked for in one IN (…): below SQLite's limit of variables


def open_ledger(*, opening_on: date, known_on: date) -> None:
    """Lay the head; once. Called by the first import, inside its own transaction or none.

    Raises:
        AlreadyOpen: with another opening day.
    """
    head, created = Head.objects.get_or_create(
        id=1, defaults={"known_on": known_on, "opening_on": opening_on}
    )
    if not created and head.opening_on != opening_on:
        raise AlreadyOpen


class Batch:
    """What became known together; made by :func:`open_batch`, written when its block ends."""

    def __init__(self, seq: int, known_on: date, opening_on: date, before: str) -> None:
        self.seq = seq
        self.before = before
        self.known_on = known_on
        self.opening_on = opening_on
        self.subjects: list[str] = []
        self.detail: dict[str, object] = {}
        self.digest = Digest()
        self._ordinal = seq << ORDINAL_BITS
        self.withdrawn = False
        self._facts: dict[str, list[tuple[Any, ...]]] = {}
        self._also: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        self._new: dict[int, TrackSet] = {}
        self._changed: dict[int, dict[str, Changes]] = {}

    def next_id(self) -> int:
        """The next id of this batch: unique over all batches and rising with them."""
        self._ordinal += 1
        return self._ordinal

    def skip_to(self, last: int) -> None:
        """Ids up to *last* have been given out otherwise."""
        self._ordinal = max(self._ordinal, last)

    def fact(
        self,
        table: str,
        *,
        person_id: int,
        kind: str,
        effective_on: date,
        payload: str,
        voids_id: int | None = None,
    ) -> int:
        """Append a fact to a room's table; its id."""
        fact_id = self.next_id()
        row = (
            fact_id,
            person_id,
            kind,
            effective_on.isoformat(),
            payload,
            self.seq,
            voids_id,
        )
        self._facts.setdefault(table, []).append(row)
        return fact_id

    def facts(self, table: str, kind: str, rows: Iterable[tuple[int, date, str]]) -> None:
        """Append many facts of one kind: person, effective day, payload."""
        first, seq = self._ordinal, self.seq
        added = [
            (first + place, person_id, kind, effective_on.isoformat(), payload, seq, None)
            for place, (person_id, effective_on, payload) in enumerate(rows, start=1)
        ]
        if added:
            self._ordinal += len(added)
            self._facts.setdefault(table, []).extend(added)

    def also(self, table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> None:
        """Append a row of another table (a receipt) together with the facts."""
        self._also.setdefault((table, columns), []).append(row)

    def withdraw(self) -> None:
        """Nothing became known after all: the block's transaction is rolled back."""
        self.withdrawn = True

    def seal(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Append rows of a sealed table (``facts.Sealed``), covered by the batch digest."""
        bulk.insert(table, columns, rows)
        self.digest.add(table, rows)

    def restate(self, person_id: int, tracks: Mapping[str, Changes]) -> None:
        """Replace some tracks of a person by their whole new course; the same again adds nothing.

        Args:
            tracks: settled changes by track name.
        """
        self._changed.setdefault(person_id, {}).update(tracks)

    def enter(self, person_id: int, tracks: TrackSet) -> None:
        """State all tracks of a person of whom the ledger has never heard."""
        self._new[person_id] = tracks

    def nameless(self, *, village: int, cell: int, n: int, source: str) -> None:
        """People known only as a total come (n > 0), or become known by name (n < 0).

        Raises:
            NamelessSpent: when more would become known than the total holds.
        """
        if n < 0 and _nameless_left(village, cell) + n < 0:
            raise NamelessSpent
        row = (
            self.next_id(),
            village,
            cell,
            n,
            source,
            self.known_on.isoformat(),
            self.seq,
        )
        self.seal("ledger_opening", OPENING_COLUMNS, [row])

    def write(self) -> None:
        """Write what was gathered; called once by :func:`open_batch`."""
        for table, rows in self._facts.items():
            bulk.insert(table, FACT_COLUMNS, rows)
            self.digest.add(table, rows)
        for (table, columns), rows in self._also.items():
            bulk.insert(table, columns, rows)
        # Somebody may come in and be restated by another room within one batch.
        for person_id in self._changed.keys() & self._new.keys():
            self._new[person_id] = self._new[person_id]._replace(**self._changed.pop(person_id))
        writer = _Writer(self)
        if self._new:
            writer.enter(self._new)
        before = _current(self._changed)
        for person_id, changes in self._changed.items():
            old = before.get(person_id, EMPTY)
            new = old._replace(**changes)
            if new != old:
                writer.restate(person_id, old, new)
        writer.flush()


OPENING_COLUMNS: Final = ("id", "village", "cell", "n", "source", "known_on", "seq")


Row: TypeAlias = tuple[Any, ...]


class _Written(NamedTuple):
    """What one track set looks like in the tables; many people of a first load share one."""

    text: str
    arcs: tuple[Row, ...]  # day, from, to, cause: the columns between person and sign
    spells: tuple[Row, ...]  # days, village, cell: the columns after person


@lru_cache(maxsize=1 << 16)
def _written(tracks: TrackSet, opening_on: date) -> _Written:
    story = compose(tracks, opening_on)
    arcs = tuple((arc.on.isoformat(), *arc[1:]) for arc in story.arcs)
    spells = tuple((s.from_on.isoformat(), s.to_on.isoformat(), *s[2:]) for s in story.spells)
    return _Written(dump(tracks), arcs, spells)


class _Writer:
    """Gathers the rows of a batch and appends them table by table."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.history: list[Row] = []
        self.arcs: list[Row] = []
        self.spells: list[Row] = []
        self.replaced: list[int] = []
        self.tally: Counter[Row] = Counter()

    def enter(self, people: Mapping[int, TrackSet]) -> None:
        """People of whom nothing stands in the tables: at a first load, everybody."""
        seq, opening_on = self.batch.seq, self.batch.opening_on
        arc_id = self.batch.next_id() - 1
        came: list[Row] = []
        for person_id, tracks in people.items():
            text, arcs, spells = _written(tracks, opening_on)
            self.history.append((person_id, seq, text))
            for arc in arcs:
                arc_id += 1
                self.arcs.append((arc_id, person_id, *arc, 1, seq))
            came += arcs
            for spell in spells:
                self.spells.append((person_id, *spell))
        self.batch.skip_to(arc_id)
        self.tally.update(came)

    def restate(self, person_id: int, old: TrackSet, new: TrackSet) -> None:
        batch = self.batch
        was, now = _written(old, batch.opening_on), _written(new, batch.opening_on)
        self.history.append((person_id, batch.seq, now.text))
        if was.arcs == now.arcs:
            return
        for arc, sign in difference(was.arcs, now.arcs):
            self.arcs.append((batch.next_id(), person_id, *arc, sign, batch.seq))
            self.tally[arc] += sign
        if was.spells:
            self.replaced.append(person_id)
        for spell in now.spells:
            self.spells.append((person_id, *spell))

    def flush(self) -> None:
        bulk.insert("ledger_history", ("person_id", "seq", "tracks"), self.history)
        bulk.insert("ledger_arc", ARC_COLUMNS, self.arcs)
        known_on = self.batch.known_on.isoformat()
        tallies = [(arc[0], known_on, *arc[1:], n) for arc, n in self.tally.items() if n]
        with connection.cursor() as cursor:
            for chunk in bulk.chunks(self.replaced):
                cursor.execute(
                    f"DELETE FROM ledger_spell WHERE person_id IN ({bulk.places(chunk)})",
                    chunk,
                )
            if len(tallies) == 1:
                cursor.execute(_UPSERT_TALLY, tallies[0])
            elif tallies and connection.vendor == "postgresql":
                cursor.execute(
                    _UPSERT_TALLIES, [list(c) for c in zip(*sorted(tallies), strict=True)]
                )
            elif tallies:
                # One order of rows in all writers: no deadlock between upserts.
                cursor.executemany(_UPSERT_TALLY, sorted(tallies))
        bulk.insert("ledger_spell", _SPELL_COLUMNS, self.spells)


@contextmanager
def open_batch(
    *, actor: Principal, verb: str, source: str, known_on: date, at: datetime
) -> Iterator[Batch]:
    """One transaction of the ledger: lock, gather in the block, write, log.

    Args:
        verb: what is done, for the log (``enrolment.record``).
        source: where it comes from (a document, a file, the counter).
        known_on: the business day; the ledger's known day never falls below an earlier one.
        at: the real moment, aware.
    Raises:
        NotOpen: before the first import.
    """
    with transaction.atomic():
        batch = _lock(known_on)
        yield batch
        if batch.withdrawn:
            transaction.set_rollback(True)
            return
        batch.write()
        recorded_at = at.astimezone(UTC)
        digest = batch.digest.close(
            header(
                before=batch.before,
                seq=batch.seq,
                opening_on=batch.opening_on,
                known_on=batch.known_on,
                recorded_at=recorded_at,
                actor=actor.ref,
                source=source,
            )
        )
        bulk.insert(
            "ledger_batch",
            ("seq", "known_on", "recorded_at", "actor", "source", "facts_digest"),
            [
                (
                    batch.seq,
                    batch.known_on.isoformat(),
                    _moment(recorded_at),
                    actor.ref,
                    source,
                    digest,
                )
            ],
        )
        write_act(
            actor=actor.ref,
            verb=verb,
            subjects=batch.subjects,
            detail={"source": source, **batch.detail},
            at=at,
            batch_seq=batch.seq,
            facts_digest=digest,
        )


def header(
    *,
    before: str,
    seq: int,
    opening_on: date,
    known_on: date,
    recorded_at: datetime,
    actor: str,
    source: str,
) -> Sequence[object]:
    """What a batch's digest says of the batch itself, and of the digest *before* it.

    So the last digest names the whole content of the ledger.
    """
    moment = recorded_at.astimezone(UTC).isoformat()
    return (before, seq, opening_on, known_on, moment, actor, source)


def _moment(at: datetime) -> str:
    """A moment as each database keeps it: SQLite naive in UTC, PostgreSQL with its zone."""
    if connection.vendor == "sqlite":
        return at.replace(tzinfo=None).isoformat(sep=" ")
    return at.isoformat()


def _lock(known_on: date) -> Batch:
    day = known_on.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, (day, day))
        row = cursor.fetchone()
        if row is None:
            raise NotOpen
        seq, known, opening = row
        cursor.execute(_BEFORE, (seq - 1,))
        before = cursor.fetchone()
    return Batch(seq, _day(known), _day(opening), before[0] if before else "")


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _current(people: Iterable[int]) -> dict[int, TrackSet]:
    """The track sets of *people* as known now."""
    ids = list(people)
    found: dict[int, TrackSet] = {}
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(ids):
            cursor.execute(
                "SELECT person_id, tracks FROM ledger_history "
                f"WHERE person_id IN ({bulk.places(chunk)}) ORDER BY person_id, seq",
                chunk,
            )
            # Of one person's rows the last, with the highest seq, stays.
            latest = dict(cursor.fetchall())
            found.update((person, load(text)) for person, text in latest.items())
    return found


def _nameless_left(village: int, cell: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(n), 0) FROM ledger_opening WHERE village = %s AND cell = %s",
            (village, cell),
        )
        return int(cursor.fetchone()[0])
