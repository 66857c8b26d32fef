"""Slots: places to come to, opened, changed, cancelled; closed in `closing`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.outreach.errors import SlotImpossible, SlotNotFound
from tuntas.outreach.models import Campaign, Invitation, Slot

MOST_PLACES = 2_000
INVITED = (
    Invitation.State.PREPARED,
    Invitation.State.SENT,
    Invitation.State.CAME,
    Invitation.State.MISSED,
)


def open_slot(
    *,
    actor: Principal,
    kind: str,
    village_id: int,
    place: str,
    on: date,
    starts: time,
    ends: time,
    places: int,
    now: datetime,
    service_point: str = "",
    campaign: str | None = None,
) -> str:
    """Open a slot; its ref. *ends* at or before *starts* means past midnight.

    Args:
        campaign: ref of the campaign it belongs to, None for none.

    Raises:
        SlotImpossible: no such kind, no place in words, or no places.
    """
    if kind not in Slot.Kind.values or not place.strip() or not 1 <= places <= MOST_PLACES:
        raise SlotImpossible
    with transaction.atomic():
        slot = Slot.objects.create(
            ref=secrets.token_hex(16),
            kind=kind,
            village_id=village_id,
            service_point=service_point,
            place=place.strip()[:120],
            on=on,
            starts=starts,
            ends=ends,
            places=places,
            campaign=_campaign(campaign),
            made_by=actor.officer_ref or actor.ref,
        )
        told = {"kind": kind, "on": on.isoformat(), "village": village_id, "places": places}
        _tell(actor, "open_slot", slot, told, now)
    return slot.ref


def change_slot(
    *,
    actor: Principal,
    slot_ref: str,
    now: datetime,
    place: str | None = None,
    on: date | None = None,
    starts: time | None = None,
    ends: time | None = None,
    places: int | None = None,
) -> None:
    """Change an open slot; what is None stays.

    Raises:
        SlotNotFound, SlotImpossible (fewer places than people invited).
    """
    wanted = {"place": place, "on": on, "starts": starts, "ends": ends, "places": places}
    said = {name: value for name, value in wanted.items() if value is not None}
    with transaction.atomic():
        slot = locked(slot_ref)
        for name, value in said.items():
            setattr(slot, name, value)
        if not slot.place.strip() or not _enough(slot):
            raise SlotImpossible
        slot.save(update_fields=list(said))
        _tell(actor, "change_slot", slot, {k: str(v) for k, v in said.items() if k != "place"}, now)


def cancel_slot(*, actor: Principal, slot_ref: str, why: str, now: datetime) -> list[str]:
    """Cancel an open slot and its invitations; refs of the people who must be told.

    Raises:
        SlotNotFound
    """
    with transaction.atomic():
        slot = locked(slot_ref)
        waiting = slot.invitations.filter(
            state__in=[Invitation.State.PREPARED, Invitation.State.SENT]
        )
        refs = [ref.hex for ref in waiting.order_by("rank").values_list("person__ref", flat=True)]
        waiting.update(state=Invitation.State.CANCELLED)
        slot.state = Slot.State.CANCELLED
        slot.save(update_fields=["state"])
        _tell(actor, "cancel_slot", slot, {"why": why[:120]}, now, refs)
    return refs


def locked(slot_ref: str) -> Slot:
    """The open slot, locked until the transaction ends: whoever counts places holds this.

    Raises:
        SlotNotFound
    """
    # SQLite has taken its one write lock with BEGIN IMMEDIATE; PostgreSQL locks the row.
    found = Slot.objects.select_for_update(of=("self",)).filter(ref=slot_ref).first()
    if found is None or found.state != Slot.State.OPEN:
        raise SlotNotFound
    return found


def taken(slot: Slot) -> int:
    """Places of the slot that invitations hold; exact under :func:`locked`."""
    return slot.invitations.filter(state__in=INVITED).count()


def _enough(slot: Slot) -> bool:
    return 1 <= slot.places <= MOST_PLACES and slot.places >= taken(slot)


def _campaign(ref: str | None) -> Campaign | None:
    if not ref:
        return None
    found = Campaign.objects.filter(ref=ref).first()
    if found is None:
        raise SlotImpossible
    return found


def _tell(
    actor: Principal,
    verb: str,
    slot: Slot,
    detail: dict[str, object],
    now: datetime,
    people: Sequence[str] = (),
) -> None:
    write_act(
        actor=actor.ref,
        verb=f"outreach.{verb}",
        subjects=[slot.ref, *people],
        detail=detail,
        at=now,
    )
