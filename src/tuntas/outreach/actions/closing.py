"""The end of a slot: who passed by without being listed, and closing when nobody is left out."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.outreach.actions.slots import locked
from tuntas.outreach.errors import (
    IsListed,
    NonceReused,
    OutcomesMissing,
    PersonUnknown,
    SlotNotFound,
)
from tuntas.outreach.models import Invitation, Passing, Slot
from tuntas.outreach.queries.closing import SlotCount, count_of
from tuntas.residents.models import Person

_STANDING = (Invitation.State.PREPARED, Invitation.State.SENT)


def close_slot(*, actor: Principal, slot_ref: str, now: datetime) -> SlotCount:
    """Close a slot whose every listed name has an outcome; its numbers.

    Raises:
        SlotNotFound: none, closed or cancelled.
        OutcomesMissing: a listed name has no outcome.
    """
    with transaction.atomic():
        slot = locked(slot_ref)
        count = count_of(slot.id)
        if count.waiting or slot.invitations.filter(state__in=_STANDING).exists():
            raise OutcomesMissing
        slot.state = Slot.State.CLOSED
        slot.save(update_fields=["state"])
        write_act(
            actor=actor.ref,
            verb="outreach.close_slot",
            subjects=[slot.ref],
            detail={
                "invited": count.invited,
                "came": count.came,
                "missed": count.missed,
                "recorded": count.recorded,
                "walk_ins": count.walk_ins,
                "elsewhere": count.elsewhere,
            },
            at=now,
        )
    return count


def record_passing(
    *,
    actor: Principal,
    slot_ref: str,
    kind: str,
    recorded: bool,
    nonce: str,
    now: datetime,
    person_ref: str = "",
) -> bool:
    """Count somebody who came without being listed; False: counted already under this nonce.

    Args:
        kind: ``walk_in`` (of this office) or ``elsewhere`` (of another regency).
        person_ref: who, when this office knows them; a listed person is a contact, not a passing.

    Raises:
        SlotNotFound, PersonUnknown, IsListed, NonceReused
    """
    if kind not in Passing.Kind.values or not 1 <= len(nonce) <= 64:
        raise NonceReused
    try:
        with transaction.atomic():
            slot = _slot(slot_ref)
            person = _person(person_ref)
            told = {"slot_id": slot.id, "kind": kind, "person": person, "recorded": recorded}
            earlier = Passing.objects.filter(nonce=nonce).first()
            if earlier is not None:
                return _same(earlier, told)
            if person is not None and _is_listed(slot, person):
                raise IsListed
            teller = actor.officer_ref or actor.ref
            Passing.objects.create(nonce=nonce, told_by=teller, told_at=now, **told)
            write_act(
                actor=actor.ref,
                verb="outreach.passing",
                subjects=[slot.ref, *([person.ref.hex] if person else [])],
                detail={"kind": kind, "recorded": recorded},
                at=now,
            )
    except IntegrityError as error:
        raise NonceReused from error
    return True


def _same(earlier: Passing, told: dict[str, object]) -> bool:
    if any(getattr(earlier, name) != value for name, value in told.items()):
        raise NonceReused
    return False


def _slot(ref: str) -> Slot:
    """A slot that was not cancelled: late sheets of a closed one are still counted."""
    found = Slot.objects.filter(ref=ref).exclude(state=Slot.State.CANCELLED).first()
    if found is None:
        raise SlotNotFound
    return found


def _person(ref: str) -> Person | None:
    if not ref:
        return None
    found = Person.objects.filter(ref=ref).first()
    if found is None:
        raise PersonUnknown
    return found


def _is_listed(slot: Slot, person: Person) -> bool:
    listed = slot.invitations.exclude(state=Invitation.State.CANCELLED)
    return listed.filter(person=person).exists()
