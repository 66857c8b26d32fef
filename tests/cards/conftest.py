from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.cards.counter import Counter, make_counter
from tests.cards.stocking import Store, make_store
from tests.principals import SmallOffice


@pytest.fixture
def store(small_office: SmallOffice) -> Store:
    return make_store(small_office)


@pytest.fixture
def counter(small_office: SmallOffice, tmp_path: Path, settings: Settings) -> Counter:
    settings.DATA_DIR = tmp_path
    return make_counter(small_office)
