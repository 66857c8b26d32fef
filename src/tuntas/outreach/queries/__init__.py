"""Everything that reads in this room; setting aside by its names, the rest by its module."""

from tuntas.outreach.queries.aside import facts_of, open_proposals, proposals_of, waiting_since

__all__ = ["facts_of", "open_proposals", "proposals_of", "waiting_since"]
