"""Exits that wait for a second person: approved or declined in groups, by import and kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.audit.errors import PersonalNumber
from tuntas.ledger import clock
from tuntas.residents import queries_import
from tuntas.residents.actions.exits import Decision, approve_exits, decline_exits
from tuntas.residents.errors import ResidentsError
from tuntas.residents.forms_import import DecideForm, count
from tuntas.residents.models import ExitProposal
from tuntas.residents.queries_import import ExitGroup
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

PER_PAGE = 50
KIND_NAMES = {
    "died": gettext_lazy("Meninggal"),
    "moved_out": gettext_lazy("Pindah keluar"),
    "deactivated": gettext_lazy("NIK dinonaktifkan"),
    "absent": gettext_lazy("Tidak ada di berkas lengkap"),
}


@require("approve_exit")
@require_http_methods(["GET", "POST"])
def exits(request: HttpRequest) -> HttpResponse:
    """The groups that wait, and of one of them the names."""
    principal = principal_of(request)
    groups = queries_import.exit_groups(principal)
    group = _asked(request, groups)
    if group is None:
        return render(request, "residents/exits.html", {"groups": []})
    rows = queries_import.exits_of_group(principal, group.import_ref, group.kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    refs = [row.ref.hex for row in page.object_list]
    form = DecideForm(request.POST or None, refs=refs, n=group.n - group.own)
    if request.method == "POST" and form.is_valid() and _decide(request, group, form):
        return redirect("residents:exits")
    _log(principal, len(refs))
    context = {
        "groups": [(each, KIND_NAMES[each.kind], each == group) for each in groups],
        "group": group,
        "kind": KIND_NAMES[group.kind],
        "page": page,
        "page_numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
        "rows": [_shown(principal, row) for row in page.object_list],
        "form": form,
        "chosen": request.POST.getlist("usulan"),
        "all_own": group.own == group.n,
        "may_open": principal.can("see_person"),
    }
    return render(request, "residents/exits.html", context, status=400 if form.errors else 200)


def _asked(request: HttpRequest, groups: Sequence[ExitGroup]) -> ExitGroup | None:
    """The group in the address; else the first."""
    asked = (request.GET.get("impor", ""), request.GET.get("jenis", ""))
    found = [group for group in groups if (group.import_ref, group.kind) == asked]
    return next(iter(found or groups), None)


def _shown(principal: Principal, row: ExitProposal) -> dict[str, object]:
    village = wilayah.region(row.person.village_id)
    district = wilayah.region(village.parent_id) if village and village.parent_id else None
    return {
        "ref": row.ref.hex,
        "person": row.person,
        "effective_on": row.effective_on,
        "village": village.name if village else "–",
        "kecamatan": district.name if district else "",
        "own": bool(row.proposed_by) and row.proposed_by == principal.officer_ref,
    }


def _decide(request: HttpRequest, group: ExitGroup, form: DecideForm) -> bool:
    """Whether the decision was taken; if not, the form says why."""
    said = form.cleaned_data
    which: dict[str, Any] = {"refs": said["usulan"]}
    if said["cakupan"] == "semua":
        which = _whole(principal_of(request), group)
    decide = approve_exits if said["putusan"] == "setuju" else decline_exits
    try:
        decision = decide(
            actor=principal_of(request),
            on=clock.today(),
            now=timezone.now(),
            note=said["dasar"],
            **which,
        )
    except (ResidentsError, PersonalNumber) as error:
        form.add_error(None, sentence(error))
        return False
    _tell(request, decision, approved=said["putusan"] == "setuju")
    return True


def _whole(principal: Principal, group: ExitGroup) -> dict[str, Any]:
    if group.import_ref:
        return {"import_ref": group.import_ref, "kind": group.kind}
    rows = queries_import.exits_of_group(principal, "", group.kind)
    return {"refs": [row.ref.hex for row in rows]}


def _tell(request: HttpRequest, decision: Decision, *, approved: bool) -> None:
    n = decision.decided
    if n and approved:
        said = ngettext("%(n)s usulan disetujui.", "%(n)s usulan disetujui.", n)
        messages.success(request, said % {"n": count(n)})
    elif n:
        said = ngettext("%(n)s usulan ditolak.", "%(n)s usulan ditolak.", n)
        messages.success(request, said % {"n": count(n)})
    if decision.own:
        messages.warning(request, _("Usulan Anda sendiri dilewati: harus diputuskan orang lain."))
    if decision.seconded:
        messages.info(
            request, _("Usulan dari program kini atas nama Anda; satu orang lagi harus menyetujui.")
        )
    if decision.gone:
        messages.info(request, _("Yang sudah keluar dengan cara lain ditutup tanpa akibat."))


def _log(principal: Principal, count: int) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="residents.exits",
            subjects=[],
            count=count,
            purpose="",
            at=timezone.now(),
        )
