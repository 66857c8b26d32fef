"""Rooms above that go along with an import: what a row says beyond the register itself.

A register row carries the KTP-el status, which belongs to enrolment, a room above this
one. Enrolment announces itself here when the program starts; the importer hands over
what the rows said, inside its own batch, and gets the tracks that follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tuntas.ledger.actions import Batch
from tuntas.ledger.tracks import Changes


class Sighting(NamedTuple):
    """What one row says of a person's KTP-el: *status* verbatim, as on a day."""

    person_id: int
    status: str
    on: date
    is_new: bool  # nobody has ever said anything about this person


TracksOf = Mapping[int, Mapping[str, Changes]]
Companion = Callable[[Batch, Sequence[Sighting]], TracksOf]
"""Appends facts to the batch; returns the whole new course of its tracks, for those who
have news."""

COMPANIONS: list[Companion] = []


def announce(companion: Companion) -> None:
    """Let *companion* go along with every import; twice is once."""
    if companion not in COMPANIONS:
        COMPANIONS.append(companion)


def go_along(batch: Batch, sightings: Sequence[Sighting]) -> TracksOf:
    """What all companions make of the rows: person → tracks."""
    if len(COMPANIONS) == 1:
        return COMPANIONS[0](batch, sightings)
    merged: dict[int, dict[str, Changes]] = {}
    for companion in COMPANIONS:
        for person_id, tracks in companion(batch, sightings).items():
            merged.setdefault(person_id, {}).update(tracks)
    return merged
