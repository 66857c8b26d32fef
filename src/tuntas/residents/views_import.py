"""The import wizard: file, columns, dry run, progress, result. Works by reloading, too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.audit.actions import write_view
from tuntas.ledger import clock
from tuntas.residents import import_files, queries_import, tasks
from tuntas.residents.actions.import_apply import queue_import
from tuntas.residents.actions.import_foresee import look
from tuntas.residents.actions.import_receive import (
    confirm_mapping,
    discard,
    preview,
    receive_file,
)
from tuntas.residents.errors import FileNotAccepted, ImportNotFound, ResidentsError
from tuntas.residents.forms_import import COLUMN_NAMES, UploadForm, column_choices, read_mapping
from tuntas.residents.models import RegisterImport
from tuntas.residents.nik import mask_nik
from tuntas.residents.rejections import explain

State = RegisterImport.State
STEP_OF = {
    State.RECEIVED: 2,
    State.READY: 3,
    State.QUEUED: 4,
    State.APPLYING: 4,
    State.DONE: 5,
    State.REFUSED: 3,
}
PER_PAGE = 20


@require("import_register")
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries_import.imports(), PER_PAGE).get_page(request.GET.get("halaman"))
    numbers = page.paginator.get_elided_page_range(page.number, on_ends=1)
    return render(request, "residents/imports.html", {"page": page, "page_numbers": numbers})


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
                now=timezone.now(),
            )
        except ResidentsError as error:
            form.add_error(None, _sentence(error))
        else:
            if not received.is_new:
                messages.info(request, _("Berkas ini dengan keterangan yang sama sudah ada."))
                return redirect("residents:import", received.ref)
            return redirect("residents:import_columns", received.ref)
    status = 400 if form.errors else 200
    context = {"form": form, "steps": _steps(), "current": 1}
    return render(request, "residents/import_upload.html", context, status=status)


@require("import_register")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """What each column means, beside the first rows; a person confirms it."""
    row = _row(ref)
    if row.state not in (State.RECEIVED, State.READY):
        return redirect("residents:import", ref)
    try:
        seen = look(import_files.path_of(row.file_digest))
    except FileNotAccepted:
        return _judge(request, row)
    if request.method == "POST":
        return _confirm(request, row, seen.headers)
    _log_view(request, "residents.import_columns", len(seen.sample))
    return render(request, "residents/import_columns.html", _columns_context(row, seen))


def _columns_context(row: RegisterImport, seen: Any) -> dict[str, object]:
    chosen = {at: column.value for column, at in seen.mapping.positions}
    shown = [at for at, text in enumerate(seen.headers) if text.strip()]
    return {
        "import": row,
        "steps": _steps(),
        "current": 2,
        "titles": seen.titles,
        "form_of_file": seen.form,
        "remembered": seen.remembered,
        "choices": column_choices(),
        "columns": [
            {
                "at": at,
                "header": seen.headers[at],
                "chosen": chosen.get(at, ""),
                "cells": [_masked(cells[at]) for _line, cells in seen.sample],
            }
            for at in shown
        ],
    }


def _confirm(request: HttpRequest, row: RegisterImport, headers: tuple[str, ...]) -> HttpResponse:
    try:
        confirm_mapping(
            actor=principal_of(request),
            ref=row.ref.hex,
            mapping=read_mapping(request.POST, headers),
            headers=headers,
            now=timezone.now(),
        )
    except ResidentsError as error:
        messages.error(request, _sentence(error))
        return redirect("residents:import_columns", row.ref.hex)
    return _judge(request, row)


def _judge(request: HttpRequest, row: RegisterImport) -> HttpResponse:
    """The dry run; its result, or why the file is refused, stands on the import's page."""
    try:
        preview(
            actor=principal_of(request),
            ref=row.ref.hex,
            today=clock.today(),
            now=timezone.now(),
        )
    except FileNotAccepted as refusal:
        messages.error(request, _sentence(refusal))
        if refusal.code.startswith("file_no_") and refusal.code != "file_no_header":
            return redirect("residents:import_columns", row.ref.hex)
    return redirect("residents:import", row.ref.hex)


