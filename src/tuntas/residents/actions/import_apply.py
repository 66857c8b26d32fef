"""Applying an import: chunk by chunk, each one ledger batch that also moves the cursor.

A chunk is either wholly there, cursor included, or not at all, so a kill at any moment
loses and doubles nothing: whoever comes next reads the file again, judges it the same,
and goes on behind the cursor.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from tuntas.accounts.principals import Kind, Principal
from tuntas.audit.actions import write_act
from tuntas.ledger.actions import Batch, open_batch, open_ledger
from tuntas.ledger.models import Head
from tuntas.residents import import_files
from tuntas.residents.actions.import_absent import absent_people
from tuntas.residents.actions.import_crowd import Crowd
from tuntas.residents.actions.import_first import (
    keys_put_off,
    lay_indexes,
    put_indexes_off,
    validate_keys,
)
from tuntas.residents.actions.import_foresee import checked, chunks, first_load_rows
from tuntas.residents.actions.import_lists import write_rejects
from tuntas.residents.actions.import_plan import Done, Job, plan, totals_left
from tuntas.residents.actions.import_receive import declaration_of, mapping_of
from tuntas.residents.actions.import_write import propose, write
from tuntas.residents.errors import FileNotAccepted, NotInThatState, StoredFileGone
from tuntas.residents.models import Person, RegisterImport
from tuntas.residents.queries_import import import_by_ref, only_of
from tuntas.residents.register_check import FileKind, Row
from tuntas.residents.register_columns import Span, rows_of, spans
from tuntas.residents.register_file import OpenFile

State = RegisterImport.State
LEASE: Final = timedelta(minutes=3)
"""How long a silent worker keeps its import; each chunk renews it."""

Clock = Callable[[], datetime]


class Overtaken(Exception):
    """Another worker has moved the cursor: this one stops, having changed nothing."""


def apply_import(
    *,
    ref: str,
    today: date,
    clock: Clock = timezone.now,
    opening_on: date | None = None,
    advance: Callable[[int], None] = lambda rows: None,
) -> RegisterImport:
    """Apply a queued import, or go on with one that was broken off, to its end.

    Args:
        opening_on: first day of a ledger that is not open yet; the cut-off when None.
        advance: told the number of rows after each chunk.
    Raises:
        ImportNotFound, NotInThatState, StoredFileGone, FileNotAccepted
    """
    row = import_by_ref(ref)
    if row.state == State.DONE:
        return row
    path = import_files.path_of(row.file_digest)
    if not row.kept or not path.exists():
        raise StoredFileGone
    actor = requester(row)
    if not _claim(row, clock()):
        raise NotInThatState
    try:
        with checked(path, declaration_of(row), mapping_of(row)) as (file, _, found):
            _open_if_closed(row.cut_off if opening_on is None else opening_on, today)
            if _is_first(row):
                put_indexes_off(row, found.read)
            _apply_chunks(actor, row, file, today, clock, advance)
            _finish(actor, row, file, today, clock())
    except Overtaken:
        row.refresh_from_db()
        raise NotInThatState from None
    except FileNotAccepted as refusal:
        _give_up(actor, row, refusal.code, clock())
        raise
    row.refresh_from_db()
    return row


def requester(row: RegisterImport) -> Principal:
    """Who asked for the import: the worker acts on their behalf."""
    abilities = frozenset({"import_register"})
    kind: Kind = "user" if row.officer_ref else "system"
    return Principal(kind, row.requested_by, row.officer_ref, "", abilities)


def _claim(row: RegisterImport, now: datetime) -> bool:
    """Take the lease unless another worker holds it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    mine = RegisterImport.objects.filter(free, pk=row.pk, state__in=(State.QUEUED, State.APPLYING))
    claimed = mine.update(state=State.APPLYING, lease_until=now + LEASE)
    row.refresh_from_db()
    return bool(claimed)


def _open_if_closed(opening_on: date, today: date) -> None:
    if not Head.objects.exists():
        open_ledger(opening_on=opening_on, known_on=today)


# --- chunks -------------------------------------------------------------------------------


def _apply_chunks(
    actor: Principal,
    row: RegisterImport,
    file: OpenFile,
    today: date,
    clock: Clock,
    advance: Callable[[int], None],
) -> None:
    kind = FileKind(row.kind)
    job = Job(
        import_id=row.pk,
        ref=row.ref.hex,
        kind=kind,
        cut_off=row.cut_off,
        source=f"{row.file_name[:60]} ({row.cut_off.isoformat()})",
        proposed_by=row.officer_ref,
        known_on=today,
        only=only_of(row),
    )
    cursor, entered = row.cursor, row.n_new
    with _no_search_for_cycles():
        for piece in _pieces(row, job, file):
            with keys_put_off(piece.newcomers):
                done = _apply_piece(actor, job, piece, cursor, entered, clock())
            cursor, entered = done.last_line, entered + done.new
            advance(piece.rows)


class _Piece(NamedTuple):
    """What one transaction takes: its first line, how many rows, how many of them surely new.

    ``take`` writes it; its second argument: whether nobody is on record but those whom this
    very import brought.
    """

    first: int
    rows: int
    newcomers: int
    take: Callable[[Batch, bool], Done]


