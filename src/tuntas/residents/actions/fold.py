"""Bringing the row of a person up to what their events now say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tuntas.ledger.facts import Fact
from tuntas.residents import search
from tuntas.residents.models import PERSON_FIELDS, Person
from tuntas.residents.tracks import as_known

DAYS = ("birth_on", "permit_until")
COLUMNS = ("village_id", "status", *PERSON_FIELDS)
"""Columns of a person that are nothing but the fold of their events."""


def row_of(facts: Sequence[Fact]) -> dict[str, Any]:
    """Column values of a person folded from their events; texts never None."""
    known = as_known(facts, PERSON_FIELDS)
    row: dict[str, Any] = {"village_id": known["village"], "status": known["status"]}
    for name in PERSON_FIELDS:
        value = known[name]
        if name in DAYS:
            row[name] = date.fromisoformat(value) if value else None
        elif name == "nik":
            row[name] = value or None
        else:
            row[name] = value or ""
    return row


def fold_into_person(person_id: int, facts: Sequence[Fact]) -> None:
    """Write the fold of *facts* into the person's row, and their name into the search index."""
    person = Person.objects.get(id=person_id)
    before = person.name
    for name, value in row_of(facts).items():
        setattr(person, name, value)
    person.save()
    if person.name != before:
        search.reindex_name(person_id, before, person.name)