@require("import_register")
@require_GET
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One import wherever it stands; while it runs, htmx asks for the part that changes."""
    row = _row(ref)
    if row.state == State.RECEIVED:
        return redirect("residents:import_columns", ref)
    foreseen = queries_import.foreseen(row)
    is_part = bool(request.headers.get("HX-Request"))
    template = "residents/_import_state.html" if is_part else "residents/import.html"
    context = {
        "import": row,
        "steps": _steps(),
        "current": STEP_OF[State(row.state)],
        "foreseen": foreseen,
        "share": _share(row, foreseen),
        "causes": _causes(row, foreseen),
        "first_rejects": _first_rejects(row, foreseen),
        "refusal": _explained(row.refusal) if row.refusal else None,
        "may_download": import_files.rejects_path(row.ref.hex).exists(),
        "may_approve": principal_of(request).can("approve_exit"),
        "open_exits": row.proposals.filter(state="open").count(),
    }
    return render(request, template, context)


@require("import_register")
@require_POST
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    try:
        queue_import(actor=principal_of(request), ref=ref, now=timezone.now())
    except ImportNotFound as error:
        raise Http404 from error
    except ResidentsError as error:
        messages.error(request, _sentence(error))
    else:
        tasks.ring(ref)
    return redirect("residents:import", ref)


@require("import_register")
@require_POST
def give_up(request: HttpRequest, ref: str) -> HttpResponse:
    try:
        discard(actor=principal_of(request), ref=ref, now=timezone.now())
    except ImportNotFound as error:
        raise Http404 from error
    except ResidentsError as error:
        messages.error(request, _sentence(error))
        return redirect("residents:import", ref)
    messages.success(request, _("Impor dibatalkan; berkasnya dihapus."))
    return redirect("residents:imports")


@require("import_register")
@require_GET
def rejects(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The rejected rows with line, column, reason and remedy, ready to be corrected."""
    row = _row(ref)
    path = import_files.rejects_path(row.ref.hex)
    if not path.exists():
        raise Http404
    _log_view(request, "residents.import_rejects", row.n_rejected)
    name = f"ditolak-{row.cut_off.isoformat()}-{row.ref.hex[:8]}.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


# --- parts ----------------------------------------------------------------------------------


def _row(ref: str) -> RegisterImport:
    try:
        return queries_import.import_by_ref(ref)
    except ImportNotFound as error:
        raise Http404 from error


def _steps() -> list[str]:
    return [_("Berkas"), _("Kolom"), _("Periksa"), _("Terapkan"), _("Hasil")]


def _sentence(error: ResidentsError) -> str:
    return error.en if get_language() == "en" else error.id


def _explained(code: str) -> dict[str, str]:
    why = explain(code)
    english = get_language() == "en"
    return {
        "code": code,
        "what": why.en if english else why.id,
        "remedy": why.remedy_en if english else why.remedy_id,
    }


def _share(row: RegisterImport, foreseen: dict[str, Any]) -> int:
    """How far the reading has come, in percent."""
    total = int(foreseen.get("read") or 0)
    done = row.n_read if row.cursor else 0
    return min(100, round(100 * done / total)) if total else 0


def _causes(row: RegisterImport, foreseen: dict[str, Any]) -> list[dict[str, Any]]:
    by_code: dict[str, int] = dict(foreseen.get("by_code", {}))
    if row.state == State.DONE:
        by_code = queries_import.causes_of(row)
    return [{**_explained(code), "n": n} for code, n in by_code.items()]


def _first_rejects(row: RegisterImport, foreseen: dict[str, Any]) -> list[dict[str, Any]]:
    first = foreseen.get("first_rejects", [])
    if row.state == State.DONE:
        first = queries_import.rejects_of(row).values_list("line", "column", "code")[:50]
    names = {column.value: name for column, name in COLUMN_NAMES.items()}
    return [
        {"line": line, "column": names.get(column, ""), **_explained(code)}
        for line, column, code in list(first)[:50]
    ]


def _masked(cell: str) -> str:
    digits = "".join(filter(str.isdigit, cell))
    return mask_nik(digits) if len(digits) == 16 else cell[:60]


def _log_view(request: HttpRequest, verb: str, count: int) -> None:
    with transaction.atomic():
        write_view(
            actor=principal_of(request).ref,
            verb=verb,
            subjects=[],
            count=count,
            purpose="",
            at=timezone.now(),
        )
