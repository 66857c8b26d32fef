"""Campaigns and what they cost, and who asked not to be called."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.outreach.channels import Channel
from tuntas.outreach.errors import CampaignImpossible
from tuntas.outreach.models import Campaign, ChannelCost, OptOut
from tuntas.residents.errors import NotFound
from tuntas.residents.models import Person


def open_campaign(
    *,
    actor: Principal,
    name: str,
    from_on: date,
    until_on: date,
    now: datetime,
    cohort: str = "",
) -> str:
    """Begin a campaign; its ref.

    Raises:
        CampaignImpossible: no name, or it ends before it begins.
    """
    if not name.strip() or until_on < from_on:
        raise CampaignImpossible
    with transaction.atomic():
        campaign = Campaign.objects.create(
            ref=secrets.token_hex(16),
            name=name.strip()[:120],
            from_on=from_on,
            until_on=until_on,
            cohort=cohort,
            made_by=actor.officer_ref or actor.ref,
        )
        _tell(actor, "open_campaign", campaign, {"from": from_on.isoformat()}, now)
    return campaign.ref


def set_costs(
    *, actor: Principal, campaign_ref: str, rupiah: Mapping[str, int], now: datetime
) -> None:
    """What each channel of the campaign cost so far; the sum is the campaign's cost.

    Raises:
        CampaignImpossible: no such campaign, an unknown channel, or a negative amount.
    """
    if any(channel not in set(Channel) or cost < 0 for channel, cost in rupiah.items()):
        raise CampaignImpossible
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().filter(ref=campaign_ref).first()
        if campaign is None:
            raise CampaignImpossible
        for channel, cost in rupiah.items():
            ChannelCost.objects.update_or_create(
                campaign=campaign, channel=channel, defaults={"rupiah": cost}
            )
        campaign.cost_rupiah = sum(campaign.costs.values_list("rupiah", flat=True))
        campaign.save(update_fields=["cost_rupiah"])
        _tell(actor, "set_campaign_costs", campaign, {**rupiah}, now)


def opt_out(
    *, actor: Principal, person_ref: str, on: date, now: datetime, channel: str = ""
) -> bool:
    """Somebody asked not to be called on *channel*, or on any; whether that was news.

    They stay on the list and stay obliged: only the calling stops.

    Raises:
        tuntas.residents.errors.NotFound
    """
    person = _person(person_ref)
    try:
        with transaction.atomic():
            OptOut.objects.create(
                person=person,
                channel=channel and Channel(channel).value,
                since=on,
                told_by=actor.officer_ref or actor.ref,
            )
            _tell_of(actor, "opt_out", person, channel, now)
    except IntegrityError:
        return False
    return True


def opt_in(
    *, actor: Principal, person_ref: str, on: date, now: datetime, channel: str = ""
) -> bool:
    """They may be called again; whether there was an opt-out to end.

    Raises:
        tuntas.residents.errors.NotFound
    """
    person = _person(person_ref)
    with transaction.atomic():
        current = OptOut.objects.filter(person=person, channel=channel, ended_on__isnull=True)
        ended = current.update(ended_on=on)
        if ended:
            _tell_of(actor, "opt_in", person, channel, now)
    return bool(ended)


def _person(ref: str) -> Person:
    try:
        return Person.objects.get(ref=uuid.UUID(ref))
    except (ValueError, Person.DoesNotExist):
        raise NotFound from None


def _tell_of(actor: Principal, verb: str, person: Person, channel: str, now: datetime) -> None:
    write_act(
        actor=actor.ref,
        verb=f"outreach.{verb}",
        subjects=[person.ref.hex],
        detail={"channel": channel or "all"},
        at=now,
    )


def _tell(
    actor: Principal, verb: str, campaign: Campaign, detail: dict[str, object], now: datetime
) -> None:
    write_act(
        actor=actor.ref, verb=f"outreach.{verb}", subjects=[campaign.ref], detail=detail, at=now
    )
