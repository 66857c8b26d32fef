"""Reading lists of other agencies: where they stand, what they came to, what waits."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, Max, QuerySet

from tuntas.residents.errors import ListNotFound
from tuntas.residents.matching.differences import Difference
from tuntas.residents.models import ListAbsence, ListEntry, PersonList

State = PersonList.State
RUNNING: Final = (State.QUEUED, State.MATCHING)
"""States in which a worker has something to do."""


def list_by_ref(ref: str) -> PersonList:
    """
    Raises:
        ListNotFound
    """
    try:
        found = PersonList.objects.filter(ref=uuid.UUID(ref)).first()
    except ValueError:
        found = None
    if found is None:
        raise ListNotFound
    return found


@dataclass(frozen=True)
class ListCounts:
    """What came of a list; all that is left of it once it is purged.

    Attributes:
        by_difference: code of ``matching.differences.Difference`` → rows (or people, absent).
        by_standing: code of ``Standing`` → rows that are somebody.
        sure: rows not decided whose first suggestion is sure.
    """

    rows: int = 0
    by_difference: dict[str, int] = field(default_factory=dict)
    by_standing: dict[str, int] = field(default_factory=dict)
    sure: int = 0

    @property
    def undecided(self) -> int:
        return self.by_difference.get(Difference.UNDECIDED, 0)

    @property
    def matched(self) -> int:
        unmatched = (Difference.UNDECIDED, Difference.NOT_HERE, Difference.ABSENT)
        return sum(n for code, n in self.by_difference.items() if code not in unmatched)

    def dump(self) -> str:
        return json.dumps(vars(self))


def counts_of(row: PersonList) -> ListCounts:
    """The counts of a list: counted while its rows are here, as kept afterwards."""
    if row.state != State.DONE:
        return ListCounts(**json.loads(row.counts))
    return count_rows(row)


def count_rows(row: PersonList) -> ListCounts:
    """Count the rows of *row* as they stand."""
    entries = ListEntry.objects.filter(person_list=row)
    differences = dict(entries.values_list("difference").annotate(n=Count("id")).order_by())
    standings = entries.filter(person__isnull=False).exclude(how=ListEntry.How.DOUBLE)
    absent = ListAbsence.objects.filter(person_list=row).count()
    if absent:
        differences[Difference.ABSENT.value] = absent
    sure = entries.filter(difference=Difference.UNDECIDED, suggestions__is_sure=True)
    return ListCounts(
        rows=entries.count(),
        by_difference=differences,
        by_standing=dict(standings.values_list("standing").annotate(n=Count("id")).order_by()),
        sure=sure.values("id").distinct().count(),
    )


def entries_of(row: PersonList, *, difference: str = "", standing: str = "") -> QuerySet[ListEntry]:
    """Rows of one difference or standing, as the sender ordered them."""
    rows = row.entries.select_related("person").order_by("line")
    if difference:
        rows = rows.filter(difference=difference)
    if standing:
        rows = rows.filter(standing=standing, person__isnull=False).exclude(
            how=ListEntry.How.DOUBLE
        )
    return rows


def absences_of(row: PersonList) -> QuerySet[ListAbsence]:
    """Those whom a complete list does not have, by desa and name."""
    return row.absences.select_related("person").order_by(
        "person__village_id", "person__name", "id"
    )


def undecided_of(row: PersonList) -> QuerySet[ListEntry]:
    """Rows with suggestions that wait for a person, the likeliest first."""
    waiting = row.entries.filter(difference=Difference.UNDECIDED)
    return waiting.annotate(best=Max("suggestions__weight")).order_by("-best", "line")


def people_of(row: PersonList) -> list[tuple[int, str]]:
    """(person id, institution) of everybody on the list who was recognised, each once."""
    rows = row.entries.filter(
        person__isnull=False,
        how__in=(ListEntry.How.NIK, ListEntry.How.MASKED, ListEntry.How.DECIDED),
    )
    return [
        (person, named or row.institution)
        for person, named in rows.values_list("person_id", "institution").order_by("line")
    ]


def done_lists() -> QuerySet[PersonList]:
    """Matched lists whose rows are still here, the newest first."""
    return PersonList.objects.filter(state=State.DONE).order_by("-created_at", "-id")
