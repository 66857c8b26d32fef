"""One person's outreach: why they are missing, what was tried, who acts next; and entering it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.ledger import clock
from tuntas.letters.errors import ScanUnusable
from tuntas.outreach import queries, wording
from tuntas.outreach.actions.cases import plan_case
from tuntas.outreach.actions.contacts import record_contact
from tuntas.outreach.actions.reasons import tell_reason
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms import ContactForm, PlanForm, ReasonForm
from tuntas.outreach.queries import contacts as known
from tuntas.outreach.views import uploads
from tuntas.outreach.views.tasks import row_of
from tuntas.residents import access
from tuntas.residents.access import Person
from tuntas.residents.found import named
from tuntas.web.language import sentence

FORMS: dict[str, type[forms.Form]] = {
    "hasil": ContactForm,
    "alasan": ReasonForm,
    "rencana": PlanForm,
}


@require("see_person")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, ref: str) -> HttpResponse:
    principal = principal_of(request)
    person = access.person_for(principal, ref)
    on = clock.today()
    entry = request.POST.get("tindakan", "") if request.method == "POST" else ""
    given = _forms(person, on)
    if entry:
        if entry not in FORMS or not _may(principal, person, entry):
            raise Http404
        given[entry] = form = _form(entry, request, on)
        if form.is_valid() and _enter(principal, person, entry, form, on):
            messages.success(request, _("Tercatat. Langkah berikutnya dihitung ulang."))
            return redirect("outreach:card", ref=person.ref.hex)
    _log(principal, person)
    context = _context(principal, person, on) | {"forms": given, "opened": entry}
    return render(request, "outreach/card.html", context, status=400 if entry else 200)


@require("see_person")
def evidence(request: HttpRequest, ref: str, digest: str) -> HttpResponse:
    """A file kept about this person, and about nobody else."""
    principal = principal_of(request)
    person = access.person_for(principal, ref)
    if digest not in known.files_of(person.id):
        raise Http404
    return uploads.shown(principal, digest, person.ref.hex)


def _may(principal: Principal, person: Person, entry: str) -> bool:
    ability = "manage_outreach" if entry == "rencana" else "enter_outcomes"
    return principal.can(ability) and principal.covers(person.village_id, ability)


def _forms(person: Person, on: date) -> dict[str, forms.Form]:
    current = known.current_reason(person.id)
    told = {"alasan": current.code, "surat": current.evidence} if current else {}
    return {
        "hasil": ContactForm(on=on, prefix="hasil"),
        "alasan": ReasonForm(on=on, prefix="alasan", initial=told),
        "rencana": PlanForm(prefix="rencana"),
    }


def _form(entry: str, request: HttpRequest, on: date) -> forms.Form:
    if entry == "rencana":
        return PlanForm(request.POST, prefix=entry)
    kind = {"hasil": ContactForm, "alasan": ReasonForm}[entry]
    return kind(request.POST, request.FILES, on=on, prefix=entry)


def _enter(principal: Principal, person: Person, entry: str, form: forms.Form, on: date) -> bool:
    try:
        _ACTS[entry](principal, person, form.cleaned_data, on)
    except (OutreachError, ScanUnusable) as refusal:
        form.add_error(None, sentence(refusal))
        return False
    return True


def _contact(principal: Principal, person: Person, said: dict[str, Any], on: date) -> None:
    record_contact(
        actor=principal,
        person_ref=person.ref.hex,
        outcome=said["hasil"],
        on=said["hari"],
        channel=said["cara"],
        nonce=said["nomor"],
        now=timezone.now(),
        will_come_on=said["janji"],
        note=said["catatan"],
        evidence_file=uploads.kept(said["berkas"]),
    )


def _reason(principal: Principal, person: Person, said: dict[str, Any], on: date) -> None:
    # The file told before stays with its reason until another one comes.
    before = known.current_reason(person.id)
    keeps = before is not None and before.code == said["alasan"]
    held = before.evidence_file if before is not None and keeps else ""
    tell_reason(
        actor=principal,
        person_ref=person.ref.hex,
        code=said["alasan"],
        on=on,
        now=timezone.now(),
        evidence=said["surat"],
        evidence_file=uploads.kept(said["berkas"]) or held,
    )


def _plan(principal: Principal, person: Person, said: dict[str, Any], on: date) -> None:
    plan_case(
        actor=principal,
        person_ref=person.ref.hex,
        who=said["siapa"],
        owner=said["papan"],
        visit_on=said["kunjungan"],
        on=on,
        now=timezone.now(),
    )


_ACTS: dict[str, Callable[[Principal, Person, dict[str, Any], date], None]] = {
    "hasil": _contact,
    "alasan": _reason,
    "rencana": _plan,
}


def _context(principal: Principal, person: Person, on: date) -> dict[str, object]:
    task = queries.next_action_of(person.id, on)
    current = known.current_reason(person.id)
    return {
        "person": person,
        "ref": person.ref.hex,
        "where": named([person.id])[person.id].where,
        "row": row_of(task, named([person.id])[person.id], on) if task else None,
        "stand": wording.STANDS[queries.stand_of(task)] if task else "",
        "reason": (current, wording.reason(current.code)) if current else None,
        "earlier": [
            (row, wording.reason(row.code)) for row in known.reasons_of(person.id) if row.ended_on
        ],
        "contacts": [
            (row, wording.outcome(row.outcome), wording.CHANNELS.get(row.channel, row.channel))
            for row in known.contacts_of(person.id)
        ],
        "proposals": [
            (row, wording.reason(row.reason), wording.STATES[row.state])
            for row in queries.proposals_of(person.id)
        ],
        "plan": known.plan_of(person.id),
        "may_enter": _may(principal, person, "hasil"),
        "may_plan": _may(principal, person, "rencana") and task is not None and task.chronic,
        "may_propose": principal.can("propose_aside")
        and task is not None
        and not task.case.aside
        and (task.case.proposed is None or task.case.proposed.state != "open"),
        "on": on,
    }


def _log(principal: Principal, person: Person) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="outreach.card",
            subjects=[person.ref.hex],
            count=1,
            purpose="",
            at=timezone.now(),
        )
