"""``tuntas verify``: everything derived is derived again from the facts and compared.

Each batch's facts are hashed again and compared with the digest that stands in the
batch and in the log; each person's tracks, arcs and spells are recounted; the tallies
are summed again. Every difference is one :class:`Problem` naming its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db import connection

from tuntas.audit.chain import Problem
from tuntas.ledger import arcs as standing
from tuntas.ledger import bulk
from tuntas.ledger import facts as registry
from tuntas.ledger.actions import first_link, header, in_utc
from tuntas.ledger.compose import Arc, Spell
from tuntas.ledger.facts import FACT_COLUMNS, ORDINAL_BITS, Digest, Fact
from tuntas.ledger.models import Batch, Head
from tuntas.ledger.recount import recount
from tuntas.ledger.writing import COURSE_COLUMNS, SPELL_COLUMNS

Check = Callable[[], Iterator[Problem]]

CHECKS: list[Check] = []
"""Further checks that rooms above announce: their own derived rows against their facts."""


def announce(check: Check) -> None:
    """Make a room's own check part of ``tuntas verify``; twice is once."""
    if check not in CHECKS:
        CHECKS.append(check)


@dataclass
class Counts:
    """What a verification looked at."""

    batches: int = 0
    people: int = 0
    facts: int = 0
    arcs: int = 0
    tallies: int = 0


def verify(counts: Counts | None = None) -> Iterator[Problem]:
    """Every place at which the ledger does not hold; nothing when all is well."""
    counted = counts or Counts()
    head = Head.objects.filter(id=1).first()
    if head is None:
        if Batch.objects.exists():
            yield _problem("ledger_head", "hilang", "is gone")
        return
    yield from _batches(head, counted)
    yield from _people(head, counted)
    for check in CHECKS:
        yield from check()


# --- batches -----------------------------------------------------------------------------------


def _batches(head: Head, counted: Counts) -> Iterator[Problem]:
    digests = _digests()
    logged = _logged()
    expected = 1
    known_on = head.known_on
    before = first_link(head.known_on)
    for batch in Batch.objects.order_by("seq").iterator():
        counted.batches += 1
        place = f"ledger_batch {batch.seq}"
        if batch.seq != expected:
            yield _problem(place, "nomor urut terputus", "the sequence is broken")
        expected = batch.seq + 1
        if batch.known_on < known_on:
            yield _problem(place, "hari diketahui mundur", "the known day goes back")
        known_on = max(known_on, batch.known_on)
        digest = digests.pop(batch.seq, Digest()).close(
            header(
                before,
                batch.seq,
                head.opening_on.isoformat(),
                batch.known_on.isoformat(),
                in_utc(batch.recorded_at),
                batch.actor,
                batch.source,
            )
        )
        before = batch.facts_digest
        if digest != batch.facts_digest:
            yield _problem(place, "fakta tidak sama dengan sidiknya", "facts differ from digest")
        if logged.pop(batch.seq, None) != [batch.facts_digest]:
            yield _problem(place, "tidak sama dengan catatan (acts)", "differs from the log (acts)")
    for seq in sorted(digests):
        yield _problem(f"seq {seq}", "fakta tanpa batch", "facts without a batch")
    for seq in sorted(logged):
        yield _problem(f"audit_act batch {seq}", "batch hilang", "the batch is gone")
    yield from _ordinals()


def _ordinals() -> Iterator[Problem]:
    """A batch numbers its facts and arcs 1, 2, 3 … across all tables, without a gap."""
    tables = ["ledger_arc", *(table for table, _ in _digested_tables())]
    found: dict[int, list[int]] = {}
    for table in tables:
        for seq, n, last, total in _stream(
            f"SELECT seq, COUNT(*), MAX(id - seq * {1 << ORDINAL_BITS}), "
            f"SUM(id - seq * {1 << ORDINAL_BITS}) FROM {table} GROUP BY seq"
        ):
            sums = found.setdefault(seq, [0, 0, 0])
            found[seq] = [sums[0] + n, max(sums[1], last), sums[2] + int(total)]
    for seq, (n, last, total) in sorted(found.items()):
        if last != n or total != n * (n + 1) // 2:
            yield _problem(f"batch {seq}", "nomor baris tidak urut", "rows are not in sequence")


