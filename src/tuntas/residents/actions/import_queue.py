"""Handing an import to the worker: to be judged, and, once a person has looked, to be applied."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.residents import tasks
from tuntas.residents.access import import_for
from tuntas.residents.errors import NotInThatState
from tuntas.residents.models import RegisterImport

State = RegisterImport.State


def queue_check(*, actor: Principal, ref: str) -> None:
    """Let the dry run of an import be made on behalf of *actor*; it changes nothing but itself.

    Raises:
        ImportNotFound, NotInThatState
    """
    row = import_for(actor, ref)
    queued = RegisterImport.objects.filter(
        pk=row.pk, state__in=(State.RECEIVED, State.READY)
    ).update(
        state=State.CHECKING,
        lease_until=None,
        foreseen="{}",
        n_read=0,
        requested_by=actor.ref,
        officer_ref=actor.officer_ref,
    )
    if not queued:
        raise NotInThatState
    tasks.ring(ref)


def queue_import(*, actor: Principal, ref: str, now: datetime, ring: bool = True) -> None:
    """Let an import be applied on behalf of *actor*.

    Args:
        ring: wake the worker; False when the caller applies it itself at once.
    Raises:
        ImportNotFound, NotInThatState
    """
    row = import_for(actor, ref)
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
