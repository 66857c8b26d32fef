"""What outreach forgets by itself: groups whose term is over."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from tuntas.ledger import clock
from tuntas.outreach.actions.cohorts import end_expired_cohorts

END_EVERY_S: Final = 3600


def end_cohorts() -> int:
    """End the lists of groups whose term is over; how many."""
    return end_expired_cohorts(today=clock.today(), now=timezone.now())


PERIODIC: Final = ((END_EVERY_S, end_cohorts),)
