"""Links from the office's side: made, shown once, recalled; who saw whom; what was answered."""

from __future__ import annotations

from datetime import timedelta

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.ledger import clock
from tuntas.outreach import access, announcing, link_wording, links, wording
from tuntas.outreach.actions import links as acts
from tuntas.outreach.channels import parameter
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms_slots import LinkForm
from tuntas.outreach.models import Link
from tuntas.outreach.queries import links as reading
from tuntas.outreach.views.slots import note_view
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah


@require("manage_outreach")
def desk(request: HttpRequest) -> HttpResponse:
    """Every link of the area: whose, for where, until when, and whether it still opens."""
    principal, on = principal_of(request), clock.today()
    rows = [
        (link, link_wording.ROLES[link.role], area_of(link), state_of(link))
        for link in reading.all_links(principal.village_ids("manage_outreach"))
    ]
    open_ = sum(reading.holds(row[0], on) for row in rows)
    return render(request, "outreach/links.html", {"rows": rows, "open": open_})


@require("manage_outreach")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new link; its address stands on this one answer and nowhere else, ever."""
    principal, on = principal_of(request), clock.today()
    days = int(parameter("link_days", on))
    initial = {"mulai": on, "selesai": on + timedelta(days=min(days, 30))}
    villages = principal.village_ids("manage_outreach")
    form = LinkForm(request.POST or None, villages=villages, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        area = wilayah.region_by_code(said["wilayah"], on)
        try:
            made = acts.make_link(
                actor=principal,
                role=said["peran"],
                holder=said["pemegang"],
                region_id=area.id if area else 0,
                hamlet=said["dusun"],
                basis=said["dasar"],
                valid_from=said["mulai"],
                valid_until=said["selesai"],
                now=timezone.now(),
            )
        except OutreachError as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return _once(request, made)
    context = {"form": form, "days": days}
    return render(request, "outreach/link_form.html", context, status=400 if form.errors else 200)


@require("manage_outreach", "see_names")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One link: who saw whom through it, what was answered, what was asked."""
    principal = principal_of(request)
    link = access.link_for(principal, ref)
    seen = reading.sightings(link)
    answers = reading.answers_through(link)
    note_view(
        principal,
        "outreach.link_views",
        sorted({contact.person.ref.hex for contact in answers}),
    )
    context = {
        "link": link,
        "role": link_wording.ROLES[link.role],
        "area": area_of(link),
        "state": state_of(link),
        "holds": reading.holds(link, clock.today()),
        "seen": [(look, link_wording.PURPOSES.get(look.purpose, look.purpose)) for look in seen],
        "answers": [(contact, wording.outcome(contact.outcome)) for contact in answers],
        "brought": reading.brought_by(link),
        "lists": links.lists_names(link.role),
    }
    return render(request, "outreach/link.html", context)


@require("manage_outreach")
@require_POST
def recall(request: HttpRequest, ref: str) -> HttpResponseBase:
    """From this moment the link opens nothing."""
    principal = principal_of(request)
    link = access.link_for(principal, ref)
    try:
        acts.recall_link(actor=principal, ref=link.ref, on=clock.today(), now=timezone.now())
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Tautan ditarik. Ponsel pemegangnya dikosongkan."))
    return redirect("outreach:links")


def state_of(link: Link) -> str:
    on = clock.today()
    if link.recalled_on:
        return _("ditarik")
    if link.valid_until < on:
        return _("berakhir")
    return _("berlaku") if link.valid_from <= on else _("belum mulai")


def area_of(link: Link) -> str:
    name = wilayah.full_name(link.region_id)
    return f"{link.hamlet}, {name}" if link.hamlet else name


def _once(request: HttpRequest, made: acts.Made) -> HttpResponse:
    address = request.build_absolute_uri(reverse("outreach:link", args=[made.token]))
    link = reading.by_ref(made.ref)
    text = _("Tautan daftar belum rekam, hanya untuk Anda: %(address)s") % {"address": address}
    context = {
        "link": link,
        "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        "message": announcing.whatsapp(text),
    }
    return render(request, "outreach/link_once.html", context)
