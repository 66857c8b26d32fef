"""Officers and their accounts come, are corrected, and go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.accounts import queries
from tuntas.accounts.actions.administer import (
    check_administrator_left,
    check_may_administer,
    end_sessions,
)
from tuntas.accounts.errors import NipTaken, UsernameTaken
from tuntas.accounts.models import Grant, Officer, User
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act


@transaction.atomic
def add_account(
    *,
    actor: Principal,
    username: str,
    now: datetime,
    officer: Officer | None = None,
    full_name: str = "",
    nip: str = "",
    demo: bool = False,
) -> User:
    """A new account without a password, for *officer* or for a new one named *full_name*.

    Raises:
        NotAllowed, UsernameTaken, NipTaken.
    """
    check_may_administer(actor)
    if User.objects.filter(username=username.strip().lower()).exists():
        raise UsernameTaken
    holder = officer or _new_officer(full_name, nip)
    user = User.objects.create_user(username=username, officer=holder, demo=demo)
    write_act(
        actor=actor.ref,
        verb="accounts.add",
        subjects=[user.ref, holder.ref],
        detail={"demo": demo, "new_officer": officer is None},
        at=now,
    )
    return user


@transaction.atomic
def correct_officer(
    *, actor: Principal, officer: Officer, full_name: str, nip: str, now: datetime
) -> None:
    """Correct how an officer is written; the person behind the accounts stays the same.

    Raises:
        NotAllowed, NipTaken.
    """
    check_may_administer(actor)
    _check_nip(nip, officer)
    officer.full_name, officer.nip = full_name.strip(), nip
    officer.save(update_fields=["full_name", "nip"])
    users = list(User.objects.filter(officer=officer))
    # Not a change of what they may do, but a page must not go on showing the old name.
    end_sessions(*users)
    write_act(
        actor=actor.ref,
        verb="accounts.correct_officer",
        subjects=[officer.ref, *(user.ref for user in users)],
        detail={},
        at=now,
    )


@transaction.atomic
def switch_account(*, actor: Principal, user: User, active: bool, now: datetime) -> None:
    """Let an account in or keep it out; its sessions end at once.

    Raises:
        NotAllowed, LastAdministrator.
    """
    check_may_administer(actor)
    User.objects.filter(pk=user.pk).update(is_active=active)
    end_sessions(user)
    verb = "accounts.enable" if active else "accounts.disable"
    write_act(actor=actor.ref, verb=verb, subjects=[user.ref], detail={}, at=now)
    check_administrator_left(now)


@transaction.atomic
def dismiss_officer(*, actor: Principal, officer: Officer, now: datetime) -> None:
    """An officer leaves the office: all accounts are closed and all roles end today.

    Raises:
        NotAllowed, LastAdministrator.
    """
    check_may_administer(actor)
    today = timezone.localdate(now)
    users = list(User.objects.filter(officer=officer))
    Officer.objects.filter(pk=officer.pk).update(active=False)
    User.objects.filter(officer=officer).update(is_active=False)
    for user in users:
        held = queries.grants_on(user, today).values("id")
        Grant.objects.filter(id__in=held).update(valid_to=today)
    end_sessions(*users)
    subjects = [officer.ref, *(user.ref for user in users)]
    write_act(actor=actor.ref, verb="accounts.dismiss", subjects=subjects, detail={}, at=now)
    check_administrator_left(now)


def _new_officer(full_name: str, nip: str) -> Officer:
    _check_nip(nip, None)
    return Officer.objects.create(full_name=full_name.strip(), nip=nip)


def _check_nip(nip: str, holder: Officer | None) -> None:
    others = Officer.objects.filter(nip=nip)
    if holder is not None:
        others = others.exclude(pk=holder.pk)
    if nip and others.exists():
        raise NipTaken
