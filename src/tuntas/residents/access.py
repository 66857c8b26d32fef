"""The only way to get a person for a principal."""

from __future__ import annotations

import uuid

from django.http import Http404

from tuntas.accounts.principals import Principal
from tuntas.residents.models import Person


def person_for(principal: Principal, ref: str, *, ability: str = "see_person") -> Person:
    """The person with *ref*, if they live where the principal holds *ability*.

    Raises:
        Http404: nobody has this ref, or the principal has no business with them; the two
            look the same from outside.
    """
    try:
        person = Person.objects.get(ref=uuid.UUID(ref))
    except (Person.DoesNotExist, ValueError) as error:
        raise Http404 from error
    if not principal.can(ability) or not principal.covers(person.village_id, ability):
        raise Http404
    return person
