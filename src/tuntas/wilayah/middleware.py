"""One request sees one state of the regions, asked for once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tuntas.wilayah import revision

Handler = Callable[[HttpRequest], HttpResponse]


def regions_read_once(get_response: Handler) -> Handler:
    """Middleware around everything that answers from the regions (``revision.read_once``)."""

    def handle(request: HttpRequest) -> HttpResponse:
        with revision.read_once():
            return get_response(request)

    return handle
