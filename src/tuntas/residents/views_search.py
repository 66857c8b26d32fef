"""Finding a person. Asked by POST: a NIK must not stand in an address, a history or a log."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from tuntas.accounts.access import principal_of, require
from tuntas.audit.actions import write_view
from tuntas.ledger import clock
from tuntas.outreach.queries import slots
from tuntas.residents import found

SHORTEST = 3


@require("see_person")
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found for it; a scanned invitation leads to its person."""
    code = slots.code_in(request.POST.get("cari", "")[:300])
    if code:
        return _go(request, reverse("outreach:scanned", args=[code]))
    text = request.POST.get("cari", "").strip()[:80]
    rows = None
    if len(text) >= SHORTEST:
        principal = principal_of(request)
        rows = found.find(principal=principal, text=text, on=clock.today())
        with transaction.atomic():
            write_view(
                actor=principal.ref,
                verb="residents.search",
                subjects=[],
                count=len(rows),
                purpose="",
                at=timezone.now(),
            )
    fragment = request.headers.get("HX-Request")
    return render(
        request,
        "residents/_found.html" if fragment else "residents/search.html",
        {"text": text, "rows": rows, "too_short": bool(text) and rows is None},
    )


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Leave the page, also when only a part of it was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
