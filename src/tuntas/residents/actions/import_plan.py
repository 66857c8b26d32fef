"""What a chunk of rows would do, worked out by reading only; ``import_write`` does it.

A dry run stops after the plan. When applying, the plan is made under the ledger's lock,
so that nothing can overtake it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from tuntas.ledger import bulk
from tuntas.ledger.cells import encode
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import Card, Enrol, value_on
from tuntas.residents import queries
from tuntas.residents.actions.fold import row_of
from tuntas.residents.actions.import_entry import entry_tracks
from tuntas.residents.models import PERSON_FIELDS, RegisterEvent
from tuntas.residents.register_changes import (
    ENTRY_OF_EVENT,
    EXIT_OF_EVENT,
    EXIT_OF_STATUS,
    Event,
    Known,
    is_another_person,
    register_events,
    reported_events,
)
from tuntas.residents.register_check import FileKind, Row
from tuntas.residents.tracks import FINAL
from tuntas.residents.vocabulary import read_ktp_status

UNRECORDED_STATUS: Final = "BELUM REKAM"
"""What a list of the unrecorded says of everybody in it."""


@dataclass(frozen=True)
class Job:
    """What every chunk of one import needs to know."""

    import_id: int
    ref: str
    kind: FileKind
    cut_off: date
    source: str
    proposed_by: str
    known_on: date
    only: frozenset[int] | None = None  # villages that it may speak about; None for all


@dataclass(frozen=True, slots=True)
class Stored:
    """A person on record, as the row in the table says; *values* as ``PERSON_FIELDS``."""

    id: int
    values: tuple[str | None, ...]
    village: int
    status: str
    warnings: str

    def known(self) -> Known:
        said = {name: value or "" for name, value in zip(PERSON_FIELDS, self.values, strict=True)}
        return Known(said, self.village, self.status)


class Newcomer(NamedTuple):
    """Somebody nobody has heard of, and the entry by which they come in."""

    row: Row
    kind: str
    on: date
    payload: str
    status: str


@dataclass(frozen=True, slots=True)
class Change:
    """News about a person on record; *facts* are all that were known before."""

    person: Stored
    events: list[Event]
    facts: list[Fact]


@dataclass
class Plan:
    """What a chunk does. Every accepted row is in exactly one of new, changed and same."""

    rejected: list[tuple[int, str, str]] = field(default_factory=list)  # line, column, code
    new: list[Newcomer] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    warned: int = 0
    statuses: list[tuple[int, str, date]] = field(default_factory=list)  # of people on record
    exits: list[tuple[int, str, date]] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)  # people on record who are in the file
    warnings: list[tuple[str, int]] = field(default_factory=list)  # new text, person
    from_totals: dict[tuple[int, int], int] = field(default_factory=dict)  # (village, cell) → n
    last_line: int = 0

    @property
    def accepted(self) -> int:
        return len(self.new) + len(self.changed) + self.same


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a chunk did, in numbers: what its import and the log keep of it."""

    last_line: int
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    warned: int = 0
    proposed: int = 0
    withdrawn: int = 0
    from_totals: int = 0

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.same


def plan(rows: Sequence[Row], job: Job, *, opening_on: date | None, nobody: bool) -> Plan:
    """What these rows would do.

    Args:
        opening_on: None while the ledger is not open.
        nobody: nobody is on record but those whom this very import brought, and no row of
            the file comes twice: then nobody needs to be looked for.
    """
    made = Plan(last_line=rows[-1].line if rows else 0)
    accepted: list[Row] = []
    for row in rows:
        if row.code:
            made.rejected.append((row.line, row.column, row.code))
        elif row.twin:
            made.same += 1
        else:
            accepted.append(row)
            made.warned += bool(row.warnings)
    planner = _Planner(job, made)
    if nobody:
        for row in accepted:
            planner.newcomer(row)
    else:
        planner.meet(accepted)
    if opening_on is not None and made.new:
        _spend_totals(made, opening_on)
    return made


