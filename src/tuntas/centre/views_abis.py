"""The ABIS over HTTP: one address, a bearer token, this machine alone unless told otherwise."""

from __future__ import annotations

import os
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tuntas.accounts.access import public
from tuntas.centre import abis_answering, fetching, premises
from tuntas.centre.abis_answering import Share
from tuntas.centre.actions import tokens

CLIENTS: Final = "TUNTAS_ABIS_CLIENTS"
"""Environment: addresses that may ask beside this machine, comma-separated."""


@csrf_exempt  # no cookie is looked at: the token in the header is the only key
@require_POST
@public
def ask(request: HttpRequest) -> HttpResponse:
    """One ABIS message in, its answer out; 401 without a token, 403 from elsewhere."""
    if request.META.get("REMOTE_ADDR") not in _allowed(CLIENTS):
        return HttpResponse(status=403)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not tokens.holds(token):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    said = abis_answering.answer(
        premises.workshop(), request.body, share=Share.configured(), now=timezone.now()
    )
    return JsonResponse(said)


def _allowed(name: str) -> frozenset[str]:
    more = {one.strip() for one in os.environ.get(name, "").split(",") if one.strip()}
    return fetching.LOOPBACK | more
