"""Reading the people of the register."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tuntas.ledger import bulk
from tuntas.ledger.facts import Fact
from tuntas.ledger.models import History
from tuntas.ledger.tracks import EMPTY, TrackSet, load, value_on
from tuntas.residents.errors import NotFound
from tuntas.residents.models import Person, RegisterEvent


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
    found: dict[str, Person] = {}
    for chunk in bulk.chunks(refs):
        for person in Person.objects.filter(ref__in=[uuid.UUID(ref) for ref in chunk]):
            found[person.ref.hex] = person
    if len(found) < len(set(refs)):
        raise NotFound
    tracks = tracks_of([person.id for person in found.values()])
    return [
        Standing(
            id=person.id,
            ref=ref,
            status=person.status,
            birth_on=person.birth_on,
            marital=person.marital,
            citizenship=person.citizenship,
            village=person.village_id,
            standing=value_on(tracks.get(person.id, EMPTY).standing, on),
        )
        for ref in refs
        for person in [found[ref]]
    ]


def tracks_of(person_ids: Sequence[int]) -> dict[int, TrackSet]:
    """The track sets of these people as known now."""
    latest: dict[int, str] = {}
    for chunk in bulk.chunks(person_ids):
        rows = History.objects.filter(person_id__in=chunk).order_by("person_id", "seq")
        latest.update(rows.values_list("person_id", "tracks"))
    return {person_id: load(text) for person_id, text in latest.items()}


def events_of(person_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """All register events of these people, voided ones included, in order."""
    found: dict[int, list[Fact]] = {}
    for chunk in bulk.chunks(person_ids):
        rows = RegisterEvent.objects.filter(person_id__in=chunk).order_by("id")
        for row in rows.values_list(*Fact._fields):
            found.setdefault(row[1], []).append(Fact(*row))
    return found


def refs_by_nik(niks: Iterable[str]) -> dict[str, str]:
    """NIK → ref (32 hex digits) of those whom the register knows; the others are left out."""
    found: dict[str, str] = {}
    for chunk in bulk.chunks(list(niks)):
        rows = Person.objects.filter(nik__in=chunk).values_list("nik", "ref")
        found.update((str(nik), ref.hex) for nik, ref in rows)
    return found
