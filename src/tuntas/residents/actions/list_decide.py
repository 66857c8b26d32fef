"""A person says who a row is, or that it is nobody of those suggested."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.residents import list_subjects
from tuntas.residents.access import list_for
from tuntas.residents.actions.list_match import standing_of
from tuntas.residents.actions.list_trace import log
from tuntas.residents.errors import ListGone, ListNotMatched, NothingToChoose
from tuntas.residents.matching.differences import Claim, Difference, difference
from tuntas.residents.models import ListAbsence, ListEntry, ListSuggestion, PersonList

State = PersonList.State
How = ListEntry.How
EVERYBODY = (How.NIK, How.MASKED, How.DECIDED)
"""Ways in which a row is the one row of its person."""


def decide_entry(
    *,
    actor: Principal,
    ref: str,
    line: int,
    person_ref: str | None,
    on: date,
    now: datetime,
) -> str:
    """Say that the row at *line* is one of those suggested, or (None) nobody of them.

    Returns:
        The difference that the row now has.

    Raises:
        ListNotFound, ListNotMatched, ListGone, NothingToChoose
    """
    row = _open(actor, ref)
    with transaction.atomic():
        entry = _take(row, line, actor, now)
        if person_ref is None:
            found, how, person_id = Difference.NOT_HERE, How.NOBODY, None
        else:
            person_id = _suggested(entry, person_ref)
            how = _how(row, person_id)
            found = _difference(row, entry, person_id, how)
        ListEntry.objects.filter(pk=entry.pk).update(
            person_id=person_id,
            how=how,
            difference=found,
            standing=standing_of(person_id, list_subjects.standings(on)) if person_id else "",
        )
        if person_id is not None:
            ListAbsence.objects.filter(person_list=row, person_id=person_id).delete()
        log(actor, "decide_entry", row, now, line=line, person=person_ref or "", how=str(how))
    return str(found)


def reopen_entry(*, actor: Principal, ref: str, line: int, now: datetime) -> None:
    """Take a decision back: the row waits for a person again.

    Raises:
        ListNotFound, ListNotMatched, ListGone, NothingToChoose
    """
    row = _open(actor, ref)
    with transaction.atomic():
        taken_back = (
            row.entries.filter(line=line)
            .exclude(decided_by="")
            .update(
                person=None,
                how="",
                difference=Difference.UNDECIDED,
                standing="",
                decided_by="",
                decided_at=None,
            )
        )
        if not taken_back:
            raise NothingToChoose
        log(actor, "reopen_entry", row, now, line=line)


def _open(actor: Principal, ref: str) -> PersonList:
    row = list_for(actor, ref)
    if row.state == State.PURGED:
        raise ListGone
    if row.state != State.DONE:
        raise ListNotMatched
    return row


def _take(row: PersonList, line: int, actor: Principal, now: datetime) -> ListEntry:
    """Claim the row by one conditional update; of two who decide at once one wins."""
    waiting = row.entries.filter(line=line, difference=Difference.UNDECIDED, decided_by="")
    if not waiting.update(decided_by=actor.officer_ref or actor.ref, decided_at=now):
        raise NothingToChoose
    return row.entries.get(line=line)


def _suggested(entry: ListEntry, person_ref: str) -> int:
    try:
        asked = uuid.UUID(person_ref)
    except ValueError as error:
        raise NothingToChoose from error
    found = ListSuggestion.objects.filter(entry=entry, person__ref=asked)
    person_id = found.values_list("person_id", flat=True).first()
    if person_id is None:
        raise NothingToChoose
    return int(person_id)


def _how(row: PersonList, person_id: int) -> How:
    taken = row.entries.filter(person_id=person_id, how__in=EVERYBODY).exists()
    return How.DOUBLE if taken else How.DECIDED


def _difference(row: PersonList, entry: ListEntry, person_id: int, how: How) -> Difference:
    return difference(
        Claim(entry.pattern, entry.village_id, entry.married),
        list_subjects.known_of([person_id])[person_id],
        how=how,
        at_least=list_subjects.at_least(row),
        on=row.as_of,
    )
