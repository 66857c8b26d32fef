"""Rows of this room: setting aside, contacts and reasons, slots and invitations."""

from __future__ import annotations

from tuntas.outreach.models.aside import AsideFact, AsideProposal
from tuntas.outreach.models.contacts import Contact, Passing, Reason
from tuntas.outreach.models.slots import Campaign, Invitation, Slot

__all__ = [
    "AsideFact",
    "AsideProposal",
    "Campaign",
    "Contact",
    "Invitation",
    "Passing",
    "Reason",
    "Slot",
]
