"""Pupil and limbus as circles: Daugman's integro-differential operator, coarse to fine.

The pupil and the limbus are sought together: of the darkest discs of the image, the one that has
the best ring of iris around it. Eyebrows and lashes make dark discs too, but nothing around them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.irises.eye import Plane, sample

Circle = NDArray[np.float64]
"""[3]: x and y of the centre, radius; pixels."""

ANGLES: Final = 32
SIDE_ANGLES: Final = 12
RINGS: Final = 64
USUAL_RATIO: Final = 0.38
RATIO_SPREAD: Final = 0.13
"""Of pupil to iris indoors: pupils of 3 to 6 mm in irises of 11.7 mm."""
NOISE: Final = 0.1
"""Unevenness, in logarithms of brightness, that any ring is allowed."""
CANDIDATES: Final = 16


@compiled
def dark_discs(plane: Plane, darkest: float, smallest: int, largest: int) -> NDArray[np.float64]:
    """The CANDIDATES best pupils, [n, 4]: x, y, radius, contrast; the best first.

    plane: without spots, at the width of the coarse search. darkest: brightness a pupil's centre
    may have at most. smallest, largest: radii.
    """
    rows, columns = plane.shape
    cosines = np.cos(np.arange(ANGLES) * 2 * np.pi / ANGLES)
    sines = np.sin(np.arange(ANGLES) * 2 * np.pi / ANGLES)
    contrast = np.zeros((rows, columns))
    radius = np.zeros((rows, columns))
    means = np.zeros(largest + 3)
    spreads = np.zeros(largest + 3)
    for y in range(smallest, rows - smallest):
        for x in range(smallest, columns - smallest):
            if plane[y, x] > darkest:
                continue
            for r in range(1, largest + 3):
                total, squares = 0.0, 0.0
                for k in range(ANGLES):
                    v = min(max(int(y + r * sines[k] + 0.5), 0), rows - 1)
                    u = min(max(int(x + r * cosines[k] + 0.5), 0), columns - 1)
                    total += plane[v, u]
                    squares += plane[v, u] * plane[v, u]
                means[r] = total / ANGLES
                spreads[r] = max(squares / ANGLES - means[r] * means[r], 0.0)
            inside = 0.0
            for r in range(smallest, largest + 1):
                # Dark and even inside, even outside, all the way round: a disc, not a corner.
                inside = max(spreads[max(r - 2, 1)], spreads[max(r // 2, 1)])
                inside = max(inside, (means[max(r - 2, 1)] - means[1]) ** 2)
                rise = means[r + 1] - means[max(r - 1, 1)]
                score = rise / (NOISE + np.sqrt(inside + spreads[r + 2]))
                if score > contrast[y, x]:
                    contrast[y, x] = score
                    radius[y, x] = r
    found = np.zeros((CANDIDATES, 4))
    for place in range(CANDIDATES):
        at = np.argmax(contrast)
        y, x = at // columns, at % columns
        if contrast[y, x] <= 0:
            return found[:place]
        found[place, 0], found[place, 1] = x, y
        found[place, 2], found[place, 3] = radius[y, x], contrast[y, x]
        reach = int(radius[y, x] / 2) + 2
        for v in range(max(y - reach, 0), min(y + reach + 1, rows)):
            for u in range(max(x - reach, 0), min(x + reach + 1, columns)):
                contrast[v, u] = 0.0
    return found


@compiled
def finer_disc(
    plane: Plane, x: float, y: float, radius: float, reach: float
) -> NDArray[np.float64]:
    """The best circle near a pupil, [4]: x, y, radius, contrast."""
    best = np.array([x, y, radius, -1e9])
    cosines = np.cos(np.arange(2 * ANGLES) * np.pi / ANGLES)
    sines = np.sin(np.arange(2 * ANGLES) * np.pi / ANGLES)
    rises = np.zeros(2 * ANGLES)
    steps = 4
    for i in range(-steps, steps + 1):
        for j in range(-steps, steps + 1):
            for k in range(-steps, steps + 1):
                u, v = x + i * reach / steps, y + j * reach / steps
                r = radius + k * reach / steps
                if r < 2:
                    continue
                gap = max(1.0, 0.12 * r)
                for a in range(2 * ANGLES):
                    outer = sample(plane, u + (r + gap) * cosines[a], v + (r + gap) * sines[a])
                    inner = sample(plane, u + (r - gap) * cosines[a], v + (r - gap) * sines[a])
                    rises[a] = outer - inner
                # Lashes and reflections make a few angles extreme: the middle ones decide.
                ordered = np.sort(rises)[ANGLES // 2 : 2 * ANGLES - ANGLES // 2]
                rise = ordered.mean() / (NOISE + ordered.std())
                if rise > best[3]:
                    best[0], best[1], best[2], best[3] = u, v, r, rise
    return best


@compiled
def ring_around(plane: Plane, pupil: NDArray[np.float64], largest: float) -> NDArray[np.float64]:
    """The best limbus around *pupil*, [4]: x, y, radius, contrast.

    Both sides must show an edge: the weaker counts, because skin in the eye's corner makes a
    strong edge at one side. Above and below, lids are expected.
    """
    best = np.array([pupil[0], pupil[1], 0.0, -1e9])
    least = max(1.5 * pupil[2], pupil[2] + 4)
    spread = 0.9
    shift = max(0.3 * pupil[2], 1.0)
    for i in range(-2, 3):
        for j in range(-1, 2):
            x, y = pupil[0] + i * shift / 2, pupil[1] + j * shift / 2
            profile = np.zeros((2, RINGS))
            uneven = np.zeros((2, RINGS))
            step = (largest - least) / (RINGS - 1)
            if step <= 0:
                return best
            for n in range(RINGS):
                r = least + n * step
                for side in range(2):
                    total, squares = 0.0, 0.0
                    for a in range(SIDE_ANGLES):
                        # From a little above the horizontal to well below it.
                        angle = -0.35 + spread * a / (SIDE_ANGLES - 1)
                        across = np.cos(angle) * (1 if side else -1)
                        value = sample(plane, x + r * across, y + r * np.sin(angle))
                        total += value
                        squares += value * value
                    mean = total / SIDE_ANGLES
                    profile[side, n] = mean
                    uneven[side, n] = max(squares / SIDE_ANGLES - mean * mean, 0.0)
            for n in range(RINGS):
                r = least + n * step
                reach = max(int(0.1 * r / step + 0.5), 1)
                if n - reach < 0 or n + reach >= RINGS:
                    continue
                left = profile[0, n + reach] - profile[0, n - reach]
                left /= NOISE + np.sqrt(uneven[0, n + reach] + uneven[0, n - reach])
                right = profile[1, n + reach] - profile[1, n - reach]
                right /= NOISE + np.sqrt(uneven[1, n + reach] + uneven[1, n - reach])
                rise = min(left, right) + 0.25 * max(left, right)
                rise -= 0.3 * ((pupil[2] / r - USUAL_RATIO) / RATIO_SPREAD) ** 2
                if rise > best[3]:
                    best[0], best[1], best[2], best[3] = x, y, r, rise
    return best
