"""Totals per desa out of a document's file: judged row by row, then taken in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.audit.errors import PersonalNumber
from tuntas.coverage.forms import TotalsForm
from tuntas.coverage.opening import Document, Taken, take_totals
from tuntas.ledger import clock
from tuntas.residents import import_files
from tuntas.residents.actions.totals import TotalsFile, read_totals
from tuntas.residents.errors import FileNotAccepted
from tuntas.residents.official_totals import EXPLANATIONS
from tuntas.residents.rejections import explain
from tuntas.web.language import sentence
from tuntas.web.numerals import supported


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is not taken in, in the reader's language."""

    line: int
    what: str
    remedy: str


@require("manage_totals")
@require_http_methods(["GET", "POST"])
def totals(request: HttpRequest) -> HttpResponse:
    """Checks the file, or with the second button takes it in; the file itself is not kept."""
    form = TotalsForm(request.POST or None, request.FILES or None, today=clock.today())
    read: TotalsFile | None = None
    taken: Taken | None = None
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(form)
            if request.POST.get("langkah") == "catat" and read.accepted:
                taken = _take(request, form, read)
        except (FileNotAccepted, PersonalNumber) as refusal:
            form.add_error(None, sentence(refusal))
    context = {
        "form": form,
        "read": read,
        "taken": taken,
        "rejects": [_reject(line, code) for line, code in read.rejected] if read else [],
    }
    # htmx takes only the result out of the page, so that the chosen file stays in the form.
    is_part = bool(request.headers.get("HX-Request"))
    status = 400 if form.errors and not is_part else 200
    return render(request, "coverage/totals.html", context, status=status)


def _read(form: TotalsForm) -> TotalsFile:
    """Judge a private copy, gone afterwards.

    Raises:
        FileNotAccepted
    """
    file: UploadedFile[bytes] = form.cleaned_data["berkas"]
    with import_files.work_dir() as work:
        path = work / "totals.dat"
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        return read_totals(path, cut_off=form.cleaned_data["per"])


def _take(request: HttpRequest, form: TotalsForm, read: TotalsFile) -> Taken:
    said = form.cleaned_data
    name = str(said["berkas"].name)[:200]
    return take_totals(
        actor=principal_of(request),
        read=read,
        document=Document(said["dokumen"], said["definisi"], said["per"], name),
        today=clock.today(),
        now=timezone.now(),
    )


def _reject(line: int, code: str) -> Reject:
    why = EXPLANATIONS.get(code) or explain(code)
    english = supported(get_language()) == "en"
    return Reject(line, sentence(why), why.remedy_en if english else why.remedy_id)