def _digests() -> dict[int, Digest]:
    """Digest of each batch, from the rows that stand in the tables now."""
    digests: dict[int, Digest] = {}
    for table, columns in _digested_tables():
        where = [name.strip('"') for name in columns].index("seq")
        rows = _stream(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")
        for seq, group in groupby(rows, key=lambda row, where=where: row[where]):  # type: ignore[misc]
            digests.setdefault(seq, Digest()).add(table, group)
    return digests


def _digested_tables() -> list[tuple[str, Sequence[str]]]:
    owned = [(owner.table, FACT_COLUMNS) for owner in registry.OWNERS.values()]
    sealed = [(sealed.table, sealed.columns) for sealed in registry.SEALED.values()]
    return [*owned, *sealed]


def _logged() -> dict[int, list[str]]:
    """Facts digests in the log, by batch; one each when all is well."""
    logged: dict[int, list[str]] = {}
    for seq, digest in _stream(
        "SELECT batch_seq, facts_digest FROM audit_act WHERE batch_seq IS NOT NULL"
    ):
        logged.setdefault(seq, []).append(digest)
    return logged


# --- people ------------------------------------------------------------------------------------


def _people(head: Head, counted: Counts) -> Iterator[Problem]:
    owners = list(registry.OWNERS.values())
    facts = {owner.table: _by_person(owner.table, FACT_COLUMNS) for owner in owners}
    courses = _by_person("ledger_course", COURSE_COLUMNS, "seq")
    arcs = _by_person("ledger_arc", standing.COLUMNS)
    carried, unread = _carried()
    for seq in unread:
        yield _problem(f"ledger_batch {seq}", "perpindahannya tidak terbaca", "unreadable arcs")
    spells = _by_person("ledger_spell", SPELL_COLUMNS, "from_on")
    known = dict(_stream("SELECT seq, known_on FROM ledger_batch"))
    moving: set[int] = set()
    tallies: Counter[tuple[str, Arc]] = Counter()
    for person, rows in in_step([*facts.values(), courses, arcs, rows_by_person(carried), spells]):
        *told, had, moved, carried_by, stays = rows
        by_table = {
            table: [_fact(row) for row in table_rows]
            for table, table_rows in zip(facts, told, strict=True)
        }
        counted.people += 1
        try:
            expected = recount(by_table, owners, head.opening_on)
        except UNREADABLE:
            yield unreadable(f"person {person}")
            continue
        counted.facts += sum(map(len, told))
        counted.arcs += len(moved) + len(carried_by)
        yield from _compare(person, expected, had, moved, carried_by, stays)
        for (seq, arc, sign), n in expected.arcs.items():
            moving.add(seq)
            if seq <= head.tallied:
                tallies[(str(known.get(seq)), arc)] += sign * n
    if head.tallied and head.tallied not in moving:
        yield _problem(
            "ledger_head", "menyebut batch tanpa perpindahan", "names a batch that moved nobody"
        )
    yield from _tallies(tallies, counted)


def _carried() -> tuple[list[tuple[Any, ...]], list[int]]:
    """Arcs that stand in the rows of their batches, people rising, with the batch; and those
    batches whose arcs nobody can read.
    """
    found: list[tuple[Any, ...]] = []
    unread: list[int] = []
    for seq, text in _stream("SELECT seq, arcs FROM ledger_batch WHERE arcs <> '' ORDER BY seq"):
        try:
            found += [(*arc, seq) for arc in standing.read(text)]
        except UNREADABLE:
            unread.append(seq)
    return sorted(found, key=_first), unread


UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError)
"""What reading a fact that somebody spoiled by hand may raise."""


