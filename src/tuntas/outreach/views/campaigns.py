"""What works: campaigns with what they cost and what came of their invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.ledger import clock
from tuntas.outreach.actions import campaigns
from tuntas.outreach.effectiveness import Effect
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms_slots import CHANNELS, CampaignForm, CostForm
from tuntas.outreach.queries import effect
from tuntas.outreach.queries import slots as reading
from tuntas.web.language import sentence


@require("manage_outreach")
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every campaign beside the earlier ones: invited, came, recorded, and what one cost."""
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            campaigns.open_campaign(
                actor=principal_of(request),
                name=said["nama"],
                from_on=said["mulai"],
                until_on=said["selesai"],
                now=timezone.now(),
            )
        except OutreachError as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Kampanye dibuka. Pilih kampanye ini pada jadwalnya."))
            return redirect("outreach:campaigns")
    found = effect.effects(clock.today())
    known = {one.campaign.id for one in found}
    context = {
        "form": form,
        "effects": [
            (one, [(CHANNELS[code], row) for code, row in one.channels], _order(one.order))
            for one in found
        ],
        "empty": [one for one in reading.campaigns() if one.id not in known],
    }
    status = 400 if form.errors else 200
    return render(request, "outreach/campaigns.html", context, status=status)


@require("manage_outreach")
@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: HttpRequest, ref: str) -> HttpResponseBase:
    """What each channel of one campaign cost."""
    campaign = reading.campaign(ref)
    if campaign is None:
        raise Http404
    form = CostForm(request.POST or None, initial=reading.costs_of(campaign))
    if request.method == "POST" and form.is_valid():
        campaigns.set_costs(
            actor=principal_of(request),
            campaign_ref=campaign.ref,
            rupiah=form.rupiah(),
            now=timezone.now(),
        )
        messages.success(request, _("Biaya dicatat."))
        return redirect("outreach:campaigns")
    context = {"form": form, "campaign": campaign}
    return render(request, "outreach/costs.html", context, status=400 if form.errors else 200)


def _order(
    parts: tuple[Effect, Effect, Effect],
) -> list[tuple[str, Effect]]:
    names = (_("diundang pertama"), _("diundang kemudian"), _("diundang terakhir"))
    return [(name, part) for name, part in zip(names, parts, strict=True) if part.invited]
