"""What this room does by itself: names that holders typed do not outlive their links."""

from __future__ import annotations

from typing import Final

from tuntas.ledger import clock
from tuntas.outreach.actions.links import forget_typed_names

FORGET_EVERY_S: Final = 3600


def forget() -> None:
    forget_typed_names(on=clock.today())


PERIODIC: Final = ((FORGET_EVERY_S, forget),)
