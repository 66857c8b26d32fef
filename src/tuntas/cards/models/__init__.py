"""Rows of the cards' room."""

from tuntas.cards.models.printing import (
    Card,
    FaceTemplate,
    HandOver,
    Printer,
    PrintHold,
    Request,
    Shortage,
    Substitute,
)
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
    "Card",
    "Closing",
    "Count",
    "FaceTemplate",
    "HandOver",
    "Holding",
    "InvalidCard",
    "Line",
    "Movement",
    "PrintHold",
    "Printer",
    "Request",
    "Shortage",
    "StockHead",
    "Substitute",
]
