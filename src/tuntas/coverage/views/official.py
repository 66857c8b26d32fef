"""Official figures beside the ledger's own, each difference explained; and between two letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.audit.errors import PersonalNumber
from tuntas.coverage import actions, page, queries
from tuntas.coverage.forms import DEFINITIONS, OfficialFigureForm
from tuntas.coverage.moment import Moment
from tuntas.ledger import clock
from tuntas.ledger import queries as ledger
from tuntas.web.fragments import kept
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

REASONS = {
    "outside_ledger": gettext_lazy(
        "Wilayah atau harinya di luar buku besar, jadi tidak ada bandingannya."
    ),
    "frozen_semester": gettext_lazy(
        "Penyebut DKB dibekukan pada akhir semester; buku besar mengikuti register setiap hari."
    ),
    "without_set_aside": gettext_lazy(
        "Angka dinamis tidak menghitung orang yang diusulkan keluar; buku besar menghitungnya."
    ),
    "late_reports": gettext_lazy(
        "Angka resmi diterima sesudah harinya; laporan terlambat sudah masuk buku besar."
    ),
    "live_over_frozen": gettext_lazy(
        "Di atas 100 persen: pembilang berjalan dibagi penyebut yang beku."
    ),
    "percent_differs_from_counts": gettext_lazy(
        "Persen yang tercetak tidak sama dengan hasil bagi angkanya sendiri."
    ),
}


@dataclass(frozen=True, slots=True)
class Document:
    """Figures that one document gives for one day, region by region."""

    title: str
    definition: str
    cut_off: date
    source: str
    rows: tuple[queries.Comparison, ...]
    reasons: tuple[str, ...]


@require("see_figures")
@page.needs_ledger
def official(request: HttpRequest) -> HttpResponse:
    shown = page.shown(request)
    known = shown.moment.known
    documents = kept(
        "official",
        *shown.key,
        make=lambda: render_to_string("coverage/_documents.html", {"documents": _documents(known)}),
    )
    return render(
        request,
        "coverage/official.html",
        {
            **shown.context(),
            "documents": documents,
            "may_add": principal_of(request).can("manage_totals"),
        },
    )


def _documents(known: date | None) -> list[Document]:
    """Newest day first; a document's reasons are told once, not per region."""
    found: dict[tuple[date, str, str], list[queries.Comparison]] = {}
    for compared in queries.official_beside_ledger(known=known):
        figure = compared.official
        key = (figure.cut_off, figure.definition, figure.document)
        found.setdefault(key, []).append(compared)
    return [_document(*key, rows) for key, rows in found.items()]


def _document(
    cut_off: date, definition: str, title: str, rows: list[queries.Comparison]
) -> Document:
    codes = dict.fromkeys(code for compared in rows for code in compared.reasons)
    return Document(
        title=title,
        definition=str(DEFINITIONS.get(definition, "")),
        cut_off=cut_off,
        source="; ".join(dict.fromkeys(compared.official.source for compared in rows)),
        rows=tuple(rows),
        reasons=tuple(str(REASONS[code]) for code in codes if code in REASONS),
    )


@require("manage_totals")
@page.needs_ledger
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put one official figure beside the ledger; what is already there is not put twice."""
    form = OfficialFigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.record_official_figures(
                actor=principal_of(request),
                rows=[_row(form)],
                known_on=clock.today(),
                at=timezone.now(),
            )
        except PersonalNumber as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(
                request, _("Angka resmi dicatat.") if added else _("Angka ini sudah ada.")
            )
            return redirect("coverage:official")
    context = {"form": form}
    return render(
        request, "coverage/add_official.html", context, status=400 if form.errors else 200
    )


def _row(form: OfficialFigureForm) -> actions.FigureRow:
    read = form.cleaned_data
    area = wilayah.region_by_code(read["wilayah"])
    return actions.FigureRow(
        region_code=read["wilayah"],
        region_name=area.name if area else "",
        definition=read["definisi"],
        cut_off=read["per"],
        obliged=read["wajib"],
        captured=read["rekam"],
        left=read["belum"],
        printed_percent=read["persen"],
        document=read["dokumen"],
        source=read["sumber"],
    )


@require("see_figures")
@page.needs_ledger
def between(request: HttpRequest) -> HttpResponse:
    """From one letter's figure to the next one's; what was restated in between stands apart."""
    shown = page.shown(request)
    moment = shown.moment
    first = _letter(request, moment)
    fall = queries.between_letters(first=first, second=(moment.on, moment.known))
    return render(
        request,
        "coverage/between.html",
        {
            **shown.context(),
            "first_on": first[0],
            "first_known": first[1],
            "fall": fall,
            "minus": {
                "recorded": -fall.n_recorded,
                "removed": -fall.n_removed,
                "no_longer_due": -fall.n_no_longer_due,
            },
        },
    )


def _letter(request: HttpRequest, moment: Moment) -> tuple[date, date]:
    """Day and known day of the first letter; a week before by default, both within the ledger."""
    opening_on = ledger.state().opening_on
    default = max(date.fromordinal(moment.on.toordinal() - 7), opening_on)
    on = _day(request.GET.get("dari", "")) or default
    on = min(max(on, opening_on), moment.on)
    known = _day(request.GET.get("dari_diketahui", "")) or on
    return on, known


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
