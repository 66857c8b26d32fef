"""Doing what a plan says, inside one ledger batch: people, events, tracks, search, rejects.

Plain SQL in bulk: the first load of a regency passes here (docs/decisions/0010).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from tuntas.ledger import bulk
from tuntas.ledger.actions import Batch
from tuntas.ledger.facts import payload
from tuntas.ledger.tracks import Changes, TrackSet
from tuntas.residents import search, tracks
from tuntas.residents.actions.events import append
from tuntas.residents.actions.fold import COLUMNS, DAYS, row_of
from tuntas.residents.actions.import_absent import withdraw
from tuntas.residents.actions.import_entry import entry_tracks
from tuntas.residents.actions.import_plan import Change, Done, Job, Newcomer, Plan
from tuntas.residents.companions import Sighting, go_along
from tuntas.residents.models import PERSON_FIELDS

PERSON_COLUMNS: Final = ("id", "ref", *PERSON_FIELDS, "village_id", "warnings", "status")
_REJECT_COLUMNS: Final = ("register_import_id", "line", '"column"', "code")
_PROPOSAL_COLUMNS: Final = (
    "ref",
    "person_id",
    "kind",
    "effective_on",
    "source_id",
    "note",
    "state",
    "proposed_by",
    "proposed_on",
    "decided_by",
)


def write(batch: Batch, job: Job, made: Plan) -> Done:
    """Carry out *made*."""
    ids = _enter(batch, made.new)
    changed = [_change(batch, change) for change in made.changed]
    sightings = [
        *(
            Sighting(person_id, newcomer.status, newcomer.on, True)
            for person_id, newcomer in zip(ids, made.new, strict=True)
            if newcomer.status
        ),
        *(Sighting(person_id, status, on, False) for person_id, status, on in made.statuses),
    ]
    beyond = go_along(batch, sightings)
    _state_tracks(batch, ids, made.new, beyond)
    update_people(changed)
    _spend(batch, job, made)
    insert_rejects(job, made.rejected)
    _update_warnings(made.warnings)
    withdrawn = withdraw(batch, job, made.listed)
    return Done(
        last_line=made.last_line,
        new=len(made.new),
        changed=len(made.changed),
        same=made.same,
        rejected=len(made.rejected),
        warned=made.warned,
        proposed=propose(job, made.exits),
        withdrawn=withdrawn,
        from_totals=sum(made.from_totals.values()),
    )


def insert_rejects(job: Job, rejected: Sequence[tuple[int, str, str]]) -> None:
    """Store (line, column, code) of rows that were not taken over."""
    bulk.insert(
        "residents_importreject",
        _REJECT_COLUMNS,
        [(job.import_id, line, column, code) for line, column, code in rejected],
    )


# --- people who come in -------------------------------------------------------------------


def _enter(batch: Batch, newcomers: Sequence[Newcomer]) -> list[int]:
    """Rows, entry events and words of newcomers; their ids."""
    if not newcomers:
        return []
    ids = bulk.reserve_ids("residents_person", len(newcomers))
    refs = os.urandom(16 * len(newcomers)).hex()
    people = [
        (person_id, refs[at : at + 32], *row.stated, row.village, row.warnings, "here")
        for person_id, at, (row, *_) in zip(ids, range(0, len(refs), 32), newcomers, strict=True)
    ]
    for kind in sorted({newcomer.kind for newcomer in newcomers}):
        entries = (
            (person_id, newcomer.on, newcomer.payload)
            for person_id, newcomer in zip(ids, newcomers, strict=True)
            if newcomer.kind == kind
        )
        batch.facts(tracks.TABLE, kind, entries)
    bulk.insert("residents_person", PERSON_COLUMNS, people)
    names = ((id_, one.row.name) for id_, one in zip(ids, newcomers, strict=True))
    search.index_names(names, are_new=True)
    return ids


_NAME: Final = PERSON_COLUMNS.index("name")


def _state_tracks(
    batch: Batch,
    ids: Sequence[int],
    newcomers: Sequence[Newcomer],
    beyond: Mapping[int, Mapping[str, Changes]],
) -> None:
    nothing: Mapping[str, Changes] = {}
    for person_id, (row, kind, on, *_) in zip(ids, newcomers, strict=True):
        place, standing = entry_tracks(row, kind, on)
        other = beyond.get(person_id, nothing)
        batch.enter(
            person_id,
            TrackSet(
                place,
                standing,
                other.get("aside", ()),
                other.get("enrol", ()),
                other.get("card", ()),
            ),
        )
    entered = set(ids)
    for person_id, other in beyond.items():
        if person_id not in entered:
            batch.restate(person_id, other)


# --- people on record ---------------------------------------------------------------------


def _change(batch: Batch, change: Change) -> tuple[int, str, dict[str, Any]]:
    """Append the events of one person; (id, name before, columns of the row after)."""
    facts = list(change.facts)
    for event in change.events:
        told = payload(event.told)
        facts.append(append(batch, change.person.id, event.kind, event.on, told))
    batch.restate(change.person.id, tracks.derive(facts))
    return change.person.id, change.person.values[_NAME - 2] or "", row_of(facts)


def update_people(changed: Sequence[tuple[int, str, dict[str, Any]]]) -> None:
    if not changed:
        return
    assigned = ", ".join(f"{name} = %s" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE residents_person SET {assigned} WHERE id = %s",
            [(*map(_stored, row.items()), person_id) for person_id, _, row in changed],
        )
    for person_id, before, row in changed:
        search.reindex_name(person_id, before, row["name"])


def _stored(item: tuple[str, Any]) -> Any:
    name, value = item
    return value.isoformat() if name in DAYS and isinstance(value, date) else value


def _update_warnings(warnings: Sequence[tuple[str, int]]) -> None:
    if warnings:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE residents_person SET warnings = %s WHERE id = %s", warnings)


# --- totals and exits ---------------------------------------------------------------------


def _spend(batch: Batch, job: Job, made: Plan) -> None:
    for (village, cell), n in sorted(made.from_totals.items()):
        batch.nameless(village=village, cell=cell, n=-n, source=job.source)


def propose(job: Job, exits: Sequence[tuple[int, str, date]]) -> int:
    """Store exits that wait for a second person, unless one of the kind waits already."""
    waiting = _waiting([person_id for person_id, _, _ in exits])
    fresh = {
        (person_id, kind): on for person_id, kind, on in exits if (person_id, kind) not in waiting
    }
    bulk.insert(
        "residents_exitproposal",
        _PROPOSAL_COLUMNS,
        [
            (
                os.urandom(16).hex(),
                person_id,
                kind,
                on.isoformat(),
                job.import_id,
                "",
                "open",
                job.proposed_by,
                job.known_on.isoformat(),
                "",
            )
            for (person_id, kind), on in fresh.items()
        ],
    )
    return len(fresh)


def _waiting(person_ids: Sequence[int]) -> set[tuple[int, str]]:
    found: set[tuple[int, str]] = set()
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(person_ids):
            cursor.execute(
                "SELECT person_id, kind FROM residents_exitproposal"
                f" WHERE state = 'open' AND person_id IN ({bulk.places(chunk)})",
                list(chunk),
            )
            found.update(cursor.fetchall())
    return found
