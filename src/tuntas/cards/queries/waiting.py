"""Who waits for a card: read from the ledger and the requests, ordered by `cards.queue`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from tuntas.cards import queue
from tuntas.cards.causes import FIRST_CARDS, Cause, lacking
from tuntas.cards.models import Card, PrintHold, Request, Shortage
from tuntas.cards.queue import Hold, Line, Waiting
from tuntas.ledger import bulk, cells
from tuntas.ledger import queries as ledger
from tuntas.ledger.tracks import EMPTY, Enrol, Standing, TrackSet, value_on
from tuntas.ledger.tracks import Card as CardTrack
from tuntas.residents import queries as residents
from tuntas.residents.access import Person
from tuntas.residents.eligibility import age_years

ON_ITS_WAY: Final = (
    Card.State.PRINTING,
    Card.State.DOUBT,
    Card.State.CHECK,
    Card.State.READY,
)
NEWCOMER_UNDER: Final = 18
"""A first card of somebody younger is a newcomer's (*pemula*): reached 17 within a year."""
_NO_CARD: Final = tuple(
    n
    for n, cell in enumerate(cells.ALL)
    if cell.enrol is Enrol.UNIQUE and cell.card is CardTrack.NONE
)


def line(on: date, *, villages: Iterable[int] | None = None) -> Line:
    """The print queue on a day; only of *villages* when given (a mission's batch)."""
    area = None if villages is None else frozenset(villages)
    people = [who for who in _waiting(on) if area is None or who.village in area]
    return queue.order(people, on=on, short=shortage_on(on) is not None)


def place_of(person_id: int, on: date) -> Waiting | None:
    """How one person waits; None when they do not."""
    return next((who for who in _waiting(on) if who.person == person_id), None)


def shortage_on(on: date) -> Shortage | None:
    """The declaration of a shortage in force on a day."""
    rows = Shortage.objects.filter(decided_by__gt="", starts__lte=on)
    rows = rows.filter(Q(ends__isnull=True) | Q(ends__gt=on))
    return rows.filter(state__in=(Shortage.State.DECLARED, Shortage.State.ENDED)).last()


def shortage_proposed() -> Shortage | None:
    """A declaration that waits for a second person."""
    return Shortage.objects.filter(state=Shortage.State.PROPOSED).first()


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The queue in numbers, without a name. by_cause: ready and deferred together."""

    by_cause: dict[str, int]
    ready: int
    deferred: int
    held: int
    to_collect: int
    printed_yesterday: int
    short: bool


def queue_counts(on: date) -> QueueCounts:
    """What the public board says of the queue on a day."""
    found = line(on)
    by_cause = Counter(place.who.cause.value for place in (*found.ready, *found.deferred))
    return QueueCounts(
        by_cause={cause.value: by_cause[cause.value] for cause in Cause},
        ready=len(found.ready),
        deferred=len(found.deferred),
        held=len(found.held),
        to_collect=Card.objects.filter(state=Card.State.READY).count(),
        printed_yesterday=Card.objects.filter(printed_on=on - timedelta(1)).count(),
        short=shortage_on(on) is not None,
    )


def people(ids: Sequence[int]) -> dict[int, Person]:
    """The people of a list, by id."""
    found: dict[int, Person] = {}
    for chunk in bulk.chunks(list(ids)):
        found.update((person.id, person) for person in _rows(chunk))
    return found


def _rows(ids: Sequence[int]) -> Iterable[Person]:
    return Person.objects.filter(id__in=ids)


def _waiting(on: date) -> Iterator[Waiting]:
    busy = set(Card.objects.filter(state__in=ON_ITS_WAY).values_list("person_id", flat=True))
    asked = {
        one.person_id: one
        for one in Request.objects.filter(state=Request.State.OPEN).exclude(person_id__in=busy)
    }
    rows = ledger.people_since(on=on, cells=_NO_CARD)
    first = {row[0]: row for row in rows if row[0] not in busy and row[0] not in asked}
    known = _births([*first, *asked])
    held = _held()
    for person, village, cell, since in first.values():
        born, _ = known[person]
        holds = (*_age(cells.decode(cell).standing, born, on), *held.get(person, ()))
        cause = _first_cause(born, on)
        yield Waiting(person, cause, since, village, born, holds=holds)
    tracks = residents.tracks_of(list(asked))
    for person, request in asked.items():
        born, village = known[person]
        says = _state(tracks.get(person, EMPTY), on)
        yield _asked(request, born, village, (*says, *held.get(person, ())))


def _asked(
    request: Request, born: date | None, village: int, holds: Sequence[tuple[Hold, date | None]]
) -> Waiting:
    cause = Cause(request.cause)
    if lacking(cause, frozenset(request.documents), request.on):
        holds = [*holds, (Hold.DOCUMENTS, None)]
    return Waiting(
        request.person_id,
        cause,
        request.on,
        village,
        born,
        needed_by=request.needed_by,
        urgent=bool(request.urgent_for),
        request=request.ref,
        holds=tuple(holds),
    )


def _births(ids: Sequence[int]) -> dict[int, tuple[date | None, int]]:
    found: dict[int, tuple[date | None, int]] = {}
    for chunk in bulk.chunks(list(ids)):
        rows = Person.objects.filter(id__in=chunk).values_list("id", "birth_on", "village_id")
        found.update((id_, (born, village)) for id_, born, village in rows)
    return found


def _held() -> dict[int, list[tuple[Hold, date | None]]]:
    """Holds that an officer laid on somebody."""
    found: dict[int, list[tuple[Hold, date | None]]] = {}
    rows = PrintHold.objects.filter(lifted_on__isnull=True)
    for person, reason in rows.values_list("person_id", "reason"):
        found.setdefault(person, []).append((Hold(reason), None))
    return found


def _age(standing: Standing, born: date | None, on: date) -> tuple[tuple[Hold, date | None], ...]:
    """Not obliged yet: until the seventeenth birthday, or a marriage that nobody can foresee."""
    if standing is Standing.DUE:
        return ()
    return ((Hold.AGE, _birthday(born) if born else None),)


def _birthday(born: date) -> date:
    try:
        return born.replace(year=born.year + 17)
    except ValueError:  # 29 February: full years are reached on 1 March
        return date(born.year + 17, 3, 1)


def _state(tracks: TrackSet, on: date) -> list[tuple[Hold, date | None]]:
    """What the ledger says against printing for somebody who asked for another card."""
    if value_on(tracks.enrol, on) < Enrol.UNIQUE:
        return [(Hold.DUPLICATE, None)]
    if value_on(tracks.standing, on) != Standing.DUE:
        return [(Hold.AGE, None)]
    return []


def _first_cause(born: date | None, on: date) -> Cause:
    young = born is not None and age_years(born, on) < NEWCOMER_UNDER
    newcomer, first = FIRST_CARDS
    return newcomer if young else first
