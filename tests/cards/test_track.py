"""What became of a card, as a track: against a walk that asks each question backwards."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.brute import Told, _recording
from tuntas.enrolment.tracks import CARD_KINDS, derive
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import value_on

START = date(2023, 1, 1)
levels = st.sampled_from([(0, 0), (1, 0), (2, 0), (2, 1), (2, 2)])
said = st.one_of(
    st.tuples(st.sampled_from(CARD_KINDS), st.just((0, 0))),
    st.tuples(st.just("observed"), levels),
)
histories = st.lists(st.tuples(st.integers(0, 30), said), max_size=10)


@given(histories)
def test_the_card_on_every_day(history: list[tuple[int, tuple[str, tuple[int, int]]]]) -> None:
    told = [
        Told(
            order,
            0,
            kind,
            START + timedelta(day),
            START,
            {"enrol": level[0], "card": level[1]} if kind == "observed" else {},
        )
        for order, (day, (kind, level)) in enumerate(history)
    ]
    facts = [Fact(one.order, 0, one.kind, one.on, payload(one.said), 0, None) for one in told]

    track = derive(facts)["card"]

    for n in range(32):
        day = START + timedelta(n)
        assert value_on(track, day) == _recording(told, day)[1]


def test_whoever_holds_a_card_and_waits_for_the_next_still_holds_one() -> None:
    acts = [("card_printed", 1), ("card_handed", 2), ("card_printed", 5), ("card_handed", 9)]
    facts = [
        Fact(n, 0, kind, START + timedelta(day), "{}", 0, None)
        for n, (kind, day) in enumerate(acts)
    ]

    track = derive(facts)["card"]

    assert [(change.on.day, change.value) for change in track] == [(2, 1), (3, 2)]
