"""Who is acting on a day, for the home page: one statement, no names of residents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from tuntas.missions import wording
from tuntas.missions.models import Mission, Stop
from tuntas.wilayah import queries as wilayah

_STOP = ("village_id", "starts", "ends")


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
    rows = (
        Stop.objects.filter(mission__on=on)
        .exclude(mission__state=Mission.State.CANCELLED)
        .order_by("mission__team__name", "mission_id", "order")
        .values_list("mission_id", "mission__team__name", "mission__state", *_STOP)
    )
    by_mission: dict[tuple[int, str, str], list[tuple[int, time, time]]] = {}
    for mission_id, name, state, *stop in rows:
        by_mission.setdefault((mission_id, name, state), []).append(tuple(stop))
    if not by_mission:
        return []
    areas = wilayah.tree().areas
    return [
        Acting(
            name=name,
            where=", ".join(dict.fromkeys(areas[village_id].name for village_id, _, _ in stops)),
            starts=stops[0][1],
            ends=stops[-1][2],
            stage=str(wording.STAGES[state]),
            tone=wording.TONES[state],
        )
        for (_, name, state), stops in by_mission.items()
    ]
