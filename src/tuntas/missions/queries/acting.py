"""Who is acting on a day, for the home page: one statement, no names of residents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from django.db import connection

from tuntas.missions import wording
from tuntas.missions.models import Mission
from tuntas.wilayah import queries as wilayah

_STOPS: Final = (
    "SELECT s.mission_id, t.name, m.state, s.village_id, s.starts, s.ends FROM missions_stop s "
    "JOIN missions_mission m ON m.id = s.mission_id JOIN missions_team t ON t.id = m.team_id "
    'WHERE m."on" = %s AND m.state <> %s ORDER BY t.name, s.mission_id, s."order"'
)


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
    # Plain: every home page asks (docs/decisions/0010-plain-sql-on-the-hot-path.md).
    with connection.cursor() as cursor:
        cursor.execute(_STOPS, [on.isoformat(), Mission.State.CANCELLED.value])
        rows = cursor.fetchall()
    by_mission: dict[tuple[int, str, str], list[tuple[int, time, time]]] = {}
    for mission_id, name, state, village_id, starts, ends in rows:
        stop = (village_id, _time(starts), _time(ends))
        by_mission.setdefault((mission_id, name, state), []).append(stop)
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


def _time(value: time | str) -> time:
    """As either driver gives it."""
    return value if isinstance(value, time) else time.fromisoformat(value)
