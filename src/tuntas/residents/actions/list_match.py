"""Matching a list in the background: claimed by a lease, begun again when a worker died.

Nothing of it is seen before it is done: rows written by a worker that died are removed by
whoever comes next, and the last step makes the list ready by one conditional update.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tuntas.accounts.principals import Kind, Principal
from tuntas.audit.actions import write_act
from tuntas.ledger.bulk import insert
from tuntas.residents import import_files, list_subjects
from tuntas.residents.actions.import_apply import LEASE, Clock
from tuntas.residents.actions.import_foresee import Places
from tuntas.residents.matching import columns, engine
from tuntas.residents.matching.differences import Claim, Difference, Known, Standing, difference
from tuntas.residents.matching.engine import Outcome
from tuntas.residents.matching.reading import Entries, read_entries
from tuntas.residents.models import ListAbsence, ListEntry, PersonList
from tuntas.residents.queries_import import only_of
from tuntas.residents.queries_lists import count_rows, list_by_ref
from tuntas.residents.register_file import FileRefused, OpenFile, open_file

State = PersonList.State
WRITTEN_AT_ONCE: Final = 5_000
T = TypeVar("T")


class Overtaken(Exception):
    """The lease ran out and another worker has the list: this one stops."""


def match_list(*, ref: str, today: date, clock: Clock = timezone.now) -> PersonList:
    """Match a list that waits for it; its row then is done, or says why not.

    Rung twice, or after another worker took it, nothing is done.

    Raises:
        ListNotFound
    """
    row = list_by_ref(ref)
    if not _claim(row, clock):
        return row
    try:
        _work(row, today, clock)
    except FileRefused as refusal:
        _refuse(row, refusal.code, clock())
    except Overtaken:
        pass
    row.refresh_from_db()
    return row


def _claim(row: PersonList, clock: Clock) -> bool:
    now = clock()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    waiting = PersonList.objects.filter(free, pk=row.pk, state__in=(State.QUEUED, State.MATCHING))
    claimed = waiting.update(state=State.MATCHING, lease_until=now + LEASE, step="", n_done=0)
    row.refresh_from_db()
    return bool(claimed)


def _work(row: PersonList, today: date, clock: Clock) -> None:
    _forget_rows(row)
    advance = _teller(row, clock)
    path = import_files.path_of(row.file_digest)
    if not path.exists():
        raise FileRefused("file_unreadable")
    with import_files.work_dir() as folder:
        advance("read", 0, 0)
        file = open_file(path, folder, columns.likeness)
        try:
            entries = _read(row, file, today)
            people = list_subjects.people_for(row)
            outcome = engine.match(
                file.con,
                people,
                entries,
                list_subjects.district_of(),
                advance=lambda step: advance(step, 0, len(entries)),
            )
            form = file.form
        finally:
            file.close()
    _Writing(row, entries, outcome, today).run(lambda n: advance("write", n, len(entries)))
    _finish(row, form, clock())


def _read(row: PersonList, file: OpenFile, today: date) -> Entries:
    place = Places(today, only_of(row))

    def village(desa: str, kecamatan: str, code: str) -> int:
        found = place(desa, kecamatan, code, "")
        return found if isinstance(found, int) else 0

    # A list for a coming day was made today at the latest: nobody on it is born later.
    pivot = min(row.as_of, today)
    return read_entries(file, columns.load(row.mapping), village, pivot)


def _teller(row: PersonList, clock: Clock) -> Callable[[str, int, int], None]:
    """Tells the page how far it has come; and the lease goes on."""

    def advance(step: str, done: int, total: int) -> None:
        mine = PersonList.objects.filter(
            pk=row.pk, state=State.MATCHING, lease_until=row.lease_until
        )
        until = clock() + LEASE
        if not mine.update(step=step, n_done=done, n_rows=total, lease_until=until):
            raise Overtaken
        row.lease_until = until

    return advance


def _forget_rows(row: PersonList) -> None:
    """Remove what a worker wrote that did not come to the end."""
    ListEntry.objects.filter(person_list=row).delete()
    ListAbsence.objects.filter(person_list=row).delete()


def _refuse(row: PersonList, reason: str, now: datetime) -> None:
    with transaction.atomic():
        PersonList.objects.filter(pk=row.pk, state=State.MATCHING).update(
            state=State.REFUSED, refusal=reason, finished_at=now, lease_until=None
        )
        _log(row, "refuse_list", now, reason=reason)


def _finish(row: PersonList, form: str, now: datetime) -> None:
    with transaction.atomic():
        counts = count_rows(row)
        done = PersonList.objects.filter(
            pk=row.pk, state=State.MATCHING, lease_until=row.lease_until
        ).update(
            state=State.DONE,
            step="",
            form=form[:60],
            n_rows=counts.rows,
            n_done=counts.rows,
            counts=counts.dump(),
            finished_at=now,
            lease_until=None,
        )
        if not done:
            raise Overtaken
        _log(row, "finish_list", now, rows=counts.rows, found=counts.by_difference)


def requester(row: PersonList) -> Principal:
    """Who brought the list: the worker acts on their behalf."""
    kind: Kind = "user" if row.officer_ref else "system"
    return Principal(kind, row.requested_by, row.officer_ref, "", frozenset({"match_lists"}))


def _log(row: PersonList, verb: str, now: datetime, **detail: object) -> None:
    write_act(
        actor=requester(row).ref,
        verb=f"residents.{verb}",
        subjects=[],
        detail={"list": row.ref.hex, "kind": row.kind, **detail},
        at=now,
    )


# --- writing what came of it ----------------------------------------------------------------


class _Writing:
    """Rows, suggestions and absences of one matched list."""

    def __init__(self, row: PersonList, entries: Entries, outcome: Outcome, today: date) -> None:
        self.row, self.entries, self.outcome = row, entries, outcome
        self.matches = {match.line: match for match in outcome.matches}
        self.waiting = {suggested.line for suggested in outcome.suggestions} - self.matches.keys()
        self.known = list_subjects.known_of(match.person for match in outcome.matches)
        self.standings = list_subjects.standings(today)
        self.at_least = list_subjects.at_least(row)

    def run(self, advance: Callable[[int], None]) -> None:
        done = 0
        for piece in _pieces(range(len(self.entries))):
            with transaction.atomic():
                insert("residents_listentry", _ENTRY, [self._entry(at) for at in piece])
            done += len(piece)
            advance(done)
        self._write_suggestions()
        self._write_absences()

    def _entry(self, at: int) -> tuple[Any, ...]:
        read = self.entries
        match = self.matches.get(read.line[at])
        person = match.person if match else None
        claim = Claim(read.pattern[at], read.village[at], read.married[at])
        known = self.known.get(person) if person else None
        married = read.married[at]
        return (
            self.row.pk,
            read.line[at],
            read.name[at],
            read.pattern[at],
            read.sex[at],
            read.birth[at] or None,
            read.birth_place[at],
            read.village[at],
            None if married is None else bool(married),
            read.institution[at],
            person,
            match.how if match else "",
            self._difference(read.line[at], claim, known, match.how if match else ""),
            standing_of(person, self.standings) if person else "",
            "",
        )

    def _difference(self, line: int, claim: Claim, known: Known | None, how: str) -> str:
        if line in self.waiting:
            return Difference.UNDECIDED.value
        found = difference(claim, known, how=how, at_least=self.at_least, on=self.row.as_of)
        return found.value

    def _write_suggestions(self) -> None:
        rows = [one for one in self.outcome.suggestions if one.line in self.waiting]
        for piece in _pieces(rows):
            lines = [one.line for one in piece]
            found = ListEntry.objects.filter(
                person_list=self.row, line__gte=min(lines), line__lte=max(lines)
            )
            ids = dict(found.values_list("line", "id"))
            with transaction.atomic():
                insert(
                    "residents_listsuggestion",
                    ("entry_id", "person_id", "weight", "probability", "levels", "is_sure"),
                    [
                        (
                            ids[one.line],
                            one.person,
                            one.weight,
                            one.probability,
                            json.dumps(one.levels),
                            one.is_sure,
                        )
                        for one in piece
                    ],
                )

    def _write_absences(self) -> None:
        """Whoever is suggested for a row may be on the list: not absent until that is decided."""
        met = {match.person for match in self.outcome.matches}
        met |= {one.person for one in self.outcome.suggestions}
        rows = [
            (self.row.pk, person, standing_of(person, self.standings))
            for person in list_subjects.expected(self.row)
            if person not in met
        ]
        for piece in _pieces(rows):
            with transaction.atomic():
                insert("residents_listabsence", ("person_list_id", "person_id", "standing"), piece)


def standing_of(person: int, standings: dict[int, Standing]) -> str:
    """What somebody is in the ledger, as it is stored with a row."""
    return standings.get(person, Standing.UNKNOWN).value


_ENTRY: Final = (
    "person_list_id",
    "line",
    "name",
    "pattern",
    "sex",
    "birth_on",
    "birth_place",
    "village_id",
    "married",
    "institution",
    "person_id",
    "how",
    "difference",
    "standing",
    "decided_by",
)


def _pieces(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), WRITTEN_AT_ONCE):
        yield values[start : start + WRITTEN_AT_ONCE]
