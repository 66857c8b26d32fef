"""The relaxed choice among columns: a linear programme that grows, its prices, its bound."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from tuntas.missions.planning.columns import NO_LIMIT, Column, Key, Layout

Floats = NDArray[np.float64]
_EPS = 1e-7


@dataclass(frozen=True)
class Model:
    """A mixed-integer programme, to be solved elsewhere: minimise ``cost`` x, rows within limits.

    Rows of the matrix are sparse by row: ``starts``, ``columns``, ``values``.
    """

    cost: Floats
    least: Floats
    most: Floats
    integer: NDArray[np.bool_]
    row_least: Floats
    row_most: Floats
    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats


@dataclass(frozen=True)
class Answer:
    """Of a programme: values (empty = none found), and what the objective cannot fall below."""

    values: Floats
    objective: float
    bound: float
    finished: bool


class Master:
    """Columns so far, their programme, and the prices of its rows."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.columns: list[Column] = []
        self._known: dict[Column, int] = {}
        self._at: dict[Key, int] = {}
        self._limits: list[tuple[float, float]] = []
        self._entries: list[dict[Key, float]] = []
        self._worth: list[float] = []
        self.lp = highspy.Highs()  # type: ignore[no-untyped-call]
        self.lp.setOptionValue("output_flag", False)
        self.lp.setOptionValue("threads", 1)
        self.lp.setOptionValue("presolve", "off")
        self._extra: list[tuple[float, float, float, dict[Key, float]]] = []
        self._tangents: set[tuple[int, int, int]] = set()
        self._shared: dict[int, int] = {}
        for key, row in layout.rows.items():
            self._add_row(key, row.least, row.most)
            if row.slack:
                self._add_extra(row.slack, 0.0, row.least, {key: 1.0})
        self._share_venues()
        self.prices: dict[Key, float] = {}
        self.value = 0.0
        self._x: Floats = np.zeros(0)

    # --- growing -----------------------------------------------------------------------------

    def _add_row(self, key: Key, least: float, most: float) -> None:
        self._at[key] = len(self._at)
        self._limits.append((least, most))
        none = np.zeros(0, np.int32)
        low = least if least > -NO_LIMIT else -highspy.kHighsInf
        high = most if most < NO_LIMIT else highspy.kHighsInf
        self.lp.addRow(low, high, 0, none, np.zeros(0))

    def _add_extra(self, cost: float, least: float, most: float, uses: dict[Key, float]) -> None:
        """A variable that is no column: a slack, or what a shared venue brings."""
        self._extra.append((cost, least, most, uses))
        self._put(cost, least, most, uses)

    def _put(self, cost: float, least: float, most: float, uses: dict[Key, float]) -> None:
        rows = np.array([self._at[key] for key in uses], np.int32)
        values = np.array(list(uses.values()), np.float64)
        high = most if most < NO_LIMIT else highspy.kHighsInf
        self.lp.addCol(cost, least, high, len(rows), rows, values)

    def _share_venues(self) -> None:
        """For venues of several visits: served ≤ what single visits bring, ≤ what all could."""
        for v in range(self.layout.field.n):
            if not self.layout.shared[v]:
                continue
            self._add_row(("value", v), 0.0, NO_LIMIT)  # gains - r ≥ 0
            self._add_row(("served", v), 0.0, 0.0)  # places - s = 0
            self._add_row(("lift", v), 0.0, 0.0)  # better turnouts - l = 0
            uses: dict[Key, float] = {("value", v): -1.0}
            for floor in self.layout.floors_of(v):
                uses["floor", floor] = 1.0
            self._shared[v] = len(self._extra)
            _, high = self.layout.turnouts(v)
            self._add_extra(-1.0, 0.0, float(high[-1]), uses)
            self._add_extra(0.0, 0.0, NO_LIMIT, {("served", v): -1.0})
            self._add_extra(0.0, 0.0, NO_LIMIT, {("lift", v): -1.0})

    def add(self, column: Column) -> bool:
        """Take a column in; False when it is known."""
        if column in self._known:
            return False
        worth, uses = self.layout.entries(column)
        self._known[column] = len(self.columns)
        self.columns.append(column)
        self._worth.append(worth)
        self._entries.append(uses)
        self._put(-worth, 0.0, NO_LIMIT, uses)
        return True

    # --- solving -----------------------------------------------------------------------------

    def solve(self) -> float:
        """Solve the relaxed programme, tangents added as they are violated; people (penalised)."""
        while True:
            self.lp.run()
            solution = self.lp.getSolution()
            self._x = np.array(solution.col_value)
            self.value = -float(self.lp.getInfo().objective_function_value)
            if not self._cut():
                break
        duals = solution.row_dual
        self.prices = {key: float(duals[n]) for key, n in self._at.items()}
        return self.value

    def _cut(self) -> bool:
        """Add the tangents that the present solution violates."""
        added = False
        for v, first in self._shared.items():
            brings, places, lift = (float(x) for x in self._x[first : first + 3])
            for level, table in enumerate(self.layout.turnouts(v)):
                at = min(int(places), len(table) - 1)
                slope = float(table[at + 1] - table[at]) if at + 1 < len(table) else 0.0
                limit = float(table[at]) - slope * at
                most = limit + slope * places + (lift if level == 0 else 0.0)
                if brings > most + 1e-6 and (v, level, at) not in self._tangents:
                    self._tangents.add((v, level, at))
                    self._add_tangent((v, level, at), first, slope, limit)
                    added = True
        return added

    def _add_tangent(
        self, name: tuple[int, int, int], first: int, slope: float, limit: float
    ) -> None:
        """r ≤ limit + slope · places, at the lowest turnout plus what better ones add."""
        key: Key = ("tangent", *name)
        self._at[key] = len(self._at)
        self._limits.append((-NO_LIMIT, limit))
        amounts = [(first, 1.0), (first + 1, -slope)] + [(first + 2, -1.0)] * (name[1] == 0)
        self.lp.addRow(
            -highspy.kHighsInf,
            limit,
            len(amounts),
            np.array([variable for variable, _ in amounts], np.int32),
            np.array([amount for _, amount in amounts]),
        )
        for variable, amount in amounts:
            self._extra[variable][3][key] = amount

    # --- prices ------------------------------------------------------------------------------

    def price(self, *key: object) -> float:
        """How much the objective (to be minimised) grows by one more unit of a row."""
        return self.prices.get(key, 0.0)

    def reduced(self, column: Column) -> float:
        """What a column would add to the relaxed value, at the prices: ≤ 0 when it is in vain."""
        worth, uses = self.layout.entries(column)
        return worth + sum(self.price(*key) * amount for key, amount in uses.items())

    def _brought(self, v: int, brought: dict[Key, float]) -> float:
        """What the rows of a shared venue allow its visits to bring."""
        low, high = self.layout.turnouts(v)
        at = min(int(brought["served", v]), len(low) - 1)
        tops = float(high[at]), float(low[at]) + brought["lift", v]
        return min(brought["value", v], *tops)

    def penalty_of(self, counts: dict[Column, int]) -> float:
        """What unmet floors and pins take off a choice."""
        return self._people_and_penalty(counts)[1]

    def value_of(self, counts: dict[Column, int]) -> float:
        """The objective of a choice: people, penalties taken off."""
        people, penalty = self._people_and_penalty(counts)
        return people - penalty

    def _people_and_penalty(self, counts: dict[Column, int]) -> tuple[float, float]:
        brought: defaultdict[Key, float] = defaultdict(float)
        total = 0.0
        for column, count in counts.items():
            worth, uses = self.layout.entries(column)
            total += worth * count
            for key, amount in uses.items():
                brought[key] += amount * count
        for v in range(self.layout.field.n):
            if self.layout.shared[v] and brought["value", v]:
                served = self._brought(v, brought)
                total += served
                for floor in self.layout.floors_of(v):
                    brought["floor", floor] += served
        missing = (
            row.slack * max(0.0, row.least - brought[key])
            for key, row in self.layout.rows.items()
            if row.slack
        )
        return total, sum(missing)

    def chosen(self) -> list[tuple[Column, float]]:
        """Columns of the relaxed solution with their shares."""
        shares = self._x[len(self._extra) :]
        return [(c, float(x)) for c, x in zip(self.columns, shares, strict=False) if x > _EPS]

    # --- the choice in whole numbers -----------------------------------------------------------

    def model(self, columns: list[Column]) -> Model:
        """The programme over some of the columns, in whole numbers."""
        variables = [*self._extra]
        for column in columns:
            n = self._known[column]
            variables.append((-self._worth[n], 0.0, NO_LIMIT, self._entries[n]))
        by_row: list[list[tuple[int, float]]] = [[] for _ in self._at]
        for n, (_, _, _, uses) in enumerate(variables):
            for key, amount in uses.items():
                by_row[self._at[key]].append((n, amount))
        whole = np.arange(len(variables)) >= len(self._extra)
        return Model(
            cost=np.array([v[0] for v in variables]),
            least=np.array([v[1] for v in variables]),
            most=np.array([v[2] for v in variables]),
            integer=whole,
            row_least=np.array([limit[0] for limit in self._limits]),
            row_most=np.array([limit[1] for limit in self._limits]),
            starts=np.cumsum([0, *(len(row) for row in by_row)]),
            columns=np.array([n for row in by_row for n, _ in row], np.int64),
            values=np.array([amount for row in by_row for _, amount in row]),
        )

    def start(self, columns: list[Column], counts: dict[Column, int]) -> Floats:
        """Values of ``model(columns)`` for a known choice; NaN where left to the solver."""
        free = np.full(len(self._extra), np.nan)
        return np.concatenate([free, [float(counts.get(c, 0)) for c in columns]])

    def read(self, columns: list[Column], values: Floats) -> dict[Column, int]:
        """Which columns an answer to ``model(columns)`` takes, how often."""
        counts: defaultdict[Column, int] = defaultdict(int)
        for column, x in zip(columns, values[len(self._extra) :], strict=True):
            if round(float(x)) > 0:
                counts[column] += round(float(x))
        return dict(counts)


