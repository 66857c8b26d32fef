"""Taking a matched list up as a group, ending it, and dated events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal, system
from tuntas.audit.actions import write_act
from tuntas.outreach.cohort_kinds import HOME_VISIT, Rule, kinds
from tuntas.outreach.errors import (
    CohortGone,
    CohortNotFromList,
    CohortTaken,
    EventInPast,
    HealthStaysHidden,
)
from tuntas.outreach.models import CohortEvent, CohortList, CohortMember
from tuntas.residents import queries_lists
from tuntas.residents.access import list_for
from tuntas.residents.errors import ListNotMatched
from tuntas.residents.models import PersonList

AT_ONCE: Final = 2_000
ABOUT_HEALTH: Final = (PersonList.Kind.HEALTH, PersonList.Kind.SOCIAL)
"""To be on such a list says something of somebody's health; it becomes a need and no more."""


def take_up_list(
    *,
    actor: Principal,
    list_ref: str,
    code: str,
    on: date,
    now: datetime,
    exception: bool = False,
    minutes: int = 0,
) -> str:
    """Make everybody recognised on a matched list members of a group; the group list's ref.

    Only membership is kept, the institution, and for home visits what is needed; which list
    of which illness it was is kept nowhere but in the sender's name.

    Raises:
        CohortNotFromList, HealthStaysHidden, CohortTaken, ListNotMatched,
        tuntas.residents.errors.ListNotFound
    """
    kind = kinds(on).get(code)
    if kind is None or kind.rule is not Rule.LIST:
        raise CohortNotFromList
    row = list_for(actor, list_ref)
    if row.state != PersonList.State.DONE:
        raise ListNotMatched
    if row.kind in ABOUT_HEALTH and not kind.health:
        raise HealthStaysHidden
    found = queries_lists.people_of(row)
    is_visit = code == HOME_VISIT
    try:
        with transaction.atomic():
            made = CohortList.objects.create(
                ref=uuid4().hex,
                code=code,
                source=row.ref.hex,
                # A clinic's name beside a person tells of their health; the group's does not.
                sender="" if kind.health else row.sender,
                taken_on=on,
                expires_on=on + timedelta(days=kind.keep_days),
                n_members=len(found),
                made_by=actor.officer_ref or actor.ref,
            )
            members = [
                CohortMember(
                    cohort_list=made,
                    person_id=person,
                    institution="" if kind.health else institution,
                    exception=exception and is_visit,
                    minutes=minutes if is_visit else 0,
                )
                for person, institution in found
            ]
            CohortMember.objects.bulk_create(members, batch_size=AT_ONCE)
            _log(actor, "take_up_list", made, now, members=len(found))
    except IntegrityError as error:
        raise CohortTaken from error
    return made.ref


def end_cohort_list(*, actor: Principal, ref: str, on: date, now: datetime) -> None:
    """End a group's list before its term; its members are forgotten.

    Raises:
        CohortGone
    """
    with transaction.atomic():
        if not _end(actor, ref, on, now):
            raise CohortGone


def end_expired_cohorts(*, today: date, now: datetime) -> int:
    """Forget the members of every list whose term is over; how many lists."""
    expired = CohortList.objects.filter(ended_on__isnull=True, expires_on__lte=today)
    ended = 0
    for ref in list(expired.order_by("id").values_list("ref", flat=True)):
        with transaction.atomic():
            ended += _end(system("cohorts"), ref, today, now)
    return ended


def add_event(*, actor: Principal, name: str, on: date, today: date, now: datetime) -> str:
    """Name a day before which whoever turns 17 should be recorded; its ref.

    The same name and day twice is one event.

    Raises:
        EventInPast
    """
    if on < today:
        raise EventInPast
    with transaction.atomic():
        event, is_new = CohortEvent.objects.get_or_create(
            name=name.strip()[:80],
            on=on,
            defaults={"ref": uuid4().hex, "made_by": actor.officer_ref or actor.ref},
        )
        if is_new:
            write_act(
                actor=actor.ref,
                verb="outreach.add_cohort_event",
                subjects=[],
                detail={"event": event.ref, "on": on.isoformat()},
                at=now,
            )
    return event.ref


def _end(actor: Principal, ref: str, on: date, now: datetime) -> bool:
    """By one conditional update: of two who end it at once one does."""
    if not CohortList.objects.filter(ref=ref, ended_on__isnull=True).update(ended_on=on):
        return False
    made = CohortList.objects.get(ref=ref)
    CohortMember.objects.filter(cohort_list=made).delete()
    _log(actor, "end_cohort_list", made, now, members=made.n_members)
    return True


def _log(actor: Principal, verb: str, made: CohortList, now: datetime, **detail: object) -> None:
    write_act(
        actor=actor.ref,
        verb=f"outreach.{verb}",
        subjects=[],
        detail={"cohort": made.ref, "code": made.code, "list": made.source, **detail},
        at=now,
    )
