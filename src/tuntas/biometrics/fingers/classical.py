"""Minutiae without a network: the textbook's way, for where the model is missing.

Normalise, orientation of ridges, Gabor filters along them, ridges as skeletons, and the ends and
forks of the skeletons that are not artefacts (L. Hong, Y. Wan, A. Jain, 1998; D. Maltoni et al.,
Handbook of Fingerprint Recognition, 2009, chapter 3). Markedly worse than LEADER on dry, wet and
scarred fingers.
"""

from __future__ import annotations

from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled, vectorised
from tuntas.biometrics.fingers.foreground import BLOCK, Foreground
from tuntas.biometrics.fingers.minutiae import Minutiae
from tuntas.biometrics.fingers.standard import PERIOD, ridge_period

_TURNS: Final = 36
_REACH: Final = 8
# Distances in ridge periods of nine pixels, as in the literature cited.
_EDGE: Final = 14
_SPUR: Final = 9
_BRIDGE: Final = 7
_BREAK: Final = 10
_TRACE: Final = 10
# Forward and backward of a break's two ends: within 30° of facing each other.
_FACING: Final = -0.86

_Kind = TypeVar("_Kind", bound=np.generic)
Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]

# The eight neighbours in order around a pixel.
_DY: Final = np.array([-1, -1, 0, 1, 1, 1, 0, -1])
_DX: Final = np.array([0, 1, 1, 1, 0, -1, -1, -1])


def minutiae(pixels: NDArray[np.uint8], finger: Foreground) -> Minutiae:
    """The minutiae of the *finger* in *pixels*: 500 dpi, dark ridges on light."""
    inside = _each_pixel(finger.blocks, pixels.shape)
    period = float(np.clip(ridge_period(pixels) or PERIOD, 6.0, 13.0))
    turn = _each_pixel(_turns(finger.orientation), pixels.shape)
    response = _filtered(_normalised(pixels), turn, _bank(period), inside)
    ridges = (response > 0) & inside
    skeleton = thinned(_smoothed(ridges))
    found = _crossings(skeleton, _far_inside(inside))
    kept = _true_ones(skeleton, found)
    clear = np.clip(_each_pixel(finger.coherence, pixels.shape), 0, 1)
    return _described(skeleton, found[kept], clear)


