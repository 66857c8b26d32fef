"""The tallies in memory: stocks and flows of all villages and cells in one pass.

Days are ordinals (``date.toordinal``). A village index is its place in
``Cube.villages``; one index more stands for OUT.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuntas.ledger.cells import N_CELLS

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CHECKPOINT_BYTES: Final = 64 << 20
"""Memory for the sums kept at regular days; more villages mean fewer of them."""

SHORTEST_STRIDE_DAYS: Final = 16


class Columns(NamedTuple):
    """Tallies (or signed arcs) as columns of equal length; villages by id, 0 = OUT."""

    effective: Ints
    known: Ints
    from_village: Ints
    from_cell: Ints
    to_village: Ints
    to_cell: Ints
    cause: Ints
    n: Ints

    def and_also(self, others: Columns) -> Columns:
        """These rows and *others* behind them."""
        return Columns(*map(np.concatenate, zip(self, others, strict=True)))

    def sorted_by_day(self) -> Columns:
        order = np.argsort(self.effective, kind="stable")
        return Columns(*(column[order] for column in self))


class Flow(NamedTuple):
    """People who crossed the border of a set of cells, by cause."""

    entered: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def net(self) -> int:
        return sum(self.entered.values()) - sum(self.left.values())


@dataclass
class Cube:
    """Stocks as of any day, as known on any day.

    Args:
        columns: tallies, sorted by effective day.
        causes: names of the causes by number.
        opening: first day, ordinal.
    """

    columns: Columns
    causes: Sequence[str]
    opening: int

    def __post_init__(self) -> None:
        c = self.columns
        ids = np.unique(np.concatenate([c.from_village, c.to_village]))
        self.villages: Ints = ids[ids != 0]
        self._from = self._slot(c.from_village, c.from_cell)
        self._to = self._slot(c.to_village, c.to_cell)
        self._checkpoints()

    @property
    def n_villages(self) -> int:
        return len(self.villages)

    def _slot(self, village: Ints, cell: Ints) -> Ints:
        """Village × cell as one number; OUT falls into a slot behind all others."""
        place = np.searchsorted(self.villages, village)
        return np.where(village == 0, self.n_villages * N_CELLS, place * N_CELLS + cell)

    def _checkpoints(self) -> None:
        """Sums at every *stride*-th day, so that any day is near one of them."""
        size = self.n_villages * N_CELLS + 1
        last = int(self.columns.effective[-1]) if len(self.columns.effective) else self.opening
        days = last - self.opening + 1
        most = max(1, CHECKPOINT_BYTES // (4 * size))
        self._stride = max(SHORTEST_STRIDE_DAYS, -(-days // most))
        count = days // self._stride + 1
        sums = np.zeros((count, size), dtype=np.int32)
        which = (self.columns.effective - self.opening + self._stride - 1) // self._stride
        inside = which < count
        flat = sums.reshape(-1)
        n = self.columns.n[inside].astype(np.int32)
        np.add.at(flat, which[inside] * size + self._to[inside], n)
        np.subtract.at(flat, which[inside] * size + self._from[inside], n)
        np.cumsum(sums, axis=0, out=sums)
        self._sums = sums
        starts = self.opening + np.arange(count) * self._stride
        self._starts = np.searchsorted(self.columns.effective, starts, side="right")

    def extended(self, rows: Columns, causes: Sequence[str]) -> Cube:
        """A cube with a few more rows, in a fraction of the time of building one anew.

        Args:
            rows: tallies or signed arcs, sorted by effective day.
        """
        places = np.concatenate([rows.from_village, rows.to_village])
        if not np.isin(places[places != 0], self.villages).all():
            return Cube(self.columns.and_also(rows).sorted_by_day(), causes, self.opening)
        at: Ints = np.searchsorted(self.columns.effective, rows.effective, side="right")
        more = copy(self)
        more.causes = causes
        more.columns = Columns(
            *(np.insert(old, at, new) for old, new in zip(self.columns, rows, strict=True))
        )
        went, came = (
            self._slot(rows.from_village, rows.from_cell),
            self._slot(rows.to_village, rows.to_cell),
        )
        more._from, more._to = np.insert(self._from, at, went), np.insert(self._to, at, came)
        more._sums = self._sums.copy()
        which = (rows.effective - self.opening + self._stride - 1) // self._stride
        for first, out, into, n in zip(which, went, came, rows.n, strict=True):
            more._sums[first:, into] += n
            more._sums[first:, out] -= n
        starts = self.opening + np.arange(len(self._sums)) * self._stride
        more._starts = self._starts + np.searchsorted(rows.effective, starts, side="right")
        return more

    def stock(self, on: int, known: int | None = None) -> NDArray[np.int32]:
        """People in each village and cell at the end of a day.

        Args:
            on: day, ordinal ≥ ``opening``.
            known: as known at the end of that day; None for all that is known.
        Returns:
            shape (n_villages, 54).
        """
        whole = self._stock_as_known_now(on) if known is None else self._stock_as_known(on, known)
        return whole[:-1].reshape(self.n_villages, N_CELLS)

    def _stock_as_known_now(self, on: int) -> NDArray[np.int32]:
        nearest = min((on - self.opening) // self._stride, len(self._sums) - 1)
        whole: NDArray[np.int32] = self._sums[nearest].copy()
        start = self._starts[nearest]
        stop = np.searchsorted(self.columns.effective, on, side="right")
        if stop > start:
            n = self.columns.n[start:stop].astype(np.int32)
            np.add.at(whole, self._to[start:stop], n)
            np.subtract.at(whole, self._from[start:stop], n)
        return whole

    def _stock_as_known(self, on: int, known: int) -> NDArray[np.int32]:
        stop = np.searchsorted(self.columns.effective, on, side="right")
        told = self.columns.known[:stop] <= known
        size = self.n_villages * N_CELLS + 1
        n = self.columns.n[:stop][told]
        came = np.bincount(self._to[:stop][told], weights=n, minlength=size)
        went = np.bincount(self._from[:stop][told], weights=n, minlength=size)
        return (came - went).astype(np.int32)

    def series(self, days: Sequence[int], slots: Bools, known: int | None = None) -> Ints:
        """People in a set of slots at the end of each of *days* (rising); shape (len(days),)."""
        keep = np.ones(len(self.columns.n), dtype=np.bool_)
        if known is not None:
            keep = self.columns.known <= known
        inside = np.append(slots.reshape(-1), False)
        step = self.columns.n * (
            inside[self._to].astype(np.int64) - inside[self._from].astype(np.int64)
        )
        running = np.concatenate([[0], np.cumsum(np.where(keep, step, 0))])
        return running[np.searchsorted(self.columns.effective, days, side="right")]

    def flow(self, after: int, until: int, slots: Bools, known: int | None = None) -> Flow:
        """Crossings of the border of *slots* on the days *after* < day ≤ *until*.

        Args:
            slots: shape (n_villages, 54), True inside.
        """
        start, stop = np.searchsorted(self.columns.effective, [after, until], side="right")
        inside = np.append(slots.reshape(-1), False)
        was, is_ = inside[self._from[start:stop]], inside[self._to[start:stop]]
        n = self.columns.n[start:stop]
        if known is not None:
            n = np.where(self.columns.known[start:stop] <= known, n, 0)
        cause = self.columns.cause[start:stop]
        return Flow(
            entered=self._by_cause(cause, n, ~was & is_),
            left=self._by_cause(cause, n, was & ~is_),
        )

    def daily(self, after: int, until: int, slots: Bools, causes: Sequence[str]) -> Ints:
        """People who left *slots* by *causes*, for each day after < day ≤ until."""
        start, stop = np.searchsorted(self.columns.effective, [after, until], side="right")
        inside = np.append(slots.reshape(-1), False)
        wanted = np.isin(np.array(self.causes), list(causes))
        chosen = (
            inside[self._from[start:stop]]
            & ~inside[self._to[start:stop]]
            & wanted[self.columns.cause[start:stop]]
        )
        day = self.columns.effective[start:stop][chosen] - after - 1
        n = self.columns.n[start:stop][chosen]
        return np.bincount(day, weights=n, minlength=until - after).astype(np.int64)

    def _by_cause(self, cause: Ints, n: Ints, chosen: Bools) -> dict[str, int]:
        sums = np.bincount(cause[chosen], weights=n[chosen], minlength=len(self.causes))
        return {name: int(total) for name, total in zip(self.causes, sums, strict=True) if total}

    def slots(self, cells: Bools, villages: Sequence[int] | None = None) -> Bools:
        """The set of a cell mask in some villages (ids; None for all), shape (n_villages, 54)."""
        chosen = np.ones(self.n_villages, dtype=np.bool_)
        if villages is not None:
            chosen = np.isin(self.villages, np.fromiter(villages, dtype=np.int64))
        return chosen[:, None] & cells[None, :]
