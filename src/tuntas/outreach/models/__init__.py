"""Rows of this room: setting aside, contacts and reasons, slots and invitations."""

from __future__ import annotations

from tuntas.outreach.models.aside import AsideFact, AsideProposal
from tuntas.outreach.models.cohorts import CohortEvent, CohortList, CohortMember
from tuntas.outreach.models.contacts import CasePlan, Contact, Passing, Reason
from tuntas.outreach.models.links import BroughtName, ChannelCost, Link, OptOut
from tuntas.outreach.models.slots import Campaign, Invitation, Slot

__all__ = [
    "AsideFact",
    "AsideProposal",
    "BroughtName",
    "Campaign",
    "CasePlan",
    "ChannelCost",
    "CohortEvent",
    "CohortList",
    "CohortMember",
    "Contact",
    "Invitation",
    "Link",
    "OptOut",
    "Passing",
    "Reason",
    "Slot",
]
