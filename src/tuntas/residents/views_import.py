"""The import wizard: file, columns, dry run, progress, result. Works by reloading, too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts import queries as accounts
from tuntas.accounts.access import principal_of, require
from tuntas.audit.actions import write_view
from tuntas.audit.errors import PersonalNumber
from tuntas.ledger import clock
from tuntas.residents import import_files, queries_import
from tuntas.residents.actions.import_foresee import Look, look
from tuntas.residents.actions.import_queue import queue_import
from tuntas.residents.actions.import_receive import (
    confirm_mapping,
    discard,
    mapping_of,
    preview,
    receive_file,
)
from tuntas.residents.errors import (
    FileNotAccepted,
    ImportNotFound,
    ResidentsError,
    StoredFileGone,
)
from tuntas.residents.forms_import import ColumnsForm, RejectsForm, UploadForm
from tuntas.residents.import_result import result_of
from tuntas.residents.models import RegisterImport
from tuntas.residents.nik import mask_nik
from tuntas.residents.register_check import FileKind
from tuntas.web.language import sentence

State = RegisterImport.State
STEP_OF = {
    State.RECEIVED: 2,
    State.REFUSED: 3,
    State.READY: 3,
    State.QUEUED: 4,
    State.APPLYING: 4,
    State.DONE: 5,
}
RUNNING = (State.QUEUED, State.APPLYING)
PER_PAGE = 30


@require("import_register")
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries_import.imports(), PER_PAGE).get_page(request.GET.get("halaman"))
    names = accounts.names_of(row.requested_by for row in page)
    rows = [(row, names.get(row.requested_by)) for row in page]
    numbers = page.paginator.get_elided_page_range(page.number, on_ends=1)
    context = {"page": page, "page_numbers": numbers, "rows": rows}
    return render(request, "residents/imports.html", context)


@require("import_register")
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            received = receive_file(
                actor=principal_of(request),
                stream=form.cleaned_data["berkas"].file,
                file_name=form.cleaned_data["berkas"].name,
                told=form.declaration(),
                today=clock.today(),
                now=clock.now(),
            )
        except ResidentsError as error:
            form.add_error(None, sentence(error))
        else:
            if not received.is_new:
                messages.info(request, _("Berkas ini dengan keterangan yang sama sudah ada."))
            return _go(request, _next_page(request, received.ref))
    context = {"form": form, "steps": _steps(), "current": 1, "today": clock.today()}
    status = 400 if form.errors else 200
    return render(request, "residents/import_upload.html", context, status=status)


def _next_page(request: HttpRequest, ref: str) -> str:
    """Where a file that has just come goes on: its columns, or why it is refused."""
    row = queries_import.import_by_ref(ref)
    if row.state != State.RECEIVED:
        return _page_of(ref)
    try:
        is_spoilt = look(import_files.path_of(row.file_digest)).is_spoilt
    except FileNotAccepted:
        is_spoilt = True
    if is_spoilt:
        _judge(request, ref)
        return _page_of(ref)
    return resolve_url("residents:import_columns", ref)


@require("import_register")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """What each column means, beside the first rows; a person confirms it."""
    row = _row(ref)
    if row.state not in (State.RECEIVED, State.READY):
        return redirect("residents:import", ref)
    path = import_files.path_of(row.file_digest)
    if not path.exists():
        return _gone(request, row)
    try:
        seen = look(path)
    except FileNotAccepted:
        _judge(request, ref)
        return redirect("residents:import", ref)
    form = ColumnsForm(
        request.POST or None,
        headers=seen.headers,
        chosen=mapping_of(row) or seen.mapping,
        kind=FileKind(row.kind),
        has_place=bool(row.village_code),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _confirm(request, row, seen, form)
        except ResidentsError as error:
            form.add_error(None, sentence(error))
        else:
            return _go(request, _page_of(ref))
    _log_view(request, "residents.import_columns", len(seen.sample))
    context = _columns_context(request, row, seen, form)
    status = 400 if form.errors else 200
    return render(request, "residents/import_columns.html", context, status=status)


def _columns_context(
    request: HttpRequest, row: RegisterImport, seen: Look, form: ColumnsForm
) -> dict[str, object]:
    sees_names = principal_of(request).can("see_names")
    return {
        "import": row,
        "steps": _steps(),
        "current": 2,
        "seen": seen,
        "form": form,
        "lacking": "" if form.is_bound else form.lacking(),
        "columns": [
            (
                form[f"kolom-{at}"],
                [_masked(cells[at]) for _line, cells in seen.sample] if sees_names else [],
            )
            for at in form.at
        ],
    }


def _confirm(request: HttpRequest, row: RegisterImport, seen: Look, form: ColumnsForm) -> None:
    confirm_mapping(
        actor=principal_of(request),
        ref=row.ref.hex,
        mapping=form.mapping(),
        headers=seen.headers,
        now=timezone.now(),
    )
    # The same columns again need not be judged again: the dry run of a regency takes seconds.
    if row.state != State.READY or form.mapping() != mapping_of(row):
        _judge(request, row.ref.hex)


def _judge(request: HttpRequest, ref: str) -> None:
    """The dry run; its result, or why the file is refused, stands on the import's page."""
    try:
        preview(actor=principal_of(request), ref=ref, today=clock.today(), now=timezone.now())
    except FileNotAccepted:
        return


