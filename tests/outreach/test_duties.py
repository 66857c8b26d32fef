"""Everybody left has exactly one next action and an owner; nobody else has one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.outreach import duties
from tuntas.outreach.duties import Case, Duty, Met, Owner, Planned, Proposed, Stand, Step
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.parameters import limits
from tuntas.outreach.reasons import Evidence, Reason, reasons

DAY = date(2023, 6, 14)
REASONS = reasons(DAY)
LIMITS = limits(DAY)
LONG_AGO = date(2021, 3, 1)

days = st.dates(date(2022, 1, 1), date(2023, 12, 31))
maybe_day = st.none() | days
cases = st.builds(
    Case,
    due_since=days,
    left=st.booleans(),
    since_opening=st.booleans(),
    aside=st.booleans(),
    reason=st.sampled_from(["", *REASONS, "DARI_DAFTAR_LAMA"]),
    reason_since=maybe_day,
    has_paper=st.booleans(),
    has_file=st.booleans(),
    met=st.none() | st.builds(Met, days, st.sampled_from(Outcome), maybe_day),
    misses=st.integers(0, 6),
    visits=st.integers(0, 9),
    proposed=st.none()
    | st.builds(
        Proposed, st.sampled_from(["open", "approved", "declined"]), days, maybe_day, maybe_day
    ),
    invited_on=maybe_day,
    plan=st.none() | st.builds(Planned, st.sampled_from(Owner), days),
)


def duty_of(case: Case, on: date = DAY) -> Duty:
    duty = duties.next_action(case, on, REASONS, LIMITS)
    assert duty is not None
    return duty


@settings(max_examples=400)
@given(case=cases, on=days)
def test_whoever_is_left_has_one_duty_with_an_owner_and_nobody_else_has(
    case: Case, on: date
) -> None:
    duty = duties.next_action(case, on, REASONS, LIMITS)

    assert (duty is not None) == case.left
    if duty is not None:
        assert duty.owner in list(Owner)
        assert duty.step in list(Step)
        assert 1 <= duty.priority <= 9
        assert duty.overdue_days(on) == max(0, (on - duty.due_on).days)


@given(case=cases)
def test_each_of_the_left_stands_in_exactly_one_way(case: Case) -> None:
    stand = duties.stand(case)

    assert (stand is Stand.ASIDE) == case.aside
    if stand is Stand.UNKNOWN:
        assert not case.reason
    if stand is Stand.REASONED:
        assert case.reason


@given(case=cases, on=days)
def test_nobody_is_sent_to_be_proposed_without_what_the_reason_needs(case: Case, on: date) -> None:
    duty = duties.next_action(case, on, REASONS, LIMITS)

    if duty is not None and duty.step is Step.PROPOSE:
        reason = REASONS[case.reason]
        assert reason.aside
        assert duties.proven(case, reason)
        assert case.visits >= reason.visits
        if reason.evidence is Evidence.FILE:
            assert case.has_file


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_of_the_list_leads_somewhere(code: str) -> None:
    case = Case(
        due_since=LONG_AGO, reason=code, reason_since=DAY, has_paper=True, has_file=True, visits=2
    )

    duty = duty_of(case)

    assert duty.owner == REASONS[code].owner
    assert duty.due_on == DAY + timedelta(REASONS[code].days)
    assert (duty.step is Step.PROPOSE) == REASONS[code].aside


def test_the_list_of_reasons_is_whole() -> None:
    assert {row.source for row in REASONS.values()} - {""}
    for row in REASONS.values():
        assert row.owner in list(Owner)
        assert row.step in list(Step)
        assert row.id
        assert row.en


def test_every_outcome_points_to_a_reason_that_exists() -> None:
    suggested = {outcome.suggests for outcome in Outcome} - {""}

    assert suggested <= set(REASONS)


def test_unknown_yet_the_village_is_asked() -> None:
    assert duty_of(Case(due_since=LONG_AGO)) == Duty(
        Step.FIND_REASON, Owner.VILLAGE, LONG_AGO + timedelta(14), 4
    )


def test_three_misses_make_a_case_and_its_plan_says_who_goes() -> None:
    absent = Met(date(2023, 6, 10), Outcome.ABSENT)
    missed = Case(due_since=LONG_AGO, reason="BELUM_SEMPAT", met=absent, misses=3, visits=3)

    assert duty_of(missed).step is Step.PLAN_CASE
    assert duty_of(missed).owner is Owner.COORDINATOR

    planned = Case(
        due_since=LONG_AGO,
        reason="BELUM_SEMPAT",
        met=absent,
        misses=3,
        visits=3,
        plan=Planned(Owner.CAMAT, date(2023, 6, 20)),
    )
    assert duty_of(planned) == Duty(Step.VISIT_CASE, Owner.CAMAT, date(2023, 6, 20), 1)


def test_a_plan_that_was_carried_out_in_vain_is_made_again() -> None:
    in_vain = Case(
        due_since=LONG_AGO,
        met=Met(date(2023, 6, 13), Outcome.ABSENT),
        misses=4,
        plan=Planned(Owner.CAMAT, date(2023, 6, 12)),
    )

    assert duty_of(in_vain).step is Step.PLAN_CASE


def test_whoever_is_to_be_proposed_is_no_case_for_another_visit() -> None:
    unknown = Case(
        due_since=LONG_AGO,
        reason="TIDAK_DIKENAL",
        reason_since=date(2023, 6, 1),
        has_file=True,
        met=Met(date(2023, 6, 10), Outcome.UNKNOWN_HERE),
        misses=3,
        visits=3,
    )

    assert duty_of(unknown).step is Step.PROPOSE


def test_the_newly_seventeen_are_invited_before_anybody_proposes_to_switch_them_off() -> None:
    young = Case(due_since=date(2023, 5, 1), reason="TIDAK_DIKENAL", has_file=True, visits=2)

    assert duty_of(young).step is Step.INVITE
    assert duty_of(young, date(2023, 7, 30)).step is Step.PROPOSE


def test_a_declined_proposal_needs_other_evidence() -> None:
    declined = Case(
        due_since=LONG_AGO,
        reason="MENINGGAL_BELUM_LAPOR",
        reason_since=date(2023, 5, 1),
        has_paper=True,
        proposed=Proposed("declined", date(2023, 5, 3), date(2023, 5, 5)),
    )

    assert duty_of(declined).step is Step.GET_EVIDENCE


@pytest.mark.parametrize(
    ("reason", "sent_on", "step", "owner"),
    [
        ("MENINGGAL_BELUM_LAPOR", None, Step.REGISTER_DEATH, Owner.CAPIL),
        ("PINDAH_BELUM_LAPOR", None, Step.REGISTER_MOVE, Owner.DAFDUK),
        ("GANDA_NIK", None, Step.WRITE_LETTER, Owner.PIAK),
        ("GANDA_NIK", date(2023, 6, 1), Step.AWAIT_ANSWER, Owner.PIAK),
    ],
)
def test_who_is_set_aside_waits_for_somebody_to_bring_the_register_event(
    reason: str, sent_on: date | None, step: Step, owner: Owner
) -> None:
    aside = Case(
        due_since=LONG_AGO,
        aside=True,
        reason=reason,
        proposed=Proposed("approved", date(2023, 5, 1), date(2023, 5, 4), sent_on),
    )

    duty = duty_of(aside)

    assert (duty.step, duty.owner) == (step, owner)


def test_an_invitation_is_waited_for_and_then_asked_after() -> None:
    invited = Case(due_since=LONG_AGO, invited_on=DAY)

    assert duty_of(invited).step is Step.AWAIT_SLOT
    assert duty_of(invited, DAY + timedelta(1)) == Duty(
        Step.ENTER_OUTCOME, Owner.OPERATOR, DAY + timedelta(1), 1
    )


def test_a_promise_is_waited_for_until_its_day_and_no_longer() -> None:
    promised = Met(DAY, Outcome.WILL_COME, DAY + timedelta(3))
    case = Case(due_since=LONG_AGO, reason="BELUM_SEMPAT", reason_since=DAY, met=promised)

    assert duty_of(case, DAY + timedelta(3)).step is Step.AWAIT_PROMISE
    assert duty_of(case, DAY + timedelta(4)).step is Step.INVITE


def test_a_recording_by_word_alone_is_looked_after_first() -> None:
    case = Case(due_since=LONG_AGO, reason="MENOLAK", met=Met(DAY, Outcome.RECORDED))

    assert duty_of(case).step is Step.ENTER_RECORDING


def test_hearsay_counts_no_visit_and_somebody_met_ends_the_row() -> None:
    newest_first = [
        (Outcome.ABSENT, True),
        (Outcome.AWAY_WORK, False),
        (Outcome.ABSENT, True),
        (Outcome.REFUSED, True),
        (Outcome.ABSENT, True),
    ]

    assert duties.misses_in_a_row(newest_first) == 2


def test_what_is_late_stands_first_then_what_matters_most() -> None:
    late = Duty(Step.INVITE, Owner.VILLAGE, DAY - timedelta(1), 6)
    soon = Duty(Step.DECIDE, Owner.COORDINATOR, DAY + timedelta(1), 1)
    later = Duty(Step.INVITE, Owner.VILLAGE, DAY + timedelta(1), 5)

    assert sorted([later, soon, late], key=duties.by_urgency(DAY)) == [late, soon, later]


def test_a_reason_that_ends_in_recording_is_never_a_ground_for_setting_aside() -> None:
    by_end = Counter((row.leaves_by.value, row.aside) for row in REASONS.values())

    assert ("recorded", True) not in by_end
    assert all(isinstance(row, Reason) for row in REASONS.values())
