"""A session ends after half an hour of silence and after a working day, by real time."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tuntas.config import sessions

pytestmark = pytest.mark.django_db
NOW = int(time.time())


def _request(**values: int | str) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    request.session.update(values)
    request.session.save()
    request.session.modified = False
    return request


def test_a_live_session_is_renewed_once_a_minute() -> None:
    request = _request(who="x", _opened=NOW - 300, _seen=NOW - 59)

    sessions.renew(request, now=NOW)
    assert not request.session.modified

    sessions.renew(request, now=NOW + 1)
    assert request.session.modified


def test_a_page_that_asks_by_itself_keeps_no_session_alive() -> None:
    request = _request(who="x", _opened=NOW - 300, _seen=NOW - 120)
    request.META["HTTP_TUNTAS_POLL"] = "1"

    sessions.renew(request, now=NOW)

    assert not request.session.modified


def test_a_session_of_more_than_twelve_hours_ends() -> None:
    request = _request(who="x", _opened=NOW - sessions.LONGEST_S - 1, _seen=NOW)

    sessions.renew(request, now=NOW)

    assert "who" not in request.session


def test_half_an_hour_of_silence_ends_a_session() -> None:
    request = _request(who="x")
    key = request.session.session_key

    assert settings.SESSION_COOKIE_AGE == 30 * 60
    request.session.set_expiry(timezone.now() - timezone.timedelta(seconds=1))
    request.session.save()

    assert "who" not in SessionStore(key)


def test_the_browser_keeps_no_page_of_a_session() -> None:
    request = _request(who="x")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    stranger = _request()

    handle = sessions.idle_timeout(lambda request: HttpResponse())

    assert handle(request).headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in handle(stranger).headers


def test_a_visitor_without_a_session_gets_none() -> None:
    request = HttpRequest()
    request.session = SessionStore()

    sessions.renew(request, now=NOW)

    assert not request.session.modified