def _pieces(row: RegisterImport, job: Job, file: OpenFile) -> Iterator[_Piece]:
    """The rest of the file, in longer pieces while nobody else is on record."""
    if not _is_first(row):
        for rows in chunks(file, job.kind, after_line=row.cursor):
            yield _Piece(rows[0].line, len(rows), 0, partial(_row_by_row, job, rows))
        return
    crowd = Crowd(job, file, Head.objects.get().opening_on)
    for span in spans(file, after_line=row.cursor, size=first_load_rows()):
        yield _Piece(span.first, span.rows, span.rows, partial(_together, crowd, span))


def _row_by_row(job: Job, rows: list[Row], batch: Batch, nobody: bool) -> Done:
    return write(batch, job, plan(rows, job, opening_on=batch.opening_on, nobody=nobody))


def _together(crowd: Crowd, span: Span, batch: Batch, nobody: bool) -> Done:
    """The rows of *span*, all at once where they are all new."""
    if nobody and not totals_left():
        return crowd.take_in(batch, span)
    return _row_by_row(crowd.job, rows_of(crowd.file, span), batch, nobody)


def _is_first(row: RegisterImport) -> bool:
    """Whether nobody is on record but those whom this very import brought."""
    return row.kind != FileKind.EVENTS and Person.objects.count() == row.n_new


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A chunk makes a hundred thousand tuples and no cycle; looking for one costs a third more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _apply_piece(
    actor: Principal, job: Job, piece: _Piece, cursor: int, entered: int, now: datetime
) -> Done:
    with open_batch(
        actor=actor,
        verb="residents.import_chunk",
        source=job.source,
        known_on=job.known_on,
        at=now,
    ) as batch:
        nobody = job.kind is not FileKind.EVENTS and Person.objects.count() == entered
        done = piece.take(batch, nobody)
        batch.detail |= {
            "import": job.ref,
            "lines": [piece.first, done.last_line],
            "new": done.new,
            "changed": done.changed,
            "rejected": done.rejected,
            "withdrawn": done.withdrawn,
        }
        _move_cursor(job, done, cursor, batch.seq, now)
    return done


def _move_cursor(job: Job, done: Done, cursor: int, seq: int, now: datetime) -> None:
    """Count what was done and renew the lease; refused when the cursor is no longer ours."""
    moved = RegisterImport.objects.filter(
        pk=job.import_id, cursor=cursor, state=State.APPLYING
    ).update(
        cursor=done.last_line,
        lease_until=now + LEASE,
        n_read=_counted("n_read", cursor, done.accepted + done.rejected),
        n_accepted=_counted("n_accepted", cursor, done.accepted),
        n_rejected=_counted("n_rejected", cursor, done.rejected),
        n_new=F("n_new") + done.new,
        n_changed=F("n_changed") + done.changed,
        n_same=F("n_same") + done.same,
        n_warned=F("n_warned") + done.warned,
        n_proposed=F("n_proposed") + done.proposed,
        n_withdrawn=F("n_withdrawn") + done.withdrawn,
        n_from_totals=F("n_from_totals") + done.from_totals,
        last_seq=seq,
        **({"first_seq": seq} if cursor == 0 else {}),
    )
    if not moved:
        raise Overtaken


def _counted(name: str, cursor: int, n: int) -> object:
    # The dry run has left its own counts there; the first chunk starts from nothing.
    return n if cursor == 0 else F(name) + n


# --- the end ------------------------------------------------------------------------------


def _finish(
    actor: Principal, row: RegisterImport, file: OpenFile, today: date, now: datetime
) -> None:
    """Propose who is missing, write the rejects file, close the import."""
    write_rejects(row, file)
    lay_indexes(row)
    validate_keys()
    with transaction.atomic():
        # The ledger's lock: nobody comes or goes between looking and proposing.
        head = Head.objects.select_for_update().get()
        absent: list[int] = []
        if row.complete_for:
            absent = absent_people(file, row.complete_for, max(row.cut_off, head.opening_on))
        job = Job(row.pk, row.ref.hex, FileKind(row.kind), row.cut_off, "", row.officer_ref, today)
        proposed = propose(job, [(person, "absent", row.cut_off) for person in absent])
        done = RegisterImport.objects.filter(pk=row.pk, state=State.APPLYING).update(
            state=State.DONE,
            lease_until=None,
            finished_at=now,
            n_proposed=F("n_proposed") + proposed,
        )
        if not done:
            raise Overtaken
        write_act(
            actor=actor.ref,
            verb="residents.finish_import",
            subjects=[],
            detail={"import": row.ref.hex, "absent": proposed},
            at=now,
        )


def _give_up(actor: Principal, row: RegisterImport, reason: str, now: datetime) -> None:
    lay_indexes(row)
    with transaction.atomic():
        RegisterImport.objects.filter(pk=row.pk, cursor=0).update(
            state=State.REFUSED, refusal=reason, lease_until=None, finished_at=now
        )
        write_act(
            actor=actor.ref,
            verb="residents.refuse_file",
            subjects=[],
            detail={"import": row.ref.hex, "reason": reason},
            at=now,
        )
