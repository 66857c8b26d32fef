"""The one way in: everything that changes the ledger is a batch.

One transaction: lock the head **before reading**, store the rooms' facts, restate
the tracks, append the difference of the arcs, bring the spells and now and then the
tallies up to it (``writing.py``), write the act into the log. Locks are always taken in this
order: ledger head, then the heads of the log.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count, repeat
from typing import Any, Final

from django.db import connection, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.audit.statements import FEW, Insert, Session, Statement
from tuntas.ledger import bulk, entering, writing
from tuntas.ledger.entering import Crowd
from tuntas.ledger.errors import AlreadyOpen, NamelessSpent, NotOpen
from tuntas.ledger.facts import FACT_COLUMNS, ORDINAL_BITS, Digest
from tuntas.ledger.models import Head
from tuntas.ledger.tracks import NOTHING, Changes, TrackSet, iso

# On SQLite the transaction is IMMEDIATE and holds the only write lock already.
_LOCK: Final = Statement("SELECT id FROM ledger_head WHERE id = 1 FOR UPDATE")
# A statement of its own: on PostgreSQL the locking one still sees the store as it was
# before it waited for the lock.
_LAST: Final = Statement(
    "SELECT h.opening_on, h.tallied, b.seq, b.known_on, b.facts_digest "
    "FROM ledger_batch b CROSS JOIN ledger_head h ORDER BY b.seq DESC LIMIT 1"
)
_LAID: Final = Statement("SELECT opening_on, known_on FROM ledger_head WHERE id = 1")
OPENING_COLUMNS: Final = ("id", "village", "cell", "n", "source", "known_on", "seq")
_INSERT_BATCH: Final = Insert(
    "ledger_batch", ("seq", "known_on", "recorded_at", "actor", "source", "facts_digest", "arcs")
)


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

    def __init__(
        self,
        session: Session,
        seq: int,
        known_on: date,
        opening_on: date,
        before: str,
        tallied: int,
    ) -> None:
        self.session = session
        self.seq = seq
        self.before = before
        self.tallied = tallied
        self.known_on = known_on
        self.opening_on = opening_on
        self.subjects: list[str] = []
        self.detail: dict[str, object] = {}
        self.digest = Digest()
        self._ordinal = seq << ORDINAL_BITS
        self.withdrawn = False
        self._arcs = ""
        self._facts: dict[str, list[tuple[Any, ...]]] = {}
        self._also: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        self._new: dict[int, TrackSet] = {}
        self._crowds: list[Crowd] = []
        self._changed: dict[int, dict[str, Changes]] = {}

    def next_id(self) -> int:
        """The next id of this batch: unique over all batches and rising with them."""
        self._ordinal += 1
        return self._ordinal

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
            iso(effective_on),
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
            (first + place, person_id, kind, iso(effective_on), payload, seq, None)
            for place, (person_id, effective_on, payload) in enumerate(rows, start=1)
        ]
        if added:
            self._ordinal += len(added)
            self._facts.setdefault(table, []).extend(added)

    def facts_alike(
        self, table: str, kind: str, on: date, people: Sequence[int], payloads: Sequence[str]
    ) -> None:
        """Append a fact of one kind and day of each of many *people*; written at once."""
        if not people:
            return
        self._write_facts(table)  # what was gathered before has the lower ids
        first, day = self._ordinal + 1, iso(on)
        self._ordinal += len(people)
        numbered = zip(range(first, first + len(people)), people, payloads, strict=True)
        between, end = f"\x1f{kind}\x1f{day}\x1f", f"\x1f{self.seq}\x1f\\N\x1e"
        text = "".join([f"{n}\x1f{who}{between}{told}{end}" for n, who, told in numbered])
        lines = text.encode()
        self.digest.take(table, lines)
        if self.session.vendor == "postgresql":
            bulk.copy_lines(table, FACT_COLUMNS, lines)
            return
        same = (repeat(kind), repeat(day), payloads, repeat(self.seq), repeat(None))
        bulk.insert(table, FACT_COLUMNS, list(zip(count(first), people, *same, strict=False)))

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

    def enter_crowd(self, crowd: Crowd) -> None:
        """State all tracks of many people of whom the ledger has never heard.

        Nobody of them is entered or restated otherwise in this batch.
        """
        self._crowds.append(crowd)

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
            iso(self.known_on),
            self.seq,
        )
        self.seal("ledger_opening", OPENING_COLUMNS, [row])

    def write(self) -> None:
        """Write what was gathered; called once by :func:`open_batch`."""
        session = self.session
        for table in list(self._facts):
            self._write_facts(table)
        for (table, columns), rows in self._also.items():
            writing.append(session, Insert(table, columns), rows)
        came = self._enter_crowds() if self._crowds else None
        gathered = self._gather()
        self._arcs = gathered.write(session)
        # Few arcs are left to a later batch; readers add them (queries.cube).
        n = len(gathered.arcs)
        if came or n > FEW or (n and self.seq - self.tallied > writing.BEHIND):
            sums = gathered.sums()
            sums.update(came or ())
            writing.add_up(session, sums, seq=self.seq, known_on=self.known_on, after=self.tallied)

    def _enter_crowds(self) -> Counter[writing.Row]:
        """How many arcs of each kind the crowds made."""
        came: Counter[writing.Row] = Counter()
        for crowd in self._crowds:
            arcs = entering.write(self.session, crowd, seq=self.seq, last_id=self._ordinal)
            self._ordinal += arcs.total()
            came.update(arcs)
        return came

    def _gather(self) -> writing.Rows:
        gathered = writing.Rows(self.seq, self.opening_on, self._ordinal)
        if self._new:
            # Somebody may come in and be restated by another room within one batch.
            for person_id in self._changed.keys() & self._new.keys():
                changed = self._changed.pop(person_id)
                self._new[person_id] = self._new[person_id]._replace(**changed)
            gathered.enter(self._new)
        before = writing.current(self.session, self._changed)
        for person_id, changes in self._changed.items():
            gathered.restate(person_id, before.get(person_id, NOTHING), changes)
        return gathered

    def _write_facts(self, table: str) -> None:
        rows = self._facts.pop(table, ())
        if rows:
            lines = self.digest.add(table, rows)
            writing.append(self.session, writing.facts_into(table), rows, lines)

    def close(self, *, actor: str, source: str, at: datetime) -> str:
        """Write the batch's own row, after all others; its digest."""
        moment = in_utc(at)
        known_on = iso(self.known_on)
        digest = self.digest.close(
            header(self.before, self.seq, iso(self.opening_on), known_on, moment, actor, source)
        )
        if self.session.vendor == "sqlite":  # keeps it naive
            moment = f"{moment[:10]} {moment[11:-6]}"
        row = (self.seq, known_on, moment, actor, source, digest, self._arcs)
        self.session.run(_INSERT_BATCH.one, row)
        return digest


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
    # A batch makes rows by the thousand and no cycles; the collector would walk all that
    # the process holds, a third of the time of five hundred acts.
    collects = gc.isenabled()
    gc.disable()
    try:
        with transaction.atomic():
            batch = _lock(known_on)
            yield batch
            if batch.withdrawn:
                transaction.set_rollback(True)
                return
            batch.write()
            digest = batch.close(actor=actor.ref, source=source, at=at)
            write_act(
                actor=actor.ref,
                verb=verb,
                subjects=batch.subjects,
                detail={"source": source, **batch.detail},
                at=at,
                batch_seq=batch.seq,
                facts_digest=digest,
            )
    finally:
        if collects:
            gc.enable()


