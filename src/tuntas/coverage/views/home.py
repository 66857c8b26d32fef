"""The home page and the wallboard: how many are left, where, and who is acting today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.coverage import maps, page, pictures, queries
from tuntas.coverage.figures import Figures
from tuntas.coverage.flows import Fall
from tuntas.coverage.models import Target
from tuntas.coverage.moment import Moment
from tuntas.coverage.targets import Goal
from tuntas.coverage.views import waiting
from tuntas.enrolment import queries as enrolment
from tuntas.ledger import queries as ledger
from tuntas.missions.queries import acting as missions
from tuntas.web.fragments import kept
from tuntas.wilayah import queries as wilayah

LINE_DAYS = 14
MOST_VILLAGES = 8


@dataclass(frozen=True, slots=True)
class OwnArea:
    """The camat's or the village head's own area, shown above the office's."""

    name: str
    url_code: str
    is_village: bool
    left: int
    obliged: int


@require("see_figures")
@page.needs_ledger
def home(request: HttpRequest) -> HttpResponse:
    shown = page.shown(request)
    moment = shown.moment
    pieces = kept("home", *shown.key, make=lambda: _pieces(moment))
    return render(
        request,
        "coverage/home.html",
        {
            **shown.context(),
            **pieces,
            "own": _own_areas(principal_of(request), moment),
            "waiting": waiting.for_principal(principal_of(request), shown),
            "teams": missions.acting_on(moment.on),
        },
    )


@require("see_figures")
@page.needs_ledger
def wallboard(request: HttpRequest) -> HttpResponse:
    """Dark, for the screen of the evaluation meeting; renews itself."""
    shown = page.shown(request)
    moment = shown.moment
    whole = kept("wallboard", *shown.key, make=lambda: _wall(moment))
    if request.headers.get("HX-Request"):
        return HttpResponse(whole)
    return render(request, "coverage/wallboard.html", {**shown.context(), "whole": whole})


def _pieces(moment: Moment) -> dict[str, Any]:
    """The parts of the home page that change only with the ledger, as ready HTML."""
    figures = _standing(moment)
    acting = {"acting": enrolment.recordings_of_day(moment.on)}
    return {
        "hero": render_to_string("coverage/_hero.html", figures),
        "where": render_to_string("coverage/_where.html", {**figures, **_places(moment)}),
        "acting": render_to_string("coverage/_acting.html", acting),
        "n_acting": len(acting["acting"]),
    }


def _standing(moment: Moment, *, line_days: int = LINE_DAYS) -> dict[str, Any]:
    figures = queries.figures_of(on=moment.on, known=moment.known)
    goal = queries.goal_on(moment.on)
    return {
        "moment": moment,
        "figures": figures,
        "percent": figures.percent(goal=goal),
        "targets": standing_of_targets(figures, moment.on),
        "since": _since_eve(moment),
        **_line(moment, line_days),
    }


def standing_of_targets(figures: Figures, on: date) -> list[dict[str, Any]]:
    """Each target in force: its share, whether it is reached, how many too many are left."""
    return [_target(figures, target) for target in queries.targets_on(on)]


def _target(figures: Figures, target: Target) -> dict[str, Any]:
    goal = Goal(target.basis_points, target.strictly_above)
    return {
        "target": target,
        "share": goal.text,
        "national": target.scope == "national",
        "reached": figures.meets(goal),
        "too_many": max(figures.left - goal.most_left(figures.obliged), 0),
    }


def _since_eve(moment: Moment) -> Fall | None:
    eve = moment.on - timedelta(1)
    if eve < ledger.state().opening_on:
        return None
    return queries.fall(after=eve, until=moment.on, known=moment.known)


def _line(moment: Moment, days: int) -> dict[str, Any]:
    from_on = max(moment.on - timedelta(days), ledger.state().opening_on)
    points = queries.burn_down(from_on=from_on, to_on=moment.on, known=moment.known)
    cuts = pictures.denominator_cuts(from_on, moment.on)
    goal = queries.goal_on(moment.on)
    return {"line": pictures.line_to_zero(points, key="line", goal=goal, cuts=cuts), "cuts": cuts}


def _places(moment: Moment) -> dict[str, Any]:
    villages = queries.rows(level="desa", on=moment.on, known=moment.known)
    districts = queries.rows(level="kecamatan", on=moment.on, known=moment.known)
    districts.sort(key=lambda row: (-row.figures.left, row.name))
    worst = sorted(villages, key=lambda row: (-row.figures.left, row.code))[:MOST_VILLAGES]
    return {
        "map": maps.left_by_village(villages, on=moment.on),
        "n_villages": len(villages),
        "n_clear": sum(1 for row in villages if row.figures.left == 0),
        "worst": [row for row in worst if row.figures.left],
        "districts": districts,
        "most": max((row.figures.left for row in districts), default=0),
    }


def _wall(moment: Moment) -> str:
    figures = _standing(moment)
    places = _places(moment)
    office = wilayah.office().short_name
    return render_to_string("coverage/_wallboard.html", {**figures, **places, "office": office})


def _own_areas(principal: Principal, moment: Moment) -> list[OwnArea]:
    """Areas granted below the office's own; empty for people of the office."""
    office_id = wilayah.office_region().id
    found = []
    for region_id in dict.fromkeys(region_id for _, region_id in principal.grants):
        area = wilayah.region(region_id)
        if area is None or wilayah.contains(region_id, office_id):
            continue
        figures = queries.figures_of(
            wilayah.subtree_village_ids(region_id), on=moment.on, known=moment.known
        )
        found.append(
            OwnArea(
                name=wilayah.tree().titled_name(region_id),
                url_code=area.code,
                is_village=area.level == 4,
                left=figures.left,
                obliged=figures.obliged,
            )
        )
    return found
