"""Pages of a recording's later life: what is stuck, one person's statuses, snapshots, minutes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.enrolment import chasing, snapshots, statuses, wording
from tuntas.enrolment.actions.snapshot import look_at_stuck, take_snapshot
from tuntas.enrolment.errors import CaptureError
from tuntas.enrolment.forms_status import ColumnsForm, SnapshotForm
from tuntas.enrolment.minutes import minutes_per_case
from tuntas.enrolment.snapshots import Snapshot
from tuntas.ledger import clock
from tuntas.residents import access, import_files
from tuntas.residents.found import named
from tuntas.residents.register_file import FileRefused
from tuntas.residents.rejections import explain
from tuntas.web.language import sentence
from tuntas.web.numerals import supported

PER_PAGE = 50
_SEAL = signing.Signer(salt="enrolment.snapshot")


@require("see_person")
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """Every step with how long it takes here, and who is stuck in the own area."""
    principal, on = principal_of(request), clock.today()
    found = chasing.board(on)
    people = named([late.spell.person_id for late in found.late])
    mine = [
        late
        for late in found.late
        if principal.covers(people[late.spell.person_id].village_id, "see_person")
    ]
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("halaman"))
    shown = [(late, people[late.spell.person_id]) for late in page]
    look_at_stuck(
        actor=principal,
        persons=[person.ref for _late, person in shown],
        purpose=_("melihat siapa yang statusnya tertahan"),
        now=timezone.now(),
    )
    return render(
        request,
        "enrolment/status.html",
        {
            "board": found,
            "lines": [(line, label_of(line.status.code)) for line in found.lines],
            "stopped": [
                (line, label_of(line.status.code)) for line in found.lines if line.flow.stopped
            ],
            "rows": [
                (late, person, label_of(late.status.code), wording.STEPS[late.status.step])
                for late, person in shown
            ],
            "page": page,
            "page_numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
            "fell_back": len(found.fell_back),
            "may_upload": principal.can("import_register"),
        },
    )


@require("see_person")
@never_cache
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """One person's statuses in the order of their days."""
    found = access.person_for(principal_of(request), ref)
    on = clock.today()
    spells = chasing.course_of(found.id, on)
    last = spells[-1] if spells else None
    status = statuses.status(last.status) if last else None
    return render(
        request,
        "enrolment/person_status.html",
        {
            "person": found,
            "ref": found.ref.hex,
            "spells": [
                (spell, label_of(spell.status), spell.days(on)) for spell in reversed(spells)
            ],
            "next": wording.STEPS[status.step] if status else "",
            "unknown": last is not None and status is None,
        },
    )


@require("see_person")
def minutes(request: HttpRequest) -> HttpResponse:
    """How long recordings take at the station, by what makes them long."""
    rows = [(one, wording.CASES[one.case]) for one in minutes_per_case(clock.today())]
    return render(request, "enrolment/minutes.html", {"rows": rows})


@require("import_register")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot(request: HttpRequest) -> HttpResponseBase:
    """A file of statuses: read, its columns confirmed, taken in."""
    if request.method == "POST" and "sidik" in request.POST:
        return _confirmed(request)
    form = SnapshotForm(
        request.POST or None, request.FILES or None, initial={"tanggal": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        digest, _size = import_files.keep(form.cleaned_data["berkas"].file)
        try:
            found = _read(digest)
        except FileRefused as refused:
            form.add_error("berkas", _refusal(refused))
        else:
            return _foreseen(request, found, digest, form.cleaned_data["tanggal"].isoformat())
    status = 400 if form.errors else 200
    return render(request, "enrolment/snapshot.html", {"form": form}, status=status)


def _foreseen(request: HttpRequest, found: Snapshot, digest: str, day: str) -> HttpResponse:
    """What the file says, before anything is taken in."""
    initial = {"sidik": digest, "tanggal": day, "nik": found.nik_at, "status": found.status_at}
    return render(
        request,
        "enrolment/snapshot.html",
        {
            "columns": ColumnsForm(headers=found.headers, initial=initial),
            "found": found,
            "seal": _SEAL.sign(digest),
            "day": day,
        },
    )


def _confirmed(request: HttpRequest) -> HttpResponseBase:
    try:
        digest = _SEAL.unsign(request.POST.get("segel", ""))
        found = _read(digest, _at(request, "nik"), _at(request, "status"))
    except (signing.BadSignature, FileRefused, FileNotFoundError):
        messages.error(request, _("Berkas itu sudah tidak ada. Unggah sekali lagi."))
        return redirect("enrolment:snapshot")
    columns = ColumnsForm(request.POST, headers=found.headers)
    if not columns.is_valid() or not found.mapped or "terapkan" not in request.POST:
        return _foreseen(request, found, digest, request.POST.get("tanggal", ""))
    try:
        taken = take_snapshot(
            actor=principal_of(request),
            rows=found.rows,
            on=columns.cleaned_data["tanggal"],
            known_on=clock.today(),
            source=_("cuplikan SIAK"),
            now=timezone.now(),
        )
    except CaptureError as refused:
        messages.error(request, sentence(refused))
        return redirect("enrolment:snapshot")
    import_files.path_of(digest).unlink(missing_ok=True)
    said = _(
        "%(news)s status baru, %(same)s tetap, %(elsewhere)s di luar wilayah Anda, "
        "%(strangers)s NIK tidak ada di register."
    )
    messages.success(request, said % asdict(taken))
    return redirect("enrolment:status")


def _at(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdigit() else snapshots.NOT_A_COLUMN


def _read(digest: str, nik_at: int = -1, status_at: int = -1) -> Snapshot:
    path: Path = import_files.path_of(digest)
    with import_files.work_dir() as work:
        return snapshots.read(path, work, nik_at=nik_at, status_at=status_at)


def _refusal(refused: FileRefused) -> str:
    told = explain(refused.code)
    english = supported(get_language()) == "en"
    return f"{told.en} {told.remedy_en}" if english else f"{told.id} {told.remedy_id}"


def label_of(code: str) -> str:
    """A status in the language of the page; one that nobody knows as it stands."""
    found = statuses.status(code)
    if found is None:
        return code
    return found.en if supported(get_language()) == "en" else found.id
