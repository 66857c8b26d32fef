"""The import wizard: file, columns, dry run, progress, result. Works by reloading, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
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
from tuntas.residents.access import import_for, imports_for
from tuntas.residents.actions.import_foresee import Look, look
from tuntas.residents.actions.import_queue import queue_check, queue_import
from tuntas.residents.actions.import_receive import (
    confirm_mapping,
    discard,
    mapping_of,
    receive_file,
)
from tuntas.residents.errors import (
    FileNotAccepted,
    ImportNotFound,
    NotInThatState,
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
    State.CHECKING: 3,
    State.REFUSED: 3,
    State.READY: 3,
    State.QUEUED: 4,
    State.APPLYING: 4,
    State.DONE: 5,
}
PER_PAGE = 30


@require("import_register")
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    page = Paginator(imports_for(principal_of(request)), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
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
    row = _row(request, ref)
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
    row = _row(request, ref)
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
    """Let the dry run be made; its result, or why the file is refused, stands on its page."""
    try:
        queue_check(actor=principal_of(request), ref=ref)
    except NotInThatState:
        return  # a second press of the button: it is being judged


@require("import_register")
@require_GET
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One import wherever it stands."""
    row = _row(request, ref)
    if row.state == State.RECEIVED:
        return redirect("residents:import_columns", ref)
    return _show(request, row)


def _show(
    request: HttpRequest,
    row: RegisterImport,
    *,
    rejects_form: RejectsForm | None = None,
    warnings_form: RejectsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    principal = principal_of(request)
    context = {
        "import": row,
        "steps": _steps(),
        "current": STEP_OF[State(row.state)],
        "result": result_of(row),
        "is_running": row.state in queries_import.RUNNING,
        "who": accounts.names_of([row.requested_by]).get(row.requested_by),
        "rejects_form": rejects_form or RejectsForm(),
        "warnings_form": warnings_form or _warnings_form(),
        "may_download": import_files.rejects_path(row.ref.hex).exists(),
        "may_download_warnings": import_files.warnings_path(row.ref.hex).exists(),
        "may_decide": principal.can("approve_exit"),
        "open_exits": queries_import.open_exits_of(row),
    }
    return render(request, "residents/import.html", context, status=status)


@require("import_register")
@require_GET
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of a running import that changes; when it ends, the page is fetched anew."""
    row = _row(request, ref)
    if row.state not in queries_import.RUNNING:
        return HttpResponse(headers={"HX-Redirect": _page_of(ref)})
    context = {"import": row, "result": result_of(row)}
    return render(request, "residents/_import_progress.html", context)


@require("import_register")
@require_POST
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    _row(request, ref)
    try:
        queue_import(actor=principal_of(request), ref=ref, now=timezone.now())
    except ResidentsError as error:
        messages.error(request, sentence(error))
    return redirect("residents:import", ref)


@require("import_register")
@require_POST
def give_up(request: HttpRequest, ref: str) -> HttpResponse:
    _row(request, ref)
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
    row = _row(request, ref)
    form = RejectsForm(request.POST)
    path = import_files.rejects_path(row.ref.hex)
    if not _may_take(request, "residents.import_rejects", path, row.n_rejected, form):
        return _show(request, row, rejects_form=form, status=400)
    return _list_of(row, path, "ditolak")


@require("import_register")
@require_POST
def warnings(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The accepted rows that carry a warning, with the line and what is odd."""
    row = _row(request, ref)
    form = _warnings_form(request.POST)
    path = import_files.warnings_path(row.ref.hex)
    n = result_of(row).warned
    if not _may_take(request, "residents.import_warnings", path, n, form):
        return _show(request, row, warnings_form=form, status=400)
    return _list_of(row, path, "catatan")


def _warnings_form(data: QueryDict | None = None) -> RejectsForm:
    # Both forms may stand on one page; no two fields of it have one id.
    return RejectsForm(data, auto_id="id_catatan_%s")


def _may_take(request: HttpRequest, verb: str, path: Path, n: int, form: RejectsForm) -> bool:
    """Whether the purpose is good enough; then it stands in the log."""
    if not path.exists():
        raise Http404
    if not form.is_valid():
        return False
    try:
        _log_view(request, verb, n, form.cleaned_data["keperluan"])
    except PersonalNumber as refusal:
        form.add_error("keperluan", sentence(refusal))
        return False
    return True


def _list_of(row: RegisterImport, path: Path, word: str) -> FileResponse:
    name = f"{word}-{row.cut_off.isoformat()}-{row.ref.hex[:8]}.csv"
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


# --- parts ----------------------------------------------------------------------------------


def _row(request: HttpRequest, ref: str) -> RegisterImport:
    try:
        return import_for(principal_of(request), ref)
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
