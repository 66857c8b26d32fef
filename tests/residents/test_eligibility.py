"""Who must hold a KTP-el, and from which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.ledger.tracks import Change, Changes, Standing, value_on
from tuntas.residents.eligibility import (
    RULES,
    Rule,
    age_years,
    becomes_due_on,
    standing_changes,
    why_unknown,
)

OPENING = date(2020, 12, 31)
MINOR, UNKNOWN, DUE = Standing.MINOR, Standing.UNKNOWN, Standing.DUE


def of(
    birth_on: date | None,
    *,
    married: date | None = None,
    foreign: bool = False,
    permit_from: date | None = None,
    permit_until: date | None = None,
    from_on: date = OPENING,
    rules: tuple[Rule, ...] = RULES,
) -> Changes:
    return standing_changes(
        birth_on=birth_on,
        ever_married_from=married,
        foreign=foreign,
        permit_from=permit_from,
        permit_until=permit_until,
        from_on=from_on,
        rules=rules,
    )


def test_an_adult_is_due_from_the_start() -> None:
    assert of(date(1990, 8, 17)) == (Change(OPENING, DUE, "start"),)


def test_somebody_of_sixteen_becomes_due_on_the_birthday_that_lies_ahead() -> None:
    assert of(date(2006, 6, 20)) == (
        Change(OPENING, MINOR, "start"),
        Change(date(2023, 6, 20), DUE, "birthday"),
    )


def test_who_turns_seventeen_on_the_first_day_is_due_at_once() -> None:
    assert of(date(2003, 12, 31)) == (Change(OPENING, DUE, "start"),)
    assert of(date(2004, 1, 1))[1].on == date(2021, 1, 1)


def test_a_girl_married_at_fifteen_is_due_from_her_wedding() -> None:
    assert of(date(2006, 6, 20), married=date(2021, 11, 3)) == (
        Change(OPENING, MINOR, "start"),
        Change(date(2021, 11, 3), DUE, "married"),
    )


def test_a_wedding_after_the_seventeenth_birthday_changes_nothing() -> None:
    assert of(date(2006, 6, 20), married=date(2024, 1, 1)) == of(date(2006, 6, 20))


def test_born_on_29_february_seventeen_years_have_passed_on_1_march() -> None:
    assert of(date(2004, 2, 29))[1] == Change(date(2021, 3, 1), DUE, "birthday")


def test_without_a_birth_date_nobody_can_say_unless_ever_married() -> None:
    assert of(None) == (Change(OPENING, UNKNOWN, "start"),)
    assert of(None, married=date(1990, 1, 1)) == (Change(OPENING, DUE, "start"),)
    assert of(None, married=date(2022, 1, 1)) == (
        Change(OPENING, UNKNOWN, "start"),
        Change(date(2022, 1, 1), DUE, "married"),
    )


def test_a_foreigner_without_a_permanent_permit_is_not_obliged() -> None:
    assert of(date(1980, 1, 1), foreign=True) == (Change(OPENING, MINOR, "start"),)
    assert of(None, foreign=True) == (Change(OPENING, MINOR, "start"),)


def test_a_foreigner_is_obliged_through_the_last_day_of_the_permit() -> None:
    assert of(date(1980, 1, 1), foreign=True, permit_until=date(2022, 3, 31)) == (
        Change(OPENING, DUE, "start"),
        Change(date(2022, 4, 1), MINOR, "permit_ended"),
    )


def test_a_permit_to_come_obliges_from_its_first_day() -> None:
    assert of(
        date(1980, 1, 1), foreign=True, permit_from=date(2021, 5, 1), permit_until=date(2026, 4, 30)
    ) == (
        Change(OPENING, MINOR, "start"),
        Change(date(2021, 5, 1), DUE, "permit_granted"),
        Change(date(2026, 5, 1), MINOR, "permit_ended"),
    )


def test_a_foreign_child_becomes_due_at_seventeen_and_stops_with_the_permit() -> None:
    found = of(date(2006, 6, 20), foreign=True, permit_until=date(2025, 12, 31))

    assert [(c.on, c.value, c.cause) for c in found] == [
        (OPENING, MINOR, "start"),
        (date(2023, 6, 20), DUE, "birthday"),
        (date(2026, 1, 1), MINOR, "permit_ended"),
    ]


def test_a_new_rule_is_a_row_with_its_first_day() -> None:
    rules = (*RULES, Rule(date(2022, 1, 1), 16, (3, 1), "contoh"))

    assert of(date(2005, 8, 1), rules=rules) == (
        Change(OPENING, MINOR, "start"),
        Change(date(2022, 1, 1), DUE, "rule_changed"),
    )
    assert of(date(2006, 6, 20), rules=rules)[1] == Change(date(2022, 6, 20), DUE, "birthday")
    assert of(date(2004, 2, 1), rules=rules)[1] == Change(date(2021, 2, 1), DUE, "birthday")


def test_every_rule_names_its_article_and_they_stand_in_order() -> None:
    assert all("pasal 63" in rule.source for rule in RULES)
    assert [rule.first_day for rule in RULES] == sorted(rule.first_day for rule in RULES)


def test_the_day_someone_becomes_due() -> None:
    assert becomes_due_on(birth_on=date(2006, 6, 20), from_on=OPENING) == date(2023, 6, 20)
    assert becomes_due_on(birth_on=date(1990, 1, 1), from_on=OPENING) == OPENING
    assert becomes_due_on(birth_on=None, from_on=OPENING) is None
    assert becomes_due_on(birth_on=date(1990, 1, 1), foreign=True, from_on=OPENING) is None


@pytest.mark.parametrize("marital_known", [True, False])
def test_an_unknown_standing_tells_what_to_fill_in(marital_known: bool) -> None:
    told = why_unknown(marital_known=marital_known)

    assert "tanggal lahir" in told.remedy_id
    assert ("status kawin" in told.remedy_id) is not marital_known


# --- A walk day by day that shares no code ----------------------------------------------


def years_passed(birth: date, on: date) -> int:
    """Full years by counting anniversaries, (month, day) pairs compared as text."""
    return on.year - birth.year - (f"{on:%m%d}" < f"{birth:%m%d}")


def naive(
    on: date,
    birth: date | None,
    married: date | None,
    foreign: bool,
    permit: tuple[date | None, date | None],
    rules: tuple[Rule, ...],
) -> int:
    age = [r.age_years for r in sorted(rules, key=lambda r: r.first_day) if r.first_day <= on]
    since, until = permit
    if foreign:
        if since is None and until is None:
            return 0
        if (since is not None and on < since) or (until is not None and on > until):
            return 0
    if married is not None and married <= on:
        return 2
    if birth is None:
        return 1
    return 2 if years_passed(birth, on) >= (age[-1] if age else rules[0].age_years) else 0


near = st.dates(date(2015, 1, 1), date(2024, 12, 31))
births = st.dates(date(1996, 1, 1), date(2009, 12, 31)) | st.sampled_from(
    [date(2000, 2, 29), date(2004, 2, 29), date(2008, 2, 29)]
)
rule_books = st.sampled_from(
    [
        RULES,
        (*RULES, Rule(date(2019, 7, 1), 16, (3, 1), "x")),
        (*RULES, Rule(date(2018, 2, 28), 18, (3, 1), "x"), Rule(date(2021, 1, 1), 17, (3, 1), "y")),
    ]
)


@given(
    st.none() | births,
    st.none() | near,
    st.booleans(),
    st.tuples(st.none() | near, st.none() | near),
    st.dates(date(2014, 6, 1), date(2021, 1, 1)),
    rule_books,
)
def test_the_changes_are_what_a_walk_day_by_day_finds(
    birth: date | None,
    married: date | None,
    foreign: bool,
    permit: tuple[date | None, date | None],
    from_on: date,
    rules: tuple[Rule, ...],
) -> None:
    changes = of(
        birth,
        married=married,
        foreign=foreign,
        permit_from=permit[0],
        permit_until=permit[1],
        from_on=from_on,
        rules=rules,
    )

    day, walked, last = from_on, [], None
    while day < date(2027, 6, 1):
        value = naive(day, birth, married, foreign, permit, rules)
        if value != last:
            walked.append((day, value))
            last = value
        day += timedelta(days=1)
    assert [(change.on, int(change.value)) for change in changes] == walked
    assert changes[0].cause == "start"
    assert "start" not in [c.cause for c in changes[1:]]


@given(births, st.none() | near)
def test_a_citizen_once_due_stays_due(birth: date, married: date | None) -> None:
    changes = of(birth, married=married)

    due_on = becomes_due_on(birth_on=birth, ever_married_from=married, from_on=OPENING)
    assert due_on is not None
    assert value_on(changes, due_on) == value_on(changes, date(2199, 1, 1)) == DUE


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.dates(date(2020, 1, 2), date(2030, 1, 1)))
def test_age_grows_by_one_on_each_birthday(birth: date, on: date) -> None:
    assert age_years(birth, on) == years_passed(birth, on)
    assert age_years(birth, birth) == 0