class _Planner:
    """Plans row by row; what must be read of the database is read once for the chunk."""

    def __init__(self, job: Job, made: Plan) -> None:
        self.job, self.plan = job, made
        self.facts: Mapping[int, list[Fact]] = {}
        self.taken: set[int] = set()

    def meet(self, rows: Sequence[Row]) -> None:
        people = _People.of(rows)
        self._read_facts(rows, people)
        for row in rows:
            found = people.find(row)
            if len(found) > 1 or any(person.id in self.taken for person in found):
                self._reject(row, "nik", "nik_two_persons")
            elif not found:
                self.newcomer(row)
            else:
                self.taken.add(found[0].id)
                self._acquaintance(row, found[0])

    def _read_facts(self, rows: Sequence[Row], people: _People) -> None:
        """Facts of people about whom something later than this file is known, or who differ."""
        differing = [
            person.id
            for row in rows
            for person in people.find(row)
            if self.job.kind is FileKind.EVENTS or not _says_the_same(row, person)
        ]
        later = _known_later([person.id for person in people.by_id.values()], self.job.cut_off)
        self.facts = queries.events_of(sorted({*differing, *later}))

    # --- somebody new ---------------------------------------------------------------------

    def newcomer(self, row: Row) -> None:
        if self.job.kind is FileKind.EVENTS:
            self._new_by_event(row)
        elif row.register_status in EXIT_OF_STATUS:
            self.plan.same += 1  # gone before anybody here heard of them
        else:
            self.plan.new.append(
                Newcomer(row, "listed", self.job.cut_off, row.payload, self._status(row))
            )

    def _new_by_event(self, row: Row) -> None:
        kind = ENTRY_OF_EVENT.get(row.event)
        if kind is None:
            self._reject(row, "nik", "person_unknown")
        elif not row.name:
            self._reject(row, "nama", "name_missing")
        elif not row.village:
            self._reject(row, "desa", "village_missing")
        else:
            on = _day(row.event_on) or (kind == "born" and _day(row.birth_on)) or self.job.cut_off
            self.plan.new.append(Newcomer(row, kind, on, row.payload, row.ktp_status))

    def _status(self, row: Row) -> str:
        if self.job.kind is FileKind.UNRECORDED:
            return row.ktp_status or UNRECORDED_STATUS
        return row.ktp_status

    # --- somebody on record ---------------------------------------------------------------

    def _acquaintance(self, row: Row, person: Stored) -> None:
        if self.job.only is not None and person.village not in self.job.only:
            self._reject(row, "nik", "person_elsewhere")
            return
        on = _day(row.event_on) or self.job.cut_off
        exit_kind = self._exit(row)
        if exit_kind is not None:
            if person.status == "here":
                self.plan.exits.append((person.id, exit_kind, on))
            self.plan.same += 1
            return
        facts = self.facts.get(person.id, [])
        late = any(fact.effective_on > on for fact in facts)
        if not facts or (not late and _says_the_same(row, person) and not row.event):
            events: list[Event] = []
        else:
            known = _as_of(facts, on) if late else person.known()
            problem = self._problem(row, known)
            if problem:
                self._reject(row, "nik", problem)
                return
            events = self._events(row, known, on, late=late)
        self._take(row, person, events, facts, on)

    def _exit(self, row: Row) -> str | None:
        if self.job.kind is FileKind.EVENTS:
            return EXIT_OF_EVENT.get(row.event)
        return EXIT_OF_STATUS.get(row.register_status)

    def _problem(self, row: Row, known: Known | None) -> str:
        if known is None:
            return ""
        if known.status in FINAL:
            return "person_final"
        return "nik_other_person" if is_another_person(known, _said(row)) else ""

    def _events(self, row: Row, known: Known | None, on: date, *, late: bool) -> list[Event]:
        said = _said(row)
        if known is None:
            # Everything known of this person is of later days: the file has seen them earlier.
            if self.job.kind is FileKind.EVENTS or not row.village:
                return []
            return [Event("listed", on, {**_told(said), "village": row.village})]
        if known.fields.get("nik") != row.nik and known.fields.get("nik") != row.nik_before:
            said.pop("nik", None)  # the file still has a former NIK
        if self.job.kind is FileKind.EVENTS:
            return reported_events(known, row.event, said, village=row.village, on=on)
        return register_events(known, said, village=row.village, on=on, late=late)

    def _take(
        self, row: Row, person: Stored, events: list[Event], facts: list[Fact], on: date
    ) -> None:
        status = self._status(row)
        if status:
            self.plan.statuses.append((person.id, status, on))
        if self.job.kind is not FileKind.EVENTS and row.warnings != person.warnings:
            self.plan.warnings.append((row.warnings, person.id))
        if self.job.kind is not FileKind.EVENTS:
            self.plan.listed.append(person.id)
        if events:
            self.plan.changed.append(Change(person, events, facts))
        else:
            self.plan.same += 1

    def _reject(self, row: Row, column: str, code: str) -> None:
        self.plan.rejected.append((row.line, column, code))
        self.plan.warned -= bool(row.warnings)


def _says_the_same(row: Row, person: Stored) -> bool:
    """Whether the row adds nothing to a person who is here; an empty cell says nothing."""
    if person.status != "here" or row.village not in (person.village, 0):
        return False
    return row.stated == person.values or all(
        not said or said == known for said, known in zip(row.stated, person.values, strict=True)
    )


def _said(row: Row) -> dict[str, str]:
    said = dict(zip(PERSON_FIELDS, (value or "" for value in row.stated), strict=True))
    return {**said, "permit_from": row.permit_from or ""}


def _told(said: Mapping[str, str]) -> dict[str, Any]:
    return {name: text for name, text in said.items() if text}


