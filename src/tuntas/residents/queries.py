"""Reading the people of the register."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuntas.ledger import bulk, known
from tuntas.ledger.facts import Fact
from tuntas.ledger.tracks import EMPTY, TrackSet, value_on
from tuntas.residents.errors import NotFound
from tuntas.residents.models import Person
from tuntas.residents.tracks import TABLE


@dataclass(frozen=True, slots=True)
class Standing:
    """What other rooms must know of a person before they act; of the ledger on one day."""

    id: int
    ref: str
    status: str
    birth_on: date | None
    marital: str
    citizenship: str
    village: int
    standing: int


def standing_of(refs: Sequence[str], on: date) -> list[Standing]:
    """These people with their standing on a day, in the order of *refs*.

    Raises:
        NotFound: one of *refs* is nobody's.
    """
    # Tuples: a whole person is built in five times the time, and asked for by the thousand.
    found = _by_ref(refs, "id", "status", "birth_on", "marital", "citizenship", "village_id")
    tracks = tracks_of([person[0] for person in found.values()])
    return [
        Standing(
            id=person_id,
            ref=ref,
            status=status,
            birth_on=birth_on,
            marital=marital,
            citizenship=citizenship,
            village=village,
            standing=value_on(tracks.get(person_id, EMPTY).standing, on),
        )
        for ref in refs
        for person_id, status, birth_on, marital, citizenship, village in [found[ref]]
    ]


def ids_of(refs: Sequence[str]) -> dict[str, int]:
    """Ref → id of these people.

    Raises:
        NotFound: one of *refs* is nobody's.
    """
    return {ref: person_id for ref, (person_id,) in _by_ref(refs, "id").items()}


def _by_ref(refs: Sequence[str], *columns: str) -> dict[str, tuple[Any, ...]]:
    """Ref → *columns* of the person.

    Raises:
        NotFound: one of *refs* is nobody's.
    """
    found: dict[str, tuple[Any, ...]] = {}
    for chunk in bulk.chunks(refs):
        rows = Person.objects.filter(ref__in=[uuid.UUID(ref) for ref in chunk])
        found.update((row[0].hex, row[1:]) for row in rows.values_list("ref", *columns))
    if len(found) < len(set(refs)):
        raise NotFound
    return found


def tracks_of(person_ids: Sequence[int]) -> dict[int, TrackSet]:
    """The track sets of these people as known now."""
    return known.tracks_of(person_ids)


def events_of(person_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """All register events of these people, voided ones included, in order."""
    return known.facts_of(TABLE, person_ids)


def refs_by_nik(niks: Iterable[str]) -> dict[str, str]:
    """NIK → ref (32 hex digits) of those whom the register knows; the others are left out."""
    found: dict[str, str] = {}
    for chunk in bulk.chunks(list(niks)):
        rows = Person.objects.filter(nik__in=chunk).values_list("nik", "ref")
        found.update((str(nik), ref.hex) for nik, ref in rows)
    return found
