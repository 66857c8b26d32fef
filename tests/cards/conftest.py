from __future__ import annotations

import pytest

from tests.cards.stocking import Store, make_store
from tests.principals import SmallOffice


@pytest.fixture
def store(small_office: SmallOffice) -> Store:
    return make_store(small_office)
