"""Exits that wait for a second person: approved or declined in batches."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.ledger import clock
from tuntas.residents import queries_import
from tuntas.residents.actions.exits import Decision, approve_exits, decline_exits
from tuntas.residents.errors import ResidentsError
from tuntas.residents.models import ExitProposal
from tuntas.wilayah import queries as wilayah

PER_PAGE = 100
KIND_NAMES = {
    "died": gettext_lazy("Meninggal"),
    "moved_out": gettext_lazy("Pindah keluar"),
    "deactivated": gettext_lazy("NIK dinonaktifkan"),
    "absent": gettext_lazy("Tidak ada di berkas lengkap"),
}


@require("approve_exit")
@require_http_methods(["GET", "POST"])
def exits(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _decide(request)
    principal = principal_of(request)
    kind = request.GET.get("jenis", "")
    rows = queries_import.open_exits(principal)
    if kind in ExitProposal.Kind.values:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    shown = [_shown(principal, row) for row in page.object_list]
    _log(request, len(shown))
    context = {
        "page": page,
        "page_numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
        "rows": shown,
        "kinds": list(KIND_NAMES.items()),
        "kind": kind,
    }
    return render(request, "residents/exits.html", context)


def _shown(principal: Principal, row: ExitProposal) -> dict[str, object]:
    return {
        "proposal": row,
        "kind": KIND_NAMES[row.kind],
        "place": wilayah.full_name(row.person.village_id),
        "own": bool(row.proposed_by) and row.proposed_by == principal.officer_ref,
    }


def _decide(request: HttpRequest) -> HttpResponse:
    refs = [ref for ref in request.POST.getlist("usulan") if len(ref) == 32]
    note = request.POST.get("dasar", "")[:200]
    decide = approve_exits if request.POST.get("putusan") == "setuju" else decline_exits
    try:
        decision = decide(
            actor=principal_of(request),
            on=clock.today(),
            now=timezone.now(),
            refs=refs,
            note=note,
        )
    except ResidentsError as error:
        messages.error(request, error.en if get_language() == "en" else error.id)
    else:
        _tell(request, decision)
    return redirect("residents:exits")


def _tell(request: HttpRequest, decision: Decision) -> None:
    n = decision.decided
    messages.success(
        request, ngettext("%(n)d usulan diputuskan.", "%(n)d usulan diputuskan.", n) % {"n": n}
    )
    if decision.own:
        messages.warning(request, _("Usulan Anda sendiri dilewati: harus diputuskan orang lain."))
    if decision.seconded:
        messages.info(
            request, _("Usulan dari program kini atas nama Anda; satu orang lagi harus menyetujui.")
        )
    if decision.gone:
        messages.info(request, _("Yang sudah keluar dengan cara lain ditutup tanpa akibat."))


def _log(request: HttpRequest, count: int) -> None:
    with transaction.atomic():
        write_view(
            actor=principal_of(request).ref,
            verb="residents.exits",
            subjects=[],
            count=count,
            purpose="",
            at=timezone.now(),
        )
