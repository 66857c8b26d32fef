"""The ledger against a day-by-day walk that shares no code with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.brute import Told, state
from tests.ledger.histories import N_PEOPLE, OPENING, Teller, histories
from tuntas.ledger import cells, queries, writing
from tuntas.ledger.cube import Cube
from tuntas.ledger.verification import verify

pytestmark = pytest.mark.django_db

asked = st.dates(OPENING, OPENING + timedelta(1700))


@pytest.fixture(autouse=True, scope="module")
def old_enough() -> Iterator[None]:
    """Some arcs in the tallies and some still to come, as in an office after a thousand acts;
    some in the row of their batch, some in the table of arcs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "BEHIND", 2)
        patch.setattr(writing, "FEW", 1)
        yield


@contextmanager
def forgotten() -> Iterator[None]:
    """A store that forgets what happened in the block: hypothesis tells many histories."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walked(history: list[Told], day: date, known: date) -> Counter[tuple[int, int]]:
    """People by (village, cell) as the brute force says."""
    found: Counter[tuple[int, int]] = Counter()
    for person in range(N_PEOPLE):
        now = state(history, person, day, known)
        if now is not None:
            village, standing, aside, enrol, card = now
            found[(village, standing * 18 + aside * 9 + enrol * 3 + card)] += 1
    return found


def counted(cube: Cube, day: date, known: date | None) -> Counter[tuple[int, int]]:
    """People by (village, cell) as the ledger says."""
    stock = cube.stock(day.toordinal(), None if known is None else known.toordinal())
    assert (stock >= 0).all()
    return Counter(
        {
            (int(cube.villages[v]), int(cell)): int(stock[v, cell])
            for v, cell in zip(*stock.nonzero(), strict=True)
        }
    )


@given(
    histories(), st.lists(asked, min_size=4, max_size=4), st.lists(asked, min_size=3, max_size=3)
)
def test_stocks_on_any_day_as_known_on_any_day(
    history: list[Told], on: list[date], known: list[date]
) -> None:
    with forgotten():
        teller = Teller()
        for told in history:
            teller.tell(told)

        cube = queries.cube()

        last = history[-1].known
        for day in [*on, OPENING, *(t.on for t in history if t.on >= OPENING)]:
            assert counted(cube, day, None) == walked(history, day, last)
            for then in known:
                assert counted(cube, day, then) == walked(history, day, then)
        # Told past the office: nobody proposed to set anybody aside.
        assert [one for one in verify() if not one.place.startswith("outreach_")] == []


@given(histories(size=10), asked, asked)
def test_names_behind_the_numbers(history: list[Told], day: date, known: date) -> None:
    with forgotten():
        teller = Teller()
        for told in history:
            teller.tell(told)
        people = {person_id: n for n, person_id in teller.people.items()}

        now = queries.people_in(on=day, cells=range(cells.N_CELLS))
        then = queries.people_in_as_known(on=day, known=known, cells=range(cells.N_CELLS))

        for rows, moment in ((now, history[-1].known), (then, known)):
            named = {(people[person], village, cell) for person, village, cell in rows}
            expected = set()
            for person in range(N_PEOPLE):
                found = state(history, person, day, moment)
                if found is not None:
                    expected.add((person, found[0], cells.encode(*found[1:])))
            assert named == expected


@given(histories(), asked, asked, st.sampled_from([None, (11,), (11, 12)]))
def test_opening_plus_entries_minus_exits_is_closing(
    history: list[Told], one: date, other: date, area: tuple[int, ...] | None
) -> None:
    with forgotten():
        teller = Teller()
        for told in history:
            teller.tell(told)
        cube = queries.cube()
        first, last = sorted((one.toordinal(), other.toordinal()))

        for mask in (cells.LEFT, cells.OBLIGED, cells.CAPTURED, cells.POPULATION):
            slots = cube.slots(mask, area)
            flow = cube.flow(first, last, slots)

            opening, closing = (int(cube.stock(day)[slots].sum()) for day in (first, last))
            assert opening + flow.net == closing
            assert list(cube.series([first, last], slots)) == [opening, closing]


@given(histories(size=9))
def test_states_sum_to_the_obliged(history: list[Told]) -> None:
    with forgotten():
        teller = Teller()
        for told in history:
            teller.tell(told)
        cube = queries.cube()

        for told in history:
            stock = cube.stock(max(told.on, OPENING).toordinal())
            obliged = stock[:, cells.OBLIGED].sum(axis=1)
            parts = stock[:, cells.LEFT].sum(axis=1) + stock[:, cells.CAPTURED].sum(axis=1)
            assert (obliged == parts).all()


@given(histories(size=8))
def test_saying_the_same_again_adds_nothing(history: list[Told]) -> None:
    from tuntas.ledger.models import ArcRow, Batch, Course

    def written() -> tuple[int, int, list[tuple[object, ...]]]:
        carrying = Batch.objects.exclude(arcs="").count()
        return (
            ArcRow.objects.count(),
            carrying,
            list(Course.objects.order_by("person_id").values_list()),
        )

    with forgotten():
        teller = Teller()
        for told in history:
            teller.tell(told)
        rows = written()

        for (person_id, table), facts in teller.facts.items():
            restate_again(person_id, table, facts)

        assert written() == rows


def restate_again(person_id: int, table: str, facts: list[object]) -> None:
    from datetime import UTC, datetime

    from tuntas.accounts.principals import system
    from tuntas.ledger.actions import open_batch
    from tuntas.ledger.facts import OWNERS

    with open_batch(
        actor=system("test"),
        verb="test.again",
        source="riwayat",
        known_on=date(2030, 1, 1),
        at=datetime(2024, 1, 1, tzinfo=UTC),
    ) as batch:
        batch.restate(person_id, OWNERS[table].derive(facts))  # type: ignore[arg-type]


@given(histories(size=8), st.randoms(use_true_random=False))
def test_the_order_of_learning_does_not_change_what_is_true_now(history: list[Told], rng) -> None:  # type: ignore[no-untyped-def]
    # What is said of one person keeps its order: there the later word counts. Between
    # people the order is free.
    people = [[t for t in history if t.person == n] for n in range(N_PEOPLE)]
    shuffled: list[Told] = []
    while any(people):
        chosen = rng.choice([rows for rows in people if rows])
        shuffled.append(chosen.pop(0))

    truths = []
    for order in (history, shuffled):
        with forgotten():
            teller = Teller()
            for told in order:
                teller.tell(Told(**{**told.__dict__, "known": OPENING + timedelta(2000)}))
            cube = queries.cube()
            truths.append([counted(cube, OPENING + timedelta(n), None) for n in range(0, 1700, 97)])

    assert truths[0] == truths[1]
