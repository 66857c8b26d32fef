"""Team orienteering: so many tours within a limit, over the places worth most.

Annealed searches from different seeds (``tours.py``) fill a pool of good tours; the best set of
tours that share no place is chosen among all of them in whole numbers. Where that choice is
wide open, the prices of its relaxation say which tours are missing, and a search over places
worth their prize less their price looks for those.

Source of the problem and its format: Chao, Golden, Wasil (1996).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import highspy
import numpy as np

from tuntas.missions.planning.choice import Limit, Solver
from tuntas.missions.planning.master import Model
from tuntas.missions.planning.tours import Floats, Ints, search

Tour = tuple[int, ...]

_POOL = 3_000
_FIRST = 200
_HEATS = (0.03, 0.05, 0.015, 0.08)
"""Of the prize of the best tours so far: how much worse an annealed search may become."""
_CLOSE = 1e-9


class BadInstance(ValueError):
    """The text is no team-orienteering instance: which line."""

    code = "bad_instance"

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.id = f"Baris {line} bukan bagian dari soal team orienteering."
        self.en = f"Line {line} is no part of a team-orienteering instance."


@dataclass(frozen=True)
class Instance:
    """Points from the first (start) to the last (end), *tours* tours no longer than *limit*."""

    xy: Floats
    prizes: Floats
    tours: int
    limit: float

    @property
    def way(self) -> Floats:
        apart = self.xy[:, None, :] - self.xy[None, :, :]
        return np.asarray(np.sqrt((apart**2).sum(axis=2)))


def read(text: str) -> Instance:
    """The format of Chao: ``n``, ``m``, ``tmax``, then x, y, score; any of ``; , blank`` between.

    Raises:
        BadInstance: a line is neither, or the points are not as many as *n* says.

    >>> read("n 3\\nm 1\\ntmax 9.5\\n0 0 0\\n1 0 7\\n2 0 0\\n").prizes.tolist()
    [0.0, 7.0, 0.0]
    """
    header: dict[str, float] = {}
    rows: list[tuple[float, float, float]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.lstrip("\ufeff").replace(";", " ").replace(",", " ").split()
        if not words:
            continue
        try:
            if words[0].lower() in ("n", "m", "tmax"):
                header[words[0].lower()] = float(words[1])
            else:
                rows.append((float(words[0]), float(words[1]), float(words[2])))
        except (ValueError, IndexError) as wrong:
            raise BadInstance(number) from wrong
    complete = {"m", "tmax"} <= header.keys() and len(rows) >= 2
    if not complete or len(rows) != header.get("n", len(rows)):
        raise BadInstance(len(text.splitlines()))
    table = np.array(rows)
    return Instance(table[:, :2], table[:, 2], int(header["m"]), header["tmax"])


def length(instance: Instance, tour: Sequence[int]) -> float:
    """Of a tour over places by index, from the start to the end."""
    stops = [0, *tour, len(instance.xy) - 1]
    return math.fsum(math.dist(instance.xy[a], instance.xy[b]) for a, b in pairwise(stops))


def value(instance: Instance, tours: Sequence[Tour]) -> float:
    """The prizes that tours collect."""
    return math.fsum(float(instance.prizes[p]) for tour in tours for p in tour)


def check(instance: Instance, tours: Sequence[Tour]) -> list[str]:
    """What is wrong with an answer; empty when it is one."""
    places = [p for tour in tours for p in tour]
    inner = range(1, len(instance.xy) - 1)
    if any(p not in inner for p in places):
        return ["no such place"]
    long = (n for n, tour in enumerate(tours) if length(instance, tour) > instance.limit + 1e-6)
    found = [f"tour {n} is too long" for n in long]
    found += ["too many tours"] if len(tours) > instance.tours else []
    found += ["a place twice"] if len(places) != len(set(places)) else []
    return found


def ready() -> None:
    """Compile the kernels, so that nobody measures that."""
    square = Instance(
        np.array([[0.0, 0], [1, 0], [1, 1], [0, 1], [0, 0.5]]), np.array([0.0, 1, 2, 3, 0]), 2, 4.0
    )
    _Hunt(square, 1).anneal(10, 0.05, [])


def solve(
    instance: Instance, *, seed: int, limit: Limit, solver: Solver, enough: float | None = None
) -> list[Tour]:
    """The best tours found within *limit* (or when they collect *enough*)."""
    hunt = _Hunt(instance, seed)
    goal = math.inf if enough is None else enough - _CLOSE
    steps = _FIRST
    while limit.left > 0.12 * limit.seconds and hunt.best_value < goal:
        before = limit.left
        restart = hunt.round % 3 != 2
        heat = _HEATS[hunt.round % len(_HEATS)]
        hunt.anneal(steps, heat, [] if restart else hunt.best)
        spent = max(before - limit.left, 1e-3)
        # A search takes about a twelfth of the time: long enough to cool down, often enough.
        steps = max(_FIRST, min(round(steps * limit.seconds / 12 / spent), 10 * steps))
        if hunt.round % 3 == 0 and hunt.best_value < goal:
            hunt.combine(solver, limit)
    if hunt.best_value < goal:
        hunt.combine(solver, limit)
    return hunt.best


@dataclass
class _Hunt:
    """Tours found so far, and the best set of them."""

    instance: Instance
    seed: int
    best: list[Tour] = field(default_factory=list)
    best_value: float = 0.0
    round: int = 0

    def __post_init__(self) -> None:
        self.way = self.instance.way
        self.found: dict[frozenset[int], tuple[float, Tour]] = {}
        for place in range(1, len(self.way) - 1):
            if self.way[0, place] + self.way[place, -1] <= self.instance.limit:
                self._remember(np.array([[place]]), np.array([1]), 1)

    # --- searching -----------------------------------------------------------------------------

    def anneal(self, steps: int, heat: float, start: Sequence[Tour]) -> None:
        """One search over all tours."""
        instance = self.instance
        heated = heat * max(self.best_value, float(instance.prizes.max()))
        tours = self._search(instance.prizes, instance.tours, steps, heated, start)
        self._keep(tours)
        self.round += 1

    def _search(
        self, prizes: Floats, m: int, steps: int, heat: float, start: Sequence[Tour]
    ) -> list[Tour]:
        n = len(self.way)
        begin, sizes = np.zeros((m, n), np.int64), np.zeros(m, np.int64)
        for t, tour in enumerate(start):
            begin[t, : len(tour)], sizes[t] = tour, len(tour)
        pool, pool_sizes = np.zeros((_POOL, n), np.int64), np.zeros(_POOL, np.int64)
        limit = self.instance.limit + _CLOSE
        seed = (self.seed * 7_919 + self.round * 104_729 + m) % 2**31
        _, best, best_sizes, pooled = search(
            self.way, prizes, limit, m, steps, seed, heat, begin, sizes, pool, pool_sizes
        )
        self._remember(pool, pool_sizes, min(pooled, _POOL))
        return [tuple(best[t, : best_sizes[t]].tolist()) for t in range(m)]

    def _remember(self, pool: Ints, sizes: Ints, count: int) -> None:
        for n in range(count):
            tour = tuple(pool[n, : sizes[n]].tolist())
            key = frozenset(tour)
            if key not in self.found:
                self.found[key] = (value(self.instance, [tour]), tour)

    def _keep(self, tours: Sequence[Tour]) -> None:
        possible = [tour for tour in tours if tour]
        got = value(self.instance, possible)
        for tour in possible:
            self.found.setdefault(frozenset(tour), (value(self.instance, [tour]), tour))
        if got > self.best_value and not check(self.instance, possible):
            self.best, self.best_value = possible, got

    # --- choosing ------------------------------------------------------------------------------

    def combine(self, solver: Solver, limit: Limit) -> None:
        """The best set among the tours found, after the prices have asked for what is missing."""
        budget = 0.06 * limit.seconds
        begun = limit.left
        pool = self._pool()
        prices, worth = _relaxed(self.instance, pool)
        while begun - limit.left < budget:
            fresh = self._missing(prices, worth)
            if not fresh:
                break
            pool += fresh
            prices, worth = _relaxed(self.instance, pool)
        scores = [prize - sum(prices[p] for p in tour) - worth for prize, tour in pool]
        kept = [pool[n] for n in np.argsort(scores)[::-1][:1_500]]
        kept += [(value(self.instance, [tour]), tour) for tour in self.best]
        answer = solver(
            _model(self.instance, kept), seconds=min(budget, max(limit.left, 0.2)),
            seed=self.seed, gap=0.0,
        )  # fmt: skip
        if answer is not None and len(answer.values):
            taken = [tour for (_, tour), x in zip(kept, answer.values, strict=True) if x > 0.5]
            self._keep(_apart(taken))

    def _pool(self) -> list[tuple[float, Tour]]:
        """The richest tours found, no more than can be priced quickly."""
        ranked = sorted(self.found.values(), key=lambda pair: (-pair[0], pair[1]))
        alone = [pair for pair in ranked[2 * _POOL :] if len(pair[1]) == 1]
        return ranked[: 2 * _POOL] + alone

    def _missing(self, prices: Floats, worth: float) -> list[tuple[float, Tour]]:
        """Tours worth more than the price of their places and of a tour."""
        known = set(self.found)
        # A little of every prize: places at their price fill up what is left of a tour.
        left = np.maximum(self.instance.prizes - prices, 0.0) + 1e-3 * self.instance.prizes
        self.round += 1
        self._search(left, 1, 400, 0.03 * max(worth, 1.0), [])
        fresh = [pair for key, pair in self.found.items() if key not in known]
        better = [
            (prize - float(sum(prices[p] for p in tour)) - worth, prize, tour)
            for prize, tour in fresh
        ]
        better.sort(key=lambda row: -row[0])
        return [(prize, tour) for gain, prize, tour in better[:60] if gain > -1e-6]


def _relaxed(instance: Instance, pool: Sequence[tuple[float, Tour]]) -> tuple[Floats, float]:
    """Prices of the places and of one tour, by the relaxed choice among the pool."""
    model = _model(instance, pool)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.row_most)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.cost, model.least, model.most * 1e9
    lp.row_lower_, lp.row_upper_ = np.full(len(model.row_most), -highspy.kHighsInf), model.row_most
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.starts.astype(np.int32)
    lp.a_matrix_.index_ = model.columns.astype(np.int32)
    lp.a_matrix_.value_ = model.values
    solver.passModel(lp)
    solver.run()
    duals = -np.array(solver.getSolution().row_dual)
    return duals[:-1], float(duals[-1])


def _model(instance: Instance, pool: Sequence[tuple[float, Tour]]) -> Model:
    """Each place at most once, no more tours than there are."""
    n = len(instance.xy)
    rows: list[list[int]] = [[] for _ in range(n)]
    for column, (_, tour) in enumerate(pool):
        for place in tour:
            rows[place].append(column)
    rows.append(list(range(len(pool))))
    flat = [column for row in rows for column in row]
    return Model(
        cost=np.array([-prize for prize, _ in pool]),
        least=np.zeros(len(pool)),
        most=np.ones(len(pool)),
        integer=np.ones(len(pool), np.bool_),
        row_least=np.full(n + 1, -1e30),
        row_most=np.array([1.0] * n + [float(instance.tours)]),
        starts=np.cumsum([0, *(len(row) for row in rows)]),
        columns=np.array(flat, np.int64),
        values=np.ones(len(flat)),
    )


def _apart(tours: Sequence[Tour]) -> list[Tour]:
    """Tours without the places of those before them."""
    seen: set[int] = set()
    made = []
    for tour in tours:
        made.append(tuple(p for p in tour if p not in seen))
        seen.update(tour)
    return made
