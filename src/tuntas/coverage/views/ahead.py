"""Looking ahead: the pace a deadline asks for, and who becomes obliged in the coming months."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tuntas.accounts.access import principal_of, require
from tuntas.coverage import page, pictures, queries
from tuntas.coverage.models import Deadline
from tuntas.coverage.moment import Moment
from tuntas.coverage.pace import LATELY_DAYS, Pace
from tuntas.coverage.targets import Goal
from tuntas.ledger import queries as ledger
from tuntas.web import charts
from tuntas.web.fragments import kept
from tuntas.wilayah import queries as wilayah

MONTHS = 12
MONTH_CHOICES = (6, 12, 24, 36)
LONGEST_LINE_DAYS = 3 * 366
MOST_DEADLINES = 6
KINDS = {
    Deadline.Kind.FISCAL_YEAR_END: _("Akhir tahun anggaran"),
    Deadline.Kind.VOTER_LIST: _("Penetapan daftar pemilih"),
    Deadline.Kind.VOTING_DAY: _("Hari pemungutan suara"),
    Deadline.Kind.OWN: _("Tenggat sendiri"),
}


@dataclass(frozen=True, slots=True)
class Ahead:
    """A deadline to choose from; *label* in the reader's language."""

    on: date
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class DistrictPace:
    code: str
    name: str
    pace: Pace


@require("see_figures")
@page.needs_ledger
def pace(request: HttpRequest) -> HttpResponse:
    """From the day shown to a deadline: how many, how many more, how many a day."""
    shown = page.shown(request)
    moment = shown.moment
    ahead = deadlines_after(moment.on)
    deadline = _chosen(request.GET.get("sampai", ""), moment.on, ahead)
    goal = queries.goal_on(moment.on) if request.GET.get("tujuan") == "target" else None
    parts = kept(
        "pace",
        deadline,
        goal,
        *shown.key,
        make=lambda: _pace_parts(moment, deadline, goal),
    )
    return render(
        request,
        "coverage/pace.html",
        {
            **shown.context(),
            **parts,
            "ahead": ahead,
            "deadline": deadline,
            "deadline_listed": any(each.on == deadline for each in ahead),
            "goal": goal,
            "national": queries.goal_on(moment.on),
            "lately_days": LATELY_DAYS,
            "keep": {"sampai": deadline.isoformat(), "tujuan": "target" if goal else ""},
        },
    )


def deadlines_after(on: date) -> list[Ahead]:
    return [
        Ahead(row.on, str(KINDS[Deadline.Kind(row.kind)]), row.source)
        for row in queries.deadlines(on)[:MOST_DEADLINES]
    ]


def _chosen(text: str, on: date, ahead: list[Ahead]) -> date:
    """The day asked for, else the nearest deadline, else the end of the year."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = on
    if asked > on:
        return asked
    return ahead[0].on if ahead else date(on.year + (on.month == 12), 12, 31)


def _pace_parts(moment: Moment, deadline: date, goal: Goal | None) -> dict[str, Any]:
    whole = queries.pace(on=moment.on, deadline=deadline, known=moment.known, goal=goal)
    districts = [
        DistrictPace(
            area.code,
            area.name,
            queries.pace(
                on=moment.on,
                deadline=deadline,
                known=moment.known,
                goal=goal,
                villages=wilayah.subtree_village_ids(area.id),
            ),
        )
        for area in wilayah.districts(moment.on)
    ]
    districts.sort(key=lambda row: (-row.pace.to_record, row.name))
    needed = whole.needed_per_working_day
    return {
        "pace": whole,
        "per_working_day": None if needed is None else math.ceil(needed),
        "lately": float(whole.lately_per_day),
        "districts": districts,
        "most": max((row.pace.to_record for row in districts), default=0),
        **_whole_line(moment, whole, goal),
        **_months_behind(moment),
    }


def _whole_line(moment: Moment, whole: Pace, goal: Goal | None) -> dict[str, Any]:
    """From the opening (three years at most) to the deadline, cut where denominators switch."""
    opening_on = ledger.state().opening_on
    from_on = max(moment.on - timedelta(LONGEST_LINE_DAYS), opening_on)
    points = queries.burn_down(from_on=from_on, to_on=moment.on, known=moment.known)
    cuts = pictures.denominator_cuts(from_on, moment.on)
    line = pictures.line_to_zero(
        points,
        key="pace",
        goal=goal or queries.goal_on(moment.on),
        cuts=cuts,
        aim=charts.Point(whole.deadline, whole.may_be_left),
    )
    return {"line": line, "cuts": cuts}


def _months_behind(moment: Moment) -> dict[str, Any]:
    """What came and went, month by month, over the last year."""
    opening_on = ledger.state().opening_on
    starts = [_month_start(moment.on, -back) for back in range(MONTHS - 1, -1, -1)]
    ends = [start - timedelta(1) for start in starts if start - timedelta(1) >= opening_on]
    days = [*ends, moment.on]
    if len(days) < 2:
        return {"months": "", "months_legend": []}
    labels = [pictures.short_month(day) for day in days[1:]]
    drawn, legend = pictures.comings_and_goings(
        days, labels, key="months", known=moment.known, villages=None
    )
    return {"months": drawn, "months_legend": legend}


def _month_start(day: date, shift: int) -> date:
    """First day of the month *shift* months from that of *day*.

    >>> _month_start(date(2023, 1, 31), -1)
    datetime.date(2022, 12, 1)
    """
    index = day.year * 12 + day.month - 1 + shift
    return date(index // 12, index % 12 + 1, 1)


@require("see_figures")
@page.needs_ledger
def becoming_due(request: HttpRequest) -> HttpResponse:
    """Who becomes obliged month by month, by what is known now; figures only."""
    shown = page.shown(request)
    moment = shown.moment
    asked = request.GET.get("bulan", "")
    months = int(asked) if asked in map(str, MONTH_CHOICES) else MONTHS
    area = wilayah.region_by_code(request.GET.get("wilayah", ""))
    villages = wilayah.subtree_village_ids(area.id) if area else None
    rows = queries.becoming_due(from_on=moment.on, months=months, villages=villages)
    return render(
        request,
        "coverage/becoming_due.html",
        {
            **shown.context(),
            "rows": rows,
            "months": months,
            "month_choices": MONTH_CHOICES,
            "area": area,
            "districts": wilayah.districts(moment.on),
            "most": max((row.n for row in rows), default=0),
            "total": sum(row.n for row in rows),
            "early": sum(row.captured_early for row in rows),
            "may_see_names": principal_of(request).can("see_names"),
            "keep": {"bulan": months, "wilayah": area.code if area else ""},
        },
    )
