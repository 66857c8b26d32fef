"""Who does what next about one unrecorded person: derived from date and data, never ticked.

The rules stand in one order and the first that applies is the answer, so that an obliged
unrecorded person always has exactly one next action and somebody who owns it.

>>> from datetime import date
>>> from tuntas.outreach.parameters import limits
>>> from tuntas.outreach.reasons import reasons
>>> day = date(2023, 6, 14)
>>> ill = Case(due_since=date(2021, 1, 1), reason="ODGJ", reason_since=date(2023, 6, 1))
>>> next_action(ill, day, reasons(day), limits(day))
Duty(step=<Step.HOME_VISIT: 'home_visit'>, owner=<Owner.TEAM: 'team'>, \
due_on=datetime.date(2023, 7, 1), priority=3)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.parameters import Limits
from tuntas.outreach.reasons import Evidence, LeavesBy, Reason


class Owner(StrEnum):
    """On whose board a task stands."""

    VILLAGE = "village"
    CAMAT = "camat"
    TEAM = "team"
    OPERATOR = "operator"
    ADB = "adb"
    DAFDUK = "dafduk"
    CAPIL = "capil"
    PIAK = "piak"
    COORDINATOR = "coordinator"


class Step(StrEnum):
    FIND_REASON = "find_reason"
    GET_EVIDENCE = "get_evidence"
    PROPOSE = "propose"
    DECIDE = "decide"
    WRITE_LETTER = "write_letter"
    AWAIT_ANSWER = "await_answer"
    REGISTER_DEATH = "register_death"
    REGISTER_MOVE = "register_move"
    ENTER_RECORDING = "enter_recording"
    ENTER_OUTCOME = "enter_outcome"
    AWAIT_SLOT = "await_slot"
    AWAIT_PROMISE = "await_promise"
    PLAN_CASE = "plan_case"
    VISIT_CASE = "visit_case"
    HOME_VISIT = "home_visit"
    PERSUADE = "persuade"
    INVITE = "invite"
    PUT_ON_ROUTE = "put_on_route"
    RECORD_ELSEWHERE = "record_elsewhere"
    CHECK_CENTRE = "check_centre"
    RECORD_AGAIN = "record_again"
    CORRECT_BIRTH = "correct_birth"


class Duty(NamedTuple):
    """One next action: what, whose, by when; *priority* 1 (first) to 9."""

    step: Step
    owner: Owner
    due_on: date
    priority: int

    def overdue_days(self, on: date) -> int:
        """How many days late it is on a day; 0 while there is time."""
        return max(0, (on - self.due_on).days)


class Met(NamedTuple):
    """The last contact with somebody."""

    on: date
    outcome: Outcome
    will_come_on: date | None = None


class Proposed(NamedTuple):
    """The last proposal to set somebody aside, and the letter it stands in."""

    state: str
    proposed_on: date
    decided_on: date | None = None
    sent_on: date | None = None
    """Day on which the letter to the ministry was signed; None without one."""


class Planned(NamedTuple):
    """The current plan for somebody missed again and again."""

    owner: Owner
    visit_on: date


@dataclass(frozen=True, slots=True)
class Case:
    """What is known about one person on a day.

    Attributes:
        left: obliged and unrecorded by the ledger.
        due_since: first day of being left, without a break; *since_opening*: the ledger opened
            with them left, so since when really is not known.
        reason: its code, empty: unknown yet. *has_paper*, *has_file*: what proves it.
        misses: visits and calls in a row that met nobody; *visits*: all that met nobody.
        invited_on: day of the first slot to which they are invited without an outcome.
    """

    due_since: date
    left: bool = True
    since_opening: bool = False
    aside: bool = False
    reason: str = ""
    reason_since: date | None = None
    has_paper: bool = False
    has_file: bool = False
    met: Met | None = None
    misses: int = 0
    visits: int = 0
    proposed: Proposed | None = None
    invited_on: date | None = None
    plan: Planned | None = None


class Stand(StrEnum):
    """The four ways in which somebody can be left; each of the left is in exactly one."""

    UNKNOWN = "unknown"
    REASONED = "reasoned"
    PROPOSED = "proposed"
    ASIDE = "aside"


def stand(case: Case) -> Stand:
    """Where one of the left stands.

    >>> stand(Case(due_since=date(2023, 1, 1)))
    <Stand.UNKNOWN: 'unknown'>
    """
    if case.aside:
        return Stand.ASIDE
    if case.proposed is not None and case.proposed.state == "open":
        return Stand.PROPOSED
    return Stand.REASONED if case.reason else Stand.UNKNOWN


def is_chronic(case: Case, limits: Limits) -> bool:
    """Whether somebody was missed so often that they need a plan of their own."""
    return case.misses >= limits.misses


def next_action(case: Case, on: date, reasons: Mapping[str, Reason], limits: Limits) -> Duty | None:
    """The one next action; None exactly for those who are not left."""
    if not case.left:
        return None
    known = _Known(case, on, reasons.get(case.reason), limits)
    for rule in _RULES:
        duty = rule(known)
        if duty is not None:
            return duty
    return _find_reason(known)


def misses_in_a_row(contacts: Iterable[tuple[Outcome, bool]]) -> int:
    """How often nobody was met, counted back from the newest contact.

    Args:
        contacts: (outcome, whether somebody of the office went or called), newest first.

    >>> misses_in_a_row([(Outcome.ABSENT, True), (Outcome.TOLD, True), (Outcome.ABSENT, True)])
    1
    """
    missed = 0
    for outcome, went in contacts:
        if not outcome.missed:
            break
        missed += went
    return missed


class _Known(NamedTuple):
    case: Case
    on: date
    reason: Reason | None
    limits: Limits

    def since(self, *days: date | None) -> date:
        """The latest of these days and of the last contact; else since when they are left."""
        met = self.case.met.on if self.case.met else None
        return max((day for day in (*days, met) if day), default=self.case.due_since)


def _duty(step: Step, owner: Owner, start: date, days: int, priority: int) -> Duty:
    return Duty(step, owner, start + timedelta(days), priority)


def _removal(known: _Known) -> Duty | None:
    """Set aside: the register event is what removes, and somebody must bring it about."""
    case, limits = known.case, known.limits
    if not case.aside:
        return None
    decided = case.proposed.decided_on if case.proposed else None
    start = decided or case.due_since
    leaves_by = known.reason.leaves_by if known.reason else LeavesBy.DEACTIVATED
    days = known.reason.days if known.reason else limits.write_letter_days
    if leaves_by is LeavesBy.DEATH_REGISTERED:
        return _duty(Step.REGISTER_DEATH, Owner.CAPIL, start, days, 2)
    if leaves_by in (LeavesBy.MOVED_OUT, LeavesBy.MOVED_ABROAD):
        return _duty(Step.REGISTER_MOVE, Owner.DAFDUK, start, days, 3)
    if case.proposed is None or case.proposed.sent_on is None:
        return _duty(Step.WRITE_LETTER, Owner.PIAK, start, limits.write_letter_days, 3)
    return _duty(Step.AWAIT_ANSWER, Owner.PIAK, case.proposed.sent_on, limits.answer_days, 5)


def _decision(known: _Known) -> Duty | None:
    proposed = known.case.proposed
    if proposed is None or proposed.state != "open":
        return None
    days = known.limits.decide_days
    return _duty(Step.DECIDE, Owner.COORDINATOR, proposed.proposed_on, days, 1)


def _recorded_by_word(known: _Known) -> Duty | None:
    """Somebody said "recorded" and the ledger does not know: enter it, or withdraw the word."""
    met = known.case.met
    if met is None or met.outcome is not Outcome.RECORDED:
        return None
    days = known.limits.enter_outcome_days
    return _duty(Step.ENTER_RECORDING, Owner.OPERATOR, met.on, days, 1)


def _invited(known: _Known) -> Duty | None:
    invited_on = known.case.invited_on
    if invited_on is None:
        return None
    if known.on <= invited_on:
        return _duty(Step.AWAIT_SLOT, Owner.TEAM, invited_on, 0, 5)
    days = known.limits.enter_outcome_days
    return _duty(Step.ENTER_OUTCOME, Owner.OPERATOR, invited_on, days, 1)


def _promised(known: _Known) -> Duty | None:
    met = known.case.met
    if met is None or met.will_come_on is None or met.will_come_on < known.on:
        return None
    return _duty(Step.AWAIT_PROMISE, Owner.VILLAGE, met.will_come_on, 0, 5)


def _missed_again(known: _Known) -> Duty | None:
    case = known.case
    if not is_chronic(case, known.limits) or (known.reason and known.reason.aside):
        return None
    plan = case.plan
    if plan is not None and (case.met is None or case.met.on < plan.visit_on):
        return _duty(Step.VISIT_CASE, plan.owner, plan.visit_on, 0, 1)
    return _duty(Step.PLAN_CASE, Owner.COORDINATOR, known.since(), known.limits.plan_case_days, 2)


def _to_propose(known: _Known) -> Duty | None:
    """A reason that no recording ends: evidence first, then the proposal of one of two."""
    case, reason, limits = known.case, known.reason, known.limits
    if reason is None or not reason.aside:
        return None
    told = case.reason_since
    if newly_due(case, known.on, reason, limits):
        return _duty(Step.INVITE, Owner.VILLAGE, case.due_since, limits.newly_due_grace_days, 4)
    refused_on = case.proposed.decided_on if case.proposed else None
    if refused_on is not None and (told is None or told <= refused_on):
        return _duty(Step.GET_EVIDENCE, Owner.VILLAGE, refused_on, limits.evidence_days, 3)
    if not proven(case, reason):
        start = known.since(told)
        return _duty(Step.GET_EVIDENCE, Owner.VILLAGE, start, limits.evidence_days, reason.priority)
    return _by_reason(known)


def _by_reason(known: _Known) -> Duty | None:
    reason = known.reason
    if reason is None:
        return None
    start = known.since(known.case.reason_since)
    return _duty(Step(reason.step), Owner(reason.owner), start, reason.days, reason.priority)


def _find_reason(known: _Known) -> Duty:
    days = known.limits.find_reason_days
    return _duty(Step.FIND_REASON, Owner.VILLAGE, known.since(), days, 4)


_RULES: Final[tuple[Callable[[_Known], Duty | None], ...]] = (
    _removal,
    _decision,
    _recorded_by_word,
    _invited,
    _promised,
    _missed_again,
    _to_propose,
    _by_reason,
)


def proven(case: Case, reason: Reason) -> bool:
    """Whether the evidence that *reason* needs is there."""
    if case.visits < reason.visits:
        return False
    match reason.evidence:
        case Evidence.FILE:
            return case.has_file
        case Evidence.DOCUMENT:
            return case.has_paper or case.has_file
        case _:
            return True


def newly_due(case: Case, on: date, reason: Reason, limits: Limits) -> bool:
    """Whether the grace of the newly obliged still protects from being proposed for this reason."""
    ends = case.due_since + timedelta(limits.newly_due_grace_days)
    return reason.leaves_by is LeavesBy.DEACTIVATED and not case.since_opening and on < ends


def by_urgency(on: date) -> Callable[[Duty], tuple[bool, int, date]]:
    """Sort key: overdue first, then by priority, then the earliest due."""
    return lambda duty: (duty.due_on >= on, duty.priority, duty.due_on)
