"""Do two prints lie on one another, allowing for skin that stretched? Evidence in nats.

Pairs that agree carry the minutiae of one print over to the other: each minutia by the rigid
motion that fits the pairs around it best (moving least squares), so that a finger pressed and
twisted is followed piece by piece. A pair never has a say in where its own minutia goes: chance
pairs cannot vouch for themselves. What then lies together counts as a likelihood ratio: how much
more often would this happen with one finger than with two? What should have been seen and was
not counts against it.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import exact
from tuntas.biometrics.matching.prints import COS, HIT, MISS, SIN, X, Y

Reals = NDArray[np.float32]
Indices = NDArray[np.int16]
Real = np.float32 | float

SPREAD: Final = 4.0
"""Pixels between a minutia and where nearby pairs carry it: two extractions and the skin."""
STRETCH: Final = 0.05
"""More of it for each pixel of distance to those pairs."""
TURN_SPREAD: Final = 0.2
"""Radians, the same for its direction."""
REACH: Final = 50.0
"""Pixels: how far around a minutia pairs have their say; five to six ridges."""
ANYWHERE: Final = 0.02
"""The say of a pair however far away."""
LEVER: Final = 20.0
"""Pixels: directions weigh in the motion as points at this distance would; SPREAD / TURN_SPREAD."""
TOGETHER: Final = 12.0
"""Minutiae lie together below this squared distance in spreads (3.5 of them)."""
INSET: Final = 5.0
"""Pixels inside the other print's outline from where on a minutia should have been seen."""
WORST: Final = -2.0
"""Nats: a minutia with a mate is never worse than this, however odd the place."""
FAINT: Final = 0.02
"""Pairs with less than this share of the strongest one's support are left out."""

_REACH2: Final = np.float32(1.0 / REACH**2)
_LEVER2: Final = np.float32(LEVER**2)
_SPREAD2: Final = np.float32(SPREAD**2)
_STRETCH2: Final = np.float32(STRETCH**2)
_TURN: Final = np.float32(2.0 / TURN_SPREAD**2)
_FAR: Final = np.int64(2**31 - 1)
_NOWHERE: Final = np.float32(1e5)
_STEPS: Final = np.float32(4096.0)
_EXPECTED: Final = np.float32(math.log(math.sqrt(2.0 * math.pi) / (2.0 * math.pi * TURN_SPREAD)))
"""Logarithm of how dense mates lie around their place and direction, before the spread; chance
minutiae have any direction, 1 / (2 pi)."""


@exact
def group(agreeing: Reals, weights: Reals, leader: int, into: Reals) -> None:
    """How much each pair belongs to the *leader*'s group: directly, and by way of others."""
    count = len(weights)
    for k in range(count):
        into[k] = weights[leader] * agreeing[leader, k]
    for j in range(count):
        by_way_of = agreeing[leader, j] * weights[j]
        if by_way_of > 0:
            for k in range(count):
                into[k] += agreeing[j, k] * by_way_of
    into[leader] += weights[leader]


