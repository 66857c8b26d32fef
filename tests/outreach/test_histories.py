"""Random histories in a real store: the list stays partitioned, and every name stays somebody's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

import pytest

from tests.lives import NOW, happened, listed, opened
from tests.principals import OfficerWith, SmallOffice
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.coverage.queries import figures_of
from tuntas.enrolment.actions import record_person
from tuntas.enrolment.errors import Refused
from tuntas.ledger import queries as ledger
from tuntas.ledger.verification import verify
from tuntas.outreach import actions, queries
from tuntas.outreach.actions.cases import plan_case
from tuntas.outreach.actions.contacts import record_contact
from tuntas.outreach.actions.reasons import tell_reason
from tuntas.outreach.duties import Owner
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.reasons import reasons
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

FIRST = date(2023, 5, 1)


@dataclass
class Field:
    """A village with its two officers, to whom things happen by chance."""

    clerk: Principal
    chief: Principal
    people: list[Person]
    chance: Random
    on: date = FIRST

    def live(self) -> None:
        person = self.chance.choice(self.people)
        acts: list[Callable[[Person], object]] = [
            self.contact,
            self.contact,
            self.reason,
            self.propose,
            self.decide,
            self.record,
            self.plan,
            self.event,
        ]
        with suppress(OutreachError, Refused):
            self.chance.choice(acts)(person)
        self.on += timedelta(self.chance.choice([0, 0, 1, 4]))

    def contact(self, person: Person) -> None:
        outcome = self.chance.choice(list(Outcome))
        promise = self.on + timedelta(3) if outcome is Outcome.WILL_COME else None
        record_contact(
            actor=self.clerk,
            person_ref=person.ref.hex,
            outcome=outcome.value,
            on=self.on,
            channel=self.chance.choice(["visit", "call", "link"]),
            nonce=f"n{next(_nonce)}",
            will_come_on=promise,
            now=NOW,
        )

    def reason(self, person: Person) -> None:
        code = self.chance.choice(["", *reasons(self.on)])
        tell_reason(
            actor=self.clerk,
            person_ref=person.ref.hex,
            code=code,
            evidence=self.chance.choice(["", "474/1"]),
            on=self.on,
            now=NOW,
        )

    def propose(self, person: Person) -> None:
        actions.propose_aside(
            actor=self.clerk,
            person_ref=person.ref.hex,
            reason=self.chance.choice(["MENINGGAL_BELUM_LAPOR", "GANDA_NIK", "PINDAH_BELUM_LAPOR"]),
            evidence="Surat kepala desa",
            document="474/1",
            on=self.on,
            now=NOW,
        )

    def decide(self, person: Person) -> None:
        for waiting in queries.open_proposals()[:1]:
            act = self.chance.choice([actions.approve_aside, actions.decline_aside])
            act(actor=self.chief, proposal_id=waiting.id, on=self.on, now=NOW)

    def record(self, person: Person) -> None:
        record_person(
            actor=self.clerk,
            person_ref=person.ref.hex,
            nonce=f"r{next(_nonce)}",
            on=self.on,
            place="Kantor",
            now=NOW,
        )

    def plan(self, person: Person) -> None:
        plan_case(
            actor=self.chief,
            person_ref=person.ref.hex,
            who="Camat",
            owner=Owner.CAMAT.value,
            visit_on=self.on + timedelta(2),
            on=self.on,
            now=NOW,
        )

    def event(self, person: Person) -> None:
        happened(person, self.chance.choice(["died", "moved_out", "deactivated"]), self.on)


_nonce = count(1)


@pytest.mark.parametrize("seed", range(6))
def test_random_histories_keep_the_partition_and_an_owner_for_everybody(
    seed: int, small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    opened()
    villages = (small_office.village.id, small_office.elsewhere.id)
    people = [listed(villages[n % 2]) for n in range(12)]
    people += [listed(villages[0], birth_on=f"2006-05-{day:02d}") for day in (3, 9, 20)]
    clerk, chief = (
        accounts.load_principal(officer_with(role), today=FIRST)
        for role in ("operator", "coordinator")
    )
    field = Field(clerk, chief, people, Random(seed))

    for _ in range(40):
        field.live()
        left = {person for person, _, _ in ledger.people_in(on=field.on)}
        tasks = queries.next_actions(None, field.on)
        assert {task.person_id for task in tasks} == left
        assert len(tasks) == len(left)
        assert all(task.duty.owner in list(Owner) for task in tasks)

    for where in (None, villages[:1], villages[1:]):
        by_reason, by_stand = queries.partition(where, field.on)
        figures = figures_of(where, on=field.on)
        assert by_reason.total() == by_stand.total() == figures.left
        assert by_stand["aside"] == figures.left - figures.left_dynamic
    for person in people:
        task = queries.next_action_of(person.id, field.on)
        assert (task is not None) == (person.id in left)
    assert list(verify()) == []


def test_the_board_of_a_whole_office_takes_few_statements(
    small_office: SmallOffice, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    opened()
    for _ in range(30):
        listed(small_office.village.id)

    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        assert len(queries.next_actions(None, FIRST)) == 30
