"""Slots on screen: the calendar, a day sheet with its outcomes, and what is done with a slot."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.ledger import clock
from tuntas.outreach import access, announcing, wording
from tuntas.outreach.actions import closing, contacts, slots
from tuntas.outreach.actions.contacts import Told
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms_slots import CHANNELS, KINDS, SlotForm
from tuntas.outreach.models import Invitation, Slot
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.queries import closing as counting
from tuntas.outreach.queries import slots as reading
from tuntas.outreach.views.links import announced
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

DESK = ("manage_outreach", "enter_outcomes")
WEEKS = 2
OUTCOMES = tuple(outcome for outcome in Outcome if outcome.closes)


@require_any(*DESK)
def calendar(request: HttpRequest) -> HttpResponse:
    """Two weeks of slots by day, with the places left in each."""
    principal, first = principal_of(request), _first(request)
    last = first + timedelta(days=7 * WEEKS - 1)
    kind = request.GET.get("jenis", "")
    lines = reading.between(
        first,
        last,
        villages=scope_of(principal),
        kinds=[kind] if kind in KINDS else (),
        campaign=request.GET.get("kampanye", ""),
    )
    days = [
        (day, [(line, KINDS[line.slot.kind], _where(line.slot)) for line in held])
        for day, held in groupby(lines, key=lambda line: line.slot.on)
    ]
    context = {
        "days": days,
        "first": first,
        "last": last,
        "earlier": first - timedelta(days=7 * WEEKS),
        "later": last + timedelta(days=1),
        "kinds": KINDS.items(),
        "kind": kind,
        "total": len(lines),
        "invited": sum(line.invited for line in lines),
        "may_manage": principal.can("manage_outreach"),
        "today": clock.today(),
    }
    return render(request, "outreach/calendar.html", context)


@require("manage_outreach")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    principal = principal_of(request)
    villages = principal.village_ids("manage_outreach")
    initial = {"hari": clock.today() + timedelta(days=2), "desa": request.GET.get("desa", "")}
    form = SlotForm(request.POST or None, villages=villages, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        area = wilayah.region_by_code(said["desa"], clock.today())
        if area is None:
            raise Http404
        try:
            ref = slots.open_slot(
                actor=principal,
                kind=said["jenis"],
                village_id=area.id,
                place=said["tempat"],
                on=said["hari"],
                starts=said["mulai"],
                ends=said["selesai"],
                places=said["kursi"],
                campaign=said["kampanye"] or None,
                now=timezone.now(),
            )
        except OutreachError as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Jadwal dibuka. Sekarang undang orangnya."))
            return redirect("outreach:choose", ref=ref)
    context = {"form": form, "slot": None}
    return render(request, "outreach/slot_form.html", context, status=400 if form.errors else 200)


@require("manage_outreach")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponseBase:
    principal = principal_of(request)
    slot = access.slot_for(principal, ref)
    initial = {
        "tempat": slot.place,
        "hari": slot.on,
        "mulai": slot.starts,
        "selesai": slot.ends,
        "kursi": slot.places,
    }
    form = SlotForm(request.POST or None, villages=None, fixed=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            slots.change_slot(
                actor=principal,
                slot_ref=ref,
                place=said["tempat"],
                on=said["hari"],
                starts=said["mulai"],
                ends=said["selesai"],
                places=said["kursi"],
                now=timezone.now(),
            )
        except OutreachError as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Jadwal diubah. Beri tahu yang sudah diundang."))
            return redirect("outreach:slot", ref=ref)
    context = {"form": form, "slot": slot}
    return render(request, "outreach/slot_form.html", context, status=400 if form.errors else 200)


@require_any(*DESK)
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The day sheet: everybody invited by number, with the outcome or the question for it."""
    principal = principal_of(request)
    slot = _slot(principal, ref)
    line = reading.line(ref)
    assert line is not None, "the slot was found a moment ago"
    invited = reading.invited_to(ref)
    said = counting.outcomes_at(slot.id)
    note_view(principal, "outreach.day_sheet", [row.person.ref.hex for row in invited])
    context = {
        "slot": slot,
        "line": line,
        "kind": KINDS[slot.kind],
        "where": _where(slot),
        "rows": [(row, _said(row, said), CHANNELS[row.channel]) for row in invited],
        "count": counting.count_of(slot.id),
        "outcomes": [(one.value, wording.outcome(one.value)) for one in OUTCOMES],
        "open": slot.state == Slot.State.OPEN,
        "prepared": sum(row.state == Invitation.State.PREPARED for row in invited),
        "may_manage": principal.can("manage_outreach"),
        "may_enter": principal.can("enter_outcomes"),
        "may_letter": principal.can("draft_letters"),
        "may_record": principal.can("record"),
        "for_everybody": announcing.for_everybody(announced(slot), office=wilayah.office().name),
        "nonce": secrets.token_hex(12),
        "here": slot.on <= clock.today(),
    }
    return render(request, "outreach/slot.html", context)


