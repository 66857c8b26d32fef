"""Random histories of several printers and offices: always balanced, no serial in two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cards.stocking import NOW, OFFICE, ON, Store
from tuntas.cards import actions, queries, serials
from tuntas.cards.actions import Outcome
from tuntas.cards.errors import CardsError
from tuntas.cards.models import Blank, InvalidCard, Movement
from tuntas.cards.queries import stock as held
from tuntas.cards.stock import (
    ALLOWED,
    INVALID,
    SOURCES,
    Book,
    Item,
    Kind,
    Line,
    Move,
    account,
    blanks,
    kind_of,
    place_of,
)
from tuntas.cards.verification import check

pytestmark = pytest.mark.django_db

PLACES = {
    Kind.PRINTER: ("a", "b", "c"),
    Kind.WORK: ("a", "b", "c"),
    Kind.DISTRICT: ("99.05.01", "99.05.02"),
    Kind.LENT: ("Kab. X", "Kab. Y"),
    Kind.OTHER: ("Kab. X",),
}
ACCOUNTS = [account(kind, place) for kind in Kind for place in PLACES.get(kind, ("",))]
spans = st.tuples(st.integers(1, 40), st.integers(0, 12)).map(
    lambda two: serials.Range("S", two[0], two[0] + two[1], 3)
)


def fitting(move: Move) -> st.SearchStrategy[tuple[Move, str, str, serials.Range]]:
    """*move* between accounts that it may join."""
    sources, targets = (
        [where for where in ACCOUNTS if kind_of(where) in kinds] for kinds in ALLOWED[move]
    )
    return st.tuples(st.just(move), st.sampled_from(sources), st.sampled_from(targets), spans)


MEANT = [move for move in ALLOWED if move not in (Move.WITHDRAWN, Move.USED, Move.TAKEN)]
moves = st.sampled_from(MEANT).flatmap(fitting)
strange = st.tuples(
    st.sampled_from(MEANT), st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), spans
)
prints = st.tuples(st.sampled_from("abc"), st.sampled_from(list(Outcome)))
corrections = st.integers(0, 5)
histories = st.lists(
    st.one_of(moves, moves, moves, strange, prints, prints, corrections), max_size=16
)


@dataclass
class Brute:
    """Where each single serial is, kept as simply as can be."""

    where: dict[int, str] = field(default_factory=dict)

    def move(self, source: str, target: str, wanted: serials.Range) -> bool:
        numbers = range(wanted.first, wanted.last + 1)
        free = source if kind_of(source) in SOURCES else None
        if any(self.where.get(number, free) != source for number in numbers):
            return False
        self.where.update(dict.fromkeys(numbers, target))
        return True


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tried(act: object, *said: object, **more: object) -> bool:
    try:
        with transaction.atomic():
            act(*said, **more)  # type: ignore[operator]
    except CardsError:
        return False
    return True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(histories)
def test_whatever_happens_every_serial_is_where_it_was_put_last(
    store: Store, history: list[object]
) -> None:
    with undone():
        brute = Brute()
        store.receive("S001–S030")
        brute.move("ministry", OFFICE, serials.Range("S", 1, 30, 3))
        store.issue(9, "a")
        brute.move(OFFICE, "printer:a", serials.Range("S", 1, 9, 3))

        for step, said in enumerate(history):
            live(store, brute, said, step)

        assert {blank.number: blank.account for blank in Blank.objects.all()} == brute.where
        known = Counter(where for where in brute.where.values() if kind_of(where) not in SOURCES)
        assert queries.balances() == {(Item.BLANK, where): n for where, n in known.items()}
        waiting = Counter(InvalidCard.objects.filter(left=None).values_list("account", flat=True))
        assert waiting == {w: n for w, n in known.items() if kind_of(w) in INVALID}
        assert list(check()) == []


def live(store: Store, brute: Brute, said: object, step: int) -> None:
    if isinstance(said, int):
        correct(store, brute, said)
    elif isinstance(said, tuple) and len(said) == 2:
        print_one(store, brute, said[0], said[1], step)
    else:
        assert isinstance(said, tuple)
        move(store, brute, *said)


def move(store: Store, brute: Brute, kind: Move, source: str, target: str, span: object) -> None:
    assert isinstance(span, serials.Range)
    done = tried(store.move, kind, source, target, span, document="surat")
    sources, targets = ALLOWED[kind]
    elsewhere = kind is Move.UNUSED and place_of(source) != place_of(target)
    if (
        source == target
        or elsewhere
        or kind_of(source) not in sources
        or kind_of(target) not in targets
    ):
        assert not done
    else:
        assert done == brute.move(source, target, span)


def print_one(store: Store, brute: Brute, printer: str, outcome: Outcome, step: int) -> None:
    here = sorted(number for number, at in brute.where.items() if at == f"printer:{printer}")
    done = tried(store.print_one, outcome, printer, f"{step:032x}")
    assert done == bool(here)
    if done and outcome is not Outcome.UNUSED:
        brute.where[here[0]] = str(outcome)


def correct(store: Store, brute: Brute, back: int) -> None:
    done = Movement.objects.filter(state="done").order_by("-seq")[back : back + 1].first()
    if done is None:
        return
    lines = [line.pure() for line in done.lines.all()]
    inside = any("work:" in line.source + line.target for line in lines)
    free = (
        not inside
        and done.move != Move.CORRECTION
        and not Movement.objects.filter(reverses=done).exists()
    )
    fits = [
        all(
            brute.where.get(number) == line.target
            for number in range(line.serials.first, line.serials.last + 1)
        )
        for line in lines
        if line.serials
    ]

    def act() -> None:
        ref = actions.counter(actor=store.keeper, ref=done.ref, reason="salah", on=ON, now=NOW)
        store.sign(ref)

    assert tried(act) == (free and all(fits))
    if free and all(fits):
        for line in lines:
            assert line.serials
            brute.move(line.target, line.source, line.serials)


@given(st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), spans)))
def test_the_recount_agrees_with_single_serials(entries: list[tuple[str, str, object]]) -> None:
    book, brute = Book(), Brute()

    for source, target, span in entries:
        assert isinstance(span, serials.Range)
        moved = True
        try:
            book.move(blanks(source, target, span))
        except CardsError:
            moved = False
        assert moved == brute.move(source, target, span)

    for where in ACCOUNTS:
        numbers = sorted(number for number, at in brute.where.items() if at == where)
        singles = [serials.Range("S", number, number, 3) for number in numbers]
        assert book.serials(where) == serials.merge(singles)


@given(st.lists(spans), st.lists(spans))
def test_ranges_are_sets_of_serials(some: list[serials.Range], others: list[serials.Range]) -> None:
    def single(ranges: list[serials.Range]) -> set[str]:
        return {serial for each in ranges for serial in each}

    a, b = single(some), single(others)

    assert single(serials.merge(some)) == a
    assert serials.count(serials.merge(some)) == len(a)
    assert single(serials.without(some, others)) == a - b
    assert single(serials.shared(some, others)) == a & b
    assert serials.read("\n".join(map(str, serials.merge(some)))) == serials.merge(some)
    assert single(serials.lowest(some, 5)) == set(sorted(a)[:5])


def test_ribbons_never_come_from_nowhere(store: Store) -> None:
    book = Book()
    book.move(Line(Item.RIBBON, "ministry", OFFICE, 3))

    with pytest.raises(CardsError):
        book.move(Line(Item.RIBBON, OFFICE, "used", 4))
    assert book.balances() == {(Item.RIBBON, OFFICE): 3}


def test_choosing_takes_the_lowest_serials(store: Store) -> None:
    store.receive("S001–S030")
    store.move(Move.DAMAGED, OFFICE, account(Kind.DAMAGED), serials.Range("S", 2, 4, 3))

    assert [str(each) for each in queries.choose(OFFICE, 3)] == ["S001", "S005 – S006"]
    assert serials.count(queries.choose(OFFICE, 99)) == 27
    assert held.usable() == 27
