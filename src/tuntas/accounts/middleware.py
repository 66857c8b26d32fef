"""Who is asking, on every request; and no page without a door.

A request of a signed-in person costs two queries: the session and the account.
What the account may do is remembered by its version.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from tuntas.accounts import demo, queries
from tuntas.accounts.access import door_of, refuse
from tuntas.accounts.models import User
from tuntas.accounts.principals import ANONYMOUS, Principal

VERSION_KEY = "_account_version"

# Views of the lowest room, which cannot know this one.
OPEN_ROUTES = frozenset({"web:language", "web:gallery"})
ENDED_IDLE, ENDED_CHANGED = "habis", "berubah"


class PrincipalMiddleware:
    """Sets ``request.principal``; ends sessions whose account changed since the sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_ended = ENDED_IDLE if _is_stale(request) else ""  # type: ignore[attr-defined]
        request.principal = _identify(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """A view that says nothing admits nobody; a password to be changed comes first."""
        match = request.resolver_match
        route = match.view_name if match else ""
        if route in OPEN_ROUTES:
            return None
        door = door_of(view)
        if door is None:
            return refuse(request)
        for_staff = door.rule not in ("public", "link")
        if for_staff and _must_change_password(request) and route not in WAY_OUT:
            return redirect("accounts:change_password")
        return None


WAY_OUT = frozenset({"accounts:change_password", "accounts:sign_out"})


def _identify(request: HttpRequest) -> Principal:
    if auth.SESSION_KEY not in request.session:
        return ANONYMOUS
    user = auth.get_user(request)
    if not isinstance(user, User):
        return ANONYMOUS
    if request.session.get(VERSION_KEY) != user.version or not _may_be_here(request, user):
        auth.logout(request)
        request.session_ended = ENDED_CHANGED  # type: ignore[attr-defined]
        return ANONYMOUS
    request.user = user
    return queries.principal(user, today=timezone.localdate())


def _may_be_here(request: HttpRequest, user: User) -> bool:
    return not user.demo or demo.is_at_home(request)


def _is_stale(request: HttpRequest) -> bool:
    """Whether the browser still shows a session that has ended here."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not cookie:
        return False
    request.session.get(auth.SESSION_KEY)  # loads; an ended session forgets its key
    return request.session.session_key != cookie


def _must_change_password(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.must_change_password
