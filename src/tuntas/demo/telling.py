"""The story of this demo, told once a process from what ships with the program."""

from __future__ import annotations

from typing import Final

import holidays

from tuntas.demo import script, sources, story
from tuntas.demo.people import Village
from tuntas.demo.story import Story
from tuntas.wilayah import shipped

_TOLD: Final[list[Story]] = []


def told() -> Story:
    """About two seconds of work the first time, nothing after that."""
    if not _TOLD:
        remember(_tell())
    return _TOLD[0]


def remember(story: Story) -> None:
    """*story* was told by another process; this one need not tell it again."""
    _TOLD[:] = [story]


def _tell() -> Story:
    closed = story.closed_days(
        holidays.country_holidays(
            "ID", years=range(script.OPENING_ON.year, script.ENDS_ON.year + 1)
        )
    )
    return story.tell(villages=villages(), closed=closed, sources=sources.read(), seed=script.SEED)


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
