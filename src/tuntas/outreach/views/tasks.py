"""The office's task board: everybody left, whose turn it is, what is late first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.accounts.access import principal_of, require_any
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.coverage import page
from tuntas.ledger import clock
from tuntas.outreach import queries, wording
from tuntas.outreach.forms import BoardForm
from tuntas.outreach.queries.duties import Task
from tuntas.outreach.views.paging import paged
from tuntas.residents.found import Named, named
from tuntas.wilayah import queries as wilayah

ABILITIES = ("enter_outcomes", "manage_outreach")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board."""

    task: Task
    person: Named
    step: str
    resolved_if: str
    owner: str
    reason: str
    late_days: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many tasks somebody or some place has, and how many of them are late."""

    key: str
    label: str
    n: int
    late: int


@require_any(*ABILITIES)
@page.needs_ledger
def board(request: HttpRequest) -> HttpResponse:
    principal, on = principal_of(request), clock.today()
    villages = scope_of(principal)
    form = BoardForm(request.GET, on=on, places=_places(villages))
    asked = form.read()
    every = queries.next_actions(villages, on)
    tasks = [task for task in every if _wanted(task, asked, on)]
    shown = paged(tasks, request)
    people = named([task.person_id for task in shown])
    _log(principal, len(shown))
    partial = request.headers.get("HX-Request")
    return render(
        request,
        "outreach/_task_rows.html" if partial else "outreach/tasks.html",
        {
            "form": form,
            "rows": [row_of(task, people[task.person_id], on) for task in shown],
            "total": len(tasks),
            "left": len(every),
            "late": sum(task.duty.due_on < on for task in every),
            "chronic": sum(task.chronic for task in every),
            "owners": _owners(every, on),
            "districts": _districts(every, on),
            "page": shown,
            "page_numbers": shown.paginator.get_elided_page_range(shown.number, on_ends=1),
            "on": on,
        },
    )


def scope_of(principal: Principal) -> frozenset[int] | None:
    """Villages whose tasks the principal may see; None for the whole office."""
    return principal.village_ids(next(a for a in ABILITIES if principal.can(a)))


def row_of(task: Task, person: Named, on: date) -> Row:
    step, resolved_if = wording.STEPS[task.duty.step]
    return Row(
        task,
        person,
        str(step),
        str(resolved_if),
        str(wording.OWNERS[task.duty.owner]),
        wording.reason(task.case.reason),
        task.duty.overdue_days(on),
    )


def _wanted(task: Task, asked: dict[str, str], on: date) -> bool:
    if asked["papan"] and task.duty.owner != asked["papan"]:
        return False
    if asked["alasan"] and task.case.reason != asked["alasan"].strip("-"):
        return False
    if asked["wilayah"] and task.village not in _inside(asked["wilayah"]):
        return False
    match asked["waktu"]:
        case "lewat":
            return task.duty.due_on < on
        case "minggu":
            return on <= task.duty.due_on <= on + timedelta(7)
        case "khusus":
            return task.chronic
        case _:
            return True


def _inside(code: str) -> frozenset[int]:
    area = wilayah.region_by_code(code)
    return frozenset(wilayah.subtree_village_ids(area.id)) if area else frozenset()


def _owners(tasks: Sequence[Task], on: date) -> list[Share]:
    n = Counter(task.duty.owner for task in tasks)
    late = Counter(task.duty.owner for task in tasks if task.duty.due_on < on)
    shares = [Share(o.value, str(word), n[o], late[o]) for o, word in wording.OWNERS.items()]
    return sorted((share for share in shares if share.n), key=lambda share: -share.late)


def _districts(tasks: Sequence[Task], on: date) -> list[Share]:
    n = Counter(task.village for task in tasks)
    late = Counter(task.village for task in tasks if task.duty.due_on < on)
    found = []
    for district in wilayah.districts():
        ids = wilayah.subtree_village_ids(district.id)
        share = Share(
            district.code, district.name, sum(n[i] for i in ids), sum(late[i] for i in ids)
        )
        found.append(share)
    return sorted((share for share in found if share.n), key=lambda share: -share.n)


def _places(villages: frozenset[int] | None) -> list[Any]:
    """Kecamatan, and under each its desa; only those within the scope."""
    places: list[Any] = [("", _("Semua"))]
    for district in wilayah.districts():
        inside = [
            (village.code, village.name)
            for village in wilayah.children(district.id)
            if villages is None or village.id in villages
        ]
        if inside:
            whole = (district.code, _("Kecamatan %(name)s") % {"name": district.name})
            places.append((district.name, [whole, *inside]))
    return places


def _log(principal: Principal, count: int) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="outreach.tasks",
            subjects=[],
            count=count,
            purpose="",
            at=timezone.now(),
        )
