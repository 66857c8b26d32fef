"""The day itself: the sheet by name, outcomes entered on the spot, progress."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.enrolment import actions as enrolment
from tuntas.enrolment import queries as enrolment_queries
from tuntas.ledger import clock
from tuntas.missions import access, papers
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries import people
from tuntas.missions.queries.missions import MissionRow
from tuntas.missions.views.missions import members_of, pdf_response
from tuntas.outreach import wording as outreach
from tuntas.outreach.actions import contacts
from tuntas.outreach.outcomes import Outcome
from tuntas.wilayah import queries as wilayah

CHOICES = [outcome for outcome in Outcome if outcome.closes and outcome is not Outcome.RECORDED]


@require("see_names", "work_missions")
@require_GET
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """The names of each place with what came of them; opening it stands in the log."""
    principal = principal_of(request)
    row = access.mission_for(principal, ref)
    places = _places(row)
    _note_view(principal, row, places)
    stands = {"recorded": queries.recorded_of(row)}
    return render(
        request,
        "missions/day.html",
        {
            "row": row,
            "mission": row.mission,
            "places": [
                {**place, "people": [_line(each, stands["recorded"]) for each in place["people"]]}
                for place in places
            ],
            "evening": queries.evening_of(row),
            "choices": [(each.value, outreach.outcome(each.value)) for each in CHOICES],
            "mode": enrolment_queries.mode_on(row.mission.on),
            "may_enter": row.stage in ("under_way", "reported") and row.mission.on <= clock.today(),
            "may_record": principal.can("record"),
            "may_slots": principal.can("enter_outcomes"),
        },
    )


@require("see_names", "work_missions")
@require_GET
def sheet_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same as paper, for where the power fails."""
    principal = principal_of(request)
    row = access.mission_for(principal, ref)
    places = _places(row)
    _note_view(principal, row, places)
    made = papers.day_sheet(row, [place["people"] for place in places], members_of(row))
    return pdf_response(made, f"lembar-hari-{row.mission.on.isoformat()}-{ref[:8]}.pdf")


@require("see_names", "work_missions", "enter_outcomes")
@require_POST
def enter(request: HttpRequest, ref: str) -> HttpResponse:
    """What came of each name; ``recorded`` goes through the door of every recording."""
    principal = principal_of(request)
    row = access.mission_for(principal, ref)
    if row.stage not in ("under_way", "reported"):
        raise Http404
    said = {
        name.removeprefix("hasil-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("hasil-") and value
    }
    slots = {
        each.ref: stop
        for stop in row.stops
        if stop.slot
        for each in people.listed(stop, row.mission.on)
    }
    known = {person: outcome for person, outcome in said.items() if person in slots}
    n = _record(principal, row, slots, [p for p, o in known.items() if o == Outcome.RECORDED])
    told = [
        contacts.Told(
            person_ref=person,
            outcome=outcome,
            on=row.mission.on,
            channel="slot",
            nonce=f"{row.mission.ref[:12]}-{person}-{outcome}"[:64],
            slot=slots[person].slot,
        )
        for person, outcome in known.items()
        if outcome != Outcome.RECORDED
    ]
    if told:
        many = contacts.record_many(
            actor=principal, contacts=told, now=_now(), told_through="mission"
        )
        n += len(many.kept)
        if many.refused:
            messages.error(request, _("Sebagian hasil ditolak: tanggalnya belum tiba."))
    messages.success(
        request, ngettext("%(n)d hasil disimpan.", "%(n)d hasil disimpan.", n) % {"n": n}
    )
    return redirect("missions:day", ref)


def _record(principal: Principal, row: MissionRow, slots: dict[str, Any], refs: list[str]) -> int:
    """Record these people in the mode of the office; how many were not recorded before."""
    if not refs or not principal.can("record"):
        return 0
    requests = [
        enrolment.RecordRequest(ref, f"tugas-{row.mission.ref[:12]}-{ref}"[:64], _place(slots[ref]))
        for ref in refs
    ]
    many = enrolment.record_many(actor=principal, requests=requests, on=row.mission.on, now=_now())
    return len(many.recorded)


def _now() -> Any:
    """An instant of the business day, so that a contact of today is none of the future."""
    return clock.now()


def _place(stop: Any) -> str:
    return stop.venue.name if stop.venue else wilayah.tree().full_name(stop.village_id)


def _places(row: MissionRow) -> list[dict[str, Any]]:
    tree = wilayah.tree()
    return [
        {
            "stop": stop,
            "village": tree.full_name(stop.village_id),
            "people": people.listed(stop, row.mission.on) if stop.slot else [],
        }
        for stop in row.stops
    ]


def _line(each: people.Listed, recorded: set[str]) -> dict[str, Any]:
    done = each.ref in recorded
    code = Outcome.RECORDED.value if done else each.outcome
    return {
        "one": each,
        "recorded": done,
        "outcome": outreach.outcome(code) if code else "",
        "code": code,
    }


def _note_view(principal: Principal, row: MissionRow, places: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="missions.day_sheet",
            subjects=[row.mission.ref],
            count=sum(len(place["people"]) for place in places),
            purpose="lembar hari",
            at=timezone.now(),
        )
