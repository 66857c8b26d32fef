"""A plan of its own for somebody missed again and again: who goes, and when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import holds_personal_number, write_act
from tuntas.outreach.duties import Owner
from tuntas.outreach.errors import PersonUnknown, PlanImpossible
from tuntas.outreach.models import CasePlan
from tuntas.residents.models import Person


def plan_case(
    *,
    actor: Principal,
    person_ref: str,
    who: str,
    owner: str,
    visit_on: date,
    on: date,
    now: datetime,
) -> None:
    """Plan the next visit to one person; a plan made earlier ends.

    Args:
        who: who goes, in words; *owner*: whose board it stands on (`duties.Owner`).

    Raises:
        PlanImpossible, PersonUnknown
    """
    goes = " ".join(who.split())[:120]
    unusable = not goes or holds_personal_number(goes)
    if unusable or owner not in list(Owner) or visit_on < on:
        raise PlanImpossible
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).filter(ref=person_ref).first()
        if person is None:
            raise PersonUnknown
        CasePlan.objects.filter(person=person, ended_on__isnull=True).update(ended_on=on)
        CasePlan.objects.create(
            person=person,
            who=goes,
            owner=owner,
            visit_on=visit_on,
            made_on=on,
            made_by=actor.officer_ref or actor.ref,
        )
        write_act(
            actor=actor.ref,
            verb="outreach.plan_case",
            subjects=[person.ref.hex],
            detail={"owner": owner, "visit_on": visit_on.isoformat()},
            at=now,
        )
