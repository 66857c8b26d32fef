"""A plain minutiae matcher, the baseline: the rigid motion most pairs vote for, then a count.

Generalised Hough transform over shift and turn (Ratha, Karu, Chen and Jain, 1996), then minutiae
that lie within 15 px and 22.5 degrees, each once; score: squared count by the product of sizes.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.template import Template

Bytes = NDArray[np.int32]
Reals = NDArray[np.float32]

_STEP: Final = 16
_CELLS: Final = 128
_TURNS: Final = 16
_COS: Final = np.cos(np.arange(256) * (np.pi / 128)).astype(np.float32)
_SIN: Final = np.sin(np.arange(256) * (np.pi / 128)).astype(np.float32)


def scores(templates: list[Template]) -> Reals:
    """Every template with every other: float32 [n, n], symmetric, 0 on the diagonal."""
    columns = [
        (t.x.astype(np.float32), -t.y.astype(np.float32), t.angle.astype(np.int32))
        for t in templates
    ]
    votes = np.zeros((_TURNS, _CELLS, _CELLS), np.int32)
    found = np.zeros((len(columns), len(columns)), np.float32)
    for i, one in enumerate(columns):
        for j, other in enumerate(columns[:i]):
            found[i, j] = found[j, i] = _score(*one, *other, votes)
    return found


@compiled
def _score(xa: Reals, ya: Reals, ta: Bytes, xb: Reals, yb: Reals, tb: Bytes, votes: Bytes) -> float:
    if len(xa) == 0 or len(xb) == 0:
        return 0.0
    best, bi, bj = 0, 0, 0
    for way in range(2):  # vote, then take the votes back
        for i in range(len(xa)):
            for j in range(len(xb)):
                turn = (tb[j] - ta[i]) & 255
                dx = xb[j] - _COS[turn] * xa[i] + _SIN[turn] * ya[i]
                dy = yb[j] - _SIN[turn] * xa[i] - _COS[turn] * ya[i]
                cell_x = int(dx / _STEP + _CELLS * 4) % _CELLS
                cell_y = int(dy / _STEP + _CELLS * 4) % _CELLS
                votes[turn // _TURNS, cell_x, cell_y] += 1 - 2 * way
                if way == 0 and votes[turn // _TURNS, cell_x, cell_y] > best:
                    best, bi, bj = votes[turn // _TURNS, cell_x, cell_y], i, j
    turn = (tb[bj] - ta[bi]) & 255
    taken = np.zeros(len(xb), np.bool_)
    count = 0
    for i in range(len(xa)):
        x = _COS[turn] * (xa[i] - xa[bi]) - _SIN[turn] * (ya[i] - ya[bi]) + xb[bj]
        y = _SIN[turn] * (xa[i] - xa[bi]) + _COS[turn] * (ya[i] - ya[bi]) + yb[bj]
        for j in range(len(xb)):
            off = ((tb[j] - ta[i] - turn + 128) & 255) - 128
            if not taken[j] and abs(off) <= 16 and (xb[j] - x) ** 2 + (yb[j] - y) ** 2 <= 225:
                taken[j] = True
                count += 1
                break
    return count * count / (len(xa) * len(xb))
