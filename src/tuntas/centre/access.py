"""Which cases a principal may know of: those of people of the own area."""

from __future__ import annotations

from django.http import Http404

from tuntas.accounts.principals import Principal
from tuntas.centre.models import Case
from tuntas.residents import access as residents
from tuntas.residents.access import NotVisible, Person


def case_for(principal: Principal, ref: str) -> Case:
    """One case. Raises Http404 when there is none, or none for *principal*."""
    found = Case.objects.select_related("job").filter(ref=ref).first()
    if found is None:
        raise Http404
    residents.person_for(principal, found.job.person, ability="adjudicate")
    return found


def person_of(principal: Principal, ref: str) -> Person | None:
    """The person, None for nobody and for somebody outside the own area."""
    try:
        return residents.person_for(principal, ref, ability="adjudicate")
    except NotVisible:
        return None
