"""Reading cards at work: printers, cards by state, those to be collected, requests, substitutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from tuntas.cards.errors import CardGone, PrinterUnknown
from tuntas.cards.models import Card, Printer, PrintHold, Request, Substitute
from tuntas.enrolment import queries as enrolment
from tuntas.residents.models import Person

State = Card.State


def printers() -> list[Printer]:
    """Every printer, those at work first."""
    return list(Printer.objects.order_by("resting", "code"))


def printer(code: str) -> Printer:
    """A printer that may print. Raises PrinterUnknown."""
    found = Printer.objects.filter(code=code, resting=False).first()
    if found is None:
        raise PrinterUnknown
    return found


def card(ref: str) -> Card:
    """The card *ref*. Raises CardGone."""
    found = Card.objects.select_related("person", "request").filter(ref=ref).first()
    if found is None:
        raise CardGone
    return found


def cards_in(*states: Card.State, villages: Iterable[int] | None = None) -> QuerySet[Card]:
    """Cards in these states, the oldest first."""
    rows = Card.objects.filter(state__in=states).select_related("person", "request")
    if villages is not None:
        rows = rows.filter(person__village_id__in=list(villages))
    return rows.order_by("began_at", "id")


def stale(now: datetime) -> QuerySet[Card]:
    """Cards whose printer was told to print and whose process fell silent."""
    return Card.objects.filter(state=State.PRINTING, lease_until__lt=now)


def ready_for(person_id: int) -> Card | None:
    """The card that waits to be handed to this person."""
    return cards_in(State.READY).filter(person_id=person_id).first()


def by_serial(serial: str) -> Card | None:
    """The card on this blank, unless it came back unused."""
    rows = Card.objects.select_related("person", "request").filter(serial__iexact=serial.strip())
    return rows.exclude(state=State.UNUSED).first()


def failures(person_ids: Iterable[int]) -> dict[int, int]:
    """How often a card was spoiled for each of these people."""
    rows = Card.objects.filter(person_id__in=list(person_ids), state=State.SPOILED)
    return dict(rows.values_list("person_id").annotate(n=Count("id")))


def requests(*states: Request.State) -> QuerySet[Request]:
    """Cases, the oldest first."""
    rows = Request.objects.filter(state__in=states).select_related("person")
    return rows.order_by("on", "id")


def holds() -> QuerySet[PrintHold]:
    """Holds that officers laid and nobody lifted."""
    rows = PrintHold.objects.filter(lifted_on__isnull=True).select_related("person")
    return rows.order_by("on", "id")


def substitutes() -> QuerySet[Substitute]:
    """The register of papers in place of a card, the newest first."""
    return Substitute.objects.select_related("person").order_by("-on", "-id")


@dataclass(frozen=True, slots=True)
class Uncollected:
    """A card that waits in the office. age_days: since it was printed."""

    card: Card
    age_days: int


def uncollected(
    on: date, *, villages: Iterable[int] | None = None, at_least_days: int = 0
) -> list[Uncollected]:
    """Cards not collected, the longest waiting first."""
    rows = [
        Uncollected(one, (on - one.printed_on).days)
        for one in cards_in(State.READY, villages=villages)
        if one.printed_on is not None
    ]
    rows.sort(key=lambda row: (-row.age_days, row.card.id))
    return [row for row in rows if row.age_days >= at_least_days]


def person_of_receipt(code: str) -> Person | None:
    """Whose recording's receipt this is; the code as the QR has it, with or without prefix."""
    return enrolment.person_of_receipt(code)
