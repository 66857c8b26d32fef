"""Who may know of what in this room: slots and links by area, a holder's page by its token."""

from __future__ import annotations

from typing import Final

from django.core.cache import cache
from django.http import Http404, HttpRequest

from tuntas.accounts.principals import Principal
from tuntas.ledger import clock
from tuntas.outreach.models import Invitation, Link, Slot
from tuntas.outreach.queries import links as links_of
from tuntas.outreach.queries import slots as slots_of

WRONG_KNOCKS: Final = 20
WINDOW_S: Final = 15 * 60
"""From one address: so many wrong tokens, then that address waits like at the sign-in."""


def slot_for(principal: Principal, ref: str, *, ability: str = "manage_outreach") -> Slot:
    """One slot of the principal's area. Raises Http404."""
    found = slots_of.slot(ref)
    if found is None or not (
        principal.can(ability) and principal.covers(found.village_id, ability)
    ):
        raise Http404
    return found


def invitation_for(principal: Principal, code: str, *, ability: str) -> Invitation:
    """The invitation with *code*, if its person lives where the principal holds *ability*.

    Raises:
        Http404: there is none, or it is not theirs; the two look the same.
    """
    found = slots_of.invitation(code)
    if found is None or not principal.can(ability):
        raise Http404
    if not principal.covers(found.person.village_id, ability):
        raise Http404
    return found


def link_for(principal: Principal, ref: str) -> Link:
    """One link whose whole area the principal manages. Raises Http404."""
    found = links_of.by_ref(ref)
    villages = principal.village_ids("manage_outreach")
    if found is None or (villages is not None and not links_of.villages_of(found) <= villages):
        raise Http404
    return found


def knock(request: HttpRequest, token: str) -> Principal | None:
    """Whoever holds *token* today, None for everybody else, and why is not said."""
    if too_many(request):
        return None
    link = links_of.opened_by(token, clock.today())
    if link is None:
        _count(request)
        return None
    return Principal("link", link.ref, "", link.holder, frozenset())


def too_many(request: HttpRequest) -> bool:
    """Whether this address brought too many wrong tokens lately."""
    return int(cache.get(_key(request), 0)) >= WRONG_KNOCKS


def _count(request: HttpRequest) -> None:
    cache.add(_key(request), 0, WINDOW_S)
    try:
        cache.incr(_key(request))
    except ValueError:
        # It ran out between the two lines: the window begins anew.
        cache.add(_key(request), 1, WINDOW_S)


def _key(request: HttpRequest) -> str:
    return f"outreach-knock-{request.META.get('REMOTE_ADDR', '')}"
