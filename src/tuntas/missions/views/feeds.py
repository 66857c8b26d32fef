"""Calendars that teams carry in their phones."""

from __future__ import annotations

import hashlib
from datetime import time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tuntas.accounts.access import principal_of, public, require_any
from tuntas.ledger import clock
from tuntas.missions import actions, calendar
from tuntas.missions.errors import MissionsError
from tuntas.missions.models import Feed
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries import resources
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

DAYS_BEHIND, DAYS_AHEAD = 30, 90


@require_any("plan_missions", "work_missions")
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """Make a calendar address, shown once; end one."""
    principal, today, address = principal_of(request), clock.today(), ""
    mine = principal.officer_ref or principal.ref
    if request.method == "POST":
        try:
            if "akhiri" in request.POST:
                feed = Feed.objects.filter(pk=_number(request.POST["akhiri"]), owner=mine).first()
                if feed is None:
                    raise Http404
                actions.end_feed(actor=principal, feed_id=feed.pk, on=today, now=timezone.now())
                messages.success(request, _("Alamat kalender diakhiri."))
                return redirect("missions:feeds")
            token = actions.make_feed(
                actor=principal,
                team_ref=request.POST.get("tim", ""),
                on=today,
                now=timezone.now(),
            )
            address = request.build_absolute_uri(reverse("missions:calendar", args=[token]))
        except MissionsError as refused:
            messages.error(request, sentence(refused))
    return render(
        request,
        "missions/feeds.html",
        {
            "address": address,
            "teams": resources.teams(today),
            "feeds": Feed.objects.filter(owner=mine, ended_on__isnull=True)
            .select_related("team")
            .order_by("-id"),
        },
    )


@public
@require_GET
def calendar_of(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar that the token opens: teams, places, hours; nobody's name."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    feed = (
        Feed.objects.select_related("team")
        .filter(token_digest=digest, ended_on__isnull=True)
        .first()
    )
    if feed is None:
        raise Http404
    today, tree = clock.today(), wilayah.tree()
    rows = queries.missions(
        from_on=today - timedelta(DAYS_BEHIND), until_on=today + timedelta(DAYS_AHEAD)
    )
    entries = [
        calendar.Entry(
            ref=row.mission.ref,
            team=row.mission.team.name,
            on=row.mission.on,
            starts=row.mission.leaves or time(8),
            ends=row.mission.returns or time(17),
            where=", ".join(dict.fromkeys(tree.full_name(s.village_id) for s in row.stops)),
            url=request.build_absolute_uri(reverse("missions:mission", args=[row.mission.ref])),
            cancelled=row.stage == "cancelled",
        )
        for row in rows
        if feed.team_id is None or row.mission.team_id == feed.team_id
    ]
    office = wilayah.office()
    name = feed.team.name if feed.team else str(_("Pelayanan bergerak"))
    made = calendar.feed(f"{name} · {office.short_name}", entries, office.time_zone, timezone.now())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    return response


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
