"""Who may sign what, on any day; the days of a seat; the rehearsal of a vacancy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.authority import actions, queries, wording
from tuntas.authority import board as boards
from tuntas.authority.chronicle import chronicle
from tuntas.authority.competence import Remedy
from tuntas.authority.entries import FORMS, forms_of
from tuntas.authority.errors import AuthorityError, UnknownDocument, UnknownSeat
from tuntas.authority.forms import CompetenceForm, EntryForm
from tuntas.authority.models import Seat
from tuntas.authority.queries import CAMAT
from tuntas.ledger import clock
from tuntas.web.language import sentence

office_only = require_any("draft_letters", "manage_authority")
"""Everybody of the office reads; camats, villages, the province and auditors do not."""


@office_only
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Every document and act on one day: who may, or why not and what unblocks it."""
    today = clock.today()
    context = {
        "board": boards.board(_day(request, today)),
        "today": today,
        "may_manage": principal_of(request).can("manage_authority"),
    }
    return render(request, "authority/board.html", context)


@office_only
@require_GET
def seat(request: HttpRequest, code: str) -> HttpResponse:
    return _seat_page(request, _seat_or_404(code))


@require("manage_authority")
@require_POST
def record(request: HttpRequest, code: str) -> HttpResponse:
    """One dated entry of a seat; a refusal stands beside its form."""
    held = _seat_or_404(code)
    asked = request.POST.get("apa", "")
    if asked not in FORMS:
        raise Http404
    told = chronicle(held, today=clock.today())
    form = forms_of(held, told, data={asked: request.POST})[asked]
    if form.is_valid():
        try:
            FORMS[asked][1](principal_of(request), held, form.cleaned_data, timezone.now())
        except AuthorityError as refused:
            form.add_error(None, sentence(refused))
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("authority:seat", code=code)
    return _seat_page(request, held, asked, form)


@require("manage_authority")
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The office has checked a row of the table of competences."""
    try:
        actions.confirm_competence(
            actor=principal_of(request),
            code=request.POST.get("kode", ""),
            on=_day(request, clock.today()),
            now=timezone.now(),
        )
    except AuthorityError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Baris ini sudah dipastikan kantor."))
    day = _day(request, clock.today()).isoformat()
    return redirect(f"{reverse('authority:board')}?tanggal={day}")


@office_only
@require_GET
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Who signed one document from which day on, and by which source."""
    return _document_page(request, code)


@require("manage_authority")
@require_POST
def change_document(request: HttpRequest, code: str) -> HttpResponse:
    form = _competence_form(code, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.set_competence(
                actor=principal_of(request),
                code=code,
                seat=told["jabatan"],
                form=told["bentuk"],
                plt=told["plt"],
                plh=told["plh"],
                starts=told["mulai"],
                source=told["dasar"],
                now=timezone.now(),
            )
        except AuthorityError as refused:
            form.add_error(None, sentence(refused))
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("authority:document", code=code)
    return _document_page(request, code, form)


@office_only
@require_GET
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Were this seat empty tomorrow: what stops, what goes on, what to prepare."""
    day = _day(request, clock.today() + timedelta(days=1))
    held = _seat_or_404(request.GET.get("jabatan") or "head")
    tried = queries.rehearse(held.code, day)
    by = {
        remedy: boards.titles(row for row, opens in tried.stops if opens is remedy)
        for remedy in Remedy
    }
    context = {
        "day": day,
        "seat": held,
        "title": wording.title(held),
        "seats": [(one.code, wording.title(one)) for one in queries.office_seats()],
        "stops": len(tried.stops),
        "by_plt": by[Remedy.APPOINT_PLT],
        "by_certificate": by[Remedy.ISSUE_CERTIFICATE],
        "by_definitive": by[Remedy.DEFINITIVE_HOLDER],
        "goes_on": boards.titles(tried.goes_on),
        "already": boards.titles(tried.stopped_already),
        "shut_out": boards.titles(tried.shut_out),
    }
    return render(request, "authority/rehearsal.html", context)


# --- pages --------------------------------------------------------------------------------


def _seat_page(
    request: HttpRequest, held: Seat, asked: str = "", bound: EntryForm | None = None
) -> HttpResponse:
    today = clock.today()
    told = chronicle(held, today=today)
    may_manage = principal_of(request).can("manage_authority")
    forms = forms_of(held, told) if may_manage else {}
    if bound:
        forms[asked] = bound
    context = {
        "seat": held,
        "title": wording.title(held),
        "line": next(row for row in boards.board(today).seats if row.code == held.code),
        "events": told.events,
        "forms": [
            {"what": what, "title": FORMS[what][2], "form": form, "open": what == asked}
            for what, form in forms.items()
        ],
        "may_manage": may_manage,
    }
    return render(request, "authority/seat.html", context, status=400 if bound else 200)


def _document_page(
    request: HttpRequest, code: str, bound: CompetenceForm | None = None
) -> HttpResponse:
    try:
        rows = queries.versions(code)
    except UnknownDocument as unknown:
        raise Http404 from unknown
    titles = {one.code: wording.title(one) for one in queries.office_seats()}
    titles[CAMAT] = _("camat")
    may_manage = principal_of(request).can("manage_authority")
    context = {
        "code": code,
        "title": wording.title(rows[0]),
        "rows": [(row, titles.get(row.seat, "")) for row in rows],
        "form": (bound or _competence_form(code, None)) if may_manage else None,
    }
    return render(request, "authority/document.html", context, status=400 if bound else 200)


def _competence_form(code: str, data: Any) -> CompetenceForm:
    try:
        latest = queries.versions(code)[0]
    except UnknownDocument as unknown:
        raise Http404 from unknown
    seats: list[tuple[str, str]] = [("", _("tidak ditandatangani pejabat"))]
    for one in queries.office_seats():
        if one.region_id is None:
            seats.append((one.code, wording.title(one)))
    seats.append((CAMAT, _("camat kecamatan masing-masing")))
    now = {"jabatan": latest.seat, "bentuk": latest.form, "plt": latest.plt, "plh": latest.plh}
    return CompetenceForm(data, choices={"jabatan": seats}, initial=now)


def _seat_or_404(code: str) -> Seat:
    try:
        return queries.seat(code)
    except UnknownSeat as unknown:
        raise Http404 from unknown


def _day(request: HttpRequest, usual: date) -> date:
    """The day asked for; what is no day is as if nothing had been asked."""
    asked = request.GET.get("tanggal") or request.POST.get("tanggal") or ""
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return usual
