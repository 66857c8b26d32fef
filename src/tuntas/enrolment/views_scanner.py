"""The scanner in the page, the resident's own screen, and the sessions that wait to go on.

Every form works without a script; with one, only the scanner's part of the page changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.devices.contract import EMPTY_HASH
from tuntas.devices.errors import DeviceError
from tuntas.enrolment import actions, parts, scanners, scanning, station, unlocking, wording
from tuntas.enrolment.desk import REFUSALS, about, named_steps, panel, session_for, worker
from tuntas.enrolment.models import CaptureSession
from tuntas.enrolment.scanning import Outcome
from tuntas.web.language import sentence

CHAIN_KEY = "rantai_alat"
SHORTEST_REASON = 5


@require("record")
@require_POST
def scan(request: HttpRequest, session: str) -> HttpResponseBase:
    """One press: a device takes what is asked; what is good is accepted, the rest is told."""
    held = session_for(principal_of(request), session)
    what = request.POST.get("bagian", "")
    if not scanners.known(what):
        raise Http404
    if held.state != CaptureSession.State.OPEN or not unlocking.remembered(request):
        return _elsewhere(request, resolve_url("enrolment:station", session=session))
    chain = request.session.get(CHAIN_KEY, {})
    doing = worker(request, held)
    try:
        told, chain[session] = scanning.scan(
            doing, request.POST.get("alat", ""), what, after=chain.get(session, EMPTY_HASH)
        )
    except REFUSALS as refused:
        if isinstance(refused, DeviceError) and refused.suspect:
            actions.distrust_device(
                actor=doing.actor, session_ref=session, code=refused.code, now=doing.now
            )
        messages.error(request, sentence(refused))
    else:
        request.session[CHAIN_KEY] = {session: chain[session]}
        _say(request, told)
    return _panel(request, held)


@require("record")
@never_cache
def live(request: HttpRequest, session: str) -> HttpResponseBase:
    """What the device sees while it captures, passed on frame by frame and kept nowhere."""
    held = session_for(principal_of(request), session)
    what = request.GET.get("bagian", "")
    if not scanners.known(what):
        raise Http404
    if held.state != CaptureSession.State.OPEN or not unlocking.remembered(request):
        raise Http404
    frames = scanning.live(session, request.GET.get("alat", ""), what, held.exceptions)
    pieces = (
        b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%b\r\n"
        % (len(frame), frame)
        for frame in frames
    )
    return StreamingHttpResponse(pieces, content_type="multipart/x-mixed-replace; boundary=frame")


@require("record")
@require_POST
def force(request: HttpRequest, session: str, kind: str) -> HttpResponseBase:
    """Use the best of several poor attempts, for a reason."""
    held = session_for(principal_of(request), session)
    reason = request.POST.get("alasan", "").strip()
    if len(reason) < SHORTEST_REASON:
        messages.error(request, _("Tulis alasannya, paling sedikit lima huruf."))
        return _panel(request, held)
    try:
        row = scanning.keep_best(worker(request, held), kind, reason)
    except REFUSALS as refused:
        messages.error(request, sentence(refused))
    else:
        _say(request, [Outcome(kind, row.quality or 0, True)])
    return _panel(request, held)


@require("record")
@require_POST
def look(request: HttpRequest, session: str) -> HttpResponseBase:
    """Look for devices again."""
    held = session_for(principal_of(request), session)
    if not scanners.look(again=True).devices:
        messages.error(request, _("Tidak ada alat yang dapat dipakai. Periksa kabelnya."))
    return _panel(request, held)


@require("record")
@never_cache
def mirror(request: HttpRequest, session: str) -> HttpResponse:
    """The resident's own screen: their biodata large, what is being taken, what it is for."""
    held = session_for(principal_of(request), session)
    what = station.tries().under_way(session)
    steps = named_steps(held)
    return render(
        request,
        "enrolment/mirror.html",
        {
            **about(held.person),
            "session": held,
            "now_taking": wording.name(what) if what else "",
            "steps": steps,
            "done": sum(step.state != "todo" for step, _label in steps),
        },
    )


@require("record")
@never_cache
def open_sessions(request: HttpRequest) -> HttpResponse:
    """Sessions begun on this machine that are not sealed yet, the oldest first."""
    principal = principal_of(request)
    rows = [
        (one, len([kind for kind in station.latest(one) if kind in parts.EVERY]))
        for one in CaptureSession.objects.filter(state="open")
        .select_related("person")
        .order_by("began_at")
        if principal.covers(one.person.village_id, "record")
        and station.vault().session_folder(one.ref).exists()
    ]
    context = {"rows": rows, "whole": len(parts.EVERY), "now": timezone.now()}
    return render(request, "enrolment/sessions.html", context)


def _say(request: HttpRequest, told: Sequence[Outcome]) -> None:
    good = [one for one in told if one.accepted and not one.older_kept]
    if good:
        listed = ", ".join(f"{wording.name(one.kind)} {one.score}" for one in good)
        messages.success(request, _("Diterima: %(parts)s.") % {"parts": listed})
    for one in told:
        if one.older_kept:
            said = _("%(part)s: gambar sebelumnya lebih baik dan tetap dipakai.")
            messages.info(request, said % {"part": wording.name(one.kind).capitalize()})
    for one in told:
        if not one.accepted:
            advice = wording.spoken(one.advice[0]) if one.advice else _("Ambil lagi.")
            said = _("%(part)s belum cukup (mutu %(score)s). %(advice)s")
            words = {
                "part": wording.name(one.kind).capitalize(),
                "score": one.score,
                "advice": advice,
            }
            messages.warning(request, said % words)


def _panel(request: HttpRequest, held: CaptureSession) -> HttpResponseBase:
    """The scanner's part of the page for a script; without one the whole page again."""
    if request.headers.get("HX-Request") != "true":
        return redirect(resolve_url("enrolment:station", session=held.ref) + "#jari")
    held.refresh_from_db()
    context = {**panel(held), "steps": named_steps(held), "fragment": True}
    return render(request, "enrolment/_scanned.html", context)


def _elsewhere(request: HttpRequest, url: str) -> HttpResponseBase:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
