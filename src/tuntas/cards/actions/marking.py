"""Mode ``national``: the ministry's client prints; here the card is marked with its serial."""

from __future__ import annotations

from datetime import date, datetime

from tuntas.accounts.principals import Principal
from tuntas.cards import queries, serials, stock
from tuntas.cards.actions.blanks import Outcome, settle_blank
from tuntas.cards.actions.moving import enter
from tuntas.cards.actions.posting import lock_head
from tuntas.cards.actions.printing import chosen, new_card
from tuntas.cards.errors import NotThere, PrinterUnknown
from tuntas.cards.models import Card, Printer
from tuntas.cards.stock import Kind, Move, account
from tuntas.enrolment.actions import card_happened
from tuntas.ledger.actions import open_batch


def mark_printed(
    *,
    actor: Principal,
    printer_code: str,
    person_id: int,
    serial: str,
    on: date,
    now: datetime,
    spoiled_for: Outcome | None = None,
) -> Card:
    """The client printed *serial* for this person (or spoiled it).

    Raises:
        PrinterUnknown, NotPrintable, CardOnItsWay, SerialUnreadable
        NotThere: this printer does not hold the blank.
    """
    printer = queries.printer(printer_code)
    if printer.adapter != Printer.Adapter.NATIONAL:
        raise PrinterUnknown
    held = serials.one(serial)
    with open_batch(
        actor=actor, verb="cards.mark_printed", source="klien nasional", known_on=on, at=now
    ) as batch:
        lock_head()
        card = new_card(actor, chosen(queries.line(on), person_id), printer, on, now)
        card.serial, card.national = str(held), True
        if queries.account_of(serial) != account(Kind.PRINTER, printer.code):
            raise NotThere(str(held))
        source, work = (account(kind, printer.code) for kind in (Kind.PRINTER, Kind.WORK))
        line = stock.blanks(source, work, held)
        enter(actor=actor, move=Move.TAKEN, lines=[line], on=on, now=now, job=card.ref)
        outcome = spoiled_for or Outcome.PRINTED
        settle_blank(actor=actor, serial=str(held), outcome=outcome, on=on, now=now)
        if spoiled_for is not None:
            card.state, card.ended_on = Card.State.SPOILED, on
            card.spoiled_for = str(spoiled_for)
        else:
            card.state, card.printed_on = Card.State.READY, on
            card.checked_by = card.officer
            told = {"serial": card.serial, "job": card.ref}
            card_happened(batch, person_id=person_id, kind="card_printed", on=on, told=told)
        card.save()
        batch.subjects.append(card.person.ref.hex)
        batch.detail |= {"serial": card.serial, "outcome": str(outcome)}
    return card
