"""Groups of people reached together: how far each is, by month and school, and who is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.audit.errors import PersonalNumber
from tuntas.coverage import page
from tuntas.ledger import clock
from tuntas.outreach import cohorts
from tuntas.outreach.actions.cohorts import add_event, end_cohort_list, take_up_list
from tuntas.outreach.cohort_kinds import Rule, kinds
from tuntas.outreach.cohort_wording import words
from tuntas.outreach.cohorts import Choice, Counts
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms_cohorts import EventForm, TakeUpForm
from tuntas.residents.access import lists_for
from tuntas.residents.errors import ResidentsError
from tuntas.residents.found import named
from tuntas.web import numerals
from tuntas.web.language import sentence

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One group with its words and counts."""

    code: str
    name: str
    counts: Counts
    health: bool
    lists: list[Any]


@require("manage_outreach")
@require_http_methods(["GET", "HEAD", "POST"])
@page.needs_ledger
def overview(request: HttpRequest) -> HttpResponse:
    """All groups; a POST takes a matched list up as one of them."""
    principal, on = principal_of(request), clock.today()
    form = _take_up_form(principal, on, request.POST or None)
    if request.method == "POST":
        if not principal.can("match_lists"):
            raise Http404
        if form.is_valid() and _take_up(request, form, on):
            return redirect("outreach:cohorts")
    return _overview(request, form, EventForm(), 400 if form.errors else 200)


def _overview(
    request: HttpRequest, form: TakeUpForm, event_form: EventForm, status: int
) -> HttpResponse:
    principal, on = principal_of(request), clock.today()
    villages = principal.village_ids("manage_outreach")
    choices = cohorts.choosable(on, staff=True)
    months = cohorts.first_timers_by_month(on, villages)
    context = {
        "on": on,
        "lines": [
            Line(
                choice.code,
                words(choice),
                cohorts.counts(choice.code, on, villages),
                choice.health,
                cohorts.lists_of(choice.code, on),
            )
            for choice in choices
        ],
        "months": months,
        "schools": _by_school(months),
        "form": form,
        "event_form": event_form,
        "may_take_up": principal.can("match_lists"),
        "has_lists": bool(form.fields["daftar"].choices),  # type: ignore[attr-defined]
        "may_see": principal.can("see_names"),
    }
    return render(request, "outreach/cohorts.html", context, status=status)


def _by_school(months: list[cohorts.Month]) -> list[tuple[str, Counts]]:
    """Each school's first-timers of all months together; without a school last."""
    told: dict[str, Counts] = {}
    for month in months:
        for school, n in month.schools.items():
            held = told.get(school, Counts())
            told[school] = Counts(
                held.recorded + n.recorded,
                held.unrecorded + n.unrecorded,
                held.coming + n.coming,
                held.other + n.other,
            )
    return sorted(told.items(), key=lambda pair: (not pair[0], pair[0]))


def _take_up(request: HttpRequest, form: TakeUpForm, on: date) -> bool:
    said = form.cleaned_data
    try:
        take_up_list(
            actor=principal_of(request),
            list_ref=said["daftar"],
            code=said["kelompok"],
            on=on,
            now=timezone.now(),
            exception=said["pengecualian"],
            minutes=said["menit"] or 0,
        )
    except (OutreachError, ResidentsError) as refusal:
        form.add_error(None, sentence(refusal))
        return False
    messages.success(request, _("Daftar menjadi kelompok; hanya keanggotaannya yang disimpan."))
    return True


def _take_up_form(principal: Principal, on: date, data: Any) -> TakeUpForm:
    language = numerals.supported(get_language())
    lists = []
    if principal.can("match_lists"):
        lists = [
            (row.ref.hex, f"{row.sender}, {numerals.short_date(row.as_of, language)}")
            for row in lists_for(principal).filter(state="done")
        ]
    groups = [
        (code, words(Choice(code, kind)))
        for code, kind in kinds(on).items()
        if kind.rule is Rule.LIST
    ]
    return TakeUpForm(data, lists=lists, groups=groups)


@require("manage_outreach")
@require_POST
def new_event(request: HttpRequest) -> HttpResponse:
    """A day before which whoever turns 17 should be recorded."""
    principal, on = principal_of(request), clock.today()
    form = EventForm(request.POST)
    if form.is_valid():
        try:
            add_event(
                actor=principal,
                name=form.cleaned_data["nama"],
                on=form.cleaned_data["tanggal"],
                today=on,
                now=timezone.now(),
            )
        except (OutreachError, PersonalNumber) as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return redirect("outreach:cohorts")
    return _overview(request, _take_up_form(principal, on, None), form, 400)


@require("manage_outreach")
@require_POST
def end_list(request: HttpRequest, ref: str) -> HttpResponse:
    try:
        end_cohort_list(actor=principal_of(request), ref=ref, on=clock.today(), now=timezone.now())
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Daftar kelompok diakhiri; anggotanya dilupakan."))
    return redirect("outreach:cohorts")


@require("manage_outreach", "see_names")
@require_GET
@page.needs_ledger
def group(request: HttpRequest, code: str) -> HttpResponse:
    """Who is in a group, the unrecorded first, narrowed by school."""
    principal, on = principal_of(request), clock.today()
    choice = next((one for one in cohorts.choosable(on, staff=True) if one.code == code), None)
    if choice is None:
        raise Http404
    villages = principal.village_ids("manage_outreach")
    institution = request.GET.get("lembaga", "")[:120]
    found = cohorts.listed(code, on, villages, institution=institution)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    people = named([person for person, _standing in shown])
    ids = list(people)
    born = cohorts.births(ids)
    needs = cohorts.needs(ids, on) if choice.health else {}
    schools = {} if choice.health else cohorts.institutions_of(ids, on, code)
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="outreach.cohort",
            subjects=[],
            count=len(shown),
            purpose="",
            at=timezone.now(),
        )
    context = {
        "title": words(choice),
        "choice": choice,
        "on": on,
        "counts": cohorts.counts(code, on, villages, institution=institution),
        "institution": institution,
        "institutions": [] if choice.health else cohorts.institutions(code, on, villages),
        "page": shown,
        "page_numbers": shown.paginator.get_elided_page_range(shown.number, on_ends=1),
        "rows": [
            (people[person], born[person], standing, needs.get(person), schools.get(person, ""))
            for person, standing in shown
            if person in people
        ],
        "may_open": principal.can("see_person"),
    }
    return render(request, "outreach/cohort.html", context)
