"""The week on one page: a plan as grid and map, changed by wishes, compared, approved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.ledger import clock
from tuntas.missions import access, actions, tasks, wording
from tuntas.missions.actions.planning import DUE
from tuntas.missions.errors import MissionsError, OutsideThePlan
from tuntas.missions.forms import MoveForm, PlanForm
from tuntas.missions.models import Plan
from tuntas.missions.queries import missions as mission_queries
from tuntas.missions.queries import plans as queries
from tuntas.missions.queries import resources
from tuntas.missions.queries.plans import Board
from tuntas.web.language import sentence
from tuntas.wilayah import maps
from tuntas.wilayah import queries as wilayah

WEEK_DAYS = 7
MOST_LEFT = 12


@require_any("plan_missions", "work_missions")
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Today's missions, the coming days, and the plan that is being worked on."""
    principal, today = principal_of(request), clock.today()
    rows = access.missions_for(
        principal,
        mission_queries.missions(
            from_on=today - timedelta(WEEK_DAYS), until_on=today + timedelta(WEEK_DAYS)
        ),
    )
    return render(
        request,
        "missions/week.html",
        {
            "today_rows": listed([row for row in rows if row.mission.on == today]),
            "ahead": listed([row for row in rows if row.mission.on > today]),
            "behind": listed([row for row in reversed(rows) if row.mission.on < today]),
            "plan": queries.latest(),
            "plans": queries.plans(8),
            "form": PlanForm(initial=_coming(today)),
            "may_plan": principal.can("plan_missions"),
            "equipped": bool(resources.teams(today)),
        },
    )


@require("plan_missions")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a plan of the days given."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Isi tanggal awal dan akhir."))
        return redirect("missions:week")
    said = form.cleaned_data
    return _asked(
        request,
        back=reverse("missions:week"),
        from_on=said["dari"],
        until_on=said["sampai"],
        seed=said["benih"],
    )


@require("plan_missions")
@require_GET
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    """One plan: while it is computed, its progress; then everything it says."""
    held = access.plan_or_404(ref)
    if held.state in DUE or held.result is None:
        context: dict[str, Any] = {"plan": held, "refusal": wording.refusal(held.error)}
        return render(request, "missions/plan_waiting.html", context)
    board = queries.board(held, _names(held))
    return render(request, "missions/plan.html", {**_shown(board), "form": _move_form(board)})


