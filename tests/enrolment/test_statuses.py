"""A recording's later life: one table of statuses, time in each, who is stuck, what has stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lives import NOW, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.enrolment import actions, chasing, statuses, waiting
from tuntas.enrolment.minutes import Case, minutes_per_case
from tuntas.enrolment.models import CaptureSession
from tuntas.enrolment.statuses import ABILITY, Step
from tuntas.ledger.tracks import Enrol
from tuntas.residents.models import Person
from tuntas.residents.vocabulary import KTP_STATUSES, read_ktp_status

MONDAY = date(2023, 6, 5)
SFE, PRR, DUP = "SENT_FOR_ENROLLMENT", "PRINT_READY_RECORD", "DUPLICATE_RECORD"


# --- the table ------------------------------------------------------------------------------


def test_the_table_is_the_vocabulary_and_every_row_says_what_is_next() -> None:
    table = statuses.table()

    assert set(table) == set(KTP_STATUSES)
    for code, status in table.items():
        assert status.id, code
        assert status.en, code
        assert status.next <= set(table), code
        assert (status.step is Step.NONE) == (status.step not in ABILITY), code
        assert read_ktp_status(code).code == code  # type: ignore[union-attr]
        assert bool(status.patience_days) == status.watched, code


@pytest.mark.parametrize("written", ["sfe", "Sent For Enrolment", "SENT_FOR_ENROLLMENT", "s.f.e"])
def test_spelling_variants_are_one_status(written: str) -> None:
    read = read_ktp_status(written)

    assert read is not None
    assert statuses.status(read.code) is statuses.table()[SFE]


def test_from_everywhere_somebody_gets_a_card_in_the_end() -> None:
    def reached(code: str, seen: frozenset[str]) -> frozenset[str]:
        for one in statuses.table()[code].next - seen:
            seen = reached(one, seen | {one})
        return seen

    for code in statuses.table():
        assert "CARD_ISSUED" in reached(code, frozenset()) | {code}


@pytest.mark.parametrize(
    ("before", "after", "odd"),
    [
        (PRR, "BIO_CAPTURED", True),
        ("CARD_ISSUED", PRR, False),
        (DUP, "BIO_CAPTURED", False),
        ("BIO_CAPTURED", PRR, False),
        (SFE, "PROCESSING", True),
        ("ADJUDICATE_RECORD", "REQUEST_VALIDATION", False),
        (PRR, "PACKET_RETRY", False),
    ],
)
def test_a_fall_back_is_shown_unless_it_is_a_way_back(before: str, after: str, odd: bool) -> None:
    assert statuses.regressed(before, after) is odd


# --- time in a status -----------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.booleans()), max_size=60))
def test_a_share_that_lasts_never_grows_and_counts_those_still_waiting(
    spells: list[tuple[int, int, bool]],
) -> None:
    began = np.array([one for one, _, _ in spells], int)
    ended = np.array([one + took if over else waiting.LASTS for one, took, over in spells], int)

    history = waiting.learnt(began, ended, today=100)

    assert np.all(np.diff(history.alive) <= 1e-12)
    assert history.ended == sum(over for _, _, over in spells)
    assert 0 <= history.alive[-1] <= 1


def test_leaving_out_those_who_still_wait_would_promise_too_much() -> None:
    began = np.zeros(100, int)
    ended = np.where(np.arange(100) < 50, 2, waiting.LASTS)

    history = waiting.learnt(began, ended, today=30)

    assert waiting.quantile(history, 0.5) == 2
    assert waiting.quantile(history, 0.9) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=8), st.integers(0, 8))
def test_the_chance_of_few_leaving_is_never_said_to_be_smaller_than_it_is(
    chances: list[float], left: int
) -> None:
    whole = 0.0
    for way in range(2 ** len(chances)):
        bits = [way >> place & 1 for place in range(len(chances))]
        if sum(bits) <= left:
            whole += np.prod([p if b else 1 - p for p, b in zip(chances, bits, strict=True)])

    said = waiting.at_most(left, sum(chances))

    assert 0 <= said <= 1
    if left <= sum(chances) - 1:
        assert said >= whole - 1e-12


def office_of(
    seed: int, *, a_day: int, days: int = 210, median: float = 4.5, spread: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Spells of one status: people come on working days, the centre works on working days."""
    dice = np.random.default_rng(seed)
    began, ended = [], []
    for day in range(days):
        for _ in range(dice.poisson(a_day if day % 7 < 5 else a_day / 10)):
            end = day + max(1, round(float(dice.lognormal(np.log(median), spread))))
            while end % 7 >= 5:
                end += 1
            began.append(day)
            ended.append(end)
    return np.array(began), np.array(ended)


def as_of(began: np.ndarray, ended: np.ndarray, day: int) -> tuple[np.ndarray, np.ndarray]:
    here = began <= day
    return began[here], np.where(ended[here] > day, waiting.LASTS, ended[here])


def test_a_stall_is_seen_within_a_day_and_false_alarms_are_below_one_percent() -> None:
    """Bar of the field: seeded stalls within a day, under 1 % false alarms, in both senses."""
    alarms = days = named = people = 0
    seen: list[int] = []
    for seed in range(8):
        began, ended = office_of(seed, a_day=(15, 40)[seed % 2], median=(2, 4.5, 9)[seed % 3])
        for day in range(120, 180):
            b, e = as_of(began, ended, day)
            history = waiting.learnt(b, e, today=day)
            alarms += waiting.flow(b, e, history, today=day).stopped
            days += 1
            limit = waiting.limit(history, 20)
            lasts = e == waiting.LASTS
            named += int((day - b[lasts] > limit).sum())
            people += int(lasts.sum())
        stops = 154 + seed % 5  # a Monday to a Friday
        stalled = np.where(ended >= stops, 9_999, ended)
        for day in range(stops, stops + 6):
            b, e = as_of(began, stalled, day)
            if waiting.flow(b, e, waiting.learnt(b, e, today=day), today=day).stopped:
                seen.append(sum(one % 7 < 5 for one in range(stops, day)))
                break

    assert len(seen) == 8
    assert max(seen) <= 1, seen
    assert alarms / days < 0.01, (alarms, days)
    assert named / people < 0.01, (named, people)


