"""Lists of other agencies: brought, columns, matched, what each row came to, given back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts import queries as accounts
from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.audit.errors import PersonalNumber
from tuntas.ledger import clock
from tuntas.residents import import_files, list_file, list_result, queries_lists
from tuntas.residents.access import lists_for
from tuntas.residents.actions.list_purge import purge_list
from tuntas.residents.actions.list_receive import discard_list, match_columns, receive_list
from tuntas.residents.errors import ResidentsError
from tuntas.residents.forms_lists import ListColumnsForm, ListUploadForm, ReturnForm
from tuntas.residents.left_file import Watermark
from tuntas.residents.list_desk import list_of, log_view
from tuntas.residents.matching.differences import Difference
from tuntas.residents.models import PersonList
from tuntas.residents.nik import mask_nik
from tuntas.residents.register_file import FileRefused
from tuntas.residents.rejections import explain
from tuntas.web import numerals
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

State = PersonList.State
STEP_OF = {
    State.RECEIVED: 2,
    State.QUEUED: 3,
    State.MATCHING: 3,
    State.REFUSED: 2,
    State.DONE: 4,
    State.PURGED: 4,
}
PER_PAGE = 50


@require("match_lists")
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    page = Paginator(lists_for(principal_of(request)), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    context = {
        "page": page,
        "page_numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
        "rows": [(row, queries_lists.counts_of(row)) for row in page],
        "kinds": list_result.KINDS,
    }
    return render(request, "residents/lists.html", context)


@require("match_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = ListUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            received = receive_list(
                actor=principal_of(request),
                stream=form.cleaned_data["berkas"].file,
                file_name=form.cleaned_data["berkas"].name,
                told=form.declaration(),
                today=clock.today(),
                now=timezone.now(),
            )
        except (ResidentsError, PersonalNumber) as error:
            form.add_error(None, sentence(error))
        else:
            if not received.is_new:
                messages.info(request, _("Daftar ini sudah ada; tidak ada yang digandakan."))
            return redirect("residents:list", received.ref)
    context = {"form": form, "steps": _steps(), "current": 1}
    return render(
        request, "residents/list_upload.html", context, status=400 if form.errors else 200
    )


@require("match_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """What each column means, beside the first rows; a person confirms it."""
    row = list_of(request, ref)
    if row.state != State.RECEIVED:
        return redirect("residents:list", ref)
    try:
        seen = list_result.look(row)
    except FileRefused as refusal:
        context = {"list": row, "why": explain(refusal.code), "steps": _steps(), "current": 2}
        return render(request, "residents/list_unreadable.html", context)
    form = ListColumnsForm(request.POST or None, headers=seen.headers, chosen=seen.mapping)
    if request.method == "POST" and form.is_valid():
        try:
            match_columns(
                actor=principal_of(request),
                ref=ref,
                mapping=form.mapping(),
                headers=seen.headers,
                now=timezone.now(),
            )
        except ResidentsError as error:
            form.add_error(None, sentence(error))
        else:
            return redirect("residents:list", ref)
    log_view(request, "residents.list_columns", len(seen.sample))
    shown = principal_of(request).can("see_names")
    context = {
        "list": row,
        "seen": seen,
        "form": form,
        "steps": _steps(),
        "current": 2,
        "columns": [
            (
                form[f"kolom-{at}"],
                [_masked(cells[at]) for _line, cells in seen.sample] if shown else [],
            )
            for at in form.at
        ],
    }
    return render(
        request, "residents/list_columns.html", context, status=400 if form.errors else 200
    )


@require("match_lists")
@require_GET
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One list wherever it stands."""
    row = list_of(request, ref)
    if row.state == State.RECEIVED:
        return redirect("residents:list_columns", ref)
    return _show(request, row, ReturnForm())


def _show(
    request: HttpRequest, row: PersonList, form: ReturnForm, status: int = 200
) -> HttpResponse:
    counts = queries_lists.counts_of(row)
    context = {
        "list": row,
        "kind": list_result.kind_name(row.kind),
        "steps": _steps(),
        "current": STEP_OF[State(row.state)],
        "is_running": row.state in queries_lists.RUNNING,
        "step": list_result.step_name(row.step),
        "counts": counts,
        "differences": list_result.difference_rows(counts),
        "standings": list_result.standing_rows(counts),
        "who": accounts.names_of([row.requested_by]).get(row.requested_by),
        "why": explain(row.refusal) if row.refusal else None,
        "form": form,
        "is_here": row.state == State.DONE,
        "may_return": row.state == State.DONE and principal_of(request).can("export_names"),
    }
    return render(request, "residents/list.html", context, status=status)


