"""The only way to get a person for a principal."""

from __future__ import annotations

import uuid

from django.http import Http404

from tuntas.accounts.principals import Principal
from tuntas.residents.errors import NotFound
from tuntas.residents.models import Person

__all__ = ["Person", "person_for"]
from tuntas.residents.nik import CleanNik, clean_nik


def person_for(principal: Principal, ref: str, *, ability: str = "see_person") -> Person:
    """The person with *ref*, if they live where the principal holds *ability*.

    Raises:
        NotVisible: nobody has this ref, or the principal has no business with them; the
            two look the same from outside.
    """
    try:
        found = Person.objects.filter(ref=uuid.UUID(ref)).first()
    except ValueError:
        found = None
    return _visible(principal, found, ability)


def person_by_nik(principal: Principal, nik: str, *, ability: str = "see_person") -> Person:
    """The person with this NIK (dots and spaces allowed), under the same condition.

    Raises:
        NotVisible
    """
    clean = clean_nik(nik)
    found = Person.objects.filter(nik=clean.nik).first() if isinstance(clean, CleanNik) else None
    return _visible(principal, found, ability)


class NotVisible(NotFound, Http404):
    """A 404 in a page, a clear sentence in the terminal."""


def _visible(principal: Principal, person: Person | None, ability: str) -> Person:
    if (
        person is None
        or not principal.can(ability)
        or not principal.covers(person.village_id, ability)
    ):
        raise NotVisible
    return person
