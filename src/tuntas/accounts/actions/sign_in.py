"""Who came and went stands in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tuntas.accounts.models import User
from tuntas.audit.actions import write_act


@transaction.atomic
def note_sign_in(*, user: User, how: str, now: datetime) -> None:
    """*how*: ``password``, ``second_factor``, ``enrolment`` or ``demo``."""
    detail = {"how": how}
    write_act(actor=user.ref, verb="accounts.sign_in", subjects=[], detail=detail, at=now)


@transaction.atomic
def note_sign_out(*, user: User, now: datetime) -> None:
    write_act(actor=user.ref, verb="accounts.sign_out", subjects=[], detail={}, at=now)
