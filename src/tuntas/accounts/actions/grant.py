"""Roles are given in an area for days, and taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from tuntas.accounts.actions.administer import (
    check_administrator_left,
    check_may_administer,
    end_sessions,
)
from tuntas.accounts.errors import (
    DaysOutOfOrder,
    DusunElsewhere,
    NotFound,
    OutsideArea,
    OwnGrant,
    WrongLevel,
)
from tuntas.accounts.models import Grant, User
from tuntas.accounts.principals import Principal
from tuntas.accounts.roles import Role
from tuntas.audit.actions import write_act
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import DISTRICT, VILLAGE

LEVELS: Final = {Role.CAMAT: DISTRICT, Role.VILLAGE_HEAD: VILLAGE, Role.HAMLET_HEAD: VILLAGE}
"""Roles that are an office over one kind of region; given elsewhere they would show too much."""


@transaction.atomic
def grant_role(
    *,
    actor: Principal,
    user: User,
    role: Role,
    region_id: int,
    now: datetime,
    dusun_id: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Grant:
    """Give *user* a role in a region from a day (today) until the first day without it.

    Raises:
        NotAllowed, OwnGrant, OutsideArea, WrongLevel, DusunElsewhere, DaysOutOfOrder, NotFound.
    """
    first = valid_from or timezone.localdate(now)
    _check_giver(actor, user, region_id)
    _check_level(role, region_id)
    _check_dusun(role, region_id, dusun_id)
    if valid_to is not None and valid_to <= first:
        raise DaysOutOfOrder
    grant = Grant.objects.create(
        user=user,
        role=role.value,
        region_id=region_id,
        dusun_id=dusun_id,
        valid_from=first,
        valid_to=valid_to,
        granted_by=actor.ref,
    )
    end_sessions(user)
    _write(actor, "accounts.grant_role", grant, now)
    return grant


@transaction.atomic
def revoke_grant(*, actor: Principal, grant: Grant, now: datetime) -> None:
    """End a role today. Revoking twice changes nothing.

    Raises:
        NotAllowed, LastAdministrator.
    """
    check_may_administer(actor)
    today = timezone.localdate(now)
    if grant.valid_to is not None and grant.valid_to <= today:
        return
    # A role that was to begin later never begins: it ends on its first day.
    grant.valid_to = max(today, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    end_sessions(grant.user)
    _write(actor, "accounts.revoke_role", grant, now)
    check_administrator_left(now)


def _check_giver(actor: Principal, user: User, region_id: int) -> None:
    check_may_administer(actor)
    if actor.kind == "system":
        return
    if actor.officer_ref == user.officer.ref:
        raise OwnGrant
    own = [region for role, region in actor.grants if role == Role.ADMINISTRATOR]
    if not any(wilayah.contains(region, region_id) for region in own):
        raise OutsideArea


def _check_level(role: Role, region_id: int) -> None:
    region = wilayah.region(region_id)
    if region is None:
        raise NotFound
    if region.level != LEVELS.get(role, region.level):
        raise WrongLevel


def _check_dusun(role: Role, region_id: int, dusun_id: int | None) -> None:
    if dusun_id is None:
        return
    in_village = {row.id for row in wilayah.dusun_of([region_id])}
    if role is not Role.HAMLET_HEAD or dusun_id not in in_village:
        raise DusunElsewhere


def _write(actor: Principal, verb: str, grant: Grant, now: datetime) -> None:
    write_act(
        actor=actor.ref,
        verb=verb,
        subjects=[grant.user.ref],
        detail={
            "grant": grant.ref,
            "role": grant.role,
            "region": grant.region.code,
            "dusun": grant.dusun_id,
            "from": grant.valid_from.isoformat(),
            "to": grant.valid_to.isoformat() if grant.valid_to else None,
        },
        at=now,
    )
