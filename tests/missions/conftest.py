"""The small office with teams, gear and halls."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.missions import field
from tests.missions.field import Field


@pytest.fixture
def mobile(db: None, settings: Settings, tmp_path: Path) -> Field:
    """All desa, four teams, on 20 June 2023; nine unrecorded in the field's desa."""
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    return field.equipped()
