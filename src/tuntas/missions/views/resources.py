"""What the office sends: teams, gear, places, dates, values, money; and the problem lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts import queries as accounts
from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.audit.errors import AuditError
from tuntas.ledger import clock
from tuntas.missions import actions, wording
from tuntas.missions.actions import AssetSaid, VenueSaid
from tuntas.missions.errors import MissionsError, NotFound
from tuntas.missions.forms import (
    AgreedForm,
    AssetForm,
    BudgetForm,
    LeaveForm,
    MemberForm,
    ProblemForm,
    TeamForm,
    ValueForm,
    VenueForm,
)
from tuntas.missions.models import Asset, Venue
from tuntas.missions.queries import resources as queries
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

DAYS_AHEAD = 60


@require("plan_missions")
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest) -> HttpResponse:
    """Teams, gear, agreed dates, leave and money on one page."""
    today, asked = clock.today(), request.POST.get("apa", "")
    forms_by_name = _forms(asked, request.POST if request.method == "POST" else None, today)
    if request.method == "POST":
        if asked not in _SAVES:
            raise Http404
        form = forms_by_name[asked]
        if form.is_valid() and _saved(request, _SAVES[asked], form):
            return redirect("missions:resources")
    return render(
        request,
        "missions/resources.html",
        {
            "forms": forms_by_name,
            "teams": _teams(today),
            "assets": _assets(today),
            "agreed": _agreed(today),
            "leave": queries.own_leave_days(today),
            "money": queries.budget_left(today),
            "n_venues": len(queries.venues(today)),
            "n_villages": len(wilayah.villages(today)),
            "n_values": len(queries.parameters(today)),
        },
        status=400 if any(form.errors for form in forms_by_name.values()) else 200,
    )


@require("plan_missions")
@require_POST
def asset(request: HttpRequest, ref: str) -> HttpResponse:
    """A thing stops working, or works again; somebody leaves a team."""
    verb, today, now = request.POST.get("tindakan", ""), clock.today(), timezone.now()
    principal = principal_of(request)
    try:
        if verb == "rusak":
            reason = request.POST.get("alasan", "")
            actions.break_asset(
                actor=principal, asset_ref=ref, starts=today, reason=reason, now=now
            )
        elif verb == "pulih":
            actions.mend_asset(actor=principal, asset_ref=ref, on=today, now=now)
        elif verb == "keluar":
            actions.leave_team(actor=principal, member_ref=ref, on=today, now=now)
        else:
            raise Http404
    except NotFound:
        raise Http404 from None
    except MissionsError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Tersimpan. Hitung ulang rencana bila sudah berjalan."))
    return redirect("missions:resources")


@require("plan_missions")
@require_GET
def venues(request: HttpRequest) -> HttpResponse:
    """Every place of service by kecamatan, and the villages that have none."""
    today, tree = clock.today(), wilayah.tree()
    stated = {venue.point: venue for venue in queries.venues(today)}
    points: dict[int, list[Any]] = {}
    for point in wilayah.service_points():
        points.setdefault(point.region_id, []).append(
            {"point": point, "venue": stated.get(point.ref)}
        )
    districts = [
        {
            "name": district.name,
            "villages": [
                {"name": village.name, "rows": points.get(village.id, [])}
                for village in tree.children(district.id, today)
            ],
        }
        for district in wilayah.districts(today)
    ]
    return render(request, "missions/venues.html", {"districts": districts, "n": len(stated)})


@require("plan_missions")
@require_http_methods(["GET", "HEAD", "POST"])
def venue(request: HttpRequest, point: str) -> HttpResponse:
    """How one place is found, from a day on."""
    place = wilayah.service_point(point)
    if place is None:
        raise Http404
    today = clock.today()
    held = next((one for one in queries.venues(today) if one.point == point), None)
    form = VenueForm(request.POST or None, today=today, initial=_found(held))
    if request.method == "POST" and form.is_valid() and _saved(request, _venue(point), form):
        return redirect("missions:venues")
    context = {
        "form": form,
        "place": place,
        "village": wilayah.tree().full_name(place.region_id),
        "venue": held,
    }
    return render(request, "missions/venue.html", context, status=400 if form.errors else 200)


@require("plan_missions")
@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest) -> HttpResponse:
    """What the planner counts with: each value with its unit, day and source."""
    today, asked = clock.today(), request.POST.get("nama", "")
    form = ValueForm(request.POST if asked else None, today=today)
    if asked and form.is_valid() and _saved(request, _value(asked), form):
        return redirect("missions:values")
    held = queries.parameters(today)
    rows = [
        {
            "value": one,
            "label": wording.VALUES.get(name, name),
            "unit": wording.UNITS.get(one.unit, one.unit),
        }
        for name, one in held.items()
    ]
    names = [(name, wording.VALUES.get(name, name)) for name in held]
    return render(
        request,
        "missions/values.html",
        {"rows": rows, "form": form, "names": names, "asked": asked},
        status=400 if form.errors else 200,
    )


@require_any("plan_missions", "work_missions")
@require_http_methods(["GET", "HEAD", "POST"])
def problems(request: HttpRequest) -> HttpResponse:
    """The problem list (DIM) of each desa: what other agencies should bring along."""
    principal, today, tree = principal_of(request), clock.today(), wilayah.tree()
    villages = [(area.code, tree.full_name(area.id)) for area in wilayah.villages(today)]
    form = ProblemForm(
        request.POST if request.POST.get("apa") == "catat" else None, villages=villages
    )
    if request.method == "POST":
        done = _answer if request.POST.get("apa") == "jawab" else _note
        if (done is _answer or form.is_valid()) and _saved(request, done, form):
            return redirect("missions:problems")
    rows = [
        {"row": row, "village": tree.full_name(row.village_id)}
        for row in queries.problems()
        if row.village_id in tree.areas and principal.covers(row.village_id)
    ]
    return render(
        request,
        "missions/problems.html",
        {"rows": rows, "form": form},
        status=400 if form.errors else 200,
    )


# --- saving -------------------------------------------------------------------------------------

Save = Callable[[HttpRequest, Principal, Any, datetime], None]


def _saved(request: HttpRequest, save: Save, form: forms.Form) -> bool:
    said = getattr(form, "cleaned_data", {})
    try:
        save(request, principal_of(request), said, timezone.now())
    except (MissionsError, AuditError) as refused:
        if form.is_bound:
            form.add_error(None, sentence(refused))
        else:
            messages.error(request, sentence(refused))
        return False
    messages.success(request, _("Tersimpan."))
    return True


def _team(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    actions.save_team(
        actor=actor,
        name=said["nama"],
        base=said["pangkalan"],
        starts=said["berlaku"],
        source=said["dasar"],
        now=now,
    )


def _member(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    actions.join_team(
        actor=actor,
        team_ref=said["tim"],
        officer_ref=said["petugas"],
        skills=said["keahlian"],
        woman=said["perempuan"],
        starts=said["berlaku"],
        source=said["dasar"],
        now=now,
    )


def _thing(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    actions.save_asset(
        actor=actor,
        said=AssetSaid(
            kind=said["jenis"],
            name=said["nama"],
            offline=said["luring"],
            seats=said["muat"],
            rupiah=said["biaya"],
            sails_from=said["melaut_dari"],
            sails_until=said["melaut_sampai"],
        ),
        starts=said["berlaku"],
        source=said["dasar"],
        now=now,
    )


def _agree(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    actions.agree_day(
        actor=actor,
        region_id=int(said["wilayah"]),
        on=said["tanggal"],
        kind=said["hasil"],
        with_whom=said["dengan"],
        source=said["dasar"],
        now=now,
    )


def _leave(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    actions.save_leave_day(
        actor=actor, on=said["tanggal"], name=said["keterangan"], source=said["dasar"], now=now
    )


def _money(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    actions.set_budget(
        actor=actor,
        from_on=said["dari"],
        until_on=said["sampai"],
        rupiah=said["jumlah"],
        source=said["dasar"],
        now=now,
    )


def _venue(point: str) -> Save:
    def save(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
        actions.save_venue(
            actor=actor,
            point=point,
            said=VenueSaid(
                network=said["jaringan"],
                power=said["listrik"],
                opens=said["buka"],
                closes=said["tutup"],
                kits_at_once=said["perangkat"],
                market_day=said["hari_pasar"],
                needs_woman=said["perempuan"],
                contact=said["penghubung"],
                phone=said["telepon"],
            ),
            starts=said["berlaku"],
            source=said["dasar"],
            now=now,
        )

    return save


def _value(name: str) -> Save:
    def save(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
        actions.set_parameter(
            actor=actor,
            name=name,
            value=said["nilai"],
            starts=said["berlaku"],
            source=said["dasar"],
            now=now,
        )

    return save


def _note(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    village = wilayah.region_by_code(said["desa"])
    if village is None or not actor.covers(village.id):
        raise NotFound
    actions.note_problem(
        actor=actor,
        village_id=village.id,
        agency=said["instansi"],
        what=said["masalah"],
        on=clock.today(),
        now=now,
    )


def _answer(request: HttpRequest, actor: Principal, said: Any, now: datetime) -> None:
    actions.answer_problem(
        actor=actor,
        ref=request.POST.get("ref", ""),
        answer=request.POST.get("penyelesaian", ""),
        on=clock.today(),
        now=now,
    )


_SAVES: dict[str, Save] = {
    "tim": _team,
    "petugas": _member,
    "barang": _thing,
    "tanggal": _agree,
    "libur": _leave,
    "anggaran": _money,
}


# --- what the page shows ------------------------------------------------------------------------


def _forms(asked: str, data: Any, today: date) -> dict[str, forms.Form]:
    tree = wilayah.tree()
    places = [(str(area.id), area.name) for area in wilayah.districts(today)]
    places += [(str(area.id), tree.full_name(area.id)) for area in wilayah.villages(today)]
    points = [
        (point.ref, f"{point.name}, {tree.full_name(point.region_id)}")
        for point in wilayah.service_points()
    ]
    teams = [(team.ref, team.name) for team in queries.teams(today)]
    officers = [(officer.ref, officer.full_name) for officer in accounts.officers()]

    def told(name: str) -> Any:
        return data if asked == name else None

    return {
        "tim": TeamForm(told("tim"), points=points, today=today),
        "petugas": MemberForm(told("petugas"), teams=teams, officers=officers, today=today),
        "barang": AssetForm(told("barang"), today=today),
        "tanggal": AgreedForm(told("tanggal"), places=places),
        "libur": LeaveForm(told("libur")),
        "anggaran": BudgetForm(told("anggaran")),
    }


def _teams(today: date) -> list[dict[str, Any]]:
    names = {point.ref: point.name for point in wilayah.service_points()}
    return [
        {
            "team": team,
            "base": names.get(team.base, ""),
            "members": [
                {
                    "one": one,
                    "skills": ", ".join(str(wording.SKILLS.get(s, s)) for s in one.skills),
                }
                for one in team.members
            ],
        }
        for team in queries.teams(today)
    ]


def _assets(today: date) -> list[dict[str, Any]]:
    return [
        {"asset": row.asset, "kind": Asset.Kind(row.asset.kind).label, "broken": row.broken}
        for row in queries.assets(today)
    ]


def _agreed(today: date) -> list[dict[str, Any]]:
    tree = wilayah.tree()
    until = date.fromordinal(today.toordinal() + DAYS_AHEAD)
    return [
        {"row": row, "place": tree.full_name(row.region_id)}
        for row in queries.agreed(today, until)
        if row.region_id in tree.areas
    ]


def _found(held: Venue | None) -> dict[str, Any]:
    if held is None:
        return {"perangkat": 2}
    return {
        "jaringan": held.network,
        "listrik": held.power,
        "buka": held.opens,
        "tutup": held.closes,
        "hari_pasar": held.market_day,
        "perangkat": held.kits_at_once,
        "perempuan": held.needs_woman,
        "penghubung": held.contact,
        "telepon": held.phone,
    }
