"""Lists are borrowed: at the end of their term names and files go, the counts stay."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal, system
from tuntas.residents.access import list_for
from tuntas.residents.actions.list_trace import log, remove_unless_needed
from tuntas.residents.errors import ListBusy
from tuntas.residents.models import ListAbsence, ListEntry, PersonList
from tuntas.residents.queries_lists import counts_of

State = PersonList.State
QUIET = (State.RECEIVED, State.REFUSED, State.DONE)
"""States in which no worker has the list."""


def purge_expired_lists(*, today: date, now: datetime) -> int:
    """Forget what every list held whose term is over; how many lists."""
    expired = PersonList.objects.filter(expires_on__lte=today, state__in=QUIET)
    return sum(_purge(system("lists"), row, now) for row in expired.order_by("id"))


def purge_list(*, actor: Principal, ref: str, now: datetime) -> None:
    """Forget one list before its term is over; its counts stay.

    Raises:
        ListNotFound, ListBusy
    """
    if not _purge(actor, list_for(actor, ref), now):
        raise ListBusy


def _purge(actor: Principal, row: PersonList, now: datetime) -> bool:
    with transaction.atomic():
        counts = counts_of(row)
        purged = PersonList.objects.filter(pk=row.pk, state__in=QUIET).update(
            state=State.PURGED, counts=counts.dump(), headers="[]", mapping="{}"
        )
        if not purged:
            return False
        ListEntry.objects.filter(person_list=row).delete()
        ListAbsence.objects.filter(person_list=row).delete()
        log(actor, "purge_list", row, now, rows=counts.rows)
    remove_unless_needed(row.file_digest)
    return True
