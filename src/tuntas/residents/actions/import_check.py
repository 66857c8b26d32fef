"""The dry run as the worker makes it: claimed by a lease, its progress in the import's row."""

from __future__ import annotations

import json
from datetime import date

from django.db.models import Q
from django.utils import timezone

from tuntas.residents import import_files
from tuntas.residents.actions.import_apply import LEASE, Clock, requester
from tuntas.residents.actions.import_receive import MENDABLE, judge
from tuntas.residents.errors import FileNotAccepted
from tuntas.residents.models import RegisterImport
from tuntas.residents.queries_import import import_by_ref

State = RegisterImport.State


def check_import(*, ref: str, today: date, clock: Clock = timezone.now) -> RegisterImport:
    """Read and judge a file that waits for it; its row then is ready, or says why not.

    Rung twice, or after another worker took it, nothing is done. A worker that dies leaves
    a lease that runs out; whoever comes next begins the reading again.

    Raises:
        ImportNotFound
    """
    row = import_by_ref(ref)
    if not _claim(row, clock):
        return row
    if not import_files.path_of(row.file_digest).exists():
        _back(row)  # the page of the columns says that the file is gone
    else:
        try:
            judge(
                actor=requester(row),
                row=row,
                today=today,
                now=clock(),
                advance=lambda done, total: _tell(row, done, total, clock),
            )
        except FileNotAccepted as refusal:
            if refusal.code in MENDABLE:
                _back(row)
    row.refresh_from_db()
    return row


def _claim(row: RegisterImport, clock: Clock) -> bool:
    now = clock()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    waiting = RegisterImport.objects.filter(free, pk=row.pk, state=State.CHECKING)
    claimed = waiting.update(lease_until=now + LEASE)
    row.refresh_from_db()
    return bool(claimed)


def _tell(row: RegisterImport, done: int, total: int, clock: Clock) -> None:
    """How far it has come; and the lease goes on."""
    RegisterImport.objects.filter(pk=row.pk, state=State.CHECKING).update(
        n_read=done, foreseen=json.dumps({"read": total}), lease_until=clock() + LEASE
    )


def _back(row: RegisterImport) -> None:
    """To whoever gave the file: a column is to be named, or the file to be sent again."""
    RegisterImport.objects.filter(pk=row.pk, state=State.CHECKING).update(
        state=State.RECEIVED, lease_until=None
    )
