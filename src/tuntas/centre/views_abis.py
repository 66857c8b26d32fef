"""The ABIS over HTTP: one address, a bearer token, this machine alone unless told otherwise."""

from __future__ import annotations

import os
from datetime import UTC
from functools import partial
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tuntas.accounts.access import public
from tuntas.biometrics.errors import GalleryBusy
from tuntas.centre import abis, abis_gallery, fetching, premises
from tuntas.centre.actions import tokens

CLIENTS: Final = "TUNTAS_ABIS_CLIENTS"
"""Environment: addresses that may ask beside this machine, comma-separated."""
SOURCES: Final = "TUNTAS_ABIS_SOURCES"
"""Environment: hosts from which biometrics may be fetched beside this machine."""


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
    shop, now = premises.workshop(), timezone.now()
    moment = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    fetch = partial(fetching.fetch, hosts=_allowed(SOURCES))
    extract = partial(abis_gallery.extract, shop)
    try:
        with abis_gallery.references(shop, now) as store:
            said = abis.answer(request.body, store, fetch, extract, now=moment)
    except GalleryBusy:
        said = abis.aborted(request.body, now=moment)
    return JsonResponse(said)


def _allowed(name: str) -> frozenset[str]:
    more = {one.strip() for one in os.environ.get(name, "").split(",") if one.strip()}
    return fetching.LOOPBACK | more
