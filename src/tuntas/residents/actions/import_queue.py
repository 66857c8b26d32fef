"""Handing an import that a person has looked at to the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.residents import tasks
from tuntas.residents.errors import NotInThatState
from tuntas.residents.models import RegisterImport
from tuntas.residents.queries_import import import_by_ref

State = RegisterImport.State


def queue_import(*, actor: Principal, ref: str, now: datetime, ring: bool = True) -> None:
    """Let an import be applied on behalf of *actor*.

    Args:
        ring: wake the worker; False when the caller applies it itself at once.
    Raises:
        ImportNotFound, NotInThatState
    """
    row = import_by_ref(ref)
    with transaction.atomic():
        queued = RegisterImport.objects.filter(pk=row.pk, state=State.READY).update(
            state=State.QUEUED, requested_by=actor.ref, officer_ref=actor.officer_ref
        )
        if not queued:
            raise NotInThatState
        write_act(
            actor=actor.ref,
            verb="residents.queue_import",
            subjects=[],
            detail={"import": row.ref.hex},
            at=now,
        )
    if ring:
        tasks.ring(ref)
