"""Compile what planning compiles at first use: ``python -m tuntas.missions.warm``, half a minute.

The machine code stays beside its sources, for this processor; a plan asked for before that is
made waits for it once.
"""

from __future__ import annotations

from datetime import date

from tuntas.missions.planning import orienteering
from tuntas.missions.planning.choice import Limit
from tuntas.missions.planning.making import make
from tuntas.missions.planning.master import solve_whole
from tuntas.missions.planning.problem import (
    Gear,
    Group,
    Officer,
    Place,
    Problem,
    Session,
    Team,
    Travel,
    Venue,
)


def days_and_rounds() -> None:
    """The kernels of days and of home rounds, on two villages."""
    people = (Group(3, 0.5, 10.0),)
    problem = Problem(
        places=(Place("a", "A", "1"), Place("b", "B", "1")),
        venues=(
            Venue("hall", "a", people),
            Venue("school", "b", people, kind="school"),
            Venue("homes", "b", people, kind="home"),
        ),
        teams=(Team("team", "a", (Officer("officer"),)),),
        gear=(Gear("kit", "kit"),),
        sessions=(Session(date(2023, 6, 14)),),
        travel=Travel(("a", "b"), ((0, 9), (9, 0)), ((0.0, 5.0), (5.0, 0.0)), ((0.0, 0.0),) * 2),
    )
    make(problem, seed=1, limit=Limit(1e6, lambda: 0.0), solver=solve_whole)


if __name__ == "__main__":
    days_and_rounds()
    orienteering.ready()
