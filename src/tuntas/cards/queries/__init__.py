"""Reading the cards' room."""

from tuntas.cards.queries.stock import (
    balances,
    blanks_at,
    choose,
    days_left,
    found_by,
    invalid_counts,
    lasting,
    movement,
    movements,
    pending,
    serials_at,
)

__all__ = [
    "balances",
    "blanks_at",
    "choose",
    "days_left",
    "found_by",
    "invalid_counts",
    "lasting",
    "movement",
    "movements",
    "pending",
    "serials_at",
]
