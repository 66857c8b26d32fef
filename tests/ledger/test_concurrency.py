"""Several writers at once: nobody's act is lost, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.ledger.brute import Told
from tests.ledger.histories import OPENING, Teller
from tuntas.accounts.principals import system
from tuntas.audit import queries as audit
from tuntas.enrolment.actions import record_person
from tuntas.enrolment.errors import Refused
from tuntas.ledger import cells, queries
from tuntas.ledger.verification import verify
from tuntas.residents.actions.events import record_event
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

DAY = OPENING + timedelta(30)
NOW = datetime(2023, 6, 20, 5, tzinfo=UTC)
WRITERS = 4


def together(*acts: Callable[[], None]) -> list[Exception]:
    """Run *acts* at the same moment, each in a thread with its own connection."""
    start = Barrier(len(acts))
    errors: list[Exception] = []

    def run(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001 — handed to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.fixture
def refs() -> list[str]:
    """Forty obliged people of whom nobody is recorded."""
    teller = Teller()
    for n in range(40):
        said = {"village": 11 + n % 3, "birth_on": "1980-05-05"}
        teller.tell(Told(n, n, "listed", OPENING, OPENING, said))
    people = Person.objects.in_bulk(list(teller.people.values()))
    return [person.ref.hex for person in people.values()]


def record(ref: str, nonce: str) -> None:
    record_person(
        actor=system("test"), person_ref=ref, nonce=nonce, on=DAY, place="Kantor", now=NOW
    )


def all_agrees() -> bool:
    return [*verify(), *audit.verify_all()] == []


def test_four_operators_record_different_people_at_once(refs: list[str]) -> None:
    def desk(number: int) -> Callable[[], None]:
        return lambda: [record(ref, f"n-{ref}") for ref in refs[number::WRITERS]]  # type: ignore[return-value]

    errors = together(*map(desk, range(WRITERS)))

    stock = queries.cube().stock(DAY.toordinal())
    assert errors == []
    assert int(stock[:, cells.LEFT].sum()) == 0
    assert int(stock[:, cells.CAPTURED].sum()) == len(refs)
    assert all_agrees()


def test_the_same_person_at_four_desks_is_recorded_once(refs: list[str]) -> None:
    errors = together(*(lambda n=n: record(refs[0], f"n-{n}") for n in range(WRITERS)))  # type: ignore[misc]

    assert [type(error) for error in errors] == [Refused] * (WRITERS - 1)
    assert int(queries.cube().stock(DAY.toordinal())[:, cells.CAPTURED].sum()) == 1
    assert all_agrees()


def test_one_request_sent_four_times_is_answered_four_times(refs: list[str]) -> None:
    errors = together(*(lambda: record(refs[0], "n-1") for _ in range(WRITERS)))

    assert errors == []
    assert int(queries.cube().stock(DAY.toordinal())[:, cells.CAPTURED].sum()) == 1
    assert all_agrees()


def test_a_move_and_a_recording_of_one_person_meet(refs: list[str]) -> None:
    def move() -> None:
        record_event(
            actor=system("test"),
            person_ref=refs[0],
            kind="moved",
            effective_on=DAY,
            told={"village": 13},
            source="SKPWNI",
            known_on=DAY,
            at=NOW,
        )

    errors = together(move, lambda: record(refs[0], "n-1"), lambda: record(refs[1], "n-2"))

    cube = queries.cube()
    stock = cube.stock(DAY.toordinal())
    assert errors == []
    assert int(stock[list(cube.villages).index(13)][cells.CAPTURED].sum()) == 1
    assert int(stock[:, cells.CAPTURED].sum()) == 2
    assert all_agrees()
