"""Inviting by name: never twice for one slot, never beyond its places, never against a wish."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.ledger import bulk, cells
from tuntas.ledger.models import SpellRow
from tuntas.ledger.tracks import Enrol
from tuntas.outreach.actions.slots import INVITED, locked, taken
from tuntas.outreach.channels import Channel, may_disturb
from tuntas.outreach.errors import CampaignImpossible, InvitationNotFound, QuietNow
from tuntas.outreach.models import Campaign, Invitation, OptOut, Slot
from tuntas.residents.errors import NotFound
from tuntas.residents.models import Person

WAITING = (Invitation.State.PREPARED, Invitation.State.SENT)


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of each name asked for, person refs in the order given; each stands once.

    Attributes:
        invited: now invited, in order of rank.
        already: invited to this slot before.
        opted_out: does not want to be called, on this channel or on any.
        full: no place was left for them.
        not_left: recorded already, or no longer of this office.
    """

    invited: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    opted_out: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    not_left: tuple[str, ...] = ()


def invite(
    *,
    actor: Principal,
    slot_ref: str,
    person_refs: Sequence[str],
    channel: str,
    on: date,
    now: datetime,
    campaign: str | None = None,
) -> Invited:
    """Invite people to a slot in the order given; what cannot be is said, never raised.

    The slot's row is locked while its places are counted, so two who invite at one moment
    cannot overfill it. *campaign* (a ref) defaults to the slot's own.

    Raises:
        SlotNotFound, CampaignImpossible, tuntas.residents.errors.NotFound
    """
    wanted = list(dict.fromkeys(person_refs))
    Channel(channel)
    with transaction.atomic():
        slot = locked(slot_ref)
        people = _people(wanted)
        sorted_out = _sort_out(slot, people, channel, on)
        _write(slot, [people[ref] for ref in sorted_out.invited], channel, campaign, actor, on)
        write_act(
            actor=actor.ref,
            verb="outreach.invite",
            subjects=[slot.ref, *sorted_out.invited],
            detail={"channel": channel, "full": len(sorted_out.full)},
            at=now,
        )
    return sorted_out


def mark_sent(*, actor: Principal, codes: Sequence[str], on: date, now: datetime) -> int:
    """The invitations were handed on; how many that was new for.

    Raises:
        QuietNow: one of them disturbs, and these are quiet hours.
    """
    with transaction.atomic():
        found = Invitation.objects.filter(code__in=list(codes), state=Invitation.State.PREPARED)
        rows = list(found.values_list("id", "channel", "slot__ref", "person__ref"))
        clock = timezone.localtime(now).time()
        if any(not may_disturb(channel, clock, on) for _, channel, _, _ in rows):
            raise QuietNow
        n = Invitation.objects.filter(
            id__in=[row[0] for row in rows], state=Invitation.State.PREPARED
        ).update(state=Invitation.State.SENT, sent_on=on)
        slots = sorted({row[2] for row in rows})
        if rows:
            write_act(
                actor=actor.ref,
                verb="outreach.send_invitations",
                subjects=[*slots, *(row[3].hex for row in rows)],
                detail={"count": n},
                at=now,
            )
    return n


def withdraw_invitation(*, actor: Principal, code: str, now: datetime) -> None:
    """Take an invitation back before its day; its place is free again.

    Raises:
        InvitationNotFound
    """
    with transaction.atomic():
        row = Invitation.objects.filter(code=code).select_related("slot", "person").first()
        if row is None or not Invitation.objects.filter(id=row.id, state__in=WAITING).update(
            state=Invitation.State.CANCELLED
        ):
            raise InvitationNotFound
        write_act(
            actor=actor.ref,
            verb="outreach.withdraw_invitation",
            subjects=[row.slot.ref, row.person.ref.hex],
            detail={},
            at=now,
        )


def _people(refs: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    try:
        asked = [uuid.UUID(ref) for ref in refs]
    except ValueError:
        raise NotFound from None
    for chunk in bulk.chunks(asked):
        found.update((person.ref.hex, person) for person in Person.objects.filter(ref__in=chunk))
    if len(found) < len(refs):
        raise NotFound
    return {ref: found[ref] for ref in refs}


def _sort_out(slot: Slot, people: dict[str, Person], channel: str, on: date) -> Invited:
    ids = [person.id for person in people.values()]
    already = _among(slot.invitations.filter(state__in=INVITED), ids)
    silent = _among(
        OptOut.objects.filter(Q(channel="") | Q(channel=channel), ended_on__isnull=True), ids
    )
    callable_ = _unrecorded(ids, on)
    room = slot.places - taken(slot)
    told: dict[str, list[str]] = {}
    for ref, person in people.items():
        if person.id in already:
            what = "already"
        elif person.id not in callable_:
            what = "not_left"
        elif person.id in silent:
            what = "opted_out"
        else:
            what = "invited" if len(told.get("invited", ())) < room else "full"
        told.setdefault(what, []).append(ref)
    return Invited(**{what: tuple(refs) for what, refs in told.items()})


def _among(rows: QuerySet[Any], ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for chunk in bulk.chunks(ids):
        found.update(rows.filter(person_id__in=chunk).values_list("person_id", flat=True))
    return found


def _unrecorded(ids: Sequence[int], on: date) -> set[int]:
    """Who is of this office and not recorded; sixteen-year-olds are invited before they are due."""
    found: set[int] = set()
    for chunk in bulk.chunks(ids):
        spells = SpellRow.objects.filter(person_id__in=chunk, from_on__lte=on, to_on__gt=on)
        found.update(
            person
            for person, cell in spells.values_list("person_id", "cell")
            if cells.decode(cell).enrol == Enrol.NONE
        )
    return found


def _write(
    slot: Slot,
    people: Sequence[Person],
    channel: str,
    campaign: str | None,
    actor: Principal,
    on: date,
) -> None:
    last = slot.invitations.aggregate(last=Max("rank"))["last"] or 0
    campaign_id = _campaign_id(slot, campaign)
    Invitation.objects.bulk_create(
        Invitation(
            code=secrets.token_hex(16),
            slot=slot,
            person=person,
            campaign_id=campaign_id,
            channel=channel,
            rank=rank,
            invited_on=on,
            invited_by=actor.officer_ref or actor.ref,
        )
        for rank, person in enumerate(people, last + 1)
    )


def _campaign_id(slot: Slot, ref: str | None) -> int | None:
    if ref is None:
        return slot.campaign_id
    found = Campaign.objects.filter(ref=ref).values_list("id", flat=True).first()
    if found is None:
        raise CampaignImpossible
    return found