def _as_of(facts: Sequence[Fact], on: date) -> Known | None:
    """The person as the events up to a day say; None when there are none."""
    until = [fact for fact in facts if fact.effective_on <= on]
    if not until:
        return None
    folded = row_of(until)
    said = {
        name: value.isoformat() if isinstance(value, date) else value or ""
        for name, value in folded.items()
        if name in PERSON_FIELDS
    }
    return Known(said, folded["village_id"], folded["status"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- reading who is on record -------------------------------------------------------------


@dataclass(frozen=True)
class _People:
    by_nik: Mapping[str, Stored]
    by_id: Mapping[int, Stored]
    former: Mapping[str, int]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _People:
        niks = {row.nik for row in rows} | {row.nik_before for row in rows if row.nik_before}
        former = {nik: person for nik, person in former_niks().items() if nik in niks}
        found = [*_stored("nik", sorted(niks)), *_stored("id", sorted(set(former.values())))]
        return cls(
            {person.values[0]: person for person in found if person.values[0]},
            {person.id: person for person in found},
            former,
        )

    def find(self, row: Row) -> list[Stored]:
        """The person of the row; two when its NIK and its old NIK lead to different people."""
        found: dict[int, Stored] = {}
        for nik in filter(None, (row.nik, row.nik_before)):
            person = self.by_nik.get(nik) or self.by_id.get(self.former.get(nik, 0))
            if person is not None:
                found[person.id] = person
        return list(found.values())


def _stored(column: str, values: Sequence[Any]) -> Iterable[Stored]:
    # Days as text: the two databases hand out dates in different types.
    fields = ", ".join(
        f"CAST({name} AS TEXT)" if name in ("birth_on", "permit_until") else name
        for name in PERSON_FIELDS
    )
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(values):
            cursor.execute(
                f"SELECT id, village_id, status, warnings, {fields} FROM residents_person"
                f" WHERE {column} IN ({bulk.places(chunk)})",
                list(chunk),
            )
            for row in cursor.fetchall():
                yield Stored(row[0], tuple(row[4:]), row[1], row[2], row[3])


def former_niks() -> dict[str, int]:
    """NIKs that people had before a correction: an older file may still have them."""
    rows = RegisterEvent.objects.filter(kind="corrected", payload__contains='"nik_before"')
    return {
        str(json.loads(text)["nik_before"]): person
        for person, text in rows.values_list("person_id", "payload")
    }


def _known_later(person_ids: Sequence[int], cut_off: date) -> list[int]:
    """Who of these people has an event of a later day than the file's cut-off."""
    late: list[int] = []
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(person_ids):
            cursor.execute(
                "SELECT DISTINCT person_id FROM residents_registerevent"
                f" WHERE effective_on > %s AND person_id IN ({bulk.places(chunk)})",
                [cut_off.isoformat(), *chunk],
            )
            late += [row[0] for row in cursor.fetchall()]
    return late


# --- official totals ----------------------------------------------------------------------


def _spend_totals(made: Plan, opening_on: date) -> None:
    """Let newcomers come out of the opening totals of their village, one for one.

    Somebody counted in a total was there on the opening day already, so they come in from
    that day: as one more person and one fewer nameless, which nets to zero on every day.
    """
    left = totals_left()
    if not left:
        return
    for place, newcomer in enumerate(made.new):
        village = newcomer.row.village
        for cell in _cells_on(newcomer, opening_on):
            if left.get((village, cell), 0) > 0:
                left[village, cell] -= 1
                spent = made.from_totals.get((village, cell), 0)
                made.from_totals[village, cell] = spent + 1
                made.new[place] = _since_opening(newcomer, opening_on)
                break


def totals_left() -> dict[tuple[int, int], int]:
    """(village, cell) → people still known as a total only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT village, cell, SUM(n) FROM ledger_opening GROUP BY village, cell"
            " HAVING SUM(n) > 0"
        )
        return {(village, cell): int(n) for village, cell, n in cursor.fetchall()}


def _cells_on(newcomer: Newcomer, on: date) -> list[int]:
    """Cells of a total in which the newcomer may have been counted, the surest first."""
    row = newcomer.row
    standing = value_on(entry_tracks(row, newcomer.kind, on)[1], on)
    status = read_ktp_status(newcomer.status)
    enrol = status.enrol if status and status.enrol is not None else Enrol.NONE
    card = status.card if status and status.card is not None else Card.NONE
    coarse = min(enrol, Enrol.CAPTURED)
    return list(dict.fromkeys([encode(standing, 0, enrol, card), encode(standing, 0, coarse, 0)]))


def _since_opening(newcomer: Newcomer, opening_on: date) -> Newcomer:
    told = json.loads(newcomer.payload) | {"known_from": "total"}
    return Newcomer(newcomer.row, newcomer.kind, opening_on, payload(told), newcomer.status)
