"""Deciding who a row is: the row and those it could be, side by side, one after the other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.ledger import clock
from tuntas.residents import list_result, queries_lists
from tuntas.residents.actions.list_decide import decide_entry, reopen_entry
from tuntas.residents.errors import ResidentsError
from tuntas.residents.list_desk import list_of, log_view
from tuntas.residents.matching import evidence
from tuntas.residents.models import ListEntry, ListSuggestion, PersonList
from tuntas.residents.nik import mask_nik
from tuntas.web.language import sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """What speaks for (1) or against (−1), in the reader's language."""

    text: str
    speaks: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the row could be, as the page sets them beside it."""

    ref: str
    name: str
    nik: str
    birth: date | None
    birth_place: str
    sex: str
    village: str
    weight: float
    is_sure: bool
    is_twin_like: bool
    sentences: list[Sentence]


@require("match_lists", "see_names")
@require_GET
def suggestions(request: HttpRequest, ref: str) -> HttpResponse:
    """The next row that waits, likeliest first; ``ke`` goes past rows left for later."""
    row = list_of(request, ref)
    if row.state != PersonList.State.DONE:
        return redirect("residents:list", ref)
    waiting = queries_lists.undecided_of(row)
    n = waiting.count()
    at = min(_number(request.GET.get("ke", "0")), max(n - 1, 0))
    entry = waiting[at] if n else None
    log_view(request, "residents.list_suggestions", 1 if entry else 0)
    context = {
        "list": row,
        "entry": entry,
        "nik": list_result.shown_nik(entry.pattern) if entry else "",
        "village": list_result.village_name(entry.village_id) if entry else "",
        "candidates": _candidates(entry) if entry else [],
        "n": n,
        "at": at,
        "number": at + 1,
        "next": at + 1 if at + 1 < n else None,
        "last": _number(request.GET.get("baris", "0")) or None,
        "may_open": principal_of(request).can("see_person"),
    }
    return render(request, "residents/list_suggestions.html", context)


def _candidates(entry: ListEntry) -> list[Candidate]:
    found = entry.suggestions.select_related("person").order_by("-weight", "id")
    return [_candidate(one) for one in found]


def _candidate(one: ListSuggestion) -> Candidate:
    levels = json.loads(one.levels)
    english = get_language() == "en"
    person = one.person
    return Candidate(
        person.ref.hex,
        person.name,
        mask_nik(person.nik) if person.nik else "",
        person.birth_on,
        person.birth_place,
        person.sex,
        list_result.village_name(person.village_id),
        one.weight,
        one.is_sure,
        evidence.is_twin_like(levels),
        [Sentence(said.en if english else said.id, said.speaks) for said in evidence.told(levels)],
    )


@require("match_lists", "see_names")
@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    list_of(request, ref)
    line = _number(request.POST.get("baris", ""))
    try:
        decide_entry(
            actor=principal_of(request),
            ref=ref,
            line=line,
            person_ref=request.POST.get("orang") or None,
            on=clock.today(),
            now=timezone.now(),
        )
    except ResidentsError as error:
        messages.error(request, sentence(error))
    return redirect(_next(request, ref, line))


@require("match_lists", "see_names")
@require_POST
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    list_of(request, ref)
    line = _number(request.POST.get("baris", ""))
    try:
        reopen_entry(actor=principal_of(request), ref=ref, line=line, now=timezone.now())
    except ResidentsError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Keputusan ditarik; baris ini menunggu lagi."))
    return redirect(_next(request, ref))


def _next(request: HttpRequest, ref: str, line: int | None = None) -> str:
    at = _number(request.POST.get("ke", "0"))
    last = f"&baris={line}" if line else ""
    return f"{resolve_url('residents:list_suggestions', ref)}?ke={at}{last}"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
