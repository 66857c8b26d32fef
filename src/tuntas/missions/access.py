"""Which missions a principal may know of.

Whoever plans or works on mobile service sees the missions that go to a village of their area;
the names on a day sheet ask for ``see_names`` besides.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404

from tuntas.accounts.principals import Principal
from tuntas.missions.errors import NotFound
from tuntas.missions.models import Plan
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries.missions import MissionRow

ABILITIES = ("plan_missions", "work_missions")


def mission_for(principal: Principal, ref: str) -> MissionRow:
    """One mission. Raises Http404 when there is none, or none for *principal*."""
    try:
        row = queries.mission(ref)
    except NotFound:
        raise Http404 from None
    if not _sees(principal, row):
        raise Http404
    return row


def missions_for(principal: Principal, rows: Iterable[MissionRow]) -> list[MissionRow]:
    """Those of *rows* that *principal* may know of."""
    return [row for row in rows if _sees(principal, row)]


def plan_or_404(ref: str) -> Plan:
    """A plan holds no names: whoever may plan sees all of it."""
    found = Plan.objects.select_related("after").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def _sees(principal: Principal, row: MissionRow) -> bool:
    return any(
        principal.can(ability) and principal.covers(stop.village_id, ability)
        for ability in ABILITIES
        for stop in row.stops
    )
