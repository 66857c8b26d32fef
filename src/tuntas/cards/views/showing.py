"""What the pages of printing and handing over share: people beside rows, looks in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.audit.errors import PersonalNumber
from tuntas.cards import queries, wording
from tuntas.cards.errors import CardsError
from tuntas.cards.models import Card
from tuntas.cards.queue import Place, Waiting
from tuntas.centre.errors import CentreError
from tuntas.residents.access import Person
from tuntas.residents.errors import NotFound
from tuntas.residents.nik import mask_nik
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

REFUSALS = (CardsError, CentreError, PersonalNumber)


@dataclass(frozen=True, slots=True)
class Row:
    """One who waits, in words."""

    person: Person
    nik: str
    where: str
    cause: str
    since: date
    days: int
    number: int = 0
    deadline: date | None = None
    reason: str = ""
    holds: tuple[str, ...] = ()
    urgent: bool = False
    failures: int = 0
    request: str = ""


def rows(places: Iterable[tuple[int, Place | Waiting]], on: date) -> list[Row]:
    """The people of a part of the queue, each with the own number."""
    held = list(places)
    waiting = [who_of(one) for _, one in held]
    people = queries.people([who.person for who in waiting])
    failed = queries.failures([who.person for who in waiting])
    return [
        _row(one, who, people[who.person], on, number, failed.get(who.person, 0))
        for (number, one), who in zip(held, waiting, strict=True)
    ]


def found(
    places: Sequence[Place | Waiting], text: str, ref: str
) -> list[tuple[int, Place | Waiting]]:
    """Of *places* the person *ref*, or those whose name holds *text*; numbered from 1."""
    people = queries.people([who_of(one).person for one in places])
    wanted = text.casefold()
    return [
        (number, one)
        for number, one in enumerate(places, start=1)
        for person in [people[who_of(one).person]]
        if (person.ref.hex == ref if ref else wanted in person.name.casefold())
    ]


def who_of(one: Place | Waiting) -> Waiting:
    return one.who if isinstance(one, Place) else one


def where(village_id: int) -> str:
    region = wilayah.region(village_id)
    return region.name if region else ""


def card_for(principal: Principal, ref: str, ability: str) -> Card:
    """A card of somebody in the principal's area. Raises Http404."""
    try:
        card = queries.card(ref)
    except CardsError as gone:
        raise Http404 from gone
    if not principal.covers(card.person.village_id, ability):
        raise Http404
    return card


def look(principal: Principal, verb: str, people: Iterable[Person], purpose: str = "") -> None:
    """A list of names was shown."""
    refs = [person.ref.hex for person in people]
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb=f"cards.{verb}",
            subjects=refs[:1] if len(refs) == 1 else [],
            count=len(refs),
            purpose=purpose,
            at=timezone.now(),
        )


def attempt(request: HttpRequest, act: Callable[[], Any], done: str = "") -> Any:
    """Do *act*; its answer, or None and a sentence when it is refused."""
    try:
        answer = act()
    except NotFound as gone:
        raise Http404 from gone
    except REFUSALS as refused:
        messages.error(request, sentence(refused))
        return None
    if done:
        messages.success(request, done)
    return answer if answer is not None else True


def _row(
    one: Place | Waiting, who: Waiting, person: Person, on: date, number: int, failed: int
) -> Row:
    place = one if isinstance(one, Place) else None
    return Row(
        person=person,
        nik=mask_nik(person.nik) if person.nik else "",
        where=where(who.village),
        cause=wording.cause(who.cause),
        since=who.since,
        days=max(0, (on - who.since).days),
        number=number,
        deadline=place.deadline if place else None,
        reason=wording.deadline(place.reason) if place and place.reason else "",
        holds=tuple(wording.hold(code, until) for code, until in who.holds),
        urgent=who.urgent,
        failures=failed,
        request=who.request,
    )
