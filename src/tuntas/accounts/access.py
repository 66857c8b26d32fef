"""The door of every page: what it needs, and whose records it may show.

A view says what it needs with :func:`require` (all of the abilities),
:func:`require_any` (one of them), :func:`signed_in`, :func:`public` or :func:`by_link`
(the token in the address, whoever is signed in). A view that says nothing is closed to
everybody (`middleware`), and `tests/permissions` fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render, resolve_url
from django.views.decorators.csrf import csrf_exempt

from tuntas.accounts.models import User
from tuntas.accounts.principals import ANONYMOUS, Principal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Rule = Literal["public", "signed_in", "all", "any", "link"]


@dataclass(frozen=True, slots=True)
class Door:
    """What a view needs; stands on the view as ``view.door``."""

    rule: Rule
    abilities: tuple[str, ...] = ()

    def admits(self, principal: Principal) -> bool:
        match self.rule:
            case "public":
                return True
            case "signed_in":
                return not principal.is_anonymous
            case "all":
                return all(map(principal.can, self.abilities))
            case "any":
                return any(map(principal.can, self.abilities))
            case "link":
                return principal.kind == "link"


def principal_of(request: HttpRequest) -> Principal:
    """The principal of *request*, anonymous when nobody is signed in."""
    return cast(Principal, getattr(request, "principal", ANONYMOUS))


def user_of(request: HttpRequest) -> User:
    """The account that is signed in; only for views that need somebody."""
    return cast(User, request.user)


def public(view: View[P]) -> View[P]:
    """Open to everybody, signed in or not."""
    return _guard(view, Door("public"))


def signed_in(view: View[P]) -> View[P]:
    """Open to everybody who is signed in."""
    return _guard(view, Door("signed_in"))


def require(*abilities: str) -> Callable[[View[P]], View[P]]:
    """Open to those who hold **all** *abilities*; sign-in page or 403 for the others."""
    return lambda view: _guard(view, Door("all", abilities))


def require_any(*abilities: str) -> Callable[[View[P]], View[P]]:
    """Open to those who hold **one** of *abilities*."""
    return lambda view: _guard(view, Door("any", abilities))


def by_link(
    knock: Callable[[HttpRequest, str], Principal | None],
    turn_away: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[View[Concatenate[str, P]]], View[Concatenate[str, P]]]:
    """Open to whoever brings a token that *knock* knows; a staff session opens nothing here.

    The token is the whole proof and no cookie counts, so a forged request of another site has
    nothing to ride on and asks for no second token (``csrf_exempt``).
    """

    def dressed(view: View[Concatenate[str, P]]) -> View[Concatenate[str, P]]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, token: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            holder = knock(request, token)
            if holder is None or not door.admits(holder):
                return turn_away(request)
            request.principal = holder  # type: ignore[attr-defined]
            return view(request, token, *args, **kwargs)

        guarded.door = door  # type: ignore[attr-defined]
        return cast(View[Concatenate[str, P]], csrf_exempt(guarded))

    door = Door("link")
    return dressed


def door_of(view: Callable[..., Any]) -> Door | None:
    return cast("Door | None", getattr(view, "door", None))


def in_scope(principal: Principal, village_id: int, ability: str | None = None) -> bool:
    """Whether a record of *village_id* (0: no village) is *principal*'s to know of."""
    return principal.covers(village_id, ability)


def scope_or_404(principal: Principal, village_id: int, ability: str | None = None) -> None:
    """Leave with 404 when the record is not *principal*'s: a stranger learns nothing of it."""
    if not in_scope(principal, village_id, ability):
        raise Http404


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """Send the visitor to the sign-in page and back here afterwards."""
    asked = {"sebab": getattr(request, "session_ended", ""), "next": _page_of(request)}
    query = urlencode({name: value for name, value in asked.items() if value}, safe="/")
    url = f"{resolve_url(settings.LOGIN_URL)}?{query}"
    if _is_fragment(request):
        # htmx would draw the sign-in page into the fragment: tell it to leave the page instead.
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _page_of(request: HttpRequest) -> str:
    """The page the visitor was on; what was being sent is not repeated."""
    if _is_fragment(request):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        return page._replace(scheme="", netloc="").geturl() or "/"
    return request.get_full_path() if request.method == "GET" else "/"


def refuse(request: HttpRequest) -> HttpResponse:
    """403 with a sentence that says whom to ask."""
    return render(request, "web/403.html", status=403)


def _guard(view: View[P], door: Door) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        principal = principal_of(request)
        if door.admits(principal):
            return view(request, *args, **kwargs)
        return sign_in_first(request) if principal.is_anonymous else refuse(request)

    guarded.door = door  # type: ignore[attr-defined]
    return cast(View[P], guarded)