@require("plan_missions")
@require_GET
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part that changes while a plan is computed; when it is done the page is fetched anew."""
    held = access.plan_or_404(ref)
    if held.state not in DUE:
        return HttpResponse(headers={"HX-Redirect": reverse("missions:plan", args=[ref])})
    return render(request, "missions/_plan_progress.html", {"plan": held})


@require("plan_missions")
@require_GET
def points(request: HttpRequest, ref: str) -> JsonResponse:
    """The villages of a plan for the map, where they lie and what the plan does there."""
    held = access.plan_or_404(ref)
    if held.result is None:
        raise Http404
    areas = {area.code: area for area in wilayah.villages(held.from_on)}
    board = queries.board(held, _names(held))
    found = [
        {**row, "lat": areas[row["code"]].lat, "lng": areas[row["code"]].lng}
        for row in queries.points(board)
        if row["code"] in areas and areas[row["code"]].lat is not None
    ]
    teams = [{"ref": team.ref, "name": team.name, "base": team.base} for team in board.teams]
    return JsonResponse({"villages": found, "teams": teams, "outlines": maps.outlines()})


@require("plan_missions")
@require_POST
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """A wish of a person: computed as a new version, so that its cost is seen before it counts."""
    held = access.plan_or_404(ref)
    if held.result is None:
        raise Http404
    back = reverse("missions:plan", args=[ref])
    try:
        wishes, because = _wished(request, held)
    except MissionsError as refused:
        messages.error(request, sentence(refused))
        return redirect(back)
    return _asked(
        request,
        back=back,
        from_on=held.from_on,
        until_on=held.until_on,
        seed=held.seed,
        wishes=wishes,
        after=held.ref,
        because=because,
    )


@require("plan_missions")
@require_POST
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """Take, leave or approve a plan, or plan the days that are left anew."""
    held, principal, now = access.plan_or_404(ref), principal_of(request), timezone.now()
    verb = request.POST.get("tindakan", "")
    try:
        if verb == "pakai":
            actions.adopt_plan(actor=principal, ref=ref, now=now)
        elif verb == "buang":
            actions.discard_plan(actor=principal, ref=ref, now=now)
            return redirect("missions:plan", held.after.ref) if held.after else _week()
        elif verb == "setujui":
            made = actions.approve_plan(actor=principal, ref=ref, on=clock.today(), now=now)
            messages.success(request, _("Rencana disetujui: %(n)d tugas.") % {"n": len(made)})
            return _week()
        elif verb == "ulang":
            return _again(request, held)
        else:
            raise Http404
    except MissionsError as refused:
        messages.error(request, sentence(refused))
    return redirect("missions:plan", ref)


def _week() -> HttpResponse:
    return redirect("missions:week")


def _again(request: HttpRequest, held: Plan) -> HttpResponse:
    """The days that are left, by what is known now: evenings, outages, new dates."""
    today = clock.today()
    first = max(held.from_on, today)
    if any(
        row.mission.on == today and row.stage not in ("planned", "cancelled")
        for row in mission_queries.missions(from_on=today, until_on=today)
    ):
        first = max(first, today + timedelta(1))
    return _asked(
        request,
        back=reverse("missions:plan", args=[held.ref]),
        from_on=first,
        until_on=held.until_on,
        seed=held.seed,
        wishes=held.wishes,
        after=held.ref,
        because=_("Dihitung ulang dengan keadaan %(day)s") % {"day": today.isoformat()},
    )


def _asked(request: HttpRequest, *, back: str, **wanted: Any) -> HttpResponse:
    try:
        ref = actions.ask_plan(
            actor=principal_of(request), on=clock.today(), now=timezone.now(), **wanted
        )
    except MissionsError as refused:
        messages.error(request, sentence(refused))
        return redirect(back)
    tasks.ring(ref)
    return redirect("missions:plan", ref)


def _wished(request: HttpRequest, held: Plan) -> tuple[dict[str, Any], str]:
    """The wishes of the plan with the one of this form, and why in words."""
    if "cabut" in request.POST:
        which, _sep, place = request.POST["cabut"].partition("-")
        number = int(place) if place.isdecimal() else -1
        return actions.without_wish(held.wishes, which, number), _("Permintaan dicabut")
    board = queries.board(held, {})
    form = _move_form(board, request.POST)
    if not form.is_valid():
        raise OutsideThePlan
    said, wishes = form.cleaned_data, held.wishes
    wish = {"venue": said["tempat"], "team": said["tim"], "on": said["hari"]}
    names = dict(form.fields["tempat"].choices)  # type: ignore[attr-defined]
    what = str(dict(MoveForm.WHAT)[said["apa"]])
    because = f"{names[said['tempat']]}: {what}"
    if said["apa"] == "larang":
        forbid = {"venue": said["tempat"], "team": None, "on": said["hari"]}
        return actions.with_wish(wishes, "forbids", forbid), because
    moved_from = (said["dari_tim"], said["dari_hari"])
    if said["apa"] == "pindah" and all(moved_from) and moved_from != (said["tim"], said["hari"]):
        old = {"venue": said["tempat"], "team": said["dari_tim"], "on": said["dari_hari"]}
        pins = [pin for pin in wishes.get("pins", []) if pin != old]
        wishes = actions.with_wish({**wishes, "pins": pins}, "forbids", old)
    return actions.with_wish(wishes, "pins", wish), because


def _move_form(board: Board, data: Any = None) -> MoveForm:
    places = {place.code: place.name for place in board.problem.places}
    venues = sorted((places[venue.place], venue.ref, venue.kind) for venue in board.problem.venues)
    home = _("kunjungan rumah")
    return MoveForm(
        data,
        places=[
            (ref, f"{name} ({home})" if kind == "home" else name) for name, ref, kind in venues
        ],
        teams=[(team.ref, team.name) for team in board.teams],
        days=[(day.isoformat(), day.isoformat()) for day in board.days],
    )


def _names(held: Plan) -> dict[str, str]:
    return {row.asset.ref: row.asset.name for row in resources.assets(held.from_on)}


def _shown(board: Board) -> dict[str, Any]:
    held = board.plan
    return {
        "plan": held,
        "board": board,
        "cost_each": round(board.answer.cost_per_person or 0),
        "compared": queries.compared(held),
        "left": board.left[:MOST_LEFT],
        "left_more": max(0, len(board.left) - MOST_LEFT),
        "reasons": wording.LEFT,
        "worth": [
            (wording.WORTH.get(one.what, one.what), one.people) for one in board.answer.worth
        ],
        "wishes": _wishes(board),
        "without_venue": _villages(held, "without_venue"),
        "holidays": resources.leave_days(held.from_on, held.until_on),
        "approvable": held.state == Plan.State.READY,
        "is_draft": held.state == Plan.State.READY and held.after_id is not None,
        "may_replan": held.until_on >= clock.today(),
    }


def _wishes(board: Board) -> list[dict[str, Any]]:
    """Pins and forbids in words, each with the value that withdraws it."""
    names = {venue.ref: venue.place for venue in board.problem.venues}
    places = {place.code: place.name for place in board.problem.places}
    teams = {team.ref: team.name for team in board.teams}
    return [
        {
            "value": f"{which}-{number}",
            "forbid": which == "forbids",
            "village": places.get(names.get(wish["venue"], ""), wish["venue"]),
            "team": teams.get(wish.get("team") or "", ""),
            "on": date.fromisoformat(wish["on"]) if wish.get("on") else None,
        }
        for which in ("pins", "forbids")
        for number, wish in enumerate(board.plan.wishes.get(which, []))
    ]


def _villages(held: Plan, what: str) -> list[str]:
    tree = wilayah.tree()
    ids = (held.problem or {}).get(what, [])
    return [tree.full_name(id_) for id_ in ids if id_ in tree.areas]


def _coming(today: date) -> dict[str, Any]:
    return {"dari": today, "sampai": today + timedelta(WEEK_DAYS - 1), "benih": 1}


def listed(rows: list[mission_queries.MissionRow]) -> list[dict[str, Any]]:
    """Missions for a list: where in words, stage in words."""
    tree = wilayah.tree()
    return [
        {
            "mission": row.mission,
            "stops": row.stops,
            "where": ", ".join(
                dict.fromkeys(tree.areas[stop.village_id].name for stop in row.stops)
            ),
            "session": wording.SESSIONS[row.mission.session],
            "stage": wording.STAGES[row.stage],
            "tone": wording.TONES[row.stage],
        }
        for row in rows
    ]