def header(
    before: str, seq: int, opening_on: str, known_on: str, moment: str, actor: str, source: str
) -> str:
    """What a batch's digest says of the batch itself, and of the digest *before* it.

    So the last digest names the whole content of the ledger. Days as ISO text, the moment
    as :func:`in_utc` has it.
    """
    return f"{before}\x1f{seq}\x1f{opening_on}\x1f{known_on}\x1f{moment}\x1f{actor}\x1f{source}\x1e"


def in_utc(at: datetime) -> str:
    """An aware moment as ISO text in UTC.

    >>> in_utc(datetime.fromisoformat("2023-06-20T08:00+08:00"))
    '2023-06-20T00:00:00+00:00'
    """
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat()


def _lock(known_on: date) -> Batch:
    session = Session()
    if session.vendor == "postgresql":
        session.row(_LOCK, ())
    row = session.row(_LAST, ())
    if row is None:
        laid = session.row(_LAID, ())
        if laid is None:
            raise NotOpen
        row = (laid[0], 0, 0, laid[1], first_link(bulk.day(laid[1])))
    opening_on, tallied, seq, last_on, digest = row
    known_on = max(bulk.day(last_on), known_on)
    return Batch(session, seq + 1, known_on, bulk.day(opening_on), digest, tallied)


def first_link(laid_on: date) -> str:
    """What the first batch's digest names as the digest before it."""
    return laid_on.isoformat()


def _nameless_left(village: int, cell: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(n), 0) FROM ledger_opening WHERE village = %s AND cell = %s",
            (village, cell),
        )
        return int(cursor.fetchone()[0])
