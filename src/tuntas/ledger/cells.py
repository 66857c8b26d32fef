"""Cells: the 54 combinations of standing, aside, enrolment and card.

A cell is one small integer, so that a village × cell table is a numpy array
and every figure is a sum over a set of cells.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuntas.ledger.tracks import Card, Enrol, Standing

OUT_CELL: Final = -1
"""Cell of somebody who is in no village."""

N_CELLS: Final = 54


class Cell(NamedTuple):
    """One combination; see :func:`encode`."""

    standing: Standing
    aside: int
    enrol: Enrol
    card: Card


def encode(standing: int, aside: int, enrol: int, card: int) -> int:
    """Number of a cell, 0 ≤ n < 54.

    >>> encode(Standing.DUE, 0, Enrol.NONE, Card.NONE)
    36
    """
    return standing * 18 + aside * 9 + enrol * 3 + card


def decode(cell: int) -> Cell:
    """Inverse of :func:`encode`.

    >>> decode(36).standing.name
    'DUE'
    """
    standing, rest = divmod(cell, 18)
    aside, rest = divmod(rest, 9)
    enrol, card = divmod(rest, 3)
    return Cell(Standing(standing), aside, Enrol(enrol), Card(card))


ALL: Final = tuple(decode(cell) for cell in range(N_CELLS))


def _mask(chosen: list[bool]) -> NDArray[np.bool_]:
    mask = np.array(chosen, dtype=np.bool_)
    mask.setflags(write=False)
    return mask


# Masks over the 54 cells, shape (54,). Every published figure is one of these.
POPULATION: Final = _mask([True for _ in ALL])
OBLIGED: Final = _mask([c.standing is Standing.DUE for c in ALL])
UNKNOWN: Final = _mask([c.standing is Standing.UNKNOWN for c in ALL])
LEFT: Final = _mask([c.standing is Standing.DUE and c.enrol is Enrol.NONE for c in ALL])
ASIDE: Final = _mask([c.standing is Standing.DUE and c.aside == 1 for c in ALL])
LEFT_DYNAMIC: Final = _mask(
    [c.standing is Standing.DUE and c.enrol is Enrol.NONE and not c.aside for c in ALL]
)
CAPTURED: Final = _mask([c.standing is Standing.DUE and c.enrol >= Enrol.CAPTURED for c in ALL])
UNIQUE: Final = _mask([c.standing is Standing.DUE and c.enrol >= Enrol.UNIQUE for c in ALL])
PRINTED: Final = _mask([c.standing is Standing.DUE and c.card >= Card.PRINTED for c in ALL])
IN_HAND: Final = _mask([c.standing is Standing.DUE and c.card >= Card.IN_HAND for c in ALL])
CAPTURED_EARLY: Final = _mask(
    [c.standing is not Standing.DUE and c.enrol >= Enrol.CAPTURED for c in ALL]
)

LEFT_CELLS: Final = tuple(int(n) for n in np.flatnonzero(LEFT))
LEFT_RUNS: Final = tuple(
    (int(run[0]), int(run[-1]))
    for run in np.split(LEFT_CELLS, np.flatnonzero(np.diff(LEFT_CELLS) > 1) + 1)
)
"""First and last of each run of neighbours in :data:`LEFT_CELLS`."""
LEFT_DYNAMIC_CELLS: Final = tuple(int(n) for n in np.flatnonzero(LEFT_DYNAMIC))
