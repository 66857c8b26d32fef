"""The only way to get a person, or a file of people, for a principal."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import Http404

from tuntas.accounts.principals import Principal
from tuntas.residents import queries_import
from tuntas.residents.errors import ImportNotFound, ListNotFound, NotFound
from tuntas.residents.models import Person, PersonList, RegisterImport
from tuntas.residents.nik import CleanNik, clean_nik
from tuntas.residents.queries_import import import_by_ref, only_of
from tuntas.residents.queries_lists import list_by_ref
from tuntas.wilayah import queries as wilayah

__all__ = [
    "Person",
    "import_for",
    "importable_villages",
    "imports_for",
    "list_for",
    "lists_for",
    "matchable_villages",
    "person_for",
]


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


# --- files of people ----------------------------------------------------------------------


def importable_villages(principal: Principal) -> frozenset[int] | None:
    """Villages that a file of this principal may speak about; None for the whole office."""
    return _whole_or(principal.village_ids("import_register"))


def _whole_or(villages: frozenset[int] | None) -> frozenset[int] | None:
    """None when *villages* are all the office has."""
    if villages is None or wilayah.subtree_village_ids(wilayah.office_region().id) <= villages:
        return None
    return villages


def import_for(principal: Principal, ref: str) -> RegisterImport:
    """The import with *ref*, if everything it may speak about lies in the principal's area.

    Raises:
        ImportNotFound: there is none, or it is somebody else's; both look the same.
    """
    found = import_by_ref(ref)
    mine = importable_villages(principal)
    theirs = only_of(found)
    if mine is not None and (theirs is None or not theirs <= mine):
        raise ImportNotFound
    return found


def imports_for(principal: Principal) -> QuerySet[RegisterImport]:
    """The imports that :func:`import_for` would give, the newest first."""
    mine = importable_villages(principal)
    if mine is None:
        return queries_import.imports()
    scoped = queries_import.imports().exclude(only="")
    return scoped.filter(pk__in=[row.pk for row in scoped if (only_of(row) or mine) <= mine])


# --- lists of other agencies --------------------------------------------------------------


def matchable_villages(principal: Principal) -> frozenset[int] | None:
    """Villages whose people a list of this principal may meet; None for the whole office."""
    return _whole_or(principal.village_ids("match_lists"))


def list_for(principal: Principal, ref: str) -> PersonList:
    """The list with *ref*, if all whom it may meet live in the principal's area.

    Raises:
        ListNotFound: there is none, or it is somebody else's; both look the same.
    """
    found = list_by_ref(ref)
    mine, theirs = matchable_villages(principal), only_of(found)
    if not principal.can("match_lists") or (
        mine is not None and (theirs is None or not theirs <= mine)
    ):
        raise ListNotFound
    return found


def lists_for(principal: Principal) -> QuerySet[PersonList]:
    """The lists that :func:`list_for` would give, the newest first."""
    lists = PersonList.objects.order_by("-created_at", "-id")
    mine = matchable_villages(principal)
    if mine is None:
        return lists
    scoped = lists.exclude(only="")
    return scoped.filter(pk__in=[row.pk for row in scoped if (only_of(row) or mine) <= mine])
