"""The demo's blanks: two cartons from the ministry, three printers, a fortnight of printing.

Invented like its people. Serials begin with SPESIMEN, so that nobody takes one for a real blank.
What was printed before the story is only counted: those cards are in the hands of people whose
status the centre's snapshots tell.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Final

from tuntas.cards import actions, queries, stock
from tuntas.cards.actions import Outcome
from tuntas.cards.actions.moving import between
from tuntas.cards.models import InvalidCard
from tuntas.cards.stock import Item, Kind, Move, account
from tuntas.demo import office, script
from tuntas.demo.roster import Cast

PRINTERS: Final = (
    # (code, name, blanks it holds)
    ("loket-1", "Printer loket 1", 150),
    ("loket-2", "Printer loket 2", 100),
    ("mobil-1", "Printer mobil keliling", 60),
)
_BOXES: Final = (
    ("SPESIMEN-K01", "SPESIMEN-0000001 – SPESIMEN-0000500"),
    ("SPESIMEN-K02", "SPESIMEN-0000501 – SPESIMEN-0001000"),
)
_SUPPLIES: Final = {Item.RIBBON: 9, Item.FILM: 6, Item.CLEANING: 3}
_DISTRICT: Final = "75.05.03"  # Anggrek
_BEFORE_DAYS: Final = 13
_A_DAY: Final = 9
_FAILS: Final = {17: Outcome.FAILED_PRINT, 40: Outcome.FAILED_ENCODE, 61: Outcome.FAILED_PRINT}
_OLD_CARDS: Final = ("element_change", "element_change", "arrival", "damaged", "lost_found")


def stock_up(*, cast: Cast, start: date) -> None:
    """Printers, opening stock, and what was printed in the fortnight before *start*."""
    first = max(start - timedelta(days=_BEFORE_DAYS), script.OPENING_ON)
    _add_printers(cast, first)
    _receive(cast, first)
    numbers = count(1)
    for back in range((start - first).days):
        day = first + timedelta(days=back)
        if day.weekday() < 5:
            _print(cast, day, numbers)
    _take_back(cast, start - timedelta(days=1) if start > first else start)


def _add_printers(cast: Cast, on: date) -> None:
    held = {printer.code for printer in queries.printers()}
    for code, name, _ in PRINTERS:
        if code not in held:
            actions.add_printer(
                actor=cast["adb"], code=code, name=name, adapter="simulator", now=office.at(on, 8)
            )


def _receive(cast: Cast, on: date) -> None:
    now = office.at(on, 9)
    ref = actions.receive(
        actor=cast["adb"],
        boxes=_BOXES,
        supplies=_SUPPLIES,
        document="BAST 400.8/SPESIMEN/2023",
        said={"party": "Petugas Ditjen Peragaan", "party_position": "Ditjen Dukcapil (peragaan)"},
        on=on,
        now=now,
    )
    actions.sign(actor=cast["kabid"], ref=ref, on=on, now=now)
    for code, _, number in PRINTERS:
        target = account(Kind.PRINTER, code)
        _issue(cast, target, number, {Item.RIBBON: 1, Item.FILM: 1}, on)
    _issue(cast, account(Kind.DISTRICT, _DISTRICT), 40, {}, on)


def _issue(cast: Cast, target: str, number: int, supplies: dict[Item, int], on: date) -> None:
    source = account(Kind.OFFICE)
    chosen = "\n".join(map(str, queries.choose(source, number)))
    actions.enter(
        actor=cast["adb"],
        move=Move.ISSUED,
        lines=between(source, target, chosen, supplies),
        on=on,
        now=office.at(on, 10),
    )


def _print(cast: Cast, on: date, numbers: count[int]) -> None:
    operator, now = cast["operator"], office.at(on, 11)
    for turn in range(_A_DAY):
        number = next(numbers)
        serial = actions.take_blank(
            actor=operator,
            printer_ref=PRINTERS[turn % 2][0],
            job_ref=f"{number:032x}",
            on=on,
            now=now,
        )
        outcome = _FAILS.get(number, Outcome.PRINTED)
        actions.settle_blank(actor=operator, serial=serial, outcome=outcome, on=on, now=now)
        if outcome is Outcome.PRINTED:
            actions.hand_over_blank(actor=operator, serial=serial, on=on, now=now)


def _take_back(cast: Cast, on: date) -> None:
    """Old cards of other offices and of earlier years, and a ribbon that is used up."""
    now = office.at(on, 13)
    for cause in _OLD_CARDS:
        actions.withdraw_card(
            actor=cast["operator"], cause=InvalidCard.Cause(cause), on=on, now=now
        )
    printer = account(Kind.PRINTER, PRINTERS[0][0])
    actions.enter(
        actor=cast["operator"],
        move=Move.USED,
        lines=[stock.Line(Item.RIBBON, printer, account(Kind.USED), 1)],
        on=on,
        now=now,
    )
