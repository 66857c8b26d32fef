"""Everything that reads in this room; setting aside by its names, the rest by its module."""

from tuntas.outreach.queries.aside import (
    facts_of,
    open_proposals,
    proposal,
    proposals_of,
    unanswered,
    waiting_since,
)
from tuntas.outreach.queries.duties import (
    next_action_of,
    next_actions,
    next_actions_of,
    partition,
    stand_of,
)

__all__ = [
    "facts_of",
    "next_action_of",
    "next_actions",
    "next_actions_of",
    "open_proposals",
    "partition",
    "proposal",
    "proposals_of",
    "stand_of",
    "unanswered",
    "waiting_since",
]
