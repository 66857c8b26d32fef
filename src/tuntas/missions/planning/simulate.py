"""How a plan turns out: people who come or do not, drawn from seeds the planner never saw.

Each person is willing or not, once for the week; visits serve whoever is willing and has not
been served, up to their places. Plans and baselines are measured on the same people.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tuntas.missions.planning.answer import Plan
from tuntas.missions.planning.baselines import Visit
from tuntas.missions.planning.problem import Problem


def willing(problem: Problem, *, outcomes: int, seed: int) -> NDArray[np.int64]:
    """(outcomes, venues) people who come if they are visited, each with their own chance."""
    rng = np.random.default_rng(seed)
    drawn = np.zeros((outcomes, len(problem.venues)), np.int64)
    for v, venue in enumerate(problem.venues):
        for group in venue.groups:
            uniform = rng.random((outcomes, group.count))
            drawn[:, v] += (uniform < group.probability).sum(axis=1)
    return drawn


def recorded(drawn: NDArray[np.int64], visits: Sequence[Visit]) -> NDArray[np.int64]:
    """(outcomes,) people recorded by visits at ordinary turnout."""
    places = np.zeros(drawn.shape[1], np.int64)
    for visit in visits:
        places[visit.venue] += visit.places
    return np.asarray(np.minimum(drawn, places).sum(axis=1))


def visits_of(problem: Problem, plan: Plan) -> list[Visit]:
    """The visits of a plan, for ``recorded``."""
    index = {venue.ref: v for v, venue in enumerate(problem.venues)}
    stops = (stop for one in plan.assignments for stop in one.stops)
    return [Visit(index[stop.venue], 1.0, stop.places) for stop in stops]
