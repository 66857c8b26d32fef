"""A card from the queue to the printer and back: taken, printed, looked at, or in doubt.

Three steps, each a transaction of its own, so that a crash leaves a row that says how far it
came. Who and which blank are settled under the stock's head, so several printers never take one
person or one blank. Between giving the card to the printer and hearing from it nobody knows: when
the lease runs out the card is in doubt, and a person who has looked settles it. Nothing here
prints a second card for anybody while a first is not settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.cards import machines, portraying, queries
from tuntas.cards.actions.blanks import Outcome, settle_blank, take_blank
from tuntas.cards.actions.posting import lock_head
from tuntas.cards.errors import (
    CardGone,
    CardOnItsWay,
    NationalPrints,
    NobodyWaits,
    NotPrintable,
    PrinterUnknown,
)
from tuntas.cards.models import Card, Printer, Request
from tuntas.cards.printers.contract import Progress, Ticket
from tuntas.cards.queue import Line, Place
from tuntas.enrolment.actions import card_happened
from tuntas.enrolment.queries import mode_on
from tuntas.ledger.actions import open_batch

State = Card.State
LEASE: Final = timedelta(minutes=3)
"""A card takes half a minute; CUPS may hold several before it."""
_OUTCOME: Final = {
    Progress.DONE: (State.CHECK, Outcome.PRINTED),
    Progress.NOT_PRINTED: (State.UNUSED, Outcome.UNUSED),
    Progress.FAILED_PRINT: (State.SPOILED, Outcome.FAILED_PRINT),
    Progress.FAILED_ENCODE: (State.SPOILED, Outcome.FAILED_ENCODE),
}
SPOILED: Final = (Outcome.FAILED_PRINT, Outcome.FAILED_ENCODE, Outcome.DAMAGED)


def print_next(
    *,
    actor: Principal,
    printer_code: str,
    on: date,
    now: datetime,
    villages: Iterable[int] | None = None,
    person_id: int | None = None,
) -> Card:
    """Print for the next of the queue (or for *person_id*, who waits in it), on the next blank.

    *villages*: a mission's batch. The card says what became of it.

    Raises:
        PrinterUnknown, NationalPrints, NobodyWaits, NotPrintable, CardOnItsWay, NoBlank,
        LayoutBroken
    """
    printer = queries.printer(printer_code)
    device = machines.machine(printer)
    card = begin(
        actor=actor,
        printer=printer,
        on=on,
        now=now,
        villages=villages,
        person_id=person_id,
    )
    try:
        sheet = portraying.sheet(portraying.face_of(card.person, serial=card.serial, on=on))
    except Exception:
        # Nothing has reached the printer: the blank goes back.
        settle(actor=actor, ref=card.ref, ticket=Ticket("", Progress.NOT_PRINTED), on=on, now=now)
        raise
    ticket = device.submit(sheet, job=card.ref, serial=card.serial)
    return settle(actor=actor, ref=card.ref, ticket=ticket, on=on, now=now)


def begin(
    *,
    actor: Principal,
    printer: Printer,
    on: date,
    now: datetime,
    villages: Iterable[int] | None = None,
    person_id: int | None = None,
) -> Card:
    """Settle who is next and on which blank. Raises as `print_next`."""
    if printer.adapter == Printer.Adapter.NATIONAL:
        raise PrinterUnknown
    if mode_on(on) == "national":
        raise NationalPrints
    with transaction.atomic():
        lock_head()
        place = chosen(queries.line(on, villages=villages), person_id)
        card = new_card(actor, place, printer, on, now)
        card.serial = take_blank(
            actor=actor, printer_ref=printer.code, job_ref=card.ref, on=on, now=now
        )
        card.lease_until = now + LEASE
        card.save()
        _tell(actor, "begin_print", card, now, printer=printer.code, cause=card.cause)
    return card


def settle(*, actor: Principal, ref: str, ticket: Ticket, on: date, now: datetime) -> Card:
    """Write down what the printer answered. Raises CardGone."""
    with transaction.atomic():
        lock_head()
        card = locked(ref, State.PRINTING)
        card.ticket, card.chip = ticket.name, ticket.chip
        if ticket.progress is Progress.PRINTING:
            card.lease_until = now + LEASE
            card.save(update_fields=["ticket", "chip", "lease_until"])
            return card
        if ticket.progress is Progress.UNKNOWN:
            _doubt(actor, card, now)
            return card
        state, outcome = _OUTCOME[ticket.progress]
        _end_at_printer(actor, card, state, outcome, on, now)
    return card


def resolve_doubt(*, actor: Principal, ref: str, outcome: Outcome, on: date, now: datetime) -> Card:
    """A person has looked at the printer and says what became of the blank. Raises CardGone."""
    with transaction.atomic():
        lock_head()
        card = locked(ref, State.DOUBT)
        if outcome is Outcome.PRINTED:
            state = State.CHECK
        else:
            state = State.UNUSED if outcome is Outcome.UNUSED else State.SPOILED
        _end_at_printer(actor, card, state, outcome, on, now)
    return card


def check_card(
    *,
    actor: Principal,
    ref: str,
    spoiled_for: Outcome | None,
    on: date,
    now: datetime,
    chip: str = "",
) -> Card:
    """A person has looked at the card and the chip was read: good, or spoiled and why.

    Only now the ledger says that it is printed. Raises CardGone.
    """
    if spoiled_for is not None:
        return _spoil(actor, ref, State.CHECK, spoiled_for, on, now)
    with open_batch(
        actor=actor, verb="cards.card_good", source="kartu", known_on=on, at=now
    ) as batch:
        card = locked(ref, State.CHECK)
        card.state, card.checked_by = State.READY, actor.officer_ref or actor.ref
        card.chip = chip.strip()[:40] or card.chip
        card.save(update_fields=["state", "checked_by", "chip"])
        card_happened(
            batch,
            person_id=card.person_id,
            kind="card_printed",
            on=on,
            told={"serial": card.serial, "job": card.ref},
        )
        batch.subjects.append(card.person.ref.hex)
        batch.detail |= {"serial": card.serial, "job": card.ref}
    return card


def undo_card(*, actor: Principal, ref: str, outcome: Outcome, on: date, now: datetime) -> Card:
    """A card that waited will not be handed over: faulty after all, or never collected.

    Raises:
        CardGone
    """
    with open_batch(
        actor=actor, verb="cards.card_undone", source="kartu", known_on=on, at=now
    ) as batch:
        card = locked(ref, State.READY)
        settle_blank(actor=actor, serial=card.serial, outcome=outcome, on=on, now=now)
        card.state, card.ended_on, card.spoiled_for = State.UNDONE, on, str(outcome)
        card.save(update_fields=["state", "ended_on", "spoiled_for"])
        card_happened(
            batch,
            person_id=card.person_id,
            kind="card_undone",
            on=on,
            told={"serial": card.serial, "job": card.ref},
        )
        batch.subjects.append(card.person.ref.hex)
        batch.detail |= {"serial": card.serial, "outcome": str(outcome)}
    return card


def ask_printers(*, actor: Principal, on: date, now: datetime) -> int:
    """Ask after cards that printers hold; those whose time is up are in doubt. How many moved."""
    moved = 0
    devices = {one.code: one for one in queries.printers()}
    for card in queries.cards_in(State.PRINTING):
        if card.ticket and card.printer in devices:
            progress = machines.machine(devices[card.printer]).ask(card.ticket)
            if progress not in (Progress.PRINTING, Progress.UNKNOWN):
                ticket = Ticket(card.ticket, progress, card.chip)
                settle(actor=actor, ref=card.ref, ticket=ticket, on=on, now=now)
                moved += 1
    return moved + _time_is_up(actor, now)


def _time_is_up(actor: Principal, now: datetime) -> int:
    stale = list(queries.stale(now).values_list("ref", flat=True))
    for ref in stale:
        with transaction.atomic():
            lock_head()
            card = Card.objects.filter(ref=ref, state=State.PRINTING, lease_until__lt=now).first()
            if card is not None:
                _doubt(actor, card, now)
    return len(stale)


def chosen(line: Line, person_id: int | None) -> Place:
    if person_id is None:
        if not line.ready:
            raise NobodyWaits
        return line.ready[0]
    for place in line.ready:
        if place.who.person == person_id:
            return place
    on_its_way = Card.objects.filter(person_id=person_id, state__in=queries.ON_ITS_WAY)
    raise CardOnItsWay if on_its_way.exists() else NotPrintable


def new_card(actor: Principal, place: Place, printer: Printer, on: date, now: datetime) -> Card:
    request = Request.objects.filter(ref=place.who.request).first() if place.who.request else None
    return Card(
        person_id=place.who.person,
        request=request,
        cause=place.who.cause,
        printer=printer.code,
        began_on=on,
        began_at=now,
        officer=actor.officer_ref or actor.ref,
    )


def _end_at_printer(
    actor: Principal, card: Card, state: State, outcome: Outcome, on: date, now: datetime
) -> None:
    settle_blank(actor=actor, serial=card.serial, outcome=outcome, on=on, now=now)
    card.state, card.lease_until = state, None
    if state is State.CHECK:
        card.printed_on = on
    else:
        card.ended_on = on
        card.spoiled_for = str(outcome) if outcome in SPOILED else ""
    card.save()
    _tell(actor, "end_print", card, now, outcome=str(outcome))


def _spoil(
    actor: Principal, ref: str, state: State, outcome: Outcome, on: date, now: datetime
) -> Card:
    if outcome not in SPOILED:
        raise CardGone
    with transaction.atomic():
        lock_head()
        card = locked(ref, state)
        settle_blank(actor=actor, serial=card.serial, outcome=outcome, on=on, now=now)
        card.state, card.ended_on = State.SPOILED, on
        card.spoiled_for, card.checked_by = str(outcome), actor.officer_ref or actor.ref
        card.save()
        _tell(actor, "spoil_card", card, now, outcome=str(outcome))
    return card


def _doubt(actor: Principal, card: Card, now: datetime) -> None:
    card.state, card.lease_until = State.DOUBT, None
    card.save(update_fields=["state", "lease_until", "ticket", "chip"])
    _tell(actor, "doubt_card", card, now)


def locked(ref: str, state: State) -> Card:
    rows = Card.objects.select_for_update(of=("self",)).select_related("person", "request")
    card = rows.filter(ref=ref, state=state).first()
    if card is None:
        raise CardGone
    return card


def _tell(actor: Principal, verb: str, card: Card, now: datetime, **detail: object) -> None:
    write_act(
        actor=actor.ref,
        verb=f"cards.{verb}",
        subjects=[card.person.ref.hex],
        detail={"job": card.ref, "serial": card.serial, **detail},
        at=now,
    )