def solve_whole(
    model: Model, *, seconds: float, seed: int, gap: float, start: Floats | None = None
) -> Answer:
    """The programme in whole numbers, by HiGHS in this process: see ``missions/apart.py``.

    Args:
        gap: relative; stop as soon as it is proven.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", seed % 2**31),
        ("time_limit", max(seconds, 0.1)),
        ("mip_rel_gap", gap),
    ):
        solver.setOptionValue(name, value)
    infinity = highspy.kHighsInf
    n = len(model.cost)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(model.row_least)
    lp.col_cost_ = model.cost
    lp.col_lower_ = model.least
    lp.col_upper_ = np.where(model.most >= NO_LIMIT, infinity, model.most)
    lp.row_lower_ = np.where(model.row_least <= -NO_LIMIT, -infinity, model.row_least)
    lp.row_upper_ = np.where(model.row_most >= NO_LIMIT, infinity, model.row_most)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.starts.astype(np.int32)
    lp.a_matrix_.index_ = model.columns.astype(np.int32)
    lp.a_matrix_.value_ = model.values
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in model.integer]
    solver.passModel(lp)
    if start is not None:
        known = np.flatnonzero(~np.isnan(start)).astype(np.int32)
        solver.setSolution(len(known), known, start[known])
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if found else np.zeros(0)
    finished = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    objective = float(info.objective_function_value) if found else float("inf")
    return Answer(values, objective, float(info.mip_dual_bound), finished)
