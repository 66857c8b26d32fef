"""A counter where cards are printed and handed over, for tests: people, stock, printers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.test import Client

from tests import lives
from tests.cards.stocking import Store, make_store
from tests.principals import Person as Officer
from tests.principals import SmallOffice, make_user
from tuntas.accounts.principals import Principal, system
from tuntas.cards import actions, machines, queries
from tuntas.cards.models import Card
from tuntas.cards.printers.simulator import Simulator
from tuntas.enrolment.actions import authorise_mode, observe_statuses
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.residents.models import Person

ON = date(2023, 6, 20)
NOW = datetime(2023, 6, 20, 9, tzinfo=ZoneInfo("Asia/Makassar"))
_number = count(1)


@dataclass
class Counter:
    """``operator`` prints and hands over. The business day moves with `next_day`."""

    office: SmallOffice
    store: Store
    operator: Principal
    on: date = field(default=ON)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.on, NOW.time(), NOW.tzinfo)

    def next_day(self, days: int = 1) -> None:
        self.on += timedelta(days)
        self.store.on = self.on

    def person(self, status: str = "PRINT_READY_RECORD", **told: object) -> Person:
        """Somebody of whom the centre says *status* since yesterday."""
        person = lives.listed(self.office.village.id, **told)
        if status:
            self.seen(person, status, self.on - timedelta(1))
        return person

    def seen(self, person: Person, status: str, on: date | None = None) -> None:
        day = on or self.on
        observe_statuses(
            actor=system("test"),
            rows=[(person.ref.hex, status)],
            on=day,
            source="cuplikan",
            known_on=self.on,
            now=self.now,
        )

    def printer(self, code: str = "a", blanks: int = 5) -> Simulator:
        """A printer with blanks in it."""
        made = actions.add_printer(
            actor=self.operator,
            code=code,
            name=f"Printer {code}",
            adapter="simulator",
            now=self.now,
        )
        first = next(_number) * 1000
        self.store.receive(f"SPESIMEN-{first:06d}..SPESIMEN-{first + blanks - 1:06d}")
        self.store.issue(blanks, code)
        machine = machines.machine(made)
        assert isinstance(machine, Simulator)
        return machine

    def print_next(self, code: str = "a", person: Person | None = None) -> Card:
        return actions.print_next(
            actor=self.operator,
            printer_code=code,
            on=self.on,
            now=self.now,
            person_id=person.id if person else None,
        )

    def check(self, card: Card, spoiled_for: actions.Outcome | None = None) -> Card:
        return actions.check_card(
            actor=self.operator, ref=card.ref, spoiled_for=spoiled_for, on=self.on, now=self.now
        )

    def hand_over(self, card: Card, **more: object) -> None:
        said: dict[str, object] = {"proof": actions.ByPhoto(), **more}
        actions.hand_over_card(
            actor=self.operator,
            ref=card.ref,
            on=self.on,
            now=self.now,
            **said,  # type: ignore[arg-type]
        )

    def carded(self, **told: object) -> Person:
        """Somebody who has held a card for years."""
        person = lives.listed(self.office.village.id, **told)
        self.seen(person, "CARD_ISSUED", lives.OPENING)
        return person

    def ask(self, person: Person, cause: str, *documents: str, **more: object) -> str:
        return actions.request_card(
            actor=self.operator,
            person_ref=person.ref.hex,
            cause=cause,
            documents=documents or ("f102", "f106", "kk", "police", "old_card", "proof"),
            on=self.on,
            now=self.now,
            **more,  # type: ignore[arg-type]
        )

    def queue(self) -> list[int]:
        return [place.who.person for place in queries.line(self.on).ready]

    def card_of(self, person: Person, on: date | None = None) -> int:
        """The ledger's level of a person's card on a day."""
        day = on or self.on
        rows = ledger.people_in(on=day, cells=range(cells.N_CELLS))
        return next(cells.decode(cell).card for id_, _, cell in rows if id_ == person.id)


def make_counter(office: SmallOffice) -> Counter:
    lives.opened()
    store = make_store(office)
    store.on = ON
    operator = Officer(make_user("operator", region=office.regency), Client()).principal
    authorise_mode(
        actor=system("test"), mode="local", from_on=date(2023, 1, 1), document="SK 1", now=NOW
    )
    return Counter(office, store, operator)
