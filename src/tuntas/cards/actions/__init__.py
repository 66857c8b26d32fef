"""Everything that writes in the cards' room."""

from tuntas.cards.actions.blanks import (
    Outcome,
    hand_over_blank,
    settle_blank,
    take_blank,
    withdraw_card,
)
from tuntas.cards.actions.closing import close_day, count
from tuntas.cards.actions.destroying import destroy
from tuntas.cards.actions.moving import counter, enter, receive, refuse, sign
from tuntas.cards.actions.papers import monthly_report

__all__ = [
    "Outcome",
    "close_day",
    "count",
    "counter",
    "destroy",
    "enter",
    "hand_over_blank",
    "monthly_report",
    "receive",
    "refuse",
    "settle_blank",
    "sign",
    "take_blank",
    "withdraw_card",
]
