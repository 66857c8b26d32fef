"""Imports and lists in the background: the queue rings, their own rows say what is to be done."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from tuntas.ledger import clock
from tuntas.residents.actions.import_apply import apply_import
from tuntas.residents.actions.import_check import check_import
from tuntas.residents.actions.list_match import match_list
from tuntas.residents.actions.list_purge import purge_expired_lists
from tuntas.residents.errors import ResidentsError
from tuntas.residents.models import PersonList, RegisterImport
from tuntas.residents.queries_import import RUNNING, import_by_ref
from tuntas.residents.queries_lists import RUNNING as LISTS_RUNNING

SWEEP_EVERY_S: Final = 30
PURGE_EVERY_S: Final = 3600


@task()
def apply(ref: str) -> None:
    """Do what an import waits for: its dry run, or applying it to its end.

    Rung twice it does nothing the second time.
    """
    try:
        if import_by_ref(ref).state == RegisterImport.State.CHECKING:
            check_import(ref=ref, today=clock.today())
            return
        apply_import(ref=ref, today=clock.today())
    except ResidentsError:
        # Refused or held by another worker: the row says so, and the page shows it.
        return


def ring(ref: str) -> None:
    """Ask the worker to see to an import."""
    apply.enqueue(ref)


def sweep_imports() -> int:
    """Ring again for imports that wait unclaimed or whose worker fell silent; how many."""
    now = timezone.now()
    silent = Q(lease_until__lt=now) | Q(lease_until__isnull=True)
    waiting = RegisterImport.objects.filter(silent, state__in=RUNNING)
    refs = [ref.hex for ref in waiting.values_list("ref", flat=True)]
    for ref in refs:
        ring(ref)
    return len(refs)


# --- lists of other agencies ----------------------------------------------------------------


@task()
def match(ref: str) -> None:
    """Match a list that waits for it; rung twice it does nothing the second time."""
    try:
        match_list(ref=ref, today=clock.today())
    except ResidentsError:
        return  # discarded meanwhile


def ring_list(ref: str) -> None:
    """Ask the worker to see to a list."""
    match.enqueue(ref)


def sweep_lists() -> int:
    """Ring again for lists that wait unclaimed or whose worker fell silent; how many."""
    now = timezone.now()
    silent = Q(lease_until__lt=now) | Q(lease_until__isnull=True)
    waiting = PersonList.objects.filter(silent, state__in=LISTS_RUNNING)
    refs = [ref.hex for ref in waiting.values_list("ref", flat=True)]
    for ref in refs:
        ring_list(ref)
    return len(refs)


def purge_lists() -> int:
    """Forget lists whose term is over; how many."""
    return purge_expired_lists(today=clock.today(), now=timezone.now())


PERIODIC: Final = (
    (SWEEP_EVERY_S, sweep_imports),
    (SWEEP_EVERY_S, sweep_lists),
    (PURGE_EVERY_S, purge_lists),
)
