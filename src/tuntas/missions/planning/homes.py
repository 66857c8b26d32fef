"""Rounds from home to home: an orienteering tour inside one session.

Found by destroying and repairing a tour many times over (large neighbourhood search); what no
tour can exceed comes from a relaxation in which every village is reached by its shortest way in.
"""

from __future__ import annotations

import numpy as np

from tuntas.biometrics.compiled import exact
from tuntas.missions.planning.days import Floats, Found, Ground, Ints, _divide, _way_cost

_NEVER = -1e18


@exact
def _worth(ground: Ground, gain: Floats, entry: Floats, tour: Ints, n: int, blocks: Ints) -> float:
    """What a tour is worth; every stop serves somebody or the tour does not count."""
    if n == 0:
        return _NEVER
    got = _divide(ground, gain, tour, n, blocks)
    if got == _NEVER:
        return _NEVER
    for i in range(n):
        got += entry[tour[i]]
    return got - _way_cost(ground, tour, n)


@exact
def _insert_best(
    ground: Ground,
    gain: Floats,
    entry: Floats,
    allowed: Ints,
    tour: Ints,
    n: int,
    most: int,
    worth: float,
    noise: Floats,
) -> tuple[int, float]:
    """Add the venue and place that bring most, until nothing brings more."""
    trial = np.zeros(len(tour), np.int64)
    blocks = np.zeros(len(tour), np.int64)
    while n < most:
        best, best_v, best_at, best_worth = worth, -1, -1, worth
        for a in range(len(allowed)):
            v = allowed[a]
            inside = False
            for i in range(n):
                inside = inside or tour[i] == v
            if inside:
                continue
            for at in range(n + 1):
                trial[:at] = tour[:at]
                trial[at] = v
                trial[at + 1 : n + 1] = tour[at:n]
                now = _worth(ground, gain, entry, trial, n + 1, blocks)
                if now > worth and worth + (now - worth) * noise[a] > best:
                    best, best_v, best_at, best_worth = (
                        worth + (now - worth) * noise[a],
                        v,
                        at,
                        now,
                    )
        if best_v < 0:
            break
        tour[best_at + 1 : n + 1] = tour[best_at:n].copy()
        tour[best_at] = best_v
        n += 1
        worth = best_worth
    return n, worth


@exact
def _rounds(
    ground: Ground,
    gain: Floats,
    entry: Floats,
    allowed: Ints,
    most: int,
    random: Floats,
    value: Floats,
    venues: Ints,
    places: Ints,
) -> int:
    """One tour a row of *random*: destroyed, repaired, kept when no worse."""
    tour = np.zeros(most + 1, np.int64)
    kept = np.zeros(most + 1, np.int64)
    blocks = np.zeros(most + 1, np.int64)
    n, n_kept, worth_kept, count = 0, 0, _NEVER, 0
    for i in range(len(random)):
        n = 0
        for s in range(n_kept):
            if random[i, 0] < 0.1 or random[i, 1 + s] < 0.4:
                continue
            tour[n] = kept[s]
            n += 1
        worth = _worth(ground, gain, entry, tour, n, blocks)
        if worth == _NEVER:
            n = 0
        noise = 0.6 + 0.8 * random[i, 2 + most :]
        n, worth = _insert_best(ground, gain, entry, allowed, tour, n, most, worth, noise)
        if n == 0 or worth == _NEVER:
            continue
        if worth >= worth_kept or random[i, 0] > 0.97:
            kept[:n] = tour[:n]
            n_kept, worth_kept = n, worth
        _worth(ground, gain, entry, tour, n, blocks)
        value[count] = worth
        venues[count] = -1
        places[count] = 0
        for s in range(n):
            venues[count, s] = tour[s]
            places[count, s] = blocks[s]
        count += 1
    return count


def rounds(
    ground: Ground,
    gain: Floats,
    entry: Floats,
    allowed: Ints,
    *,
    most_stops: int,
    tries: int,
    rng: np.random.Generator,
) -> Found:
    """Tours of up to *most_stops* villages, *tries* of them, and what none can exceed."""
    width = max(most_stops, 1)
    value = np.empty(tries)
    venues = np.full((tries, width), -1, np.int64)
    places = np.zeros((tries, width), np.int64)
    random = rng.random((tries, 2 + width + len(allowed)))
    gain = np.ascontiguousarray(gain)
    count = _rounds(ground, gain, entry, allowed, width, random, value, venues, places)
    upper = max(ceiling(ground, gain, entry, allowed), float(value[:count].max(initial=_NEVER)))
    return Found(value[:count], venues[:count], places[:count], upper)


def ceiling(ground: Ground, gain: Floats, entry: Floats, allowed: Ints) -> float:
    """No round is worth more: a knapsack of fractions, each village at its shortest way in."""
    if not len(allowed):
        return _NEVER
    way = ground.way[np.ix_(allowed, allowed)].astype(np.float64)
    np.fill_diagonal(way, np.inf)
    enter = np.minimum(way.min(axis=0), ground.out[allowed]) + ground.before[allowed]
    hours = ground.hours - float(ground.back[allowed].min())
    steps: list[tuple[float, float]] = []
    for a, v in enumerate(allowed):
        minutes = enter[a] + ground.after[v] + np.arange(1, gain.shape[1]) * ground.each[v]
        steps += _hull(minutes, gain[v, 1:] + entry[v])
    total = 0.0
    for minutes, worth in sorted(steps, key=lambda step: -step[1] / max(step[0], 1e-9)):
        if hours <= 0:
            break
        total += worth * min(1.0, hours / max(minutes, 1e-9))
        hours -= minutes
    return total


def _hull(minutes: Floats, worth: Floats) -> list[tuple[float, float]]:
    """Steps (minutes, worth) of the smallest concave function from nothing over all points."""
    steps: list[tuple[float, float]] = []
    at, had, first = 0.0, 0.0, 0
    while first < len(minutes):
        slope = (worth[first:] - had) / (minutes[first:] - at)
        best = int(slope.argmax())
        if slope[best] <= 0:
            break
        chosen = first + best
        steps.append((float(minutes[chosen]) - at, float(worth[chosen]) - had))
        at, had, first = float(minutes[chosen]), float(worth[chosen]), chosen + 1
    return steps
