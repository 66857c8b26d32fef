"""How many people a movement needs, by date: rows of data with their source.

>>> from datetime import date
>>> persons_needed(Move.RECEIVED, date(2023, 6, 20)), persons_needed(Move.ISSUED, date(2023, 6, 20))
(2, 1)
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from tuntas.cards.stock import Move


def persons_needed(move: Move, on: date) -> int:
    """Of how many different people *move* needs the signature on day *on*."""
    held = [persons for starts, persons in _rows()[move] if starts <= on]
    # Before the first rule: as careful as can be.
    return held[-1] if held else 2


@cache
def _rows() -> dict[Move, list[tuple[date, int]]]:
    content = files("tuntas.cards").joinpath("data/movement_rules.csv").read_text("utf-8")
    rows: dict[Move, list[tuple[date, int]]] = {move: [] for move in Move}
    for row in csv.DictReader(content.splitlines()):
        rows[Move(row["movement"])].append((date.fromisoformat(row["starts"]), int(row["persons"])))
    return {move: sorted(held) for move, held in rows.items()}
