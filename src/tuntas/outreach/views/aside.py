"""Setting people aside by two persons: propose, decide, write to the ministry, take back."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.audit.errors import PersonalNumber
from tuntas.coverage import queries as coverage
from tuntas.ledger import clock
from tuntas.letters.errors import ScanUnusable
from tuntas.outreach import actions, queries, wording
from tuntas.outreach.actions.proposal_letter import draft_proposal_letter
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms import ProposeForm, TakeBackForm
from tuntas.outreach.models import AsideProposal
from tuntas.outreach.queries.aside import Unanswered
from tuntas.outreach.queries.contacts import current_reason
from tuntas.outreach.views import uploads
from tuntas.outreach.views.paging import paged
from tuntas.residents import access
from tuntas.residents.found import Named, named
from tuntas.web.language import sentence


@require("propose_aside")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    principal = principal_of(request)
    person = access.person_for(principal, ref, ability="propose_aside")
    on = clock.today()
    form = ProposeForm(request.POST or None, request.FILES or None, on=on, initial=_told(person.id))
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_aside(
                actor=principal,
                person_ref=person.ref.hex,
                reason=form.cleaned_data["alasan"],
                evidence=form.cleaned_data["bukti"],
                document=form.cleaned_data["surat"],
                evidence_file=uploads.kept(form.cleaned_data["berkas"]),
                on=on,
                now=timezone.now(),
            )
        except (OutreachError, ScanUnusable) as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Usulan dicatat; menunggu keputusan orang kedua."))
            return redirect("residents:person", ref=person.ref.hex)
    context = {"person": person, "ref": person.ref.hex, "form": form}
    return render(request, "outreach/propose.html", context, status=400 if form.errors else 200)


def _told(person_id: int) -> dict[str, str]:
    """What the office knows already about the reason."""
    known = current_reason(person_id)
    return {"alasan": known.code, "surat": known.evidence[:80]} if known else {}


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


@require_any("approve_aside", "propose_aside")
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and everybody set aside whom nothing has answered for."""
    principal = principal_of(request)
    ability = "approve_aside" if principal.can("approve_aside") else "propose_aside"
    villages, on = principal.village_ids(ability), clock.today()
    waiting = queries.open_proposals(villages)
    unanswered = queries.unanswered(villages, on)
    shown, figures = paged(unanswered, request), coverage.figures_of(villages, on=on)
    people = named([row.person_id for row in waiting] + [row.proposal.person_id for row in shown])
    _log(principal, "outreach.aging", len(waiting) + len(shown))
    return render(
        request,
        "outreach/proposals.html",
        {
            "rows": [_waiting(principal, row, people[row.person_id], on) for row in waiting],
            "aging": [(row, people[row.proposal.person_id], *_words(row)) for row in shown],
            "page": shown,
            "page_numbers": shown.paginator.get_elided_page_range(shown.number, on_ends=1),
            "unwritten": sum(not row.is_written for row in unanswered),
            "figures": figures,
            "aside": figures.left - figures.left_dynamic,
            "may_decide": principal.can("approve_aside"),
            "may_write": principal.can("draft_letters"),
            "may_open_letters": principal.can("draft_letters") or principal.can("sign_letters"),
            "on": on,
        },
    )


def _waiting(
    principal: Principal, row: AsideProposal, person: Named, on: date
) -> dict[str, object]:
    return {
        "proposal": row,
        "person": person,
        "reason": wording.reason(row.reason),
        "own": row.proposed_by == (principal.officer_ref or principal.ref),
        "days": (on - row.proposed_on).days,
    }


def _words(row: Unanswered) -> tuple[str, object]:
    state = row.letter.get_state_display() if row.letter else _("belum bersurat")
    return wording.reason(row.proposal.reason), state


@require("draft_letters", "propose_aside")
@require_POST
def write_letter(request: HttpRequest) -> HttpResponse:
    """One letter to the ministry from everything approved that stands in none."""
    principal = principal_of(request)
    try:
        ref = draft_proposal_letter(
            actor=principal,
            villages=principal.village_ids("propose_aside"),
            on=clock.today(),
            now=timezone.now(),
        )
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("outreach:proposals")
    messages.success(request, _("Konsep surat dibuat. Periksa, lalu ajukan tanda tangan."))
    return redirect("letters:letter", ref=ref)


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


def _log(principal: Principal, verb: str, count: int) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb=verb,
            subjects=[],
            count=count,
            purpose="",
            at=timezone.now(),
        )
