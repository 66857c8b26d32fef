"""One-time links: how a password comes to be without anybody else knowing it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from axes.utils import reset as forget_failures
from django.db import transaction
from django.utils import timezone

from tuntas.accounts import principals, queries
from tuntas.accounts.actions.administer import check_may_administer, end_sessions
from tuntas.accounts.errors import AdministratorExists, LinkNotValid
from tuntas.accounts.models import Grant, Officer, OneTimeLink, User
from tuntas.accounts.principals import Principal
from tuntas.accounts.roles import Role
from tuntas.audit.actions import write_act
from tuntas.wilayah import queries as wilayah

FIRST_ADMINISTRATOR_MINUTES: Final = 15
SET_PASSWORD_MINUTES: Final = 24 * 60

SETUP = principals.system("setup")


@transaction.atomic
def issue_first_administrator_link(*, now: datetime) -> str:
    """The token with which the first administrator makes the own account; older ones end.

    Raises:
        AdministratorExists; wilayah's NoOffice before the office is set up.
    """
    wilayah.office_region()
    if queries.administrator_exists(timezone.localdate(now)):
        raise AdministratorExists
    OneTimeLink.objects.filter(purpose=OneTimeLink.Purpose.FIRST_ADMINISTRATOR).delete()
    token = _issue(OneTimeLink.Purpose.FIRST_ADMINISTRATOR, None, now, FIRST_ADMINISTRATOR_MINUTES)
    write_act(actor=SETUP.ref, verb="accounts.first_admin_link", subjects=[], detail={}, at=now)
    return token


@transaction.atomic
def claim_first_administrator(
    *, token: str, username: str, full_name: str, nip: str, password: str, now: datetime
) -> User:
    """Make the first administrator's account, once, while there is no administrator.

    Raises:
        LinkNotValid, AdministratorExists.
    """
    _use(token, OneTimeLink.Purpose.FIRST_ADMINISTRATOR, now)
    officer = Officer.objects.create(full_name=full_name.strip(), nip=nip)
    user = User.objects.create_user(username=username, officer=officer, password=password)
    today = timezone.localdate(now)
    Grant.objects.create(
        user=user,
        role=Role.ADMINISTRATOR.value,
        region_id=wilayah.office_region().id,
        valid_from=today,
        granted_by=SETUP.ref,
    )
    write_act(actor=SETUP.ref, verb="accounts.first_admin", subjects=[user.ref], detail={}, at=now)
    # Under the lock of the log: of two links used at one moment, one finds the other's account.
    if queries.administrators(today).count() != 1:
        raise AdministratorExists
    return user


@transaction.atomic
def issue_password_link(*, actor: Principal, user: User, now: datetime) -> str:
    """A token with which *user* sets a new password; older links and lockouts end.

    Raises:
        NotAllowed.
    """
    check_may_administer(actor)
    OneTimeLink.objects.filter(user=user, used_at=None).delete()
    forget_failures(username=user.username)
    token = _issue(OneTimeLink.Purpose.SET_PASSWORD, user, now, SET_PASSWORD_MINUTES)
    write_act(
        actor=actor.ref, verb="accounts.password_link", subjects=[user.ref], detail={}, at=now
    )
    return token


@transaction.atomic
def set_password_by_link(*, token: str, password: str, now: datetime) -> User:
    """Set the password of the link's account and end its sessions.

    Raises:
        LinkNotValid.
    """
    link = _use(token, OneTimeLink.Purpose.SET_PASSWORD, now)
    user = link.user
    assert user is not None, "the database keeps a user on these links"
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    write_act(actor=user.ref, verb="accounts.set_password", subjects=[user.ref], detail={}, at=now)
    return user


def _issue(purpose: OneTimeLink.Purpose, user: User | None, now: datetime, minutes: int) -> str:
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        digest=queries.digest(token),
        purpose=purpose,
        user=user,
        expires_at=now + timedelta(minutes=minutes),
    )
    return token


def _use(token: str, purpose: OneTimeLink.Purpose, now: datetime) -> OneTimeLink:
    """Spend the link in one statement, so that it cannot be used twice at one moment."""
    found = OneTimeLink.objects.filter(digest=queries.digest(token), purpose=purpose)
    if not found.filter(used_at=None, expires_at__gt=now).update(used_at=now):
        raise LinkNotValid
    return found.select_related("user").get()
