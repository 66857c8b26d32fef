"""``tuntas bench pages``: CPU of a page with the whole regency loaded.

Each request goes through the whole WSGI application: session, sign-in, scope, content
policy, rendering. The baseline is an empty Django view without any middleware, called
the same way in the same process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from statistics import median
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tuntas.cli.bench import Result, result
from tuntas.cli.bench.empty_store import empty_store
from tuntas.config import static

REQUESTS = 200
PAGES = {
    "home": "/",
    "kecamatan": "/kecamatan/75.05.03/",
    "daftar belum rekam": "/belum-rekam/",
    "wallboard": "/wallboard",
}


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


urlpatterns = [path("", empty)]


def run() -> list[Result]:
    """CPU milliseconds a request, warm, of the pages of an office with everything loaded."""
    with empty_store("sqlite"):
        static.collect()
        cookie = _regency()
        bare = _cpu_ms(_bare_application(), "/", "")
        from tuntas.config.wsgi import application

        rows = [
            result(f"{name} / empty view", _cpu_ms(application, address, cookie), bare, "CPU ms")
            for name, address in PAGES.items()
        ]
        for name in ("home", "daftar belum rekam"):
            spent = _after_acts(application, PAGES[name], cookie)
            rows.append(result(f"{name} just after an act", spent, bare, "CPU ms"))
        return rows


def _regency() -> str:
    """Regions, office, people, an account that is signed in; its session cookie."""
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.cli.bench.ledger import fill
    from tuntas.coverage.actions import install_shipped_rows
    from tuntas.wilayah import queries as wilayah
    from tuntas.wilayah.actions.office import install_shipped_regions, open_office

    now = timezone.now()
    actor = system("bench")
    install_shipped_regions(actor=actor, now=now, on=timezone.localdate())
    open_office(
        actor=actor, region_code="75.05", name="Disdukcapil", short_name="Disdukcapil", now=now
    )
    install_shipped_rows()
    fill([area.id for area in wilayah.villages()])
    return _signed_in()


def _signed_in() -> str:
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore

    from tuntas.accounts.middleware import VERSION_KEY
    from tuntas.accounts.models import Grant, Officer, User
    from tuntas.accounts.principals import system
    from tuntas.wilayah.queries import office_region

    officer = Officer.objects.create(full_name="Kepala Bidang")
    user = User.objects.create_user(username="kabid", officer=officer, password=None)
    Grant.objects.create(
        user=user,
        role="coordinator",
        region_id=office_region().id,
        valid_from="2020-01-01",
        granted_by=system("bench").ref,
    )
    user.refresh_from_db()
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[VERSION_KEY] = User.objects.get(pk=user.pk).version
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def _bare_application() -> Callable[..., Any]:
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    with override_settings(MIDDLEWARE=[]):
        handler = WSGIHandler()

    def application(environ: Any, start_response: Any) -> Any:
        with override_settings(ROOT_URLCONF=__name__):
            return handler(environ, start_response)

    return application


def _cpu_ms(application: Callable[..., Any], address: str, cookie: str) -> float:
    """Median CPU milliseconds of one request; a page that is not 200 voids the bench."""
    for _ in range(10):
        _get(application, address, cookie)
    spent = []
    for _ in range(REQUESTS):
        start = time.process_time()
        _get(application, address, cookie)
        spent.append(time.process_time() - start)
    return median(spent) * 1000


def _get(application: Callable[..., Any], address: str, cookie: str) -> None:
    answered: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    response = application(environ, lambda status, headers, *rest: answered.append(status))
    body = b"".join(response)
    response.close()
    if not answered[0].startswith("200"):
        raise AssertionError(f"{address} answered {answered[0]}: {len(body)} bytes")


def _after_acts(application: Callable[..., Any], address: str, cookie: str) -> float:
    """The first page after an act: the cube is brought up, what was kept is made anew."""
    from tuntas.cli.bench.ledger import act_on_somebody

    spent = []
    for _ in range(15):
        act_on_somebody()
        start = time.process_time()
        _get(application, address, cookie)
        spent.append(time.process_time() - start)
    return median(spent) * 1000
