"""Declaring that blanks are scarce: two persons; from then on the queue has its other order."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.cards import queries
from tuntas.cards.errors import NobodyThere, NoShortage, SamePerson, ShortageOpen, WhyMissing
from tuntas.cards.models import Shortage

State = Shortage.State


def propose_shortage(*, actor: Principal, reason: str, on: date, now: datetime) -> None:
    """Propose that blanks are scarce; a second person declares it.

    Raises:
        NobodyThere, WhyMissing, ShortageOpen
    """
    if not actor.officer_ref:
        raise NobodyThere
    if len(reason.strip()) < 5:
        raise WhyMissing
    if queries.shortage_on(on) is not None:
        raise ShortageOpen
    try:
        with transaction.atomic():
            Shortage.objects.create(
                reason=reason.strip()[:200], proposed_by=actor.officer_ref, proposed_on=on
            )
            _tell(actor, "propose_shortage", now, reason=reason.strip()[:200])
    except IntegrityError as twice:
        raise ShortageOpen from twice


def decide_shortage(*, actor: Principal, approve: bool, on: date, now: datetime) -> None:
    """The second person: the shortage holds from this day, or is declined.

    Raises:
        SamePerson, NoShortage
    """
    with transaction.atomic():
        waiting = Shortage.objects.filter(state=State.PROPOSED)
        if not actor.officer_ref or waiting.filter(proposed_by=actor.officer_ref).exists():
            raise SamePerson
        state = State.DECLARED if approve else State.DECLINED
        starts = on if approve else None
        if not waiting.update(state=state, decided_by=actor.officer_ref, starts=starts):
            raise NoShortage
        _tell(actor, "declare_shortage" if approve else "decline_shortage", now)


def end_shortage(*, actor: Principal, on: date, now: datetime) -> None:
    """Blanks have come: from this day the queue has its usual order again. Raises NoShortage."""
    with transaction.atomic():
        held = Shortage.objects.filter(Q(state=State.DECLARED))
        if not held.update(state=State.ENDED, ends=on, ended_by=actor.officer_ref or actor.ref):
            raise NoShortage
        _tell(actor, "end_shortage", now)


def _tell(actor: Principal, verb: str, now: datetime, **detail: object) -> None:
    write_act(actor=actor.ref, verb=f"cards.{verb}", subjects=[], detail=detail, at=now)
