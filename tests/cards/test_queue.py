"""The order of the print queue: nobody is lost, nobody starves, the rule of the day decides."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tuntas.cards.causes import FIRST_CARDS, Cause
from tuntas.cards.queue import Hold, Waiting, order, rules_on

DAY = date(2023, 6, 20)
waiting = st.builds(
    Waiting,
    person=st.integers(1, 10_000),
    cause=st.sampled_from(list(Cause)),
    since=st.dates(DAY - timedelta(60), DAY),
    born=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2006, 6, 1))),
    needed_by=st.one_of(st.none(), st.dates(DAY - timedelta(5), DAY + timedelta(30))),
    urgent=st.booleans(),
    holds=st.sampled_from([(), (), (), ((Hold.DATA_CHANGE, None),)]),
)
crowds = st.lists(waiting, max_size=25, unique_by=lambda who: who.person)


@given(crowds, st.booleans(), st.dates(date(2014, 1, 1), date(2026, 1, 1)))
def test_everybody_stands_in_exactly_one_part(crowd: list[Waiting], short: bool, on: date) -> None:
    line = order(crowd, on=on, short=short)

    stands = [place.who.person for place in (*line.ready, *line.deferred)]
    stands += [who.person for who in line.held]
    assert sorted(stands) == sorted(who.person for who in crowd)
    assert all(who.holds for who in line.held)


@given(crowds, st.booleans())
def test_the_order_does_not_depend_on_how_people_came(crowd: list[Waiting], short: bool) -> None:
    assert order(crowd, on=DAY, short=short) == order(crowd[::-1], on=DAY, short=short)


@given(crowds)
def test_in_ordinary_times_nobody_is_put_off_and_no_cause_starves(crowd: list[Waiting]) -> None:
    line = order(crowd, on=DAY, short=False)

    assert line.deferred == []
    late = [p for p in line.ready if (DAY - p.who.since).days > 1 and p.deadline is None]
    assert [p.who.since for p in late] == sorted(p.who.since for p in late)


@given(crowds)
def test_in_a_shortage_scarce_blanks_go_to_first_cards_and_pressing_needs(
    crowd: list[Waiting],
) -> None:
    line = order(crowd, on=DAY, short=True)

    assert all(p.who.cause in FIRST_CARDS or p.who.urgent for p in line.ready)
    assert all(p.who.cause not in FIRST_CARDS and not p.who.urgent for p in line.deferred)
    firsts = [p.who.cause in FIRST_CARDS for p in line.ready]
    assert firsts == sorted(firsts, reverse=True)


def test_an_election_puts_young_voters_first_for_sixty_days() -> None:
    young = Waiting(1, Cause.FIRST, date(2024, 1, 10), born=date(2007, 2, 14))
    first = Waiting(2, Cause.FIRST, date(2024, 1, 5), born=date(1980, 3, 1))
    married = Waiting(3, Cause.FIRST, date(2024, 1, 4), born=date(2007, 2, 15))
    crowd = [young, first, married]

    during = order(crowd, on=date(2024, 1, 15), short=False).ready
    after = order(crowd, on=date(2024, 2, 15), short=False).ready

    # Seventeen on polling day itself votes by age; whoever turns seventeen a day later does not.
    assert [(p.who.person, p.reason) for p in during] == [(1, "pemilu_2024"), (3, ""), (2, "")]
    assert [p.who.person for p in after] == [3, 2, 1]


def test_before_the_circular_of_2019_a_shortage_put_nobody_off() -> None:
    assert not any(rule.deferred for rule in rules_on(date(2019, 8, 25), short=True))
    assert any(rule.deferred for rule in rules_on(date(2019, 8, 26), short=True))
