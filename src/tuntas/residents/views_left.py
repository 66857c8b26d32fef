"""The list behind the number: who is left, filtered, sorted, paged, and taken out as a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.audit.errors import PersonalNumber
from tuntas.coverage import page
from tuntas.coverage import queries as coverage
from tuntas.ledger import clock
from tuntas.outreach import queries as outreach
from tuntas.outreach import wording
from tuntas.residents import left, left_file
from tuntas.residents.forms import ABILITIES, ExportForm, LeftFilterForm
from tuntas.web import numerals
from tuntas.web.language import sentence
from tuntas.web.numbered import numbered
from tuntas.wilayah import queries as wilayah

PER_PAGE = 50
SORTS = {
    "nama": "name",
    "desa": "village",
    "usia": "-birth",
    "sejak": "since",
}


@require_any(*ABILITIES)
@page.needs_ledger
def left_list(request: HttpRequest) -> HttpResponse:
    return _list_page(request, principal_of(request), ExportForm())


def _list_page(
    request: HttpRequest, principal: Principal, export_form: ExportForm, status: int = 200
) -> HttpResponse:
    form = LeftFilterForm(request.GET, principal=principal)
    sort = request.GET.get("urut", "desa")
    on = clock.today()
    found = left.left_list(
        principal=principal,
        on=on,
        filters=form.filters(),
        sort=_sort(sort),
        page=_page_number(request.GET.get("halaman", "1")),
        per_page=PER_PAGE,
    )
    shown = numbered(found.rows, number=found.number, total=found.total, per_page=PER_PAGE)
    _log(principal, "residents.left_list", len(found.rows), "")
    filters = form.filters()
    return render(
        request,
        "residents/_left_rows.html" if request.headers.get("HX-Request") else "residents/left.html",
        {
            "form": form,
            "found": found,
            "rows": _with_next(principal, found.rows, on),
            "n_nameless": _nameless(form.scope, filters, on, found.total),
            "page": shown,
            "page_numbers": shown.paginator.get_elided_page_range(found.number, on_ends=1),
            "sort": sort,
            "on": on,
            "export_form": export_form,
            "may_export": principal.can("export_names"),
            "may_open": principal.can("see_person"),
            "shows_numbers": principal.can("see_names"),
        },
        status=status,
    )


def _with_next(
    principal: Principal, rows: list[left.LeftRow], on: date
) -> list[tuple[left.LeftRow, tuple[str, str] | None]]:
    """Each row with why they are missing and the next step; an illness is the office's to know."""
    if not principal.can("see_names"):
        return [(row, None) for row in rows]
    tasks = outreach.next_actions_of([row.ref for row in rows], on)
    said = {
        ref: (wording.reason(task.case.reason), str(wording.STEPS[task.duty.step][0]))
        for ref, task in tasks.items()
    }
    return [(row, said.get(row.ref)) for row in rows]


@require("export_names")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file, with purpose and watermark; refused without a purpose."""
    principal = principal_of(request)
    given = ExportForm(request.POST)
    if not given.is_valid():
        return _list_page(request, principal, given, status=400)
    form = LeftFilterForm(request.GET, principal=principal)
    rows = left.all_left(
        principal=principal,
        on=clock.today(),
        filters=form.filters(),
        sort=_sort(request.GET.get("urut", "desa")),
    )
    purpose = given.cleaned_data["keperluan"]
    try:
        _log(principal, "residents.export_left", len(rows), purpose)
    except PersonalNumber as refusal:
        given.add_error("keperluan", sentence(refusal))
        return _list_page(request, principal, given, status=400)
    return _file(rows, given.cleaned_data["bentuk"], _watermark(principal, purpose, len(rows)))


def _nameless(
    scope: frozenset[int] | None, filters: left.LeftFilter, on: date, named: int
) -> int | None:
    """How many are left besides those with names; ``None`` where a filter asks about people.

    An office that started from totals counts people whom it cannot name yet.
    """
    if replace(filters, region="") != left.LeftFilter():
        return None
    area = wilayah.region_by_code(filters.region) if filters.region else None
    villages = scope
    if area is not None:
        inside = wilayah.subtree_village_ids(area.id)
        villages = inside if scope is None else inside & scope
    return max(coverage.figures_of(villages, on=on).left - named, 0)


def _file(rows: list[left.LeftRow], kind: str, mark: left_file.Watermark) -> HttpResponse:
    if kind == "csv":
        body, content_type = left_file.delimited(rows, _headers(), mark), "text/csv; charset=utf-8"
    else:
        body = left_file.xlsx(rows, _headers(), mark)
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(body, content_type=content_type)
    name = f"belum-rekam-{clock.today():%Y%m%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _headers() -> list[str]:
    return [
        _("Nama"),
        _("NIK (disamarkan)"),
        _("JK"),
        _("Tanggal lahir"),
        _("Usia"),
        _("Kecamatan"),
        _("Desa"),
        _("Dusun"),
        _("RT/RW"),
        _("Belum rekam sejak"),
    ]


def _watermark(principal: Principal, purpose: str, n: int) -> left_file.Watermark:
    language = numerals.supported(get_language())
    day = numerals.long_date(clock.today(), language)
    hour = numerals.clock_time(timezone.localtime(), language)
    taken = _("Diambil oleh %(who)s pada %(when)s; %(n)s orang.") % {
        "who": principal.name,
        "when": f"{day} {hour}",
        "n": numerals.whole(n, language),
    }
    return left_file.Watermark(
        title=_("Daftar belum rekam, %(office)s") % {"office": wilayah.office().name},
        lines=(
            taken,
            _("Keperluan: %(purpose)s") % {"purpose": purpose},
            _("Data pribadi: hanya untuk keperluan di atas, musnahkan sesudahnya (UU 27/2022)."),
        ),
    )


def _sort(asked: str) -> str:
    """The list's own name of a sort; a leading minus turns it round."""
    key = SORTS.get(asked.removeprefix("-"), "village")
    if not asked.startswith("-"):
        return key
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def _page_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def _log(principal: Principal, verb: str, count: int, purpose: str) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb=verb,
            subjects=[],
            count=count,
            purpose=purpose,
            at=timezone.now(),
        )
