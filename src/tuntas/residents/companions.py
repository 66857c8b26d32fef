"""Rooms above that go along with an import: what a row says beyond the register itself.

A register row carries the KTP-el status, which belongs to enrolment, a room above this
one. Enrolment announces itself here when the program starts; the importer hands over
what the rows said, inside its own batch, and gets the tracks that follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


class FirstWord(NamedTuple):
    """The fact, and the tracks, that follow from a status of somebody nobody has heard of."""

    payload: str
    tracks: Mapping[str, Changes]


TracksOf = Mapping[int, Mapping[str, Changes]]


@dataclass(frozen=True)
class Companion:
    """A room that goes along.

    Attributes:
        observe: appends facts to the batch; returns the whole new course of its tracks, for
            those who have news.
        table, kind, first_word: the same for a crowd at once (``Batch.facts_alike``): what
            ``observe`` makes of a status of somebody new on a day; None for nothing.
    """

    observe: Callable[[Batch, Sequence[Sighting]], TracksOf]
    table: str
    kind: str
    first_word: Callable[[str, date], FirstWord | None]


COMPANIONS: list[Companion] = []


def announce(companion: Companion) -> None:
    """Let *companion* go along with every import; twice is once."""
    if companion not in COMPANIONS:
        COMPANIONS.append(companion)


def go_along(batch: Batch, sightings: Sequence[Sighting]) -> TracksOf:
    """What all companions make of the rows: person → tracks."""
    if len(COMPANIONS) == 1:
        return COMPANIONS[0].observe(batch, sightings)
    merged: dict[int, dict[str, Changes]] = {}
    for companion in COMPANIONS:
        for person_id, tracks in companion.observe(batch, sightings).items():
            merged.setdefault(person_id, {}).update(tracks)
    return merged