@exact
def carry(points: Reals, own: NDArray[np.int32], support: Reals, into: Reals) -> None:
    """Carry minutiae over by the pairs of *support*.

    points: [6, n] as Packed.minutiae. own: [n], the pair that is this minutia's own, or -1.
    support: [7, m], from x, y, to x, y, cosine and sine of the turn, weight.
    into: [5, n], x, y, cosine and sine of the turn there, squared spread; spread -1 where no
    other pair has a say.
    """
    n, m = points.shape[1], support.shape[1]
    wide = (n + 15) & ~15  # whole vectors: no remainder of the loops over minutiae
    fx, fy, tx, ty = support[0, 0], support[1, 0], support[2, 0], support[3, 0]
    place, say = np.zeros((2, wide), np.float32), np.empty((m, wide), np.float32)
    for i in range(n):
        place[0, i], place[1, i] = points[X, i] - fx, points[Y, i] - fy
    terms, sums = np.empty((m, 10), np.float32), np.zeros((10, wide), np.float32)
    for k in range(m):
        ax, ay = support[0, k] - fx, support[1, k] - fy
        bx, by = support[2, k] - tx, support[3, k] - ty
        weight, row, x, y = support[6, k], say[k], place[0], place[1]
        for i in range(wide):
            dx, dy = x[i] - ax, y[i] - ay
            near = np.float32(1.0) / (np.float32(1.0) + (dx * dx + dy * dy) * _REACH2)
            row[i] = weight * (np.float32(ANYWHERE) + near * near)
        terms[k, 0], terms[k, 1], terms[k, 2], terms[k, 3], terms[k, 4] = 1.0, ax, ay, bx, by
        terms[k, 5], terms[k, 6] = ax * bx + ay * by, ax * by - ay * bx
        terms[k, 7], terms[k, 8], terms[k, 9] = support[4, k], support[5, k], ax * ax + ay * ay
    for i in range(n):
        if own[i] >= 0:
            say[own[i], i] = np.float32(0.0)
    for k in range(m):
        for c in range(10):
            row, total, term = say[k], sums[c], terms[k, c]
            for i in range(wide):
                total[i] += row[i] * term
    for i in range(n):
        heard = max(sums[0, i], np.float32(1e-9))
        one = np.float32(1.0) / heard
        cx, cy, dx, dy = sums[1, i] * one, sums[2, i] * one, sums[3, i] * one, sums[4, i] * one
        cos = sums[5, i] - heard * (cx * dx + cy * dy) + _LEVER2 * sums[7, i]
        sin = sums[6, i] - heard * (cx * dy - cy * dx) + _LEVER2 * sums[8, i]
        norm = np.float32(1.0) / np.sqrt(cos * cos + sin * sin + np.float32(1e-12))
        cos *= norm
        sin *= norm
        x0, y0 = place[0, i], place[1, i]
        px, py = x0 - cx, y0 - cy
        into[0, i] = tx + dx + cos * px - sin * py
        into[1, i] = ty + dy + sin * px + cos * py
        into[2, i] = cos
        into[3, i] = sin
        off2 = x0 * x0 + y0 * y0 - np.float32(2.0) * (x0 * cx + y0 * cy) + sums[9, i] * one
        spread = _SPREAD2 + _STRETCH2 * max(off2, np.float32(0.0))
        into[4, i] = spread if sums[0, i] > np.float32(1e-8) else np.float32(-1.0)


@exact
def mates(a: Reals, carried: Reals, b: Reals, mate: Indices, odds: Reals) -> int:
    """Pair what lies together, each the other's nearest: mate [n of a] of b or -1, and how far
    apart they are, squared, in spreads of place and direction. How many pairs there are."""
    na, nb = a.shape[1], b.shape[1]
    wide = (nb + 15) & ~15
    there = np.full((4, wide), _NOWHERE)
    for j in range(nb):
        there[0, j], there[1, j], there[2, j], there[3, j] = b[X, j], b[Y, j], b[COS, j], b[SIN, j]
    bx, by, bc, bs = there[0], there[1], there[2], there[3]
    # Distance and number in one integer: its minimum is found in vectors, and knows whose it is.
    least, nearest = np.full(wide, _FAR), np.empty(na, np.int64)
    for i in range(na):
        nearest[i] = _FAR
        spread = carried[4, i]
        if spread < 0:
            continue
        x, y, one = carried[0, i], carried[1, i], np.float32(1.0) / spread
        cos = a[COS, i] * carried[2, i] - a[SIN, i] * carried[3, i]
        sin = a[SIN, i] * carried[2, i] + a[COS, i] * carried[3, i]
        best = _FAR
        for j in range(wide):
            dx, dy = bx[j] - x, by[j] - y
            turned = np.float32(1.0) - cos * bc[j] - sin * bs[j]
            odd = (dx * dx + dy * dy) * one + turned * _TURN
            key = np.int64(min(odd, np.float32(2.0 * TOGETHER)) * _STEPS) << 8
            least[j] = min(least[j], key | i)
            best = min(best, key | j)
        nearest[i] = best
    found = 0
    for i in range(na):
        mate[i] = -1
        odds[i] = np.float32(nearest[i] >> 8) / _STEPS
        if odds[i] < np.float32(TOGETHER) and (least[nearest[i] & 255] & 255) == i:
            mate[i] = nearest[i] & 255
            found += 1
    return found


