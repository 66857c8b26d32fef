"""An office with two people who keep its stock, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.test import Client

from tests.principals import Person, SmallOffice, make_user
from tuntas.accounts.principals import Principal
from tuntas.authority import actions as authority
from tuntas.cards import actions, queries
from tuntas.cards.models import Movement
from tuntas.cards.serials import Range
from tuntas.cards.stock import Item, Kind, Line, Move, account, blanks
from tuntas.letters import actions as letters

ON = date(2023, 6, 14)
NOW = datetime(2023, 6, 14, 9, tzinfo=ZoneInfo("Asia/Makassar"))
OFFICE = account(Kind.OFFICE)


@dataclass
class Store:
    """``keeper`` manages the stock, ``witness`` signs as the second person."""

    office: SmallOffice
    keeper: Principal
    witness: Principal
    on: date = field(default=ON)

    def receive(self, text: str, **supplies: int) -> str:
        ref = actions.receive(
            actor=self.keeper,
            boxes=[("Kotak 1", text)],
            document="BAST 12/2023",
            supplies={Item(name): number for name, number in supplies.items()},
            on=self.on,
            now=NOW,
        )
        self.sign(ref)
        return ref

    def move(self, move: Move, source: str, target: str, *ranges: Range, **more: str) -> str:
        ref = actions.enter(
            actor=self.keeper,
            move=move,
            lines=[blanks(source, target, each) for each in ranges],
            on=self.on,
            now=NOW,
            **more,
        )
        if queries.movement(ref).state == Movement.State.PENDING:
            self.sign(ref)
        return ref

    def issue(self, number: int, printer: str = "a") -> None:
        chosen = queries.choose(OFFICE, number)
        self.move(Move.ISSUED, OFFICE, account(Kind.PRINTER, printer), *chosen)

    def supply(self, move: Move, item: Item, source: str, target: str, number: int) -> str:
        return actions.enter(
            actor=self.keeper,
            move=move,
            lines=[Line(item, source, target, number)],
            on=self.on,
            now=NOW,
        )

    def sign(self, ref: str) -> None:
        actions.sign(actor=self.witness, ref=ref, on=self.on, now=NOW)

    def take(self, printer: str = "a", job: str = "1" * 32) -> str:
        return actions.take_blank(
            actor=self.keeper, printer_ref=printer, job_ref=job, on=self.on, now=NOW
        )

    def settle(self, serial: str, outcome: actions.Outcome) -> str:
        return actions.settle_blank(
            actor=self.keeper, serial=serial, outcome=outcome, on=self.on, now=NOW
        )

    def print_one(
        self,
        outcome: actions.Outcome = actions.Outcome.PRINTED,
        printer: str = "a",
        job: str = "1" * 32,
    ) -> str:
        serial = self.take(printer, job)
        self.settle(serial, outcome)
        return serial

    def hand_over(self, serial: str) -> str:
        return actions.hand_over_blank(actor=self.keeper, serial=serial, on=self.on, now=NOW)

    def at(self, where: str) -> list[str]:
        return [str(each) for each in queries.serials_at(where)]


def make_store(office: SmallOffice) -> Store:
    authority.install_shipped(districts=[office.own, office.other])
    letters.install_shipped(on=date(2023, 1, 1), region="Kabupaten", office="Dinas", place="Kota")
    return Store(office, make_person(office, "adb"), make_person(office, "coordinator"))


def make_person(office: SmallOffice, role: str) -> Principal:
    return Person(make_user(role, region=office.regency), Client()).principal
