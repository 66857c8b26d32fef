"""Whether each person's row is the fold of their register events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tuntas.audit.chain import Problem
from tuntas.ledger.facts import Fact
from tuntas.ledger.verification import UNREADABLE, in_step, rows_by_person, unreadable
from tuntas.residents.actions.fold import COLUMNS, row_of
from tuntas.residents.models import Person, RegisterEvent


def verify_people() -> Iterator[Problem]:
    """A problem for each person whose row says something else than their events."""
    people = rows_by_person(Person.objects.order_by("id").values_list("id", *COLUMNS))
    events = rows_by_person(
        RegisterEvent.objects.order_by("person_id", "id").values_list("person_id", *Fact._fields)
    )
    for person, (stored, facts) in in_step([people, events]):
        if not stored or not facts:
            yield Problem(
                f"residents_person {person}",
                "orang tanpa peristiwa, atau peristiwa tanpa orang",
                "a person without events, or events without a person",
            )
            continue
        try:
            expected = row_of([Fact(*row[1:]) for row in facts])
        except UNREADABLE:
            yield unreadable(f"residents_person {person}")
            continue
        differing = _differing(stored[0], expected)
        if differing:
            yield Problem(
                f"residents_person {person} ({', '.join(differing)})",
                "bukan lipatan peristiwanya",
                "is not the fold of its events",
            )


def _differing(stored: tuple[Any, ...], expected: dict[str, Any]) -> list[str]:
    found = zip(COLUMNS, stored[1:], strict=True)
    return [name for name, value in found if value != expected[name]]
