"""What works: campaigns and channels with what came of their invitations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuntas.ledger import bulk, cells
from tuntas.ledger.models import SpellRow
from tuntas.ledger.tracks import Enrol
from tuntas.outreach import effectiveness
from tuntas.outreach.actions.slots import INVITED
from tuntas.outreach.channels import Channel, parameter
from tuntas.outreach.effectiveness import Asked, Effect
from tuntas.outreach.models import Campaign, ChannelCost, Invitation

_RECORDED = [cell for cell in range(cells.N_CELLS) if cells.decode(cell).enrol != Enrol.NONE]


@dataclass(frozen=True, slots=True)
class CampaignEffect:
    """One campaign: as a whole, by channel, by order of invitation."""

    campaign: Campaign
    whole: Effect
    channels: tuple[tuple[str, Effect], ...]
    order: tuple[Effect, Effect, Effect]


def effects(on: date) -> list[CampaignEffect]:
    """Every campaign that invited anybody, the newest first, as known on day *on*."""
    asked = _asked(on)
    owed = effectiveness.credited(asked, int(parameter("credit_days", on)))
    costs = {(c.campaign_id, c.channel): c.rupiah for c in ChannelCost.objects.all()}
    found = []
    for campaign in Campaign.objects.order_by("-from_on", "-id"):
        mine = [index for index, one in enumerate(asked) if one.campaign == campaign.id]
        if mine:
            found.append(_of(campaign, asked, owed, mine, costs))
    return found


def _of(
    campaign: Campaign,
    asked: Sequence[Asked],
    owed: set[int],
    mine: Sequence[int],
    costs: dict[tuple[int, str], int],
) -> CampaignEffect:
    used = [channel.value for channel in Channel if any(asked[i].channel == channel for i in mine)]
    own = [asked[index] for index in mine]
    first, second, third = (
        effectiveness.effect(asked, owed, [mine[index] for index in part])
        for part in effectiveness.thirds(own)
    )
    return CampaignEffect(
        campaign,
        effectiveness.effect(asked, owed, mine, campaign.cost_rupiah or None),
        tuple(
            (
                channel,
                effectiveness.effect(
                    asked,
                    owed,
                    [index for index in mine if asked[index].channel == channel],
                    costs.get((campaign.id, channel)),
                ),
            )
            for channel in used
        ),
        (first, second, third),
    )


def _asked(on: date) -> list[Asked]:
    rows = list(
        Invitation.objects.filter(campaign__isnull=False, state__in=INVITED, invited_on__lte=on)
        .order_by("id")
        .values_list(
            "person_id", "campaign_id", "channel", "rank", "invited_on", "slot__on", "state"
        )
    )
    recorded = _recorded_on([row[0] for row in rows], on)
    return [
        Asked(*row[:6], came=row[6] == Invitation.State.CAME, recorded_on=recorded.get(row[0]))
        for row in rows
    ]


def _recorded_on(person_ids: Sequence[int], on: date) -> dict[int, date]:
    """The first day on which each was recorded, until day *on*."""
    found: dict[int, date] = {}
    for chunk in bulk.chunks(sorted(set(person_ids))):
        spells = SpellRow.objects.filter(person_id__in=chunk, cell__in=_RECORDED, from_on__lte=on)
        for person, day in spells.order_by("from_on").values_list("person_id", "from_on"):
            found.setdefault(person, day)
    return found
