"""Everything that writes in this room; setting aside by its names, the rest by its module."""

from tuntas.outreach.actions.aside import (
    approve_aside,
    decline_aside,
    propose_aside,
    take_back_aside,
)

__all__ = ["approve_aside", "decline_aside", "propose_aside", "take_back_aside"]