def _each_pixel(blocks: NDArray[_Kind], shape: tuple[int, ...]) -> NDArray[_Kind]:
    rows = np.minimum(np.arange(shape[0]) // BLOCK, blocks.shape[0] - 1)
    columns = np.minimum(np.arange(shape[1]) // BLOCK, blocks.shape[1] - 1)
    return np.ascontiguousarray(blocks[rows[:, None], columns[None]])


def _turns(orientation: Plane) -> NDArray[np.int64]:
    return np.round(orientation * (_TURNS / np.pi)).astype(np.int64) % _TURNS


def _box_mean(plane: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    size = 2 * reach + 1
    summed = np.pad(plane, reach, mode="edge").cumsum(0).cumsum(1)
    summed = np.pad(summed, ((1, 0), (1, 0)))
    whole = summed[size:, size:] - summed[:-size, size:] - summed[size:, :-size]
    return np.asarray((whole + summed[:-size, :-size]) / size**2)


def _normalised(pixels: NDArray[np.uint8]) -> Plane:
    """Light ridges: mean 0 and the same contrast over the neighbourhood everywhere."""
    light = 255.0 - pixels.astype(np.float64)
    away = light - _box_mean(light, 12)
    spread = np.sqrt(np.maximum(_box_mean(away**2, 12), 4.0))
    return np.clip(away / spread, -3, 3).astype(np.float32)


def _bank(period: float) -> Plane:
    """[36, 17, 17]: even Gabor filters along each direction, without response to flat areas."""
    y, x = np.mgrid[-_REACH : _REACH + 1, -_REACH : _REACH + 1].astype(np.float64)
    filters = []
    for turn in range(_TURNS):
        angle = turn * np.pi / _TURNS
        along = x * np.cos(angle) - y * np.sin(angle)
        across = x * np.sin(angle) + y * np.cos(angle)
        bell = np.exp(-(along**2) / (2 * 4.5**2) - across**2 / (2 * 4.0**2))
        wave = bell * np.cos(2 * np.pi * across / period)
        filters.append(wave - bell * (wave.sum() / bell.sum()))
    return np.array(filters, np.float32)


@vectorised
def _filtered(light: Plane, turn: NDArray[np.int64], bank: Plane, inside: Mask) -> Plane:
    """Each pixel's response to the filter along its ridge; 0 outside."""
    height, width = light.shape
    size = bank.shape[1]
    reach = size // 2
    padded = np.zeros((height + 2 * reach, width + 2 * reach), np.float32)
    padded[reach : reach + height, reach : reach + width] = light
    out = np.zeros((height, width), np.float32)
    for y in range(height):
        for x in range(width):
            if inside[y, x]:
                kernel = bank[turn[y, x]]
                total = np.float32(0)
                for dy in range(size):
                    row, taps = padded[y + dy, x : x + size], kernel[dy]
                    for dx in range(size):
                        total += row[dx] * taps[dx]
                out[y, x] = total
    return out


def _smoothed(ridges: Mask) -> Mask:
    """The majority of 3×3: single pixels on a ridge's flank would grow spurs."""
    return np.asarray(_box_mean(ridges.astype(np.float64), 1) > 0.5)


@compiled
def thinned(ridges: Mask) -> Mask:
    """Ridges one pixel wide (T. Zhang, C. Suen, 1984), without corners to spare."""
    height, width = ridges.shape
    lines = np.zeros((height + 2, width + 2), np.bool_)
    lines[1:-1, 1:-1] = ridges
    doomed = np.empty(lines.size, np.int64)
    changed = True
    while changed:
        changed = False
        for half in range(2):
            count = 0
            for y in range(1, height + 1):
                for x in range(1, width + 1):
                    if lines[y, x] and _removable(lines, y, x, half):
                        doomed[count] = y * (width + 2) + x
                        count += 1
            for i in range(count):
                lines[doomed[i] // (width + 2), doomed[i] % (width + 2)] = False
            changed = changed or count > 0
    for y in range(1, height + 1):
        for x in range(1, width + 1):
            if lines[y, x] and _corner(lines, y, x):
                lines[y, x] = False
    return lines[1:-1, 1:-1].copy()


@compiled
def _removable(lines: Mask, y: int, x: int, half: int) -> bool:
    count, rises = 0, 0
    for i in range(8):
        here = lines[y + _DY[i], x + _DX[i]]
        after = lines[y + _DY[(i + 1) % 8], x + _DX[(i + 1) % 8]]
        count += here
        rises += (not here) and after
    if rises != 1 or count < 2 or count > 6:
        return False
    north, east = lines[y - 1, x], lines[y, x + 1]
    south, west = lines[y + 1, x], lines[y, x - 1]
    if half == 0:
        return not (north and east and south) and not (east and south and west)
    return not (north and east and west) and not (north and south and west)


@compiled
def _corner(lines: Mask, y: int, x: int) -> bool:
    """A pixel whose two straight neighbours touch each other diagonally: it is not needed."""
    for i in range(0, 8, 2):
        j = (i + 2) % 8
        if lines[y + _DY[i], x + _DX[i]] and lines[y + _DY[j], x + _DX[j]]:
            a, b = (i + 4) % 8, (j + 4) % 8
            opposite = (i + 5) % 8
            if not (
                lines[y + _DY[a], x + _DX[a]]
                or lines[y + _DY[b], x + _DX[b]]
                or lines[y + _DY[opposite], x + _DX[opposite]]
            ):
                return True
    return False


def _far_inside(inside: Mask) -> Mask:
    """Pixels at least _EDGE from where the finger or the image ends: ridges end there anyway."""
    share = _box_mean(np.pad(inside, 1).astype(np.float64), _EDGE)[1:-1, 1:-1]
    far = share > 1 - 1e-9
    far[:_EDGE] = far[-_EDGE:] = False
    far[:, :_EDGE] = far[:, -_EDGE:] = False
    return np.asarray(far)


@compiled
def _crossings(skeleton: Mask, allowed: Mask) -> NDArray[np.int64]:
    """[n, 3]: y, x and how many lines leave the pixel: 1 where a ridge ends, 3 where it forks."""
    height, width = skeleton.shape
    found = np.empty((height * width // 4 + 1, 3), np.int64)
    count = 0
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            if skeleton[y, x] and allowed[y, x]:
                rises = 0
                for i in range(8):
                    here = skeleton[y + _DY[i], x + _DX[i]]
                    after = skeleton[y + _DY[(i + 1) % 8], x + _DX[(i + 1) % 8]]
                    rises += after and not here
                if rises in (1, 3):
                    found[count, 0], found[count, 1], found[count, 2] = y, x, rises
                    count += 1
    return found[:count].copy()


@compiled
def _trace(skeleton: Mask, y: int, x: int, first: int, steps: int) -> tuple[int, int, int, int]:
    """Along the line that leaves (y, x) towards neighbour *first*: (y, x, steps taken, lines
    leaving where it stopped: 0 nowhere in particular, 1 an end, 3 a fork)."""
    height, width = skeleton.shape
    before_y, before_x = y, x
    y, x = y + _DY[first], x + _DX[first]
    for taken in range(1, steps):
        if not (0 < y < height - 1 and 0 < x < width - 1):
            return y, x, taken, 0
        next_way, ways = -1, 0
        for i in range(8):
            v, u = y + _DY[i], x + _DX[i]
            if not skeleton[v, u] or (v == before_y and u == before_x):
                continue
            # Neighbours of where it came from belong to the line behind.
            if max(abs(v - before_y), abs(u - before_x)) <= 1:
                continue
            ways += 1
            if next_way < 0 or i % 2 == 0:
                next_way = i
        if ways == 0:
            return y, x, taken, 1
        rises = 0
        for i in range(8):
            here = skeleton[y + _DY[i], x + _DX[i]]
            after = skeleton[y + _DY[(i + 1) % 8], x + _DX[(i + 1) % 8]]
            rises += after and not here
        if rises >= 3:
            return y, x, taken, 3
        before_y, before_x = y, x
        y, x = y + _DY[next_way], x + _DX[next_way]
    return y, x, steps, 0


@compiled
def _ways(skeleton: Mask, y: int, x: int) -> NDArray[np.int64]:
    """The neighbours by which lines leave (y, x), a straight one before its diagonals."""
    ways = np.empty(8, np.int64)
    count = 0
    for i in range(8):
        if skeleton[y + _DY[i], x + _DX[i]]:
            beside = (
                skeleton[y + _DY[(i + 1) % 8], x + _DX[(i + 1) % 8]]
                or skeleton[y + _DY[(i + 7) % 8], x + _DX[(i + 7) % 8]]
            )
            if i % 2 == 0 or not beside:
                ways[count] = i
                count += 1
    return ways[:count].copy()


@compiled
def _true_ones(skeleton: Mask, found: NDArray[np.int64]) -> Mask:
    """Which of *found* are no spur, bridge, island or break of a ridge."""
    count = len(found)
    kept = np.ones(count, np.bool_)
    which = np.full(skeleton.shape, -1, np.int64)
    heading = np.zeros((count, 2))
    for n in range(count):
        which[found[n, 0], found[n, 1]] = n
    for n in range(count):
        y, x, kind = found[n, 0], found[n, 1], found[n, 2]
        for way in _ways(skeleton, y, x):
            v, u, steps, stopped = _trace(skeleton, y, x, way, _TRACE)
            heading[n, 0], heading[n, 1] = v - y, u - x
            short = (
                (kind == 1 and stopped == 3 and steps <= _SPUR)
                or (kind == 1 and stopped == 1)
                or (kind == 3 and stopped == 3 and steps <= _BRIDGE)
            )
            if short:
                kept[n] = False
                if which[v, u] >= 0:
                    kept[which[v, u]] = False
    for n in range(count):
        for m in range(n + 1, count):
            if found[m, 0] - found[n, 0] > _BREAK:
                break
            dy, dx = found[m, 0] - found[n, 0], found[m, 1] - found[n, 1]
            if found[n, 2] == 1 and found[m, 2] == 1 and dy * dy + dx * dx <= _BREAK * _BREAK:
                a, b = heading[n], heading[m]
                size = np.sqrt((a[0] ** 2 + a[1] ** 2) * (b[0] ** 2 + b[1] ** 2))
                away = a[0] * dy + a[1] * dx
                if size > 0 and a[0] * b[0] + a[1] * b[1] < _FACING * size and away < 0:
                    kept[n] = kept[m] = False
    return kept


def _described(skeleton: Mask, found: NDArray[np.int64], clear: Plane) -> Minutiae:
    y, x, kind = found.T if len(found) else np.zeros((3, 0), np.int64)
    direction = np.array([_direction(skeleton, *map(int, one)) for one in found], np.float32)
    # On LEADER's scale, whose minutiae below a half are not kept either.
    quality = (0.5 + 0.5 * clear[y, x]).astype(np.float32)
    return Minutiae(x, y, direction, (kind == 1).astype(np.float32), quality)


def _direction(skeleton: Mask, y: int, x: int, kind: int) -> float:
    """Along the ridge from its end; into the valley between a fork's two closest arms."""
    arms = []
    for way in _ways(skeleton, y, x):
        v, u, _, _ = _trace(skeleton, y, x, int(way), _TRACE)
        arms.append(complex(u - x, y - v))
    arms = [arm / abs(arm) for arm in arms if arm]
    if kind == 1 or len(arms) < 3:
        return float(np.angle(arms[0])) if arms else 0.0
    pairs = [(a, b) for i, a in enumerate(arms) for b in arms[i + 1 :]]
    first, second = max(pairs, key=lambda pair: (pair[0] * pair[1].conjugate()).real)
    return float(np.angle(first + second))