@require("enter_outcomes")
@require_POST
def enter(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Outcomes of the sheet, as many as were filled in; each once, however often it is sent."""
    principal = principal_of(request)
    slot = _slot(principal, ref, "enter_outcomes")
    nonce = request.POST.get("nonce", "")[:24]
    told = [
        Told(
            person_ref=row.person.ref.hex,
            outcome=request.POST[field],
            on=min(slot.on, clock.today()),
            channel="slot",
            nonce=f"{nonce}-{row.person.ref.hex}",
            slot=ref,
        )
        for row in reading.invited_to(ref)
        if request.POST.get(field := f"hasil-{row.person.ref.hex}")
    ]
    many = contacts.record_many(actor=principal, contacts=told, now=timezone.now())
    for refusal in {sentence(refusal) for refusal in many.refused.values()}:
        messages.error(request, refusal)
    if many.kept:
        messages.success(request, _("Hasil %(n)s orang dicatat.") % {"n": len(many.kept)})
    return redirect("outreach:slot", ref=ref)


@require("enter_outcomes")
@require_POST
def passing(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Somebody came without being invited: counted apart."""
    principal = principal_of(request)
    _slot(principal, ref, "enter_outcomes")
    return _act(
        request,
        ref,
        lambda: closing.record_passing(
            actor=principal,
            slot_ref=ref,
            kind=request.POST.get("jenis", ""),
            recorded=request.POST.get("direkam") == "ya",
            nonce=f"{request.POST.get('nonce', '')[:24]}-p",
            now=timezone.now(),
        ),
        _("Yang datang tanpa undangan dicatat tersendiri."),
    )


@require("manage_outreach")
@require_POST
def end(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Close a slot when every name has its outcome, or cancel it with a reason."""
    principal = principal_of(request)
    access.slot_for(principal, ref)
    if request.POST.get("apa") == "tutup":
        return _act(
            request,
            ref,
            lambda: closing.close_slot(actor=principal, slot_ref=ref, now=timezone.now()),
            _("Jadwal ditutup."),
        )
    why = request.POST.get("sebab", "").strip()
    if not why:
        messages.error(request, _("Tulis sebabnya; yang diundang akan bertanya."))
        return redirect("outreach:slot", ref=ref)
    return _act(
        request,
        ref,
        lambda: slots.cancel_slot(actor=principal, slot_ref=ref, why=why, now=timezone.now()),
        _("Jadwal dibatalkan. Beri tahu yang sudah diundang."),
    )


def scope_of(principal: Principal) -> frozenset[int] | None:
    """Villages in which the principal works with slots."""
    scopes = [principal.village_ids(ability) for ability in DESK if principal.can(ability)]
    if any(scope is None for scope in scopes):
        return None
    return frozenset().union(*(scope or frozenset() for scope in scopes))


def note_view(principal: Principal, verb: str, refs: list[str]) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb=verb,
            subjects=refs,
            count=len(refs),
            purpose="",
            at=timezone.now(),
        )


def _slot(principal: Principal, ref: str, ability: str = "") -> Slot:
    for one in (ability,) if ability else DESK:
        if principal.can(one):
            return access.slot_for(principal, ref, ability=one)
    raise Http404


def _act(request: HttpRequest, ref: str, act: Callable[[], Any], done: str) -> HttpResponseBase:
    try:
        act()
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, done)
    return redirect("outreach:slot", ref=ref)


def _said(row: Invitation, said: dict[int, Outcome]) -> str:
    outcome = said.get(row.person_id)
    return wording.outcome(outcome.value) if outcome else ""


def _first(request: HttpRequest) -> date:
    """The Monday from which the calendar shows, this week's unless asked otherwise."""
    try:
        day = date.fromisoformat(request.GET.get("mulai", ""))
    except ValueError:
        day = clock.today()
    return day - timedelta(days=day.weekday())


def _where(slot: Slot) -> str:
    return wilayah.full_name(slot.village_id) if slot.village_id else ""