# --- on the board ---------------------------------------------------------------------------


@pytest.fixture
def person(db: None, small_office: SmallOffice) -> Callable[..., Person]:
    opened()
    return lambda **told: listed(small_office.village.id, **told)


def see(rows: list[tuple[Person, str]], on: date) -> None:
    actions.observe_statuses(
        actor=system("test"),
        rows=[(person.ref.hex, status) for person, status in rows],
        on=on,
        source="cuplikan",
        known_on=on,
        now=NOW,
    )


def test_who_waits_longer_than_the_table_allows_is_named_with_the_next_step(
    person: Callable[..., Person],
) -> None:
    stuck, fine, double = person(), person(), person()
    see([(stuck, "BELUM REKAM"), (fine, "BELUM REKAM"), (double, "BELUM REKAM")], MONDAY)
    see([(stuck, "BC"), (double, "DUP")], MONDAY + timedelta(days=1))
    see([(fine, "BC")], MONDAY + timedelta(days=8))

    found = chasing.board(MONDAY + timedelta(days=10))

    assert [(one.spell.person_id, one.status.step) for one in found.late] == [
        (stuck.id, Step.RESEND),
        (double.id, Step.CHOOSE),
    ]
    assert [(one.status.code, one.waiting, one.late) for one in found.lines] == [
        ("BIO_CAPTURED", 2, 1),
        (DUP, 1, 1),
    ]


def test_the_office_s_own_history_replaces_the_table(person: Callable[..., Person]) -> None:
    people = [person() for _ in range(40)]
    see([(one, "BELUM REKAM") for one in people], MONDAY)
    see([(one, "SFE") for one in people], MONDAY + timedelta(days=1))
    see([(one, "PRR") for one in people[:20]], MONDAY + timedelta(days=2))
    see([(one, "PRR") for one in people[20:36]], MONDAY + timedelta(days=3))

    [line] = chasing.board(MONDAY + timedelta(days=15)).lines

    assert (line.status.code, line.own, line.waiting) == (SFE, True, 4)
    assert (line.median_days, line.nine_of_ten) == (1, 2)
    assert line.limit < line.status.patience_days
    assert line.late == 4
    assert [(one.began, one.ended, one.median_days) for one in line.months] == [(40, 36, 1.0)]


def test_unknown_codes_are_kept_and_a_fall_back_is_shown(person: Callable[..., Person]) -> None:
    odd, fallen = person(), person()
    see([(odd, "Packet Retry"), (fallen, "PRR")], MONDAY)
    see([(fallen, "BC")], MONDAY + timedelta(days=3))

    found = chasing.board(MONDAY + timedelta(days=4))

    assert found.unknown == (("PACKET_RETRY", 1),)
    assert [one.person_id for one in found.fell_back] == [fallen.id]
    course = chasing.course_of(fallen.id, MONDAY + timedelta(days=4))
    assert [(one.status, one.begun, one.fell_back) for one in course] == [
        (PRR, False, False),
        ("BIO_CAPTURED", True, True),
    ]
    assert course[0].days(MONDAY + timedelta(days=30)) == 3


def test_a_recording_here_begins_the_clock(person: Callable[..., Person]) -> None:
    who = person()
    actions.record_person(
        actor=system("test"), person_ref=who.ref.hex, nonce="n", on=MONDAY, place="Kantor", now=NOW
    )

    [spell] = chasing.course_of(who.id, MONDAY + timedelta(days=9))

    assert (spell.status, spell.begun, spell.days(MONDAY + timedelta(days=9))) == (
        "BIO_CAPTURED",
        True,
        9,
    )
    assert statuses.table()["BIO_CAPTURED"].enrol is Enrol.CAPTURED


# --- minutes --------------------------------------------------------------------------------


def test_minutes_are_measured_by_what_makes_a_case_long(person: Callable[..., Person]) -> None:
    def sealed(minutes: float, **told: object) -> None:
        began = datetime(2023, 6, 5, 1, tzinfo=UTC)
        who = person(birth_on=str(told.pop("born", "1990-01-01")))
        CaptureSession.objects.create(
            ref=who.ref.hex, person=who, officer="a" * 32, place="Kantor", began_on=MONDAY,
            began_at=began, ended_at=began + timedelta(minutes=minutes),
            state="sealed", packet="p", receipt="r", **told,
        )  # fmt: skip

    for minutes in (4, 5, 6, 12):
        sealed(minutes)
    sealed(9, born="1950-01-01")
    sealed(25, exceptions={"hands": "leprosy"})
    sealed(40, at_home=True, exceptions={"hands": "leprosy"})
    sealed(900)

    found = {one.case: (one.n, one.median, one.nine_of_ten) for one in minutes_per_case(MONDAY)}

    assert found == {
        Case.HOME: (1, 40.0, 40.0),
        Case.EXCEPTIONS: (1, 25.0, 25.0),
        Case.ELDERLY: (1, 9.0, 9.0),
        Case.PLAIN: (4, 5.0, 12.0),
    }
