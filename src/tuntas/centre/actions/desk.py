"""People decide: two, each without knowing the other's view; a third where they differ.

The third person's word counts. Whatever is decided is carried out by the worker, and can be
opened again while the images exist; how often that turns out otherwise is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act, write_view
from tuntas.centre.errors import ChooseOne, NotDecided, NotOpen, NotYours, ReasonMissing
from tuntas.centre.models import Candidate, Case, Job, Opinion

LEAST_REASON: Final = 10
Decision = Case.Decision
State = Case.State


def may_judge(actor: Principal, case: Case) -> bool:
    """Whether *actor* is somebody who has not judged this round nor taken part in recording."""
    if not actor.officer_ref or actor.officer_ref in case.job.officers:
        return False
    return not case.opinions.filter(
        round=case.round, officer=actor.officer_ref, given_at__isnull=False
    ).exists()


def look_at(*, actor: Principal, case: Case, purpose: str, now: datetime) -> None:
    """Note that *actor* looks at a case: in the log each time, and when it was first."""
    subjects = {case.job.person, *case.candidates.values_list("person", flat=True)} - {""}
    with transaction.atomic():
        if case.state != State.CLOSED and may_judge(actor, case):
            Opinion.objects.get_or_create(
                case=case,
                round=case.round,
                officer=actor.officer_ref,
                defaults={"began_at": now},
            )
        write_view(
            actor=actor.ref,
            verb="centre.look_at",
            subjects=sorted(subjects),
            count=len(subjects),
            purpose=purpose,
            at=now,
        )


def look_at_names(*, actor: Principal, persons: Sequence[str], purpose: str, now: datetime) -> None:
    """Note that the names of *persons* (refs) were shown; nobody shown is nothing to note."""
    if not persons:
        return
    with transaction.atomic():
        write_view(
            actor=actor.ref,
            verb="centre.look_at_names",
            subjects=list(persons),
            count=len(persons),
            purpose=purpose,
            at=now,
        )


def give_opinion(
    *,
    actor: Principal,
    case_ref: str,
    decision: str,
    chosen: str = "",
    reason: str,
    now: datetime,
) -> Case:
    """*actor*'s own view of a case; the case as it stands then.

    chosen: identity of the candidate, when it is the same person.

    Raises:
        NotOpen, NotYours, ChooseOne, ReasonMissing
    """
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonMissing
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(ref=case_ref).first()
        if case is None or case.state == State.CLOSED:
            raise NotOpen
        if not may_judge(actor, case):
            raise NotYours
        chosen = _chosen(case, decision, chosen)
        Opinion.objects.update_or_create(
            case=case,
            round=case.round,
            officer=actor.officer_ref,
            defaults={
                "given_at": now,
                "decision": decision,
                "chosen": chosen,
                "reason": reason.strip()[:500],
            },
            create_defaults={
                "began_at": now,
                "given_at": now,
                "decision": decision,
                "chosen": chosen,
                "reason": reason.strip()[:500],
            },
        )
        write_act(
            actor=actor.ref,
            verb="centre.give_opinion",
            subjects=[case.job.person],
            # The view itself stays out of the log until both have spoken: it could be read there.
            detail={"case": case.ref, "round": case.round},
            at=now,
        )
        _settle(case, actor, now)
    return case


def open_again(*, actor: Principal, case_ref: str, reason: str, now: datetime) -> Case:
    """Open a decided case again, as after a complaint. Raises NotDecided, ReasonMissing."""
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonMissing
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(ref=case_ref, state=State.CLOSED).first()
        job = Job.objects.filter(
            case=case, state=Job.State.DECIDED, destroyed_on__isnull=True
        ).first()
        if case is None or job is None:
            raise NotDecided
        case.earlier, case.decision, case.chosen = case.decision, "", ""
        case.state, case.round, case.closed_at = State.OPEN, case.round + 1, None
        case.save()
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.CASE, outcome="", decided_on=None, decided_at=None
        )
        write_act(
            actor=actor.ref,
            verb="centre.open_again",
            subjects=[job.person],
            detail={"case": case.ref, "was": case.earlier, "reason": reason.strip()[:500]},
            at=now,
        )
    return case


def _chosen(case: Case, decision: str, chosen: str) -> str:
    """The candidate who is the same person; nobody for another decision. Raises ChooseOne."""
    if decision not in list(Decision):
        raise ChooseOne
    if decision != Decision.SAME:
        return ""
    if not Candidate.objects.filter(case=case, identity=chosen).exists():
        raise ChooseOne
    return chosen


def _settle(case: Case, actor: Principal, now: datetime) -> None:
    given = list(
        case.opinions.filter(round=case.round, given_at__isnull=False).order_by("given_at", "id")
    )
    if len(given) < 2:
        return
    first, second = given[:2]
    agreed = (first.decision, first.chosen) == (second.decision, second.chosen)
    if not agreed and len(given) == 2:
        case.state = State.THIRD
        case.save(update_fields=["state"])
        return
    last = first if agreed else given[2]
    case.state, case.closed_at = State.CLOSED, now
    case.decision, case.chosen = last.decision, last.chosen
    case.save(update_fields=["state", "closed_at", "decision", "chosen"])
    Job.objects.filter(pk=case.job_id, state=Job.State.CASE).update(
        state=Job.State.AGREED, attempts=0
    )
    write_act(
        actor=actor.ref,
        verb="centre.close_case",
        subjects=[case.job.person],
        detail={"case": case.ref, "decision": case.decision, "round": case.round},
        at=now,
    )
