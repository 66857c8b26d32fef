"""The demo's ingredients: real desa, invented people, one told story for the whole module."""

from __future__ import annotations

import holidays
import pytest

from tuntas.demo import script, sources, story
from tuntas.demo.people import Village
from tuntas.wilayah import shipped


@pytest.fixture(scope="session")
def villages() -> tuple[Village, ...]:
    regions = {region.code: region for region in shipped.regions()}
    return tuple(
        Village(
            code=counted.code,
            name=regions[counted.code].name,
            district=regions[counted.code[:8]].name,
            voters=counted.voters,
            is_island=regions[counted.code].is_island,
        )
        for counted in shipped.village_voters()
    )


@pytest.fixture(scope="session")
def closed() -> frozenset:  # type: ignore[type-arg]
    return story.closed_days(holidays.country_holidays("ID", years=range(2020, 2024)))


@pytest.fixture(scope="session")
def told(villages, closed):  # type: ignore[no-untyped-def]
    return story.tell(villages=villages, closed=closed, sources=sources.read(), seed=script.SEED)
