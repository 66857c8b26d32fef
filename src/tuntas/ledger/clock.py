"""The business day of the office.

Known and effective days follow this clock. In a real office it is the calendar
of its time zone; in the demo it stands where the user moved it. Sign-ins,
tokens and jobs use real time and never ask here.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from tuntas.ledger.models import Clock


def today() -> date:
    """The business day."""
    return _moved() or timezone.localdate()


def now() -> datetime:
    """The business moment: the business day at the present time of day, aware."""
    moved = _moved()
    real = timezone.localtime()
    if moved is None:
        return real
    return datetime.combine(moved, time(real.hour, real.minute, real.second), real.tzinfo)


def _moved() -> date | None:
    if not settings.DEMO:
        return None
    return Clock.objects.filter(id=1).values_list("today", flat=True).first()


def move_to(day: date) -> None:
    """Move the demo's clock forward; backward is refused, because known days never fall."""
    if not settings.DEMO:
        raise ClockIsReal
    if Clock.objects.filter(id=1, today__lte=day).update(today=day):
        return
    if not Clock.objects.get_or_create(id=1, defaults={"today": day})[1]:
        raise ClockRunsForward


class ClockIsReal(Exception):
    """Only a demo store has a movable clock."""


class ClockRunsForward(Exception):
    """The business day cannot go back."""
