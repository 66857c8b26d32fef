"""Reading slots, who is invited to them, and what is left of their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from tuntas.outreach.actions.slots import INVITED
from tuntas.outreach.models import Campaign, ChannelCost, Invitation, OptOut, Slot

_CODE: Final = re.compile(r"(?:^|/undangan/)([0-9a-f]{32})/?$")


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot with the places that invitations hold, and what came of them so far."""

    slot: Slot
    invited: int
    came: int
    missed: int
    passings: int

    @property
    def places_left(self) -> int:
        return max(0, self.slot.places - self.invited)

    @property
    def waiting(self) -> int:
        return self.invited - self.came - self.missed


def slot(ref: str) -> Slot | None:
    """The slot of this ref, whatever its state."""
    return Slot.objects.select_related("campaign").filter(ref=ref).first()


def line(ref: str) -> SlotLine | None:
    """One slot with its counts."""
    return next(iter(_lines(Slot.objects.filter(ref=ref))), None)


def between(
    first: date,
    last: date,
    *,
    villages: Iterable[int] | None = None,
    kinds: Iterable[str] = (),
    campaign: str = "",
) -> list[SlotLine]:
    """Slots from *first* to *last* (both included), cancelled ones too, in order of time."""
    found = Slot.objects.filter(on__range=(first, last))
    if villages is not None:
        found = found.filter(village_id__in=list(villages))
    if kinds:
        found = found.filter(kind__in=list(kinds))
    if campaign:
        found = found.filter(campaign__ref=campaign)
    return _lines(found)


def open_ones(on: date, villages: Iterable[int] | None = None) -> list[SlotLine]:
    """Open slots from day *on* that still have a place, the soonest first."""
    found = Slot.objects.filter(on__gte=on, state=Slot.State.OPEN)
    if villages is not None:
        found = found.filter(village_id__in=list(villages))
    return [one for one in _lines(found) if one.places_left]


def invited_to(slot_ref: str) -> list[Invitation]:
    """Invitations of a slot that were not withdrawn, by rank."""
    rows = Invitation.objects.filter(slot__ref=slot_ref, state__in=INVITED)
    return list(rows.select_related("person", "slot").order_by("rank"))


def invitation(code: str) -> Invitation | None:
    """The invitation that bears *code*, of whatever state."""
    rows = Invitation.objects.select_related("slot", "person", "campaign")
    return rows.filter(code=code).first()


def invited_since(person_ids: Iterable[int], since: date) -> set[int]:
    """Who of these has an invitation that still waits for its day on or after *since*."""
    rows = Invitation.objects.filter(
        person_id__in=list(person_ids),
        slot__on__gte=since,
        state__in=[Invitation.State.PREPARED, Invitation.State.SENT],
    )
    return set(rows.values_list("person_id", flat=True))


def campaigns() -> list[Campaign]:
    """All campaigns, the newest first."""
    return list(Campaign.objects.order_by("-from_on", "-id"))


def _lines(slots: QuerySet[Slot]) -> list[SlotLine]:
    state = "invitations__state"
    counted = slots.select_related("campaign").annotate(
        n_invited=Count("invitations", filter=Q(**{f"{state}__in": INVITED}), distinct=True),
        n_came=Count("invitations", filter=Q(**{state: "came"}), distinct=True),
        n_missed=Count("invitations", filter=Q(**{state: "missed"}), distinct=True),
        n_passings=Count("passings", distinct=True),
    )
    return [
        SlotLine(one, one.n_invited, one.n_came, one.n_missed, one.n_passings)
        for one in counted.order_by("on", "starts", "id")
    ]


def silent(person_refs: Iterable[str], channel: str) -> set[str]:
    """Who of these does not want to be called on *channel*, or on any."""
    rows = OptOut.objects.filter(
        Q(channel="") | Q(channel=channel), person__ref__in=list(person_refs), ended_on__isnull=True
    )
    return {ref.hex for ref in rows.values_list("person__ref", flat=True)}


def campaign(ref: str) -> Campaign | None:
    return Campaign.objects.filter(ref=ref).first()


def costs_of(campaign: Campaign) -> dict[str, int]:
    """What each channel of a campaign cost so far, whole rupiah."""
    return dict(ChannelCost.objects.filter(campaign=campaign).values_list("channel", "rupiah"))


def code_in(text: str) -> str:
    """The code of an invitation in what a scanner typed, address or code; empty: none.

    A scanner types like a keyboard, into whatever field has the cursor.
    """
    found = _CODE.search(text.strip())
    if found is None or not Invitation.objects.filter(code=found.group(1)).exists():
        return ""
    return found.group(1)