@require("import_register")
@require_GET
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One import wherever it stands."""
    row = _row(ref)
    if row.state == State.RECEIVED:
        return redirect("residents:import_columns", ref)
    return _show(request, row, RejectsForm())


def _show(
    request: HttpRequest, row: RegisterImport, rejects_form: RejectsForm, status: int = 200
) -> HttpResponse:
    principal = principal_of(request)
    context = {
        "import": row,
        "steps": _steps(),
        "current": STEP_OF[State(row.state)],
        "result": result_of(row),
        "is_running": row.state in RUNNING,
        "who": accounts.names_of([row.requested_by]).get(row.requested_by),
        "rejects_form": rejects_form,
        "may_download": import_files.rejects_path(row.ref.hex).exists(),
        "may_decide": principal.can("approve_exit"),
        "open_exits": queries_import.open_exits_of(row),
    }
    return render(request, "residents/import.html", context, status=status)


@require("import_register")
@require_GET
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of a running import that changes; when it ends, the page is fetched anew."""
    row = _row(ref)
    if row.state not in RUNNING:
        return HttpResponse(headers={"HX-Redirect": _page_of(ref)})
    context = {"import": row, "result": result_of(row)}
    return render(request, "residents/_import_progress.html", context)


@require("import_register")
@require_POST
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    _row(ref)
    try:
        queue_import(actor=principal_of(request), ref=ref, now=timezone.now())
    except ResidentsError as error:
        messages.error(request, sentence(error))
    return redirect("residents:import", ref)


@require("import_register")
@require_POST
def give_up(request: HttpRequest, ref: str) -> HttpResponse:
    _row(ref)
    try:
        discard(actor=principal_of(request), ref=ref, now=timezone.now())
    except ResidentsError as error:
        messages.error(request, sentence(error))
        return redirect("residents:import", ref)
    messages.success(request, _("Impor dibatalkan; berkasnya dihapus."))
    return redirect("residents:imports")


@require("import_register")
@require_POST
def rejects(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The rejected rows with line, column, reason and remedy, ready to be corrected."""
    row = _row(ref)
    path = import_files.rejects_path(row.ref.hex)
    if not path.exists():
        raise Http404
    form = RejectsForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form, status=400)
    try:
        _log_view(
            request, "residents.import_rejects", row.n_rejected, form.cleaned_data["keperluan"]
        )
    except PersonalNumber as refusal:
        form.add_error("keperluan", sentence(refusal))
        return _show(request, row, form, status=400)
    name = f"ditolak-{row.cut_off.isoformat()}-{row.ref.hex[:8]}.csv"
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


# --- parts ----------------------------------------------------------------------------------


def _row(ref: str) -> RegisterImport:
    try:
        return queries_import.import_by_ref(ref)
    except ImportNotFound as error:
        raise Http404 from error


def _page_of(ref: str) -> str:
    return resolve_url("residents:import", ref)


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """On to *url*; htmx would draw it into the form, so it is told to leave the page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def _gone(request: HttpRequest, row: RegisterImport) -> HttpResponse:
    messages.error(request, sentence(StoredFileGone()))
    context: dict[str, Any] = {"import": row, "steps": _steps(), "current": 2}
    return render(request, "residents/import_gone.html", context, status=410)


def _steps() -> list[str]:
    return [pgettext("satu", "Berkas"), _("Kolom"), _("Periksa"), _("Terapkan"), _("Hasil")]


def _masked(cell: str) -> str:
    digits = "".join(filter(str.isdigit, cell))
    return mask_nik(digits) if len(digits) == 16 else cell[:60]


def _log_view(request: HttpRequest, verb: str, count: int, purpose: str = "") -> None:
    with transaction.atomic():
        write_view(
            actor=principal_of(request).ref,
            verb=verb,
            subjects=[],
            count=count,
            purpose=purpose,
            at=timezone.now(),
        )
