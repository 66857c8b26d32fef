"""The small office on its last day, and browsers signed in by role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.pages import small_office
from tests.pages.small_office import Office
from tests.principals import browser_of
from tuntas.ledger import clock


@pytest.fixture
def office(db: None, settings: Settings) -> Office:
    """All 123 desa with a few people each, on 20 June 2023."""
    settings.DEMO = True
    cache.clear()
    built = small_office.build(per_village=2)
    clock.move_to(small_office.TODAY)
    return built


@pytest.fixture
def as_role(office: Office) -> Callable[[str], Client]:
    """``as_role("adb")``: a browser in which that officer has signed in."""
    return lambda role: browser_of(office.users[role])