def unreadable(place: str) -> Problem:
    """A fact that no rule can read."""
    return _problem(place, "faktanya tidak terbaca", "has a fact that cannot be read")


def _compare(
    person: int,
    expected: Any,
    had: list[tuple[Any, ...]],
    moved: list[tuple[Any, ...]],
    carried: list[tuple[Any, ...]],
    stays: list[tuple[Any, ...]],
) -> Iterator[Problem]:
    place = f"person {person}"
    if [row[1:] for row in had] != ([expected.course] if expected.course else []):
        yield _problem(f"ledger_course {place}", "bukan turunan fakta", "not derived from facts")
    stored = Counter((row[9], Arc(bulk.day(row[2]), *row[3:8]), row[8]) for row in moved)
    stored.update((seq, Arc(bulk.day(arc[1]), *arc[2:7]), arc[7]) for *arc, seq in carried)
    if stored != expected.arcs:
        where = f"ledger_arc, ledger_batch.arcs {place}"
        yield _problem(where, "bukan turunan fakta", "not derived from facts")
    if any(row[0] >> ORDINAL_BITS != row[9] for row in moved):
        yield _problem(f"ledger_arc {place}", "nomor bukan dari batch", "id is not of its batch")
    spells = tuple(Spell(bulk.day(row[1]), bulk.day(row[2]), row[3], row[4]) for row in stays)
    if spells != expected.spells:
        yield _problem(f"ledger_spell {place}", "bukan turunan fakta", "not derived from facts")


def _tallies(expected: Counter[tuple[str, Arc]], counted: Counts) -> Iterator[Problem]:
    stored = _stream(
        "SELECT effective_on, known_on, from_village, from_cell, to_village, to_cell, cause, n "
        "FROM ledger_tally"
    )
    for effective_on, known_on, *where, n in stored:
        counted.tallies += 1
        key = (str(known_on), Arc(bulk.day(effective_on), *where))
        if expected.pop(key, 0) != n:
            yield _problem(
                f"ledger_tally {effective_on} {known_on} {where}",
                "jumlah tidak sama dengan hitung ulang",
                "the sum differs from the recount",
            )
    for (known_day, arc), n in expected.items():
        if n:
            yield _problem(f"ledger_tally {arc.on} {known_day}", "baris hilang", "a row is missing")


def _fact(row: tuple[Any, ...]) -> Fact:
    return Fact(row[0], row[1], row[2], bulk.day(row[3]), *row[4:])


def _by_person(
    table: str, columns: Sequence[str], then: str = "id"
) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """Rows of a table parted by person, people rising."""
    where = list(columns).index("person_id")
    rows = _stream(f"SELECT {', '.join(columns)} FROM {table} ORDER BY person_id, {then}")
    for person, group in groupby(rows, key=lambda row: row[where]):
        yield person, list(group)


Parted = Iterator[tuple[int, list[tuple[Any, ...]]]]
"""Rows by person, people rising."""


def rows_by_person(rows: Iterable[tuple[Any, ...]]) -> Parted:
    """Rows whose first column is the person, parted by it; they come sorted by it."""
    for person, group in groupby(rows, key=_first):
        yield person, list(group)


def _first(row: tuple[Any, ...]) -> int:
    return int(row[0])


def in_step(streams: Sequence[Parted]) -> Iterator[tuple[int, list[list[tuple[Any, ...]]]]]:
    """For each person in any stream: their rows in every stream."""
    heads = [next(stream, None) for stream in streams]
    while any(heads):
        person = min(head[0] for head in heads if head is not None)
        rows: list[list[tuple[Any, ...]]] = []
        for number, head in enumerate(heads):
            if head is not None and head[0] == person:
                rows.append(head[1])
                heads[number] = next(streams[number], None)
            else:
                rows.append([])
        yield person, rows


def _stream(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while chunk := cursor.fetchmany(2000):
            yield from chunk


def _problem(place: str, id_: str, en: str) -> Problem:
    return Problem(place, id_, en)
