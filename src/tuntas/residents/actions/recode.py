"""When villages are divided, joined or given new codes: their people go along, cause ``recoded``.

The region itself is changed by ``wilayah.actions``; this gives every person of the old
village a ``moved`` event that says so. It nets to zero above the village, counts as no
removal, and may be run again: who is there already stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tuntas.accounts.principals import Principal
from tuntas.ledger.actions import open_batch
from tuntas.ledger.facts import payload
from tuntas.residents import queries, tracks
from tuntas.residents.actions.events import append
from tuntas.residents.actions.fold import row_of
from tuntas.residents.actions.import_write import update_people
from tuntas.residents.models import Person

IN_A_BATCH = 2000


def recode_people(
    *,
    actor: Principal,
    moves: Mapping[int, int],
    dusun: Mapping[tuple[int, str], int] | None = None,
    effective_on: date,
    source: str,
    known_on: date,
    at: datetime,
) -> int:
    """Give people their new village; how many went.

    Args:
        moves: old village id → the village that stands in its place.
        dusun: (old village id, dusun) → the new village of that hamlet, for a split of
            which the rest stays; the hamlet as the register writes it.
    """
    going = _everybody(moves, dusun or {})
    people = sorted(going)
    for start in range(0, len(people), IN_A_BATCH):
        chunk = people[start : start + IN_A_BATCH]
        with open_batch(
            actor=actor, verb="residents.recode", source=source, known_on=known_on, at=at
        ) as batch:
            events = queries.events_of(chunk)
            changed = []
            for person in chunk:
                told = payload({"village": going[person], "recoded": True})
                fact = append(batch, person, "moved", effective_on, told)
                facts = [*events[person], fact]
                batch.restate(person, tracks.derive(facts))
                row = row_of(facts)
                changed.append((person, row["name"], row))
            update_people(changed)
            batch.detail["n"] = len(chunk)
    return len(people)


def _everybody(moves: Mapping[int, int], dusun: Mapping[tuple[int, str], int]) -> dict[int, int]:
    """Person id → new village, of everybody whose place is one of the old villages."""
    going: dict[int, int] = {}
    old = set(moves) | {village for village, _ in dusun}
    rows = Person.objects.filter(village_id__in=old, status=Person.Status.HERE)
    for person, village, hamlet in rows.values_list("id", "village_id", "dusun"):
        to = dusun.get((village, hamlet.strip().upper()), moves.get(village))
        if to is not None:
            going[person] = to
    return going
