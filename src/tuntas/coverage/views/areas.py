"""One kecamatan, one desa: its figures, its line, what came and went, its villages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.coverage import maps, page, pictures, queries
from tuntas.coverage.moment import Moment
from tuntas.coverage.views.home import standing_of_targets
from tuntas.ledger import queries as ledger
from tuntas.residents import left as residents
from tuntas.web import numerals
from tuntas.web.fragments import kept
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import DISTRICT, VILLAGE, Area

LINE_DAYS = 90
WEEKS = 8
LISTING = ("see_names", "see_left_minimal")


@require("see_figures")
@page.needs_ledger
def district(request: HttpRequest, code: str) -> HttpResponse:
    return _area_page(request, _area_or_404(code, DISTRICT))


@require("see_figures")
@page.needs_ledger
def village(request: HttpRequest, code: str) -> HttpResponse:
    return _area_page(request, _area_or_404(code, VILLAGE))


def _area_or_404(code: str, level: int) -> Area:
    area = wilayah.region_by_code(code)
    office_id = wilayah.office_region().id
    if area is None or area.level != level or not wilayah.contains(office_id, area.id):
        raise Http404
    return area


def _area_page(request: HttpRequest, area: Area) -> HttpResponse:
    shown = page.shown(request)
    moment = shown.moment
    parts = kept("area", area.id, *shown.key, make=lambda: _parts(area, moment))
    tree = wilayah.tree()
    principal = principal_of(request)
    villages = wilayah.subtree_village_ids(area.id)
    return render(
        request,
        "coverage/area.html",
        {
            **shown.context(),
            **parts,
            "area": area,
            "title": tree.titled_name(area.id),
            "above": _above(area),
            "may_see_names": any(_reaches(principal, ability, villages) for ability in LISTING),
            "successors": [a for a in tree.successors(area.id) if a.id != area.id],
        },
    )


def _reaches(principal: Principal, ability: str, villages: frozenset[int]) -> bool:
    """Whether the principal may list the unrecorded of one of these villages."""
    held = principal.village_ids(ability) if principal.can(ability) else frozenset()
    return held is None or bool(held & villages)


def _above(area: Area) -> Area | None:
    return wilayah.region(area.parent_id) if area.level == VILLAGE and area.parent_id else None


def _parts(area: Area, moment: Moment) -> dict[str, Any]:
    ids = wilayah.subtree_village_ids(area.id)
    figures = queries.figures_of(ids, on=moment.on, known=moment.known)
    goal = queries.goal_on(moment.on)
    from_on = max(moment.on - timedelta(LINE_DAYS), ledger.state().opening_on)
    points = queries.burn_down(from_on=from_on, to_on=moment.on, known=moment.known, villages=ids)
    return {
        "figures": figures,
        "percent": figures.percent(goal=goal),
        "targets": standing_of_targets(figures, moment.on),
        "line": pictures.line_to_zero(points, key="line", goal=goal),
        "numerators": pictures.four_numerators(figures, key="four"),
        **_weeks(ids, moment),
        **(_villages(area, moment) if area.level == DISTRICT else _hamlets(ids, moment)),
    }


def _hamlets(ids: frozenset[int], moment: Moment) -> dict[str, Any]:
    """Where in the desa: only by today's register, which alone knows hamlets."""
    rows = residents.by_dusun(ids, moment.on) if moment.known is None else []
    return {"hamlets": rows, "most": max((n for _, n in rows), default=0)}


def _weeks(ids: frozenset[int], moment: Moment) -> dict[str, Any]:
    """What came onto the list and left it, week by week up to the day shown."""
    opening_on = ledger.state().opening_on
    days = [moment.on - timedelta(7 * n) for n in range(WEEKS, -1, -1)]
    days = [day for day in days if day >= opening_on]
    if len(days) < 2:
        return {"weeks": "", "weeks_legend": []}
    drawn, legend = pictures.comings_and_goings(
        days, [_short(day) for day in days[1:]], key="weeks", known=moment.known, villages=ids
    )
    return {"weeks": drawn, "weeks_legend": legend}


def _short(day: date) -> str:
    months = numerals.SHORT_MONTHS[numerals.supported(get_language())]
    return f"{day.day} {months[day.month - 1]}"


def _villages(area: Area, moment: Moment) -> dict[str, Any]:
    rows = queries.rows(level="desa", on=moment.on, known=moment.known, under=area.code)
    rows.sort(key=lambda row: (-row.figures.left, row.name))
    return {
        "rows": rows,
        "most": max((row.figures.left for row in rows), default=0),
        "map": maps.left_by_village(rows, on=moment.on, region_id=area.id),
    }
