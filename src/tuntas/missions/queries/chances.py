"""How likely people of each village come, from what came of earlier visits and invitations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from tuntas.outreach.models import Contact
from tuntas.outreach.outcomes import Outcome

REMEMBERED_DAYS: Final = 365
VISITS: Final = ("visit", "slot", "school")
CAME: Final = frozenset({Outcome.RECORDED, Outcome.FAILED, Outcome.UNDER_16, Outcome.ALREADY_HAS})
SAYS_NOTHING: Final = frozenset({Outcome.TOLD, Outcome.WILL_COME, Outcome.DIED, Outcome.MOVED})


def visits(on: date) -> Iterable[tuple[int, bool]]:
    """(village, came) of each visit or invitation of the last year."""
    rows = Contact.objects.filter(
        on__range=(on - timedelta(REMEMBERED_DAYS), on), channel__in=VISITS
    ).exclude(outcome__in=SAYS_NOTHING)
    for village, outcome in rows.values_list("person__village_id", "outcome"):
        yield village, outcome in CAME


def by_village(on: date, *, prior: float) -> dict[int, float]:
    """Village id → chance that an unrecorded person comes when a team is there."""
    weight = 8.0
    came: dict[int, int] = {}
    asked: dict[int, int] = {}
    for village, did in visits(on):
        asked[village] = asked.get(village, 0) + 1
        came[village] = came.get(village, 0) + did
    return {
        village: (came[village] + weight * prior) / (n + weight) for village, n in asked.items()
    }
