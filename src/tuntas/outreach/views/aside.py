"""Setting people aside by two persons: propose, decide, take back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.audit.errors import PersonalNumber
from tuntas.ledger import clock
from tuntas.outreach import actions, queries, wording
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms import ProposeForm, TakeBackForm
from tuntas.residents import access
from tuntas.residents.found import named
from tuntas.web.language import sentence


@require("propose_aside")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    principal = principal_of(request)
    person = access.person_for(principal, ref, ability="propose_aside")
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_aside(
                actor=principal,
                person_ref=person.ref.hex,
                reason=form.cleaned_data["alasan"],
                evidence=form.cleaned_data["bukti"],
                on=clock.today(),
                now=timezone.now(),
            )
        except (OutreachError, PersonalNumber) as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Usulan dicatat; menunggu keputusan orang kedua."))
            return redirect("residents:person", ref=person.ref.hex)
    context = {"person": person, "ref": person.ref.hex, "form": form}
    return render(request, "outreach/propose.html", context, status=400 if form.errors else 200)


@require("approve_aside")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    principal = principal_of(request)
    person = access.person_for(principal, ref)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back_aside(
                actor=principal,
                person_ref=person.ref.hex,
                reason=form.cleaned_data["alasan"],
                on=clock.today(),
                now=timezone.now(),
            )
        except (OutreachError, PersonalNumber) as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Orang ini dihitung lagi dalam angka dinamis."))
            return redirect("residents:person", ref=person.ref.hex)
    context = {"person": person, "ref": person.ref.hex, "form": form}
    return render(request, "outreach/take_back.html", context, status=400 if form.errors else 200)


@require("approve_aside")
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals that wait for a second person, with a decision beside each."""
    principal = principal_of(request)
    waiting = queries.open_proposals(principal.village_ids("approve_aside"))
    people = named([proposal.person_id for proposal in waiting])
    rows = [
        (
            proposal,
            people[proposal.person_id],
            wording.reason(proposal.reason),
            proposal.proposed_by == (principal.officer_ref or principal.ref),
        )
        for proposal in waiting
    ]
    return render(request, "outreach/proposals.html", {"rows": rows})


@require("approve_aside")
@require_POST
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Approve or decline; the proposer's own decision is refused by the action."""
    principal = principal_of(request)
    waiting = queries.open_proposals(principal.village_ids("approve_aside"))
    if all(proposal.id != proposal_id for proposal in waiting):
        raise Http404
    approve = request.POST.get("putusan") == "setuju"
    act = actions.approve_aside if approve else actions.decline_aside
    try:
        act(actor=principal, proposal_id=proposal_id, on=clock.today(), now=timezone.now())
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Usulan disetujui.") if approve else _("Usulan ditolak."))
    return redirect("outreach:proposals")
