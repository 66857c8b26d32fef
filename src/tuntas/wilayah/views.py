"""Regions on screen: the tree, one region with its past, places of service, distances, borders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.ledger import clock
from tuntas.wilayah import access, actions, distances, queries, wording
from tuntas.wilayah.errors import WilayahError
from tuntas.wilayah.forms import BoundaryForm, DistanceForm, RenameForm, ServicePointForm
from tuntas.wilayah.queries import DusunRow, ServicePointRow
from tuntas.wilayah.travel import Journey
from tuntas.wilayah.tree import DISTRICT, VILLAGE, Area, Tree


@dataclass(frozen=True, slots=True)
class DistrictBranch:
    """A kecamatan with its desa, and how many dusun are known in each."""

    area: Area
    villages: list[tuple[Area, int]]


@require("see_figures")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    held = queries.tree()
    root = queries.office_region()
    counted: dict[int, int] = {}
    for dusun in queries.dusun_of(held.subtree_village_ids(root.id)):
        counted[dusun.village_id] = counted.get(dusun.village_id, 0) + 1
    branches = [
        DistrictBranch(
            district,
            [
                (village, counted.get(village.id, 0))
                for village in held.at_level(district.id, VILLAGE)
            ],
        )
        for district in held.at_level(root.id, DISTRICT)
    ]
    context = {
        "root": root,
        "branches": branches,
        "villages": sum(len(branch.villages) for branch in branches),
        "islands": len(queries.islands()),
        "edits": principal_of(request).can("edit_wilayah"),
    }
    return render(request, "wilayah/index.html", context)


@require("see_figures")
@require_GET
def region(request: HttpRequest, code: str) -> HttpResponse:
    area = access.region_or_404(code)
    return render(request, "wilayah/region.html", _region_context(request, area, None))


@require("edit_wilayah")
@require_POST
def rename(request: HttpRequest, code: str) -> HttpResponse:
    area = access.region_or_404(code)
    form = RenameForm(request.POST)
    principal = principal_of(request)

    def act(data: Mapping[str, Any]) -> None:
        actions.rename_region(
            actor=principal,
            code=access.editable_region(principal, code).code,
            name=data["nama"],
            effective_on=data["berlaku"],
            source=data["dasar"],
            now=clock.now(),
        )

    if _done(request, form, act, _("Nama baru tercatat. Nama lama tetap ada dalam riwayat.")):
        return redirect("wilayah:region", code=area.code)
    return render(request, "wilayah/region.html", _region_context(request, area, form), status=422)


def _region_context(request: HttpRequest, area: Area, form: RenameForm | None) -> dict[str, object]:
    held = queries.tree()
    principal = principal_of(request)
    edits = (
        principal.can("edit_wilayah")
        and area.valid_to is None
        and access.may_edit(principal, area.id)
    )
    return {
        "area": area,
        "full_name": held.full_name(area.id),
        "level": wording.level_name(area),
        "trail": list(reversed(held.ancestors(area.id))),
        "children": held.children(area.id),
        "former_children": [
            child
            for child in held.descendants(area.id)
            if child.valid_to and child.parent_id == area.id
        ],
        "history": [(row, wording.history_name(row.kind)) for row in queries.history(area.id)],
        "successors": [s for s in held.successors(area.id) if s.id != area.id],
        "nik_prefixes": queries.nik_prefixes_of(area.id),
        "dusun": _dusun(area),
        "points": _points(queries.service_points(area.id), held),
        "journey": _from_office(area),
        "form": form or RenameForm(),
        "edits": edits,
    }


def _dusun(area: Area) -> list[DusunRow]:
    return queries.dusun_of([area.id]) if area.level == VILLAGE else []


def _from_office(area: Area) -> Journey | None:
    if area.level != VILLAGE:
        return None
    return distances.journeys_from_office(on=clock.today()).get(area.id)


# --- places of service ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PointLine:
    point: ServicePointRow
    kind: str
    where: str
    region_code: str


def _points(rows: list[ServicePointRow], held: Tree) -> list[PointLine]:
    return [
        PointLine(
            row,
            wording.kind_name(row.kind),
            held.full_name(row.region_id),
            held.areas[row.region_id].code,
        )
        for row in rows
        if row.region_id in held.areas
    ]


@require("see_figures")
@require_GET
def service_points(request: HttpRequest) -> HttpResponse:
    lines = _points(queries.service_points(active=False), queries.tree())
    return render(
        request,
        "wilayah/service_points.html",
        {"lines": lines, "edits": principal_of(request).can("edit_wilayah")},
    )


@require("edit_wilayah")
@require_http_methods(["GET", "POST"])
def new_service_point(request: HttpRequest) -> HttpResponse:
    return _service_point(request, None)


@require("edit_wilayah")
@require_http_methods(["GET", "POST"])
def edit_service_point(request: HttpRequest, ref: str) -> HttpResponse:
    return _service_point(request, access.service_point_or_404(principal_of(request), ref))


def _service_point(request: HttpRequest, point: ServicePointRow | None) -> HttpResponse:
    form = ServicePointForm(request.POST or None, initial=_point_initial(point) if point else None)
    principal = principal_of(request)

    def act(data: Mapping[str, Any]) -> None:
        actions.save_service_point(
            actor=principal,
            region_id=access.editable_region(principal, data["wilayah"]).id,
            kind=data["jenis"],
            name=data["nama"],
            lat=data["lintang"],
            lng=data["bujur"],
            note=data["catatan"],
            active=data["aktif"],
            ref=point.ref if point else "",
            now=clock.now(),
        )

    if request.method == "POST" and _done(request, form, act, _("Tempat pelayanan tersimpan.")):
        return redirect("wilayah:service_points")
    status = 422 if form.is_bound else 200
    context = {"form": form, "point": point}
    return render(request, "wilayah/service_point.html", context, status=status)


def _point_initial(point: ServicePointRow) -> dict[str, object]:
    region = queries.region(point.region_id)
    return {
        "wilayah": region.code if region else "",
        "jenis": point.kind,
        "nama": point.name,
        "lintang": point.lat,
        "bujur": point.lng,
        "catatan": point.note,
        "aktif": point.active,
    }


# --- distances -----------------------------------------------------------------------------------


@require("see_figures")
@require_GET
def distance_list(request: HttpRequest) -> HttpResponse:
    return render(request, "wilayah/distances.html", _distance_context(request, DistanceForm()))


@require("edit_wilayah")
@require_POST
def set_distance(request: HttpRequest) -> HttpResponse:
    form = DistanceForm(request.POST)
    principal = principal_of(request)

    def act(data: Mapping[str, Any]) -> None:
        actions.set_distance(
            actor=principal,
            origin_id=access.editable_region(principal, data["asal"]).id,
            destination_id=access.editable_region(principal, data["tujuan"]).id,
            road_km=data["darat_km"],
            sea_km=data["laut_km"],
            minutes=data["menit"],
            note=data["catatan"],
            source=data["sumber"],
            now=clock.now(),
        )

    if _done(request, form, act, _("Jarak tersimpan untuk kedua arah.")):
        return redirect("wilayah:distances")
    context = _distance_context(request, form)
    return render(request, "wilayah/distances.html", context, status=422)


@require("edit_wilayah")
@require_POST
def remove_distance(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    principal = principal_of(request)
    try:
        removed = actions.remove_distance(
            actor=principal,
            origin_id=access.editable_region(principal, origin).id,
            destination_id=access.editable_region(principal, destination).id,
            now=clock.now(),
        )
    except WilayahError as error:
        messages.error(request, error.sentence(get_language() or "id"))
    else:
        if removed:
            messages.success(request, _("Jarak kembali dihitung dari garis lurus."))
    return redirect("wilayah:distances")


def _distance_context(request: HttpRequest, form: DistanceForm) -> dict[str, object]:
    today = clock.today()
    held = queries.tree()
    ways = distances.journeys_from_office(on=today)
    return {
        "form": form,
        "rows": [
            (row, held.full_name(row.origin.id), held.full_name(row.destination.id))
            for row in distances.overrides()
        ],
        "ways": sorted(
            ((held.areas[id_], held.full_name(id_), way) for id_, way in ways.items()),
            key=lambda line: line[0].code,
        ),
        "parameters": distances.travel_parameters(today),
        "edits": principal_of(request).can("edit_wilayah"),
    }


# --- boundaries ----------------------------------------------------------------------------------


@require("edit_wilayah")
@require_http_methods(["GET", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    form = BoundaryForm(request.POST or None, request.FILES or None)
    report: list[actions.BoundaryReport] = []
    principal = principal_of(request)

    def act(data: Mapping[str, Any]) -> None:
        access.editable_region(principal, queries.office_region().code)
        loaded = actions.load_boundaries(
            actor=principal, content=data["berkas"].read(), source=data["sumber"], now=clock.now()
        )
        report.append(loaded)

    if request.method == "POST":
        _done(request, form, act, "")
    context = {
        "form": form,
        "report": report[0] if report else None,
        "told": _told(report[0]) if report else "",
        "rejected": wording.rejected_boundaries(report[0].rejected) if report else [],
        "loaded": queries.boundary_counts(),
    }
    status = 422 if form.is_bound and not report else 200
    return render(request, "wilayah/boundaries.html", context, status=status)


def _told(report: actions.BoundaryReport) -> str:
    return ngettext(
        "%(loaded)d dari %(read)d batas dimuat.",
        "%(loaded)d dari %(read)d batas dimuat.",
        report.read,
    ) % {"loaded": report.loaded, "read": report.read}


# --- what all forms share ------------------------------------------------------------------------


def _done(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], None],
    told: str,
) -> bool:
    """Whether a valid form was carried out; a refusal becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except WilayahError as error:
        form.add_error(None, error.sentence(get_language() or "id"))
        return False
    if told:
        messages.success(request, told)
    return True
