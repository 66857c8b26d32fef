"""What the worker forgets for the door: sessions, links and failures that are over."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from tuntas.accounts.models import OneTimeLink

KEEP_LINKS = timedelta(days=30)


def forget_what_is_over() -> None:
    """The log keeps what happened; these tables need not."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    OneTimeLink.objects.filter(expires_at__lt=now - KEEP_LINKS).delete()
    locked_since = now - timedelta(hours=settings.AXES_COOLOFF_TIME)
    AccessAttempt.objects.filter(attempt_time__lt=locked_since).delete()


PERIODIC = ((3600, forget_what_is_over),)
