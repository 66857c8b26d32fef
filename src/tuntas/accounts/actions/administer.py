"""What every act of the administrator checks and leaves behind."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from tuntas.accounts import queries
from tuntas.accounts.errors import LastAdministrator, NotAllowed
from tuntas.accounts.models import User
from tuntas.accounts.principals import Principal


def check_may_administer(actor: Principal) -> None:
    if not actor.can("manage_accounts"):
        raise NotAllowed


def end_sessions(*users: User) -> None:
    """Every session of these accounts ends at its next request."""
    ids = [user.pk for user in users]
    User.objects.filter(pk__in=ids).update(version=F("version") + 1)


def check_administrator_left(now: datetime) -> None:
    """Refuse what would leave the office without anybody who can manage accounts.

    Call it after the change and after its log row: the lock of the log lets one
    such act through at a time, so two administrators cannot remove each other.
    """
    if not queries.administrator_exists(timezone.localdate(now)):
        raise LastAdministrator
