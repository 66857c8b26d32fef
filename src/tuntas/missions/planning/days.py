"""All days a team can spend: every set of one to three venues, in the best order, hours divided.

The kernel goes through all sets; what it does not keep cannot be better than it says. Dividing
the hours is exact where everybody at the venues of a set needs the same whole minutes and no
window binds (gains are concave, so the next block of minutes goes where it brings most);
elsewhere ``upper`` is what hours divided into fractions, without windows, would bring.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import exact

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STOPS = 3
_ORDERS = np.array([[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]], np.int64)
_NOTHING = 1e-12


class Ground(NamedTuple):
    """A team's surroundings in one kind of session; n venues, times in minutes of work.

    Attributes:
        out, back, way: minutes from the base, to the base, between venues.
        out_sea, back_sea, way_sea: 1 where that way goes by boat.
        out_cost, back_cost, way_cost: what it costs the plan.
        before, after: minutes to set up and to pack at each venue.
        each: minutes one person takes; lanes: kits that work at once.
        opens, closes: when people are served.
        hours: length of the session; boat_from, boat_until: when boats are at sea.
        free: 1 at venues where neither a window nor a boat's hours can bind.
        even: 1 where all ways are as long (and dear) back as there.
    """

    out: Ints
    back: Ints
    way: Ints
    out_sea: Ints
    back_sea: Ints
    way_sea: Ints
    out_cost: Floats
    back_cost: Floats
    way_cost: Floats
    before: Ints
    after: Ints
    each: Floats
    lanes: Ints
    opens: Ints
    closes: Ints
    hours: int
    boat_from: int
    boat_until: int
    free: Ints
    even: int


class Found(NamedTuple):
    """Days worth keeping, n of them, and the best that any day can be worth."""

    value: Floats
    venues: Ints  # (n, 3), -1 = none
    places: Ints  # (n, 3)
    upper: float


@exact
def _returns(ground: Ground, order: Ints, length: int, blocks: Ints) -> int:
    """The minute at which a team is back; -1 where a window, a boat or the hours forbid it."""
    at = 0
    for n in range(length):
        v = order[n]
        minutes, sea = ground.out[v], ground.out_sea[v]
        if n > 0:
            minutes, sea = ground.way[order[n - 1], v], ground.way_sea[order[n - 1], v]
        if sea:
            at = max(at, ground.boat_from)
        at += minutes
        if sea and at > ground.boat_until:
            return -1
        at = max(at + ground.before[v], ground.opens[v])
        at += int(np.ceil(blocks[n] * ground.each[v] - 1e-9))
        if at > ground.closes[v]:
            return -1
        at += ground.after[v]
    last = order[length - 1]
    if ground.back_sea[last]:
        at = max(at, ground.boat_from)
    at += ground.back[last]
    if ground.back_sea[last] and at > ground.boat_until:
        return -1
    return int(at) if at <= ground.hours else -1


@exact
def _idle(ground: Ground, order: Ints, length: int) -> int:
    """Minutes of the session that are left for serving when nobody waits anywhere."""
    spent = ground.out[order[0]] + ground.back[order[length - 1]]
    for n in range(length):
        spent += ground.before[order[n]] + ground.after[order[n]]
        if n > 0:
            spent += ground.way[order[n - 1], order[n]]
    return int(ground.hours - spent)


@exact
def _plain(ground: Ground, order: Ints, length: int) -> bool:
    """Whether nobody can have to wait on this day, and it takes as long the other way round."""
    if not ground.even:
        return False
    free = True
    for n in range(length):
        free = free and ground.free[order[n]] == 1
    return free


@exact
def _block(gain: Floats, v: int, blocks: int, lanes: int) -> float:
    """What one more block (one person a kit) brings at venue *v*."""
    full = gain.shape[1] - 1
    return float(gain[v, min((blocks + 1) * lanes, full)] - gain[v, min(blocks * lanes, full)])


@exact
def _divide(ground: Ground, gain: Floats, order: Ints, length: int, blocks: Ints) -> float:
    """Fill *blocks* for this order, one at each venue first; what they bring, -1e18 = no day."""
    blocks[:length] = 1
    idle = _idle(ground, order, length)
    total = 0.0
    for n in range(length):
        idle -= int(np.ceil(ground.each[order[n]] - 1e-9))
        total += _block(gain, order[n], 0, ground.lanes[order[n]])
    plain = _plain(ground, order, length)
    if idle < 0 or (not plain and _returns(ground, order, length, blocks) < 0):
        return -1e18
    while True:
        best = -1
        best_rate = _NOTHING
        for n in range(length):
            v = order[n]
            rate = _block(gain, v, blocks[n], ground.lanes[v]) / ground.each[v]
            if rate <= best_rate:
                continue
            if plain:
                needs = np.ceil((blocks[n] + 1) * ground.each[v] - 1e-9)
                possible = needs - np.ceil(blocks[n] * ground.each[v] - 1e-9) <= idle
            else:
                blocks[n] += 1
                possible = _returns(ground, order, length, blocks) >= 0
                blocks[n] -= 1
            if possible:
                best, best_rate = n, rate
        if best < 0:
            return total
        v = order[best]
        total += _block(gain, v, blocks[best], ground.lanes[v])
        blocks[best] += 1
        before = np.ceil((blocks[best] - 1) * ground.each[v] - 1e-9)
        idle -= int(np.ceil(blocks[best] * ground.each[v] - 1e-9) - before)


@exact
def _ceiling(ground: Ground, gain: Floats, order: Ints, length: int) -> float:
    """What fractions of blocks, without windows, would bring: no division brings more."""
    idle = float(_idle(ground, order, length))
    blocks = np.ones(length, np.int64)
    total = 0.0
    for n in range(length):
        idle -= ground.each[order[n]]
        total += _block(gain, order[n], 0, ground.lanes[order[n]])
    while idle > 0:
        best = -1
        best_rate = _NOTHING
        for n in range(length):
            v = order[n]
            rate = _block(gain, v, blocks[n], ground.lanes[v]) / ground.each[v]
            if rate > best_rate:
                best, best_rate = n, rate
        if best < 0:
            return total
        share = min(1.0, idle / ground.each[order[best]])
        total += share * best_rate * ground.each[order[best]]
        idle -= ground.each[order[best]]
        blocks[best] += 1
    return total


@exact
def _way_cost(ground: Ground, order: Ints, length: int) -> float:
    cost = ground.out_cost[order[0]] + ground.back_cost[order[length - 1]]
    for n in range(1, length):
        cost += ground.way_cost[order[n - 1], order[n]]
    return float(cost)


@exact
def _exactly(ground: Ground, order: Ints, length: int) -> bool:
    """Whether dividing greedily is optimal for these venues."""
    first = ground.each[order[0]]
    if not _plain(ground, order, length) or first != np.floor(first):
        return False
    for n in range(1, length):
        if ground.each[order[n]] != first or ground.lanes[order[n]] != ground.lanes[order[0]]:
            return False
    return True


@exact
def _try_set(
    ground: Ground,
    gain: Floats,
    entry: Floats,
    chosen: Ints,
    length: int,
    best_order: Ints,
    best_blocks: Ints,
) -> tuple[float, float]:
    """The best order and division of one set of venues: (value, what it cannot exceed)."""
    order = np.zeros(3, np.int64)
    blocks = np.zeros(3, np.int64)
    best = -1e18
    upper = -1e18
    plain = _plain(ground, chosen, length)
    fixed = 0.0
    for n in range(length):
        fixed += entry[chosen[n]]
    shortest = -1
    for permutation in range(6):
        if length == 2 and permutation not in (0, 2):
            continue
        if length == 1 and permutation != 0:
            continue
        if plain and length > 1 and permutation in (2, 4, 5):
            continue  # the same way, backwards
        for n in range(length):
            order[n] = chosen[_ORDERS[permutation, n]]
        idle = _idle(ground, order, length)
        cost = _way_cost(ground, order, length)
        if idle < 0 or (plain and cost == 0.0 and idle <= shortest):
            continue
        shortest = max(shortest, idle)
        got = _divide(ground, gain, order, length, blocks)
        if got < -1e17:
            continue
        value = got + fixed - cost
        limit = value
        if not _exactly(ground, order, length):
            limit = _ceiling(ground, gain, order, length) + fixed - cost
        upper = max(upper, limit)
        if value > best:
            best = value
            best_order[:] = order
            best_blocks[:] = blocks
    return best, upper


@exact
def _search(
    ground: Ground,
    gain: Floats,
    entry: Floats,
    allowed: Ints,
    needs: Ints,
    toll: Floats,
    threshold: float,
    most_stops: int,
    value: Floats,
    venues: Ints,
    places: Ints,
) -> tuple[int, float]:
    """Every set above *threshold* into the arrays, as many as they hold; how many there were."""
    full = gain.shape[1] - 1
    n_allowed = len(allowed)
    most = np.empty(n_allowed)
    for i in range(n_allowed):
        most[i] = gain[allowed[i], full] + entry[allowed[i]]
    chosen = np.zeros(3, np.int64)
    order = np.zeros(3, np.int64)
    blocks = np.zeros(3, np.int64)
    count = 0
    upper = threshold
    for i in range(n_allowed):
        for j in range(i, n_allowed):
            if j > i and most_stops < 2:
                break
            for k in range(j, n_allowed):
                if k > j and (j == i or most_stops < 3):
                    break
                length = 1 + (j > i) + (k > j)
                reach = most[i]
                if length > 1:
                    reach += most[j]
                if length > 2:
                    reach += most[k]
                need = needs[allowed[i]] | needs[allowed[j]] | needs[allowed[k]]
                paid = toll[need]
                if reach - paid <= threshold:
                    continue
                chosen[0], chosen[1], chosen[2] = allowed[i], allowed[j], allowed[k]
                got, limit = _try_set(ground, gain, entry, chosen, length, order, blocks)
                got -= paid
                upper = max(upper, limit - paid)
                if got <= threshold:
                    continue
                if count < len(value):
                    value[count] = got
                    for n in range(3):
                        venues[count, n] = order[n] if n < length else -1
                        v = order[n]
                        places[count, n] = blocks[n] * ground.lanes[v] if n < length else 0
                count += 1
    return count, upper


def search(
    ground: Ground,
    gain: Floats,
    entry: Floats,
    allowed: Ints,
    *,
    threshold: float,
    needs: Ints | None = None,
    toll: Floats | None = None,
    most_stops: int = STOPS,
    room: int = 60_000,
) -> tuple[Found, bool]:
    """All days worth more than *threshold*, and whether there was room for all of them.

    Args:
        gain: (n, c + 1) worth of serving 0 … c people at each venue, concave along c.
        entry: (n,) added when a venue is visited at all.
        allowed: venues a day may consist of.
        needs: (n,) bits of the things each venue asks for; toll: by all bits of a day, what
            taking these along is worth elsewhere.
    """
    value = np.empty(room)
    venues = np.full((room, STOPS), -1, np.int64)
    places = np.zeros((room, STOPS), np.int64)
    count, upper = _search(
        ground,
        np.ascontiguousarray(gain),
        entry,
        allowed,
        np.zeros(len(gain), np.int64) if needs is None else needs,
        np.zeros(1) if toll is None else toll,
        threshold,
        most_stops,
        value,
        venues,
        places,
    )
    kept = min(count, room)
    return Found(value[:kept], venues[:kept], places[:kept], upper), count <= room


def all_singles(
    ground: Ground, gain: Floats, entry: Floats, allowed: Ints, *, room: int = 60_000
) -> Found:
    """The day at each venue alone, whatever it is worth: columns to begin with."""
    return search(ground, gain, entry, allowed, threshold=-1e15, most_stops=1, room=room)[0]
