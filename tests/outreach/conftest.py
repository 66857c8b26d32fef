"""A small office on a day of June 2023, with links that open its lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from tests.lives import NOW, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.ledger import clock
from tuntas.outreach.actions.links import Made, make_link

TODAY = date(2023, 6, 14)


@pytest.fixture
def in_june(db: None, settings: Settings, small_office: SmallOffice, tmp_path: Path) -> SmallOffice:
    """The business day is 14 June 2023; files go to a folder of their own."""
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    opened()
    clock.move_to(TODAY)
    return small_office


@pytest.fixture
def link_to(in_june: SmallOffice) -> Callable[..., Made]:
    """``link_to("village")``: a village head's link to that region of the small office."""

    def make(where: str = "village", role: str = "village_head", **others: Any) -> Made:
        said: dict[str, Any] = {
            "holder": "Pemegang Contoh",
            "basis": "SK Bupati 100/2023 tanggal 2 Januari 2023",
            "valid_from": TODAY,
            "valid_until": date(2023, 6, 30),
        } | others
        return make_link(
            actor=system("test"), role=role, region_id=in_june[where].id, now=NOW, **said
        )

    return make
