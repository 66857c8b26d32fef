"""One blank at a time: taken for a print job, settled, handed over, withdrawn.

Two printers never get one blank: every posting holds the stock's head, and the row itself moves
by one conditional UPDATE from the account it lies in.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.cards import serials, stock
from tuntas.cards.actions.moving import enter
from tuntas.cards.actions.posting import lock_head
from tuntas.cards.errors import JobHolds, NoBlank, NotThere, SerialUnreadable, WhyMissing
from tuntas.cards.models import Blank, InvalidCard
from tuntas.cards.serials import Range
from tuntas.cards.stock import Item, Kind, Line, Move, account, kind_of, place_of


class Outcome(StrEnum):
    """What became of a blank that was taken."""

    PRINTED = "printed"
    FAILED_PRINT = "failed_print"
    FAILED_ENCODE = "failed_encode"
    DAMAGED = "damaged"
    UNUSED = "unused"
    """The printer never fed it: it lies in the printer again."""


_TARGET: Final = {
    Outcome.PRINTED: Kind.PRINTED,
    Outcome.FAILED_PRINT: Kind.FAILED_PRINT,
    Outcome.FAILED_ENCODE: Kind.FAILED_ENCODE,
    Outcome.DAMAGED: Kind.DAMAGED,
}


def take_blank(*, actor: Principal, printer_ref: str, job_ref: str, on: date, now: datetime) -> str:
    """The serial of the blank that *printer_ref* uses for *job_ref*; the same one when asked again.

    Raises:
        NoBlank: the printer holds none. JobHolds: the job holds one in another printer.
    """
    printer, work = account(Kind.PRINTER, printer_ref), account(Kind.WORK, printer_ref)
    with transaction.atomic():
        lock_head()
        held = Blank.objects.filter(job=job_ref).first()
        if held is not None and held.account != work:
            raise JobHolds
        if held is not None:
            return held.serial
        blank = Blank.objects.filter(account=printer).order_by("prefix", "number").first()
        if blank is None:
            raise NoBlank
        _enter(actor, Move.TAKEN, blank, work, on, now, job=job_ref)
    return blank.serial


def settle_blank(
    *,
    actor: Principal,
    serial: str,
    outcome: Outcome,
    on: date,
    now: datetime,
    note: str = "",
) -> str:
    """Say what became of a blank that was taken, or of a card found faulty later; the movement.

    Raises:
        NotThere, MoveUnknown: it was not taken. SerialUnreadable.
    """
    with transaction.atomic():
        lock_head()
        blank = _blank(serial)
        if outcome is Outcome.UNUSED and kind_of(blank.account) is not Kind.WORK:
            raise NotThere(serial)
        target = (
            account(Kind.PRINTER, place_of(blank.account))
            if outcome is Outcome.UNUSED
            else account(_TARGET[outcome])
        )
        return _enter(actor, Move(outcome), blank, target, on, now, job=blank.job, note=note)


def hand_over_blank(*, actor: Principal, serial: str, on: date, now: datetime) -> str:
    """The printed card *serial* leaves the office in somebody's hand; the movement.

    Raises:
        NotThere, MoveUnknown: it is not printed, or left already. SerialUnreadable.
    """
    with transaction.atomic():
        lock_head()
        blank = _blank(serial)
        return _enter(actor, Move.HANDED_OVER, blank, account(Kind.HANDED_OVER), on, now)


def withdraw_card(
    *,
    actor: Principal,
    cause: InvalidCard.Cause,
    on: date,
    now: datetime,
    serial: str = "",
    note: str = "",
) -> str:
    """Take an old card back into the register of invalid cards; the movement.

    A card whose *serial* is not of this office's stock is counted without one.

    Raises:
        WhyMissing: no such cause. MoveUnknown: the card is known to lie elsewhere.
    """
    if cause not in InvalidCard.Cause.values:
        raise WhyMissing
    withdrawn = account(Kind.WITHDRAWN)
    with transaction.atomic():
        lock_head()
        blank = _known(serial) if serial.strip() else None
        if blank is not None:
            return _enter(actor, Move.WITHDRAWN, blank, withdrawn, on, now, cause=cause, note=note)
        return enter(
            actor=actor,
            move=Move.WITHDRAWN,
            lines=[Line(Item.OLD_CARD, account(Kind.HOLDERS), withdrawn, 1)],
            on=on,
            now=now,
            note=note,
            cause=cause,
        )


def _enter(
    actor: Principal,
    move: Move,
    blank: Blank,
    target: str,
    on: date,
    now: datetime,
    *,
    job: str = "",
    cause: str = "",
    note: str = "",
) -> str:
    held = Range(blank.prefix, blank.number, blank.number, blank.width)
    return enter(
        actor=actor,
        move=move,
        lines=[stock.blanks(blank.account, target, held)],
        on=on,
        now=now,
        job=job,
        cause=cause,
        note=note,
    )


def _blank(serial: str) -> Blank:
    found = _known(serial)
    if found is None:
        raise NotThere(serial)
    return found


def _known(serial: str) -> Blank | None:
    try:
        wanted = serials.one(serial)
    except SerialUnreadable:
        return None
    return Blank.objects.filter(
        prefix=wanted.prefix, number=wanted.first, width=wanted.width
    ).first()
