"""Who is acting on a day, for the home page: one statement, no names of residents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from tuntas.missions import wording
from tuntas.missions.models import Mission, Stop
from tuntas.wilayah import queries as wilayah


@dataclass(frozen=True, slots=True)
class Acting:
    """A team of the day, where it goes and when. *stage* in words.

    A mission whose letters wait is told as waiting: whether they are signed stands on its page.
    """

    name: str
    where: str
    starts: time
    ends: time
    stage: str
    tone: str


def acting_on(on: date) -> list[Acting]:
    """The teams of a day by name; those called off are none."""
    stops = (
        Stop.objects.filter(mission__on=on)
        .exclude(mission__state=Mission.State.CANCELLED)
        .select_related("mission__team")
        .order_by("mission__team__name", "mission_id", "order")
    )
    by_mission: dict[int, list[Stop]] = {}
    for stop in stops:
        by_mission.setdefault(stop.mission_id, []).append(stop)
    if not by_mission:
        return []
    areas = wilayah.tree().areas
    return [
        Acting(
            name=some[0].mission.team.name,
            where=", ".join(dict.fromkeys(areas[stop.village_id].name for stop in some)),
            starts=some[0].starts,
            ends=some[-1].ends,
            stage=str(wording.STAGES[some[0].mission.state]),
            tone=wording.TONES[some[0].mission.state],
        )
        for some in by_mission.values()
    ]
