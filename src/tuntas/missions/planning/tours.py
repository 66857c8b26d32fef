"""The kernels of team orienteering: destroy and repair, each repair followed by a descent.

A descent makes the tours shorter, lets in what fits then, and exchanges places for better ones.
Used by ``orienteering.py``, which keeps every good tour and chooses among them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

KINDS = 4


@compiled
def _tour_length(way: Floats, tour: Ints, size: int) -> float:
    n = way.shape[0]
    if size == 0:
        return float(way[0, n - 1])
    total = way[0, tour[0]] + way[tour[size - 1], n - 1]
    for i in range(1, size):
        total += way[tour[i - 1], tour[i]]
    return float(total)


@compiled
def shorten(way: Floats, tour: Ints, size: int) -> float:
    """2-opt and or-opt until neither helps; the length."""
    n = way.shape[0]
    better = True
    while better:
        better = False
        for i in range(size - 1):
            before = tour[i - 1] if i > 0 else 0
            for j in range(i + 1, size):
                after = tour[j + 1] if j + 1 < size else n - 1
                gain = way[before, tour[i]] + way[tour[j], after]
                gain -= way[before, tour[j]] + way[tour[i], after]
                if gain > 1e-7:
                    tour[i : j + 1] = tour[i : j + 1][::-1].copy()
                    better = True
        for span in range(1, 4):
            for i in range(size - span + 1):
                before = tour[i - 1] if i > 0 else 0
                after = tour[i + span] if i + span < size else n - 1
                first, last = tour[i], tour[i + span - 1]
                freed = way[before, first] + way[last, after] - way[before, after]
                if freed <= 1e-7:
                    continue
                best, best_at, turned = freed - 1e-7, -1, False
                for at in range(size + 1):
                    if i <= at <= i + span:
                        continue
                    a = tour[at - 1] if at > 0 else 0
                    b = tour[at] if at < size else n - 1
                    straight = way[a, first] + way[last, b] - way[a, b]
                    back = way[a, last] + way[first, b] - way[a, b]
                    if straight < best:
                        best, best_at, turned = straight, at, False
                    if back < best:
                        best, best_at, turned = back, at, True
                if best_at >= 0:
                    piece = tour[i : i + span].copy()
                    if turned:
                        piece = piece[::-1].copy()
                    if best_at < i:
                        tour[best_at + span : i + span] = tour[best_at:i].copy()
                        tour[best_at : best_at + span] = piece
                    else:
                        tour[i : best_at - span] = tour[i + span : best_at].copy()
                        tour[best_at - span : best_at] = piece
                    better = True
    return _tour_length(way, tour, size)


@compiled
def _cheapest(way: Floats, tour: Ints, size: int, place: int) -> tuple[float, int]:
    """The least detour by *place*, and before which stop."""
    n = way.shape[0]
    best, best_at = 1e18, 0
    before = 0
    for at in range(size + 1):
        after = tour[at] if at < size else n - 1
        detour = way[before, place] + way[place, after] - way[before, after]
        if detour < best:
            best, best_at = detour, at
        before = after
    return best, best_at


@compiled
def _put(tours: Ints, sizes: Ints, t: int, at: int, place: int) -> None:
    size = sizes[t]
    for i in range(size, at, -1):
        tours[t, i] = tours[t, i - 1]
    tours[t, at] = place
    sizes[t] = size + 1


@compiled
def _take(tours: Ints, sizes: Ints, t: int, at: int) -> None:
    for i in range(at, sizes[t] - 1):
        tours[t, i] = tours[t, i + 1]
    sizes[t] -= 1


@compiled
def _fill(
    way: Floats,
    prizes: Floats,
    limit: float,
    tours: Ints,
    sizes: Ints,
    lengths: Floats,
    inside: Ints,
    outside: Ints,
    power: float,
    noise: float,
) -> None:
    """Insert places by prize over detour, the costs kept up to date, until none fits."""
    m = len(sizes)
    count = 0
    candidates = np.empty(len(outside), np.int64)
    for i in range(len(outside)):
        p = outside[i]
        if inside[p] < 0:
            candidates[count] = p
            count += 1
    detour = np.empty((count, m))
    where = np.empty((count, m), np.int64)
    shake = np.empty(count)
    for c in range(count):
        shake[c] = 1.0 + noise * (2.0 * np.random.random() - 1.0)
        for t in range(m):
            detour[c, t], where[c, t] = _cheapest(way, tours[t], sizes[t], candidates[c])
    while count > 0:
        best, best_c, best_t = 0.0, -1, -1
        for c in range(count):
            for t in range(m):
                if lengths[t] + detour[c, t] <= limit + 1e-9:
                    worth = (
                        prizes[candidates[c]] * shake[c] / (max(detour[c, t], 0.0) + 0.05) ** power
                    )
                    if worth > best:
                        best, best_c, best_t = worth, c, t
        if best_c < 0:
            break
        place = candidates[best_c]
        _put(tours, sizes, best_t, where[best_c, best_t], place)
        lengths[best_t] += detour[best_c, best_t]
        inside[place] = best_t
        count -= 1
        candidates[best_c] = candidates[count]
        shake[best_c] = shake[count]
        for t in range(m):
            detour[best_c, t], where[best_c, t] = detour[count, t], where[count, t]
        for c in range(count):
            detour[c, best_t], where[c, best_t] = _cheapest(
                way, tours[best_t], sizes[best_t], candidates[c]
            )


@compiled
def _destroy(
    way: Floats,
    prizes: Floats,
    tours: Ints,
    sizes: Ints,
    inside: Ints,
    kind: int,
    share: float,
) -> None:
    """Take places out: any, next to each other in a tour, around a point, or the poorest."""
    m = len(sizes)
    n = way.shape[0]
    total = 0
    for t in range(m):
        total += sizes[t]
    if total == 0:
        return
    wanted = max(1, int(share * total))
    if kind == 1:
        for _ in range(m):
            t = np.random.randint(0, m)
            if sizes[t] == 0:
                continue
            span = min(sizes[t], max(1, int(np.random.random() * 2.0 * wanted / m) + 1))
            first = np.random.randint(0, sizes[t] - span + 1)
            for _s in range(span):
                inside[tours[t, first]] = -1
                _take(tours, sizes, t, first)
        return
    badness = np.full(n, -1.0)
    centre = np.random.randint(1, n - 1)
    for t in range(m):
        for i in range(sizes[t]):
            p = tours[t, i]
            if kind == 0:
                badness[p] = np.random.random()
            elif kind == 2:
                badness[p] = 1e6 - way[centre, p] * (0.7 + 0.6 * np.random.random())
            else:
                before = tours[t, i - 1] if i > 0 else 0
                after = tours[t, i + 1] if i + 1 < sizes[t] else n - 1
                saved = way[before, p] + way[p, after] - way[before, after]
                badness[p] = (saved + 0.05) / (prizes[p] + 0.1) * np.random.random()
    for _ in range(min(wanted, total)):
        worst, place = -1.0, -1
        for p in range(1, n - 1):
            if inside[p] >= 0 and badness[p] > worst:
                worst, place = badness[p], p
        t = inside[place]
        for i in range(sizes[t]):
            if tours[t, i] == place:
                _take(tours, sizes, t, i)
                break
        inside[place] = -1


@compiled
def _exchange(
    way: Floats,
    prizes: Floats,
    limit: float,
    tours: Ints,
    sizes: Ints,
    lengths: Floats,
    inside: Ints,
    outside: Ints,
) -> bool:
    """One place of a tour for a better one outside it; whether one was found."""
    n = way.shape[0]
    for t in range(len(sizes)):
        for i in range(sizes[t]):
            p = tours[t, i]
            before = tours[t, i - 1] if i > 0 else 0
            after = tours[t, i + 1] if i + 1 < sizes[t] else n - 1
            rest = lengths[t] - way[before, p] - way[p, after] + way[before, after]
            for j in range(len(outside)):
                q = outside[j]
                if inside[q] >= 0 or prizes[q] <= prizes[p]:
                    continue
                if rest + way[before, q] + way[q, after] - way[before, after] <= limit:
                    tours[t, i] = q
                    inside[p], inside[q] = -1, t
                    lengths[t] = shorten(way, tours[t], sizes[t])
                    return True
                _take(tours, sizes, t, i)
                detour, at = _cheapest(way, tours[t], sizes[t], q)
                if rest + detour <= limit:
                    _put(tours, sizes, t, at, q)
                    inside[p], inside[q] = -1, t
                    lengths[t] = shorten(way, tours[t], sizes[t])
                    return True
                _put(tours, sizes, t, i, p)
    return False


@compiled
def _balance(
    way: Floats, tours: Ints, sizes: Ints, lengths: Floats, inside: Ints, limit: float
) -> None:
    """Move places, and exchange the ends of tours, where that shortens them together."""
    m = len(sizes)
    n = way.shape[0]
    for a in range(m):
        i = 0
        while i < sizes[a]:
            p = tours[a, i]
            before = tours[a, i - 1] if i > 0 else 0
            after = tours[a, i + 1] if i + 1 < sizes[a] else n - 1
            freed = way[before, p] + way[p, after] - way[before, after]
            moved = False
            for b in range(m):
                if b == a or freed <= 1e-7:
                    continue
                detour, at = _cheapest(way, tours[b], sizes[b], p)
                if detour < freed - 1e-7 and lengths[b] + detour <= limit:
                    _take(tours, sizes, a, i)
                    lengths[a] -= freed
                    _put(tours, sizes, b, at, p)
                    lengths[b] += detour
                    inside[p] = b
                    moved = True
                    break
            if not moved:
                i += 1
    width = tours.shape[1]
    for a in range(m):
        for b in range(a + 1, m):
            head_a = 0.0
            done = False
            for i in range(sizes[a] + 1):
                if done:
                    break
                left = tours[a, i - 1] if i > 0 else 0
                if i > 0:
                    head_a += way[tours[a, i - 2] if i > 1 else 0, left]
                right = tours[a, i] if i < sizes[a] else n - 1
                head_b = 0.0
                for j in range(sizes[b] + 1):
                    low = tours[b, j - 1] if j > 0 else 0
                    if j > 0:
                        head_b += way[tours[b, j - 2] if j > 1 else 0, low]
                    high = tours[b, j] if j < sizes[b] else n - 1
                    tail_a = lengths[a] - head_a - way[left, right]
                    tail_b = lengths[b] - head_b - way[low, high]
                    new_a = head_a + way[left, high] + tail_b
                    new_b = head_b + way[low, right] + tail_a
                    if new_a > limit or new_b > limit:
                        continue
                    if new_a + new_b < lengths[a] + lengths[b] - 1e-7:
                        if i + sizes[b] - j > width or j + sizes[a] - i > width:
                            continue
                        rest_a = tours[a, i : sizes[a]].copy()
                        rest_b = tours[b, j : sizes[b]].copy()
                        tours[a, i : i + len(rest_b)] = rest_b
                        tours[b, j : j + len(rest_a)] = rest_a
                        sizes[a] = i + len(rest_b)
                        sizes[b] = j + len(rest_a)
                        for k in range(sizes[a]):
                            inside[tours[a, k]] = a
                        for k in range(sizes[b]):
                            inside[tours[b, k]] = b
                        lengths[a] = _tour_length(way, tours[a], sizes[a])
                        lengths[b] = _tour_length(way, tours[b], sizes[b])
                        done = True
                        break


@compiled
def _admit(
    way: Floats,
    prizes: Floats,
    limit: float,
    tours: Ints,
    sizes: Ints,
    lengths: Floats,
    inside: Ints,
    outside: Ints,
) -> bool:
    """Let one place in at the cost of several poorer ones; whether that was worth it."""
    n = way.shape[0]
    trial = np.empty(tours.shape[1], np.int64)
    first = np.random.randint(0, max(len(outside), 1))
    for j in range(len(outside)):
        q = outside[(first + j) % len(outside)]
        if inside[q] >= 0:
            continue
        for t in range(len(sizes)):
            size = sizes[t]
            if size == 0 or size + 1 >= len(trial):
                continue
            detour, at = _cheapest(way, tours[t], size, q)
            trial[:at] = tours[t, :at]
            trial[at] = q
            trial[at + 1 : size + 1] = tours[t, at:size]
            size += 1
            now, lost = lengths[t] + detour, 0.0
            while now > limit and lost < prizes[q]:
                best, worst, saved_most = 1e18, -1, 0.0
                for i in range(size):
                    p = trial[i]
                    if p == q:
                        continue
                    before = trial[i - 1] if i > 0 else 0
                    after = trial[i + 1] if i + 1 < size else n - 1
                    saved = way[before, p] + way[p, after] - way[before, after]
                    # What is more than needed saves nothing.
                    rate = prizes[p] / (min(saved, now - limit) + 1e-6)
                    if rate < best:
                        best, worst, saved_most = rate, i, saved
                if worst < 0:
                    break
                lost += prizes[trial[worst]]
                now -= saved_most
                for i in range(worst, size - 1):
                    trial[i] = trial[i + 1]
                size -= 1
            if now <= limit and lost < prizes[q] - 1e-9:
                for i in range(sizes[t]):
                    inside[tours[t, i]] = -1
                tours[t, :size] = trial[:size]
                sizes[t] = size
                for i in range(size):
                    inside[tours[t, i]] = t
                lengths[t] = shorten(way, tours[t], size)
                return True
    return False


@compiled
def _improve(
    way: Floats,
    prizes: Floats,
    limit: float,
    tours: Ints,
    sizes: Ints,
    lengths: Floats,
    inside: Ints,
    outside: Ints,
) -> None:
    """Shorten, let in what fits now, exchange; until nothing changes."""
    for _ in range(30):
        before = 0
        for t in range(len(sizes)):
            before += sizes[t]
            lengths[t] = shorten(way, tours[t], sizes[t])
        _balance(way, tours, sizes, lengths, inside, limit)
        _fill(way, prizes, limit, tours, sizes, lengths, inside, outside, 1.0, 0.0)
        after = 0
        for t in range(len(sizes)):
            after += sizes[t]
        if _exchange(way, prizes, limit, tours, sizes, lengths, inside, outside):
            continue
        if _admit(way, prizes, limit, tours, sizes, lengths, inside, outside):
            continue
        if after == before:
            break


@compiled
def search(
    way: Floats,
    prizes: Floats,
    limit: float,
    m: int,
    iterations: int,
    seed: int,
    heat: float,
    start: Ints,
    start_sizes: Ints,
    pool: Ints,
    pool_sizes: Ints,
) -> tuple[float, Ints, Ints, int]:
    """One annealed search from *start*: (prize, tours, sizes, how many tours were pooled)."""
    np.random.seed(seed)
    n = way.shape[0]
    outside = np.empty(n, np.int64)
    count = 0
    for p in range(1, n - 1):
        if prizes[p] > 0 and way[0, p] + way[p, n - 1] <= limit + 1e-9:
            outside[count] = p
            count += 1
    outside = outside[:count].copy()
    now, now_sizes = start.copy(), start_sizes.copy()
    best, best_sizes = start.copy(), start_sizes.copy()
    now_worth = 0.0
    for t in range(m):
        for i in range(now_sizes[t]):
            now_worth += prizes[now[t, i]]
    best_worth = now_worth
    score = np.ones(4)
    pooled = 0
    lengths = np.zeros(m)
    inside = np.full(n, -1, np.int64)
    for step in range(iterations):
        temperature = heat * (1.0 - step / iterations) + 1e-6
        tours, sizes = now.copy(), now_sizes.copy()
        inside[:] = -1
        for t in range(m):
            for i in range(sizes[t]):
                inside[tours[t, i]] = t
        draw = np.random.random() * score.sum()
        kind = 0
        while kind < 3 and draw > score[kind]:
            draw -= score[kind]
            kind += 1
        share = 0.05 + 0.4 * np.random.random() ** 2
        if np.random.random() < 0.01:
            share = 1.0
        _destroy(way, prizes, tours, sizes, inside, kind, share)
        for t in range(m):
            lengths[t] = shorten(way, tours[t], sizes[t])
        power = 0.6 + 1.2 * np.random.random()
        noise = 0.5 * np.random.random()
        _fill(way, prizes, limit, tours, sizes, lengths, inside, outside, power, noise)
        _improve(way, prizes, limit, tours, sizes, lengths, inside, outside)
        worth = 0.0
        for t in range(m):
            for i in range(sizes[t]):
                worth += prizes[tours[t, i]]
        better = worth > now_worth
        if worth >= 0.985 * best_worth:
            for t in range(m):
                pool[pooled % len(pool)] = tours[t]
                pool_sizes[pooled % len(pool)] = sizes[t]
                pooled += 1
        if worth >= now_worth or np.random.random() < np.exp((worth - now_worth) / temperature):
            now, now_sizes, now_worth = tours, sizes, worth
        score[kind] = 0.98 * score[kind] + 0.02 * (
            4.0 if worth > best_worth else 2.0 * better + 0.3
        )
        if worth > best_worth:
            best, best_sizes, best_worth = tours.copy(), sizes.copy(), worth
    return best_worth, best, best_sizes, pooled
