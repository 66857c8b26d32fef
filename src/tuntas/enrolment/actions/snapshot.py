"""Taking in a snapshot of the national system; and who looked at whom it leaves waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.enrolment.errors import FromTomorrow
from tuntas.enrolment.observing import observe_all
from tuntas.ledger import bulk
from tuntas.ledger.actions import open_batch
from tuntas.residents.companions import Sighting
from tuntas.residents.models import Person


@dataclass(frozen=True, slots=True)
class Taken:
    """news: of how many it said something new. elsewhere: people of another area, left alone.
    strangers: NIKs of nobody in the register."""

    news: int
    same: int
    elsewhere: int
    strangers: int


def take_snapshot(
    *,
    actor: Principal,
    rows: Mapping[str, str],
    on: date,
    known_on: date,
    source: str,
    now: datetime,
) -> Taken:
    """Append what *rows* (NIK → status verbatim, as of day *on*) say where it is news.

    Raises:
        FromTomorrow: *on* lies after *known_on*.
    """
    if on > known_on:
        raise FromTomorrow
    people = {person.nik: person for person in _people(list(rows))}
    mine = {
        nik: person
        for nik, person in people.items()
        if nik and actor.covers(person.village_id, "import_register")
    }
    with open_batch(
        actor=actor, verb="enrolment.observe_statuses", source=source, known_on=known_on, at=now
    ) as batch:
        seen = [Sighting(person.id, rows[nik], on, False) for nik, person in mine.items()]
        tracks = observe_all(batch, seen)
        for person_id, changes in tracks.items():
            batch.restate(person_id, changes)
        if not tracks:
            batch.withdraw()
        batch.detail |= {"n": len(rows), "news": len(tracks)}
    return Taken(
        len(tracks), len(mine) - len(tracks), len(people) - len(mine), len(rows) - len(people)
    )


def look_at_stuck(*, actor: Principal, persons: Sequence[str], purpose: str, now: datetime) -> None:
    """Note that the names of *persons* (refs) were shown; nobody shown is nothing to note."""
    if not persons:
        return
    with transaction.atomic():
        write_view(
            actor=actor.ref,
            verb="enrolment.look_at_stuck",
            subjects=list(persons),
            count=len(persons),
            purpose=purpose,
            at=now,
        )


def _people(niks: list[str]) -> list[Person]:
    return [
        person
        for chunk in bulk.chunks(niks)
        for person in Person.objects.filter(nik__in=chunk).only("nik", "village_id")
    ]
