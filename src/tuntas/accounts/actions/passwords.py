"""Passwords: the own one changed, a temporary one handed over."""

from __future__ import annotations

import secrets
from datetime import datetime

from axes.utils import reset as forget_failures
from django.db import transaction

from tuntas.accounts.actions.administer import check_may_administer, end_sessions
from tuntas.accounts.models import User
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act

# Read out over a telephone: no letters that sound or look alike.
ALPHABET = "acdefhjkmnprtuvwxy34679"


@transaction.atomic
def change_password(*, actor: Principal, user: User, password: str, now: datetime) -> None:
    """Set the own password; Django ends every other session by itself."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    write_act(
        actor=actor.ref, verb="accounts.change_password", subjects=[user.ref], detail={}, at=now
    )


@transaction.atomic
def give_temporary_password(*, actor: Principal, user: User, now: datetime) -> str:
    """A password to be told by word of mouth and changed at the first sign-in.

    Raises:
        NotAllowed.
    """
    check_may_administer(actor)
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    password = "-".join(groups)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    forget_failures(username=user.username)
    write_act(
        actor=actor.ref, verb="accounts.temporary_password", subjects=[user.ref], detail={}, at=now
    )
    return password
