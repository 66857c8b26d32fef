"""The recording desk: record a person, take it back, unconfirmed marks, the office's mode."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.audit.errors import PersonalNumber
from tuntas.enrolment import actions, queries
from tuntas.enrolment.errors import NonceReused, NothingToVoid, Refused
from tuntas.enrolment.forms import ModeForm, RecordForm, VoidForm
from tuntas.enrolment.lifecycle import hindrance
from tuntas.ledger import clock
from tuntas.residents import access
from tuntas.residents.found import named
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

STALE_AFTER_DAYS = 14
PER_PAGE = 50
PLACE_KEY = "tempat_rekam"


@require("record")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirm that this is the person, then record; the home page shows it at once."""
    principal = principal_of(request)
    person = access.person_for(principal, ref, ability="record")
    if request.method != "POST":
        fresh = {"tempat": request.session.get(PLACE_KEY, ""), "nonce": secrets.token_hex(16)}
        return _record_page(request, person, RecordForm(initial=fresh))
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _record_page(request, person, form, status=400)
    place = form.cleaned_data["tempat"]
    try:
        receipt = actions.record_person(
            actor=principal,
            person_ref=person.ref.hex,
            nonce=form.cleaned_data["nonce"],
            on=clock.today(),
            place=place,
            now=timezone.now(),
        )
    except (Refused, NonceReused, PersonalNumber) as refusal:
        form.add_error(None, sentence(refusal))
        return _record_page(request, person, form, status=409)
    request.session[PLACE_KEY] = place
    messages.success(request, _told(receipt))
    return redirect("residents:person", ref=person.ref.hex)


def _told(receipt: actions.Receipt) -> str:
    if receipt.outcome == "repeated":
        return _("Perekaman ini sudah tercatat sebelumnya; tidak dihitung dua kali.")
    if receipt.mode == "national":
        return _("Ditandai direkam di klien nasional; menunggu kepastian dari pusat.")
    return _("Perekaman tercatat. Angka belum rekam sudah berkurang satu.")


def _record_page(
    request: HttpRequest, person: access.Person, form: RecordForm, status: int = 200
) -> HttpResponse:
    on = clock.today()
    held = queries.hold([person.ref.hex], on)[0]
    context: dict[str, Any] = {
        "person": person,
        "ref": person.ref.hex,
        "where": wilayah.full_name(person.village_id),
        "form": form,
        "mode": queries.mode_on(on),
        "hindrance": hindrance(held.candidate, on, foreign=held.foreign),
        "places": [row.place for row in queries.recordings_of_day(on) if row.place],
    }
    return render(request, "enrolment/record.html", context, status=status)


@require("record")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back the latest recording made here, with a reason that stays in the timeline."""
    principal = principal_of(request)
    person = access.person_for(principal, ref, ability="record")
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_recording(
                actor=principal,
                person_ref=person.ref.hex,
                reason=form.cleaned_data["alasan"],
                on=clock.today(),
                now=timezone.now(),
            )
        except (NothingToVoid, PersonalNumber) as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Perekaman dibatalkan; orangnya kembali ke daftar."))
            return redirect("residents:person", ref=person.ref.hex)
    context = {"person": person, "ref": person.ref.hex, "form": form}
    return render(request, "enrolment/void.html", context, status=400 if form.errors else 200)


@require("record")
def marks(request: HttpRequest) -> HttpResponse:
    """Marks *direkam di klien nasional* with which no snapshot agrees yet, the oldest first."""
    principal = principal_of(request)
    on = clock.today()
    found = queries.unconfirmed_marks(on)
    people = named([mark.person_id for mark in found])
    mine = [m for m in found if principal.covers(people[m.person_id].village_id, "record")]
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(
        request,
        "enrolment/marks.html",
        {
            "rows": [(mark, people[mark.person_id]) for mark in page],
            "page": page,
            "page_numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
            "n_stale": sum(mark.days > STALE_AFTER_DAYS for mark in mine),
            "stale_after": STALE_AFTER_DAYS,
        },
    )


@require("authorise_mode")
@require_http_methods(["GET", "HEAD", "POST"])
def mode(request: HttpRequest) -> HttpResponse:
    """Which mode holds, and the document that changes it."""
    on = clock.today()
    form = ModeForm(request.POST or None, initial={"berlaku": on, "mode": queries.mode_on(on)})
    if request.method == "POST" and form.is_valid():
        actions.authorise_mode(
            actor=principal_of(request),
            mode=form.cleaned_data["mode"],
            from_on=form.cleaned_data["berlaku"],
            document=form.cleaned_data["dokumen"],
            now=timezone.now(),
        )
        messages.success(request, _("Wewenang dicatat."))
        return redirect("enrolment:mode")
    context = {"form": form, "mode": queries.mode_on(on), "history": queries.authorisations()}
    return render(request, "enrolment/mode.html", context, status=400 if form.errors else 200)
