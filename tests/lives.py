"""Short lives for tests: people listed, recorded and changed through the ordinary actions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tuntas.accounts.principals import Principal, system
from tuntas.ledger.actions import open_batch, open_ledger
from tuntas.ledger.facts import Fact, payload
from tuntas.residents import tracks
from tuntas.residents.actions.events import append, record_event
from tuntas.residents.actions.fold import fold_into_person
from tuntas.residents.models import Person

OPENING = date(2020, 6, 30)
NOW = datetime(2023, 6, 20, 5, tzinfo=UTC)
_serial = count(1)


def opened() -> None:
    """A ledger that begins on 30 June 2020."""
    open_ledger(opening_on=OPENING, known_on=OPENING)


def listed(
    village_id: int, *, on: date = OPENING, actor: Principal | None = None, **told: Any
) -> Person:
    """Somebody who stands in the register from *on*; born 5 May 1980 unless told otherwise."""
    number = next(_serial)
    said: dict[str, Any] = {
        "village": village_id,
        "nik": f"99050105058{number % 10}{number:04d}",
        "name": f"ORANG {number}",
        "birth_on": "1980-05-05",
        "sex": "L",
        "citizenship": "WNI",
    } | told
    person = Person.objects.create(village_id=village_id)
    with open_batch(
        actor=actor or system("test"), verb="test.list", source="register", known_on=on, at=NOW
    ) as batch:
        fact: Fact = append(batch, person.id, "listed", on, payload(said))
        batch.restate(person.id, tracks.derive([fact]))
        fold_into_person(person.id, [fact])
    person.refresh_from_db()
    return person


def happened(person: Person, kind: str, on: date, known_on: date | None = None, **told: Any) -> int:
    """A register event of *person*."""
    return record_event(
        actor=system("test"),
        person_ref=person.ref.hex,
        kind=kind,
        effective_on=on,
        told=told,
        source="peristiwa",
        known_on=known_on or on,
        at=NOW,
    )
