"""Gorontalo Utara as it ships, with an office; and somebody who may change it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tuntas.accounts.principals import Principal, system
from tuntas.wilayah import actions

NOW = datetime(2023, 6, 14, 2, 0, tzinfo=UTC)
TODAY = date(2023, 6, 14)
LAW = "Perda contoh"


@pytest.fixture
def actor() -> Principal:
    return system("tests")


@pytest.fixture
def gorut(db: None, actor: Principal) -> None:
    actions.install_shipped_regions(actor=actor, now=NOW, on=TODAY)
    actions.open_office(
        actor=actor, region_code="75.05", name="Disdukcapil Contoh", short_name="Contoh", now=NOW
    )
