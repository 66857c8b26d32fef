"""The sliding end of a session: 30 minutes without a request, twelve hours in all.

`SESSION_SAVE_EVERY_REQUEST` would write on every page view, and on SQLite each write waits its
turn behind imports. A session is renewed at most once a minute instead, so "30 minutes" may be
29. Times are real time, also in the demo, whose business clock can be moved.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

RENEW_AFTER_S = 60
ASKED_BY_ITSELF = "Tuntas-Poll"
"""Header of a page that asks again by itself: nobody is there, so it keeps no session alive."""
LONGEST_S = 12 * 3600
OPENED, SEEN = "_opened", "_seen"

Handler = Callable[[HttpRequest], HttpResponse]


def idle_timeout(get_response: Handler) -> Handler:
    """Middleware: renew a live session, end one that is older than a working day.

    Pages of a session stay out of the browser's cache: on a shared desk, "back" after signing
    out must not show a name.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        renew(request, now=int(time.time()))
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


def renew(request: HttpRequest, *, now: int) -> None:
    session = request.session
    if session.is_empty():
        return
    if now - session.get(OPENED, now) > LONGEST_S:
        session.flush()
        return
    if session.session_key is None:  # the cookie named a session that is over: make no new one
        return
    session.setdefault(OPENED, now)
    if ASKED_BY_ITSELF in request.headers:
        return
    if now - session.get(SEEN, 0) >= RENEW_AFTER_S:
        session[SEEN] = now
