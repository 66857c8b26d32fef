"""Rows of the cards' room."""

from tuntas.cards.models.stock import (
    Blank,
    Box,
    Closing,
    Count,
    Holding,
    InvalidCard,
    Line,
    Movement,
    StockHead,
)

__all__ = [
    "Blank",
    "Box",
    "Closing",
    "Count",
    "Holding",
    "InvalidCard",
    "Line",
    "Movement",
    "StockHead",
]
