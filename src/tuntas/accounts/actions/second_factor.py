"""The second factor: an authenticator on the officer's phone, and ten codes on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tuntas.accounts.actions.administer import check_may_administer, end_sessions
from tuntas.accounts.errors import CodeThrottled, WrongCode
from tuntas.accounts.models import User
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act

RECOVERY_CODES: Final = 10
TOTP_DIGITS: Final = 6


def check_second_factor(*, user: User, code: str) -> None:
    """Accept a code of the authenticator, or a recovery code (which is then spent).

    Raises:
        WrongCode: not a code of *user*, or one that was used before.
        CodeThrottled: too many wrong codes of late; the wait doubles with each.
    """
    typed = "".join(code.split()).lower()
    model = TOTPDevice if typed.isdigit() and len(typed) == TOTP_DIGITS else StaticDevice
    error: type[WrongCode | CodeThrottled] | None = WrongCode
    # The count of wrong codes must be kept: leave the transaction before refusing.
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is not None:
            error = _verify(device, typed)
    if error is not None:
        raise error


@transaction.atomic
def confirm_second_factor(*, user: User, device: TOTPDevice, code: str, now: datetime) -> list[str]:
    """Confirm a new authenticator by its first code; the recovery codes, to be shown once.

    Raises:
        WrongCode: nothing is confirmed.
    """
    # No throttle here: whoever sees this page has been shown the secret itself.
    if not device.verify_token("".join(code.split())):
        raise WrongCode
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    write_act(actor=user.ref, verb="accounts.second_factor", subjects=[user.ref], detail={}, at=now)
    return _recovery_codes(user)


@transaction.atomic
def new_recovery_codes(*, actor: Principal, user: User, now: datetime) -> list[str]:
    """Ten fresh recovery codes; the old ones stop working."""
    write_act(
        actor=actor.ref, verb="accounts.recovery_codes", subjects=[user.ref], detail={}, at=now
    )
    return _recovery_codes(user)


@transaction.atomic
def reset_second_factor(*, actor: Principal, user: User, now: datetime) -> None:
    """Forget authenticator and recovery codes; the next sign-in sets up new ones.

    Raises:
        NotAllowed.
    """
    check_may_administer(actor)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    end_sessions(user)
    write_act(
        actor=actor.ref,
        verb="accounts.reset_second_factor",
        subjects=[user.ref],
        detail={},
        at=now,
    )


def _verify(device: TOTPDevice | StaticDevice, code: str) -> type[WrongCode | CodeThrottled] | None:
    allowed, _reason = device.verify_is_allowed()
    if not allowed:
        return CodeThrottled
    return None if device.verify_token(code) else WrongCode


def _recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="pemulihan", confirmed=True)
    codes = [StaticToken.random_token().lower() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
