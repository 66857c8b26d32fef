"""Which letters a principal may know of.

The office's own people see the office's letters; those that list people of the register only
with ``see_names``. A camat sees the letters of the own kecamatan and no others.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from tuntas.accounts.principals import Principal
from tuntas.letters.kinds import KINDS
from tuntas.letters.models import Letter
from tuntas.wilayah import queries as wilayah

_WITH_NAMES = [kind.code for kind in KINDS.values() if kind.names]


def letters_for(principal: Principal) -> QuerySet[Letter]:
    """Every letter that *principal* may open."""
    letters = Letter.objects.all()
    if not principal.can("draft_letters"):
        return letters.filter(district__in=_districts(principal))
    return letters if principal.can("see_names") else letters.exclude(kind__in=_WITH_NAMES)


def letter_for(principal: Principal, ref: str) -> Letter:
    """One letter. Raises Http404 when there is none, or none for *principal*."""
    found = letters_for(principal).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def _districts(principal: Principal) -> list[str]:
    held = {region_id for _, region_id in principal.grants}
    return [region.code for region in wilayah.districts() if region.id in held]