@require("match_lists")
@require_GET
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of a running list that changes; when it ends, the page is fetched anew."""
    row = list_of(request, ref)
    if row.state not in queries_lists.RUNNING:
        return HttpResponse(headers={"HX-Redirect": resolve_url("residents:list", ref)})
    context = {"list": row, "step": list_result.step_name(row.step)}
    return render(request, "residents/_list_progress.html", context)


@require("match_lists")
@require_POST
def give_up(request: HttpRequest, ref: str) -> HttpResponse:
    list_of(request, ref)
    try:
        discard_list(actor=principal_of(request), ref=ref, now=timezone.now())
    except ResidentsError as error:
        messages.error(request, sentence(error))
        return redirect("residents:list", ref)
    messages.success(request, _("Daftar dibatalkan; berkasnya dihapus."))
    return redirect("residents:lists")


@require("match_lists")
@require_POST
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    list_of(request, ref)
    try:
        purge_list(actor=principal_of(request), ref=ref, now=timezone.now())
    except ResidentsError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Isi daftar dimusnahkan; jumlahnya tetap ada."))
    return redirect("residents:list", ref)


@require("match_lists", "see_names")
@require_GET
def rows(request: HttpRequest, ref: str) -> HttpResponse:
    """The rows of one difference or one standing, page by page."""
    row = list_of(request, ref)
    difference, standing = request.GET.get("beda", ""), request.GET.get("keadaan", "")
    if row.state != State.DONE:
        return redirect("residents:list", ref)
    if difference == Difference.ABSENT:
        found: Any = queries_lists.absences_of(row)
    else:
        found = queries_lists.entries_of(row, difference=difference, standing=standing)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    log_view(request, "residents.list_rows", len(page))
    context = {
        "list": row,
        "title": list_result.title_of(difference, standing),
        "is_absent": difference == Difference.ABSENT,
        "page": page,
        "page_numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
        "rows": list_result.shown_rows(page),
        "may_open": principal_of(request).can("see_person"),
    }
    return render(request, "residents/list_rows.html", context)


@require("match_lists", "export_names")
@require_POST
def give_back(request: HttpRequest, ref: str) -> HttpResponse:
    """The list in its sender's layout with what each row came to."""
    row = list_of(request, ref)
    if row.state != State.DONE:
        return redirect("residents:list", ref)
    principal, form = principal_of(request), ReturnForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form, status=400)
    said = form.cleaned_data
    results = list_result.results_of(row, with_standing=said["perekaman"])
    absent = list_result.absent_lines(row) if said["tak_terdaftar"] else []
    n = len(results) + max(len(absent) - 1, 0)
    try:
        log_view(request, "residents.return_list", n, said["keperluan"])
    except PersonalNumber as refusal:
        form.add_error("keperluan", sentence(refusal))
        return _show(request, row, form, status=400)
    if not import_files.path_of(row.file_digest).exists():
        raise Http404
    made = list_file.returned(
        row,
        list_result.headings(with_standing=said["perekaman"]),
        results,
        absent,
        _watermark(principal, row, said["keperluan"], n),
    )
    return _download(row, made)


def _download(row: PersonList, made: list_file.ReturnedFile) -> HttpResponse:
    kinds = {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    response = HttpResponse(made.content, content_type=kinds[made.suffix])
    name = f"hasil-{row.as_of.isoformat()}-{row.ref.hex[:8]}.{made.suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


# --- parts ----------------------------------------------------------------------------------


def _steps() -> list[str]:
    return [pgettext("satu", "Berkas"), _("Kolom"), _("Cocokkan"), _("Hasil")]


def _masked(cell: str) -> str:
    digits = "".join(filter(str.isdigit, cell))
    return mask_nik(digits) if len(digits) == 16 else cell[:60]


def _watermark(principal: Principal, row: PersonList, purpose: str, n: int) -> Watermark:
    language = numerals.supported(get_language())
    day = numerals.long_date(clock.today(), language)
    hour = numerals.clock_time(timezone.localtime(), language)
    taken = _("Dikembalikan oleh %(who)s pada %(when)s; %(n)s orang.") % {
        "who": principal.name,
        "when": f"{day} {hour}",
        "n": numerals.whole(n, language),
    }
    return Watermark(
        title=_("Hasil pencocokan daftar %(sender)s, %(office)s")
        % {"sender": row.sender, "office": wilayah.office().name},
        lines=(
            taken,
            _("Keperluan: %(purpose)s") % {"purpose": purpose},
            _("Data pribadi: hanya untuk keperluan di atas, musnahkan sesudahnya (UU 27/2022)."),
        ),
    )
