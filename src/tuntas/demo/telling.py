"""The story of this demo, told once a process from what ships with the program."""

from __future__ import annotations

from functools import lru_cache

import holidays

from tuntas.demo import script, sources, story
from tuntas.demo.people import Village
from tuntas.demo.story import Story
from tuntas.wilayah import shipped


@lru_cache(maxsize=1)
def told(seed: int = script.SEED) -> Story:
    """About a second of work the first time, nothing after that."""
    closed = story.closed_days(
        holidays.country_holidays(
            "ID", years=range(script.OPENING_ON.year, script.ENDS_ON.year + 1)
        )
    )
    return story.tell(villages=villages(), closed=closed, sources=sources.read(), seed=seed)


def villages() -> tuple[Village, ...]:
    """The shipped desa of the office, with the voters that people are spread by."""
    regions = {region.code: region for region in shipped.regions()}
    return tuple(
        Village(
            code=counted.code,
            name=regions[counted.code].name,
            district=regions[counted.code.rpartition(".")[0]].name,
            voters=counted.voters,
            is_island=regions[counted.code].is_island,
        )
        for counted in shipped.village_voters()
    )
