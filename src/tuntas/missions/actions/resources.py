"""Teams, members, kits, vehicles, boats: entered with the day from which they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import transaction

from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.missions.actions.telling import reasoned, tell
from tuntas.missions.errors import DaysInDisorder, NotFound, ValueUnusable
from tuntas.missions.models import Asset, Member, Outage, Team
from tuntas.missions.models.resources import holding
from tuntas.wilayah import queries as wilayah

SKILLS: Final = ("operator", "driver", "skipper", "printer", "lead")


def save_team(
    *,
    actor: Principal,
    name: str,
    base: str,
    starts: date,
    source: str,
    now: datetime,
    ref: str = "",
    ends: date | None = None,
) -> str:
    """Write a team down, or change the one with *ref*; its ref.

    Args:
        base: ref of the service point it sets out from.

    Raises:
        NotFound, ReasonMissing, DaysInDisorder
    """
    if wilayah.service_point(base) is None:
        raise NotFound
    with transaction.atomic():
        team = _team(ref) if ref else Team()
        team.name, team.base = reasoned(name, longest=60), base
        team.starts, team.ends, team.source = starts, _after(starts, ends), reasoned(source)
        team.save()
        tell(actor, "save_team", [team.ref], now, name=team.name, starts=starts.isoformat())
    return team.ref


def join_team(
    *,
    actor: Principal,
    team_ref: str,
    officer_ref: str,
    skills: Sequence[str],
    woman: bool,
    starts: date,
    source: str,
    now: datetime,
) -> str:
    """Put an officer into a team; who is in another one leaves it that day.

    Raises:
        NotFound, ValueUnusable: a skill that is not of `SKILLS`.
    """
    if not set(skills) <= set(SKILLS):
        raise ValueUnusable
    if not accounts.officers().filter(ref=officer_ref).exists():
        raise NotFound
    with transaction.atomic():
        team = _team(team_ref)
        _leave(officer_ref, starts)
        member = Member.objects.create(
            team=team,
            officer_ref=officer_ref,
            skills=sorted(set(skills)),
            woman=woman,
            starts=starts,
            source=reasoned(source),
        )
        tell(actor, "join_team", [team.ref, officer_ref], now, starts=starts.isoformat())
    return member.ref


def leave_team(*, actor: Principal, member_ref: str, on: date, now: datetime) -> None:
    """From *on* the officer is in no team. Raises NotFound."""
    with transaction.atomic():
        member = Member.objects.filter(ref=member_ref, ends__isnull=True).first()
        if member is None:
            raise NotFound
        _leave(member.officer_ref, on)
        tell(actor, "leave_team", [member.officer_ref], now, on=on.isoformat())


@dataclass(frozen=True, slots=True)
class AssetSaid:
    """What a thing is: *rupiah* for each use; a boat sails between two hours of the day."""

    kind: str
    name: str
    offline: bool = False
    seats: int = 99
    rupiah: int = 0
    sails_from: time | None = None
    sails_until: time | None = None


def save_asset(
    *,
    actor: Principal,
    said: AssetSaid,
    starts: date,
    source: str,
    now: datetime,
    ref: str = "",
    ends: date | None = None,
) -> str:
    """Write down a kit, printer, vehicle, boat, generator or link, or change it; its ref.

    Raises:
        NotFound, ValueUnusable, ReasonMissing, DaysInDisorder
    """
    if said.kind not in Asset.Kind or said.seats < 1 or said.rupiah < 0:
        raise ValueUnusable
    with transaction.atomic():
        asset = _asset(ref) if ref else Asset()
        asset.kind, asset.name = said.kind, reasoned(said.name, longest=80)
        asset.offline, asset.seats, asset.rupiah = said.offline, said.seats, said.rupiah
        asset.sails_from, asset.sails_until = said.sails_from, said.sails_until
        asset.starts, asset.ends, asset.source = starts, _after(starts, ends), reasoned(source)
        asset.save()
        tell(actor, "save_asset", [asset.ref], now, kind=asset.kind, name=asset.name)
    return asset.ref


def break_asset(
    *, actor: Principal, asset_ref: str, starts: date, reason: str, now: datetime
) -> None:
    """The asset cannot be used from *starts* until it is mended. Raises NotFound, ReasonMissing."""
    with transaction.atomic():
        asset = _asset(asset_ref)
        if not asset.outages.filter(ends__isnull=True).exists():
            Outage.objects.create(asset=asset, starts=starts, source=reasoned(reason))
        tell(actor, "break_asset", [asset.ref], now, starts=starts.isoformat())


def mend_asset(*, actor: Principal, asset_ref: str, on: date, now: datetime) -> None:
    """From *on* the asset works again. Raises NotFound."""
    with transaction.atomic():
        asset = _asset(asset_ref)
        for outage in asset.outages.filter(ends__isnull=True):
            if outage.starts >= on:
                outage.delete()
            else:
                outage.ends = on
                outage.save(update_fields=["ends"])
        tell(actor, "mend_asset", [asset.ref], now, on=on.isoformat())


def _leave(officer_ref: str, on: date) -> None:
    for member in Member.objects.filter(officer_ref=officer_ref).filter(holding(on)):
        if member.starts >= on:
            member.delete()
        else:
            member.ends = on
            member.save(update_fields=["ends"])


def _team(ref: str) -> Team:
    found = Team.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def _asset(ref: str) -> Asset:
    found = Asset.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def _after(starts: date, ends: date | None) -> date | None:
    if ends is not None and ends <= starts:
        raise DaysInDisorder
    return ends
