"""Imports in the background: the queue rings, the import's own row says what is to be done."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from tuntas.ledger import clock
from tuntas.residents.actions.import_apply import apply_import
from tuntas.residents.actions.import_check import check_import
from tuntas.residents.errors import ResidentsError
from tuntas.residents.models import RegisterImport
from tuntas.residents.queries_import import RUNNING, import_by_ref

SWEEP_EVERY_S: Final = 30


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


PERIODIC: Final = ((SWEEP_EVERY_S, sweep_imports),)
