"""Officers' own fingers, by consent: kept apart, so that they never pass as a citizen's."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts import queries as accounts
from tuntas.accounts.access import principal_of, require
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.centre import actions, premises, queries
from tuntas.centre.errors import CentreError
from tuntas.devices.contract import EMPTY_HASH
from tuntas.devices.errors import DeviceError
from tuntas.enrolment import judging, parts, scanners, wording
from tuntas.enrolment.errors import CaptureError
from tuntas.ledger import clock
from tuntas.web.language import sentence

LEAST_QUALITY: Final = 40
REFUSALS: Final = (CentreError, CaptureError, DeviceError, BiometricError)


@require("adjudicate")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest) -> HttpResponseBase:
    """Whose fingers are kept; and one press of the scanner to keep a hand of somebody's."""
    officers = {one.ref: one for one in accounts.officers().filter(active=True)}
    if request.method == "POST":
        _keep(request, request.POST.get("petugas", ""), set(officers))
        return redirect("centre:staff")
    return render(
        request,
        "centre/staff.html",
        {
            "rows": [(row, officers.get(row.officer)) for row in queries.staff_kept()],
            "officers": list(officers.values()),
            "groups": [(what, wording.name(what)) for what in parts.SLAPS],
        },
    )


@require("adjudicate")
@require_POST
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back a consent: the templates are destroyed."""
    try:
        with premises.workshop().galleries() as galleries:
            actions.forget_staff(
                actor=principal_of(request), ref=ref, galleries=galleries, now=timezone.now()
            )
    except REFUSALS as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Sidik jarinya dimusnahkan."))
    return redirect("centre:staff")


def _keep(request: HttpRequest, officer: str, known: set[str]) -> None:
    what = request.POST.get("bagian", "")
    if officer not in known or what not in parts.SLAPS or "setuju" not in request.POST:
        messages.error(request, _("Pilih petugas, centang persetujuannya, lalu tekan tangannya."))
        return
    try:
        fingers = _captured(what)
        if not fingers:
            messages.error(request, _("Tidak ada jari yang cukup jelas. Ambil lagi."))
            return
        with premises.workshop().galleries() as galleries:
            actions.keep_staff(
                actor=principal_of(request),
                officer_ref=officer,
                person_ref="",
                fingers=fingers,
                galleries=galleries,
                on=clock.today(),
                now=timezone.now(),
            )
    except REFUSALS as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("%(n)s jari disimpan terpisah.") % {"n": len(fingers)})


def _captured(what: str) -> dict[Finger, Template]:
    """Clear fingers of one press; images are judged and forgotten."""
    device = scanners.choose(what, "")
    shots, _hash = scanners.capture(device, what, {}, after=EMPTY_HASH, sitter=0)
    judged = [judging.judge(shot.kind, shot.record) for shot in shots]
    return {
        parts.finger_of(one.kind): one.template
        for one in judged
        if one.template is not None and one.score >= LEAST_QUALITY
    }
