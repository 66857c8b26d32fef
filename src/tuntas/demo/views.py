"""The bar that lets the demo's days pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.demo import actions
from tuntas.demo.day import Done
from tuntas.demo.errors import DemoError
from tuntas.ledger import clock
from tuntas.web.language import sentence

MOST_DAYS: Final = 31


class DaysForm(forms.Form):
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS)


@require("move_clock")
@require_POST
def advance(request: HttpRequest) -> HttpResponse:
    """Move the business day forward by ``days`` and go back to ``next``."""
    form = DaysForm(request.POST)
    if form.is_valid():
        day = clock.today() + timedelta(days=form.cleaned_data["days"])
        try:
            done = actions.advance_to(
                actor=principal_of(request), day=day, folder=settings.DATA_DIR
            )
        except DemoError as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _what_happened(done))
    return redirect(_back(request))


def _what_happened(done: list[Done]) -> str:
    if not done:
        return _("Hari telah dimajukan. Naskah tidak mencatat kejadian pada hari itu.")
    recorded = sum(day.recorded for day in done)
    refused = sum(day.refused for day in done)
    sentence = ngettext(
        "Hari telah dimajukan: %(n)d orang direkam menurut naskah.",
        "Hari telah dimajukan: %(n)d orang direkam menurut naskah.",
        recorded,
    ) % {"n": recorded}
    if refused:
        skipped = _("%(n)d orang dilewati karena sudah direkam atau tidak dapat direkam.")
        sentence = f"{sentence} {skipped % {'n': refused}}"
    return sentence


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