@exact
def beyond(carried: Reals, edges: Reals, into: Reals) -> None:
    """How far carried minutiae lie beyond an outline; negative inside it."""
    for i in range(carried.shape[1]):
        into[i] = np.float32(-1e9)
    for k in range(edges.shape[1]):
        nx, ny, offset = edges[0, k], edges[1, k], edges[2, k]
        for i in range(carried.shape[1]):
            into[i] = max(into[i], nx * carried[0, i] + ny * carried[1, i] - offset)


@exact
def lay(
    a: Reals,
    edges_a: Reals,
    b: Reals,
    edges_b: Reals,
    density_b: Real,
    support: Reals,
    own: NDArray[np.int32],
    mate: Indices,
    counted: Reals,
    worth: Real,
) -> Real:
    """Lay a on b by *support* (see carry), then once more by what lay together: evidence in nats,
    or any number not above *worth* when it is not above that.

    own: [n of a], each minutia's pair in support or -1; changed. mate: [n of a], filled.
    counted: [5], filled: nats for mates, nats for a's and b's minutiae without, how many those are.
    """
    na = a.shape[1]
    carried, odds, outside = (
        np.empty((5, na), np.float32),
        np.empty(na, np.float32),
        np.empty(na, np.float32),
    )
    counted[:] = np.float32(0.0)
    carry(a, own, support, carried)
    found = mates(a, carried, b, mate, odds)
    if found < 2:
        return np.float32(0.0)
    carry(a, own, _support(a, b, mate, odds, own, found), carried)
    found = mates(a, carried, b, mate, odds)
    if found < 2:
        return np.float32(0.0)
    beyond(carried, edges_b, outside)
    for i in range(na):
        if mate[i] >= 0:
            nats = a[HIT, i] + _EXPECTED - density_b - np.float32(0.5) * odds[i]
            nats -= np.float32(math.log(carried[4, i]))
            counted[0] += max(nats, np.float32(WORST))
        elif carried[4, i] > 0 and outside[i] <= np.float32(-INSET):
            counted[1] += a[MISS, i]
            counted[3] += np.float32(1.0)
    if counted[0] + counted[1] > worth:  # what b misses can only take away
        _missed_of_b(a, edges_a, b, mate, odds, own, found, counted)
    total: np.float32 = counted[0] + counted[1] + counted[2]
    return total


@exact
def _support(
    a: Reals, b: Reals, mate: Indices, odds: Reals, own: NDArray[np.int32], found: int
) -> Reals:
    """Mates as pairs that carry, the closer the weightier; whose own they are goes into *own*."""
    made = np.empty((7, found), np.float32)
    k = 0
    for i in range(len(mate)):
        own[i] = -1
        if mate[i] < 0:
            continue
        j = mate[i]
        made[0, k], made[1, k] = a[X, i], a[Y, i]
        made[2, k], made[3, k] = b[X, j], b[Y, j]
        made[4, k] = a[COS, i] * b[COS, j] + a[SIN, i] * b[SIN, j]
        made[5, k] = a[COS, i] * b[SIN, j] - a[SIN, i] * b[COS, j]
        made[6, k] = np.float32(math.exp(-np.float32(0.25) * odds[i]))
        own[i] = k
        k += 1
    return made


@exact
def _missed_of_b(
    a: Reals,
    edges_a: Reals,
    b: Reals,
    mate: Indices,
    odds: Reals,
    own: NDArray[np.int32],
    found: int,
    counted: Reals,
) -> None:
    """Carry b back and count those of it that a should have shown."""
    nb = b.shape[1]
    there = _support(a, b, mate, odds, own, found)
    back = np.empty((7, found), np.float32)
    back[0:2], back[2:4] = there[2:4], there[0:2]
    back[4], back[5], back[6] = there[4], -there[5], there[6]
    mated = np.zeros(nb, np.bool_)
    nobody = np.full(nb, np.int32(-1))
    for i in range(len(mate)):
        if mate[i] >= 0:
            mated[mate[i]] = True
    carried, outside = np.empty((5, nb), np.float32), np.empty(nb, np.float32)
    carry(b, nobody, back, carried)
    beyond(carried, edges_a, outside)
    for j in range(nb):
        if not mated[j] and outside[j] <= np.float32(-INSET):
            counted[2] += b[MISS, j]
            counted[4] += np.float32(1.0)
