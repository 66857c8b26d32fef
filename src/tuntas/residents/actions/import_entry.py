"""The tracks of somebody who comes in, without the way over their stored event.

Equal to what ``tracks.derive`` makes of the one event (a test holds them together), in a
tenth of the time; at a first load this is asked for every person of the regency.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tuntas.ledger.tracks import Change, Changes, settle
from tuntas.residents.eligibility import standing_changes
from tuntas.residents.register_check import Row
from tuntas.residents.vocabulary import EVER_MARRIED


def entry_tracks(row: Row, kind: str, on: date) -> tuple[Changes, Changes]:
    """Place and standing that follow from the entry *kind* on a day and from nothing else."""
    married = row.marital in EVER_MARRIED
    if row.citizenship == "WNA":
        standing = standing_at_entry(
            row.birth_on, married, True, row.permit_from, row.permit_until, on
        )
    else:
        standing = standing_at_entry(row.birth_on, married, False, None, None, on)
    return _place(row.village, kind, on), standing


@lru_cache(maxsize=1 << 12)
def _place(village: int, kind: str, on: date) -> Changes:
    return (Change(on, village, kind),)


@lru_cache(maxsize=1 << 16)
def standing_at_entry(
    birth_on: str | None,
    married: bool,
    foreign: bool,
    permit_from: str | None,
    permit_until: str | None,
    on: date,
) -> Changes:
    """Standing from the day *on* of an entry; days as ISO text, empty when unknown."""
    return settle(
        standing_changes(
            birth_on=_day(birth_on),
            ever_married_from=on if married else None,
            foreign=foreign,
            permit_from=_day(permit_from),
            permit_until=_day(permit_until),
            from_on=on,
        )
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
