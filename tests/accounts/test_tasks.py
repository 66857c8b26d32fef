"""What is over is forgotten, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.principals import OfficerWith, browser_of
from tuntas.accounts import actions
from tuntas.accounts.models import OneTimeLink
from tuntas.accounts.principals import system
from tuntas.accounts.tasks import forget_what_is_over

pytestmark = pytest.mark.django_db


def test_sessions_failures_and_links_that_are_over_are_forgotten(
    officer_with: OfficerWith,
) -> None:
    now, days = timezone.now(), timedelta(days=1)
    user, other = officer_with("village_head"), officer_with("village_head")
    live, ended = browser_of(user), browser_of(other)
    Session.objects.filter(session_key=ended.session.session_key).update(expire_date=now - days)
    actions.issue_password_link(actor=system("tests"), user=user, now=now)
    actions.issue_password_link(actor=system("tests"), user=other, now=now - 32 * days)
    for username in (user.username, other.username):
        Client().post("/masuk/", {"username": username, "password": "salah"})
    AccessAttempt.objects.filter(username=other.username).update(attempt_time=now - days)

    forget_what_is_over()

    assert [s.session_key for s in Session.objects.all()] == [live.session.session_key]
    assert [a.username for a in AccessAttempt.objects.all()] == [user.username]
    assert [link.user for link in OneTimeLink.objects.all()] == [user]
