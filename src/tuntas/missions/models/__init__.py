"""Rows of this room: what the office can send, what is planned, and what came of it."""

from __future__ import annotations

from tuntas.missions.models.missions import (
    Equipment,
    Feed,
    Mission,
    Photo,
    Report,
    Service,
    Stop,
    WorkPackage,
)
from tuntas.missions.models.plans import Plan
from tuntas.missions.models.resources import (
    AgreedDay,
    Asset,
    Budget,
    LeaveDay,
    Member,
    Outage,
    Parameter,
    Team,
    Venue,
    VillageProblem,
)

__all__ = [
    "AgreedDay",
    "Asset",
    "Budget",
    "Equipment",
    "Feed",
    "LeaveDay",
    "Member",
    "Mission",
    "Outage",
    "Parameter",
    "Photo",
    "Plan",
    "Report",
    "Service",
    "Stop",
    "Team",
    "Venue",
    "VillageProblem",
    "WorkPackage",
]
