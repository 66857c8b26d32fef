"""The demo's open cases: a few people who ask for another card, some with papers missing.

Nobody's card is lost here, so that no figure moves before the newcomer's first act.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from tuntas.cards import actions
from tuntas.cards.queries import people
from tuntas.demo import office, script
from tuntas.demo.roster import Cast
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.ledger.tracks import Card, Enrol, Standing

_IN_HAND: Final = cells.encode(Standing.DUE, 0, Enrol.UNIQUE, Card.IN_HAND)
_CASES: Final = (
    # (cause, documents, note, days before the start)
    ("damaged", ("f102", "kk", "old_card"), "patah", 2),
    ("changed", ("f102", "f106", "kk", "old_card", "proof"), "status perkawinan", 1),
    ("changed", ("f102", "kk"), "pekerjaan", 1),
    ("moved_in", ("f102", "kk", "moving_letter", "old_card"), "SKPWNI", 0),
    ("face", ("f102", "old_card", "physical"), "bekas luka bakar", 0),
)


def open_some(*, cast: Cast, start: date) -> None:
    """Cases entered in the last days before *start*."""
    held = ledger.people_in(on=start, cells=[_IN_HAND])
    chosen = people(sorted(id_ for id_, _, _ in held)[:: max(1, len(held) // len(_CASES))])
    for person, (cause, documents, note, days) in zip(chosen.values(), _CASES, strict=False):
        on = max(start - timedelta(days), script.OPENING_ON)
        actions.request_card(
            actor=cast["operator"],
            person_ref=person.ref.hex,
            cause=cause,
            documents=documents,
            note=note,
            on=on,
            now=office.at(on, 14),
        )
