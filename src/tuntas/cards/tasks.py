"""Cards in the background: printers are asked what became of what they hold."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from tuntas.accounts.principals import system
from tuntas.cards import actions
from tuntas.ledger import clock

ASK_EVERY_S: Final = 30


def sweep_printers() -> int:
    """How many cards moved."""
    return actions.ask_printers(actor=system("cards"), on=clock.today(), now=timezone.now())


PERIODIC: Final = ((ASK_EVERY_S, sweep_printers),)
